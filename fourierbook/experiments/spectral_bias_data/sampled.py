"""A hundredth of a training, from which its time is told."""

from dataclasses import replace
from typing import Any


def hundredth(recipe: Any) -> tuple[Any, float]:
    """The same recipe with a hundredth of its steps, and how many times as long the whole takes.

    >>> from fourierbook.experiments.spectral_bias_data.petals import Petals
    >>> few, times = hundredth(Petals(None, ("petals0",), (0,), (4,), 64, 8, 1000, 1e-3))
    >>> few.steps, times
    (10, 100.0)
    """
    few = max(2, recipe.steps // 100)
    return replace(recipe, steps=few), recipe.steps / few
