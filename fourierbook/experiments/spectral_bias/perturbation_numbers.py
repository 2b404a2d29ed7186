"""What the perturbations say: whether a measure goes with frequency, and how far its ends lie."""

import numpy as np

from fourierbook.measure import intervals
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.measure.lines import rank_correlation
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
    rows = measured(result, name, at)
    found = [rank_correlation(row[None], range(len(row))) for row in rows]
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
