"""A statistic as it would have been without some seeds or images, or with others drawn anew."""

from collections.abc import Callable, Collection, Sequence

import numpy as np

from fourierbook.measure.populations import SEEDS, Axis, Sample

Statistic = Callable[..., float]


def replicates(
    statistic: Statistic,
    samples: Sequence[Sample],
    chosen: Sequence[Axis],
    averaged: Collection[str],
    *,
    whole: bool = False,
) -> np.ndarray:
    """The statistic of every replicate: an array with an axis for each that is varied.

    >>> from fourierbook.measure.populations import counted
    >>> sample = Sample(np.array([1.0, 2.0, 3.0]), ("seeds",))
    >>> replicates(np.mean, [sample], counted([sample], ["seeds"]), []).tolist()
    [2.5, 2.0, 1.5]
    """
    arrays = [arranged(samples, place, averaged, chosen) for place in range(len(samples))]
    shape = tuple(axis.replicates for axis in chosen)
    if whole:
        return np.broadcast_to(statistic(*arrays), shape)
    table = np.empty(shape)
    units = [[axis.units(n) for n in range(axis.replicates)] for axis in chosen]
    inside = [_inside(place, each, chosen, averaged) for place, each in enumerate(samples)]
    for at in np.ndindex(shape):
        seen = []
        for array, varied in zip(arrays, inside, strict=True):
            values = array[tuple(i if n > 1 else 0 for i, n in zip(at, array.shape, strict=False))]
            for which, axis in varied:
                values = values.take(units[which][at[which]], axis)
            seen.append(values)
        table[at] = statistic(*seen)
    return table


def _inside(
    place: int, sample: Sample, chosen: Sequence[Axis], averaged: Collection[str]
) -> list[tuple[int, int]]:
    """Which of the chosen axes a statistic itself sees, and where it sees them."""
    left = [name for name in sample.axes if name not in averaged]
    found = [(which, axis) for which, axis in enumerate(chosen) if axis.of(place, sample)]
    return [(which, left.index(axis.name)) for which, axis in found if axis.name in left]


def arranged(
    samples: Sequence[Sample], place: int, averaged: Collection[str], chosen: Sequence[Axis] = ()
) -> np.ndarray:
    """What a statistic sees of a sample, after an axis for each that is varied (of 1 if not here).

    Means over all but the seeds are taken first: so every training counts as much, also where other
    values are missing.

    >>> arranged([Sample(np.array([[1.0, 3.0]]), ("seeds", "images"))], 0, ["images"]).tolist()
    [2.0]
    """
    sample = samples[place]
    varied = {axis.name: axis for axis in chosen if axis.of(place, sample)}
    values = _means(sample, averaged, varied)
    if SEEDS in averaged and SEEDS in sample.axes:
        where, axis = sample.axes.index(SEEDS), varied.get(SEEDS)
        if axis is not None and axis.lender is not None:
            lent = _means(samples[axis.lender], averaged, varied)
            values = values + lent - lent.mean(where, keepdims=True)
        else:
            values = _mean(values, where, axis)
    left = [n for n, name in enumerate(sample.axes) if name not in averaged]
    front = [
        sample.axes.index(axis.name) if axis.name in averaged and axis.of(place, sample) else None
        for axis in chosen
    ]
    order = [n for n in front if n is not None] + left
    gone = [n for n in range(values.ndim) if n not in order]
    shape = [1 if n is None else values.shape[n] for n in front + left]
    return values.transpose(order + gone).reshape(shape)


def _means(sample: Sample, averaged: Collection[str], varied: dict[str, Axis]) -> np.ndarray:
    values = np.asarray(sample.values, dtype=float)
    for name in averaged:
        if name != SEEDS and name in sample.axes:
            values = _mean(values, sample.axes.index(name), varied.get(name))
    return values


def _mean(values: np.ndarray, where: int, axis: Axis | None) -> np.ndarray:
    """Mean of an axis over what is there of it, or of each of its replicates, in its place."""
    values = values.swapaxes(where, -1)
    there = ~np.isnan(values)
    if there.all():
        return (_sums(values, axis) / _sums(np.ones(values.shape[-1]), axis)).swapaxes(where, -1)
    with np.errstate(invalid="ignore"):  # nothing is left of what is all missing: nan
        known = _sums(np.where(there, values, 0.0), axis)
        return (known / _sums(there.astype(float), axis)).swapaxes(where, -1)


def _sums(values: np.ndarray, axis: Axis | None) -> np.ndarray:
    """Sum of the last axis, or of each of its replicates."""
    if axis is not None and axis.weights is not None:
        return values @ axis.weights.T.astype(float)
    total = values.sum(-1, keepdims=True)
    return total if axis is None else total - values
