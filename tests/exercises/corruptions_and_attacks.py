"""Wrong answers to the exercises on corruptions and attacks, each with its misconception."""

import itertools
import math

import torch


def contrast_modulus_wrong_1(image, factor):
    """Give the modulus of the image that is left instead of that of the change."""
    return factor * torch.fft.fft2(image).abs()


def contrast_modulus_wrong_2(image, factor):
    """Forget that the mean stays as it is."""
    return (1 - factor) * torch.fft.fft2(image).abs()


def contrast_modulus_wrong_3(image, factor):
    """Take the energy for the modulus."""
    modulus = (1 - factor) * torch.fft.fft2(image - image.mean()).abs()
    return modulus**2


def noise_modulus_wrong_1(deviation, height, width):
    """Take the root of the mean square for the mean of the modulus."""
    return deviation * math.sqrt(height * width)


def noise_modulus_wrong_2(deviation, height, width):
    """Take it for one of the other frequencies, where the transform is complex."""
    return deviation * math.sqrt(height * width) * math.sqrt(math.pi) / 2


def noise_modulus_wrong_3(deviation, height, width):
    """Believe that the sum of numbers of mean zero is zero."""
    return 0.0


def joint_share_wrong_1(energies, shares):
    """Take the mean of the shares, whatever the energies."""
    return shares.mean()


def joint_share_wrong_2(energies, shares):
    """Weigh with norms instead of energies."""
    return (energies.sqrt() * shares).sum() / energies.sqrt().sum()


def joint_share_wrong_3(energies, shares):
    """Add the shares."""
    return shares.sum()


def slope_p_value_wrong_1(x, y):
    """Count the slopes of one sign only."""
    slopes = _slopes(x, y)
    return sum(slope >= slopes[0] - 1e-9 for slope in slopes) / len(slopes)


def slope_p_value_wrong_2(x, y):
    """Leave out the order that was measured, and every tie with it."""
    slopes = _slopes(x, y)
    return sum(abs(slope) > abs(slopes[0]) + 1e-9 for slope in slopes) / len(slopes)


def slope_p_value_wrong_3(x, y):
    """Give the share of slopes that are less steep."""
    return 1 - slope_p_value_wrong_2(x, y)


def _slopes(x, y):
    centred = x - x.mean()
    orders = itertools.permutations(y.tolist())
    return [float(centred @ torch.tensor(order, dtype=x.dtype)) for order in orders]


def mean_queries_wrong_1(waves, fooling):
    """Draw the waves with replacement."""
    return waves / fooling if fooling else waves + 1


def mean_queries_wrong_2(waves, fooling):
    """Stop at the middle wave, as if there were only one that fools."""
    return (waves + 1) / 2


def mean_queries_wrong_3(waves, fooling):
    """Count the waves that were tried in vain."""
    return (waves + 1) / (fooling + 1) - 1
