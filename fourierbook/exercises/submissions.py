"""What comes back from a student, made fit for grading: every cell is again who it was.

Notebooks come back with cells copied, split, deleted, edited or stripped of nbgrader's marks. What
a student wrote is kept and run; what was locked stands as it was handed out.
"""

import copy
from collections import Counter

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

Cells = list[NotebookNode]
NEW = {"code": new_code_cell, "markdown": new_markdown_cell}


def restored(cells: Cells, handed_out: Cells) -> tuple[Cells, list[str]]:
    """Cells of a submission with every locked cell as it was handed out, and what was mended.

    Args:
        cells: of the submission, in order.
        handed_out: the cells of the assignment that nbgrader knows, in order.

    Returns:
        New cells, in which each name stands once and every locked one stands, and remarks for
        who grades. A locked cell that was changed is kept above the restored one as a plain cell.

    >>> told = {"grade_id": "check", "locked": True, "grade": True}
    >>> check = new_code_cell("assert f()", metadata={"nbgrader": told})
    >>> cells, remarks = restored([new_code_cell("def f(): return 1")], [check])
    >>> [cell.source for cell in cells], remarks[-1]
    (['def f(): return 1', 'assert f()'], 'the locked cell check was missing and is put back')
    """
    known = {name(cell): cell for cell in handed_out}
    places = _places(cells, known)
    owners = {index: who for who, index in places.items()}
    remarks = _copies(cells, known)
    mended = []
    for index, cell in enumerate(cells):
        mended += _mended(cell, known.get(owners.get(index)), remarks)
    if not places:
        remarks.append("none of the assignment's cells is in it: is it the right notebook?")
    return _with_missing(mended, handed_out, remarks), remarks


def name(cell: NotebookNode) -> str:
    """The name by which nbgrader knows a cell; empty where it knows none.

    >>> name(new_code_cell("", metadata={"nbgrader": {"grade_id": "check"}})), name(new_code_cell())
    ('check', '')
    """
    told = cell.metadata.get("nbgrader")
    return str(told.get("grade_id", "")) if isinstance(told, dict) else ""


def _copies(cells: Cells, known: dict[str, NotebookNode]) -> list[str]:
    counts = Counter(map(name, cells))
    return [
        f"there are {counts[who]} cells {who}: all are run, and the last one stands for it"
        for who in known
        if counts[who] > 1
    ]


def _places(cells: Cells, known: dict[str, NotebookNode]) -> dict[str, int]:
    """Where each known cell stands: the last one of its name, else the last one of its text."""
    names = {name(cell): index for index, cell in enumerate(cells)}
    texts = {_text(cell): index for index, cell in enumerate(cells) if name(cell) not in known}
    found = {who: names.get(who, texts.get(_text(cell))) for who, cell in known.items()}
    return {who: index for who, index in found.items() if index is not None}


def _mended(cell: NotebookNode, own: NotebookNode | None, remarks: list[str]) -> Cells:
    """A cell of a submission as plain cell, as answer, or as what was handed out."""
    kept = copy.deepcopy(cell)
    kept.metadata.pop("nbgrader", None)
    if own is None:
        return [kept]
    if own.metadata.nbgrader["locked"]:
        if _text(cell) == _text(own):
            return [_fresh(own)]
        remarks.append(f"the locked cell {name(own)} was changed: it is put back, the change above")
        return [kept, _fresh(own)]
    if cell.cell_type != own.cell_type:
        remarks.append(f"the cell {name(own)} was turned into {cell.cell_type}, and is turned back")
        kept = NEW[own.cell_type](cell.source)
    kept.metadata["nbgrader"] = copy.deepcopy(own.metadata.nbgrader)
    return [kept]


def _with_missing(cells: Cells, handed_out: Cells, remarks: list[str]) -> Cells:
    """Cells with the locked ones that are missing, each below the one that it followed.

    Where that is gone, a check comes below all work, and a set-up cell before it.
    """
    cells = list(cells)
    before = ""
    for own in handed_out:
        names = [name(cell) for cell in cells]
        if own.metadata.nbgrader["locked"] and name(own) not in names:
            last = len(cells) if own.metadata.nbgrader.get("grade", True) else 0
            known = before and before in names
            cells.insert(names.index(before) + 1 if known else last, _fresh(own))
            remarks.append(f"the locked cell {name(own)} was missing and is put back")
        before = name(own)
    return cells


def _fresh(own: NotebookNode) -> NotebookNode:
    """A locked cell as it was handed out, with a new id, and no tag that keeps it from running."""
    told = {"deletable": False, "editable": False, "nbgrader": copy.deepcopy(own.metadata.nbgrader)}
    return NEW[own.cell_type](own.source, metadata=told)


def _text(cell: NotebookNode) -> tuple[str, str]:
    """Type and text of a cell, but for the ends of its lines."""
    return cell.cell_type, "\n".join(line.rstrip() for line in cell.source.strip().splitlines())
