"""Means of waves over straight segments, of which transforms of pieces are sums."""

from collections.abc import Callable

import torch
from torch import Tensor

BLOCK = 2**17  # numbers held at once, so that they stay near the processor
NEAR = 0.1  # θ below which j₁ is summed as a series


def mean_of_wave(mean: Tensor, rise: Tensor, theta: Tensor) -> Tensor:
    """Mean of (mean + rise · s) e^(−iθs) over s from −1 to 1: of a line's values times a wave.

    >>> mean, rise, still = torch.ones(1), torch.ones(1), torch.zeros(1)
    >>> mean_of_wave(mean, rise, still).real.item()  # of 1 + s
    1.0
    """
    return torch.complex(mean * sinc(theta), -rise * _bessel(theta))


def sinc(theta: Tensor) -> Tensor:
    """Sin θ/θ, the mean of e^(−iθs) over s from −1 to 1.

    >>> sinc(torch.zeros(1)).item()
    1.0
    """
    return torch.where(theta == 0, 1.0, theta.sin() / theta)


def _bessel(theta: Tensor) -> Tensor:
    """The spherical Bessel function j₁(θ) = sin θ/θ² − cos θ/θ, and its series near 0."""
    square = theta * theta
    series = theta / 3 * (1 - square / 10 * (1 - square / 28 * (1 - square / 54)))
    return torch.where(theta.abs() < NEAR, series, (theta.sin() / theta - theta.cos()) / theta)


def blockwise(part: Callable[[Tensor], Tensor], k: Tensor, others: int) -> Tensor:
    """What a function gives of all wave vectors, from as many at once as the processor holds.

    Args:
        part: of some wave vectors.
        k: (K, ...), all of them.
        others: how many numbers `part` holds for each.

    >>> blockwise(lambda k: 2 * k, torch.tensor([1.0, 2.0]), BLOCK).tolist()
    [2.0, 4.0]
    """
    return torch.cat([part(each) for each in k.split(max(1, BLOCK // max(others, 1)))])
