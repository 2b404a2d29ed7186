"""The code cells of a page's text, and what in each passes the limits of its kind."""

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

import jupytext
from nbformat import NotebookNode

from tools import kinds
from tools.first_cell import MARKER

COLUMNS = 68
BESIDE_A_KIND = ("raises-exception", "skip-execution")
SILENT = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign)


class Cell(NamedTuple):
    """A code cell of a text."""

    line: int
    kind: str  # empty where its tags do not name exactly one
    code: list[str]  # lines of ours that are not blank
    folded: bool  # whether the page folds its code, or leaves it out
    cell: NotebookNode


def read(text: str) -> list[Cell]:
    """Code cells in order."""
    places = [i for i, line in enumerate(text.split("\n"), 1) if line.startswith("```{code-cell}")]
    cells = [c for c in jupytext.reads(text, fmt="md:myst").cells if c.cell_type == "code"]
    return [_read(line, cell) for line, cell in zip(places, cells, strict=True)]


def problems(cell: Cell) -> Iterator[str]:
    """What is wrong with a cell, and what to do."""
    others = [tag for tag in kinds.tags(cell.cell) if tag not in (cell.kind, *BESIDE_A_KIND)]
    if not cell.kind or others:
        yield (
            f"its tags are {kinds.tags(cell.cell)}; give it one of {', '.join(kinds.KINDS)}, and "
            "let make sync add the others"
        )
        return
    most = kinds.KINDS[cell.kind].lines
    if len(cell.code) > most:
        yield f"{len(cell.code)} lines in a cell of kind {cell.kind}; at most {most}"
    for line in cell.code:
        if cell.kind != "setup" and len(line.split(kinds.KNOB)[0].rstrip()) > COLUMNS:
            yield f"{line.strip()[:30]!r} … is longer than {COLUMNS} columns; break the line"
    if cell.kind == "hero" and not cell.cell.metadata.get("mystnb", {}).get("image", {}).get("alt"):
        yield "the hero needs mystnb: image: alt: that says in words what is seen"
    yield from _made_of(cell)


def _made_of(cell: Cell) -> Iterator[str]:
    """What is wrong with the statements of a cell whose kind asks for certain ones."""
    try:
        body = ast.parse(cell.cell.source).body
    except SyntaxError as error:
        yield f"it is no Python: {error.msg}"
        return
    if cell.kind == "try" and not _knobs_and_a_call(body, cell.cell.source.splitlines()):
        yield (
            "a cell to try has a line for each knob, such as width = 40  #@param {type:'integer'}, "
            "and then one call"
        )
    if cell.kind == "solution" and not all(isinstance(part, SILENT) for part in body):
        yield "a solution is silent: it only imports and defines; its check runs in the tests"


def _knobs_and_a_call(body: list[ast.stmt], lines: list[str]) -> bool:
    *knobs, call = body or [None]
    turned = all(isinstance(k, ast.Assign) and kinds.KNOB in lines[k.lineno - 1] for k in knobs)
    return bool(knobs) and turned and isinstance(getattr(call, "value", None), ast.Call)


def _read(line: int, cell: NotebookNode) -> Cell:
    names = kinds.kinds(cell)
    own = cell.source.rpartition(MARKER)[2] if "setup" in names else cell.source
    code = [row for row in own.splitlines() if row.strip() and not row.startswith(kinds.TITLE)]
    shown = kinds.tags(kinds.in_the_notebook(cell))
    folded = any(re.match("hide-|remove-(input|cell)", tag) for tag in shown)
    return Cell(line, names[0] if len(names) == 1 else "", code, folded, cell)
