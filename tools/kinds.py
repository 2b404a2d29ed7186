"""The kinds of code cells, and what `make sync` adds to a cell for page, Jupyter and Colab.

In the text a cell says its kind by one tag, such as `:tags: [picture]`. What each reader needs
follows from it: tags for the page, a form for Colab, hidden source for Jupyter.
"""

import re
from typing import NamedTuple

from nbformat import NotebookNode

KNOB = "#@param"
TITLE = "#@title"


class Kind(NamedTuple):
    """One kind of cell: its limits, and how it is shown."""

    lines: int  # of code, at most
    title: str = ""  # of the form in Colab; none where the cell stands open there
    hidden: bool = False  # whether Jupyter hides the source
    tags: tuple[str, ...] = ()  # for the page
    folded: str = ""  # what the bar on the page says; none where it is not folded


KINDS = {
    "setup": Kind(20, "Setup", True, ("hide-input", "remove-output"), "Setup"),
    "hero": Kind(3, "The first picture", True, ("remove-input",)),
    "code": Kind(8),
    "naive": Kind(20),
    "picture": Kind(3),
    "try": Kind(6, "Try it"),
    "live": Kind(20),
    "exercise-setup": Kind(20, "Setup of the exercises", True, ("hide-input",), "Setup"),
    "answer": Kind(20),
    "check": Kind(3),
    "solution": Kind(30, "Solution", True, ("hide-cell",), "Solution"),
    "verdicts": Kind(1, "What we measured", True),
    "computed": Kind(1, "How this was computed", True, ("hide-cell",), "How this was computed"),
    # One line of a page that is made of what others measured: the ledger, the zoo, the reference.
    "generated": Kind(1, "What this page shows", True, ("remove-input",)),
}
FIRST_EDITION_TITLE = "The code of what is shown here"


def kinds(cell: NotebookNode) -> list[str]:
    """Kinds that the tags of a cell name; one, where it is in order."""
    return [tag for tag in tags(cell) if tag in KINDS]


def tags(cell: NotebookNode) -> list[str]:
    """Tags of a cell."""
    return list(cell.metadata.get("tags", []))


def in_the_notebook(cell: NotebookNode) -> NotebookNode:
    """A cell of a text as the notebook holds it; the cell that is given stays as it was.

    A folded cell of a page that is not written anew yet becomes a form with hidden source, too, if
    it is none already.
    """
    made = with_grading(NotebookNode({**cell, "metadata": NotebookNode(cell.metadata)}))
    if cell.cell_type != "code":
        return made
    if any(tag.startswith("hide-") for tag in tags(cell)):
        if cell.source.startswith(TITLE):
            return made
        prompt = cell.metadata.get("mystnb", {}).get("code_prompt_show", FIRST_EDITION_TITLE)
        return _as_form(made, prompt, hidden=True)
    if not kinds(cell):
        return made
    kind = KINDS[kinds(cell)[0]]
    if kind.tags:
        made.metadata["tags"] = [*tags(cell), *kind.tags]
    if kind.folded:
        prompts = {"code_prompt_hide": f"Hide: {kind.folded}", "code_prompt_show": kind.folded}
        made.metadata["mystnb"] = {**prompts, **cell.metadata.get("mystnb", {})}
    return _as_form(made, kind.title, hidden=kind.hidden) if kind.title else made


def with_grading(cell: NotebookNode) -> NotebookNode:
    """A cell with what nbgrader needs to know of it, where it is the answer to an exercise."""
    name = re.search(r"^(?:def|class) (\w+)|^(\w+) = ", cell.source, re.MULTILINE)
    if "answer" not in tags(cell) or "nbgrader" in cell.metadata or not name:
        return cell
    cell.metadata["nbgrader"] = {
        "cell_type": "code", "grade": False, "grade_id": name[1] or name[2], "locked": False,
        "schema_version": 3, "solution": True, "task": False,
    }  # fmt: skip
    return cell


def _as_form(cell: NotebookNode, title: str, *, hidden: bool) -> NotebookNode:
    cell.metadata["cellView"] = "form"
    if hidden:
        cell.metadata["jupyter"] = {"source_hidden": True}
    if not cell.source.startswith(TITLE):
        cell.source = f"{TITLE} {title}\n{cell.source}"
    return cell
