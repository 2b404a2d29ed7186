"""Numbers of the three stages: slopes in η, halvings of the loss, growth."""

from collections.abc import Callable

import numpy as np

from fourierbook.measure.intervals import Interval, student
from fourierbook.measure.lines import slope_weights
from fourierbook.results.questions import Result

Quantity = Callable[[Result], Interval | None]
START, END = 0, -1  # of the stages
EXPECTED = {"relu": (-3.0, -2.0), "relu2": (-5.0, -4.0)}  # powers of r_η, from those of the kinks
EIGHT = 8.0  # cycles per 2π: a cut above all waves of the target


def share_slopes(result: Result, activation: str, stage: int) -> np.ndarray:
    """Slope of ln r_η against ln η for each seed, (S,)."""
    share = result.shards[activation]["share"][stage]
    return np.log(share) @ slope_weights(np.log(result.recipe.cuts))


def as_expected(result: Result) -> dict[str, list[bool]]:
    """Whether the mean power of r_η lies where the kinks say, for each activation and stage."""
    inside = {}
    for name, (low, high) in EXPECTED.items():
        stages = range(len(result.shards[name]["share"]))
        means = [share_slopes(result, name, stage).mean() for stage in stages]
        inside[name] = [bool(low <= mean <= high) for mean in means]
    return inside


def halvings(result: Result, activation: str) -> list[np.ndarray]:
    """Q_η = ∫|dL⁺/dt| dt / (L(T₁) − L(T₂)) over each halving of L, as often as every seed has one.

    The first halving begins at the start and each one where the last one ended: at the first step
    at which L is at most half of what it was when the halving began.

    Returns:
        For each halving (S, cuts).
    """
    values = result.shards[activation]
    ends = [_halving_steps(whole) for whole in values["whole"].T]
    found = []
    for place in range(min(map(len, ends)) - 1):
        rows = []
        for seed, steps in enumerate(ends):
            start, stop = steps[place : place + 2]
            above = values["above"][start : stop + 1, seed]
            fall = values["whole"][start, seed] - values["whole"][stop, seed]
            rows.append(np.abs(np.diff(above, axis=0)).sum(0) / fall)
        found.append(np.array(rows))
    return found


def _halving_steps(whole: np.ndarray) -> list[int]:
    """Steps at which the halvings of a loss begin and end; the loss of each step, (steps,)."""
    steps = [0]
    while True:
        below = whole <= whole[steps[-1]] / 2
        below[: steps[-1]] = False
        if not below.any():
            return steps
        steps.append(int(below.argmax()))


def halving_slopes(result: Result, activation: str) -> np.ndarray:
    """Slope of ln Q_η against ln η for each halving and seed, (halvings, S)."""
    weights = slope_weights(np.log(result.recipe.cuts))
    return np.array([np.log(rows) @ weights for rows in halvings(result, activation)])


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
        found = halvings(result, activation)
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
    worst = [
        np.abs(v["whole"][: len(v["losses"])] / v["losses"] - 1).max(0)
        for v in result.shards.values()
    ]
    return student(np.max(worst, 0))


def _of(activation: str, quantity: Callable) -> Quantity:
    return lambda result: quantity(result) if activation in result.shards else None
