"""A disk that is full, and a folder that may not be written to: one line, and nothing lost."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from fourierbook.models import zoo
from fourierbook.training.trainer import fit
from tests.test_kills import arrays, started, undisturbed
from tests.training.examples import RECIPE, data

ROOT = Path(__file__).parents[1]
WORDS = ["-m", "fourierbook.cli", "reproduce", "band_energy"]
HELP = "make room, or set FOURIERBOOK_RESULTS to another folder, and run the same again"


def run_with_little_room(words, folder, size):
    """Run a program that may write no file of more than `size` bytes, as on a disk that is full."""
    script = (
        "import resource, runpy, sys\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))\n"
        "sys.argv = sys.argv[1:]\n"
        "runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)"
    )
    process = started(["-c", script, *words[1:]], folder)
    output, _ = process.communicate(timeout=300)
    return process.returncode, output


def test_a_full_disk_is_one_line_and_the_run_goes_on_where_there_is_room(tmp_path):
    folder = tmp_path / "results"
    folder.mkdir()
    code, output = run_with_little_room(WORDS, folder, 300)
    assert code == 1
    assert "Traceback" not in output
    last = output.strip().splitlines()[-1]
    assert last.startswith(f"cannot write into {folder}")
    assert last.endswith(HELP)
    assert not arrays(folder)
    undisturbed(WORDS, folder)
    assert len(arrays(folder)) == 3


@pytest.mark.parametrize("place", ["/dev/null", "/sys/kernel"], ids=["a file", "not writable"])
def test_results_that_cannot_be_stored_are_one_line(place, tmp_path):
    process = started(WORDS, Path(place) / "results", data=tmp_path)
    output, _ = process.communicate(timeout=300)
    assert process.returncode == 1
    assert "Traceback" not in output
    assert output.strip().splitlines()[-1].startswith(f"cannot write into {place}/results")


def test_a_checkpoint_and_a_network_that_cannot_be_written_name_their_folder(monkeypatch):
    with pytest.raises(OSError, match=f"cannot write into /dev/null/a: .*{HELP}"):
        fit(RECIPE, data(), checkpoint=Path("/dev/null/a/run.pt"))
    monkeypatch.setenv("FOURIERBOOK_RESULTS", "/dev/null/results")
    model = zoo.architecture("small_cnn", "specimens", classes=4)
    with pytest.raises(OSError, match="cannot write into /dev/null/results/networks"):
        zoo.save("mine", model, {"classes": 4})


def test_a_checkpoint_on_a_full_disk_leaves_the_one_before(tmp_path):
    checkpoint = tmp_path / "run.pt"
    fit(RECIPE, data(), checkpoint=checkpoint)
    before = checkpoint.read_bytes()
    code = (
        "import resource\n"
        "from dataclasses import replace\nfrom pathlib import Path\n"
        "from tests.training.examples import RECIPE, data\n"
        "from fourierbook.training import trainer\n"
        f"state = trainer._Run(RECIPE, data()); state.load(Path({str(checkpoint)!r}))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))\n"
        f"state.save(Path({str(checkpoint)!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert f"OSError: cannot write into {tmp_path}: " in done.stderr.splitlines()[-1]
    assert checkpoint.read_bytes() == before
    assert torch.load(checkpoint, weights_only=True)["losses"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
