"""Exact Fourier transforms of functions that are linear in pieces.

f̂(ξ) = ∫ f(x) e^(−2πi ξ·x) dx over the interval or box of the pieces, at waves ξ in cycles per unit
length. Rahaman et al. (2019) write k = 2πξ.
"""

import itertools
import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from fourierbook.theory.piecewise_linear import Line, Regions
from fourierbook.types import described

SLOW = 1.0  # |k| times the box's diagonal, below which a polygon is summed by quadrature
POINTS = 10  # of Gauss and Legendre in each direction: exact to 1e-15 for so slow waves
BLOCK = 2**17  # numbers held at once, so that they stay near the processor
NEAR = 0.1  # θ below which j₁ is summed as a series
DIGITS = 10  # edges whose middles agree so far are one edge


def transform(pieces: Line | Regions, waves: Tensor, *, border: bool = True) -> Tensor:
    """Exact Fourier transform of a function that is linear in pieces.

    By parts (on a line) and by Stokes' theorem (in the plane), with k = 2πξ,
    f̂ = −1/k² Σⱼ Δsⱼ e^(−ikxⱼ) + border, over kinks xⱼ with a change Δsⱼ of slope, and
    f̂ = −i/|k|² Σᵣ (gᵣ·k) 1̂ᵣ(k) + i/|k|² ∮ f (k·n) e^(−ik·x) dS, over pieces r with gradient gᵣ and
    the box's border. Each edge of a piece enters through its sinc, so that no direction is special.

    Args:
        pieces: from `piecewise_linear.line` (one output) or `regions`.
        waves: ξ, (K,) on a line, (K, 2) in the plane, in cycles per unit length.
        border: whether the ends or the box's border count. Without them it is the transform of a
            function that is 0 outside, where f is; of any other function it is what the kinks alone
            make, and not defined at ξ = 0.

    Returns:
        Complex amplitudes (K,), in double precision.

    Raises:
        ValueError: if the waves are of another shape or not finite, if a line has several outputs,
            or if a wave is 0 without the border.

    Reference:
        Rahaman et al. (2019), lemmas 1 and 2. Equation 4 there has +i for our −i, which the tent
        below decides; the moduli are the same.

    >>> tent = Line(torch.tensor([-1.0, 0.0, 1.0]), torch.tensor([[0.0], [1.0], [0.0]]))
    >>> k = torch.tensor([2.0])
    >>> found = transform(tent, k / (2 * math.pi)).real, (2 - 2 * torch.cos(k)) / k**2
    >>> [round(value.item(), 6) for value in found]
    [0.708073, 0.708073]
    """
    flat = isinstance(pieces, Line)
    k = _checked(waves, flat=flat, border=border)
    if not flat:
        return _of_regions(pieces, k, border=border)
    if pieces.values.shape[1] != 1:
        raise ValueError(f"the line has one output; got {pieces.values.shape[1]}")
    return _of_line(pieces, k) if border else _of_kinks(pieces, k)


def _checked(waves: Tensor, *, flat: bool, border: bool) -> Tensor:
    shape = "(K,)" if flat else "(K, 2)"
    right = isinstance(waves, Tensor) and waves.dim() == (1 if flat else 2)
    if not right or (not flat and waves.shape[1] != 2) or not waves.isfinite().all():
        raise ValueError(f"waves are finite frequencies {shape}; got {described(waves)}")
    k = 2 * math.pi * waves.double()
    if not border and not (k if flat else k.abs().sum(1)).all():
        raise ValueError("without the border no wave is 0; got one that is")
    return k


def _of_line(pieces: Line, k: Tensor) -> Tensor:
    """Piece by piece: its length times the mean of f e^(−ikx) on it."""
    x, f = pieces.positions.double(), pieces.values[:, 0].double()
    middle, half = (x[1:] + x[:-1]) / 2, x.diff() / 2
    mean, rise = (f[1:] + f[:-1]) / 2, f.diff() / 2

    def part(k: Tensor) -> Tensor:
        turn = torch.exp(-1j * k[:, None] * middle)
        return (_mean_of_wave(mean, rise, k[:, None] * half) * turn) @ (2 * half + 0j)

    return _blockwise(part, k, len(middle))


def _of_kinks(pieces: Line, k: Tensor) -> Tensor:
    x, turns = pieces.positions.double()[1:-1], pieces.slopes()[:, 0].double().diff()

    def part(k: Tensor) -> Tensor:
        return -(torch.exp(-1j * k[:, None] * x) @ (turns + 0j)) / k**2

    return _blockwise(part, k, len(x))


def _of_regions(pieces: Regions, k: Tensor, *, border: bool) -> Tensor:
    size = math.dist(pieces.low.tolist(), pieces.high.tolist())
    slow = (k.norm(dim=1) * size < SLOW) & border
    found = torch.empty(len(k), dtype=torch.complex128)
    found[slow] = _by_quadrature(pieces, k[slow])
    found[~slow] = _of_creases(pieces, k[~slow])
    if border:
        found[~slow] += _of_border(pieces, k[~slow])
    return found


class _Edges(NamedTuple):
    """Edges of all pieces, each piece counter-clockwise: (E, 2), and its gradient and offset."""

    middle: Tensor
    half: Tensor
    across: Tensor  # the outward normal times the length
    gradient: Tensor
    offset: Tensor
    on_box: Tensor


def _edges(pieces: Regions) -> _Edges:
    begin = torch.cat(pieces.corners)
    end = torch.cat([torch.roll(corners, -1, 0) for corners in pieces.corners])
    piece = torch.repeat_interleave(torch.tensor([len(each) for each in pieces.corners]))
    x, y = (end - begin).T
    on_box = torch.zeros(len(piece), dtype=torch.bool)
    for side in (pieces.low, pieces.high):
        on_box |= ((begin == side) & (end == side)).any(1)
    return _Edges(
        (begin + end) / 2,
        (end - begin) / 2,
        torch.stack([y, -x], 1),
        pieces.gradients[piece],
        pieces.offsets[piece],
        on_box,
    )


def _of_creases(pieces: Regions, k: Tensor) -> Tensor:
    """|k|⁻⁴ Σ (g·k)(k·n) |e| sinc(k·half) e^(−ik·middle) over the edges e of all pieces.

    The edge that two pieces share counts once, with the difference of their gradients.
    """
    edges = _edges(pieces)
    (gx, gy), (nx, ny) = edges.gradient.T, edges.across.T
    weights = torch.stack([gx * nx, gx * ny + gy * nx, gy * ny], 1)  # of kₓ², kₓk_y and k_y²
    key = torch.cat([edges.middle, edges.half.abs()], 1).numpy().round(DIGITS)
    _, first, shared = np.unique(key, axis=0, return_index=True, return_inverse=True)
    summed = torch.zeros(len(first), 3, dtype=torch.float64)
    summed.index_add_(0, torch.from_numpy(shared.ravel()), weights)
    middle, half = edges.middle[first], edges.half[first]

    def part(k: Tensor) -> Tensor:
        phase, wave = k @ middle.T, _sinc(k @ half.T)
        real, imaginary = (phase.cos() * wave) @ summed, (phase.sin() * wave) @ summed
        x, y = k.T
        products = torch.stack([x * x, x * y, y * y], 1)
        size = (x * x + y * y) ** 2
        return torch.complex((real * products).sum(1), -(imaginary * products).sum(1)) / size

    return _blockwise(part, k, len(first))


def _of_border(pieces: Regions, k: Tensor) -> Tensor:
    """i/|k|² ∮ f (k·n) e^(−ik·x) dS along the box."""
    edges = _edges(pieces)
    middle, half, across, gradient, offset, _ = (each[edges.on_box] for each in edges)
    mean, rise = (gradient * middle).sum(1) + offset, (gradient * half).sum(1)

    def part(k: Tensor) -> Tensor:
        turn = torch.exp(-1j * (k @ middle.T)) * (k @ across.T)
        return 1j * (_mean_of_wave(mean, rise, k @ half.T) * turn).sum(1) / (k**2).sum(1)

    return _blockwise(part, k, len(middle))


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


def _mean_of_wave(mean: Tensor, rise: Tensor, theta: Tensor) -> Tensor:
    """Mean of (mean + rise · s) e^(−iθs) over s from −1 to 1."""
    return torch.complex(mean * _sinc(theta), -rise * _bessel(theta))


def _sinc(theta: Tensor) -> Tensor:
    return torch.where(theta == 0, 1.0, theta.sin() / theta)


def _bessel(theta: Tensor) -> Tensor:
    """The spherical Bessel function j₁(θ) = sin θ/θ² − cos θ/θ, and its series near 0."""
    square = theta * theta
    series = theta / 3 * (1 - square / 10 * (1 - square / 28 * (1 - square / 54)))
    return torch.where(theta.abs() < NEAR, series, (theta.sin() / theta - theta.cos()) / theta)


def _blockwise(part: Callable[[Tensor], Tensor], k: Tensor, others: int) -> Tensor:
    return torch.cat([part(each) for each in k.split(max(1, BLOCK // max(others, 1)))])
