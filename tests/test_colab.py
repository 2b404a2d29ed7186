"""The first cell of a chapter, on Colab and elsewhere."""

import sys
import types

import pytest

from fourierbook import colab
from fourierbook.data import datasets


@pytest.fixture
def on_colab(monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", types.ModuleType("google.colab"))
    monkeypatch.setenv("FOURIERBOOK_DEVICE", "cpu")


@pytest.fixture
def missing(monkeypatch, tmp_path):
    monkeypatch.setenv("FOURIERBOOK_DATA", str(tmp_path))
    monkeypatch.setenv("FOURIERBOOK_OFFLINE", "1")


@pytest.mark.usefixtures("missing")
def test_a_machine_of_the_readers_own_is_told_the_command_and_fetches_nothing(capsys, monkeypatch):
    monkeypatch.setattr(datasets, "load", lambda *_, **__: pytest.fail("it fetched"))
    colab.prepare()
    assert "!fourierbook data fetch cifar10\n" in capsys.readouterr().out


def test_a_machine_of_the_readers_own_that_has_the_data_is_told_nothing(capsys, monkeypatch):
    monkeypatch.setattr(datasets, "available", lambda name: name == "cifar10")
    colab.prepare()
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("on_colab", "missing")
def test_a_failed_fetch_on_colab_is_one_line_and_the_cell_goes_on(capsys):
    colab.prepare()
    out = capsys.readouterr().out
    (line,) = [line for line in out.splitlines() if "CIFAR-10" in line]
    assert line.startswith("Going on without CIFAR-10: cifar10 is not in ")
    assert out.index(line) < out.index("Scale: quick.")


@pytest.mark.usefixtures("on_colab", "missing")
def test_a_line_on_a_failed_fetch_ends_as_a_sentence_and_says_where_to_read_on(capsys, monkeypatch):
    def load(*_, **__):
        raise FileNotFoundError("none of its mirrors served it:\n  one: no\n  two: no")

    monkeypatch.setattr(datasets, "load", load)
    colab.prepare()
    said = "none of its mirrors served it. `fourierbook data fetch cifar10` says why.\n"
    assert f"Going on without CIFAR-10: {said}" in capsys.readouterr().out


@pytest.mark.usefixtures("on_colab", "missing")
def test_colab_fetches_cifar10_once(monkeypatch):
    fetched = []
    monkeypatch.setattr(datasets, "load", lambda name, *_, **__: fetched.append(name))
    colab.prepare()
    monkeypatch.setattr(datasets, "available", lambda name: name in fetched)
    colab.prepare()
    assert fetched == ["cifar10"]


@pytest.mark.usefixtures("on_colab", "missing")
def test_colab_shows_the_device_and_the_two_lines_a_reader_may_run(capsys):
    colab.prepare()
    out = capsys.readouterr().out
    assert out.startswith("Computing on the CPU.")
    assert 'os.environ["FOURIERBOOK_MODE"] = "thorough"' in out
    assert 'os.environ["FOURIERBOOK_RESULTS"] = "/content/drive/MyDrive/fourierbook"' in out
    for line in (colab.SCALE, colab.DRIVE):
        compile(line, "cell", "exec")
