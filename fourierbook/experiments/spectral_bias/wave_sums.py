"""Sums of waves with random phases on [0, 1), and how much of each a network has."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from fourierbook.signal.waves import sum_of_sinusoids

PROFILES = ("equal", "rising")


@dataclass(frozen=True)
class WaveSum:
    """What networks are trained on, one sum for each seed: λ(z) = Σ A cos(2πkz + φ)."""

    inputs: Tensor  # (N, 1) in float32
    targets: Tensor  # (S, N) in float64
    frequencies: tuple[int, ...]  # k, in cycles over the interval
    amplitudes: Tensor  # A, (K,)

    def coefficients(self, values: Tensor) -> Tensor:
        """c(k) = 2/N Σ f(z) e^(−2πikz), whose modulus is A for a wave: (..., N) -> (..., K)."""
        found = torch.fft.fft(values.double())[..., list(self.frequencies)]
        return 2 / values.shape[-1] * found

    def kept(self, values: Tensor) -> Tensor:
        """How much of each wave there is, the paper's |f̃(k)| / A: (..., N) -> (..., K)."""
        return self.coefficients(values).abs() / self.amplitudes

    def errors(self, values: Tensor) -> Tensor:
        """Relative error of each wave, phase and all: (..., S, N) -> (..., S, K)."""
        return self.coefficients(values - self.targets).abs() / self.amplitudes


def wave_sums(
    frequencies: tuple[int, ...], profile: str, *, points: int, seeds: tuple[int, ...]
) -> WaveSum:
    """A sum of waves for each seed, which draws their phases.

    Args:
        frequencies: below half the number of points.
        profile: of the amplitudes: all 1 if `equal`, from 1/K to 1 if `rising`.
        points: N, even steps from 0 on; 1, which would be the next, is left out.
        seeds: S of them.

    >>> waves = wave_sums((1, 2), "rising", points=8, seeds=(0, 1))
    >>> waves.targets.shape, waves.kept(waves.targets).round(decimals=6).tolist()
    (torch.Size([2, 8]), [[1.0, 1.0], [1.0, 1.0]])
    """
    count = len(frequencies)
    rising = torch.arange(1, count + 1, dtype=torch.float64) / count
    amplitudes = rising if profile == "rising" else torch.ones(count, dtype=torch.float64)
    z = torch.arange(points, dtype=torch.float64) / points
    sums = [
        sum_of_sinusoids(
            z, frequencies=frequencies, amplitudes=amplitudes.tolist(), phases=phases(count, seed)
        )
        for seed in seeds
    ]
    return WaveSum(z.float()[:, None], torch.stack(sums), frequencies, amplitudes)


def phases(count: int, seed: int) -> list[float]:
    """Uniform in [0, 2π); apart from the stream of the network with this seed."""
    generator = torch.Generator().manual_seed(20_000 + seed)
    return (2 * math.pi * torch.rand(count, generator=generator, dtype=torch.float64)).tolist()


def blocks(seeds: tuple[int, ...], size: int) -> dict[str, tuple[int, ...]]:
    """Seeds that are trained together, by the first of each block.

    >>> blocks((3, 4, 5), 2)
    {'seed3': (3, 4), 'seed5': (5,)}
    """
    return {f"seed{seeds[n]}": seeds[n : n + size] for n in range(0, len(seeds), size)}
