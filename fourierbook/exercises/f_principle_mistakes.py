"""What answers to the exercises on the frequency principle give that hold a common mistake."""

import math

import numpy as np

from fourierbook.exercises.known_mistakes import Mistakes


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
    """Of the power: means or the lower median in place of the median, a line through the origin."""
    x, middle = np.log(frequencies), np.log(np.median(times, 0))
    said = "the median over seeds is asked for, and yours is the power of their "
    return {
        said + "mean": np.polyfit(x, np.log(times.mean(0)), 1)[0],
        said + "lower median, which torch.median takes of an even number": np.polyfit(
            x, np.log(np.sort(times, 0)[(len(times) - 1) // 2]), 1
        )[0],
        said + "geometric mean": np.polyfit(x, np.log(times).mean(0), 1)[0],
        "the line has an intercept, and yours goes through the origin": x @ middle / (x @ x),
    }
