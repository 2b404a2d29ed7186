"""Checks of the exercises on Poisson's equation and Ricker units: sweeps, and a turning point."""

from collections.abc import Callable

import numpy as np

from fourierbook.exercises import Answer, judge, numbers, require


def check_sweeps_needed(answer: Answer) -> bool:
    """Whether `answer(mode, intervals, share)` is how many sweeps shrink a mode to a share."""
    right = "as many sweeps shrink the mode that far, and one less does not"
    return judge(answer, _laws_of_sweeps_needed, right=right)


def check_turning_width(answer: Answer) -> bool:
    """Whether `answer(low, high, weight)` is the width at which both waves are learnt alike."""
    right = "both waves have the same rate at your width, and the fast one wins below it"
    return judge(answer, _laws_of_turning_width, right=right)


def _laws_of_sweeps_needed(answer: Callable) -> None:
    cases = ((1, 20, 0.2), (5, 200, 0.2), (15, 200, 0.2), (50, 200, 0.01), (4, 8, 0.5),
             (7, 8, 0.1), (150, 200, 0.2), (3, 10, 0.999))  # fmt: skip
    for mode, intervals, share in cases:
        got = float(numbers(answer(mode, intervals, share), "the number of sweeps"))
        which = f"mode {mode} on {intervals} intervals"
        require(got >= 1 and got == round(got), f"{got:g} is no number of sweeps ({which})")
        left = _kept_by_a_sweep(mode, intervals)
        require(
            left**got <= share * (1 + 1e-9),
            f"after {got:g} sweeps more than {share:g} of {which} is left",
        )
        require(
            got == 1 or left ** (got - 1) > share * (1 - 1e-9),
            f"fewer sweeps than {got:g} leave {share:g} of {which} or less",
        )


def _kept_by_a_sweep(mode: int, intervals: int) -> float:
    """Share of the size of a mode that one sweep leaves, by sweeping."""
    values = np.sin(mode * np.pi * np.arange(intervals + 1) / intervals)
    swept = (values[:-2] + values[2:]) / 2
    return float(np.linalg.norm(swept) / np.linalg.norm(values[1:-1]))


def _laws_of_turning_width(answer: Callable) -> None:
    for low, high, weight in ((1, 5, 1.0), (3, 5, 1.0), (1, 2, 1.0), (1, 5, 3.0), (2, 7, -0.5)):
        got = float(numbers(answer(low, high, weight), "the width"))
        which = f"frequencies {low} and {high}, weights ±{abs(weight):g}"
        require(got > 0, f"a width is positive, and yours is {got:g} ({which})")
        gap = [_log_ratio(low, high, weight, share * got) for share in (0.95, 1, 1.05)]
        require(
            abs(gap[1]) < 1e-3,
            f"at the width {got:.4g} the rate of the fast wave is {np.exp(gap[1]):.3g} times that "
            f"of the slow one ({which})",
        )
        require(gap[0] > 0 > gap[2], f"the order does not turn at {got:.4g} ({which})")


def _log_ratio(low: float, high: float, weight: float, width: float) -> float:
    """Logarithm of the ratio of both rates, fast over slow, by summing over a fine grid."""
    z = np.linspace(-14 * width, 14 * width, 8001)
    ricker = (1 - (z / width) ** 2) * np.exp(-((z / width) ** 2) / 2)
    slow, fast = (abs((ricker * np.cos(xi / weight * z)).sum()) for xi in (low, high))
    return 2 * float(np.log(fast / slow))
