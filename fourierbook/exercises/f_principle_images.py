"""Checks of the exercises on images: neighbourhoods, the high part, and waves along a line."""

import math
from collections.abc import Callable

import numpy as np

from fourierbook.exercises import Answer, close, judge, numbers, require, tensor
from fourierbook.exercises.f_principle_images_high_part import laws_of_high_error
from fourierbook.exercises.known_mistakes import recognise


def check_high_error(answer: Answer) -> bool:
    """Whether `answer(points, values, fitted, delta)` is the relative error of the high part."""
    right = "it is the error of what the mean over neighbours leaves, of target and fit alike"
    return judge(answer, laws_of_high_error, right=right)


def check_middle_width(answer: Answer) -> bool:
    """Whether `answer(points, values)` is the width at which both parts are equally large."""
    right = "with that width the low and the high part are equally large"
    return judge(answer, _laws_of_middle_width, right=right)


def check_amplitudes(answer: Answer) -> bool:
    """Whether `answer(places, values, frequencies)` is the amplitude along a line."""
    right = "it is the size of each mean, wherever the places lie"
    return judge(answer, _laws_of_amplitudes, right=right)


def check_points_needed(answer: Answer) -> bool:
    """Whether `answer(amplitude, square, factor)` points lift an amplitude so far."""
    right = "with as many points the amplitude stands that high above chance, and with one less not"
    return judge(answer, _laws_of_points_needed, right=right)


def check_low_first(answer: Answer) -> bool:
    """Whether `answer(frequencies, steps)` is the share of pairs with the lower one first."""
    right = "every pair that decides counts once, in whatever order the frequencies are given"
    return judge(answer, _laws_of_low_first, right=right)


def _laws_of_middle_width(answer: Callable) -> None:
    random = np.random.default_rng(0)
    cases = ((40, 1, 1.0, 1), (60, 2, 0.1, 2), (50, 3, 20.0, 1), (40, 1, 5.0, 1))
    for count, dimension, spread, labels in cases:
        points = spread * random.normal(size=(count, dimension))
        noise = 0.3 * spread * random.normal(size=(count, labels))
        values = np.sign(points[:, :labels] + noise)
        found = answer(tensor(points), tensor(values))
        delta = float(numbers(found, "the width"))
        require(delta > 0, f"a width is positive: yours is {delta:.3g}")
        low, high = _sizes(points, values, delta)
        where = f"for {count} points whose coordinates have the spread {spread:g}"
        require(
            abs(low / high - 1) < 0.02,
            f"{where}, at your width {delta:.3g} the low part has the size {low:.3g} and the high "
            f"part {high:.3g}",
        )


def _sizes(points: np.ndarray, values: np.ndarray, delta: float) -> tuple[float, float]:
    """Root of the summed squares of both parts."""
    near = np.exp(-((points[:, None] - points) ** 2).sum(2) / (2 * delta**2))
    low = near / near.sum(1, keepdims=True) @ values
    return float(np.linalg.norm(low)), float(np.linalg.norm(values - low))


def _laws_of_amplitudes(answer: Callable) -> None:
    random = np.random.default_rng(0)
    for count, frequencies in ((1, [0, 3]), (50, [0, 1, 2, 7]), (200, [5]), (50, [3, 9, 4, 6])):
        places, values = random.random(count), random.normal(1, 1, count)
        turned = np.exp(-2j * math.pi * np.outer(frequencies, places))
        found = answer(tensor(places), tensor(values), list(frequencies))
        got = numbers(found, "the amplitude", shape=(len(frequencies),))
        expected = abs(turned @ values) / count
        named = {
            "the sine counts as well as the cosine: take the absolute value of the complex "
            "number": abs((turned @ values).real) / count,
            "it is a mean over the images, and yours is a sum": abs(turned @ values),
            "each label stands at a place of its own, and yours are taken as evenly spaced": abs(
                np.exp(-2j * math.pi * np.outer(frequencies, np.arange(count) / count)) @ values
            )
            / count,
        }
        recognise(got, named, right=expected)
        require(
            close(got, expected, tolerance=1e-3),
            f"for {count} places it is {np.round(expected, 3).tolist()} at the frequencies "
            f"{frequencies}, not {np.round(got, 3).tolist()}",
        )


def _laws_of_points_needed(answer: Callable) -> None:
    # Powers of two, so that every way to compute it comes to a whole number exactly.
    whole = ((0.25, 1.0, 2.0), (0.5, 0.25, 1.0), (0.125, 0.25, 4.0))
    broken = ((0.016, 0.1, 3.0), (0.3, 0.25, 1.0), (0.3, 0.3, 1.0), (0.07, 0.2, 2.0))
    for amplitude, square, factor in whole + broken:
        got = float(numbers(answer(amplitude, square, factor), "the number of points"))
        require(got == int(got), f"a number of points is whole: got a float, {got}")
        require(got > 0, f"a number of points is 1 or more: got {got:g}")
        here, before = (math.sqrt(square / n) if n else math.inf for n in (got, got - 1))
        require(
            amplitude >= factor * here,
            f"with {got:g} points the chance level is {here:.3g}, and one of {amplitude:g} is not "
            f"{factor:g} times as high",
        )
        require(
            amplitude < factor * before,
            f"{got - 1:g} points are enough already for an amplitude of {amplitude:g}",
        )


def _laws_of_low_first(answer: Callable) -> None:
    random = np.random.default_rng(0)
    for frequencies, steps in (
        ([1, 2, 3], [10, 30, 20]),
        ([1, 2, 3], [10, 20, 30]),
        ([1, 2], [20, 10]),
        ([3, 1, 2], [30, 10, 20]),
        ([1, 2, 3], [10, 10, 5]),
        (list(range(1, 9)), random.integers(1, 6, 8).tolist()),
        (random.permutation(9).tolist(), random.integers(1, 30, 9).tolist()),
    ):
        got = float(numbers(answer(list(frequencies), list(steps)), "the share"))
        pairs = [
            (t < s) == (f < g)
            for f, t in zip(frequencies, steps, strict=True)
            for g, s in zip(frequencies, steps, strict=True)
            if f < g and t != s
        ]
        every = len(frequencies) * (len(frequencies) - 1) / 2
        named = {
            "two that were learnt at one step decide nothing, and yours counts their pair": (
                sum(pairs) / every
            ),
            "it is the share with the lower one first, and yours is that with the higher": (
                1 - np.mean(pairs)
            ),
        }
        if 0 < np.mean(pairs) < 1:  # else many a mistake gives the same
            recognise(got, named, right=np.mean(pairs))
        require(
            close(got, np.mean(pairs), tolerance=1e-3),
            f"of the frequencies {frequencies}, learnt at the steps {steps}, it is "
            f"{np.mean(pairs):.3g}, not {got:.3g}",
        )
