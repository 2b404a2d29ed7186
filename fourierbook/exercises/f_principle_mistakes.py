"""What answers to the exercises on the frequency principle give that hold a common mistake."""

import math
from collections.abc import Mapping

import numpy as np

from fourierbook.exercises import close, require

Mistakes = Mapping[str, object]  # what a reader is told, and the number that the mistake gives


def recognise(got: object, mistakes: Mistakes, *, right: object) -> None:
    """Name the mistake that gives what an answer gave, if it is a known one and not right.

    Raises:
        Wrong: with the sentence of the mistake.

    >>> recognise(4.0, {"it is squared": 9.0}, right=3.0)
    >>> recognise(9.0, {"it is squared": 9.0}, right=3.0)
    Traceback (most recent call last):
    fourierbook.exercises.Wrong: it is squared
    """
    if close(got, right, tolerance=1e-3):
        return
    for sentence, given in mistakes.items():
        given = np.asarray(given)
        if np.isfinite(given).all():
            require(not close(got, given, tolerance=1e-3), sentence)


def of_relative_errors(fitted: np.ndarray, target: np.ndarray, frequencies: list) -> Mistakes:
    """Of the relative error: dividing by the fit, and positions with both ends of the period."""
    count, k = len(target), np.array(frequencies)[:, None]

    def errors(t, *, by):
        wave = np.exp(-2j * math.pi * k * t)
        return abs(wave @ (fitted - target)) / np.maximum(abs(wave @ by), 1e-12)

    return {
        "it is divided by the size of the target's wave, and not by that of the fit's": errors(
            np.arange(count) / count, by=fitted
        ),
        "your positions include both ends of the period, which are one point of it: "
        f"of {count} positions each is 1/{count} of the period after the one before": errors(
            np.linspace(0, 1, count), by=target
        ),
    }


def of_exponent(times: np.ndarray, frequencies: np.ndarray) -> Mistakes:
    """Of the power: means in place of the median, and a line through the origin."""
    x, middle = np.log(frequencies), np.log(np.median(times, 0))
    said = "the median over seeds is asked for, and yours is the power of their "
    return {
        said + "mean": np.polyfit(x, np.log(times.mean(0)), 1)[0],
        said + "geometric mean": np.polyfit(x, np.log(times).mean(0), 1)[0],
        "the line has an intercept, and yours goes through the origin": x @ middle / (x @ x),
    }
