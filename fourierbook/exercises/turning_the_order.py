"""Checks of the exercises on the order turned round: sweeps, Ricker units, signs, loose ends."""

import itertools
import math
from collections.abc import Callable

import numpy as np

from fourierbook.exercises import Answer, close, judge, numbers, require


def check_sweeps_needed(answer: Answer) -> bool:
    """Whether `answer(mode, intervals, share)` is how many sweeps shrink a mode to a share."""
    right = "after as many sweeps the mode is below the share, and after one less it is not"
    return judge(answer, _laws_of_sweeps_needed, right=right)


def check_product_amplitude(answer: Answer) -> bool:
    """Whether `answer(frequencies, chosen)` is the amplitude of a product of the chosen signs."""
    right = "it is the amplitude of every product, of parity as of one sign alone"
    return judge(answer, _laws_of_product_amplitude, right=right)


def check_turning_width(answer: Answer) -> bool:
    """Whether `answer(low, high, weight)` is the width at which both waves are learnt alike."""
    right = "both waves have the same rate at your width, and the fast one wins below it"
    return judge(answer, _laws_of_turning_width, right=right)


def check_best_weight(answer: Answer) -> bool:
    """Whether `answer(slowest, intervals)` damps the modes from one on as well as can be."""
    right = "no other weight leaves less of the worst of these modes"
    return judge(answer, _laws_of_best_weight, right=right)


def check_chance_amplitude(answer: Answer) -> bool:
    """Whether `answer(combinations, seen)` is the low amplitude that a sample has by chance."""
    right = "it is what chance leaves at frequency zero, also where most combinations are seen"
    return judge(answer, _laws_of_chance_amplitude, right=right)


def check_ends_off_zero(answer: Answer) -> bool:
    """Whether `answer(left_slope, right_slope, beta)` are the ends of least energy."""
    right = "to move either end costs energy"
    return judge(answer, _laws_of_ends_off_zero, right=right)


def _laws_of_sweeps_needed(answer: Callable) -> None:
    cases = ((1, 20, 0.2), (5, 200, 0.2), (15, 200, 0.2), (50, 200, 0.01), (4, 8, 0.5),
             (7, 8, 0.1), (150, 200, 0.2), (3, 10, 0.999))  # fmt: skip
    for mode, intervals, share in cases:
        got = float(numbers(answer(mode, intervals, share), "the number of sweeps"))
        which = f"mode {mode} on {intervals} intervals"
        require(got >= 1 and got == round(got), f"{got:g} is no number of sweeps ({which})")
        left = _kept_by_a_sweep(mode, intervals)
        require(
            left**got < share,
            f"after {got:g} sweep{'s' * (got > 1)} {left**got:.4g} of {which} is left, and it "
            f"should be less than {share:g}",
        )
        require(
            got == 1 or left ** (got - 1) >= share,
            f"one sweep less than {got:g} leaves {left ** (got - 1):.4g} of {which} already, less "
            f"than {share:g}",
        )


def _kept_by_a_sweep(mode: int, intervals: int) -> float:
    """Share of the size of a mode that one sweep leaves, by sweeping."""
    values = np.sin(mode * np.pi * np.arange(intervals + 1) / intervals)
    swept = (values[:-2] + values[2:]) / 2
    return float(np.linalg.norm(swept) / np.linalg.norm(values[1:-1]))


def _laws_of_product_amplitude(answer: Callable) -> None:
    random = np.random.default_rng(0)
    cases = [([0.25], [0]), ([0.1, 0.1], [1]), ([0.0, 0.0, 0.0], []), ([0.0, 0.25, 0.25], [1, 2]),
             ([0.125] * 6, [0, 1, 2, 3, 4, 5])]  # fmt: skip
    cases += [
        (random.uniform(-0.5, 0.5, count).tolist(), random.permutation(count)[:few].tolist())
        for count, few in ((1, 1), (3, 1), (3, 2), (4, 2), (7, 3))
    ]
    for frequencies, chosen in cases:
        got = float(numbers(answer(list(frequencies), list(chosen)), "the amplitude"))
        signs = np.array([*itertools.product((-1, 1), repeat=len(frequencies))])
        waves = np.exp(-2j * np.pi * signs @ np.array(frequencies))
        which = ", ".join(f"{each:.2f}" for each in frequencies)
        summed = abs((signs[:, chosen].prod(1) * waves).mean())
        require(
            close(got, summed),
            f"summed over all {len(signs)} combinations, the amplitude at ({which}) of the product "
            f"of the signs at places {chosen} is {summed:.4g}, not {got:.4g}",
        )


def _laws_of_turning_width(answer: Callable) -> None:
    for low, high, weight in ((1, 5, 1.0), (3, 5, 1.0), (1, 2, 1.0), (1, 5, 3.0), (2, 7, 0.5)):
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


def _laws_of_best_weight(answer: Callable) -> None:
    for slowest, intervals in ((4, 8), (100, 200), (10, 40), (30, 40), (1, 6), (5, 6)):
        got = float(numbers(answer(slowest, intervals), "the weight"))
        which = f"modes {slowest} to {intervals - 1} on {intervals} intervals"
        require(0 < got <= 1 + 1e-9, f"a weight lies in (0, 1], and yours is {got:g} ({which})")
        left = _worst_left(got, slowest, intervals)
        others = np.linspace(0.01, 1, 397)
        least = min(_worst_left(other, slowest, intervals) for other in others)
        require(
            left <= least + 1e-4,
            f"of {which} your weight {got:.4g} leaves up to {left:.4g} after a sweep, and another "
            f"weight no more than {least:.4g}",
        )


def _worst_left(weight: float, slowest: int, intervals: int) -> float:
    """Largest share of one of the modes that a damped sweep leaves, by sweeping."""
    modes = np.arange(slowest, intervals)[:, None]
    values = np.sin(np.pi * modes * np.arange(intervals + 1) / intervals)
    inner = values[:, 1:-1]
    swept = (1 - weight) * inner + weight * (values[:, :-2] + values[:, 2:]) / 2
    return float((np.linalg.norm(swept, axis=1) / np.linalg.norm(inner, axis=1)).max())


def _laws_of_chance_amplitude(answer: Callable) -> None:
    for total, seen in ((4, 2), (16, 5), (1024, 200), (32, 1), (64, 64), (256, 250)):
        got = float(numbers(answer(total, seen), "the amplitude"))
        half = total // 2  # as many combinations are even as are odd
        square = sum(
            math.comb(half, odd) * math.comb(half, seen - odd) * (1 - 2 * odd / seen) ** 2
            for odd in range(seen + 1)
        ) / math.comb(total, seen)
        why = ": where all are seen, nothing is left to chance" if total == seen else ""
        require(
            close(got, math.sqrt(square), tolerance=1e-5),
            f"over all ways to see {seen} of {total} combinations the root of the mean square is "
            f"{math.sqrt(square):.4g}, not {got:.4g}{why}",
        )


def _laws_of_ends_off_zero(answer: Callable) -> None:
    random = np.random.default_rng(0)
    for beta in (10.0, 0.5, 3.0, 100.0):
        for even, odd in ((0.0, 1.0), (1.0, 0.0), random.normal(size=2)):
            slopes = (2 * (even - odd), -2 * (even + odd))  # of u = (1 − x²)(even + odd x)
            got = numbers(answer(*slopes, beta), "the pair of ends", shape=(2,))
            for name, push in (("left", np.array([1, 0])), ("right", np.array([0, 1]))):
                # A parabola in the push: this difference is its slope, whatever the push.
                up, down = (_energy(got + s * push, even, odd, beta) for s in (1, -1))
                slope = (up - down) / (2 * (1 + 2 * beta))  # about the error of that end
                require(
                    abs(slope) < 1e-4 * (abs(even) + abs(odd)),
                    f"for u′(−1) = {slopes[0]:.3g}, u′(1) = {slopes[1]:.3g} and β = {beta:g} the "
                    f"energy falls where the {name} end is moved {'down' if slope > 0 else 'up'}",
                )


def _energy(ends: np.ndarray, even: float, odd: float, beta: float) -> float:
    """Of u = (1 − x²)(even + odd x) plus the line through the ends, for −u″ = g."""
    x, weights = np.polynomial.legendre.leggauss(12)  # exact for these polynomials
    tilt = (ends[1] - ends[0]) / 2
    values = (1 - x**2) * (even + odd * x) + ends.mean() + tilt * x
    slopes = -2 * x * (even + odd * x) + (1 - x**2) * odd + tilt
    source = 2 * even + 6 * odd * x
    return float(weights @ (slopes**2 / 2 - source * values) + beta * (ends**2).sum())
