"""What every test sees: no network, and no data or results but what the package holds."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

FOLDERS: list[Path] = []


def pytest_configure(config):
    """Before any test or doctest is imported, in every worker."""
    os.environ["FOURIERBOOK_OFFLINE"] = "1"
    for name in ("FOURIERBOOK_MODE", "FOURIERBOOK_DEVICE"):
        os.environ.pop(name, None)
    folder = Path(tempfile.mkdtemp(prefix="fourierbook-tests-"))
    FOLDERS.append(folder)
    os.environ["FOURIERBOOK_RESULTS"] = str(folder / "results")
    if config.option.markexpr.startswith("real_data"):
        if not os.environ.get("FOURIERBOOK_DATA"):
            raise pytest.UsageError("-m real_data needs FOURIERBOOK_DATA, the data folder")
        os.environ["FOURIERBOOK_DATA"] = str(Path(os.environ["FOURIERBOOK_DATA"]).absolute())
    else:
        (folder / "data").mkdir()
        os.environ["FOURIERBOOK_DATA"] = str(folder / "data")


@pytest.fixture
def small_blocks(monkeypatch):
    """Classify images in blocks of eight, so that a test of four does not pay for sixty-four."""
    from fourierbook.measure import accuracy

    monkeypatch.setitem(accuracy.BLOCK, "cpu", 8)


def pytest_unconfigure():
    """After the last test."""
    for folder in FOLDERS:
        shutil.rmtree(folder, ignore_errors=True)
