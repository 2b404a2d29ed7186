"""Markdown tables."""

from collections.abc import Iterable, Sequence


def markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""A Markdown table.

    >>> print(markdown(["a", "b"], [["1", "x | y"]]))
    | a | b |
    |---|---|
    | 1 | x \| y |
    """
    lines = [header, ["---"] * len(header), *rows]
    texts = ["|".join(line) if line[0] == "---" else _row(line) for line in lines]
    return "\n".join(f"|{text}|" for text in texts)


def _row(cells: Sequence[str]) -> str:
    return "|".join(f" {cell} ".replace("|", "\\|") for cell in cells)
