"""Checks of the exercises on the shape of the data: a length, a gap, a vote, two quotients."""

from collections.abc import Callable

import numpy as np

from fourierbook.exercises import Answer, close, judge, numbers, require, tensor
from fourierbook.exercises import spectral_bias_data_mistakes as mistakes
from fourierbook.exercises.known_mistakes import recognise


def check_as_long_as(answer: Answer) -> bool:
    """Whether `answer(points, length)` is the closed curve in the size that has this length."""
    right = "it is the same curve about the same middle, and as long as it should be"
    return judge(answer, _laws_of_as_long_as, right=right)


def check_gap(answer: Answer) -> bool:
    """Whether `answer(points, apart)` is how near a closed curve comes to itself."""
    right = "it is how near two branches come, and neighbours along the curve are none"
    return judge(answer, _laws_of_gap, right=right)


def check_right_share(answer: Answer) -> bool:
    """Whether `answer(points, labels, count)` is how often the nearest other points are right."""
    right = "each point is judged by its nearest others, and not by itself"
    return judge(answer, _laws_of_right_share, right=right)


def check_times_as_low(answer: Answer) -> bool:
    """Whether `answer(points, one, other, delta)` is the ratio of two Rayleigh quotients."""
    right = "it compares two functions by how alike they are at near points, whatever their size"
    return judge(answer, _laws_of_times_as_low, right=right)


def _laws_of_as_long_as(answer: Callable) -> None:
    random = np.random.default_rng(0)
    square = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]])
    cases = [("a square of side 2", square, 16.0), ("a square of side 2", square + 3, 2.0)]
    for count, dimensions, length in ((5, 2, 3.0), (8, 3, 10.0), (8, 3, 1.0), (12, 2, 7.5)):
        points = random.normal(size=(count, dimensions)) + random.uniform(1, 2, dimensions)
        cases.append((f"{count} random points in {dimensions} dimensions", points, length))
    for which, points, length in cases:
        expected = mistakes.scaled(points, length)
        said = answer(tensor(points), length)
        got = numbers(said, "the scaled curve", shape=points.shape)
        recognise(got, mistakes.of_as_long_as(points, length), right=expected)
        found = mistakes.around(got)
        require(
            close(found, length, tolerance=1e-3),
            f"{which}, joined to a closed curve, should become {length:g} long; yours has the "
            f"length {found:.4g}",
        )
        require(
            close(got, expected, tolerance=1e-3),
            f"of {which} the length is right, but the curve is not the same about the same middle: "
            f"its first point should be {np.round(expected[0], 3).tolist()}, and yours is "
            f"{np.round(got[0], 3).tolist()}",
        )


def _laws_of_gap(answer: Callable) -> None:
    random = np.random.default_rng(1)
    around = np.arange(12) / 12 * 2 * np.pi
    circle = np.stack([np.cos(around), np.sin(around)], 1)
    cases = [(f"{len(circle)} even points of a circle", circle, apart) for apart in (0, 1, 2, 4)]
    for count, dimensions, apart in ((9, 2, 1), (9, 2, 3), (14, 3, 2), (14, 3, 5), (20, 2, 4)):
        points = random.normal(size=(count, dimensions))
        points[-1] = points[0] + 0.05  # neighbours over the end
        cases.append((f"{count} random points in {dimensions} dimensions", points, apart))
    for which, points, apart in cases:
        expected = mistakes.least(points, lambda places, apart=apart: places > apart)
        got = float(numbers(answer(tensor(points), apart), "the gap"))
        recognise(got, mistakes.of_gap(points, apart), right=expected)
        require(
            close(got, expected, tolerance=1e-3),
            f"of {which} the least distance of two that are more than {apart} places apart is "
            f"{expected:.4g}, and not {got:.4g}",
        )


def _laws_of_right_share(answer: Callable) -> None:
    random = np.random.default_rng(2)
    for count, dimensions, asked in ((8, 2, 1), (12, 2, 3), (12, 2, 5), (15, 3, 1), (15, 3, 7)):
        for _ in range(3):
            points = random.normal(size=(count, dimensions))
            labels = (points[:, 0] + 0.7 * random.normal(size=count) > 0).astype(float)
            expected = mistakes.voted_right(points, labels, asked)
            said = answer(tensor(points), tensor(labels), asked)
            got = float(numbers(said, "the share"))
            recognise(got, mistakes.of_right_share(points, labels, asked), right=expected)
            others = "the nearest other point" if asked == 1 else f"the {asked} nearest others"
            require(
                close(got, expected, tolerance=1e-3),
                f"of {count} random points, {others} are right on the share {expected:.4g}, and "
                f"not on {got:.4g}",
            )


def _laws_of_times_as_low(answer: Callable) -> None:
    random = np.random.default_rng(3)
    line = np.arange(16)[:, None] / 4
    waves = [size * np.cos(np.pi * line[:, 0] * k / 2) for k, size in ((1, 1.0), (3, 2.0))]
    cases = [("two waves on a line", line, *waves, delta) for delta in (0.25, 0.5)]
    for count, dimensions, delta in ((6, 2, 0.5), (6, 2, 1.5), (10, 3, 1.0), (10, 3, 2.0)):
        points = random.normal(size=(count, dimensions))
        one, other = random.normal(size=(2, count)) * np.array([[1.0], [3.0]])
        which = f"two functions on {count} random points in {dimensions} dimensions"
        cases.append((which, points, one, other, delta))
    for which, points, one, other, delta in cases:
        kernel = mistakes.gaussian(points, delta)
        expected = mistakes.quotient(kernel, one) / mistakes.quotient(kernel, other)
        said = answer(tensor(points), tensor(one), tensor(other), delta)
        got = float(numbers(said, "the ratio"))
        named = mistakes.of_times_as_low(points, one, other, delta)
        recognise(got, named, right=expected)
        require(
            close(got, expected, tolerance=1e-3),
            f"of {which} with δ = {delta:g} the ratio is {expected:.4g}, and not {got:.4g}",
        )
