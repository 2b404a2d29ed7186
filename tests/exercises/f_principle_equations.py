"""Wrong answers to the exercises on sweeps and turning points, each with its misconception."""

import math


def sweeps_needed_wrong_1(mode, intervals, share):
    """Take the logarithm of the factor itself, which is negative for fast modes."""
    factor = math.cos(mode * math.pi / intervals)
    return math.ceil(math.log(share) / math.log(factor))


def sweeps_needed_wrong_2(mode, intervals, share):
    """Use 1 − ½(kπ/n)² for the cosine, which is right for slow modes only."""
    return math.ceil(2 * math.log(1 / share) * (intervals / (mode * math.pi)) ** 2)


def sweeps_needed_wrong_3(mode, intervals, share):
    """Round down, so that the last sweep is missing."""
    factor = abs(math.cos(mode * math.pi / intervals))
    return max(1, math.floor(math.log(share) / math.log(factor)))


def turning_width_wrong_1(low, high, weight):
    """Put the peak of the transform at the fast wave."""
    return math.sqrt(2) * abs(weight) / high


def turning_width_wrong_2(low, high, weight):
    """Forget that the weight stretches the wavelet."""
    return math.sqrt(4 * math.log(high / low) / (high**2 - low**2))


def turning_width_wrong_3(low, high, weight):
    """Take the factor in front of the exponential for ω instead of ω²."""
    return abs(weight) * math.sqrt(2 * math.log(high / low) / (high**2 - low**2))
