"""Checks of the exercises on spectral bias: kinks, pieces, folds, two metrics, a norm."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from fourierbook.exercises import Answer, close, judge, numbers, require, tensor
from fourierbook.exercises import spectral_bias_mistakes as mistakes
from fourierbook.exercises.known_mistakes import recognise


def check_transform_of_network(answer: Answer) -> bool:
    """Whether `answer(weights, biases, heights, wave)` is the transform of a layer's kinks."""
    right = "it is the integral of the function times the wave, from the weights alone"
    return judge(answer, _laws_of_transform_of_network, right=right)


def check_pieces(answer: Answer) -> bool:
    """Whether `answer(weights, biases, heights, low, high)` counts a layer's linear pieces."""
    right = "the slope changes as often as you say, and once less than there are pieces"
    return judge(answer, _laws_of_pieces, right=right)


def check_falloff(answer: Answer) -> bool:
    """Whether `answer(starts, ends, direction)` is how fast a transform falls in a direction."""
    right = "a direction is slow where it stands at right angles to a fold, and only there"
    return judge(answer, _laws_of_falloff, right=right)


def check_two_metrics(answer: Answer) -> bool:
    """Whether `answer(before, after)` are the clipped ratio of sizes and the relative error."""
    right = "the first asks whether a wave keeps its size, the second whether it stays what it was"
    return judge(answer, _laws_of_two_metrics, right=right)


def check_spectral_norm(answer: Answer) -> bool:
    """Whether `answer(matrix, start, steps)` comes from a power iteration of the right matrix."""
    right = "it climbs to the largest singular value, and is as far as the steps allow"
    return judge(answer, _laws_of_spectral_norm, right=right)


def _laws_of_transform_of_network(answer: Callable) -> None:
    random = np.random.default_rng(0)
    tent = np.array([-1.0, 0.0, 1.0]), np.array([0.0, 1.0, 0.0])
    cases = [(*tent, wave, np.ones(3)) for wave in (0.25, 3 / (2 * np.pi), 2.0)]
    for count, wave in ((4, 0.5), (6, 1.25), (6, -0.75), (3, 0.3125)):
        places = np.cumsum(random.integers(1, 4, count)) / 4 - 1.5
        heights = np.r_[0, random.integers(-3, 4, count - 2), 0.0]
        cases.append((places, heights, wave, random.choice([-2.0, -0.5, 0.5, 2.0], count)))
    for places, heights, wave, weights in cases:
        slopes = np.r_[0, np.diff(heights) / np.diff(places), 0]
        biases, outer = -weights * places, np.diff(slopes) / abs(weights)
        expected = _integral(places, heights, wave)
        said = answer(tensor(weights), tensor(biases), tensor(outer), wave)
        got = complex(numbers(said, "the transform"))
        known = mistakes.of_transform_of_network(weights, biases, outer, wave)
        recognise(got, known, right=expected)
        which = "the tent max(0, 1 − |x|)" if len(places) == 3 and heights[1] == 1 else (
            f"a network with the kinks of the zigzag through {_points(places, heights)}"
        )  # fmt: skip
        require(
            close(got, expected, tolerance=1e-3),
            f"of {which} the transform at {wave:.4g} cycles is {expected:.4g}, and not {got:.4g}",
        )


def _integral(places: np.ndarray, heights: np.ndarray, wave: float) -> complex:
    """∫ f(x) e^(−2πiξx) dx of the function through the points, by Gauss and Legendre."""
    node, weight = np.polynomial.legendre.leggauss(40)
    total = 0j
    for left, right in pairwise(places):
        x = left + (node + 1) * (right - left) / 2
        f = np.interp(x, places, heights)
        total += (f * np.exp(-2j * np.pi * wave * x)) @ weight * (right - left) / 2
    return total


def _points(places: np.ndarray, heights: np.ndarray) -> str:
    pairs = zip(places.tolist(), heights.tolist(), strict=True)
    return ", ".join(f"({x:g}, {y:g})" for x, y in pairs)


def _laws_of_pieces(answer: Callable) -> None:
    random = np.random.default_rng(1)
    listed = [
        ([1.0, 1.0, 1.0], [1.0, 0.0, -1.0], [1.0, -2.0, 1.0], -0.5, 2.0, "a tent"),
        ([2.0, 1.0], [1.0, 0.25], [0.0, 1.0], -1.0, 1.0, "a unit whose height is 0"),
        ([1.0, 1.0, 1.0], [2.0, 0.0, -1.0], [1.0, -2.0, 1.0], -1.0, 1.0, "a kink at its end"),
        ([1.0, 2.0, -1.0], [0.5, 1.0, 0.25], [1.0, 1.0, 3.0], -2.0, 2.0, "a kink of two units"),
        ([1.0, 2.0], [0.5, 1.0], [2.0, -1.0], -1.0, 1.0, "two units whose kinks cancel"),
        ([0.0, 1.0], [1.0, 0.5], [3.0, 1.0], -1.0, 1.0, "a unit whose weight is 0"),
    ]
    for count, low, high in ((8, -1.0, 1.0), (8, -2.0, 0.5), (12, 0.25, 2.0), (12, -2.5, 2.5)):
        weights = random.choice([-2.0, -1.0, -0.5, 0.5, 1.0, 2.0], count)
        kinks = random.choice(np.arange(-10, 11) / 4, count, replace=False)
        heights = random.choice([-3.0, -2.0, 1.0, 2.0], count)
        listed.append((weights, -weights * kinks, heights, low, high, f"{count} random units"))
    for *units, low, high, which in listed:
        weights, biases, heights = map(np.asarray, units)
        expected = _slopes_seen(weights, biases, heights, low, high)
        said = answer(*map(tensor, (weights, biases, heights)), low, high)
        got = float(numbers(said, "the number of pieces"))
        recognise(got, mistakes.of_pieces(weights, biases, heights, low, high), right=expected)
        there = f"between {low:g} and {high:g} a network with {which} has"
        require(got == expected, f"{there} {expected} linear pieces, and not {got:g}")


def _slopes_seen(
    weights: np.ndarray, biases: np.ndarray, heights: np.ndarray, low: float, high: float
) -> int:
    """One more than the changes of slope on a grid that meets every kink; its numbers are exact."""
    x = np.arange(round(16 * low), round(16 * high) + 1) / 16
    values = np.maximum(np.outer(x, weights) + biases, 0) @ heights
    return 1 + int((np.diff(values, 2) != 0).sum())


def _laws_of_falloff(answer: Callable) -> None:
    square = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]], float)
    trapezoid = np.array([[0, 0], [4, 0], [3, 2], [1, 2]], float)
    triangle = np.array([[0, 0], [3, 1], [1, 4]], float)
    kite = np.array([[2, 0], [0, 1], [-3, 0], [0, -1], [1, -1]], float)
    directions = {
        "square": [(0, 1), (-2, 0), (1, 1), (3, 1)],
        "trapezoid": [(2, 1), (-2, 1), (1, 2), (1, 0), (0, -1), (1, 1)],
        "triangle": [(-1, 3), (3, 1), (3, 2), (1, -3), (4, -1), (2, 3)],
        "kite": [(1, 2), (2, -1), (2, 1), (-1, 3), (1, 0), (0, 3), (-2, -4)],
    }
    for (name, ways), corners in zip(
        directions.items(), (square, trapezoid, triangle, kite), strict=True
    ):
        starts, ends = corners, np.roll(corners, -1, axis=0)
        for way in map(np.array, ways):
            along = ((ends - starts) * way).sum(1)
            expected = 2 if (along == 0).any() else 3
            got = float(numbers(answer(*map(tensor, (starts, ends, way.astype(float)))), "it"))
            recognise(got, mistakes.of_falloff(starts, ends, way), right=expected)
            edges = f"the sides of a {name} with the corners {corners.astype(int).tolist()}"
            require(
                got == expected,
                f"with {edges} for folds, the transform falls in the direction {way.tolist()} "
                f"with the power {expected} of the frequency, and not {got:g}",
            )


def _laws_of_two_metrics(answer: Callable) -> None:
    random = np.random.default_rng(2)
    for draws, waves in ((1, 3), (20, 4), (20, 1), (7, 4), (7, 5)):
        before = _complex(random, waves)
        noise = _complex(random, draws, waves)
        cases = {
            "with no change": np.tile(before, (draws, 1)),
            "with every wave turned by a quarter": np.tile(1j * before, (draws, 1)),
            "with every wave halved": np.tile(before / 2, (draws, 1)),
            "with random changes": before + 0.7 * noise,
            "with large random changes": 0.5 * before + 3 * noise,
        }
        for which, after in cases.items():
            sizes = np.hypot(after.real, after.imag) / np.hypot(before.real, before.imag)
            apart = (after - before) / before
            errors = np.hypot(apart.real, apart.imag)
            expected = np.stack([np.minimum(sizes.mean(0), 1), errors.mean(0)])
            said = answer(tensor(before), tensor(after))
            got = numbers(said, "both metrics", shape=(2, waves))
            recognise(got, mistakes.of_two_metrics(before, after), right=expected)
            for row, name in enumerate(("clipped ratio of sizes", "relative error")):
                require(
                    close(got[row], expected[row], tolerance=1e-3),
                    f"{which}, the {name} is {np.round(expected[row], 3).tolist()}, and not "
                    f"{np.round(got[row], 3).tolist()}",
                )


def _complex(random: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers of size 1 to 2 in any direction: none is so small that a ratio would be large."""
    return random.uniform(1, 2, shape) * np.exp(2j * np.pi * random.random(shape))


def _laws_of_spectral_norm(answer: Callable) -> None:
    random = np.random.default_rng(3)
    shapes = ((4, 4, 1), (4, 4, 3), (5, 3, 2), (3, 6, 4), (6, 6, 100), (5, 3, 0))
    matrices = [(random.normal(size=(rows, columns)), steps) for rows, columns, steps in shapes]
    matrices.append((np.array([[0.0, 3.0], [0.5, 0.0]]), 40))
    for matrix, steps in matrices:
        start = random.uniform(0.5, 1, matrix.shape[1])
        _, sizes, across = np.linalg.svd(matrix)
        whole = np.r_[sizes, np.zeros(matrix.shape[1] - len(sizes))]
        parts = (whole / whole[0]) ** (2 * steps) * (across @ start)
        expected = np.linalg.norm(whole * parts) / np.linalg.norm(parts)
        said = answer(tensor(matrix), tensor(start), steps)
        got = float(numbers(said, "the norm"))
        recognise(got, mistakes.of_spectral_norm(matrix, start, steps), right=expected)
        require(
            close(got, expected, tolerance=1e-3),
            f"of a matrix {matrix.shape[0]} × {matrix.shape[1]} whose singular values are "
            f"{np.round(sizes, 3).tolist()}, the norm after {steps} steps is {expected:.4g}, and "
            f"not {got:.4g}",
        )
