"""List the decimals and percentages in the chapters' prose: measured numbers are said by a cell.

A number that may stand there (a paper's own value, a constant) is a phrase in
`tools/prose_numbers.toml`, under its page or under `everywhere`, with the reason.
"""

import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from tools.pages import ROOT
from tools.sync import pairs

ALLOWED = ROOT / "tools" / "prose_numbers.toml"
PERCENTAGE = r"(?<![\w.])\d+(?:\.\d+)?\s*(?:%|percent\b|per cent\b)"
DECIMAL = r"(?<![\w.])\d+\.\d+(?![\w.]\w)"
NUMBER = re.compile(f"{PERCENTAGE}|{DECIMAL}")
NOT_PROSE = re.compile(
    r"\A---\n.*?\n---\n"  # the header
    r"|^```.*?^```$"  # cells
    r"|^\+\+\+.*?$"  # metadata of a text cell
    r"|\$\$.*?\$\$|\$[^$\n]+\$"  # mathematics
    r"|`[^`\n]+`"  # names
    r"|\]\([^)]*\)|https?://\S+"  # addresses
    r"|(?<![\w.])\d{4}\.\d{4,5}(?:v\d+)?",  # arXiv numbers
    flags=re.MULTILINE | re.DOTALL,
)


def prose(text: str) -> str:
    """The text with all that is not prose blanked out, line numbers kept."""
    return NOT_PROSE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def numbers(text: str, phrases: Iterable[str] = ()) -> list[tuple[int, str]]:
    """Line and text of each number in the prose that no phrase covers.

    >>> numbers("It keeps 91.2 % of them, $r = 0.5$, and 0.25 is left.", ["0.25 is left"])
    [(1, '91.2 %')]
    """
    text = prose(text)
    for phrase in phrases:
        pattern = r"\s+".join(map(re.escape, phrase.split()))
        text = re.sub(pattern, lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    return [(text.count("\n", 0, m.start()) + 1, m[0]) for m in NUMBER.finditer(text)]


def unused(text: str, phrases: Iterable[str]) -> list[str]:
    """Phrases that the prose does not hold."""
    words = " ".join(prose(text).split())
    return [phrase for phrase in phrases if " ".join(phrase.split()) not in words]


def problems(texts: Mapping[str, str], allowed: Mapping[str, Mapping[str, str]]) -> list[str]:
    """One sentence for each number that is not allowed, and each allowance that has no number."""
    found = []
    common = allowed.get("everywhere", {})
    for page, text in texts.items():
        own = allowed.get(page, {})
        found += [f"{page}.md:{line}: {n!r}" for line, n in numbers(text, [*common, *own])]
        found += [f"{page}.md does not say {phrase!r} any more" for phrase in unused(text, own)]
    pages = {"everywhere", *texts}
    return found + [f"{page} is not a chapter" for page in allowed if page not in pages]


def main() -> str | None:
    """Check all chapters against the allow-list."""
    texts = {str(p.relative_to(ROOT).with_suffix("")): p.read_text() for p in pairs()}
    found = problems(texts, tomllib.loads(Path(ALLOWED).read_text()))
    advice = (
        "Numbers in prose. If a run measured it, let a cell say it; else add the phrase, with "
        f"the reason, to {ALLOWED.relative_to(ROOT)}:"
    )
    return "\n".join([advice, *found]) if found else None


if __name__ == "__main__":
    sys.exit(main())
