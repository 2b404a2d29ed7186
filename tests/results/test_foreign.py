"""A results folder may come from anybody: its names, links, numbers and words are not trusted."""

import io
import os
import zipfile

import numpy as np
import pytest

from fourierbook import settings, signed
from fourierbook.ledger import quick
from fourierbook.results import entries, stamps, store
from tests.results.fakes import experiment


@pytest.fixture
def place():
    """The folder of a stored result, whose document anybody may sign anew."""
    result = store.compute(experiment(), "thorough")
    return settings.results_folder() / result.experiment / result.provenance["key"]


def rewritten(place, change):
    """Sign a document again after a change."""
    document = entries.document(place)
    change(document)
    (place / "result.json").write_text(signed.text(document), encoding="utf-8")


def named(name):
    def change(document):
        document["shards"][name] = document["shards"].pop("seed0")

    return change


def stamped(**facts):
    return lambda document: document["shards"]["seed0"].update(facts)


def without(name):
    return lambda document: document["shards"]["seed0"].pop(name)


CHANGES = {
    "a path": named("../../evil"),
    "an absolute path": named("/tmp/evil"),
    "no name": named(""),
    "a hidden name": named(".lock"),
    "an ending": named("seed0.npz"),
    "a line": named("seed0\n"),
    "a script": stamped(device="<script>alert(1)</script>"),
    "a column": stamped(precision="fp32 | more"),
    "a link": stamped(commit="[here](http://elsewhere)"),
    "a terminal's sign": stamped(device="\x1b[2J"),
    "no seconds": stamped(seconds=float("nan")),
    "before it began": stamped(seconds=-1),
    "more than time": stamped(seconds=1e300),
    "a word for seconds": stamped(seconds="1"),
    "a number for a word": stamped(device=3),
    "no date": stamped(date="tomorrow"),
    "a long word": stamped(device="C" * 10_000),
    "a version with a sign": stamped(versions={"<torch>": "1"}),
    "no versions": stamped(versions=None),
    "without a device": without("device"),
    "without a sum": without("sha256"),
    "no stamp": lambda document: document["shards"].update(seed0=None),
    "no shards": lambda document: document.update(shards={}),
    "shards in a row": lambda document: document.update(shards=["seed0"]),
    "no scale": lambda document: document.pop("scale"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_document_with_names_or_words_that_no_run_gives_is_refused(change, place, places):
    rewritten(place, change)
    before = sorted(places.rglob("*"))
    for door in (
        lambda: entries.document(place),
        lambda: store.find(experiment(), "thorough"),
        lambda: store.compute(experiment(), "thorough"),
    ):
        with pytest.raises(ValueError, match=r"^[^\n\x1b]*result\.json is damaged"):
            door()
    assert sorted(places.rglob("*")) == before


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 100_000,
        b'"words"',
        b"3",
        b'{"a": 1, "a": 2}',
        b'{"a": 9' + b"9" * 5000 + b"}",
        b"\xff",
    ],
)
def test_a_document_that_is_no_dictionary_of_ours_is_refused(content, place):
    (place / "result.json").write_bytes(content)
    with pytest.raises(ValueError, match=r"result\.json is damaged"):
        entries.document(place)


def test_a_link_out_of_a_result_is_not_followed_and_a_lock_that_is_one_empties_nothing(
    place, places
):
    own = places / "own.npz"
    own.write_bytes((place / "seed1.npz").read_bytes())
    (place / "seed1.npz").unlink()
    (place / "seed1.npz").symlink_to(own)
    with pytest.raises(ValueError, match=r"seed1\.npz is damaged: it is no file in this folder"):
        store.find(experiment(), "thorough")
    (place / ".lock").unlink()
    (place / ".lock").symlink_to(own)
    with entries._alone(place):
        assert own.stat().st_size > 0


def test_what_is_no_file_is_refused_and_not_waited_for(place):
    (place / "seed1.npz").unlink()
    os.mkfifo(place / "seed1.npz")
    with pytest.raises(ValueError, match=r"seed1\.npz is damaged: it is no file in this folder"):
        store.find(experiment(), "thorough")


def archive(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, content in members.items():
            parts.writestr(f"{name}.npy", content)
    return buffer.getvalue()


def array(values):
    buffer = io.BytesIO()
    np.save(buffer, np.array(values), allow_pickle=True)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"no archive", archive(a=b"no array"), archive(a=array(["words"])), archive(a=array([{}])),
     archive(a=array([0.0] * 1_000))],
    ids=["no archive", "no array", "words", "a pickle", "too large"],
)  # fmt: skip
def test_a_signed_shard_of_anything_but_numbers_is_refused(content, place, monkeypatch):
    monkeypatch.setattr(entries, "MOST_BYTES", 5_000)
    (place / "seed1.npz").write_bytes(content)
    rewritten(place, lambda d: d["shards"]["seed1"].update(sha256=signed.sha256(content)))
    with pytest.raises(
        ValueError, match=r"seed1\.npz is damaged: it does not hold arrays of num"
    ) as caught:
        store.find(experiment(), "thorough")
    assert "pickle" not in str(caught.value)


def test_a_result_is_recorded_inside_the_package_alone(place, places):
    def outside():
        inside = {store.RECORDED, *store.RECORDED.rglob("*")}
        return {*places.rglob("*")} - inside

    before = outside()
    target = store.record(store.find(experiment(), "thorough"))
    again = store.record(store.find(experiment(), "thorough"))
    assert again == target
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    assert outside() == before


def test_names_of_devices_are_plain_words():
    for name in (
        "CPU, 2 threads",
        "NVIDIA H100 80GB HBM3 MIG 1g.10gb",
        "AMD Radeon [gfx1100]",
        "Größe",
    ):
        assert stamps.is_plain(name)


@pytest.mark.parametrize(
    "body",
    [{"a.claim": 3}, {"a.claim": {"real": 3}}, {"a.claim": {"real": {"mean": 1}}},
     {"a.claim": {"real": {"mean": "x", "low": 0, "high": 1, "n": 1, "over": "seeds"}}},
     {"a.claim": {"real": {"mean": 1, "low": 0, "high": 1, "n": [], "over": "seeds"}}}],
)  # fmt: skip
def test_quick_values_of_another_form_are_one_line(body, tmp_path):
    (tmp_path / "quick.json").write_text(signed.text(body), encoding="utf-8")
    with pytest.raises(ValueError, match=r"^[^\n]*quick\.json is damaged"):
        quick.read(tmp_path / "quick.json")
