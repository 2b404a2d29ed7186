"""Sums of sines on a line: what the chapters on learning train their networks on."""

import math

import torch
from torch import Tensor

from fourierbook.signal.waves import sum_of_sinusoids


def positions(points: int) -> Tensor:
    """Even steps over one period, from −½ on; its end, which is its beginning, is left out."""
    return torch.arange(points, dtype=torch.float64) / points - 0.5


def wave_points(points: int, frequencies: tuple[int, ...]) -> tuple[Tensor, Tensor]:
    """What a network is given, (n, 1) from −π on as in the paper, and the sum of sines, (n, 1)."""
    t = positions(points)
    sines = sum_of_sinusoids(t, frequencies=frequencies, phases=[-math.pi / 2] * len(frequencies))
    return (2 * math.pi * t).float()[:, None], sines.float()[:, None]
