"""Kill −9 at random moments, run again: the same bits as undisturbed.

FOURIERBOOK_KILLS says how often each program is killed: once here, twenty times each night.
"""

import contextlib
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.data import tiny

ROOT = Path(__file__).parents[1]
KILLS = int(os.environ.get("FOURIERBOOK_KILLS", "1"))
DRAWS = """
from fourierbook.results import store
from tests.results import fakes
store.compute(fakes.experiment(fakes.Draws(20_000, seeds=tuple(range(30)))))
"""


def started(words, folder, *, data=None):
    environment = os.environ | {
        "FOURIERBOOK_RESULTS": str(folder),
        "FOURIERBOOK_DATA": str(data or folder),
        "FOURIERBOOK_OFFLINE": "0",
        "FOURIERBOOK_DEVICE": "cpu",
        "NO_PROXY": "127.0.0.1",
        "PYTHONPATH": str(ROOT),
        "OMP_NUM_THREADS": "1",
    }
    return subprocess.Popen(
        [sys.executable, *words], cwd=ROOT, env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def undisturbed(words, folder):
    process = started(words, folder)
    output, _ = process.communicate(timeout=300)
    assert process.returncode == 0, output


def written(folder):
    """Every file with the time of its last change; those that are gone in between are left out."""
    found = {}
    for path in folder.rglob("*"):
        with contextlib.suppress(FileNotFoundError):
            found[path] = path.stat().st_mtime_ns
    return found


def killed_often(words, folder, span):
    """Kill a program KILLS times, and let it end; how many kills met it alive.

    Each kill comes up to `span` seconds after the first file that a run writes: before that, a
    program only imports what it needs. The moments are drawn one from each of KILLS equal parts of
    the span (a single one from its first half), so the first comes early and meets a program that
    has most of its work before it.
    """
    seed = random.SystemRandom().randrange(2**32)
    print(f"the moments of the kills are drawn with seed {seed}")
    moments, killed = random.Random(seed), 0
    for number in range(KILLS):
        before = written(folder)
        process = started(words, folder)
        end = time.monotonic() + 120
        while written(folder) == before and process.poll() is None:
            assert time.monotonic() < end, f"nothing appears in {folder}"
            time.sleep(0.002)
        time.sleep(moments.uniform(number, number + 1) * span / max(2, KILLS))
        process.kill()
        killed += process.wait() == -9
    undisturbed(words, folder)
    return killed


def arrays(folder):
    """All numbers that are stored, by file."""
    found = {}
    for path in sorted(folder.rglob("*.npz")):
        with np.load(path) as stored:
            found[path.relative_to(folder)] = {name: stored[name] for name in stored.files}
    return found


def same_arrays(first, second):
    assert arrays(first).keys() == arrays(second).keys()
    for path, values in arrays(first).items():
        for name, value in values.items():
            np.testing.assert_array_equal(value, arrays(second)[path][name], strict=True)


@pytest.mark.parametrize(
    ("words", "span"),
    [
        pytest.param(
            ["-m", "fourierbook.cli", "reproduce", "band_energy"], 2.0,
            marks=pytest.mark.nightly, id="reproduce",
        ),
        pytest.param(["-c", DRAWS], 1.0, id="store"),
    ],
)  # fmt: skip
def test_results_that_were_killed_again_and_again_are_the_same(words, span, tmp_path):
    disturbed, calm = tmp_path / "disturbed", tmp_path / "calm"
    for folder in (disturbed, calm):
        folder.mkdir()
    undisturbed(words, calm)
    assert killed_often(words, disturbed, span) > 0
    same_arrays(disturbed, calm)
    # What a write that was cut short has left is no result; the next ones remove it after an hour.
    assert len(list(disturbed.rglob("*.half"))) <= KILLS


def test_a_training_that_was_killed_again_and_again_is_the_same(tmp_path):
    ended = []
    for name in ("disturbed", "calm"):
        folder = tmp_path / name
        folder.mkdir()
        words = ["-m", "tests.training.examples", str(folder / "run.pt"), "1"]
        if name == "disturbed":
            assert killed_often(words, folder, 1.0) > 0
        else:
            undisturbed(words, folder)
        ended.append(torch.load(folder / "run.pt", weights_only=True))
    disturbed, calm = ended
    assert disturbed["losses"] == calm["losses"]
    assert disturbed["records"] == calm["records"]
    for name, value in calm["model"].items():
        assert torch.equal(disturbed["model"][name], value)


def test_a_download_that_was_killed_again_and_again_is_the_same(tmp_path):
    server = tiny.Server()
    try:
        words = [str(ROOT / "tests" / "data" / "tiny.py"), server.url("drips")]
        killed = killed_often(words, tmp_path, 2.6)
    finally:
        server.stop()
    assert killed > 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [".tiny.lock", "tiny"]
