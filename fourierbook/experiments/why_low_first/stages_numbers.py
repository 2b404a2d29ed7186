"""Numbers of the three stages: slopes in η, halvings of the loss, growth."""

from collections.abc import Callable

import numpy as np

from fourierbook.measure.intervals import Interval, student
from fourierbook.measure.lines import slope_weights
from fourierbook.results.claim import Quantity
from fourierbook.results.questions import Result

START, END = 0, -1  # of the stages
EXPECTED = {"relu": (-3.0, -2.0), "relu2": (-5.0, -4.0)}  # powers of r_η, from those of the kinks
EIGHT = 8.0  # cycles per 2π: a cut above all waves of the target


def share_slopes(result: Result, activation: str, stage: int) -> np.ndarray:
    """Slope of ln r_η against ln η for each seed, (S,)."""
    share = result.shards[activation]["share"][stage]
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
    weights = slope_weights(np.log(result.recipe.cuts))
    return np.log(result.shards[activation]["halvings"]) @ weights


def share_slope(activation: str, stage: int) -> Quantity:
    """Quantity: slope of r_η at a stage."""
    return _of(activation, lambda result: student(share_slopes(result, activation, stage)))


def mean_halving_slope(activation: str) -> Quantity:
    """Quantity: slope of Q_η, each seed's mean over its halvings."""
    return _of(activation, lambda result: student(halving_slopes(result, activation).mean(0)))


def share_growth(activation: str) -> Quantity:
    """Quantity: logarithm (base 10) of r_8 at the end over r_8 at the start."""

    def quantity(result: Result) -> Interval:
        share = result.shards[activation]["share"][:, :, result.recipe.cuts.index(EIGHT)]
        return student(np.log10(share[END] / share[START]))

    return _of(activation, quantity)


def halving_growth(activation: str) -> Quantity:
    """Quantity: logarithm (base 10) of Q_8 in the last halving over that in the first."""

    def quantity(result: Result) -> Interval | None:
        found = result.shards[activation]["halvings"]
        if len(found) < 2:
            return None
        column = result.recipe.cuts.index(EIGHT)
        return student(np.log10(found[-1][:, column] / found[0][:, column]))

    return _of(activation, quantity)


def tightest(result: Result) -> Interval:
    """Largest r_η over its bound, over activations, stages, cuts and all seeds: no mean."""
    worst = max((v["share"] / v["bound"]).max() for v in result.shards.values())
    return Interval(*[float(worst)] * 3, len(result.recipe.seeds), "seeds")


def parseval_miss(result: Result) -> Interval:
    """Largest relative difference of the loss in space and in frequency, over all steps."""
    return student(np.max([v["parseval"] for v in result.shards.values()], 0))


def _of(activation: str, quantity: Callable) -> Quantity:
    return lambda result: quantity(result) if activation in result.shards else None
