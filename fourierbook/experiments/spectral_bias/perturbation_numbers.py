"""What the perturbations say: whether a measure goes with frequency, and how far its ends lie."""

import numpy as np

from fourierbook.measure import intervals
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.measure.populations import NotMeasured
from fourierbook.results.questions import Result


def measured(result: Result, name: str, at: float) -> np.ndarray:
    """A measure of every seed and wave at a size of the perturbation or a radius, (S, K).

    `clipped` is what is kept, cut at 1 as in the paper's figure: the mean over directions is cut.

    Raises:
        NotMeasured: if there was no perturbation of this size.
    """
    axis = result.recipe.radii if name in ("aimed", "loss", "chance") else result.recipe.sizes
    if at not in axis:
        raise NotMeasured(f"nothing was perturbed by {at}")
    place = axis.index(at)
    kept = "kept" if name == "clipped" else name
    values = np.concatenate([each[kept][:, place] for each in result.shards.values()])
    return np.minimum(values, 1.0) if name == "clipped" else values.astype(float)


def trend(result: Result, *, name: str, at: float) -> Interval:
    """Rank correlation of a measure with frequency, the mean over seeds."""
    found = [rank_correlation(row) for row in measured(result, name, at)]
    return intervals.of(np.mean, Sample(np.array(found), ("seeds",)), within=(-1, 1))


def ends(result: Result, *, name: str, at: float) -> Interval:
    """How many times as large a measure is at the highest wave as at the lowest: geometric mean."""
    values = measured(result, name, at)
    found = intervals.of(np.mean, Sample(np.log(values[:, -1] / values[:, 0]), ("seeds",)))
    mean, low, high = (float(np.exp(end)) for end in found[:3])
    return found._replace(mean=mean, low=low, high=high)


def lost(result: Result, *, at: float) -> Interval:
    """How much more of its magnitude the lowest wave keeps than the highest, both cut at 1."""
    values = measured(result, "clipped", at)
    return intervals.of(np.mean, Sample(values[:, 0] - values[:, -1], ("seeds",)), within=(-1, 1))


def rank_correlation(values: np.ndarray) -> float:
    """Spearman's correlation of values with their places; 0 where all are alike.

    >>> round(rank_correlation(np.array([1.0, 1.0, 0.5, 0.2])), 3)
    -0.949
    """
    below = (values[:, None] > values).sum(1)
    ranks = below + ((values[:, None] == values).sum(1) - 1) / 2
    if np.ptp(ranks) == 0:
        return 0.0
    return float(np.corrcoef(ranks, np.arange(len(values)))[0, 1])
