"""Bars of folded cells say what they hold, in the build's copy of a notebook."""

from nbformat import NotebookNode

from tools.outputs import code_cells

FOLDED = {"hide-input", "hide-cell"}
WIDGET = "application/vnd.jupyter.widget-view+json"


def named(notebook: NotebookNode) -> None:
    """Give each folded cell whose text names nothing a bar that says what it makes, and its length.

    Args:
        notebook: with its outputs; changed in place.
    """
    for cell in code_cells(notebook):
        look = cell.metadata.get("mystnb", {})
        if FOLDED & set(cell.metadata.get("tags", [])) and "code_prompt_show" not in look:
            lines = len(cell.source.strip().splitlines())
            length = f"{lines} line{'s' * (lines != 1)}"
            bar = {"code_prompt_show": f"{made(cell)} · {length}", "code_prompt_hide": "Fold it"}
            cell.metadata["mystnb"] = {**look, **bar}


def made(cell: NotebookNode) -> str:
    """What a cell makes, in words, from its outputs."""
    kinds = {kind for output in cell.outputs for kind in output.get("data", {})}
    if WIDGET in kinds:
        return "How this explorer is made"
    if {"image/png", "image/svg+xml"} & kinds:
        return "How this picture is drawn"
    return "How these words are made" if cell.outputs else "Preparation"
