"""Exact Fourier transforms of functions that are linear in pieces.

f̂(ξ) = ∫ f(x) e^(−2πi ξ·x) dx over the interval or box of the pieces, at waves ξ in cycles per unit
length. Rahaman et al. (2019) write k = 2πξ.
"""

import math

import torch
from torch import Tensor

from fourierbook.theory.piecewise_linear import Line, Regions
from fourierbook.theory.region_transforms import of_regions
from fourierbook.theory.segment_means import blockwise, mean_of_wave
from fourierbook.types import described


def transform(pieces: Line | Regions, waves: Tensor, *, border: bool = True) -> Tensor:
    """Exact Fourier transform of a function that is linear in pieces.

    By parts (on a line) and by Stokes' theorem twice (in the plane), with k = 2πξ,
    f̂ = −1/k² Σⱼ Δsⱼ e^(−ikxⱼ) + border, over kinks xⱼ with a change Δsⱼ of slope, and
    f̂ = −1/|k|⁴ Σ_c Δs_c (k·n_c)² ∫_c e^(−ik·x) ds + border, over creases c with normal n_c and a
    change Δs_c of the slope along it. Each crease enters through its sinc, so that no direction is
    special: along n_c it decays as k⁻², off it as k⁻³.

    Args:
        pieces: from `piecewise_linear.line` (one output) or `regions`.
        waves: ξ, (K,) on a line, (K, 2) in the plane, in cycles per unit length.
        border: whether the ends or the box's border count. Without them it is the transform of a
            function that is 0 outside, where f is; of any other function it is what its kinks and
            creases alone make, and not defined at ξ = 0.

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
        return of_regions(pieces, k, border=border)
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
        return (mean_of_wave(mean, rise, k[:, None] * half) * turn) @ (2 * half + 0j)

    return blockwise(part, k, len(middle))


def _of_kinks(pieces: Line, k: Tensor) -> Tensor:
    x, turns = pieces.positions.double()[1:-1], pieces.slopes()[:, 0].double().diff()

    def part(k: Tensor) -> Tensor:
        return -(torch.exp(-1j * k[:, None] * x) @ (turns + 0j)) / k**2

    return blockwise(part, k, len(x))
