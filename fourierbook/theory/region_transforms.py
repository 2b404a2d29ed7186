"""Exact Fourier transforms of functions of two variables that are linear in pieces."""

import itertools
import math

import numpy as np
import torch
from torch import Tensor

from fourierbook.theory.creases import Creases, Edges, creases, edges
from fourierbook.theory.piecewise_linear import Regions
from fourierbook.theory.segment_means import blockwise, mean_of_wave, sinc

SLOW = 1.0  # |k| times the box's diagonal, below which a polygon is summed by quadrature
POINTS = 10  # of Gauss and Legendre in each direction: exact to 1e-15 for so slow waves


def of_regions(pieces: Regions, k: Tensor, *, border: bool) -> Tensor:
    """Transform of the pieces, as `piecewise_transforms.transform` says.

    Args:
        pieces: that fill a box.
        k: 2πξ, (K, 2).
        border: whether the box's border counts; without it the creases inside alone do.

    Returns:
        (K,), complex.

    >>> from torch import nn
    >>> from fourierbook.theory.piecewise_linear import regions
    >>> of_regions(regions(nn.Linear(2, 1)), torch.ones(3, 2).double(), border=False).abs().tolist()
    [0.0, 0.0, 0.0]
    """
    every, on_box = edges(pieces)
    if not border:
        return _of_creases(creases(every.where(~on_box)), k)
    slow = k.norm(dim=1) * math.dist(pieces.low.tolist(), pieces.high.tolist()) < SLOW
    found = torch.empty(len(k), dtype=torch.complex128)
    found[slow] = _by_quadrature(pieces, k[slow])
    found[~slow] = _of_creases(creases(every), k[~slow])
    found[~slow] += _of_border(every.where(on_box), k[~slow])
    return found


def _of_creases(found: Creases, k: Tensor) -> Tensor:
    """|k|⁻⁴ Σ (g·k)(k·n) |e| sinc(k·half) e^(−ik·middle) over the edges e of all pieces."""

    def part(k: Tensor) -> Tensor:
        phase, wave = k @ found.middle.T, sinc(k @ found.half.T)
        real, imaginary = ((turn(phase) * wave) @ found.jumps for turn in (torch.cos, torch.sin))
        x, y = k.T
        products = torch.stack([x * x, x * y, y * y], 1)
        size = (x * x + y * y) ** 2
        return torch.complex((real * products).sum(1), -(imaginary * products).sum(1)) / size

    return blockwise(part, k, len(found.middle))


def _of_border(found: Edges, k: Tensor) -> Tensor:
    """i/|k|² ∮ f (k·n) e^(−ik·x) dS along the box."""
    middle, half, across, gradient, offset = found
    mean, rise = (gradient * middle).sum(1) + offset, (gradient * half).sum(1)

    def part(k: Tensor) -> Tensor:
        turn = torch.exp(-1j * (k @ middle.T)) * (k @ across.T)
        return 1j * (mean_of_wave(mean, rise, k @ half.T) * turn).sum(1) / (k**2).sum(1)

    return blockwise(part, k, len(middle))


def _by_quadrature(pieces: Regions, k: Tensor) -> Tensor:
    """For waves that hardly turn in the box, where the sums above would cancel."""
    node, weight = (torch.from_numpy(each) / 2 for each in np.polynomial.legendre.leggauss(POINTS))
    s, t = torch.cartesian_prod(node + 0.5, node + 0.5).T[..., None]
    weights = torch.outer(weight, weight).flatten() * s[:, 0]
    total = torch.zeros(len(k), dtype=torch.complex128)
    for corners, gradient, offset in zip(
        pieces.corners, pieces.gradients, pieces.offsets, strict=True
    ):
        first = corners[0]
        for u, v in itertools.pairwise(corners[1:] - first):
            x = first + s * (u + t * (v - u))
            f = (x @ gradient + offset) * weights * (u[0] * v[1] - u[1] * v[0]).abs()
            total += torch.exp(-1j * (k @ x.T)) @ (f + 0j)
    return total
