"""Mistakes that a check knows: what each gives on an input, and what a reader is told of it."""

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
    fourierbook.exercises.calls.Wrong: it is squared
    """
    if close(got, right, tolerance=1e-3):
        return
    for sentence, given in mistakes.items():
        given = np.asarray(given)
        if np.isfinite(given).all():
            require(not close(got, given, tolerance=1e-3), sentence)
