"""Intervals at 95 % over everything that could have been otherwise: seeds, images, corruptions."""

import math
import operator
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from fourierbook.measure.exact_intervals import (
    LEVEL,
    Interval,
    bounded,
    median,
    numbers,
    rising,
    score,
    student,
    student_from,
    wilson,
)
from fourierbook.measure.populations import (
    LEAST,
    SEEDS,
    Axis,
    Sample,
    checked,
    counted,
)
from fourierbook.measure.replicates import Statistic, arranged, replicates
from fourierbook.measure.spread import spread

__all__ = [
    "LEVEL", "Interval", "Sample", "bootstrapped", "difference", "median", "of", "paired",
    "rising", "student", "student_from", "wilson",
]  # fmt: skip

FIRST = (SEEDS, "images")  # populations that are named before others


def difference(first: np.ndarray, second: np.ndarray) -> float:
    """Mean of one sample minus that of another: a statistic for `of`.

    >>> difference(np.array([1.0, 2.0]), np.array([0.5]))
    1.0
    """
    return float(np.nanmean(first) - np.nanmean(second))


def of(
    statistic: Statistic,
    *samples: Sample,
    over: Sequence[str] | None = None,
    averaged: Sequence[str] = (),
    drawn: Sequence[str] = (),
    known: Mapping[str, Callable[..., tuple[float, int]]] | None = None,
    within: tuple[float, float] = (-math.inf, math.inf),
) -> Interval:
    """Interval of a statistic of samples, over all their axes at once: T ± t √v.

    An axis that samples share, such as the images, is varied in all of them together; seeds are
    each training's own. The variance v has a part of each axis, from T without each of its units,
    minus what axes have in common; t is Student's, see `spread.combined`. A training with one seed
    beside another with several is taken to vary as that one does, in units of the values, and the
    interval says so. Where all have one seed it is over what is left.

    A mean over one axis has Student's interval, a share Wilson's, a median that of its order
    statistics. A share over several axes has Wilson's for as many units as have its variance.

    Units that are left out tell how far T moves where it is smooth: means, ratios, correlations,
    slopes, the larger of two where it is clear which. Ranks and medians jump: draw their long axis
    anew, and take the mean over seeds of what each of them gives.

    Args:
        statistic: of arrays, one a sample; `np.mean`, `difference` and `np.median` are known.
        samples: values with their axes.
        over: axes that could have been otherwise, all by default; others are taken as they are.
        averaged: axes of which the statistic needs the mean only, and which it does not see.
        drawn: axes that are drawn anew, with replacement; fewer than ten units tell nothing, and
            the interval is the whole line.
        known: by axis, a function of what the statistic sees that gives its variance over this
            axis and the degrees of freedom, such as that of a line's slope.
        within: bounds that the statistic cannot leave.

    Raises:
        ValueError: if values and axes do not fit, no sample has an axis, a value is infinite, or
            a spread is to be borrowed for a statistic that does not average over seeds.
        NotMeasured: if all values of a sample are missing.

    >>> right = np.array([[1, 0, 1, 1], [1, 0, 0, 1]], dtype=bool)
    >>> found = of(np.mean, Sample(right, ("seeds", "images")))
    >>> found.mean, found.n, found.over
    (0.625, 2, 'seeds and images')
    """
    whole = statistic in LINEAR
    if whole:
        averaged = {name for sample in samples for name in sample.axes}
    samples, over = checked(samples, over, averaged, drawn)
    axes = counted(samples, over, drawn=drawn, alone=whole)
    share = statistic is np.mean and (samples[0].values.dtype == bool or within == (0, 1))
    if len(samples) == len(axes) == 1 and not drawn and _is_exact(statistic, samples[0], axes[0]):
        line = _line(samples[0], axes[0].name, share)
        return bounded(EXACT[statistic](line, over=axes[0].name), within)
    function = LINEAR.get(statistic, statistic)
    value = float(function(*(arranged(samples, place, averaged) for place in range(len(samples)))))
    low, high = -math.inf, math.inf
    if len(axes) == 1 and axes[0].name in drawn and axes[0].size >= LEAST:
        table = replicates(function, samples, axes, averaged, whole=whole)
        low, high = np.quantile(table, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    elif axes and all(axis.size >= LEAST for axis in axes if axis.name in drawn):
        found = spread(function, samples, axes, averaged=averaged, known=known, whole=whole)
        units = _units(samples[0], value, found.variance) if share else None
        low, high = found.ends(value) if units is None else score(value, units, found.quantile)
    ends = float(np.minimum(value, low)), float(np.maximum(value, high))  # nan stays nan
    return bounded(Interval(value, *ends, *_named(axes, over)), within)


def paired(first: ArrayLike, second: ArrayLike) -> Interval:
    """Interval of a difference of two shares measured on the same images: mean of (a − b).

    Args:
        first: a, whether each image counts under the first condition.
        second: b, the same images under the second.

    Raises:
        ValueError: if the lists differ in length, hold fewer than two images, or hold anything but
            shares from 0 to 1.

    >>> [round(x, 3) for x in paired([True, True, True, False], [False, True, False, False])[:3]]
    [0.5, -0.419, 1.0]
    """
    a, b = numbers(first), numbers(second)
    if a.shape != b.shape or a.ndim != 1 or len(a) < 2:
        raise ValueError(
            f"both lists hold the same images, two at least; got shapes {a.shape} and {b.shape}"
        )
    if min(a.min(), b.min()) < 0 or max(a.max(), b.max()) > 1:
        raise ValueError(
            "an image counts or does not, so values are from 0 to 1; got "
            f"{min(a.min(), b.min()):.3g} to {max(a.max(), b.max()):.3g}"
        )
    return of(np.mean, Sample(a - b, ("images",)), within=(-1, 1))


def bootstrapped(statistic: Callable[[np.ndarray], float], rows: np.ndarray) -> Interval:
    """A statistic of (n, images) and its interval over images, each drawn as often as there are.

    >>> bootstrapped(lambda rows: float(rows.mean()), np.ones((2, 30)))
    Interval(mean=1.0, low=1.0, high=1.0, n=30, over='images')
    """
    return of(statistic, Sample(rows, ("rows", "images")), over=["images"], drawn=["images"])


def _mean(values: np.ndarray, *, over: str) -> Interval:
    """Wilson's interval of values that are true or false, Student's of others."""
    if values.dtype == bool:
        return wilson(int(values.sum()), len(values))._replace(over=over)
    return student(values, over=over)


LINEAR = {np.mean: lambda values: values, difference: operator.sub}  # of averages, any shape
EXACT = {np.mean: _mean, np.median: median}  # of one axis


def _is_exact(statistic: Statistic, sample: Sample, axis: Axis) -> bool:
    """Whether a statistic has an interval of its own: a mean also where others are averaged."""
    return statistic is np.mean or (statistic is np.median and sample.values.size == axis.size)


def _line(sample: Sample, name: str, share: bool) -> np.ndarray:
    """What is there of a sample as a list along one axis, the mean of the others."""
    where = sample.axes.index(name)
    rows = np.moveaxis(sample.values, where, 0).reshape(sample.values.shape[where], -1)
    values = rows[:, 0] if rows.shape[1] == 1 else np.nanmean(rows, 1)
    values = values if values.dtype == bool else values[~np.isnan(values)]
    return values.astype(bool) if share and np.isin(values, (0, 1)).all() else values


def _units(sample: Sample, share: float, variance: float) -> float:
    """How many units would give a share its variance; the longest axis' where it has none."""
    there = int((~np.isnan(sample.values.astype(float))).sum())
    if variance == 0:
        return there * max(sample.values.shape) / sample.values.size
    return min(there, share * (1 - share) / variance)


def _named(axes: Sequence[Axis], over: Sequence[str]) -> tuple[int, str]:
    """How many units the first population has, the larger number of two, and the words for all."""
    if not axes:
        return 1, over[0]
    names = {axis.name for axis in axes}
    ordered = [name for name in dict.fromkeys((*FIRST, *over)) if name in names]
    *others, last = ordered
    words = f"{', '.join(others)} and {last}" if others else last
    if any(axis.lender is not None for axis in axes):
        words += ", one spread borrowed"
    return max(axis.size for axis in axes if axis.name == ordered[0]), words
