"""Fixtures of tests that store results: empty folders, and a book of a few experiments."""

import pytest

from fourierbook import experiments
from fourierbook.results import store


@pytest.fixture(autouse=True)
def places(tmp_path, monkeypatch):
    """Give each test an empty results folder and an empty folder of recorded results."""
    monkeypatch.setenv("FOURIERBOOK_RESULTS", str(tmp_path / "results"))
    monkeypatch.setenv("FOURIERBOOK_DEVICE", "cpu")
    monkeypatch.setattr(store, "RECORDED", tmp_path / "recorded")
    return tmp_path


@pytest.fixture
def book(monkeypatch):
    """Return a function that makes some experiments and claims the only ones there are."""

    def only(*found, claims=()):
        monkeypatch.setattr(experiments, "EXPERIMENTS", {one.name: one for one in found})
        monkeypatch.setattr(experiments, "CLAIMS", list(claims))

    return only
