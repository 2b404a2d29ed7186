"""Curves with petals, γ(z) = R(z) (cos 2πz, sin 2πz) with R = 1 + ½ sin 2πLz; waves on them."""

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from fourierbook.signal.waves import sum_of_sinusoids

PARTS = 20_000  # of a curve, whose length is summed
HEIGHT = 0.5  # of the petals


def places(points: int) -> Tensor:
    """z, equal steps around the curve: (n,)."""
    return torch.arange(points, dtype=torch.float64) / points


def curve(z: Tensor, petals: int) -> Tensor:
    """γ(z), (n, 2): a circle of radius 1 where there is no petal.

    >>> curve(torch.tensor([0.25]), 1).norm().item()  # at the height of one petal
    1.5
    """
    turn = 2 * math.pi * z
    radius = 1 + HEIGHT * torch.sin(petals * turn)
    return torch.stack([radius * torch.cos(turn), radius * torch.sin(turn)], 1)


def length(petals: int) -> float:
    """How long a curve is: the sum of many straight parts.

    >>> round(length(0), 4)
    6.2832
    """
    corners = curve(places(PARTS), petals)
    return (torch.roll(corners, -1, 0) - corners).norm(dim=1).sum().item()


def drawn(z: Tensor, kind: str, petals: int) -> Tensor:
    """A curve as it is or in another size, (n, 2).

    Args:
        z: places on it.
        kind: `petals` as they are; `equal`, petals that are made as long as the circle; or `long`,
            a circle that is made as long as the petals.
        petals: L.

    Raises:
        ValueError: if there is no such kind.

    >>> circle = drawn(places(1), "long", 16)
    >>> round(circle.norm().item() * length(0) / length(16), 6)
    1.0
    """
    stretch = length(petals) / length(0)
    kinds = {
        "petals": lambda: curve(z, petals),
        "equal": lambda: curve(z, petals) / stretch,
        "long": lambda: curve(z, 0) * stretch,
    }
    if kind not in kinds:
        raise ValueError(f"kind of a curve is one of {', '.join(kinds)}; got {kind!r}")
    return kinds[kind]()


def waves(z: Tensor, frequencies: Sequence[int], seed: int) -> Tensor:
    """Σ sin(2πkz + φ_k) with phases of a seed, whatever the curve, (n,).

    >>> waves(torch.tensor([0.0, 0.5]), (2,), seed=0).diff().abs().item() < 1e-6
    True
    """
    generator = torch.Generator().manual_seed(20_000 + seed)  # apart from the network's stream
    phases = 2 * math.pi * torch.rand(len(frequencies), generator=generator, dtype=torch.float64)
    return sum_of_sinusoids(z, frequencies=frequencies, phases=(phases - math.pi / 2).tolist())
