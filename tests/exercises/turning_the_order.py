"""Wrong answers to the exercises on the order turned round, each with its misconception."""

import math


def sweeps_needed_wrong_1(mode, intervals, share):
    """Take a mode whose factor is negative to be gone at once."""
    factor = math.cos(mode * math.pi / intervals)
    return math.ceil(math.log(share) / math.log(factor)) if factor > 0 else 1


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


def product_amplitude_wrong_1(frequencies, chosen):
    """Leave out the signs that are not in the product, as if their mean wave were always 1."""
    return abs(math.prod(math.sin(2 * math.pi * frequencies[place]) for place in chosen))


def product_amplitude_wrong_2(frequencies, chosen):
    """Take every product for parity."""
    return abs(math.prod(math.sin(2 * math.pi * xi) for xi in frequencies))


def product_amplitude_wrong_3(frequencies, chosen):
    """Let a sign that is not in the product have a mean of 0, as without the wave."""
    if len(chosen) < len(frequencies):
        return 0.0
    return abs(math.prod(math.sin(2 * math.pi * xi) for xi in frequencies))


def best_weight_wrong_1(slowest, intervals):
    """Take 2/3, which is right for the upper half of the modes of a fine grid."""
    return 2 / 3


def best_weight_wrong_2(slowest, intervals):
    """Make the fastest mode vanish, and leave much of the slowest."""
    return 1 / (1 - math.cos((intervals - 1) * math.pi / intervals))


def best_weight_wrong_3(slowest, intervals):
    """Make the slowest of the modes vanish, though a weight above 1 is none."""
    return min(1.0, 1 / (1 - math.cos(slowest * math.pi / intervals)))


def chance_amplitude_wrong_1(combinations, seen):
    """Draw with replacement, so that chance remains where all are seen."""
    return 1 / math.sqrt(seen)


def chance_amplitude_wrong_2(combinations, seen):
    """Take the share that is not seen for the correction; one combination is missing."""
    return math.sqrt((1 - seen / combinations) / seen)


def chance_amplitude_wrong_3(combinations, seen):
    """Forget the root."""
    return (combinations - seen) / (combinations - 1) / seen


def ends_off_zero_wrong_1(left_slope, right_slope, beta):
    """Move the ends with the slope instead of against it."""
    tilt = (left_slope + right_slope) / (2 * (1 + 2 * beta))
    lift = (right_slope - left_slope) / (4 * beta)
    return lift - tilt, lift + tilt


def ends_off_zero_wrong_2(left_slope, right_slope, beta):
    """Take every solution for an odd one."""
    tilt = -right_slope / (1 + 2 * beta)
    return -tilt, tilt


def ends_off_zero_wrong_3(left_slope, right_slope, beta):
    """Forget that the line has a slope of its own: each end for itself."""
    return left_slope / (2 * beta), -right_slope / (2 * beta)


def sweeps_needed_wrong_4(mode, intervals, share):
    """Round to the nearest, where a sweep may be missing."""
    factor = abs(math.cos(mode * math.pi / intervals))
    return max(1, round(math.log(share) / math.log(factor)))
