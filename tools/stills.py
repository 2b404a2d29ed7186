"""The still picture of a page's hero, which its notebook holds before anything has run."""

import base64
from pathlib import Path

import nbformat

STILLS = "_static/heroes"
KILOBYTES = 150
WIDTH = 740  # pixels on the page; drawn at twice that


def file_of(source: Path) -> Path:
    """Where the still of a page lies, from the path of the page's text or notebook.

    >>> file_of(Path("book/seeing/waves.md")).as_posix()
    'book/_static/heroes/waves.png'
    """
    book = next(folder for folder in source.parents if folder.name == "book")
    return book / STILLS / f"{source.stem}.png"


def output(still: Path, cell: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The still as the output of the hero's cell, whose metadata say in words what is seen."""
    words = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
    data = {"image/png": base64.b64encode(still.read_bytes()).decode(), "text/plain": words}
    metadata = {"image/png": {"alt": words, "width": WIDTH}}
    return nbformat.v4.new_output("display_data", data=data, metadata=metadata)
