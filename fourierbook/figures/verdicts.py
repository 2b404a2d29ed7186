"""What a chapter measured, in one picture: a row a claim, its interval over what it asks for.

It is drawn in HTML and SVG, so that its words stay words: they wrap on a phone, follow light and
dark, and are read aloud.
"""

import html
import math
from collections.abc import Callable
from typing import Any, NamedTuple

from fourierbook.ledger.entries import entries
from fourierbook.results.judging import FAILS, HOLDS, INCONCLUSIVE, UNTESTED, WEAKER, Range

Place = Callable[[float], float]  # of a value in the drawing, in pixels

ORDER = (FAILS, INCONCLUSIVE, WEAKER, UNTESTED, HOLDS)
WIDTH, HEIGHT, TICKS = 200, 22, 15  # of a bar's drawing, and of the numbers below it
MIDDLE = HEIGHT / 2  # where the interval's line runs
MARGIN = 0.12  # of what has to be seen, left free on either side
ROOM = 34  # pixels that two numbers below a bar need
DECADES = 1.5  # from which on an axis of positive numbers is logarithmic
GREEN, YELLOW = "#00a962", "#c98a00"
SMALL = "font-size:.8em;opacity:.8;"
KEY = (
    "The dot is what we measured, the line its 95 % interval. Green is the range that we asked "
    "for, hatched a weaker one. A claim holds if its whole line is on green, and fails if all "
    "of it lies outside both. Each row has a scale of its own; small numbers are the ends of the "
    "green."
)
FOLDED = 4  # claims that hold are folded if there are so many


class Shown(NamedTuple):
    """A picture in HTML that shows itself where it is a cell's value."""

    html: str

    def _repr_html_(self) -> str:
        return self.html


def picture(chapter: str) -> Shown:
    """The claims of a chapter; checks of the code are left out.

    Those that do not hold come first, the others in a fold that says how many there are.

    Args:
        chapter: its name, as in `fourierbook.results.papers.CHAPTERS`.

    Raises:
        ValueError: if the chapter has no claims.
    """
    rows = [row for row in entries(chapter) if row["kind"] == "claim"]
    rows.sort(key=lambda row: ORDER.index(row["verdict"]))
    marked = any(row["mark"] is not None for row in rows)
    key = KEY + (" ◆ is the paper's value." if marked else "")
    above = f'<p style="{SMALL}margin:.4em 0">{html.escape(key)}</p>'
    held = [_row(row) for row in rows if row["verdict"] == HOLDS]
    rest = [_row(row) for row in rows if row["verdict"] != HOLDS]
    shown = "".join(held)
    if len(held) >= FOLDED:
        shown = f"<details><summary>{len(held)} claims that hold</summary>{shown}</details>"
    return Shown(f'<div class="verdicts">{above}{"".join(rest)}{shown}</div>')


def _row(row: dict[str, Any]) -> str:
    """Statement, bar and verdict side by side, or below each other where there is no room."""
    words, verdict, name = (html.escape(str(row[key])) for key in ("short", "verdict", "id"))
    box = "display:flex;flex-wrap:wrap;align-items:center;gap:.1em 1em;padding:.35em 0;"
    rule = "border-bottom:1px solid rgba(128,128,128,.3)"
    return (
        f'<div style="{box}{rule}"><span style="flex:1 1 15em">{words}</span>'
        f'<span style="flex:0 0 {WIDTH}px">{bar(row)}</span>'
        f'<span style="flex:0 0 8em"><b data-claim="{name}">{verdict}</b><br/>'
        f'<span style="{SMALL}">{_short(row["measured"])}</span></span></div>'
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
    own = html.escape(f"weaker-{row['id']}")  # a name of its own: a page has many bars
    parts = [_zone(rest, place, f"url(#{own})") for rest in _outside(row["weaker"], row["holds"])]
    parts = [_hatch(own), *parts] if parts else []
    parts += [_zone(row["holds"], place, GREEN), _ends(row["holds"], place)]
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
        f'<svg role="img" aria-label="{label}" width="{WIDTH}" height="{HEIGHT + TICKS}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT + TICKS}"><title>{label}</title>'
        f"{''.join(parts)}</svg>"
    )


def _hatch(name: str) -> str:
    """The pattern of what is weaker, under a name."""
    return (
        f'<defs><pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{YELLOW}" opacity=".18"/>'
        f'<line x1="0" y1="0" x2="0" y2="6" stroke="{YELLOW}" stroke-width="2.5"/></pattern></defs>'
    )


def _zone(limits: Range, place: Place, fill: str) -> str:
    """A range as a box behind the interval; one without an end reaches the drawing's edge."""
    left, right = place(limits[0]), place(limits[1])
    return (
        f'<rect x="{left:.1f}" width="{max(right - left, 1):.1f}" y="3" height="{HEIGHT - 6}" '
        f'fill="{fill}" opacity="{".4" if fill == GREEN else "1"}"/>'
    )


def _outside(weaker: Range | None, holds: Range) -> list[Range]:
    """What of the weaker range is not in the range that holds.

    >>> _outside((0.0, 4.0), (1.0, 2.0)), _outside((0.0, 1.0), (1.0, 2.0)), _outside(None, (1, 2))
    ([(0.0, 1.0), (2.0, 4.0)], [(0.0, 1.0)], [])
    """
    if weaker is None:
        return []
    pieces = [(weaker[0], min(weaker[1], holds[0])), (max(weaker[0], holds[1]), weaker[1])]
    return [(low, high) for low, high in pieces if low < high]


def _ends(limits: Range, place: Place) -> str:
    """The ends of a range as small numbers below the bar."""
    ends = [value for value in dict.fromkeys(limits) if math.isfinite(value)]
    if len(ends) == 2 and place(ends[1]) - place(ends[0]) < ROOM:
        ends = ends[:1]
    return "".join(
        f'<text x="{place(value):.1f}" y="{HEIGHT + TICKS - 4}" font-size="11" '
        f'text-anchor="middle" fill="currentColor">{f"{value:g}".replace("-", "−")}</text>'
        for value in ends
    )


def _short(measured: str) -> str:
    """A measurement without what it was taken over, which its drawing says."""
    return html.escape(measured.rsplit(" (", 1)[0])


def _axis(row: dict[str, Any]) -> Place:
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
