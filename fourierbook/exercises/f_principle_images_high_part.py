"""What the error of the high part has to give, and what it gives with a common mistake."""

from collections.abc import Callable

import numpy as np

from fourierbook.exercises import close, numbers, require, tensor
from fourierbook.exercises.known_mistakes import Mistakes, recognise


def laws_of_high_error(answer: Callable) -> None:
    """Hold an answer against the relative error of the high part.

    Args:
        answer: called as `answer(points, values, fitted, delta)`.

    Raises:
        Wrong: if it gives anything else, with the mistake if it is a known one.
    """
    random = np.random.default_rng(0)
    for count, dimension, delta in ((2, 1, 1.0), (30, 3, 0.5), (30, 3, 2.0)):
        points = random.normal(size=(count, dimension))
        values, fitted = random.normal(size=(2, count, 2))
        near = _near(points, delta)
        near /= near.sum(1, keepdims=True)

        def error_of(fit, points=points, values=values, delta=delta):
            found = answer(tensor(points), tensor(values), tensor(fit), delta)
            return float(numbers(found, "the error of the high part"))

        named = _mistakes(points, values, fitted, delta)
        recognise(error_of(fitted), named, right=_ratio(near, fitted - values, values))
        same = error_of(np.full_like(values, 3.0))
        require(
            close(same, 1, tolerance=1e-3),
            "a fit that is the same at every point has no high part, so that its error is 1: "
            f"yours is {same:.3g}",
        )
        plane = f"{count} points in {dimension} dimension" + "s" * (dimension > 1)
        for fit, which in (
            (fitted, "a fit at random"),
            (values, "a perfect fit"),
            (near @ values, "a fit that is the low part of the target"),
        ):
            got, due = error_of(fit), _ratio(near, fit - values, values)
            require(
                close(got, due, tolerance=1e-3),
                f"for {plane}, δ = {delta:g} and {which} it is {due:.3g}, not {got:.3g}",
            )


def _near(points: np.ndarray, delta: float) -> np.ndarray:
    """The weights of all pairs of points, not yet divided by anything."""
    squared = ((points[:, None] - points) ** 2).sum(2)
    return np.exp(-squared / (2 * delta**2))


def _ratio(near: np.ndarray, error: np.ndarray, values: np.ndarray) -> float:
    """Size of what a mean over neighbours leaves of an error, over what it leaves of values."""
    left, high = (each - near @ each for each in (error, values))
    return float(np.linalg.norm(left) / np.linalg.norm(high))


def _mistakes(points: np.ndarray, values: np.ndarray, fitted: np.ndarray, delta: float) -> Mistakes:
    """Of the error of the high part: other parts, other weights, and no root."""
    near, wider = _near(points, delta), _near(points, delta**0.5)
    row = near / near.sum(1, keepdims=True)

    high, error = values - row @ values, fitted - values
    return {
        "that is the error of the low part, and the high part is what the mean over neighbours "
        "leaves": np.linalg.norm(row @ error) / np.linalg.norm(row @ values),
        "the square root is missing": _ratio(row, error, values) ** 2,
        "δ is a width, whose square stands in the exponent, and yours is taken as a variance": (
            _ratio(wider / wider.sum(1, keepdims=True), error, values)
        ),
        "the weights of a point are to be divided by their sum over j": _ratio(near, error, values),
        "the weights of point i are divided by the sum of its own row: keep that dimension": (
            _ratio(near / near.sum(1), error, values)
        ),
        "the fit has a high part as well, and yours is compared as it is": (
            np.linalg.norm(high - fitted) / np.linalg.norm(high)
        ),
        "it is divided by the high part of the target, and not by all of it": (
            np.linalg.norm(error - row @ error) / np.linalg.norm(values)
        ),
    }
