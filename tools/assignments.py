"""Cut nbgrader assignments from the chapters: `make assignments` writes them to build/nbgrader."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from fourierbook import files
from tools import exercises, handouts, kinds
from tools.pages import ROOT
from tools.sync import KERNEL

CONFIG = '''\
"""Options of the course, written by `make assignments`: your own go to the end of this file."""

from pathlib import Path

c = get_config()
c.CourseDirectory.course_id = "fourierbook"
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.ClearSolutions.enabled = False  # the answers are stubs already; the solutions are cut out
c.Execute.timeout = 120  # seconds a cell: an endless loop costs its exercise, not the others
c.Execute.startup_timeout = c.Execute.iopub_timeout = 300  # a busy machine is no failed answer
# A cell that prints without end costs its exercise alone, too.
c.Execute.extra_arguments = ["--IPKernelApp.extra_extensions=fourierbook.exercises.grading"]
'''
SETUP = ("setup", "exercise-setup")  # kinds of the cells that every assignment begins with


def cut(chapter: str, root: Path = ROOT) -> nbformat.NotebookNode:
    """Assignment of a chapter: its set-up cells, then each exercise without its solution.

    It stands alone: it holds the formulas that an exercise names, and its links lead to the book.
    """
    read = exercises.read(chapter, root)
    found = exercises.exercises(read)
    points = sum(own.points for own in found)
    introduction = handouts.introduction(chapter, exercises.title(read), points)
    setup = [cell for cell in read.cells if {*SETUP} & {*kinds.tags(cell)}]
    cells = [new_markdown_cell(introduction), *setup]
    known = handouts.formulas(read)
    for own in found:
        named = handouts.mentioned(f"{own.text}\n{own.answer.source}")
        text = handouts.with_formulas(handouts.with_addresses(own.text, chapter), named, known)
        cells += [new_markdown_cell(text), *_answered(own, chapter.rsplit("/", 1)[-1])]
    return new_notebook(cells=cells, metadata={"kernelspec": KERNEL})


def write(folder: Path, root: Path = ROOT) -> list[str]:
    """Make a course in a folder and name its assignments; a gradebook that it holds is kept.

    Raises:
        SystemExit: if nbgrader fails, with what it said.
    """
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "nbgrader_config.py"
    if not config.exists():
        files.replace(config, CONFIG)
    names = {chapter.rsplit("/", 1)[-1]: chapter for chapter in exercises.chapters(root)}
    for name, chapter in names.items():
        source = folder / "source" / name / f"{name}.ipynb"
        source.parent.mkdir(parents=True, exist_ok=True)
        files.replace(source, nbformat.writes(cut(chapter, root)))
        made = nbgrader(folder, "generate_assignment", name, "--create", "--force")
        if made.returncode:
            raise SystemExit(made.stdout + made.stderr)
    return list(names)


def nbgrader(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    """Run nbgrader in a course; it calls other programs of its environment by name."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    command = [sys.executable, "-m", "nbgrader", *arguments]
    environment = {**os.environ, "PATH": path}
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )


def _answered(own: exercises.Exercise, module: str) -> list[nbformat.NotebookNode]:
    """The answer's cell and, where a program grades, the locked cell with its check."""
    if not own.name:
        own.answer.metadata["nbgrader"]["points"] = own.points
        return [own.answer]
    code = f"from fourierbook.exercises.{module} import check_{own.name}\n\n"
    locked = new_code_cell(f"{code}assert check_{own.name}({own.function})")
    locked.metadata["nbgrader"] = {
        "cell_type": "code", "grade": True, "grade_id": f"check_{own.name}", "locked": True,
        "points": own.points, "schema_version": 3, "solution": False, "task": False,
    }  # fmt: skip
    return [own.answer, locked]


if __name__ == "__main__":
    page = ROOT / "book" / "instructors.md"
    files.replace(page, exercises.with_table(page.read_text(encoding="utf-8")))
    print("Assignments in build/nbgrader:", *write(ROOT / "build" / "nbgrader"))
