"""Checks of the exercises on the frequency principle: errors, crossings, filters, noise."""

import math
from collections.abc import Callable

import numpy as np

from fourierbook.exercises import Answer, close, judge, numbers, require, tensor


def check_relative_errors(answer: Answer) -> bool:
    """Whether `answer(fitted, target, frequencies)` is the relative error at whole frequencies."""
    right = "it is the error of each frequency, of phase and amplitude together"
    return judge(answer, _laws_of_relative_errors, right=right)


def check_crossing(answer: Answer) -> bool:
    """Whether `answer(errors, steps, below)` is the first crossing, infinite without one."""
    right = "it is the first crossing, and infinite where there is none"
    return judge(answer, _laws_of_crossing, right=right)


def check_middle(answer: Answer) -> bool:
    """Whether `answer(times)` is the median of times, some of which are only known to be late."""
    right = "a run that never arrived counts as later than all others, and as no more than that"
    return judge(answer, _laws_of_middle, right=right)


def check_exponent(answer: Answer) -> bool:
    """Whether `answer(times, frequencies)` is the power with which median times grow."""
    right = "it is the slope of the median on logarithmic axes, whatever the unit of time"
    return judge(answer, _laws_of_exponent, right=right)


def check_high_error(answer: Answer) -> bool:
    """Whether `answer(points, values, fitted, delta)` is the relative error of the high part."""
    right = "it is the error of what the mean over neighbours leaves, of target and fit alike"
    return judge(answer, _laws_of_high_error, right=right)


def check_points_needed(answer: Answer) -> bool:
    """Whether `answer(amplitude, square, factor)` points lift an amplitude so far."""
    right = "with as many points the amplitude stands that high above chance, and with one less not"
    return judge(answer, _laws_of_points_needed, right=right)


def _laws_of_relative_errors(answer: Callable) -> None:
    random = np.random.default_rng(0)
    for count, frequencies in ((8, [1]), (64, [1, 3, 5]), (63, [0, 2, 7, 31])):
        t = np.arange(count) / count
        size, turn = random.uniform(0.5, 2, len(frequencies)), random.uniform(0, 6, 2)
        share, angle = random.uniform(0, 1.5, len(frequencies)), random.uniform(-1, 1)

        def wave(amplitudes, phase, frequencies=frequencies, t=t):
            parts = zip(amplitudes, frequencies, strict=True)
            return sum(a * np.cos(2 * math.pi * k * t + (k > 0) * phase) for a, k in parts)

        target = wave(size, turn[0])
        for fitted, expected, which in (
            (wave(size, turn[0]), np.zeros(len(size)), "a perfect fit"),
            (wave(share * size, turn[0]), abs(1 - share), "a fit with other amplitudes"),
            (
                wave(size, turn[0] + angle),
                np.where(np.array(frequencies) > 0, 2 * abs(math.sin(angle / 2)), 0),
                "a fit with the right amplitudes and other phases",
            ),
        ):
            got = numbers(
                answer(tensor(fitted), tensor(target), list(frequencies)),
                "the relative error",
                shape=(len(frequencies),),
            )
            require(
                close(got, expected, tolerance=1e-3),
                f"for {which}, on {count} points, it is not {np.round(got, 3).tolist()} at the "
                f"frequencies {frequencies}",
            )


def _laws_of_crossing(answer: Callable) -> None:
    random = np.random.default_rng(0)
    steps = np.cumsum(random.integers(1, 30, 40))
    dipped = np.full(40, 0.9)
    dipped[[7, 20]] = 0.1
    cases = [
        ("an error that falls", np.linspace(1, 0, 40)),
        ("an error that dips and rises again", dipped),
        ("an error that is small from the beginning", np.full(40, 0.05)),
        ("an error that never falls", np.full(40, 0.6)),
        ("an error that stays at the threshold", np.full(40, 0.25)),
        *[("a noisy error", random.random(40)) for _ in range(5)],
    ]
    for what, errors in cases:
        got = _time(answer(tensor(errors), tensor(steps.astype(float)), 0.25), "the crossing time")
        under = [step for step, error in zip(steps, errors, strict=True) if error < 0.25]
        expected = under[0] if under else math.inf
        require(got == expected, f"for {what} the first crossing is not at {got:g}")


def _laws_of_middle(answer: Callable) -> None:
    random = np.random.default_rng(0)
    for count, late in ((1, 0), (5, 0), (6, 0), (7, 3), (8, 3), (9, 5), (6, 4), (4, 4)):
        known = random.uniform(1, 100, count - late)
        times = random.permutation(np.r_[known, np.full(late, math.inf)])
        got = _time(answer(tensor(times)), "the median")
        # Late times may turn out to be anything beyond the known ones: the median must not care.
        ends = [np.median(np.r_[known, end + np.arange(late)]) for end in (1e3, 1e6)]
        expected = ends[0] if math.isclose(*ends) else math.inf
        require(
            got == expected or (math.isfinite(expected) and close(got, expected, tolerance=1e-4)),
            f"of {count} runs, {late} of which never arrived, the median is not {got:g}",
        )


def _laws_of_exponent(answer: Callable) -> None:
    random = np.random.default_rng(0)
    for frequencies, power in (([1, 2, 3, 4], 2.0), ([1, 3, 5], 0.7), ([2, 3, 8, 9, 20], -1.5)):
        k = np.array(frequencies, dtype=float)
        scatter = np.exp(random.normal(size=(9, 1)))
        scatter[4] = np.median(scatter)
        times = 7 * k**power * scatter
        got = _exponent(answer, times, k)
        require(
            close(got, power, tolerance=1e-3),
            f"times that grow with the power {power:g} do not grow with {got:.3g}",
        )
        late = times.copy()
        late[np.argsort(scatter[:, 0])[-2:]] = math.inf
        require(
            close(_exponent(answer, late, k), power, tolerance=1e-3),
            "two runs of nine that never arrived leave every median where it is, and change your "
            "power",
        )
    uneven, there = np.array([[1.0, 2.0, 30.0, 31.0]]), np.array([1.0, 2.0, 4.0, 8.0])
    logs = np.log(there)
    expected = np.polyfit(logs, np.log(uneven[0]), 1)[0]
    got = _exponent(answer, uneven, there)
    require(
        close(got, expected, tolerance=1e-3),
        "where the points are not on a line, it is the least-squares line through all of them",
    )


def _exponent(answer: Callable, times: np.ndarray, frequencies: np.ndarray) -> float:
    return float(numbers(answer(tensor(times), tensor(frequencies)), "the power"))


def _laws_of_high_error(answer: Callable) -> None:
    random = np.random.default_rng(0)
    for count, dimension, delta in ((2, 1, 1.0), (30, 3, 0.5), (30, 3, 2.0)):
        points = random.normal(size=(count, dimension))
        squared = ((points[:, None] - points) ** 2).sum(2)
        near = np.exp(-squared / (2 * delta**2))
        values, fitted = random.normal(size=(2, count, 2))
        high = values - near @ values / near.sum(1, keepdims=True)
        for fit, expected, which in (
            (fitted, None, "a fit at random"),
            (values, 0.0, "a perfect fit"),
            (np.full_like(values, 3.0), 1.0, "a fit that is the same everywhere"),
            (values - high, None, "a fit that is the low part of the target"),
        ):
            got = _error_of(answer, points, values, fit, delta)
            error = (fit - values) - near @ (fit - values) / near.sum(1, keepdims=True)
            known = np.linalg.norm(error) / np.linalg.norm(high) if expected is None else expected
            require(
                close(got, known, tolerance=1e-3),
                f"for {count} points in {dimension} dimensions, δ = {delta:g} and {which} the "
                f"error of the high part is not {got:.3g}",
            )


def _error_of(answer: Callable, *arguments: object) -> float:
    *tensors, delta = arguments
    return float(numbers(answer(*map(tensor, tensors), delta), "the error of the high part"))


def _laws_of_points_needed(answer: Callable) -> None:
    for amplitude, square, factor in ((0.05, 1.0, 3.0), (0.016, 0.1, 3.0), (0.3, 0.25, 1.0)):
        got = float(numbers(answer(amplitude, square, factor), "the number of points"))
        require(got == int(got) and got > 0, f"a number of points is whole, and {got:g} is not")
        here, before = (math.sqrt(square / n) if n else math.inf for n in (got, got - 1))
        require(
            amplitude >= factor * here * (1 - 1e-9),
            f"with {got:g} points the floor is {here:.3g}, and one of {amplitude:g} is not "
            f"{factor:g} times as high",
        )
        require(
            amplitude < factor * before * (1 + 1e-9),
            f"{got - 1:g} points are enough already for an amplitude of {amplitude:g}",
        )


def _time(value: object, what: str) -> float:
    """A time that may be infinite, from what an answer returned."""
    try:
        got = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, RuntimeError):
        require(False, f"{what} should be one number, but it is of type {type(value).__name__}")
    require(not math.isnan(got), f"{what} is nan")
    return got
