"""Numbers of six activations side by side, each None where a recipe left a case out."""

import math
from collections.abc import Callable

import numpy as np

from fourierbook.experiments.why_low_first.activations import (
    common_waves,
    exponents,
    is_low_first,
    spectrum_powers,
    times,
)
from fourierbook.measure.crossings import share_of_seeds
from fourierbook.measure.intervals import Interval, student
from fourierbook.models.mlps import ACTIVATIONS
from fourierbook.results.claim import Quantity
from fourierbook.results.questions import Result
from fourierbook.theory.unit_decay import SINGULARITIES

POWER, RATE, POWER_RESIDUAL, RATE_RESIDUAL = range(4)  # columns of a unit's fits
FOURTH = 3  # place of the wave of 4 cycles


def measured(*cases: str) -> Callable[[Quantity], Quantity]:
    """Answer None where the recipe left one of the cases out."""

    def wrap(quantity: Quantity) -> Quantity:
        return lambda result: quantity(result) if {*cases} <= {*result.shards} else None

    return wrap


def median_times(result: Result, case: str) -> list[Interval]:
    """Median crossing time of each wave with the earliest and the latest seed's as its bounds.

    Where half of the seeds have not learnt a wave, its median is nan.
    """
    learnt = times(result, case)
    middle = np.quantile(learnt, 0.5, axis=0, method="higher")
    middle = np.where(np.isfinite(middle), middle, np.nan)
    spread = zip(middle, learnt.min(0), learnt.max(0), strict=True)
    return [Interval(*map(float, three), len(learnt), "seeds") for three in spread]


def unit_column(result: Result, activation: str, column: int) -> np.ndarray:
    """One column of the fits to a unit, a value for each random weight."""
    return result.shards[f"{activation}-wide"]["unit"][:, column]


@measured("tanh-wide")
def tanh_rate(result: Result) -> Interval:
    """Exponential rate of tanh, in units of π²."""
    return student(unit_column(result, "tanh", RATE) / math.pi**2)


@measured("relu-wide")
def relu_power(result: Result) -> Interval:
    """Power of ReLU."""
    return student(unit_column(result, "relu", POWER))


@measured("relu-wide")
def relu_exponential(result: Result) -> Interval:
    """How much better an exponential fits a ReLU unit than a power: over 1 if it does."""
    return student(
        unit_column(result, "relu", POWER_RESIDUAL) / unit_column(result, "relu", RATE_RESIDUAL)
    )


@measured("swish-wide", "mish-wide")
def pole_miss(result: Result) -> Interval:
    """How far the rates of Swish and Mish lie from 2π times the distance of the nearest pole."""
    off = [
        np.abs(unit_column(result, name, RATE) / (2 * math.pi * SINGULARITIES[name]) - 1)
        for name in ("swish", "mish")
    ]
    return student(np.max(off, 0))


@measured(*(f"{name}-wide" for name in ACTIVATIONS))
def all_low_first(result: Result) -> Interval:
    """Share of seeds with which each of the six activations learns its waves in order."""
    ordered = np.all([is_low_first(times(result, f"{name}-wide")) for name in ACTIVATIONS], 0)
    return share_of_seeds(ordered)


def steeper(case: str, than: str) -> Quantity:
    """Quantity: exponent of one case minus that of another, over the waves that all seeds learn.

    It is None where there are fewer than three such waves.
    """
    return measured(case, than)(lambda result: _difference(result, [case], [than]))


def _difference(result: Result, plus: list[str], minus: list[str]) -> Interval | None:
    """Exponents of some cases minus those of others, over the waves that all of them learn."""
    waves = common_waves(result, *plus, *minus)
    found = [[exponents(result, case, waves) for case in cases] for cases in (plus, minus)]
    if found[0][0] is None:
        return None
    return student(np.sum(found[0], 0) - np.sum(found[1], 0))


steeper_than_relu = steeper("tanh-wide", "relu-wide")


def side(value: Interval, *, of: float = 0.0) -> str:
    """On which side of a number an interval lies, in words.

    >>> side(Interval(0.5, 0.1, 0.9, 40, "seeds"))
    'above 0'
    >>> side(Interval(0.5, -0.1, 1.1, 40, "seeds"))
    'not told from 0'
    """
    if value.low > of:
        return f"above {of:g}"
    return f"below {of:g}" if value.high < of else f"not told from {of:g}"


@measured("tanh-wide", "swish-wide", "mish-wide")
def slower_than_tanh(result: Result) -> Interval:
    """Logarithm of t₄ over that of tanh, the smaller of Swish's and Mish's."""
    end = result.recipe.steps
    fourth = {
        name: np.minimum(times(result, f"{name}-wide")[:, FOURTH], end)
        for name in ("tanh", "swish", "mish")
    }
    return student(np.log(np.minimum(fourth["swish"], fourth["mish"]) / fourth["tanh"]))


@measured("tanh-wide", "tanh-narrow", "relu-wide", "relu-narrow")
def scale_matters_more(result: Result) -> Interval | None:
    """How much narrow weights steepen tanh's ladder, minus how much they steepen ReLU's."""
    return _difference(result, ["tanh-narrow", "relu-wide"], ["tanh-wide", "relu-narrow"])


def network_power(activation: str) -> Quantity:
    """Quantity: slope of a trained network's spectrum."""
    case = f"{activation}-wide"
    return measured(case)(lambda result: spectrum_powers(result, case, "end"))
