"""What a chapter measured, in one picture: a row a claim, its interval over the range it asks for.

It is drawn in HTML and SVG, so that its words stay words: they wrap on a phone, follow light and
dark, and are read aloud.
"""

import html
import math
from typing import Any, NamedTuple

from fourierbook.ledger.entries import entries
from fourierbook.results.judging import FAILS, HOLDS, INCONCLUSIVE, UNTESTED, WEAKER, Range

ORDER = (FAILS, INCONCLUSIVE, WEAKER, UNTESTED, HOLDS)
WIDTH, HEIGHT, MIDDLE = 240, 26, 13  # of a bar's drawing, and where the interval's line runs
MARGIN = 0.12  # of what has to be seen, left free on either side
DECADES = 1.5  # from which on an axis of positive numbers is logarithmic
GREEN, YELLOW = "#00a962", "#c98a00"
KEY = (
    "Each bar is a 95 % interval, its dot the value. Green is where the claim holds, hatched where "
    "a weaker form of it does; ◆ is the paper's value."
)


class Shown(NamedTuple):
    """A picture in HTML that shows itself where it is a cell's value."""

    html: str

    def _repr_html_(self) -> str:
        return self.html


def picture(chapter: str) -> Shown:
    """The claims of a chapter, those that do not hold first; checks of the code are left out.

    Args:
        chapter: its name, as in `fourierbook.results.papers.CHAPTERS`.

    Raises:
        ValueError: if the chapter has no claims.
    """
    rows = [row for row in entries(chapter) if row["kind"] == "claim"]
    rows.sort(key=lambda row: ORDER.index(row["verdict"]))
    style = "font-size:.85em;opacity:.8;margin:.3em 0"
    body = "".join(map(_row, rows))
    return Shown(f'<div class="verdicts">{body}<p style="{style}">{html.escape(KEY)}</p></div>')


def _row(row: dict[str, Any]) -> str:
    """Statement, bar and verdict side by side, or below each other where there is no room."""
    words, verdict, name = (html.escape(str(row[key])) for key in ("short", "verdict", "id"))
    box = "display:flex;flex-wrap:wrap;align-items:center;gap:.1em 1em;padding:.35em 0;"
    rule = "border-bottom:1px solid rgba(128,128,128,.3)"
    return (
        f'<div style="{box}{rule}"><span style="flex:1 1 15em">{words}</span>'
        f'<span style="flex:0 0 {WIDTH}px">{bar(row)}</span>'
        f'<b data-claim="{name}" style="flex:0 0 6.5em">{verdict}</b></div>'
    )


def bar(row: dict[str, Any]) -> str:
    """One interval over its two ranges, in SVG; empty where nothing was measured.

    Args:
        row: an entry of the ledger.
    """
    if row["mean"] is None:
        return ""
    place = _axis(row)
    label = html.escape(f"{row['measured']}; it holds in {row['holds_in_words']}")
    parts = [_zone(row["weaker"], place, "url(#weaker)"), _zone(row["holds"], place, GREEN)]
    low, mean, high = (place(row[key]) for key in ("low", "mean", "high"))
    parts.append(
        f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{MIDDLE}" y2="{MIDDLE}" stroke="currentColor" '
        f'stroke-width="5"/><circle cx="{mean:.1f}" cy="{MIDDLE}" r="5" fill="currentColor"/>'
    )
    if row["mark"] is not None:
        parts.append(
            f'<text class="paper" x="{place(row["mark"]):.1f}" y="{MIDDLE + 5}" '
            'text-anchor="middle" fill="currentColor">◆</text>'
        )
    return (
        f'<svg role="img" aria-label="{label}" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}"><title>{label}</title>{_HATCH}{"".join(parts)}</svg>'
    )


_HATCH = (
    '<defs><pattern id="weaker" width="6" height="6" patternUnits="userSpaceOnUse" '
    f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{YELLOW}" opacity=".18"/>'
    f'<line x1="0" y1="0" x2="0" y2="6" stroke="{YELLOW}" stroke-width="2.5"/></pattern></defs>'
)


def _zone(limits: Range | None, place, fill: str) -> str:
    """A range as a box behind the interval; one without an end reaches the drawing's edge."""
    if limits is None:
        return ""
    left, right = place(limits[0]), place(limits[1])
    return (
        f'<rect x="{left:.1f}" width="{max(right - left, 1):.1f}" y="4" height="{HEIGHT - 8}" '
        f'fill="{fill}" opacity="{".35" if fill == GREEN else "1"}"/>'
    )


def _axis(row: dict[str, Any]):
    """From a value to its place in the drawing, which shows the interval and the ranges' ends."""
    ends = [*row["holds"], *(row["weaker"] or ()), row["low"], row["mean"], row["high"]]
    ends += [] if row["mark"] is None else [row["mark"]]
    shown = [value for value in ends if math.isfinite(value)]
    positive = min(shown) > 0 and math.log10(max(shown) / min(shown)) > DECADES
    scale = math.log10 if positive else float
    first, last = scale(min(shown)), scale(max(shown))
    room = MARGIN * (last - first) or 1.0

    def place(value: float) -> float:
        if not math.isfinite(value):
            return 0.0 if value < 0 else float(WIDTH)
        if positive and value <= 0:
            return 0.0
        return WIDTH * (scale(value) - first + room) / (last - first + 2 * room)

    return place
