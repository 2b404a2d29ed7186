"""How long a page's prose is, and which of its sentences, headings and folds pass a limit."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tools import marks, words

WORDS = {words.PROSE: 2000, words.FINE_PRINT: 600}
AVERAGE, LONGEST, HEADING = 20, 35, 10
FOLD = "<details><summary>Fine print: …</summary>, a blank line, the text, a blank line, </details>"
Found = list[tuple[int, str]]  # line, and a sentence


class Lengths(NamedTuple):
    """Words of a page, and of its sentences."""

    words: dict[str, int]  # by place
    average: float
    longest: int


def measured(text: str) -> Lengths:
    r"""Lengths of a page's text; the exercises' sentences count, their words are apart.

    >>> measured("# Title of it\n\nOne two. One two three four.")[1:]
    (3.0, 4)
    """
    found = words.blocks(text)
    total = {
        place: sum(words.count(block.text) for block in found if block.place == place)
        for place in (words.PROSE, words.FINE_PRINT, words.EXERCISES)
    }
    counts = [words.count(sentence) for block in found for sentence in words.sentences(block)]
    return Lengths(total, sum(counts) / max(1, len(counts)), max(counts, default=0))


def problems(text: str) -> Found:
    """What in a text passes a limit: its line, what it is and what to do."""
    lengths = measured(text)
    found = [
        (1, f"{lengths.words[place]:,} words of {place}; at most {most:,}: cut, or split the page")
        for place, most in WORDS.items()
        if lengths.words[place] > most
    ]
    if lengths.average > AVERAGE:
        said = f"{lengths.average:.1f} words in a sentence on average; at most {AVERAGE}"
        found.append((1, f"{said}: make two of the longest ones"))
    return [*found, *_long(text), *_folds(text)]


def _long(text: str) -> Iterator[tuple[int, str]]:
    for block in words.blocks(text):
        title = re.sub(r"^Exercise \d+: ", "", block.text)
        if block.kind == "heading" and words.count(title) > HEADING:
            yield block.line, f"the heading {title!r} has more than {HEADING} words; shorten it"
        for sentence in words.sentences(block):
            start, length = " ".join(sentence.split()[:6]), words.count(sentence)
            if length > LONGEST:
                yield block.line, f"{length} words in '{start} …'; at most {LONGEST}: make it two"
            if words.bracketed(sentence):
                yield block.line, f"'{start} …' stands in brackets; say it, or leave it out"


def _folds(text: str) -> Iterator[tuple[int, str]]:
    """Folds that do not show as such everywhere, or hold a cell."""
    prose = marks.blanked(marks.CODE, text)
    for opened in re.finditer(r"^.*<details.*$", prose, flags=re.MULTILINE):
        line, rest = marks.line_of(text, opened.start()), prose[opened.end() :]
        inside, closed, _ = rest.partition("\n\n</details>")
        shape = re.fullmatch(r"<details><summary>.+</summary>", opened[0])
        if not (shape and closed and inside.startswith("\n\n")) or "<details" in inside:
            yield line, f"the fold is not of this form: {FOLD}"
        elif "```" in text[opened.end() : opened.end() + len(inside)]:
            yield line, "a cell stands in the fold, where none can; move it out"
