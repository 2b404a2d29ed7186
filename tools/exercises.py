"""Which exercises a chapter has, read from its text."""

import re
from pathlib import Path
from typing import NamedTuple

import jupytext
import nbformat

from tools import kinds
from tools.pages import ROOT, notebooks

HEADING = re.compile(r"### Exercise \d+: (.+)\n+\*(\w+) · (\d+) minutes · (\d+) points?(.*)\*\n")
BY_HAND = " · graded by hand"
CHECK = re.compile(r"check_(\w+)\((\w+)\);?")


class Exercise(NamedTuple):
    """One exercise of a chapter; the last three are empty where a person grades it."""

    title: str
    difficulty: str
    minutes: int
    points: int
    text: str
    answer: nbformat.NotebookNode  # the cell
    name: str  # its check is check_<name>
    function: str  # that the reader writes
    solution: str  # source of the cell


def chapters(root: Path = ROOT) -> list[str]:
    """Pages that have exercises: the chapters, not what is drawn from their results."""
    return [n for n in notebooks(root) if not n.startswith(("book/reference/", "book/intro"))]


def read(chapter: str, root: Path = ROOT) -> nbformat.NotebookNode:
    """A chapter's cells, from its reviewed text, the answers as nbgrader knows them."""
    notebook = jupytext.read(root / f"{chapter}.md", fmt="md:myst")
    notebook.cells = [*map(kinds.with_grading, notebook.cells)]
    return notebook


def exercises(notebook: nbformat.NotebookNode) -> list[Exercise]:
    """Exercises of a chapter, in order.

    Raises:
        ValueError: if a part of one is missing, with the exercise's heading.
    """
    starts = [i for i, cell in enumerate(notebook.cells) if "### Exercise " in cell.source]
    ends = [*starts[1:], len(notebook.cells)]
    return [_exercise(notebook.cells[i:j]) for i, j in zip(starts, ends, strict=True)]


def title(notebook: nbformat.NotebookNode) -> str:
    """Heading of a chapter."""
    headings = (cell.source for cell in notebook.cells if cell.source.startswith("# "))
    return next(headings).splitlines()[0].removeprefix("# ")


def solved(own: Exercise) -> str:
    """The solution's function under the name that the exercise asks for."""
    function, *_ = own.solution.split("\nassert ", maxsplit=1)
    return function.replace(f"{own.function}_solution", own.function)


def _exercise(cells: list[nbformat.NotebookNode]) -> Exercise:
    text = cells[0].source[cells[0].source.index("### Exercise ") :]
    facts = HEADING.match(text)
    answers = [cell for cell in cells if cell.metadata.get("nbgrader", {}).get("solution")]
    checks = [match.groups() for cell in cells if (match := CHECK.fullmatch(cell.source))]
    solutions = [cell.source for cell in cells if "solution" in kinds.tags(cell)]
    by_hand = bool(facts and facts[5] == BY_HAND)
    if not facts or len(answers) != 1 or not len(checks) == len(solutions) == (not by_hand):
        raise ValueError(
            f"{text.splitlines()[0]}: below its heading an exercise has a line such as *easy · 10 "
            "minutes · 2 points*, and then its text, one answer, one check and one solution; or "
            f"{BY_HAND!r} at the end of the line, its text and one answer alone"
        )
    own = (facts[1], facts[2], int(facts[3]), int(facts[4]), text, answers[0])
    return Exercise(*own, *(("", "", "") if by_hand else (*checks[0], solutions[0])))
