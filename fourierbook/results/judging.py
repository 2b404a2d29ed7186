"""From an interval to a verdict, and from verdicts to what they say of the debate."""

import math
from collections.abc import Collection, Iterable
from typing import NamedTuple

from fourierbook.measure.intervals import Interval

Range = tuple[float, float]  # closed; ±inf allowed

HOLDS, WEAKER, FAILS = "holds", "weaker", "fails"
INCONCLUSIVE = "inconclusive"  # it was run, and could not tell
UNTESTED = "untested"  # it was not run
VERDICTS = (HOLDS, WEAKER, FAILS, INCONCLUSIVE, UNTESTED)
NOT_MEASURED, IN_PART = "not measured", "in part"  # of a part of the debate; of a statement


class Verdict(NamedTuple):
    """What a measurement says about a claim, and why; the interval and scale that decided."""

    verdict: str
    reason: str
    interval: Interval | None = None
    scale: str | None = None


class Weighed(NamedTuple):
    """What the claims of one part of the debate say together, and why."""

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
    'inconclusive'
    """
    low, high = interval.low, interval.high
    spans = union([holds] if weaker is None else [holds, weaker])
    if interval.n < least:
        return INCONCLUSIVE, f"{interval.n:,} {interval.over}, at least {least:,} are needed"
    if math.isnan(interval.mean + low + high) and not math.isinf(low):
        return INCONCLUSIVE, "the measurement is not a number"
    if holds[0] <= low and high <= holds[1]:
        return HOLDS, f"the interval lies inside {span(holds)}"
    if any(start <= low and high <= end for start, end in spans):
        both = " or ".join(map(span, spans))
        return WEAKER, f"the interval lies inside {both}, but not inside {span(holds)}"
    if all(high < start or low > end for start, end in spans):
        return FAILS, f"the interval lies outside {' and '.join(map(span, spans))}"
    open_range = holds if low <= holds[1] and high >= holds[0] else weaker
    wide = f"the interval is too wide to tell whether it lies inside {span(open_range)}"
    return INCONCLUSIVE, wide


def weighed(verdicts: dict[str, str], *, decisive: Collection[str] = ()) -> Weighed:
    """Verdict on a part of the debate from the verdicts on its claims.

    It *holds* where all hold, and *fails* where a decisive one fails or all do. Where a decisive
    claim could not tell, or any where none is decisive, it is *inconclusive*; where no claim has
    been run, *not measured*; and *weaker* otherwise.

    Args:
        verdicts: claim id to verdict.
        decisive: ids of the claims without which the part is nothing.

    >>> weighed({"a": "holds", "b": "fails"}, decisive=["b"])[:2]
    ('fails', 'b decides; 1 holds, 1 fails')
    """
    rows, found = tuple(verdicts), list(verdicts.values())
    counts = ", ".join(f"{found.count(kind)} {kind}" for kind in VERDICTS if kind in found)
    against = [name for name in decisive if verdicts[name] == FAILS]
    open_ = {verdicts[name] for name in decisive or rows} & {INCONCLUSIVE, UNTESTED}
    if not rows:
        return Weighed(NOT_MEASURED, "no claim measures it", rows)
    if set(found) == {UNTESTED}:
        return Weighed(NOT_MEASURED, counts, rows)
    if against:
        return Weighed(FAILS, f"{', '.join(against)} decides; {counts}", rows)
    if open_:
        return Weighed(INCONCLUSIVE, counts, rows)
    only = set(found)
    return Weighed(only.pop() if only in ({HOLDS}, {FAILS}) else WEAKER, counts, rows)


def stated(parts: dict[str, str], *, decisive: Collection[str] = ()) -> str | None:
    """Verdict on a statement from those on its parts; None until all of them are decided.

    It *holds* if all parts hold, *fails* if a decisive one fails, and holds *in part* otherwise.

    Args:
        parts: letter to verdict.
        decisive: letters of the parts without which the statement is nothing.

    >>> stated({"a": "holds", "b": "weaker"}), stated({"a": "holds", "b": "not measured"})
    ('in part', None)
    """
    if set(parts.values()) & {INCONCLUSIVE, NOT_MEASURED}:
        return None
    if any(parts[letter] == FAILS for letter in decisive):
        return FAILS
    return HOLDS if set(parts.values()) == {HOLDS} else IN_PART


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
