"""Write each chapter's notebook, its first cell and its marked numbers, from its `NAME.md`.

The notebook is a function of the text and of the hero's still: the same two give the same bytes,
cell ids included, so that a change of one paragraph is a change of one cell and of the id of the
next. A notebook that was changed by hand is not overwritten.
"""

import sys
from pathlib import Path

import jupytext
import nbformat

from fourierbook import files
from tools import citation, hand_edits, kinds, prose, stills
from tools.first_cell import first_cell, with_first_cell
from tools.pages import ROOT, pairs

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def notebook_text(source: Path) -> str:
    """Text of the .ipynb that belongs to a chapter's .md; its one output is the hero's still."""
    read = jupytext.read(source, fmt="md:myst")
    still, cells = stills.file_of(source), []
    shown = [kinds.in_the_notebook(cell) for cell in read.cells]
    for cell, name in zip(shown, hand_edits.ids(shown), strict=True):
        cells.append(nbformat.from_dict({**cell, "id": name}))
        if "hero" in kinds.kinds(cell) and still.exists():
            cells[-1].outputs = [stills.output(still, cell)]
    metadata = {key: value for key, value in read.metadata.items() if key != "jupytext"}
    metadata |= {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    return nbformat.writes(notebook) + "\n"


def write(source: Path, root: Path = ROOT) -> None:
    """Write a chapter's first cell and its notebook, where they are out of date.

    Raises:
        ValueError: if one of them holds what somebody has put there by hand; it stays as it is.
    """
    text = source.read_text(encoding="utf-8")
    if (new := with_first_cell(text, first_cell(root))) != text:
        files.replace(source, new)
    target, made = source.with_suffix(".ipynb"), notebook_text(source)
    if target.exists() and target.read_bytes() == made.encode():
        return
    if by_hand := hand_edits.problem(target):
        raise ValueError(by_hand)
    files.replace(target, made)
    print(f"wrote {target.relative_to(root)}")


def main() -> None:
    """Write the marked numbers, the citation, first cells and notebooks that are out of date."""
    wrong = prose.write()
    citation.write()
    for source in pairs():
        try:
            write(source)
        except ValueError as error:
            wrong.append(f"{source.relative_to(ROOT)}: {error}")
    sys.exit("\n".join(wrong) or 0)


if __name__ == "__main__":
    main()
