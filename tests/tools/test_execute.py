"""Chapters run through nbmake, each in a folder of its own, and their outcome is kept."""

import fcntl
import json
import os
import sys
import threading
import time
from pathlib import Path

import nbformat.v4 as v4
import pytest

from tools import build, cache, environment, execute, report, runner

GOOD = """
import os, sys, pathlib
assert not {"START", "FOLDER", "watch", "kernel_startup"} & set(globals())
assert [p.name for p in pathlib.Path.cwd().iterdir()] == ["notebook.ipynb"]
results = pathlib.Path(os.environ["FOURIERBOOK_RESULTS"])
results.mkdir()
(results / "result.json").write_text("{}")
assert os.environ["FOURIERBOOK_OFFLINE"] == os.environ["OMP_NUM_THREADS"] == "1"
"""
PICTURE = """
from IPython.display import HTML, display
print("\\r 50%", end="")
display(HTML('<img alt="a wave" src="data:,">'))
"""
CHAPTERS = {
    "book/good": [GOOD, PICTURE],
    "book/wrong": ["1", "1 / 0"],
    "book/noisy": ["import sys; print('careful', file=sys.stderr)"],
}


def write(root: Path, page: str, codes: list[str], prose: str = "words") -> None:
    cells = [v4.new_markdown_cell(prose), *map(v4.new_code_cell, codes)]
    (root / "book").mkdir(exist_ok=True)
    (root / f"{page}.ipynb").write_text(json.dumps(v4.new_notebook(cells=cells)))


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """The outcome of one run of three chapters, two of which are not in order."""
    root = tmp_path_factory.mktemp("chapters")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(execute, "ROOT", root)
        patch.setattr(cache, "CACHE", root / "executed")
        for page, codes in CHAPTERS.items():
            write(root, page, codes)
        options = {
            "python": Path(sys.executable),
            "environment": environment.kernel_environment(root, dict(os.environ)),
            "shared": "same",
        }
        with pytest.raises(SystemExit) as failed:
            execute.execute(list(CHAPTERS), root / "run", **options)
        yield root, str(failed.value), options


def test_a_chapter_that_fails_is_named_with_its_cell_and_its_error(ran):
    _, message, _ = ran
    assert "book-wrong: code cell 2 (1 / 0) raised ZeroDivisionError: division by zero" in message


def test_what_a_chapter_writes_to_stderr_fails_it(ran):
    assert "book-noisy: code cell 1 (import sys; print" in ran[1]
    assert "wrote to stderr: careful" in ran[1]


def test_a_chapter_that_passed_is_kept_and_does_not_run_again(ran):
    root, message, options = ran
    assert "book-good" not in message
    kept = {path.name.rsplit("-", 1)[0] for path in (root / "executed").iterdir()}
    assert kept == {"book-good"}
    again = {**options, "python": Path("/no/python/that/could/run/it")}
    entry = execute.execute(["book/good"], root / "run", **again).entries["book/good"]
    assert entry.parent == root / "executed"
    assert (entry / "results" / "result.json").read_text() == "{}"


def test_other_prose_runs_nothing_and_other_code_runs(ran):
    root, _, options = ran
    kept = execute.execute(["book/good"], root / "run", **options).entries["book/good"]
    write(root, "book/good", CHAPTERS["book/good"], prose="other words")
    nothing = {**options, "python": Path("/no/python/that/could/run/it")}
    executed = execute.execute(["book/good"], root / "run", **nothing)
    assert executed == ({"book/good": kept}, {"book/good"})
    write(root, "book/good", [GOOD])
    with pytest.raises(FileNotFoundError, match="no/python"):
        execute.execute(["book/good"], root / "run", **nothing)
    write(root, "book/good", CHAPTERS["book/good"])


def test_what_a_chapter_cost_is_measured(ran):
    root, _, options = ran
    executed = execute.execute(["book/good"], root / "run", **options)
    cost = report.collect(executed.entries)["book/good"]
    assert cost["cpu_seconds"] > 0
    assert 20 < cost["memory_mib"] < 2000
    assert 0 < cost["first_picture_seconds"] <= cost["seconds"]


def test_a_chapter_that_shows_results_reads_those_of_all_others():
    from tools.pages import reads_results

    assert reads_results("book/reference/claims")
    assert reads_results("book/defending/debate")
    assert not reads_results("book/intro")


def test_chapters_that_had_finished_when_a_build_was_stopped_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(execute, "ROOT", tmp_path)
    monkeypatch.setattr(cache, "CACHE", tmp_path / "executed")
    for page in ("book/done", "book/begun", "book/cut"):
        write(tmp_path, page, ["1", "2"])

    def stopped(command, cwd, **options):
        for page, cells in (("done", 2), ("begun", 1)):
            path = cwd / "book" / page / "notebook.ipynb"
            notebook = json.loads(path.read_text(encoding="utf-8"))
            for cell in notebook["cells"][1 : cells + 1]:
                cell["metadata"]["execution"] = {"shell.execute_reply": "now"}
            path.write_text(json.dumps(notebook), encoding="utf-8")
        (cwd / "book" / "cut" / "notebook.ipynb").write_text('{"cells": [', encoding="utf-8")
        raise KeyboardInterrupt

    monkeypatch.setattr(runner.subprocess, "run", stopped)
    options = {"python": Path(sys.executable), "environment": {}, "shared": "same"}
    with pytest.raises(SystemExit, match=r"Stopped\. 1 of 3 chapters had finished and are kept"):
        execute.execute(["book/done", "book/begun", "book/cut"], tmp_path / "run", **options)
    kept = {path.name.rsplit("-", 1)[0] for path in (tmp_path / "executed").iterdir()}
    assert kept == {"book-done"}
    assert execute.execute(["book/done"], tmp_path / "run", **options).cached == {"book/done"}


def test_a_second_build_in_one_checkout_waits_for_the_first(tmp_path, monkeypatch, capsys):
    order = []
    monkeypatch.setattr(build, "ROOT", tmp_path)
    monkeypatch.setattr(build.check_pairs, "problems", lambda: [])
    monkeypatch.setattr(build, "_built", lambda name, folder, start: order.append(name) or 0)
    (tmp_path / "build").mkdir()
    with (tmp_path / "build" / ".lock").open("ab") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        second = threading.Thread(target=build.build, args=("embedded",))
        second.start()
        time.sleep(0.3)
        assert not order
        order.append("first")
    second.join(20)
    assert order == ["first", "embedded"]
    assert "Another build is at work in this checkout" in capsys.readouterr().err
