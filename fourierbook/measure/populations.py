"""What could have been otherwise: the axes of measured values, and how each is varied."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

SEEDS = "seeds"  # of a training: each sample has its own, whatever their numbers
ALONE = 100  # units that are left out one by one; of more, groups are
GROUPS = 50  # at most, of a longer axis
DRAWS = 300  # of an axis that is drawn anew
FEWER = 10  # groups or draws, where many axes are varied together
LEAST = 10  # units of an axis that is drawn anew


class Sample(NamedTuple):
    """Measured values and what their axes are, such as ("seeds", "images"); nan where missing."""

    values: np.ndarray
    axes: tuple[str, ...]


class Axis(NamedTuple):
    """One axis that could have been otherwise, and the replicates that show how much it moves."""

    name: str
    owner: int | None  # the sample whose trainings these are; None where samples share the axis
    size: int
    weights: np.ndarray | None  # (replicates, units) how often each counts; None: all but one
    factor: float  # of the replicates' sum of squares
    freedom: int
    lender: int | None = None  # the sample whose trainings show how this lone one would vary

    @property
    def replicates(self) -> int:
        """How many there are."""
        return self.size if self.weights is None else len(self.weights)

    def units(self, replicate: int) -> np.ndarray:
        """Places of the units of a replicate, each as often as it counts."""
        return np.repeat(np.arange(self.size), self.weights[replicate])

    def fewer(self) -> "Axis":
        """The same with a fifth of the replicates of many: of larger groups, or fewer draws."""
        if self.weights is None or len(self.weights) <= 2 * FEWER:
            return self
        if self.factor < 0.5:  # drawn anew
            few = self.weights[:: len(self.weights) // FEWER]
            return self._replace(weights=few, factor=1 / (len(few) - 1))
        few = np.stack([self.weights[n::FEWER].min(0) for n in range(FEWER)])
        return self._replace(weights=few, factor=(FEWER - 1) / FEWER, freedom=FEWER - 1)

    def of(self, place: int, sample: Sample) -> bool:
        """Whether it is an axis of the sample at a place."""
        return self.owner in (None, place) and self.name in sample.axes


def checked(
    samples: Sequence[Sample],
    over: Collection[str] | None,
    averaged: Collection[str],
    drawn: Collection[str],
) -> tuple[list[Sample], list[str]]:
    """Samples of arrays, and the axes that could have been otherwise: all where none is named.

    Raises:
        ValueError: if values and axes do not fit, or an axis cannot be varied as it is asked for.

    >>> checked([Sample([[1, 2]], ("seeds", "images"))], None, [], [])[1]
    ['seeds', 'images']
    """
    found = [Sample(_array(values, {*averaged} & {*axes}), tuple(axes)) for values, axes in samples]
    sizes: dict[str, set[int]] = {}
    for values, axes in found:
        if not len(axes) == len(set(axes)) == values.ndim > 0 or values.size == 0:
            raise ValueError(
                "a sample has values, and a name for each of their axes; got an array of shape "
                f"{values.shape} with the axes {axes}"
            )
        for name, size in zip(axes, values.shape, strict=True):
            sizes.setdefault(name, set()).add(size)
    for name, several in sizes.items():
        if name != SEEDS and len(several) > 1:
            raise ValueError(f"samples share their {name}, one as many as the other; got {several}")
    over = list(dict.fromkeys(sizes if over is None else over))
    if not over or not {*over, *averaged, *drawn} <= {*sizes}:
        raise ValueError(
            f"the samples' axes are {', '.join(sizes) or 'none'}; got an interval over {over}, "
            f"averaged {[*averaged]}, drawn {[*drawn]}"
        )
    few = [name for name in drawn if 1 < min(sizes[name] - {1}, default=1) < LEAST]
    if few:
        raise ValueError(
            f"an axis that is drawn anew has {LEAST} units at least; got {sizes[few[0]]} {few[0]}: "
            "average over it, which leaves out one after the other"
        )
    return found, over


def _array(values: object, averaged: Collection[str]) -> np.ndarray:
    """Values as an array of true and false, or of numbers and nan."""
    try:
        array = np.asarray(values)
        array = array if array.dtype == bool else array.astype(float)
    except (TypeError, ValueError):
        raise ValueError(f"values of a sample are numbers; got {values!r:.80}") from None
    if averaged and array.dtype != bool and np.isinf(array).any():
        raise ValueError(
            "values that are averaged are finite, or nan where missing; got an infinite one, "
            f"averaged over {', '.join(averaged)}"
        )
    return array


def counted(
    samples: Sequence[Sample],
    over: Sequence[str],
    *,
    drawn: Collection[str] = (),
    alone: bool = False,
) -> list[Axis]:
    """The axes that could have been otherwise, of two units at least, each with its replicates.

    A training with one seed has no spread of its own. Beside another with several it borrows that
    one's, as if it would vary as much.

    Args:
        samples: what a statistic is taken of, `checked`.
        over: names of axes.
        drawn: those of them whose units are drawn anew, not left out.
        alone: leave out each unit of a long axis alone, where a closed form makes it quick.

    >>> [axis] = counted([Sample(np.ones((1, 3)), ("seeds", "images"))], ["seeds", "images"])
    >>> axis.name, axis.weights.tolist(), axis.freedom
    ('images', [[0, 1, 1], [1, 0, 1], [1, 1, 0]], 2)
    """
    sizes = [dict(zip(axes, values.shape, strict=True)) for values, axes in samples]
    found = []
    for name in over:
        several = [place for place, size in enumerate(sizes) if size.get(name, 1) > 1]
        if name != SEEDS:
            found += [_axis(name, None, sizes[p][name], drawn, alone) for p in several[:1]]
            continue
        found += [_axis(name, place, sizes[place][name], drawn, alone) for place in several]
        lone = [place for place, size in enumerate(sizes) if size.get(name) == 1]
        if several and lone:
            lender = max(several, key=lambda place: sizes[place][SEEDS])
            found += [_borrowed(samples, place, lender) for place in lone]
    return found


def _axis(name: str, owner: int | None, size: int, drawn: Collection[str], alone: bool) -> Axis:
    random = np.random.default_rng(0)
    if name in drawn:
        units = random.integers(0, size, (DRAWS, size))
        weights = np.stack([np.bincount(each, minlength=size) for each in units])
        return Axis(name, owner, size, weights, 1 / (DRAWS - 1), size - 1)
    if alone and size > ALONE:
        return Axis(name, owner, size, None, (size - 1) / size, size - 1)
    groups, group = size, np.arange(size)
    if size > ALONE:  # groups of one size if it can be, in random order, as a list may be sorted
        even = (each for each in range(GROUPS, GROUPS // 2, -1) if size % each == 0)
        groups = next(even, GROUPS)
        group = random.permutation(size) % groups
    weights = (group != np.arange(groups)[:, None]).astype(int)
    return Axis(name, owner, size, weights, (groups - 1) / groups, groups - 1)


def _borrowed(samples: Sequence[Sample], place: int, lender: int) -> Axis:
    """Replicates of a lone training: each is off as far as one of the lender's."""
    if samples[place].axes != samples[lender].axes:
        raise ValueError(
            "a training with one seed borrows the spread of another with the same axes; got "
            f"{samples[place].axes} beside {samples[lender].axes}"
        )
    size = samples[lender].values.shape[samples[lender].axes.index(SEEDS)]
    return Axis(SEEDS, place, size, np.eye(size, dtype=int), 1 / (size - 1), size - 1, lender)
