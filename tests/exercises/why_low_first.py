"""Wrong answers to the exercises on why low frequencies come first, with their misconceptions."""

import math

import torch


def amplitude_ratio_wrong_1(weight, low, high):
    """Keep the large-ξ form e^(−π²ξ/|w|) everywhere, also where it is not large."""
    return math.exp(-(math.pi**2) * (high - low) / abs(weight))


def amplitude_ratio_wrong_2(weight, low, high):
    """Take a paper's angular frequency for cycles per unit length."""
    z = math.pi / (2 * abs(weight))
    return math.exp(-z * (high - low)) * math.expm1(-2 * z * low) / math.expm1(-2 * z * high)


def amplitude_ratio_wrong_3(weight, low, high):
    """Turn the ratio upside down."""
    z = math.pi**2 / abs(weight)
    return math.exp(z * (high - low)) * math.expm1(-2 * z * high) / math.expm1(-2 * z * low)


def kink_power_wrong_1(p, slope):
    """Overlook that |z|^p has no kink for an even p."""
    return 0 if slope == 1 else -(p + 1)


def kink_power_wrong_2(p, slope):
    """Forget that the spike in the last derivative is one more derivative away."""
    return 0 if slope**p == 1 else -p


def decay_rate_wrong_1(poles):
    """Let the farthest pole decide."""
    return 2 * math.pi * max(abs(pole.imag) for pole in poles)


def decay_rate_wrong_2(poles):
    """Measure the distance to the origin instead of that to the real line."""
    return 2 * math.pi * min(abs(pole) for pole in poles)


def decay_rate_wrong_3(poles):
    """Forget the 2π of a frequency in cycles."""
    return min(abs(pole.imag) for pole in poles)


def equal_share_time_wrong_1(rates, errors):
    """Compare the errors instead of what they contribute to the fall of the loss."""
    return torch.log(errors[0] / errors[1]) / (rates[0] - rates[1])


def equal_share_time_wrong_2(rates, errors):
    """Forget that the loss is a square, so that its waves fall twice as fast as the errors."""
    return torch.log(rates[0] * errors[0] ** 2 / (rates[1] * errors[1] ** 2)) / (
        rates[0] - rates[1]
    )


def steps_to_shrink_wrong_1(eigenvalue, learning_rate, factor):
    """Take gradient flow, e^(−ηλt), for steps of gradient descent."""
    return math.ceil(math.log(factor) / (learning_rate * eigenvalue))


def steps_to_shrink_wrong_2(eigenvalue, learning_rate, factor):
    """Round down."""
    return math.floor(math.log(factor) / -math.log1p(-learning_rate * eigenvalue))


def odd_part_wrong_1(inner, outer, slope):
    """Take the linear function on one side of the kink for the odd part."""
    return outer @ inner / math.sqrt(len(outer))


def odd_part_wrong_2(inner, outer, slope):
    """Forget that the other side of the kink has a slope too."""
    return outer @ inner / (2 * math.sqrt(len(outer)))


def amplitude_ratio_wrong_4(weight, low, high):
    """Keep the sign of w, so that what shrinks for one sign is too large a number for the other."""
    z = torch.tensor(math.pi**2 / weight, dtype=torch.float64)
    shrunk = torch.exp(-z * (high - low))
    return shrunk * torch.expm1(-2 * z * low) / torch.expm1(-2 * z * high)


def decay_rate_wrong_4(poles):
    """Look below the line alone, where a list may have no poles."""
    return 2 * math.pi * min((abs(pole.imag) for pole in poles if pole.imag < 0), default=1.0)


def steps_to_shrink_wrong_3(eigenvalue, learning_rate, factor):
    """Round down and add one, also where the last step ends exactly there."""
    return int(math.log(factor) / -math.log1p(-learning_rate * eigenvalue)) + 1


def steps_to_shrink_wrong_4(eigenvalue, learning_rate, factor):
    """Round to the nearest, where a step may be missing."""
    return max(1, round(math.log(factor) / -math.log1p(-learning_rate * eigenvalue)))
