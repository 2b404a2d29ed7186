"""Numbers of six activations side by side: times, orders, exponents, spectra of units and networks.

Each raises `NotMeasured` where a recipe left a case out.
"""

import math
from collections.abc import Sequence

import numpy as np
import torch

from fourierbook.experiments.why_low_first.activations import CYCLES
from fourierbook.measure.intervals import Interval, student, wilson
from fourierbook.measure.lines import slope_weights
from fourierbook.measure.populations import NotMeasured
from fourierbook.models.mlps import ACTIVATIONS
from fourierbook.results.questions import Result
from fourierbook.results.reading import shard_of
from fourierbook.theory.unit_decay import SINGULARITIES, fitted_decay

LEAST = 3  # waves of an exponent that decides
POWER, RATE, POWER_RESIDUAL, RATE_RESIDUAL = range(4)  # columns of a unit's fits
FOURTH = 3  # place of the wave of 4 cycles


def times(result: Result, case: str, *, lasting: bool = True) -> np.ndarray:
    """Step from which each wave's error stays below a fifth, (S, K); ∞ where there is none.

    The first crossing alone, without `lasting`, counts an error that passes through zero on its
    way.
    """
    return shard_of(result, case)["lasting" if lasting else "first"]


def median_times(result: Result, case: str) -> list[Interval]:
    """Median crossing time of each wave with the earliest and the latest seed's as its bounds.

    Where half of the seeds have not learnt a wave, its median is nan.
    """
    learnt = times(result, case)
    middle = np.quantile(learnt, 0.5, axis=0, method="higher")
    middle = np.where(np.isfinite(middle), middle, np.nan)
    spread = zip(middle, learnt.min(0), learnt.max(0), strict=True)
    return [Interval(*map(float, three), len(learnt), "seeds") for three in spread]


def is_low_first(learnt: np.ndarray) -> np.ndarray:
    """Whether each seed learns its waves in order, (S,); waves that it never learns come last."""
    return (learnt[:, 1:] >= learnt[:, :-1]).all(1) & np.isfinite(learnt[:, 1])


def all_low_first(result: Result) -> Interval:
    """Share of seeds with which each of the six activations learns its waves in order."""
    ordered = np.all([is_low_first(times(result, f"{name}-wide")) for name in ACTIVATIONS], 0)
    return wilson(int(ordered.sum()), len(ordered))._replace(over="seeds")


def common_waves(result: Result, *cases: str) -> np.ndarray:
    """Cycles of the waves that every seed of all these cases has learnt, (n,)."""
    learnt = [np.isfinite(times(result, case)).all(0) for case in cases]
    return 1 + np.flatnonzero(np.all(learnt, 0))


def exponents(result: Result, case: str, waves: np.ndarray) -> np.ndarray:
    """Slope of ln t_k against ln k over two waves or more for each seed, (S,).

    All of them must be learnt: see `common_waves`. Fewer than `LEAST` waves decide nothing.
    """
    learnt = np.maximum(times(result, case)[:, waves - 1], result.recipe.every)
    return np.log(learnt) @ slope_weights(np.log(waves))


def steeper(result: Result, *, case: str, than: str) -> Interval:
    """Exponent of one case minus that of another, over the waves that all seeds learn.

    From fewer than three waves an exponent could be anything, and the interval is the whole line.
    """
    return _difference(result, [case], [than])


def scale_matters_more(result: Result) -> Interval:
    """How much narrow weights raise tanh's exponent, minus how much they raise ReLU's."""
    return _difference(result, ["tanh-narrow", "relu-wide"], ["tanh-wide", "relu-narrow"])


def _difference(result: Result, plus: Sequence[str], minus: Sequence[str]) -> Interval:
    """Exponents of some cases minus those of others, over the waves that all of them learn."""
    waves = common_waves(result, *plus, *minus)
    if len(waves) < 2:
        raise NotMeasured(f"two waves that every seed of {', '.join([*plus, *minus])} learns")
    found = [np.sum([exponents(result, case, waves) for case in cases], 0)
             for cases in (plus, minus)]  # fmt: skip
    spread = student(found[0] - found[1])
    enough = len(waves) >= LEAST
    return spread if enough else spread._replace(low=-math.inf, high=math.inf)


def slower_than_tanh(result: Result) -> Interval:
    """Logarithm of t₄ over that of tanh, the smaller of Swish's and Mish's."""
    end = result.recipe.steps
    fourth = {
        name: np.minimum(times(result, f"{name}-wide")[:, FOURTH], end)
        for name in ("tanh", "swish", "mish")
    }
    return student(np.log(np.minimum(fourth["swish"], fourth["mish"]) / fourth["tanh"]))


def spectrum_powers(result: Result, case: str, when: str = "end") -> Interval:
    """Slope of a network's spectrum on logarithmic axes, at the `start` or the `end` of training.

    The frequencies are above all waves of the target; amplitudes are kept above rounding.
    """
    cycles = torch.arange(CYCLES[0], CYCLES[1] + 1).double()
    rows = torch.from_numpy(shard_of(result, case)[when]).clamp(min=1e-13)
    return student([fitted_decay(cycles, row).power for row in rows])


def unit_fits(result: Result, activation: str) -> dict[str, Interval]:
    """Power, exponential rate (times |w|) and both residuals of one unit, over random weights."""
    names = ("power", "rate", "power_residual", "rate_residual")
    columns = (unit_column(result, activation, place) for place in range(len(names)))
    return dict(zip(names, map(student, columns), strict=True))


def unit_column(result: Result, activation: str, column: int) -> np.ndarray:
    """One column of the fits to a unit, a value for each random weight."""
    return shard_of(result, f"{activation}-wide")["unit"][:, column]


def tanh_rate(result: Result) -> Interval:
    """Exponential rate of tanh, in units of π²."""
    return student(unit_column(result, "tanh", RATE) / math.pi**2)


def relu_power(result: Result) -> Interval:
    """Power of ReLU."""
    return student(unit_column(result, "relu", POWER))


def relu_exponential(result: Result) -> Interval:
    """How much better an exponential fits a ReLU unit than a power: over 1 if it does."""
    return student(
        unit_column(result, "relu", POWER_RESIDUAL) / unit_column(result, "relu", RATE_RESIDUAL)
    )


def pole_miss(result: Result) -> Interval:
    """How far the rates of Swish and Mish lie from 2π times the distance of the nearest pole."""
    off = [
        np.abs(unit_column(result, name, RATE) / (2 * math.pi * SINGULARITIES[name]) - 1)
        for name in ("swish", "mish")
    ]
    return student(np.max(off, 0))


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
