"""Students who hand in, and what the gradebook says of them, for the tests beside this module."""

from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from tools import exercises

CHAPTERS = {chapter.rsplit("/", 1)[-1]: chapter for chapter in exercises.chapters()}


def found(name: str) -> list[exercises.Exercise]:
    return exercises.exercises(exercises.read(CHAPTERS[name]))


def named(cell: nbformat.NotebookNode) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def answered(course: Path, name: str, answer=exercises.solved) -> nbformat.NotebookNode:
    """The released notebook with every answer's cell written anew, and words for a person."""
    notebook = nbformat.read(course / "release" / name / f"{name}.ipynb", as_version=4)
    answers = {own.answer.metadata["nbgrader"]["grade_id"]: own for own in found(name)}
    for cell in notebook.cells:
        own = answers.get(named(cell))
        if own and own.name:
            cell.source = answer(own)
        elif cell.source.startswith("*Your answer goes here"):
            cell.source = "An argument for a person to read."
    return notebook


def submit(course: Path, name: str, student: str, notebook, file: str = "") -> Path:
    """Put a student's notebook, or the text of a file, where nbgrader looks for it."""
    path = course / "submitted" / student / name / (file or f"{name}.ipynb")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(notebook if isinstance(notebook, str) else nbformat.writes(notebook))
    return path


def gradebook(course: Path) -> Gradebook:
    return Gradebook(f"sqlite:///{course / 'gradebook.db'}", "fourierbook")


def grades(course: Path, name: str, student: str) -> dict[str, float]:
    """Points of each cell that a program has graded."""
    with gradebook(course) as book:
        (notebook,) = book.find_submission(name, student).notebooks
        return {g.name: g.auto_score for g in notebook.grades if g.auto_score is not None}


def waiting(course: Path, name: str, student: str) -> set[str]:
    """Names of the cells that wait for a person."""
    with gradebook(course) as book:
        (notebook,) = book.find_submission(name, student).notebooks
        return {grade.name for grade in notebook.grades if grade.needs_manual_grade}
