"""Hold every chapter against the limits of its cells and of its prose: `make check`.

One table says how long each chapter is. A page in `pages.FIRST_EDITION` is measured only.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tools import cells, exercises, lengths, marks, stills, words
from tools.pages import FIRST_EDITION, ROOT, notebooks, reads_results

LEAST = {"try": 3, "live": 1}
COLUMNS = "page words fine average longest cells lines folded".split()
HEADER = "prose: words, of fine print, average and longest sentence; code: cells, longest, folded"


def problems(page: str, root: Path = ROOT) -> list[str]:
    """What of a page passes a limit: file, line, what it is and what to do.

    A page of the reference that has a cell of kind `generated` is made by its cells: its prose has
    no limit, and they have one line each. Any other page is held to the limits of prose, and one
    outside the reference has a hero.
    """
    text = (root / f"{page}.md").read_text(encoding="utf-8")
    code, reference = cells.read(text), reads_results(page)
    found = [(cell.line, what) for cell in code for what in cells.problems(cell)]
    found += [(1, what) for what in _setup(code)]
    if reference and any(cell.kind == "generated" for cell in code):
        found += [
            (cell.line, f"{len(cell.code)} lines; each cell of a page that is made has one")
            for cell in code
            if cell.kind != "setup" and len(cell.code) > 1
        ]
    else:
        found += lengths.problems(text)
    if not reference:
        here = "is for the pages of the reference; name what the cell is"
        found += [(cell.line, f"generated {here}") for cell in code if cell.kind == "generated"]
        found += _hero(page, text, code, root)
    if page in exercises.chapters(root):
        kinds = [cell.kind for cell in code]
        found += [
            (1, f"{kinds.count(kind)} cells of kind {kind}; at least {least}")
            for kind, least in LEAST.items()
            if kinds.count(kind) < least
        ]
    return [f"{page}.md:{line}: {what}" for line, what in sorted(found)]


def table(root: Path = ROOT) -> str:
    """How long every chapter is, one line each."""
    rows = [
        COLUMNS,
        *(
            _row(page, (root / f"{page}.md").read_text(encoding="utf-8"))
            for page in notebooks(root)
        ),
    ]
    lines = [f"{row[0]:<36}" + "".join(f"{value:>9}" for value in row[1:]) for row in rows]
    return "\n".join([HEADER, *lines])


def _row(page: str, text: str) -> list[str]:
    measured, code = lengths.measured(text), cells.read(text)
    folded = sum(len(cell.code) for cell in code if cell.folded)
    longest = max((len(cell.code) for cell in code), default=0)
    total = [measured.words[place] for place in (words.PROSE, words.FINE_PRINT)]
    numbers = [*total, f"{measured.average:.1f}", measured.longest, len(code), longest, folded]
    mark = " *" if page in FIRST_EDITION else ""
    return [f"{page}{mark}", *map(str, numbers)]


def _setup(code: list[cells.Cell]) -> Iterator[str]:
    kinds = [cell.kind for cell in code]
    if kinds[:1] != ["setup"] or kinds.count("setup") != 1:
        yield "the first code cell is tagged setup, and no other one"


def _hero(page: str, text: str, code: list[cells.Cell], root: Path) -> Iterator[tuple[int, str]]:
    heroes = [cell.line for cell in code if cell.kind == "hero"]
    section = re.search(r"^## ", marks.blanked(marks.CODE, text), flags=re.MULTILINE)
    if len(heroes) != 1 or not section or heroes[0] > marks.line_of(text, section.start()):
        yield 1, f"{len(heroes)} cells of kind hero; exactly one, before the first section"
    still = stills.file_of(root / f"{page}.md")
    if not still.exists():
        yield 1, f"{still.relative_to(root)} is not there; make hero draws it"
    elif still.stat().st_size > 1000 * stills.KILOBYTES:
        yield 1, f"{still.relative_to(root)} has more than {stills.KILOBYTES} KB; run make hero"


if __name__ == "__main__":
    print(table(), "* of the first edition: measured, not checked", sep="\n")
    pages = [page for page in notebooks() if page not in FIRST_EDITION]
    sys.exit("\n".join(what for page in pages for what in problems(page)) or 0)
