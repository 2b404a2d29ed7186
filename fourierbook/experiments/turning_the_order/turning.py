"""Where the order of two waves turns round, and what foretells it."""

import math

import numpy as np

from fourierbook.experiments.turning_the_order.ricker import WAVES, delays, times, widths
from fourierbook.measure.intervals import Interval, student
from fourierbook.measure.populations import NotMeasured
from fourierbook.results.questions import Result
from fourierbook.theory.random_features import ricker_tie

PEAK = math.sqrt(2) / WAVES[-1]  # width whose transform is largest at the fastest wave, for w = 1


def predicted_tie() -> float:
    """Width at which the slowest and the fastest wave are learnt equally fast, for w = ±1.

    >>> round(predicted_tie(), 3)
    0.518
    """
    low, high = (wave / (2 * math.pi) for wave in (WAVES[0], WAVES[-1]))
    return ricker_tie(low, high)


def width(result: Result, kind: str) -> np.ndarray:
    """Width at which the fastest wave is learnt as soon as the slowest one, of each seed: (S,).

    Between two widths log(t₅/t₁) is taken as a straight line over the logarithm of the width; where
    its sign does not change, the narrowest or the widest stands for what lies beyond.
    """
    tried = np.log(widths(result, kind))
    return np.exp([_zero(tried, gap) for gap in np.log(delays(result, kind)).T])


def _zero(x: np.ndarray, y: np.ndarray) -> float:
    """Where a line through points first rises above zero."""
    above = np.flatnonzero(y > 0)
    if len(above) == 0 or above[0] == 0:
        return float(x[-1] if len(above) == 0 else x[0])
    left, right = above[0] - 1, above[0]
    return float(x[left] + (x[right] - x[left]) * -y[left] / (y[right] - y[left]))


def width_over(result: Result, *, kind: str, unit: float) -> Interval:
    """Width at which the order turns as a multiple of another width: mean over seeds."""
    if len(widths(result, kind)) < 2:
        raise NotMeasured(f"fewer than two widths of the kind {kind!r} were tried")
    return student(width(result, kind) / unit)


def delay(result: Result, *, shard: str) -> Interval:
    """log₂ of t₅/t₁: mean over seeds."""
    found = np.maximum(times(result, shard), 1)
    if not np.isfinite(found).all():
        raise NotMeasured("a wave is not learnt before the training ends")
    return student(np.log2(found[:, 2] / found[:, 0]))
