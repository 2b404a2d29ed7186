"""The numbers in the page's prose, from recorded results: one function a name, no arguments."""

import numpy as np

from fourierbook.experiments.spectral_bias_data import kernel_signs, petal_twins
from fourierbook.pages.recorded import result
from fourierbook.pages.spectral_bias_data import labels, recorded


def pairs() -> int:
    """How many pairs of networks learnt the same classes on a curve."""
    return len(result(petal_twins.PETAL_TWINS).recipe.seeds) // 2


def agree_on() -> int:
    """Percentage of the curve's points on which a pair agrees, on average."""
    return _percent(recorded.twins()["on_curve"].mean())


def agree_off() -> int:
    """The same of the plane."""
    return _percent(recorded.twins()["off_curve"].mean())


def agree_by_chance() -> int:
    """Percentage of the plane on which it would agree by its shares of positive places alone."""
    return _percent(recorded.twins()["expected"].mean())


def best_right() -> int:
    """Percentage of the points on which the best of these networks is right."""
    return _percent(recorded.twins()["accuracies"].max())


def eigenvectors() -> int:
    """How many eigenvectors the kernel has whose signs were counted."""
    return result(kernel_signs.KERNEL_SIGNS).recipe.points


def in_order() -> int:
    """How many of them change their sign once less than their number says."""
    found = recorded.changes(labels.SHOWN_WIDTH)
    return int((found == np.arange(len(found))).sum())


def _percent(share: float) -> int:
    return round(100 * float(share))
