import pytest
import tiny

from fourierbook.data import cache, registry, transfer


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty data folder, with downloads allowed."""
    path = tmp_path / "data"
    path.mkdir()
    monkeypatch.setenv("FOURIERBOOK_DATA", str(path))
    monkeypatch.setenv("FOURIERBOOK_OFFLINE", "0")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(cache, "PART", tiny.PART)
    monkeypatch.setattr(transfer, "STALL_SECONDS", 0.5)
    return path


@pytest.fixture
def server():
    running = tiny.Server()
    yield running
    running.stop()


@pytest.fixture
def register(monkeypatch):
    """Put the tiny data set into the registry, served from the mirrors given."""

    def enter(*places, data=tiny.COLOUR, name="tiny"):
        entry = tiny.dataset(data, places, name)
        monkeypatch.setitem(registry.DATASETS, name, entry)
        return entry

    return enter
