"""How the time that a frequency takes grows with the frequency."""

import math

import numpy as np

from fourierbook.experiments.f_principle.line import SIX, times
from fourierbook.measure import intervals
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.measure.lines import slope_weights
from fourierbook.measure.populations import LEAST, NotMeasured
from fourierbook.results.questions import Result


def exponent(result: Result, *, lasting: bool = False) -> Interval:
    """Slope of the logarithm of the median crossing time against that of the frequency.

    Raises:
        NotMeasured: if there are fewer than ten seeds to draw from, or the median time of a
            frequency, of these seeds or of as many drawn, is 0 or beyond the last step.
    """
    found = times(result, "six", lasting=lasting)
    if len(found) < LEAST:
        raise NotMeasured(f"fewer than {LEAST} seeds, of which none can be drawn anew")
    weights = slope_weights(np.log(SIX))

    def slope(drawn: np.ndarray) -> float:
        medians = np.median(drawn, axis=0)
        there = np.isfinite(medians).all() and (medians > 0).all()
        return float(np.log(medians) @ weights) if there else math.nan

    sample = Sample(found, ("seeds", "frequencies"))
    slopes = intervals.of(slope, sample, over=("seeds",), drawn=("seeds",))
    if np.isnan(slopes[:3]).any():
        raise NotMeasured("the median of a crossing time is 0 or beyond the last step")
    return slopes
