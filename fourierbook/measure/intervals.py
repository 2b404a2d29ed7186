"""Intervals at 95 %: over images where the network is one, over seeds where there are several."""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from fourierbook.types import is_count, is_number

LEVEL = 0.95


class Interval(NamedTuple):
    """A mean with its 95 % interval, and what it was taken over."""

    mean: float
    low: float
    high: float
    n: int
    over: str  # "images" or "seeds"


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
    z = float(stats.norm.ppf((1 + LEVEL) / 2))
    share = correct / total
    centre = (share + z**2 / (2 * total)) / (1 + z**2 / total)
    spread = math.sqrt(share * (1 - share) / total + z**2 / (4 * total**2))
    half = z * spread / (1 + z**2 / total)
    # Rounding may leave a share of 0 or 1 just outside its own interval.
    low, high = min(share, max(0.0, centre - half)), max(share, min(1.0, centre + half))
    return Interval(share, low, high, total, "images")


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
    sample = _numbers(values)
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
    if n == 1:
        return Interval(mean, -math.inf, math.inf, 1, over)
    half = float(stats.t.ppf((1 + LEVEL) / 2, n - 1)) * spread / math.sqrt(n)
    return Interval(mean, mean - half, mean + half, n, over)


def paired(first: ArrayLike, second: ArrayLike) -> Interval:
    """Interval of a difference of two shares measured on the same images: mean of (a − b).

    Args:
        first: a, whether each image counts under the first condition.
        second: b, the same images under the second.

    Raises:
        ValueError: if the lists differ in length, hold fewer than two images, or hold anything but
            shares from 0 to 1.

    >>> [round(x, 3) for x in paired([True, True, True, False], [False, True, False, False])[:3]]
    [0.5, -0.066, 1.0]
    """
    a, b = _numbers(first), _numbers(second)
    if a.shape != b.shape or a.ndim != 1 or len(a) < 2:
        raise ValueError(
            f"both lists hold the same images, two at least; got shapes {a.shape} and {b.shape}"
        )
    if min(a.min(), b.min()) < 0 or max(a.max(), b.max()) > 1:
        raise ValueError(
            "an image counts or does not, so values are from 0 to 1; got "
            f"{min(a.min(), b.min()):.3g} to {max(a.max(), b.max()):.3g}"
        )
    difference = a - b
    mean = float(difference.mean())
    z = float(stats.norm.ppf((1 + LEVEL) / 2))
    half = z * float(difference.std(ddof=1)) / math.sqrt(len(difference))
    low, high = max(-1.0, mean - half), min(1.0, mean + half)
    return Interval(mean, low, high, len(difference), "images")


def _numbers(values: ArrayLike) -> np.ndarray:
    """Values as an array of finite numbers; raises where they are something else."""
    try:
        array = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"values are a list of numbers; got {values!r:.80}") from None
    if not np.isfinite(array).all():
        broken = array[~np.isfinite(array)]
        raise ValueError(f"values are finite numbers; got {broken[0]} for {len(broken)} of them")
    return array


def bootstrapped(statistic: Callable[[np.ndarray], float], rows: np.ndarray) -> Interval:
    """A statistic of (n, images) and its interval over images, each drawn as often as there are."""
    images, random = rows.shape[1], np.random.default_rng(0)
    drawn = [statistic(rows[:, random.integers(0, images, images)]) for _ in range(200)]
    mean = statistic(rows)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Interval(mean, min(mean, float(low)), max(mean, float(high)), images, "images")
