"""Find the numbers that are typed into prose: decimals, percentages and counts without a mark.

A number that may stand there (a paper's own value, a constant) is a phrase in
`tools/prose_numbers.toml`, under its page or under `everywhere`, with the reason.
"""

import re
from collections.abc import Iterable

from tools import marks

PERCENTAGE = r"(?<![\w.])\d+(?:\.\d+)?\s*(?:%|percent\b|per cent\b)"
DECIMAL = r"(?<![\w.])\d+\.\d+(?![\w.]\w)"
NUMBER = re.compile(f"{PERCENTAGE}|{DECIMAL}")
COUNTED = (
    "cases|claims|directions|digits|epochs|images|models|networks|pairs|parameters|photographs|"
    "pictures|points|queries|records|runs|seeds|specimens|steps|times|trainings|units|weights"
)
# 10,000 · 3 of 6, 3 in 6 · 40 seeds, 40 trained networks; not the 15 waves of "15 × 15 waves".
COUNT = re.compile(
    r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\w,.]\d)"
    r"|(?<![\w.,])\d+ (?:out of|of|in) \d+(?![\w.,]\d)"
    rf"|(?<![\w.,×])(?<!× )\d+\s+(?:\w+\s+)?(?:{COUNTED})\b"
)
NOT_PROSE = re.compile(
    rf"{marks.HEADER}|{marks.CELL}"
    r"|^\+\+\+.*?$"  # metadata of a text cell
    r"|^\*\w+ · \d+ minutes · .*?$"  # what an exercise asks of a reader
    r"|\$\$.*?\$\$|\$[^$\n]+\$"  # mathematics
    r"|`[^`\n]+`"  # names
    r"|\]\([^)]*\)|https?://\S+"  # addresses
    r"|(?<![\w.])\d{4}\.\d{4,5}(?:v\d+)?"  # arXiv numbers
    r"|<!--.*?-->",
    flags=re.MULTILINE | re.DOTALL,
)
EXERCISES = re.compile(r"^## Exercises$.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def prose(text: str) -> str:
    """The text with all that is not prose blanked out, line numbers kept.

    Of what is marked, a number goes, and of words under a condition the numbers that it compares.
    """
    for mark in reversed(marks.find(text)[0]):
        start, end = mark.inner
        named = [mark.words] if mark.kind == "=" else re.findall(r"\d[\d.]*", mark.asks)
        either = re.compile("|".join(rf"(?<![\d.]){re.escape(n)}(?![\d.])" for n in named) or "$^")
        text = text[:start] + marks.blanked(either, mark.words) + text[end:]
    return marks.blanked(NOT_PROSE, text)


def numbers(text: str, phrases: Iterable[str] = (), *, counts: bool = False) -> list[tuple]:
    """Line and text of each number in the prose that no phrase covers.

    Args:
        text: of a page.
        phrases: that may stand in it.
        counts: whether counts are looked for too, but in the exercises, which state their own.

    >>> numbers("It keeps 91.2 % of them, $r = 0.5$, and 0.25 is left.", ["0.25 is left"])
    [(1, '91.2 %')]
    >>> numbers("In 3 of 6 trainings with 40 seeds.", counts=True)
    [(1, '3 of 6'), (1, '40 seeds')]
    """
    text = prose(text)
    for phrase in phrases:
        pattern = r"\s+".join(map(re.escape, phrase.split()))
        text = marks.blanked(re.compile(pattern), text)
    found = [*NUMBER.finditer(text)]
    found += COUNT.finditer(marks.blanked(EXERCISES, text)) if counts else []
    return sorted((marks.line_of(text, m.start()), m[0]) for m in found)


def unused(text: str, phrases: Iterable[str]) -> list[str]:
    """Phrases that the prose does not hold."""
    words = " ".join(prose(text).split())
    return [phrase for phrase in phrases if " ".join(phrase.split()) not in words]
