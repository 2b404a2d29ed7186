"""What the page's numbers are made of: the recorded results, and what is counted in them."""

import numpy as np

from fourierbook.experiments.f_principle import focus, line, noise
from fourierbook.measure.crossings import order
from fourierbook.pages.recorded import result
from fourierbook.results.questions import Result


def ladder() -> Result:
    """Networks that learnt waves."""
    return result(line.FREQUENCY_LADDER)


def noisy() -> Result:
    """Networks that learnt noisy points."""
    return result(noise.NOISY_WAVES)


def flower() -> Result:
    """Networks that drew a flower."""
    return result(focus.PHOTOGRAPH_IN_FOCUS)


def in_order(case: str, *, lasting: bool = False) -> int:
    """How many networks of a case learnt its waves from low to high."""
    return int(order(line.times(ladder(), case, lasting=lasting)).low_first.sum())


def middle_step(case: str, place: int, *, lasting: bool = False) -> float:
    """Median crossing time of one wave of a case."""
    return float(np.median(line.times(ladder(), case, lasting=lasting)[:, place]))


def taken(band: int) -> int:
    """Percentage of a band of the noise that is taken at the best step, in the median."""
    return round(100 * float(np.median(noise.taken_at_best(noisy())[:, band])))


def two_figures(value: float) -> float:
    """To two figures, where a whole number would keep all of its own.

    >>> two_figures(1667.0)
    1700.0
    """
    return float(f"{value:.2g}")
