"""The instructors' page: its table of all exercises, and what it looks for in open answers."""

import re
from pathlib import Path

from tools import exercises
from tools.pages import ROOT

LOOKED_FOR = re.compile(r"^\| exercise \| look for \|\n.*\n((?:\|.*\n)+)", re.MULTILINE)
TABLE = re.compile(r"^\| chapter and exercise \|(.*\n)+?(?!\|)", re.MULTILINE)


def table(root: Path = ROOT) -> str:
    """Minutes and points of every exercise, as the table of the instructors' page."""
    lines = [
        "| chapter and exercise | difficulty | minutes | points | graded |",
        "|---|---|---:|---:|---|",
    ]
    for chapter in exercises.chapters(root):
        notebook = exercises.read(chapter, root)
        found = exercises.exercises(notebook)
        minutes, points = (sum(getattr(own, f) for own in found) for f in ("minutes", "points"))
        link = f"[{exercises.title(notebook)}]({chapter.removeprefix('book/')}.ipynb)"
        lines.append(f"| **{link}** | | **{minutes}** | **{points}** | |")
        for number, own in enumerate(found, start=1):
            graded = "by its check" if own.name else "by hand"
            facts = f"{own.difficulty} | {own.minutes} | {own.points} | {graded}"
            lines.append(f"| {number}. {own.title} | {facts} |")
    return "\n".join(lines) + "\n"


def looked_for(root: Path = ROOT) -> dict[str, str]:
    """What the instructors' page looks for in each answer that a person grades, by its title."""
    rows = LOOKED_FOR.search((root / "book" / "instructors.md").read_text(encoding="utf-8"))[1]
    cells = ([cell.strip() for cell in row.strip("|").split("|")] for row in rows.splitlines())
    return dict(cells)


def with_table(page: str, root: Path = ROOT) -> str:
    """The instructors' page with its table brought up to date."""
    return TABLE.sub(lambda _: table(root), page, count=1)
