"""What an exercise that stands alone needs of its chapter: formulas, and links that lead there."""

import posixpath
import re

import nbformat
import yaml

from tools.pages import ROOT

FORMULA = re.compile(r"\$\$(?:(?!\$\$).)+?\\tag\{(\d+)\}\s*\$\$", re.DOTALL)
MATHS = re.compile(r"\$\$.+?\$\$|\$[^$]+\$", re.DOTALL)
NUMBER = re.compile(r"(?<![\w′'])\((\d+)\)")
LINK = re.compile(r"\]\((?!https?://)([^)#]*)(#[^)]*)?\)")
INTRODUCTION = """\
# {title}: exercises

These are the exercises of the chapter [{title}]({address}), which they call this chapter.
Write each answer in place of its `...`. The cell below it says whether the answer is right, and is
the one that is graded; it cannot be changed. A person grades the others: all that you write counts,
wherever it stands. There are {points} points in all."""


def introduction(chapter: str, title: str, points: int) -> str:
    """What a hand-out begins with."""
    return INTRODUCTION.format(title=title, points=points, address=address(chapter))


def formulas(notebook: nbformat.NotebookNode) -> dict[str, str]:
    """Formulas of a chapter by their number, as they stand there."""
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    return {match[1]: match[0] for text in texts for match in FORMULA.finditer(text)}


def mentioned(text: str) -> list[str]:
    """Numbers of the formulas that a text names, in the order of the numbers.

    >>> mentioned("Equation (8) is for an odd $u$, $u'(1)$; see (7) and `f(2)`.")
    ['7', '8']
    """
    return sorted({*NUMBER.findall(MATHS.sub("", text))}, key=int)


def with_formulas(text: str, named: list[str], known: dict[str, str]) -> str:
    """A text, and below it those of the known formulas that are named.

    Raises:
        KeyError: if the chapter has no formula of a number.
    """
    if not named:
        return text
    said = "The formula" if len(named) == 1 else "The formulas"
    shown = "\n\n".join(known[number] for number in named)
    return f"{text.rstrip()}\n\n{said} of the chapter that this exercise names:\n\n{shown}"


def address(chapter: str) -> str:
    """Where a page of the book is read, from wherever a hand-out is.

    >>> address("book/basics/fourier_primer").rsplit("/blob/")[1]
    'main/book/basics/fourier_primer.ipynb'
    """
    repository = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["repository"]
    return f"{repository['url'].rstrip('/')}/blob/{repository['branch']}/{chapter}.ipynb"


def with_addresses(text: str, chapter: str) -> str:
    """A text whose links to other pages of the book lead there from anywhere.

    >>> with_addresses("[zoo](../reference/zoo.ipynb)", "book/seeing/x").rsplit("/blob/")[1]
    'main/book/reference/zoo.ipynb)'
    """

    def absolute(match: re.Match) -> str:
        page = posixpath.normpath(posixpath.join(posixpath.dirname(chapter), match[1]))
        return f"]({address(page.removesuffix('.ipynb'))}{match[2] or ''})"

    return LINK.sub(absolute, text)
