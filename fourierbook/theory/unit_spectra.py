"""Fourier transforms of hidden units, and what they do to the gradient at each frequency.

Frequencies ξ are in cycles per unit length of x. Amplitudes are told by their logarithms, because
those of a smooth unit with small weights are smaller than the smallest number.
"""

import math
from numbers import Real

import torch
from torch import Tensor

from fourierbook.types import described, is_number


def tanh_log_amplitude(frequencies: Tensor, weights: Tensor | float = 1.0) -> Tensor:
    """Log of the amplitude of σ(x) = tanh(w x + b): |σ̂(ξ)| = π / (|w| sinh(π²|ξ|/|w|)).

    Args:
        frequencies: ξ ≠ 0, in cycles per unit length.
        weights: w ≠ 0, of a shape that fits to the frequencies'.

    Returns:
        Natural logarithms, in double precision; no bias changes them.

    Raises:
        ValueError: if a frequency or a weight is 0 or no finite number.

    Reference:
        Xu et al. (2020) have it in angular frequency, 2π times ours.

    >>> round(tanh_log_amplitude(torch.tensor([100.0])).item(), 4)  # ln 2π − 100 π²
    -985.1226
    """
    xi, w = _checked(frequencies, weights)
    argument = math.pi**2 * xi.abs() / w.abs()
    return math.log(2 * math.pi) - w.abs().log() - argument - torch.log1p(-torch.exp(-2 * argument))


def tanh_transform(
    frequencies: Tensor, weights: Tensor | float = 1.0, biases: Tensor | float = 0.0
) -> Tensor:
    """Transform of σ(x) = tanh(w x + b): σ̂(ξ) = −iπ e^(2πiξb/w) / (w sinh(π²ξ/|w|)).

    Args:
        frequencies: ξ ≠ 0, in cycles per unit length.
        weights: w ≠ 0.
        biases: b.

    Returns:
        Complex amplitudes in double precision, of the shape that the three have together.

    Raises:
        ValueError: as `tanh_log_amplitude`.

    >>> value = tanh_transform(torch.tensor([1.0]))
    >>> bool(value.real == 0), round(value.imag.item() * math.sinh(math.pi**2), 6)
    (True, -3.141593)
    """
    xi, w = _checked(frequencies, weights)
    turn = 2 * math.pi * xi * torch.as_tensor(biases, dtype=torch.float64) / w
    size = torch.sign(w) * torch.sign(xi) * torch.exp(tanh_log_amplitude(xi, w))
    return torch.complex(size * torch.sin(turn), -size * torch.cos(turn))


def log_tie_ratio(low: float, high: float, weights: Tensor | float) -> Tensor:
    """Log of how much larger the high frequency's error must be for a tanh unit to heed it as much.

    The output weight's gradient at a frequency is error times amplitude, so that the gradients tie
    where the errors have the ratio sinh(π²ξ₂/|w|) / sinh(π²ξ₁/|w|).

    Args:
        low: ξ₁ > 0, in cycles per unit length.
        high: ξ₂ ≥ ξ₁.
        weights: w ≠ 0.

    Returns:
        Natural logarithms, one a weight; as |w| grows they fall to ln(ξ₂/ξ₁).

    Raises:
        ValueError: if not 0 < ξ₁ ≤ ξ₂, or a weight is 0 or no finite number.

    >>> round(math.exp(log_tie_ratio(1.0, 5.0, 1e6).item()), 3)
    5.0
    """
    if not (is_number(low) and is_number(high) and 0 < low <= high):
        raise ValueError(f"low and high are frequencies 0 < low ≤ high; got {low!r} and {high!r}")
    first, second = (torch.tensor(float(each), dtype=torch.float64) for each in (low, high))
    return tanh_log_amplitude(first, weights) - tanh_log_amplitude(second, weights)


def tanh_log_gradients(
    frequency: float, weights: Tensor, biases: Tensor, outputs: Tensor, phases: Tensor
) -> Tensor:
    """Log of the gradient at one frequency for a unit a·tanh(w x + b), of an error of size 1.

    With L(ξ) = |D|²/2 and D = e^(iφ), ∂L/∂θ = Re(e^(−iφ) ∂ĥ(ξ)/∂θ); an error |D| adds ln|D|.

    Args:
        frequency: ξ > 0, in cycles per unit length.
        weights: w, any shape, none 0.
        biases: b, of that shape.
        outputs: a, of that shape.
        phases: φ of the error at this frequency, of a shape that fits.

    Returns:
        (3, ...) natural logarithms for θ = a, w, b.

    Raises:
        ValueError: if the frequency is not positive, or a weight is 0 or no finite number.

    >>> one = torch.tensor([1.0])
    >>> found = tanh_log_gradients(1.0, one, 0 * one, one, -math.pi / 2 * one)
    >>> bool(torch.isclose(found[0], tanh_log_amplitude(one)))  # ĥ has this phase, so no factor
    True
    """
    if not (is_number(frequency) and frequency > 0):
        raise ValueError(f"frequency is positive, in cycles per unit length; got {frequency!r}")
    xi, w = _checked(torch.tensor(float(frequency)), weights)
    argument = math.pi**2 * xi / w.abs()
    turn = 2 * math.pi * xi * biases / w  # the phase that the bias gives
    angle = turn - math.pi / 2 * torch.sign(w) - phases
    by_weight = argument / torch.tanh(argument) - 1, -turn  # times 1/w: real, imaginary part
    real = torch.stack(
        [
            torch.cos(angle),
            outputs / w * (by_weight[0] * torch.cos(angle) - by_weight[1] * torch.sin(angle)),
            -outputs * 2 * math.pi * xi / w * torch.sin(angle),
        ]
    )
    return tanh_log_amplitude(xi, w) + real.abs().log()


def _checked(frequencies: Tensor, weights: Tensor | float) -> tuple[Tensor, Tensor]:
    if not isinstance(frequencies, Tensor) or not isinstance(weights, Tensor | Real):
        raise ValueError(
            "frequencies are a tensor, and weights one or a number; "
            f"got {described(frequencies)} and {described(weights)}"
        )
    xi, w = frequencies.double(), torch.as_tensor(weights, dtype=torch.float64)
    for name, values in (("frequencies", xi), ("weights", w)):
        if not (values.isfinite() & (values != 0)).all():
            raise ValueError(f"{name} are finite and not 0; got {values.tolist()!r:.80}")
    return xi, w
