"""Check that every notebook is what `make sync` makes of the text beside it, and is on a page."""

import sys
from pathlib import Path

from tools import hand_edits
from tools.first_cell import first_cell, with_first_cell
from tools.pages import ROOT, listed, pairs
from tools.sync import notebook_text


def problems(root: Path = ROOT) -> list[str]:
    """One sentence for each pair that is not in order, each with what to do."""
    sources = pairs(root)
    found = [sentence for source in sources for sentence in _of_pair(source, root)]
    folders = ["*.ipynb", "*/*.ipynb"]
    for notebook in (path for folder in folders for path in sorted((root / "book").glob(folder))):
        name = str(notebook.relative_to(root).with_suffix(""))
        if notebook.with_suffix(".md") not in sources:
            found.append(f"{name}.ipynb has no {name}.md whose header names a kernel; write one")
        if name not in listed(root):
            found.append(f"{name} is on no page; add it to _toc.yml")
    return found


def _of_pair(source: Path, root: Path) -> list[str]:
    name, notebook = source.relative_to(root), source.with_suffix(".ipynb")
    try:
        text = with_first_cell(source.read_text(encoding="utf-8"), first_cell(root))
    except ValueError as error:
        return [f"{name}: {error}"]
    if text != source.read_text(encoding="utf-8"):
        return [f"{name}: its first cell is not the book's; run make sync"]
    if notebook.exists() and notebook.read_bytes() == notebook_text(source).encode():
        return []
    if by_hand := hand_edits.problem(notebook):
        return [f"{name}: {by_hand}"]
    return [f"{name} and its .ipynb differ; change the .md, then run make sync"]


if __name__ == "__main__":
    sys.exit("\n".join(problems()) or 0)
