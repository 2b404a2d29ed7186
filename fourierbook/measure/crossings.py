"""When each frequency is learnt: crossings of a threshold, their order, their medians.

A frequency that is not learnt before a run ends has no crossing time, only a bound. It is kept as ∞
and counted as *censored*; means are never taken, medians and orders only.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fourierbook.measure import intervals
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.types import are_numbers, is_number

BELOW = 0.2  # of Δ: learnt, as in the papers' figures


def crossing_times(
    errors: ArrayLike, times: ArrayLike, *, below: float = BELOW, lasting: bool = False
) -> np.ndarray:
    """First time at which an error is below a threshold: t(ε) = min{t : Δ(t) < ε}.

    An error that rises again later has crossed all the same, also where it only passed through zero
    on its way: oscillating errors do. With `lasting`, t(ε) = min{t : Δ(s) < ε for all s ≥ t}.

    Args:
        errors: Δ, (T, ...).
        times: (T,), rising.
        below: ε, positive.
        lasting: ask for the time from which on the error stays below.

    Returns:
        (...), ∞ where it never is.

    Raises:
        ValueError: if there is not one rising time for each row of errors, or ε is not positive.

    >>> crossing_times([[1.0, 1.0], [0.1, 1.0], [0.5, 0.3]], [0, 10, 20]).tolist()
    [10.0, inf]
    >>> crossing_times([1.0, 0.1, 0.5, 0.1], [0, 10, 20, 30], lasting=True).tolist()
    30.0
    """
    values, when = np.asarray(errors, dtype=float), times
    if not are_numbers(when) or len(when) == 0 or (np.diff(np.asarray(when, float)) <= 0).any():
        raise ValueError(f"times are finite numbers that rise, one at least; got {times!r:.80}")
    if values.ndim == 0 or len(values) != len(when):
        raise ValueError(
            f"errors have one row for each of the {len(when)} times; got shape {values.shape}"
        )
    if not is_number(below) or below <= 0:
        raise ValueError(f"below is a positive error; got {below!r}")
    if lasting:
        values = np.maximum.accumulate(values[::-1])[::-1]
    under = values < float(below)
    first = np.asarray(when, dtype=float)[under.argmax(0)]
    return np.where(under.any(0), first, math.inf)


class Order(NamedTuple):
    """In which order each seed learnt its frequencies; at most one of the three is true."""

    low_first: np.ndarray  # (S,), t_1 ≤ t_2 ≤ …
    high_first: np.ndarray  # (S,), t_1 > t_2 > …
    undecided: np.ndarray  # (S,), censored times leave it open whether it is one of these two


def order(times: ArrayLike) -> Order:
    """In which order each seed has learnt its frequencies.

    One censored time is later than all others. Of two, nobody knows which is later: a seed whose
    other times fit an order is then undecided.

    Args:
        times: (S, K), frequencies rising along the second axis; ∞ where censored.

    Raises:
        ValueError: if they are not numbers (S, K) from 0 on, with two frequencies at least.

    >>> low_first, high_first, undecided = order([[1, 5, 9], [1, 9, np.inf], [1, np.inf, np.inf]])
    >>> low_first.tolist(), undecided.tolist()
    ([True, True, False], [False, False, True])
    """
    values = _times(times)
    if values.ndim != 2 or values.shape[1] < 2:
        raise ValueError(f"times are (S, K) with K at least 2; got shape {values.shape}")
    earlier, later = values[:, :-1], values[:, 1:]
    censored = np.isinf(values)
    open_pair = censored[:, :-1] & censored[:, 1:]
    rising = (earlier <= later).all(1)
    falling = ((earlier > later) | open_pair).all(1)
    several = censored.sum(1) > 1
    return Order(rising & ~several, falling & ~several, (rising | falling) & several)


def share_of_seeds(counted: ArrayLike) -> Interval:
    """Share of seeds of which something is true, with Wilson's interval.

    >>> share_of_seeds([True] * 32).low > 0.89
    True
    """
    return intervals.of(np.mean, Sample(np.asarray(counted, dtype=bool), ("seeds",)))


def median(times: ArrayLike, *, over: str = "seeds") -> Interval:
    """Median of times, some of which may be censored, with the interval of its order statistics.

    See `intervals.median`.

    Args:
        times: (n,), ∞ where censored.
        over: what the times are, for the reader.

    Raises:
        ValueError: if there is none, or one is no time.

    >>> median([1, 2, 3, 4, 5, np.inf])[:3]
    (3.5, 1.0, inf)
    """
    values = _times(times)
    if values.ndim != 1 or len(values) == 0:
        raise ValueError(f"times are a list, one at least; got shape {values.shape}")
    return intervals.median(values, over=over)


def _times(times: ArrayLike) -> np.ndarray:
    try:
        values = np.asarray(times, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"times are numbers; got {times!r:.80}") from None
    if np.isnan(values).any() or (values < 0).any():
        raise ValueError(f"times are 0 or more, ∞ where censored; got {times!r:.80}")
    return values
