"""Wrong answers to the exercises on images, each with its misconception."""

import math
from itertools import pairwise

import torch


def _low(points, values, width):
    near = torch.exp(-torch.cdist(points, points).square() / width)
    return near @ values / near.sum(1, keepdim=True)


def high_error_wrong_1(points, values, fitted, delta):
    """Take δ for a variance."""
    high, fit = (each - _low(points, each, 2 * delta) for each in (values, fitted))
    return (high - fit).norm() / high.norm()


def high_error_wrong_2(points, values, fitted, delta):
    """Compare the fit as it is, and not its high part, with the high part of the target."""
    high = values - _low(points, values, 2 * delta**2)
    return (high - fitted).norm() / high.norm()


def high_error_wrong_3(points, values, fitted, delta):
    """Divide by the size of the whole target."""
    error = values - fitted
    return (error - _low(points, error, 2 * delta**2)).norm() / values.norm()


def high_error_wrong_4(points, values, fitted, delta):
    """Forget the root of (7), so that the ratio is one of energies."""
    high, error = (each - _low(points, each, 2 * delta**2) for each in (values, values - fitted))
    return error.square().sum() / high.square().sum()


def high_error_wrong_5(points, values, fitted, delta):
    """Give the error of the low part."""
    low, error = (_low(points, each, 2 * delta**2) for each in (values, values - fitted))
    return error.norm() / low.norm()


def high_error_wrong_6(points, values, fitted, delta):
    """Do not divide the weights by their sum."""
    near = torch.exp(-torch.cdist(points, points).square() / (2 * delta**2))
    high, error = (each - near @ each for each in (values, values - fitted))
    return error.norm() / high.norm()


def high_error_wrong_7(points, values, fitted, delta):
    """Divide each weight by the sum of another row."""
    near = torch.exp(-torch.cdist(points, points).square() / (2 * delta**2))
    near = near / near.sum(1)
    high, error = (each - near @ each for each in (values, values - fitted))
    return error.norm() / high.norm()


def high_error_wrong_8(points, values, fitted, delta):
    """Leave the point itself out of the mean, and divide as if it were in."""
    near = torch.exp(-torch.cdist(points, points).square() / (2 * delta**2))
    near = (near - torch.eye(len(points))) / near.sum(1, keepdim=True)
    high, error = (each - near @ each for each in (values, values - fitted))
    return error.norm() / high.norm()


def high_error_wrong_9(points, values, fitted, delta):
    """Take the mean of the ratios of the columns."""
    high, error = (each - _low(points, each, 2 * delta**2) for each in (values, values - fitted))
    return (error.norm(dim=0) / high.norm(dim=0)).mean()


def points_needed_wrong_1(amplitude, square, factor):
    """Take chance to fall as 1/n."""
    return math.ceil(factor * math.sqrt(square) / amplitude)


def points_needed_wrong_2(amplitude, square, factor):
    """Ask for the floor alone, and forget how far above it a peak has to stand."""
    return math.ceil(square / amplitude**2)


def points_needed_wrong_3(amplitude, square, factor):
    """Round down, where one point is missing."""
    return math.floor(square * (factor / amplitude) ** 2 - 1e-6)


def points_needed_wrong_4(amplitude, square, factor):
    """Leave the number as it comes out, a broken one."""
    return square * (factor / amplitude) ** 2


def middle_width_wrong_1(points, values):
    """Take the median distance of two points, whatever the labels are."""
    return torch.cdist(points, points).median()


def middle_width_wrong_2(points, values):
    """Search between fixed widths, whatever the unit of length is."""
    return _halved(points, values, 0.05, 2.0)


def middle_width_wrong_3(points, values):
    """Turn the wrong way: a wider neighbourhood leaves less in the low part, and not more."""
    return _halved(points, values, 1e-3, 1e3, turned=True)


def _halved(points, values, least, most, turned=False):
    for _ in range(60):
        width = (least * most) ** 0.5
        low = _low(points, values, 2 * width**2)
        if (low.norm() > (values - low).norm()) != turned:
            least = width
        else:
            most = width
    return width


def _turned(places, frequencies):
    return torch.exp(-2j * math.pi * torch.tensor(frequencies)[:, None] * places)


def amplitudes_wrong_1(places, values, frequencies):
    """Take the cosine alone."""
    return (_turned(places, frequencies) * values).mean(1).real.abs()


def amplitudes_wrong_2(places, values, frequencies):
    """Add up where a mean is asked for."""
    return (_turned(places, frequencies) * values).sum(1).abs()


def amplitudes_wrong_3(places, values, frequencies):
    """Take the places as evenly spaced, as a fast transform does."""
    even = torch.arange(len(places)) / len(places)
    return (_turned(even, frequencies) * values).mean(1).abs()


def amplitudes_wrong_4(places, values, frequencies):
    """Leave out the 2π of a cycle."""
    turned = torch.exp(-1j * torch.tensor(frequencies)[:, None] * places)
    return (turned * values).mean(1).abs()


def _pairs(frequencies, steps):
    both = sorted(zip(frequencies, steps, strict=True))
    return [(a[1], b[1]) for i, a in enumerate(both) for b in both[i + 1 :]]


def low_first_wrong_1(frequencies, steps):
    """Count pairs that were learnt at one step as if they decided against."""
    pairs = _pairs(frequencies, steps)
    return sum(early < late for early, late in pairs) / len(pairs)


def low_first_wrong_2(frequencies, steps):
    """Count the pairs with the higher frequency first."""
    pairs = [(early, late) for early, late in _pairs(frequencies, steps) if early != late]
    return sum(early > late for early, late in pairs) / len(pairs)


def low_first_wrong_3(frequencies, steps):
    """Compare neighbours in the list alone."""
    pairs = [(a, b) for a, b in pairwise(steps) if a != b]
    return sum(early < late for early, late in pairs) / max(len(pairs), 1)


def points_needed_wrong_5(amplitude, square, factor):
    """Round to the nearest, where one point may be missing."""
    return round(square * (factor / amplitude) ** 2)


def points_needed_wrong_6(amplitude, square, factor):
    """Round down and add one, also where the number is whole already."""
    return int(square * (factor / amplitude) ** 2) + 1
