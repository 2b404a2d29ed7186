"""Checks of the exercises on the frequency principle: errors, crossings, medians, powers."""

import math
from collections.abc import Callable, Iterator

import numpy as np

from fourierbook.exercises import Answer, close, judge, numbers, require, tensor
from fourierbook.exercises import f_principle_mistakes as mistakes
from fourierbook.exercises.known_mistakes import recognise


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
    right = "how late a run is that never arrived does not matter, only that it is late"
    return judge(answer, _laws_of_middle, right=right)


def check_exponent(answer: Answer) -> bool:
    """Whether `answer(times, frequencies)` is the power with which median times grow."""
    right = "it is the slope of the median on logarithmic axes, whatever the unit of time"
    return judge(answer, _laws_of_exponent, right=right)


def _laws_of_relative_errors(answer: Callable) -> None:
    random = np.random.default_rng(0)
    for count, frequencies in ((8, [1]), (64, [1, 3, 5]), (63, [0, 2, 7, 31]), (64, [7, 2, 4])):
        for target, fitted, expected, which in _fits(random, count, frequencies):
            got = numbers(
                answer(tensor(fitted), tensor(target), list(frequencies)),
                "the relative error",
                shape=(len(frequencies),),
            )
            named = mistakes.of_relative_errors(fitted, target, frequencies)
            recognise(got, named, right=expected)
            require(
                close(got, expected, tolerance=1e-3),
                f"for {which}, on {count} points, it is {np.round(expected, 3).tolist()} at the "
                f"frequencies {frequencies}, not {np.round(got, 3).tolist()}",
            )


def _fits(random: np.random.Generator, count: int, frequencies: list[int]) -> Iterator[tuple]:
    """A target, a fit, its relative errors, and what fit that is."""
    k, t = np.array(frequencies), np.arange(count) / count
    size, turn = random.uniform(0.5, 2, len(k)), random.uniform(0, 6)
    share, angle = random.uniform(0, 1.5, len(k)), random.uniform(-1, 1)

    def wave(amplitudes, phase):
        return amplitudes @ np.cos(2 * math.pi * k[:, None] * t + (k > 0)[:, None] * phase)

    target, turned = wave(size, turn), np.where(k > 0, 2 * abs(math.sin(angle / 2)), 0)
    yield target, target, np.zeros(len(k)), "a perfect fit"
    yield target, wave(share * size, turn), abs(1 - share), "a fit with other amplitudes"
    which = "a fit with the right amplitudes and other phases"
    yield target, wave(size, turn + angle), turned, which


def _laws_of_crossing(answer: Callable) -> None:
    random = np.random.default_rng(0)
    for count, below in ((40, 0.25), (40, 0.5), (26, 0.125)):
        steps = np.cumsum(random.integers(1, 30, count))
        dipped = np.full(count, 0.9)
        dipped[[7, 20]] = below / 2
        cases = [
            ("an error that falls", np.linspace(1, 0, count)),
            ("an error that dips and rises again", dipped),
            ("an error that is small from the beginning", np.full(count, below / 5)),
            ("an error that never falls", np.full(count, 1.5 * below)),
            ("an error that stays at the threshold", np.full(count, below)),
            *[("a noisy error", random.random(count)) for _ in range(3)],
        ]
        for what, errors in cases:
            got = _time(answer(tensor(errors), tensor(steps.astype(float)), below), "the time")
            under = [step for step, error in zip(steps, errors, strict=True) if error < below]
            expected = under[0] if under else math.inf
            require(got == expected, f"for {what} the first crossing is {expected}, not {got:g}")


def _laws_of_middle(answer: Callable) -> None:
    random = np.random.default_rng(0)
    for count, late in ((1, 0), (5, 0), (6, 0), (7, 3), (8, 3), (8, 4), (9, 5), (6, 4), (4, 4)):
        known = random.uniform(1, 100, count - late)
        times = random.permutation(np.r_[known, np.full(late, math.inf)])
        got = _time(answer(tensor(times)), "the median")
        which = f"of {count} runs, {late} of which never arrived, the median is"
        listed = ", ".join(f"{time:.3g}" for time in np.sort(times))
        # Late times may turn out to be anything beyond the known ones: the median must not care.
        ends = [np.median(np.r_[known, end + np.arange(late)]) for end in (1e3, 1e6)]
        expected = ends[0] if math.isclose(*ends) else math.inf
        require(
            got == expected or (math.isfinite(expected) and close(got, expected, tolerance=1e-4)),
            f"{which} {expected:g}, not {got:g}: their times are, sorted, {listed}",
        )


def _laws_of_exponent(answer: Callable) -> None:
    random = np.random.default_rng(0)
    cases = (
        (9, [1, 2, 3, 4], 2.0), (8, [1, 3, 5], 0.7), (9, [2, 3, 8, 9, 20], -1.5),
        (9, [2, 5, 7, 9], 0.4),
    )  # fmt: skip
    for seeds, frequencies, power in cases:
        k = np.array(frequencies, dtype=float)
        scatter = np.exp(random.normal(size=(seeds, len(k))))
        scatter /= np.median(scatter, 0)
        times = 7 * k**power * scatter
        got = float(numbers(answer(tensor(times), tensor(k)), "the power"))
        recognise(got, mistakes.of_exponent(times, k), right=power)
        require(
            close(got, power, tolerance=1e-3),
            f"times whose median grows with the power {power:g} do not grow with {got:.3g}",
        )
        late = np.where(scatter < np.sort(scatter, 0)[-2], times, math.inf)
        got = _time(answer(tensor(late), tensor(k)), "the power")
        unmoved = (
            f"times that never came, two of {seeds}, leave every median over seeds where it is"
        )
        require(math.isfinite(got), f"{unmoved}, and your power becomes {got}: is it of means?")
        require(close(got, power, tolerance=1e-3), f"{unmoved}, and change your power to {got:.3g}")
    uneven, there = np.array([[1.0, 2.0, 30.0, 31.0]]), np.array([1.0, 2.0, 4.0, 8.0])
    logs = np.log(there)
    expected = np.polyfit(logs, np.log(uneven[0]), 1)[0]
    got = float(numbers(answer(tensor(uneven), tensor(there)), "the power"))
    require(
        close(got, expected, tolerance=1e-3),
        "where the points are not on a line, it is the slope of the least-squares line through all "
        f"of them, {expected:.4g}, and not {got:.4g}",
    )


def _time(value: object, what: str) -> float:
    """A number that may be infinite or nan, from what an answer returned."""
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, RuntimeError):
        require(False, f"{what} should be one number, but it is of type {type(value).__name__}")
