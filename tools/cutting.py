"""Cut a chapter's exercises into a notebook that nbgrader hands out, and one with the solutions."""

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tools import exercises, handouts, instructors, kinds
from tools.pages import ROOT
from tools.sync import KERNEL

SETUP = ("setup", "exercise-setup")  # kinds of the cells that every assignment begins with
PREPARED = "; from fourierbook import colab; colab.prepare()"  # fetches images that no check needs
ROOM = "*Your answer goes here. Add cells of text and code below it as you need them.*"


def cut(chapter: str, root: Path = ROOT, *, solved: bool = False) -> nbformat.NotebookNode:
    """Assignment of a chapter: its set-up cells, then each exercise without its solution.

    It stands alone: it holds the formulas that an exercise names, and its links lead to the book.

    Args:
        chapter: its path without suffix.
        root: the book's folder.
        solved: whether to put the solutions in, and what a person looks for, for who grades.
    """
    read = exercises.read(chapter, root)
    found = exercises.exercises(read)
    points = sum(own.points for own in found)
    introduction = handouts.introduction(chapter, exercises.title(read), points)
    setup = [cell for cell in read.cells if {*SETUP} & {*kinds.tags(cell)}]
    for number, cell in enumerate(setup, 1):  # locked, so that one that is deleted is put back
        cell.source = cell.source.replace(PREPARED, "")
        cell.metadata["nbgrader"] = _told(f"setup_{number}", "code")
    cells = [new_markdown_cell(introduction), *setup]
    known = handouts.formulas(read)
    looked_for = instructors.looked_for(root) if solved else {}
    for own in found:
        named = handouts.mentioned(f"{own.text}\n{own.answer.source}")
        text = handouts.with_formulas(handouts.with_addresses(own.text, chapter), named, known)
        cells += _exercise(own, text, chapter.rsplit("/", 1)[-1])
        if solved and own.name:
            cells[-2].source = exercises.solved(own)
        elif solved:
            cells[-1].source = f"*Look for:* {looked_for[own.title]}."
    return new_notebook(cells=cells, metadata={"kernelspec": KERNEL})


def _exercise(own: exercises.Exercise, text: str, module: str) -> list[nbformat.NotebookNode]:
    """An exercise's text, room for its answer and, where a program grades, its locked check.

    Where a person grades, the text is a task of nbgrader, which is never graded by a program: what
    a student writes anywhere reaches who grades.
    """
    if not own.name:
        name = own.answer.metadata["nbgrader"]["grade_id"]
        told = _told(name, "markdown", task=True, points=own.points)
        task = new_markdown_cell(text, metadata={"nbgrader": told})
        return [task, new_markdown_cell(ROOM)]
    code = f"from fourierbook.exercises.{module} import check_{own.name}\n\n"
    locked = new_code_cell(f"{code}assert check_{own.name}({own.function})")
    told = _told(f"check_{own.name}", "code", grade=True, points=own.points)
    locked.metadata["nbgrader"] = told
    return [new_markdown_cell(text), own.answer, locked]


def _told(name: str, cell_type: str, **facts: bool | int) -> dict:
    """What nbgrader needs to know of a locked cell."""
    told = {"cell_type": cell_type, "grade_id": name, "locked": True, "schema_version": 3}
    return {**told, "grade": False, "solution": False, "task": False, **facts}
