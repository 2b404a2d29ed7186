"""`fourierbook heatmap`, killed at a random moment and called again: nothing is lost, same bits."""

import random
import signal
import time

import numpy as np
import pytest

from tests.test_kills import arrays, started, undisturbed

MODULE = """
import os, sys, time, torch
weights = torch.randn(64, 10, generator=torch.Generator().manual_seed(0))

def network():
    def answered(images):
        time.sleep(float(os.environ.get("SECONDS_A_BLOCK", "0")))
        with open("blocks", "a") as file:
            file.write(".")
        return images.flatten(1) @ weights
    return answered
"""


def command(folder, out):
    """The words of a command that runs in a folder, with Ctrl-C as a person's terminal has it."""
    words = ["heatmap", "--model", "mine:network", "--data", "digits", "--count", "64",
             "--window", "7", "--out", out]  # fmt: skip
    code = (
        "import os, signal, sys\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"os.chdir({str(folder)!r})\nfrom fourierbook import cli\ncli.app({words!r})"
    )
    return ["-c", code]


@pytest.mark.parametrize(
    "stop",
    [
        signal.SIGKILL,
        pytest.param(signal.SIGINT, marks=pytest.mark.nightly),
        pytest.param(signal.SIGTERM, marks=pytest.mark.nightly),
    ],
)
def test_a_heatmap_that_was_stopped_goes_on_and_has_the_same_bits(stop, tmp_path, monkeypatch):
    (tmp_path / "mine.py").write_text(MODULE)
    blocks, results = tmp_path / "blocks", tmp_path / "results"
    monkeypatch.setenv("SECONDS_A_BLOCK", "0.3")
    process = started(command(tmp_path, "map.png"), results, data=tmp_path)
    end = time.monotonic() + 120
    while not [*results.rglob("result.json")]:
        assert process.poll() is None, process.stdout.read()
        assert time.monotonic() < end
        time.sleep(0.05)
    time.sleep(random.SystemRandom().uniform(0, 1.5))
    process.send_signal(stop)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == (130 if stop == signal.SIGINT else -stop)
    if stop == signal.SIGINT:
        last = "Stopped. What was counted is stored: run the same command to go on."
        assert output.splitlines()[-1] == last
    assert "Traceback" not in output
    assert not [*tmp_path.glob("map.*")]
    counted = sum(len(part["waves"]) for part in arrays(results).values())
    assert 8 <= counted < 25

    before = len(blocks.read_text())
    monkeypatch.setenv("SECONDS_A_BLOCK", "0")
    process = started(command(tmp_path, "map.png"), results, data=tmp_path)
    output, _ = process.communicate(timeout=120)
    assert f"25 waves on 64 images, {counted} of them stored from before: about" in output
    first = 1 + 1 + 1 + 2  # the door, the images as they are, some under waves, the time
    assert len(blocks.read_text()) - before == first + 25 - counted

    undisturbed(command(tmp_path, "calm.png"), tmp_path / "calm")
    with np.load(tmp_path / "map.npz") as one, np.load(tmp_path / "calm.npz") as other:
        assert np.array_equal(one["wrong"], other["wrong"])
        assert len(np.unique(one["wrong"])) > 2
