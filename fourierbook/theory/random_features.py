"""What random features learn first: gradient descent on the output layer alone.

The features are σ(w x + b), with b spread evenly over more than the data, and h is a weighted sum
of them. Then waves are learnt independently of each other, each at a rate that the transform of the
activation σ gives.
"""

import math
from collections.abc import Callable, Sequence

import torch
from jaxtyping import Float
from torch import Tensor

from fourierbook.types import are_numbers, is_number

Rates = Float[Tensor, "*frequencies"]


def ricker_transform(frequencies: Sequence[float] | Tensor, *, width: float) -> Rates:
    """Fourier transform of R_a: R̂_a(ξ) = √(2π) π^(1/4)/15 · a² ω² exp(−a²ω²/2), ω = 2πξ.

    It is largest at ω = √2/a.

    Args:
        frequencies: ξ, in cycles per unit of the activation's argument.
        width: a, positive.

    Raises:
        ValueError: if frequencies are not finite numbers, or the width is not positive.

    >>> ricker_transform([0.0], width=0.5).tolist()
    [0.0]
    """
    _check(frequencies, width)
    turns = (2 * math.pi * width * torch.as_tensor(frequencies, dtype=torch.float64)) ** 2
    return math.sqrt(2 * math.pi) * math.pi**0.25 / 15 * turns * torch.exp(-turns / 2)


def feature_rates(
    transform: Callable[[Tensor], Tensor], frequencies: Sequence[float] | Tensor, weights: Tensor
) -> Rates:
    """Rate at which each frequency is learnt, up to a factor: E_w |σ̂(ξ/w)|² / |w|.

    The error at ξ shrinks as exp(−rate · steps), so that times are in inverse proportion to rates.

    Args:
        transform: σ̂, of frequencies in cycles per unit of the activation's argument.
        frequencies: ξ, in cycles per unit of x.
        weights: w, none of them zero; a sample of those of the features.

    Raises:
        ValueError: if frequencies are not finite numbers, or a weight is zero or no number.

    >>> flat = feature_rates(torch.ones_like, [1.0, 3.0], torch.tensor([2.0, -2.0]))
    >>> flat.tolist()
    [0.5, 0.5]
    """
    _check(frequencies)
    if not (isinstance(weights, Tensor) and weights.isfinite().all() and (weights != 0).all()):
        raise ValueError(
            f"weights are a tensor of finite numbers other than 0; got {weights!r:.80}"
        )
    sizes = weights.double().abs().flatten()
    xi = torch.as_tensor(frequencies, dtype=torch.float64)
    return (transform(xi[:, None] / sizes).abs() ** 2 / sizes).mean(1)


def ricker_tie(low: float, high: float, *, weight: float = 1.0) -> float:
    """Width of a Ricker activation at which two frequencies are learnt equally fast.

    a = |w|/(2π) √(4 ln(ξ₂/ξ₁) / (ξ₂² − ξ₁²)), all weights being of the size |w|: with a narrower
    one the higher frequency comes first.

    Args:
        low: ξ₁, positive, in cycles per unit of x.
        high: ξ₂, above ξ₁.
        weight: w, not zero.

    Raises:
        ValueError: if not 0 < ξ₁ < ξ₂, all finite, or the weight is zero or no number.

    >>> round(ricker_tie(1 / (2 * math.pi), 5 / (2 * math.pi)), 3)
    0.518
    """
    if not (is_number(low) and is_number(high) and 0 < low < high):
        raise ValueError(f"low and high are frequencies, 0 < low < high; got {low!r} and {high!r}")
    if not is_number(weight) or weight == 0:
        raise ValueError(f"weight is a number other than 0; got {weight!r}")
    low, high, weight = float(low), float(high), float(weight)
    return abs(weight) / math.pi * math.sqrt(math.log(high / low) / (high**2 - low**2))


def _check(frequencies: object, width: float = 1.0) -> None:
    tensor = isinstance(frequencies, Tensor) and not frequencies.is_complex()
    if not (frequencies.isfinite().all() if tensor else are_numbers(frequencies)):
        raise ValueError(f"frequencies are finite numbers; got {frequencies!r:.80}")
    if not (is_number(width) and width > 0):
        raise ValueError(f"width is a positive number; got {width!r}")
