import os
import signal
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest
import torch
import typer
from PIL import Image
from typer.testing import CliRunner

from fourierbook import experiments
from fourierbook.cli import app, plans
from fourierbook.cli import data as cli_data
from fourierbook.data import fetching, imagenet
from fourierbook.data.datasets import Data
from fourierbook.ledger import quick
from fourierbook.measure.maps import Heatmap
from fourierbook.results import networks, store
from tests.results import fakes
from tests.results.fakes import Draws, claim, experiment

ROOT = Path(__file__).parents[1]
cli_heatmap = sys.modules["fourierbook.cli.heatmap"]  # the command has the module's name


@pytest.fixture(autouse=True)
def book(tmp_path, monkeypatch):
    """Make a fake experiment and its claim the only ones; results go to an empty folder."""
    monkeypatch.setenv("FOURIERBOOK_RESULTS", str(tmp_path / "results"))
    monkeypatch.setenv("FOURIERBOOK_DEVICE", "cpu")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(store, "RECORDED", tmp_path / "recorded")
    monkeypatch.setattr(experiments, "EXPERIMENTS", {"draws": experiment()})
    monkeypatch.setattr(experiments, "CLAIMS", [claim()])
    return tmp_path


def run(*words):
    return CliRunner().invoke(app, words)


def commands(group, path=()):
    """Every command with the words that call it, groups included."""
    yield path, group
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, (*path, name))


@pytest.mark.parametrize("path", [path for path, _ in commands(typer.main.get_command(app))])
def test_every_help_text_shows_an_example(path):
    done = run(*path, "--help")
    assert done.exit_code == 0
    assert f"Example: fourierbook {' '.join(path)}".strip() in done.output


def test_reproduce_computes_and_says_where_the_numbers_come_from_and_what_they_decide():
    done = run("reproduce", "draws", "--scale", "thorough")
    assert done.exit_code == 0
    assert "Scale thorough, seeds 0, 1, 2: computed here" in done.output
    assert "draws.mean: " in done.output
    assert "holds: the interval lies inside [−100, 100]" in done.output
    assert store.find(experiment(), "thorough") is not None
    assert not store.RECORDED.exists(), "nothing is recorded unless it is asked for"


def test_reproduce_computes_what_is_recorded_again(book, monkeypatch):
    run("reproduce", "draws", "--scale", "thorough", "--record")
    monkeypatch.setenv("FOURIERBOOK_RESULTS", str(book / "elsewhere"))
    assert "computed here" in run("reproduce", "draws", "--scale", "thorough").output
    assert (book / "elsewhere").exists()


def test_record_copies_into_the_package(book, monkeypatch):
    done = run("reproduce", "draws", "--scale", "thorough", "--record")
    assert f"Recorded in {store.RECORDED / 'draws'}" in done.output
    monkeypatch.setenv("FOURIERBOOK_RESULTS", str(book / "elsewhere"))
    assert store.find(experiment(), "thorough").provenance["recorded"]


def test_a_dry_run_computes_nothing_and_says_what_would_be_computed(book):
    done = run("reproduce", "draws", "--scale", "thorough", "--dry-run")
    assert done.exit_code == 0
    assert "to compute: seed0, seed1, seed2" in done.output
    assert "time: not known yet" in done.output
    assert not (book / "results").exists()
    run("reproduce", "draws", "--scale", "thorough")
    again = run("reproduce", "draws", "--scale", "thorough", "--dry-run")
    assert "to compute: nothing, all is stored" in again.output


def test_reproduce_goes_on_from_what_ships_with_the_package(book, monkeypatch):
    run("reproduce", "draws", "--scale", "thorough", "--record")
    monkeypatch.setenv("FOURIERBOOK_RESULTS", str(book / "elsewhere"))
    more = experiment(Draws(5, seeds=(0, 1, 2, 5)))
    monkeypatch.setattr(experiments, "EXPERIMENTS", {"draws": more})
    plan = run("reproduce", "draws", "--scale", "thorough", "--dry-run").output
    assert "to compute: seed0, seed1, seed2, seed5" in plan
    assert "not in the package (what --go-on would compute): seed5\n" in plan
    plan = run("reproduce", "draws", "--scale", "thorough", "--dry-run", "--go-on").output
    assert "to compute: seed5\n" in plan
    run("reproduce", "draws", "--scale", "thorough", "--go-on", "--record")
    assert store.find(more, "thorough").recipe.seeds == (0, 1, 2, 5)
    again = run("reproduce", "draws", "--scale", "thorough", "--go-on", "--record")
    assert again.exit_code == 0
    assert "to compute" not in again.output


def test_an_unknown_name_lists_those_that_are_known():
    done = run("reproduce", "drawings")
    assert done.exit_code == 1
    assert "there is no 'drawings'. Experiments: draws. Networks: " in done.output


def test_a_scale_that_no_experiment_has_lists_those_that_are_known():
    done = run("reproduce", "--all", "--scale", "huge")
    assert done.exit_code == 1
    assert done.output.startswith("scale is one of quick, thorough, full; got 'huge'")


def test_an_unknown_scale_lists_those_that_are_known():
    done = run("reproduce", "draws", "--scale", "full")
    assert done.exit_code == 1
    assert done.output.strip() == "draws has the scales quick, thorough; got 'full'"


def test_a_damaged_result_is_one_line_that_says_what_to_do():
    run("reproduce", "draws")
    (path,) = store.settings.results_folder().glob("draws/*/seed1.npz")
    path.write_bytes(b"broken")
    done = run("reproduce", "draws")
    assert done.exit_code == 1
    assert f"{path} is damaged" in done.output
    assert "Traceback" not in done.output


def test_ctrl_c_ends_in_one_line_and_the_same_command_goes_on(book):
    diary = book / "diary"
    recipe = Draws(5, pause=60, diary=str(diary))
    code = (
        # A suite that runs in the background hands down that the signal is ignored.
        "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from fourierbook import cli, experiments\n"
        "from tests.results import fakes\n"
        f"experiments.EXPERIMENTS = {{'draws': fakes.experiment(fakes.{recipe!r})}}\n"
        "cli.app(['reproduce', 'draws'])"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    while not list((book / "results").glob("draws/*/result.json")):
        assert child.poll() is None, child.stderr.read().decode()
        time.sleep(0.05)
    child.send_signal(signal.SIGINT)
    output, errors = (text.decode() for text in child.communicate(timeout=120))
    assert child.returncode == 130
    assert output == ""
    assert errors.strip().splitlines()[-1] == (
        "Stopped. What was finished is stored: the same command goes on from there."
    )
    assert "Traceback" not in output + errors
    assert store.missing(experiment(recipe), "quick") == ("seed1", "seed2")


def test_reproduce_trains_a_network_of_the_zoo(monkeypatch):
    called = []

    def train(name, *, seed, record):
        called.append((name, seed, record))
        return {"accuracy": {"mean": 0.9, "low": 0.8, "high": 1.0, "n": 100, "over": "images"}}

    monkeypatch.setattr(networks, "train", train)
    done = run("reproduce", "specimens-cnn", "--seed", "2", "--record")
    assert called == [("specimens-cnn", 2, True)]
    assert "specimens-cnn, seed 2: accuracy 0.90 ± 0.10 (100 images)" in done.output
    assert "Recipe(" in run("reproduce", "specimens-cnn", "--dry-run").output
    assert len(called) == 1


def test_claims_shows_every_claim_with_its_verdict_and_reason():
    done = run("claims")
    assert done.exit_code == 0
    assert "untested  draws.mean: The mean of the draws is near zero" in done.output
    assert "not run at scale thorough or full" in done.output


def test_check_passes_until_a_claim_moves_and_then_names_it(monkeypatch):
    run("reproduce", "draws")
    assert "No quick value is recorded yet for draws.mean" in run("claims", "--check").output
    assert "1 claims: draws.mean" in run("claims", "--update").output
    done = run("claims", "--check")
    assert (done.exit_code, done.output) == (0, "No claim's quick value has moved.\n")

    def elsewhere(recipe, shard):
        return {"mean": 50.0 + fakes.run(recipe, shard)["mean"]}

    monkeypatch.setattr(experiments, "EXPERIMENTS", {"draws": experiment(version=2, run=elsewhere)})
    run("reproduce", "draws")
    done = run("claims", "--check")
    assert done.exit_code == 1
    assert "draws.mean has moved on embedded data: " in done.output
    run("claims", "--update")
    assert run("claims", "--check").exit_code == 0
    assert quick.read(store.RECORDED / quick.FILE)["draws.mean"]["embedded"].mean > 40


def test_check_computes_nothing(book):
    assert run("claims", "--check").exit_code == 0
    assert not (book / "results").exists()


def test_the_command_is_installed_under_its_name():
    from importlib.metadata import entry_points

    (command,) = entry_points(group="console_scripts", name="fourierbook")
    assert command.value == "fourierbook.cli:app"


@pytest.mark.parametrize("words", [("--help",), ("data", "--help"), ("data", "verify", "--help")])
def test_help_does_not_import_torch(words):
    code = (
        "import sys\nfrom fourierbook.cli import app\n"
        f"app({words!r}, standalone_mode=False)\n"
        "print(sorted({'torch', 'numpy', 'matplotlib'} & {*sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "Usage: " in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("words", [("claims",), ("data", "list")])
def test_a_command_ends_quietly_where_nobody_reads_on(words):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "fourierbook.cli", *words],
        cwd=ROOT,
        stdout=writer,
        stderr=subprocess.PIPE,
    )
    os.close(writer)
    assert done.stderr == b""


def test_a_stopped_fetch_is_one_line(monkeypatch):
    def stopped(name, *, again):
        raise KeyboardInterrupt

    monkeypatch.setattr(fetching, "fetch_dataset", stopped)
    done = run("data", "fetch", "cifar10")
    assert done.exit_code == 130
    assert done.output.strip() == (
        "Stopped. What was finished is stored: the same command goes on from there."
    )


def test_verify_knows_the_sample_that_imagenet_makes():
    assert cli_data.VERIFIED[-1] == imagenet.NAME


# A network of one's own


MODULE = """
from torch import nn

def bright():
    network = nn.Sequential(nn.Flatten(), nn.Linear(3 * 8 * 8, 2))
    network[1].weight.data.zero_()
    network[1].bias.data.copy_(__import__("torch").tensor([1.0, 0.0]))
    return network

def nothing():
    return None

def from_file(path):
    return bright()

def careful():
    class Careful(nn.Module):
        def forward(self, x):
            assert x.shape[-1] == 224, "expected 224 pixels"
    return Careful()

def broken():
    raise KeyError("weights")

def exits():
    raise SystemExit("usage: mine")

def unread():
    return __import__("torch").load("weights.pt")

def too_large():
    return lambda images: images.new_zeros(10**15)

def surprise():
    class Surprise(nn.Flatten):
        def parameters(self, *rest):
            raise KeyError("parameters")
    return Surprise()

number = 5
network = bright()
"""


MODULES = {
    "syntax": "def net(:",
    "raises": "net = 1\nraise RuntimeError('not\\ntoday')",
    "leaves": "raise SystemExit(3)",
    "lacks": "import nowhere_at_all",
}


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A module with networks, and an archive of ten images of 8 × 8 pixels."""
    (tmp_path / "mine.py").write_text(MODULE)
    images = np.random.default_rng(0).random((10, 3, 8, 8), dtype=np.float32)
    np.savez(tmp_path / "images.npz", images=images, labels=np.array([0] * 9 + [1]))
    monkeypatch.chdir(tmp_path)
    for name in ("mine", "grey", "small", *MODULES):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(sys, "path", list(sys.path))
    return tmp_path


def test_a_heatmap_of_ones_own_network_is_a_picture_numbers_and_a_sentence(own):
    words = ["heatmap", "--model", "mine:bright", "--data", "images.npz", "--out", "maps/map.png"]
    done = run(*words, "--norm", "1")
    assert done.exit_code == 0, done.output
    assert "Of 10 images the network gets 10.0% wrong as they are, and 10.0% under" in done.output
    assert "of norm 1, on average over 64 frequencies" in done.output
    with Image.open(own / "maps" / "map.png") as picture:
        assert min(picture.size) > 200
    found = Heatmap.load(own / "maps" / "map.npz")
    assert found.error.shape == (8, 8)
    assert (found.wrong == 1).all()


def test_a_network_of_the_zoo_is_measured_on_a_named_data_set(own):
    words = ["--model", "specimens-cnn", "--data", "specimens", "--count", "8", "--window", "3"]
    done = run("heatmap", *words, "--seed", "2", "--no-clip")
    assert done.exit_code == 0, done.output
    found = Heatmap.load(own / "heatmap.npz")
    assert found.error.shape == (3, 3)
    assert (found.noise.norm, found.noise.seed, found.noise.clip) == (4.0, 2, False)


def test_a_network_itself_is_measured_as_what_a_function_returns(own):
    words = ["heatmap", "--data", "images.npz", "--window", "3"]
    for name in ("bright", "network"):
        assert run(*words, "--model", f"mine:{name}", "--out", f"{name}.png").exit_code == 0
    found = [Heatmap.load(own / f"{name}.npz").wrong for name in ("bright", "network")]
    assert (found[0] == found[1]).all()


def test_a_network_of_ones_own_is_measured_on_the_device_that_is_asked_for(own, monkeypatch):
    monkeypatch.setenv("FOURIERBOOK_DEVICE", "meta")
    done = run("heatmap", "--model", "mine:bright", "--data", "images.npz", "--window", "1")
    assert done.exit_code == 1
    assert "FOURIERBOOK_DEVICE" in done.output or "got weights on 'meta'" in done.output


@pytest.mark.parametrize(
    ("right", "said"), [(9, None), (6, "not clearly better"), (5, "no better"), (0, "no better")]
)
def test_a_network_at_chance_gets_a_word_before_the_long_part(right, said, own):
    images = np.full((10, 3, 8, 8), 0.5, np.float32)
    np.savez(own / "images.npz", images=images, labels=np.array([0] * right + [1] * (10 - right)))
    done = run("heatmap", "--model", "mine:bright", "--data", "images.npz", "--window", "1")
    assert done.exit_code == 0, done.output
    lines = done.stderr.splitlines()
    assert len(lines) == (3 if said else 2)
    assert lines[-1].startswith("1 wave on 10 images")
    if said:
        assert f" {said} than chance among 2 classes: look at the order" in lines[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--model", "nobody"], "no network is called 'nobody'"),
        (["--model", "nowhere:bright"], "No module named 'nowhere'"),
        (["--model", "mine:nobody"], "has no attribute 'nobody'"),
        (["--model", "mine:nothing"], "returns a network"),
        (["--model", "mine:number"], "returns a network"),
        (["--model", "specimens-cnn", "--data", "wrong.npz"], "at least 41 classes"),
        (["--data", "nowhere"], "no such folder or file as nowhere"),
        (["--data", "outside.npz"], "images lie in [0, 1]"),
        (["--data", "nan.npz"], "images lie in [0, 1]; got values from nan"),
        (["--model", "mine:from_file"], "missing 1 required positional argument: 'path'"),
        (["--model", "./mine:network"], "in a module that Python finds from here; got ./mine"),
        (["--model", "mine:broken"], "got mine:broken: KeyError: 'weights'"),
        (["--model", "mine:careful"], "got AssertionError: expected 224 pixels (mine.py, line 19)"),
        (["--model", "mine:exits"], "got mine:exits: SystemExit: usage: mine (mine.py, line 26)"),
        (["--model", "mine:unread"], "such file or directory: 'weights.pt' (mine.py, line 29)"),
        (["--model", "mine:too_large"], "There is not enough memory: the model takes images"),
        (["--model", "mine:surprise"], "KeyError: 'parameters' (mine.py, line 37): look there."),
        (["--model", "mine"], "no network is called 'mine'; one of your own is module:function"),
        (["--model", "syntax:net"], "SyntaxError: invalid syntax (syntax.py, line 1)"),
        (["--model", "raises:net"], "got raises:net: RuntimeError: not today (raises.py, line 2)"),
        (["--model", "leaves:net"], "got leaves:net: SystemExit: 3 (leaves.py, line 1)"),
        (["--model", "lacks:net"], "No module named 'nowhere_at_all' (lacks.py, line 1)"),
        (["--model", "numbers:net"], "numbers.py) has no attribute 'net'"),
        (["--data", "large.npz"], "the model takes images (64, 3, 9, 9), 64 at a time"),
        (["--norm", "-1"], "norm is the L2 norm"),
        (["--window", "4"], "window is an odd number"),
        (["--count", "0"], "count of images is at least 1"),
    ],
)
def test_what_is_wrong_with_a_network_or_images_is_one_line(words, said, own):
    for name, side, value, label in [
        ("wrong", 32, 0.5, 40), ("outside", 8, 1.5, 0), ("nan", 8, np.nan, 0), ("large", 9, 0.5, 0),
    ]:  # fmt: skip
        images = np.full((2, 3, side, side), value, np.float32)
        np.savez(own / f"{name}.npz", images=images, labels=np.full(2, label))
    for name, text in MODULES.items():
        (own / f"{name}.py").write_text(text)
    given = {"--model": "mine:bright", "--data": "images.npz"}
    given |= dict(zip(words[::2], words[1::2], strict=True))
    done = run("heatmap", *[word for pair in given.items() for word in pair])
    assert done.exit_code == 1
    assert said in done.output
    assert len(done.output.strip().splitlines()) == 1, done.output


def test_what_nobody_foresaw_is_one_line_too(monkeypatch, own):
    monkeypatch.setattr("fourierbook.results.kept_maps.begin", len)
    done = run("heatmap", "--model", "mine:bright", "--data", "images.npz")
    assert done.exit_code == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith("TypeError: len() takes ")
    assert last.endswith(": this was not foreseen. Please report it with this line.")


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("file/map.png", "cannot write into file: there is a file of that name. Make room, or giv"),
        ("/proc/map.png", "cannot write into /proc: "),
        ("folder.png", "--out is a picture to write, whose name ends with one of .png, .jpg, "),
        ("map.npz", "--out is a picture to write, whose name ends with one of .png, .jpg, "),
    ],
)
def test_an_out_that_cannot_be_written_is_found_before_the_network_is_made(out, said, own):
    (own / "file").touch()
    (own / "folder.png").mkdir()
    done = run("heatmap", "--model", "mine:broken", "--data", "images.npz", "--out", out)
    assert done.exit_code == 1
    assert done.output.startswith(said)
    assert len(done.output.splitlines()) == 1
    assert "FOURIERBOOK_RESULTS" not in done.output


@pytest.mark.parametrize(
    ("out", "names"), [("map", {"map.png", "map.npz"}), ("m.1.PDF", {"m.1.PDF", "m.1.npz"})]
)
def test_picture_and_numbers_have_the_names_that_are_said(out, names, own):
    words = ("heatmap", "--model", "mine:bright", "--data", "images.npz", "--window", "1")
    done = run(*words, "--out", f"new/{out}")
    assert done.exit_code == 0, done.output
    assert {path.name for path in (own / "new").iterdir()} == names
    assert all(f": new/{name}" in done.stdout for name in names)


def test_a_map_that_cannot_be_drawn_is_not_counted_again(own, monkeypatch):
    words = ("heatmap", "--model", "mine:bright", "--data", "images.npz", "--window", "3")
    replace = cli_heatmap.files.replace

    def full(path, content):
        if path.suffix == ".png":
            raise OSError(28, "No space left on device")
        replace(path, content)

    monkeypatch.setattr(cli_heatmap.files, "replace", full)
    done = run(*words)
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1] == (
        "cannot write into .: No space left on device. Make room, or give another --out: what was "
        "counted is stored, and needs no time again"
    )
    monkeypatch.setattr(cli_heatmap.files, "replace", replace)
    again = run(*words)
    assert again.exit_code == 0
    assert "5 waves on 10 images: all are stored from before." in again.stderr


def test_the_map_of_a_command_knows_its_network_and_its_data(own):
    run("heatmap", "--model", "mine:bright", "--data", "images.npz", "--window", "3")
    made = Heatmap.load(own / "heatmap.npz").made
    assert (made["network"], made["data"]) == ("mine:bright", "images.npz")
    assert made["computed"]["versions"]["torch"] == metadata.version("torch")


def photos(folder, mode="RGB", side=8):
    """Two cats and a dog, what a tool left beside them, and a file that is no picture."""
    for name in ("cat/0.png", "cat/1.png", "dog/0.bmp", ".ipynb_checkpoints/0.png"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new(mode, (side, side), (30, 20, 10) if mode == "RGB" else 30).save(path)
    (folder / "dog" / "notes.txt").write_text("a dog")


def test_what_is_found_in_a_folder_is_said_beside_the_result(own):
    photos(own / "photos")
    done = run("heatmap", "--model", "mine:bright", "--data", "photos/", "--window", "1")
    assert done.exit_code == 0, done.output
    left, found, chance, plan = done.stderr.splitlines()
    assert "not clearly better than chance among 2 classes" in chance
    assert left.startswith("1 left out of photos (no image that Pillow reads, ")
    assert left.endswith(": dog/notes.txt")
    assert found == (
        "photos: 3 images of 3 × 8 × 8 (channels, height, width) in 2 classes: 0 cat (2), 1 dog (1)"
    )
    assert plan.startswith("1 wave on 3 images: about ")
    assert done.stdout.startswith("Of 3 images the network gets 33.3% wrong")


def test_a_long_list_of_classes_is_cut():
    images, labels = torch.zeros(50, 1, 2, 2), torch.arange(50)
    said = plans.described(Data(images, labels, tuple("x" * 50), "many"))
    assert said.endswith("28 x (1), 29 x (1), 20 more")


def test_grey_pictures_serve_a_network_of_colours_and_coloured_greys_one_of_grey(own):
    (own / "grey.py").write_text(MODULE.replace("3 * 8 * 8", "8 * 8"))
    photos(own / "photos", mode="L")
    shade = np.full((2, 3, 8, 8), 0.5, np.float32)
    np.savez(own / "shade.npz", images=shade, labels=np.array([0, 1]))
    colour, one = ("--model", "mine:bright"), ("--model", "grey:bright")
    for words, channels in [
        ((*one, "--data", "photos"), 1), ((*colour, "--data", "photos"), 3),
        ((*one, "--data", "shade.npz"), 1), ((*colour, "--data", "shade.npz"), 3),
    ]:  # fmt: skip
        done = run("heatmap", *words, "--window", "1")
        assert done.exit_code == 0, done.output
        assert f"images of {channels} × 8 × 8" in done.stderr
    done = run("heatmap", *one, "--data", "images.npz")
    assert "the model takes images (64, 3, 8, 8)" in done.output
    assert "give images of its size and channels" in done.output


@pytest.mark.parametrize(("name", "size", "count"), [("digits", 64, 500), ("photographs", 12, 2)])
def test_every_data_set_that_is_there_needs_no_count(name, size, count, own):
    pool = "nn.Flatten()" if name == "digits" else "nn.AdaptiveAvgPool2d(2), nn.Flatten()"
    (own / "small.py").write_text(
        f"from torch import nn\ndef net(): return nn.Sequential({pool}, nn.Linear({size}, 10))"
    )
    done = run("heatmap", "--model", "small:net", "--data", name, "--window", "1")
    assert done.exit_code == 0, done.output
    assert f"Of {count} images" in done.stdout


def test_without_a_count_a_thousand_images_are_taken_of_what_is_larger(own):
    np.savez(own / "many.npz", images=np.zeros((1003, 1, 2, 2)), labels=np.zeros(1003, int))
    for words, count in [((), 1000), (("--count", "1003"), 1003)]:
        heatmap = ("heatmap", "--model", "small:net", "--data", "many.npz", "--window", "1")
        (own / "small.py").write_text(
            "from torch import nn\ndef net(): return nn.Sequential(nn.Flatten(), nn.Linear(4, 2))"
        )
        done = run(*heatmap, *words)
        assert f"Of {count} images" in done.stdout, done.output


def test_a_large_map_says_first_how_long_it_takes_and_offers_a_window(own, monkeypatch):
    def stopped(*rest):
        raise KeyboardInterrupt

    monkeypatch.setattr("fourierbook.results.kept_maps.finish", stopped)
    clock = iter([0, 9, 9, 15.4] * 4)  # 6.4 seconds for 64 images
    monkeypatch.setattr(plans.time, "perf_counter", lambda: next(clock))
    (own / "small.py").write_text(
        "from torch import nn\n"
        "def net(): return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(3, 2))"
    )
    np.savez(own / "large.npz", images=np.zeros((1, 3, 224, 224)), labels=np.zeros(1, int))
    words = ("heatmap", "--model", "small:net", "--data")
    assert run(*words, "large.npz").stderr.splitlines()[1] == (
        "25,090 waves on 1 image: about 42 minutes. The 1,985 of the lowest frequencies alone, "
        "--window 63: about 3 minutes."
    )
    assert run(*words, "large.npz", "--window", "63").stderr.splitlines()[1] == (
        "1,985 waves on 1 image: about 3 minutes."
    )
    assert run(*words, "large.npz", "--window", "101").stderr.splitlines()[1] == (
        "5,101 waves on 1 image: about 9 minutes."
    )
    assert run(*words, "images.npz").stderr.splitlines()[-3] == (
        "34 waves on 10 images: about 34 seconds."
    )
