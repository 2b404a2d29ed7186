"""Numbers of the three stages: slopes in η, halvings of the loss, growth."""

import numpy as np

from fourierbook.measure.intervals import Interval, student
from fourierbook.measure.lines import slope_weights
from fourierbook.measure.populations import NotMeasured
from fourierbook.results.questions import Result
from fourierbook.results.reading import shard_of

START, END = 0, -1  # of the stages
EXPECTED = {"relu": (-3.0, -2.0), "relu2": (-5.0, -4.0)}  # powers of r_η, from those of the kinks
EIGHT = 8.0  # cycles per 2π: a cut above all waves of the target


def share_slopes(result: Result, activation: str, stage: int) -> np.ndarray:
    """Slope of ln r_η against ln η for each seed, (S,)."""
    share = shard_of(result, activation)["share"][stage]
    return np.log(share) @ slope_weights(np.log(result.recipe.cuts))


def as_expected(result: Result) -> dict[str, list[bool]]:
    """Whether the interval of r_η's power meets what the kinks say, for each activation and stage.

    The interval is that of the mean over seeds, at 95 %.
    """
    met = {}
    for name, (low, high) in EXPECTED.items():
        stages = range(len(result.shards[name]["share"]))
        powers = [student(share_slopes(result, name, stage)) for stage in stages]
        met[name] = [power.low <= high and low <= power.high for power in powers]
    return met


def halving_slopes(result: Result, activation: str) -> np.ndarray:
    """Slope of ln Q_η against ln η for each halving and seed, (halvings, S)."""
    found = shard_of(result, activation)["halvings"]
    if len(found) == 0:
        raise NotMeasured("a halving of the loss")
    return np.log(found) @ slope_weights(np.log(result.recipe.cuts))


def share_slope(result: Result, *, activation: str, stage: int) -> Interval:
    """Slope of r_η at a stage."""
    return student(share_slopes(result, activation, stage))


def mean_halving_slope(result: Result, *, activation: str) -> Interval:
    """Slope of Q_η, each seed's mean over its halvings."""
    return student(halving_slopes(result, activation).mean(0))


def share_growth(result: Result, *, activation: str) -> Interval:
    """Logarithm (base 10) of r_8 at the end over r_8 at the start."""
    share = shard_of(result, activation)["share"][:, :, result.recipe.cuts.index(EIGHT)]
    return student(np.log10(share[END] / share[START]))


def halving_growth(result: Result, *, activation: str) -> Interval:
    """Logarithm (base 10) of Q_8 in the last halving over that in the first."""
    found = shard_of(result, activation)["halvings"]
    if len(found) < 2:
        raise NotMeasured("two halvings of the loss")
    column = result.recipe.cuts.index(EIGHT)
    return student(np.log10(found[-1][:, column] / found[0][:, column]))


def tightest(result: Result) -> Interval:
    """Largest r_η over its bound, over activations, stages, cuts and all seeds: no mean."""
    worst = max((v["share"] / v["bound"]).max() for v in result.shards.values())
    return Interval(*[float(worst)] * 3, len(result.recipe.seeds), "seeds")


def parseval_miss(result: Result) -> Interval:
    """Largest relative difference of the loss in space and in frequency, over all steps."""
    return student(np.max([v["parseval"] for v in result.shards.values()], 0))
