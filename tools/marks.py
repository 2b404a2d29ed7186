"""The marks of a page's text: pairs of comments, seen by no reader, around words that must be true.

`<!--= name -->0.52<!--/-->` says that the words are a number of the page, and
`<!--? condition -->half<!--/-->` that they hold while the condition does. A mark that would show,
or break what stands around it, is refused.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

HEADER = r"\A---\n.*?\n---\n"
CELL = r"^(`{3,}|~{3,})[^\n]*\n.*?^\1\s*$"
CODE = re.compile(rf"{HEADER}|{CELL}|^\+\+\+.*?$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
FORMULA = re.compile(r"\$\$.*?\$\$|(?<!\\)\$(?:[^$\n]|\n(?!\s*\n))+\$", re.DOTALL)
ADDRESS = re.compile(r"\]\([^)]*\)")
COMMENT = re.compile(r"<!--\s*([=?/])((?:(?!-->).)*)(-->)?", re.DOTALL)
BEFORE_TEXT = re.compile(r"(?:\s|>|[-*+]\s|\d+[.)]\s)*")  # of a line: quotation and list marks
FORM = re.compile(r"<!--(= [A-Za-z_]\w*(\.\w+)* |\? \S([^\n]*\S)? |/)-->")
WRITE = "write <!--= name -->text<!--/--> or <!--? condition -->words<!--/-->, with these blanks"


class Mark(NamedTuple):
    """Words between two comments, and what must hold for them."""

    line: int
    kind: str  # "=" for a number, "?" for a condition
    asks: str  # the number's name, or the condition
    words: str
    whole: tuple[int, int]  # where it begins and ends in the text
    inner: tuple[int, int]  # where its words do


def find(text: str) -> tuple[list[Mark], list[tuple[int, str]]]:
    """Marks of a text in order, and line and sentence of each that is refused.

    >>> (mark,), problems = find("It names <!--= right -->0.52<!--/--> of them.")
    >>> mark.asks, mark.words, problems
    ('right', '0.52', [])
    """
    prose = blanked(CODE, text)
    taken = {"a formula": FORMULA, "a link's address": ADDRESS}
    spans = {name: [m.span() for m in shape.finditer(prose)] for name, shape in taken.items()}
    found: list[Mark] = []
    wrong: list[tuple[int, str]] = []
    opened: re.Match | None = None
    for comment in COMMENT.finditer(prose):
        line = line_of(text, comment.start())
        wrong += [(line, sentence) for sentence in _wrong(prose, comment, spans)]
        closes = comment[1] == "/"
        if opened and (not closes or re.search(r"\n\s*\n", text[opened.end() : comment.start()])):
            wrong.append(_unclosed(text, opened))
        elif closes and not opened:
            wrong.append((line, "<!--/--> closes no mark; take it out"))
        elif closes:
            inner, whole = (opened.end(), comment.start()), (opened.start(), comment.end())
            asks, start = opened[2].strip(), line_of(text, opened.start())
            found.append(Mark(start, opened[1], asks, text[slice(*inner)], whole, inner))
        opened = None if closes else comment
    return found, sorted(wrong + ([_unclosed(text, opened)] if opened else []))


def _unclosed(text: str, opened: re.Match) -> tuple[int, str]:
    name = opened[2].split("\n")[0].strip()
    return line_of(text, opened.start()), (
        f"the mark {name!r} is not closed in its paragraph, before the next mark; end it with "
        "<!--/-->"
    )


def _wrong(prose: str, comment: re.Match, spans: dict[str, list]) -> Iterator[str]:
    """What is wrong with where a comment stands, and with how it is written."""
    start = prose.rfind("\n", 0, comment.start()) + 1
    line, below, *_ = (*prose[start:].split("\n", 2), "")
    if not FORM.fullmatch(comment[0]):
        yield f"{comment[0].splitlines()[0]!r} is no mark of one line; {WRITE}"
    if comment[1] == "?" and re.search(r"\||--", comment[2]):
        yield "a condition holds no | and no --: they end a table's cell and a comment; say it else"
    if BEFORE_TEXT.fullmatch(prose[start : comment.start()]):
        yield "a mark that is first in a line or list item hides the line; put a word before it"
    if re.match(r"#{1,6}\s", line) or (line.strip() and re.fullmatch(r"=+|-{2,}", below.strip())):
        yield "a mark stands in a heading, where it goes into links and the contents; move it"
    for place, found in spans.items():
        if any(start < comment.start() < end for start, end in found):
            yield f"a mark stands in {place}, which it breaks; put it outside"


def blanked(pattern: re.Pattern, text: str) -> str:
    """The text with all matches turned into blanks, every line and column kept."""
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def line_of(text: str, place: int) -> int:
    """Line of a place in a text, from 1."""
    return text.count("\n", 0, place) + 1
