"""Wrong answers to the exercises on spectral bias, each with its misconception."""

import math

import torch


def _kinks(weights, biases, turns, k):
    return -(turns * torch.exp(1j * k * biases / weights)).sum() / k**2


def transform_of_network_wrong_1(weights, biases, heights, wave):
    """Take the sign that the paper prints."""
    return -_kinks(weights, biases, heights * weights.abs(), 2 * math.pi * wave)


def transform_of_network_wrong_2(weights, biases, heights, wave):
    """Take cycles for radians."""
    return _kinks(weights, biases, heights * weights.abs(), wave)


def transform_of_network_wrong_3(weights, biases, heights, wave):
    """Turn the wave the other way round."""
    return _kinks(weights, biases, heights * weights.abs(), 2 * math.pi * wave).conj()


def transform_of_network_wrong_4(weights, biases, heights, wave):
    """Take one slope, as if the function jumped."""
    k = 2 * math.pi * wave
    return _kinks(weights, biases, heights * weights.abs(), k) * k


def transform_of_network_wrong_5(weights, biases, heights, wave):
    """Return the size alone."""
    return _kinks(weights, biases, heights * weights.abs(), 2 * math.pi * wave).abs()


def transform_of_network_wrong_6(weights, biases, heights, wave):
    """Let a unit with a negative weight bend the other way."""
    return _kinks(weights, biases, heights * weights, 2 * math.pi * wave)


def _inside(weights, biases, low, high):
    kinks = -biases / weights
    return (kinks > low) & (kinks < high)


def pieces_wrong_1(weights, biases, heights, low, high):
    """Count the units."""
    return 1 + len(weights)


def pieces_wrong_2(weights, biases, heights, low, high):
    """Count kinks, which are one fewer."""
    return _inside(weights, biases, low, high).sum()


def pieces_wrong_3(weights, biases, heights, low, high):
    """Count a kink for each unit, also where two share one."""
    return 1 + (_inside(weights, biases, low, high) & (heights != 0)).sum()


def pieces_wrong_4(weights, biases, heights, low, high):
    """Forget that changes of slope at one place may cancel."""
    there = _inside(weights, biases, low, high) & (heights != 0)
    return 1 + len((-biases / weights)[there].unique())


def pieces_wrong_5(weights, biases, heights, low, high):
    """Count kinks at the ends of the interval."""
    kinks = -biases / weights
    there = (kinks >= low) & (kinks <= high) & (heights != 0)
    return 1 + len(kinks[there].unique())


def pieces_wrong_6(weights, biases, heights, low, high):
    """Forget that a unit may have the height 0."""
    return 1 + len((-biases / weights)[_inside(weights, biases, low, high)].unique())


def falloff_wrong_1(starts, ends, direction):
    """Take the directions along a crease for the slow ones."""
    x, y = (ends - starts).T
    return 2 if (x * direction[1] == y * direction[0]).any() else 3


def falloff_wrong_2(starts, ends, direction):
    """Look at the first crease alone."""
    return 2 if (ends - starts)[0] @ direction == 0 else 3


def falloff_wrong_3(starts, ends, direction):
    """Say that every direction is slow, as on a line."""
    return 2


def falloff_wrong_4(starts, ends, direction):
    """Look at the corners' places and not at the creases between them."""
    return 2 if (starts @ direction == 0).any() else 3


def two_metrics_wrong_1(before, after):
    """Clip each draw before the mean."""
    ratio = (after.abs() / before.abs()).clamp(max=1).mean(0)
    return torch.stack([ratio, ((after - before).abs() / before.abs()).mean(0)])


def two_metrics_wrong_2(before, after):
    """Compare sizes in both."""
    ratio = (after.abs() / before.abs()).mean(0).clamp(max=1)
    return torch.stack([ratio, ((after.abs() - before.abs()).abs() / before.abs()).mean(0)])


def two_metrics_wrong_3(before, after):
    """Do not clip."""
    ratio = (after.abs() / before.abs()).mean(0)
    return torch.stack([ratio, ((after - before).abs() / before.abs()).mean(0)])


def two_metrics_wrong_4(before, after):
    """Take the mean over draws first, in which changes cancel."""
    middle = after.mean(0)
    ratio = (middle.abs() / before.abs()).clamp(max=1)
    return torch.stack([ratio, (middle - before).abs() / before.abs()])


def two_metrics_wrong_5(before, after):
    """Divide by the wave that is left, and not by the one that was there."""
    ratio = (after.abs() / before.abs()).mean(0).clamp(max=1)
    return torch.stack([ratio, ((after - before).abs() / after.abs()).mean(0)])


def _unit(vector):
    return vector / vector.norm()


def spectral_norm_wrong_1(matrix, start, steps):
    """Iterate A alone, as the notebook does."""
    vector = start
    for _ in range(steps):
        vector = _unit((matrix @ vector)[: len(start)])
    return (matrix @ _unit(vector)).norm() if len(matrix) == len(start) else 0.0


def spectral_norm_wrong_2(matrix, start, steps):
    """Return the eigenvalue of AᵀA, which is the square."""
    vector = _unit(start)
    for _ in range(steps):
        vector = _unit(matrix.T @ (matrix @ vector))
    return (matrix @ vector).norm() ** 2


def spectral_norm_wrong_3(matrix, start, steps):
    """Forget to divide by the length."""
    vector = start
    for _ in range(min(steps, 4)):
        vector = matrix.T @ (matrix @ vector)
    return (matrix @ vector).norm()


def spectral_norm_wrong_4(matrix, start, steps):
    """Return the root of the sum of all squares."""
    return matrix.norm()


def spectral_norm_wrong_5(matrix, start, steps):
    """Compute the norm itself, whatever the steps."""
    return torch.linalg.matrix_norm(matrix, 2)
