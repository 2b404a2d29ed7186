"""The words and sentences of a page's text, and where they stand: prose, fine print, exercises."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tools import marks

PROSE, FINE_PRINT, EXERCISES = "prose", "fine print", "exercises"
OTHER = r"^\+\+\+.*?$|\$\$.*?\$\$|<!--.*?-->|^\*\w+ · \d+ minutes · .*?$|!\[[^\]]*\]\([^)]*\)"
HIDDEN = re.compile(rf"{marks.HEADER}|{marks.CELL}|{OTHER}", re.MULTILINE | re.DOTALL)
ONE_WORD = re.compile(rf"`[^`\n]+`|{marks.FORMULA.pattern}|https?://\S+", re.DOTALL)
ADDRESS = re.compile(r"(?<=\])\([^)]*\)|</?\w[^>]*>")
ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
FULL_STOP = re.compile(r"[.!?][\"'”’)\]*_]*(?=\s+|$)")
NO_FULL_STOP = re.compile(r"(?:^|[\s(])(?:e\.g|i\.e|cf|vs|et al|approx|Fig|Eq|Sec|No)\.$")


class Block(NamedTuple):
    """A paragraph, list item, heading, table row or title of a fold."""

    line: int
    kind: str  # "text", "heading", "table" or "summary"
    place: str
    text: str


def blocks(text: str) -> list[Block]:
    r"""What a reader reads, in order.

    >>> [(b.kind, b.place, b.text) for b in blocks("# A title\n\nText\nof it.\n")]
    [('heading', 'prose', 'A title'), ('text', 'prose', 'Text of it.')]
    """
    found: list[Block] = []
    folded = exercises = going = False
    for number, line in enumerate(_read(text).split("\n"), start=1):
        folded = folded or "<details" in line
        exercises = line.startswith("## Exercises") or (exercises and not line.startswith("## "))
        place = FINE_PRINT if folded else EXERCISES if exercises else PROSE
        kind, words = _kind(line), ADDRESS.sub(" ", line).strip("#|> \t")
        words = ITEM.sub("", words, count=1) if ITEM.match(line) else words
        folded = folded and "</details>" not in line
        if kind == "text" and going and not ITEM.match(line) and words:
            last = found.pop()
            found.append(last._replace(text=f"{last.text} {words}"))
        elif words:
            found.append(Block(number, kind, place, words))
        going = bool(words) and kind == "text"
    return found


def sentences(block: Block) -> Iterator[str]:
    """Sentences of a block; those of a heading or table are none.

    >>> [*sentences(Block(1, "text", PROSE, "It is (e.g. here) so. Or not? See Fig. 2 of it."))]
    ['It is (e.g. here) so.', 'Or not?', 'See Fig. 2 of it.']
    """
    start = 0
    for stop in FULL_STOP.finditer(block.text if block.kind == "text" else ""):
        goes_on = block.text[stop.end() :].lstrip()[:1].islower()
        if not goes_on and not NO_FULL_STOP.search(block.text[start : stop.end()]):
            yield block.text[start : stop.end()].strip()
            start = stop.end()
    if block.kind == "text" and count(block.text[start:]):
        yield block.text[start:].strip()


def count(text: str) -> int:
    """Words of a text: whatever stands between blanks and holds a letter or digit.

    >>> count("A 3 × 3 well-known kernel – or two.")
    7
    """
    return sum(bool(re.search(r"\w", word)) for word in text.split())


def bracketed(sentence: str) -> bool:
    """Whether a sentence, or the first one of several, stands wholly in brackets.

    >>> bracketed("(It is so.)"), bracketed("(It is so."), bracketed("(2) says (so).")
    (True, True, False)
    """
    depth, plain = 0, sentence.strip("*_ ")
    for place, letter in enumerate(plain if plain.startswith("(") else ""):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0:
            return not re.search(r"\w", plain[place:])
    return plain.startswith("(")


def _read(text: str) -> str:
    """The text without what nobody reads as words; each formula or name becomes one word."""
    text = marks.blanked(HIDDEN, text)
    return ONE_WORD.sub(lambda match: "X" + re.sub(r"[^\n]", " ", match[0][1:]), text)


def _kind(line: str) -> str:
    starts = {"heading": r"#{1,6}\s", "table": r"\|", "summary": r".*<summary"}
    return next((kind for kind, start in starts.items() if re.match(start, line)), "text")
