"""From an interval to a verdict: holds, weaker, fails, or untested with the reason."""

import math
from collections.abc import Collection, Iterable
from typing import NamedTuple

from fourierbook.measure.intervals import Interval

Range = tuple[float, float]  # closed; ±inf allowed

HOLDS, WEAKER, FAILS, UNTESTED = "holds", "weaker", "fails", "untested"


class Verdict(NamedTuple):
    """What a measurement says about a claim, and why; the interval and scale that decided."""

    verdict: str
    reason: str
    interval: Interval | None = None
    scale: str | None = None


class DebateVerdict(NamedTuple):
    """What the claims of one statement of the debate say together, and why."""

    verdict: str
    reason: str
    rows: tuple[str, ...]  # ids of the claims


def judged(
    interval: Interval, holds: Range, weaker: Range | None, *, least: int
) -> tuple[str, str]:
    """Verdict on an interval, and the reason.

    Args:
        interval: at 95 %.
        holds: where the claim holds.
        weaker: where a weaker form of it holds; may contain `holds`, or meet it.
        least: number of seeds or images that are needed.

    >>> images = Interval(0.5, 0.4, 0.6, 100, "images")
    >>> judged(images, (0.3, 1.0), None, least=100)
    ('holds', 'the interval lies inside [0.3, 1]')
    >>> judged(images, (0.45, 1.0), None, least=100)[0]
    'untested'
    """
    low, high = interval.low, interval.high
    spans = union([holds] if weaker is None else [holds, weaker])
    if interval.n < least:
        return UNTESTED, f"{interval.n:,} {interval.over}, at least {least:,} are needed"
    if math.isnan(interval.mean + low + high) and not math.isinf(low):
        return UNTESTED, "the measurement is not a number"
    if holds[0] <= low and high <= holds[1]:
        return HOLDS, f"the interval lies inside {span(holds)}"
    if any(start <= low and high <= end for start, end in spans):
        both = " or ".join(map(span, spans))
        return WEAKER, f"the interval lies inside {both}, but not inside {span(holds)}"
    if all(high < start or low > end for start, end in spans):
        return FAILS, f"the interval lies outside {' and '.join(map(span, spans))}"
    open_range = holds if low <= holds[1] and high >= holds[0] else weaker
    return UNTESTED, f"the interval is too wide to tell whether it lies inside {span(open_range)}"


def weighed(verdicts: dict[str, str], *, decisive: Collection[str]) -> DebateVerdict:
    """Verdict on a statement from the verdicts on its claims.

    It *holds* where all hold, *fails* where a decisive one fails, and is *weaker* otherwise; it is
    *untested* where none of them is tested yet, or not the decisive ones.

    Args:
        verdicts: claim id to verdict.
        decisive: ids of the claims without which the statement is nothing.

    >>> weighed({"a": "holds", "b": "fails"}, decisive=["b"])[:2]
    ('fails', 'b decides; 1 holds, 1 fails')
    """
    rows, found = tuple(verdicts), list(verdicts.values())
    kinds = (HOLDS, WEAKER, FAILS, UNTESTED)
    counts = ", ".join(f"{found.count(kind)} {kind}" for kind in kinds if kind in found)
    against = [name for name in decisive if verdicts[name] == FAILS]
    waiting = [name for name in decisive if verdicts[name] == UNTESTED]
    if not rows:
        return DebateVerdict(UNTESTED, "no claim belongs to it yet", rows)
    if against:
        return DebateVerdict(FAILS, f"{', '.join(against)} decides; {counts}", rows)
    if waiting or set(found) == {UNTESTED}:
        return DebateVerdict(UNTESTED, counts, rows)
    return DebateVerdict(HOLDS if set(found) == {HOLDS} else WEAKER, counts, rows)


def union(ranges: Iterable[Range]) -> list[Range]:
    """Ranges, those that meet joined.

    >>> union([(1, 2), (0, 1), (4, 5)])
    [(0, 2), (4, 5)]
    """
    joined: list[Range] = []
    for low, high in sorted(ranges):
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return joined


def span(limits: Range) -> str:
    """A range as the ledger writes it.

    >>> span((0.3, math.inf)), span((-math.inf, -1))
    ('[0.3, ∞)', '(−∞, −1]')
    """
    low, high = limits
    left = "(−∞" if low == -math.inf else f"[{low:g}"
    right = "∞)" if high == math.inf else f"{high:g}]"
    return f"{left}, {right}".replace("-", "−")
