import json
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
import torch

from fourierbook import files, settings, signed
from fourierbook.data import datasets
from fourierbook.measure import accuracy
from fourierbook.results import entries, provenance, store
from tests.results import fakes
from tests.results.fakes import Draws, experiment

ROOT = Path(__file__).parents[2]


def folder(result):
    return settings.results_folder() / result.experiment / result.provenance["key"]


def flipped(path):
    """Flip a bit in the middle of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def assert_same_bits(first, second):
    assert list(first.shards) == list(second.shards)
    for shard, values in first.shards.items():
        assert values.keys() == second.shards[shard].keys()
        for name, value in values.items():
            np.testing.assert_array_equal(value, second.shards[shard][name], strict=True)


def diary(places):
    path = places / "diary"
    return path.read_text().split() if path.exists() else []


def test_what_is_read_back_is_what_was_computed():
    draws = experiment()
    result = store.compute(draws, "quick")
    assert list(result.shards) == ["seed0", "seed1", "seed2"]
    expected = fakes.run(Draws(5), "seed1")
    for name, value in expected.items():
        np.testing.assert_array_equal(result.shards["seed1"][name], value)
    assert_same_bits(store.find(draws, "quick"), result)


def test_what_is_kept_in_half_precision_is_read_in_single_and_taken_over_as_it_is(
    places, monkeypatch
):
    def run(recipe, shard):
        return {"share": np.array([0.1, 0.7], np.float16)}

    few = store.compute(experiment(run=run), "thorough")
    assert few.shards["seed0"]["share"].dtype == np.float32
    assert few.shards["seed0"]["share"].tolist() == [0.0999755859375, 0.7001953125]
    store.record(few)
    monkeypatch.setenv("FOURIERBOOK_RESULTS", str(places / "empty"))
    more = store.compute(experiment(Draws(5, seeds=(0, 1, 2, 3)), run=run), "thorough")
    kept = entries.shards(folder(more))
    assert {shard: values["share"].dtype for shard, values in kept.items()} == {
        shard: np.dtype(np.float16) for shard in ("seed0", "seed1", "seed2", "seed3")
    }


def test_a_result_is_computed_once(places):
    draws = experiment(Draws(5, diary=str(places / "diary")))
    store.compute(draws, "quick")
    store.compute(draws, "quick")
    assert diary(places) == ["seed0", "seed1", "seed2"]


def test_find_computes_nothing(places):
    draws = experiment(Draws(5, diary=str(places / "diary")))
    assert store.find(draws, "quick") is None
    assert not diary(places)
    assert not settings.results_folder().exists()


def test_an_executor_gives_the_same_bits():
    alone = store.compute(experiment(name="alone"))
    with ThreadPoolExecutor(3) as executor:
        assert_same_bits(store.compute(experiment(name="many"), executor=executor), alone)


def test_an_interrupted_computation_goes_on_where_it_was(places, monkeypatch):
    def interrupted(recipe, shard):
        if shard == "seed1":
            raise KeyboardInterrupt
        return fakes.run(recipe, shard)

    recipe = Draws(5, diary=str(places / "diary"))
    with pytest.raises(KeyboardInterrupt):
        store.compute(experiment(recipe, run=interrupted))
    assert store.find(experiment(recipe), "quick") is None, "a part of a result is not a result"
    assert store.missing(experiment(recipe), "quick") == ("seed1", "seed2")
    store.compute(experiment(recipe))
    assert diary(places) == ["seed0", "seed1", "seed2"]


def test_more_seeds_go_on_where_fewer_ended(places):
    recipe = Draws(5, seeds=(0, 2), diary=str(places / "diary"))
    few = store.compute(experiment(recipe))
    more = store.compute(experiment(replace(recipe, seeds=(0, 1, 2, 3))))
    assert diary(places) == ["seed0", "seed2", "seed1", "seed3"]
    assert list(more.shards) == ["seed0", "seed1", "seed2", "seed3"]
    assert more.provenance["seeds"] == [0, 1, 2, 3]
    again = store.find(experiment(recipe), "quick")
    assert_same_bits(again, few)
    assert again.provenance["seeds"] == [0, 2]
    assert again.provenance["seconds"] == few.provenance["seconds"]


def test_more_seeds_go_on_from_what_ships_with_the_package(places, monkeypatch):
    recipe = Draws(5, seeds=(0, 1), diary=str(places / "diary"))
    few = store.compute(experiment(recipe), "thorough")
    store.record(few)
    monkeypatch.setenv("FOURIERBOOK_RESULTS", str(places / "empty"))
    more = experiment(replace(recipe, seeds=(1, 2)))
    assert store.largest(more) is None
    result = store.compute(more, "thorough")
    assert diary(places) == ["seed0", "seed1", "seed2"]
    place = store.record(result)
    assert [path.name for path in place.parent.iterdir()] == [place.name]
    assert {path.stem for path in place.glob("*.npz")} == {"seed0", "seed1", "seed2"}
    assert_same_bits(store.find(experiment(recipe), "thorough"), few)


@pytest.fixture
def growing(places, monkeypatch):
    """An experiment whose seeds 0 and 1 are recorded, and which lists three more by now."""
    few = Draws(5, seeds=(0, 1))
    store.record(store.compute(experiment(few), "thorough"))
    monkeypatch.setenv("FOURIERBOOK_RESULTS", str(places / "empty"))
    more = experiment(replace(few, seeds=(0, 1, 2, 3, 4)))
    return replace(more, least={"thorough": replace(few, count=6)})


def test_what_is_recorded_is_read_while_seeds_that_are_listed_since_are_missing(growing):
    found = store.find(growing, "thorough")
    assert (list(found.shards), found.recipe.seeds) == (["seed0", "seed1"], (0, 1))
    assert found.provenance["recorded"]
    assert store.missing(growing, "thorough", recorded=True) == ("seed2", "seed3", "seed4")
    assert len(store.missing(growing, "thorough")) == 5
    whole = replace(growing, least={})
    assert store.find(whole, "thorough") is None


def test_seeds_that_are_listed_since_come_one_by_one(growing, monkeypatch):
    def until_the_last(recipe, shard):
        if shard == "seed4":
            raise KeyboardInterrupt
        return fakes.run(recipe, shard)

    with pytest.raises(KeyboardInterrupt):
        store.compute(replace(growing, run=until_the_last), "thorough")
    found = store.find(growing, "thorough")
    assert found.recipe.seeds == (0, 1, 2, 3)
    assert not found.provenance["recorded"], "of two stored parts the longer one is read"
    assert store.missing(growing, "thorough", recorded=True) == ("seed4",)
    assert store.compute(growing, "thorough").recipe.seeds == (0, 1, 2, 3, 4)
    assert store.missing(growing, "thorough") == ()


def test_without_the_least_that_it_needs_there_is_no_result(growing, places):
    draws = replace(growing, name="others")
    store.compute(draws, replace(draws.recipes["thorough"], seeds=(1, 2, 3, 4)))
    assert store.find(draws, "thorough") is None


def test_the_least_differs_in_what_is_listed_alone():
    for least in ({"thorough": Draws(7)}, {"full": Draws(6)}):
        with pytest.raises(ValueError, match="least of 'draws' has recipes that differ"):
            experiment(least=least)


def test_without_what_ships_every_shard_is_computed_here(places, monkeypatch):
    recipe = Draws(5, seeds=(0,), diary=str(places / "diary"))
    store.record(store.compute(experiment(recipe), "thorough"))
    monkeypatch.setenv("FOURIERBOOK_RESULTS", str(places / "empty"))
    store.compute(experiment(replace(recipe, seeds=(0, 1))), "thorough", recorded=False)
    assert diary(places) == ["seed0", "seed0", "seed1"]


def test_only_what_changes_the_numbers_of_a_shard_decides_where_they_are_stored():
    def key(recipe):
        return entries.key(store.questions.asked(experiment(), recipe))

    assert key(Draws(5)) == key(Draws(5, seeds=(3,))) == key(Draws(5, pause=0.0))
    assert len({key(Draws(5)), key(Draws(6)), key(Draws(5, pause=0.1))}) == 3


def test_a_killed_computation_goes_on_and_gives_the_same_bits(places):
    recipe = Draws(5, pause=30, diary=str(places / "diary"))
    code = (
        "from fourierbook.results import store\nfrom tests.results import fakes\n"
        f"store.compute(fakes.experiment(fakes.{recipe!r}))"
    )
    child = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    while not list(settings.results_folder().glob("draws/*/result.json")):
        assert child.poll() is None, "the child computes until it is killed"
        time.sleep(0.05)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert diary(places) == ["seed0"]
    # The pause decides nothing but the time; a recipe without it would be another recipe.
    quickly = experiment(
        recipe, run=lambda recipe, shard: fakes.run(replace(recipe, pause=0), shard)
    )
    resumed = store.compute(quickly)
    assert diary(places) == ["seed0", "seed1", "seed2"]
    assert_same_bits(resumed, store.compute(experiment(name="whole")))


def meet(barrier):
    global BARRIER
    BARRIER = barrier


def compute_in_a_process(name):
    BARRIER.wait()
    result = store.compute(fakes.experiment(Draws(2000, seeds=tuple(range(12))), name=name))
    return {shard: values["values"].tobytes() for shard, values in result.shards.items()}


def test_two_processes_on_one_store_end_with_one_whole_result():
    context = multiprocessing.get_context("spawn")
    with context.Pool(2, initializer=meet, initargs=(context.Barrier(2),)) as pool:
        first, second = pool.map(compute_in_a_process, ["both", "both"], chunksize=1)
    assert first == second
    found = store.find(experiment(Draws(2000, seeds=tuple(range(12))), name="both"), "quick")
    assert {shard: values["values"].tobytes() for shard, values in found.shards.items()} == first


def test_the_shard_that_is_stored_first_stays():
    asked = {"experiment": "a", "version": 1, "recipe": {}, "data": None, "scale": "quick"}
    place = settings.results_folder() / "a" / entries.key(asked)
    for value in (1.0, 2.0):
        entries.add(place, asked, "seed0", {"value": value}, provenance.stamp(None, 0.0))
    assert entries.shards(place)["seed0"]["value"] == 1.0


@pytest.mark.parametrize("name", ["result.json", "seed1.npz"])
def test_a_flipped_bit_is_found_and_the_file_is_named(name):
    draws = experiment()
    path = folder(store.compute(draws)) / name
    flipped(path)
    for refused in (lambda: store.find(draws, "quick"), lambda: store.compute(draws)):
        with pytest.raises(ValueError, match=rf"{name} is damaged.*[Dd]elete the folder"):
            refused()


def test_every_bit_of_a_document_counts():
    path = folder(store.compute(experiment())) / "result.json"
    content = path.read_bytes()
    for place in range(0, len(content), 7):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(ValueError, match=r"result\.json is damaged"):
            entries.document(path.parent)


def test_a_number_changed_by_hand_is_refused():
    draws = experiment()
    path = folder(store.compute(draws)) / "result.json"
    path.write_text(path.read_text().replace('"precision": "fp32"', '"precision": "fp64"'))
    with pytest.raises(ValueError, match=r"result\.json is damaged"):
        store.find(draws, "quick")


def test_a_missing_shard_is_found_and_named():
    draws = experiment()
    (folder(store.compute(draws)) / "seed2.npz").unlink()
    with pytest.raises(ValueError, match=r"seed2\.npz is damaged: it is missing"):
        store.find(draws, "quick")


def test_an_entry_that_was_moved_to_another_recipe_is_refused():
    draws, other = experiment(), experiment(Draws(7))
    place = folder(store.compute(draws))
    key = store.questions.asked(other, Draws(7))
    place.rename(place.with_name(entries.key(key)))
    with pytest.raises(ValueError, match=r"result\.json is damaged"):
        store.find(other, "quick")


def test_damage_is_found_before_anything_is_computed(places):
    recipe = Draws(5, diary=str(places / "diary"))
    place = folder(store.compute(experiment(recipe)))
    document = entries.document(place)
    del document["shards"]["seed2"]
    (place / "result.json").write_text(signed.text(document))
    flipped(place / "seed0.npz")
    with pytest.raises(ValueError, match=r"seed0\.npz is damaged"):
        store.compute(experiment(recipe))
    assert diary(places) == ["seed0", "seed1", "seed2"]


@pytest.mark.parametrize("change", ["version", "recipe", "name"])
def test_a_result_is_found_only_for_the_question_that_it_answers(change):
    store.compute(experiment())
    other = {
        "version": experiment(version=2),
        "recipe": experiment(Draws(5, seeds=(0, 1, 3))),
        "name": experiment(name="other"),
    }[change]
    assert store.find(other, "quick") is None


def test_other_bytes_of_the_data_set_make_another_result(monkeypatch):
    draws = experiment(Draws(5, data="digits"))
    store.compute(draws)
    monkeypatch.setattr(datasets, "fingerprint", lambda name: f"{name}-changed")
    assert store.find(draws, "quick") is None


def test_device_and_path_do_not_decide_where_a_result_is_found(places, monkeypatch):
    draws = experiment()
    result = store.compute(draws)
    monkeypatch.setattr(provenance, "device", lambda: "another GPU")
    settings.results_folder().rename(places / "elsewhere")
    monkeypatch.setenv("FOURIERBOOK_RESULTS", str(places / "elsewhere"))
    assert_same_bits(store.find(draws, "quick"), result)


def test_a_write_that_is_cut_short_leaves_what_was_there(places, monkeypatch):
    def full_disk(descriptor):
        raise OSError("no space left")

    path = places / "file"
    files.replace(path, b"old")
    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="no space left"):
        files.replace(path, b"new")
    assert path.read_bytes() == b"old"


def test_quick_runs_on_embedded_data_where_the_real_data_are_not_there(monkeypatch):
    draws = experiment(Draws(5, data="cifar10"), embedded=Draws(4, data="specimens"))
    monkeypatch.setattr(datasets, "available", lambda name: name != "cifar10")
    assert store.compute(draws).recipe == Draws(4, data="specimens")
    monkeypatch.setattr(datasets, "available", lambda name: True)
    assert store.find(draws, "quick") is None, "a result on other data does not stand in"
    assert store.compute(draws).recipe == Draws(5, data="cifar10")


def test_the_largest_scale_is_full_then_thorough_and_never_quick():
    draws = experiment()
    full = experiment(recipes={**draws.recipes, "full": Draws(9)})
    store.compute(full, "quick")
    assert store.largest(full) is None
    store.compute(full, "thorough")
    assert store.largest(full).scale == "thorough"
    store.compute(full, "full")
    assert store.largest(full).scale == "full"


def test_a_recorded_result_is_read_where_nothing_was_computed(places, monkeypatch):
    draws = experiment(Draws(5, diary=str(places / "diary")))
    computed = store.compute(draws, "thorough")
    place = store.record(computed)
    assert sorted(path.name for path in place.iterdir()) == [
        "result.json", "seed0.npz", "seed1.npz", "seed2.npz"
    ]  # fmt: skip
    monkeypatch.setenv("FOURIERBOOK_RESULTS", str(places / "elsewhere"))
    found = store.compute(draws, "thorough")
    assert found.provenance["recorded"]
    assert not computed.provenance["recorded"]
    assert_same_bits(found, computed)
    assert len(diary(places)) == 3, "the recorded result is not computed again"
    assert not (places / "elsewhere").exists(), "and not copied"
    again = store.compute(draws, "thorough", recorded=False)
    assert_same_bits(again, computed)
    assert len(diary(places)) == 6


def test_a_damaged_recorded_result_is_refused(places, monkeypatch):
    draws = experiment()
    flipped(store.record(store.compute(draws, "thorough")) / "seed0.npz")
    monkeypatch.setenv("FOURIERBOOK_RESULTS", str(places / "elsewhere"))
    with pytest.raises(ValueError, match=r"seed0\.npz is damaged.*install that again"):
        store.find(draws, "thorough")


def test_a_newly_recorded_result_replaces_the_old_one_of_its_scale(places):
    full = experiment(recipes={"thorough": Draws(5), "full": Draws(9)})
    store.record(store.compute(full, "full"))
    store.record(store.compute(full, "thorough"))
    newer = experiment(recipes=full.recipes, version=2)
    kept = store.record(store.compute(newer, "thorough"))
    versions = {found["scale"]: found["version"] for _, found in entries.documents(kept.parent)}
    assert versions == {"full": 1, "thorough": 2}


def test_quick_results_are_not_recorded_and_not_read_from_there():
    draws = experiment()
    result = store.compute(draws)
    with pytest.raises(ValueError, match="got one at scale 'quick'"):
        store.record(result)


def test_a_page_can_say_where_its_numbers_come_from():
    draws = experiment()
    assert store.describe(store.largest(draws)) == "*Not run at scale thorough or full.*"
    said = store.describe(store.compute(draws, "thorough"))
    assert said.startswith("*Scale thorough, seeds 0, 1, 2: computed here in 0 seconds on CPU, ")
    assert f"torch {provenance.versions()['torch']}" in said


@pytest.mark.parametrize(
    ("seeds", "said"),
    [
        ([7], "seed 7:"),
        ([0, 1, 2], "seeds 0, 1, 2:"),
        (list(range(100, 132)), "seeds 100 to 131:"),
        ([0, 1, 2, 4], "seeds 0, 1, 2, 4:"),
        ([3, 2, 1, 0], "seeds 3, 2, 1, 0:"),
    ],
)
def test_many_seeds_in_a_row_are_named_by_the_first_and_the_last(seeds, said):
    facts = store.compute(experiment(), "thorough").provenance | {"seeds": seeds}
    assert f"Scale thorough, {said} " in provenance.sentence(facts, None)


def test_the_provenance_is_complete_and_names_no_machine(places):
    place = store.record(store.compute(experiment(), "thorough"))
    text = (place / "result.json").read_text()
    found = json.loads(text)
    assert found["scale"] == "thorough"
    stamp = found["shards"]["seed0"]
    assert stamp.keys() >= {"sha256", "seconds", "device", "precision", "date", "commit"}
    assert stamp["versions"].keys() == {"python", "torch", "numpy", "fourierbook"}
    assert stamp["device"].startswith("CPU, ")
    for private in (str(places), str(Path.home()), str(ROOT), socket.gethostname()):
        assert private not in text


def test_a_gpu_that_was_too_small_for_whole_blocks_says_so(monkeypatch):
    monkeypatch.setattr(settings, "device", lambda: torch.device("cuda"))
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda device: "a GPU")
    assert provenance.device() == "a GPU"
    monkeypatch.setitem(accuracy.BLOCK, "cuda", 256)
    assert provenance.device() == "a GPU, blocks of 256 images"


def test_seconds_add_up_over_the_shards():
    result = store.compute(experiment(Draws(5, pause=0.05)))
    stamps = entries.document(folder(result))["shards"].values()
    assert result.provenance["seconds"] == sum(stamp["seconds"] for stamp in stamps)
    assert result.provenance["seconds"] >= 0.1


def test_a_long_computation_says_first_how_long_it_will_take(capsys):
    stamp = {**provenance.stamp(None, 120.0), "date": "2026-01-01"}
    older = experiment(version=1)
    asked = store.questions.asked(older, older.recipes["thorough"])
    place = settings.results_folder() / "draws" / entries.key(asked)
    entries.add(place, {**asked, "scale": "thorough", "seeds": [0]}, "seed0", {"mean": 0.0}, stamp)
    store.compute(experiment(version=2), "thorough")
    assert "3 parts to compute, about 6 minutes" in capsys.readouterr().err


@dataclass(frozen=True)
class Sampled(Draws):
    """Draws that a sample of one value stands for."""

    def sample(self):
        return replace(self, count=1), self.count


def test_how_long_it_will_take_is_measured_on_a_short_sample(monkeypatch, places):
    clock = iter(range(0, 1000, 7))  # each shard seems to take seven seconds
    monkeypatch.setattr(store.time, "perf_counter", lambda: next(clock))
    draws = experiment(Sampled(20, diary=str(places / "diary")))
    assert store.expected_seconds(draws, "thorough", 3) == 3 * 21 * 7
    assert diary(places) == ["seed0", "seed0"]
    assert store.find(draws, "thorough") is None
    assert store.missing(draws, "thorough") == ("seed0", "seed1", "seed2")


def test_without_its_data_nothing_is_sampled(monkeypatch):
    monkeypatch.setattr(datasets, "available", lambda name: False)
    assert store.expected_seconds(experiment(Sampled(20, data="cifar10")), "thorough", 3) is None


def test_a_quick_computation_says_nothing(capsys):
    store.compute(experiment())
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("names", [(), ("a", "a"), ("../a",), ("a/b",), ("",)])
def test_shards_have_different_names_that_can_name_files(names):
    with pytest.raises(ValueError, match="the shards of draws have different names"):
        store.compute(experiment(shards=lambda recipe: names))


@pytest.mark.parametrize("values", [{}, {"mean": "high"}, {"mean": None}])
def test_a_shard_holds_numbers(values):
    with pytest.raises(ValueError, match="holds numbers"):
        store.compute(experiment(run=lambda recipe, shard: values))


@pytest.mark.parametrize(
    "fields", [{"name": "../a"}, {"version": 0}, {"recipes": {}}, {"recipes": {"huge": Draws(5)}}]
)
def test_an_experiment_that_could_not_be_stored_is_refused(fields):
    with pytest.raises(ValueError, match="an experiment has a name"):
        experiment(**fields)


def test_an_unknown_scale_is_refused_by_name():
    with pytest.raises(ValueError, match="draws has the scales quick, thorough; got 'full'"):
        store.compute(experiment(), "full")
    with pytest.raises(ValueError, match="got 'ful'"):
        store.find(experiment(), "ful")


def test_a_recipe_of_ones_own_is_computed_and_is_no_scale():
    result = store.compute(experiment(), Draws(3))
    assert result.scale == "own"
    assert store.compute(experiment(), Draws(6)).scale == "thorough"


def test_recorded_results_on_data_that_only_their_reader_has_are_found(monkeypatch, places):
    def absent(name):
        raise FileNotFoundError(name)

    draws = experiment(Draws(5, data="imagenet-sample"))
    monkeypatch.setattr(datasets, "fingerprint", lambda name: f"{name}-mine")
    computed = store.compute(draws, "thorough")
    store.record(computed)
    monkeypatch.setenv("FOURIERBOOK_RESULTS", str(places / "elsewhere"))
    monkeypatch.setattr(datasets, "fingerprint", absent)
    assert_same_bits(store.find(draws, "thorough"), computed)
    assert store.find(experiment(Draws(5, data="imagenet-sample"), version=2), "thorough") is None


def test_a_commit_is_named_only_where_git_keeps_the_code(tmp_path):
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    commands = ("init -q", "add a/__init__.py", "-c user.name=a -c user.email=a@b commit -qm a")
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    for command in commands:
        subprocess.run(["git", *command.split()], cwd=tmp_path, env=environment, check=True)
    assert len(provenance.commit(tmp_path / "a")) == 40
    assert provenance.commit(tmp_path / "b") is None
    (tmp_path / "a" / "__init__.py").write_text("changed = True\n")
    provenance.commit.cache_clear()
    assert provenance.commit(tmp_path / "a").endswith("+")
