"""Intervals at 95 % that have a form of their own: of a share, of a mean, of a median."""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from fourierbook.types import is_count, is_number

LEVEL = 0.95


class Interval(NamedTuple):
    """A mean, or another statistic, with its 95 % interval and what it was taken over."""

    mean: float
    low: float
    high: float
    n: int  # of the first that `over` names
    over: str  # "images", "seeds", "seeds and images"


def wilson(correct: int, total: int) -> Interval:
    """Interval of a share of images: Wilson's score interval, (p̂ + z²/2n ± z √…)/(1 + z²/n).

    Args:
        correct: images that count.
        total: n, all images, positive.

    Raises:
        ValueError: if not 0 ≤ correct ≤ total, if total is 0, or if either is no whole number.

    Reference:
        Wilson (1927); it stays inside [0, 1] and is right for shares near 0 and 1.

    >>> [round(x, 3) for x in wilson(5, 10)[:3]]
    [0.5, 0.237, 0.763]
    """
    if not (is_count(correct, least=0) and is_count(total) and correct <= total):
        raise ValueError(f"correct counts some of total ≥ 1 images; got {correct} of {total}")
    correct, total = int(correct), int(total)
    share = correct / total
    ends = stats.binomtest(correct, total).proportion_ci(LEVEL, method="wilson")
    # Rounding may leave a share of 0 or 1 just outside its own interval.
    low, high = min(share, float(ends.low)), max(share, float(ends.high))
    return Interval(share, low, high, total, "images")


def score(share: float, total: float, quantile: float) -> tuple[float, float]:
    """Ends of Wilson's interval for a share of as many units as have its variance, p(1 − p)/v.

    Args:
        share: p̂.
        total: n, that many, not always whole.
        quantile: z, of the normal or of Student's distribution.

    >>> [round(end, 3) for end in score(0.5, 10, 1.96)]
    [0.237, 0.763]
    """
    centre = (share + quantile**2 / (2 * total)) / (1 + quantile**2 / total)
    spread = math.sqrt(share * (1 - share) / total + quantile**2 / (4 * total**2))
    half = quantile * spread / (1 + quantile**2 / total)
    return min(share, max(0.0, centre - half)), max(share, min(1.0, centre + half))


def student(values: ArrayLike, *, over: str = "seeds") -> Interval:
    """Interval of a mean: x̄ ± t s/√n with Student's t at n − 1 degrees of freedom.

    One value has no spread: its interval is the whole line.

    Args:
        values: one a seed.
        over: what the values are, for the reader.

    Raises:
        ValueError: if there is no value, or a value is not a finite number.

    >>> [round(x, 2) for x in student([1.0, 2.0, 3.0])[:3]]
    [2.0, -0.48, 4.48]
    """
    sample = numbers(values)
    if sample.ndim != 1 or len(sample) == 0:
        raise ValueError(f"values holds at least one number; got shape {sample.shape}")
    spread = float(sample.std(ddof=1)) if len(sample) > 1 else math.inf
    return student_from(float(sample.mean()), spread, len(sample), over=over)


def student_from(mean: float, spread: float, n: int, *, over: str) -> Interval:
    """Interval of a mean as `student` gives it, from what is stored of the values.

    Args:
        mean: x̄, of the values.
        spread: s, their standard deviation with n − 1 in the denominator.
        n: how many values there are, positive.
        over: what the values are, for the reader.

    Raises:
        ValueError: if there is no value, or if the mean or the spread of several is no number.

    >>> student_from(2.0, 1.0, 3, over="seeds") == student([1.0, 2.0, 3.0])
    True
    """
    if not is_count(n):
        raise ValueError(f"n counts the values, at least 1; got {n!r}")
    if not is_number(mean) or (n > 1 and not is_number(spread, least=0)):
        raise ValueError(
            "mean is a finite number, and spread a standard deviation, at least 0; "
            f"got {mean!r} and {spread!r}"
        )
    mean, n = float(mean), int(n)
    if n == 1:
        return Interval(mean, -math.inf, math.inf, 1, over)
    half = float(stats.t.ppf((1 + LEVEL) / 2, n - 1)) * float(spread) / math.sqrt(n)
    return Interval(mean, mean - half, mean + half, n, over)


def median(values: ArrayLike, *, over: str = "seeds") -> Interval:
    """Median of values with the interval of its order statistics.

    The j-th smallest and the j-th largest of n values enclose the median with the probability
    1 − 2 P(B < j), B binomial (n, ½); j is the largest for which that is 95 % at least. Fewer than
    six have no such j, and the interval is the whole line.

    Args:
        values: (n,), ∞ where one is only known to be larger than all others.
        over: what the values are, for the reader.

    Raises:
        ValueError: if there is none, or one is no number.

    >>> median([1, 2, 3, 4, 5, np.inf])[:3]
    (3.5, 1.0, inf)
    """
    sample = np.sort(numbers(values, infinite=True))
    if sample.ndim != 1 or len(sample) == 0:
        raise ValueError(f"values are a list, one at least; got shape {sample.shape}")
    n = len(sample)
    middle = sample[[(n - 1) // 2, n // 2]]
    mean = float(middle.max() if np.isinf(middle).any() else middle.mean())
    ends = stats.quantile_test(sample).confidence_interval(LEVEL)
    if np.isnan(ends).any():
        return Interval(mean, -math.inf, math.inf, n, over)
    return Interval(mean, float(ends.low), float(ends.high), n, over)


def rising(function: Callable[[float], float], found: Interval) -> Interval:
    """Interval of a rising function of a statistic, such as a ratio from its logarithm.

    >>> rising(lambda x: 2 * x, Interval(0.5, 0.25, 1.0, 90, "images"))[:3]
    (1.0, 0.5, 2.0)
    """
    return Interval(*(float(function(end)) for end in found[:3]), found.n, found.over)


def bounded(found: Interval, bounds: tuple[float, float]) -> Interval:
    """The part of an interval inside of bounds; the whole line stays so, as it says nothing.

    >>> bounded(Interval(0.5, -0.25, 1.25, 4, "images"), (0, 1))[:3]
    (0.5, 0.0, 1.0)
    """
    if math.isinf(found.low) and math.isinf(found.high):
        return found
    low, high = map(float, bounds)
    return found._replace(
        low=float(np.maximum(found.low, low)), high=float(np.minimum(found.high, high))
    )


def numbers(values: ArrayLike, *, infinite: bool = False) -> np.ndarray:
    """Values as an array of numbers; raises where they are something else, or not finite.

    >>> numbers([1, 2]).tolist()
    [1.0, 2.0]
    """
    try:
        array = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"values are a list of numbers; got {values!r:.80}") from None
    wrong = np.isnan(array) if infinite else ~np.isfinite(array)
    if wrong.any():
        finite = "numbers" if infinite else "finite numbers"
        raise ValueError(
            f"values are {finite}; got {array[wrong][0]} for {int(wrong.sum())} of them"
        )
    return array
