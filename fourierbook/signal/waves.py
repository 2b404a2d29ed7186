"""Signals and images whose spectrum is known."""

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from fourierbook.types import are_numbers, check_size, described, is_number


def sum_of_sinusoids(
    positions: Tensor,
    *,
    frequencies: Sequence[float],
    amplitudes: Sequence[float] | None = None,
    phases: Sequence[float] | None = None,
) -> Tensor:
    """Sum of waves on a line: s(x) = Σ_k a_k cos(2π f_k x + φ_k).

    Args:
        positions: x, in units of the period.
        frequencies: f_k, in cycles per unit of x.
        amplitudes: a_k; all 1 without it.
        phases: φ_k, in radians; all 0 without it.

    Returns:
        Of the shape of `positions`.

    Raises:
        ValueError: if the three sequences differ in length or hold anything but numbers, or if the
            positions are not a tensor of real numbers.

    >>> sum_of_sinusoids(torch.tensor([0.0, 0.5]), frequencies=[0, 1]).tolist()
    [2.0, 0.0]
    """
    if not isinstance(positions, Tensor) or positions.is_complex():
        raise ValueError(
            f"positions are a tensor of real numbers; got positions of {described(positions)}"
        )
    given = [part for part in (frequencies, amplitudes, phases) if part is not None]
    if not all(map(are_numbers, given)):
        raise ValueError(
            "frequencies, amplitudes and phases are finite numbers; "
            f"got {frequencies}, {amplitudes} and {phases}"
        )

    amplitudes = [1.0] * len(frequencies) if amplitudes is None else amplitudes
    phases = [0.0] * len(frequencies) if phases is None else phases
    if not len(frequencies) == len(amplitudes) == len(phases):
        raise ValueError(
            "every wave has one frequency, one amplitude and one phase; "
            f"got {len(frequencies)}, {len(amplitudes)} and {len(phases)}"
        )

    total = torch.zeros_like(positions)
    for frequency, amplitude, phase in zip(frequencies, amplitudes, phases, strict=True):
        total = total + amplitude * torch.cos(2 * math.pi * frequency * positions + phase)
    return total


def plane_wave(
    height: int, width: int, *, frequency: tuple[float, float], phase: float = 0.0
) -> Tensor:
    """One wave across an image: w(y, x) = cos(2π (f_y y / H + f_x x / W) + φ).

    Args:
        height: H, in pixels.
        width: W, in pixels.
        frequency: (f_y, f_x), in cycles per image.
        phase: φ, in radians.

    Returns:
        (H, W) between −1 and 1.

    Raises:
        ValueError: if a side is not positive, the frequency is not two numbers, or the phase none.

    >>> plane_wave(1, 4, frequency=(0, 1)).round(decimals=3).abs().tolist()
    [[1.0, 0.0, 1.0, 0.0]]
    """
    check_size(height, width)
    if not (are_numbers(frequency) and len(frequency) == 2 and is_number(phase)):
        raise ValueError(
            "frequency is a pair f_y, f_x in cycles per image, and phase an angle in radians; "
            f"got {frequency!r} and {phase!r}"
        )

    vertical = torch.arange(height, dtype=torch.float64) * frequency[0] / height
    horizontal = torch.arange(width, dtype=torch.float64) * frequency[1] / width
    turns = vertical[:, None] + horizontal

    wave = torch.cos(2 * math.pi * turns + phase)
    return wave.to(torch.get_default_dtype())
