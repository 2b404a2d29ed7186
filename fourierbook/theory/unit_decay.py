"""How fast the spectrum of any hidden unit falls: as a power of the frequency, or exponentially."""

import math
from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor

from fourierbook.types import described, is_count, is_number

# Distance of the nearest singularity of σ(z) from the real line: |σ̂(ξ)| falls as e^(−2π d |ξ|).
SINGULARITIES = {"tanh": math.pi / 2, "mish": 3 * math.pi / 4, "swish": math.pi}
POWERS = {"relu": -2.0, "relu2": -3.0}  # |σ̂(ξ)| falls as |ξ|^power: the kink is on the line itself


class Decay(NamedTuple):
    """Two laws fitted to the same amplitudes, and how well each fits."""

    power: float  # slope of ln|σ̂| against ln ξ
    rate: float  # of e^(−rate · ξ): minus the slope of ln|σ̂| against ξ
    power_residual: float  # root mean squared distance of ln|σ̂| to the power law
    rate_residual: float  # to the exponential law


def unit_amplitudes(
    unit: Callable[[Tensor], Tensor], frequencies: Tensor, *, width: float = 3.0, points: int = 4096
) -> Tensor:
    """Amplitudes of a unit seen through a bell: |∫ σ(x) e^(−x²/2s²) e^(−2πiξx) dx|.

    Most units do not fade, so they have no transform of the plain kind; the bell's own spectrum,
    e^(−2π²s²ξ²), is gone beyond ξ ≈ 1/s, and what is left there is the unit's own decay.

    Args:
        unit: σ, from a tensor to one of the same shape.
        frequencies: ξ, (n,) in cycles per unit length.
        width: s of the bell, in units of length.
        points: at which the unit is taken, from −9 s to 9 s.

    Returns:
        (n,) in double precision; below 1e-14 of the largest there is rounding only.

    Raises:
        ValueError: if the unit is no function, the frequencies are not (n,), the width is not
            positive or there are fewer than two points.

    >>> seen = unit_amplitudes(torch.ones_like, torch.tensor([0.0]), width=1.0)
    >>> round(seen.item(), 6)  # √(2π)
    2.506628
    """
    if not callable(unit) or not isinstance(frequencies, Tensor) or frequencies.dim() != 1:
        raise ValueError(
            "unit is a function of a tensor and frequencies are (n,); "
            f"got {unit!r:.60} and {described(frequencies)}"
        )
    if not is_number(width) or width <= 0 or not is_count(points, least=2):
        raise ValueError(
            "width is a positive length and points a whole number of 2 or more; "
            f"got {width!r} and {points!r}"
        )
    x = torch.linspace(-9 * width, 9 * width, points, dtype=torch.float64)
    seen = unit(x) * torch.exp(-((x / width) ** 2) / 2)
    waves = torch.exp(-2j * math.pi * frequencies.double()[:, None] * x)
    return (waves @ seen.to(waves.dtype)).abs() * (x[1] - x[0])


def fitted_decay(frequencies: Tensor, amplitudes: Tensor) -> Decay:
    """Fit a power and an exponential to amplitudes, both by least squares of their logarithms.

    Args:
        frequencies: (n,) positive, three at least.
        amplitudes: (n,) positive.

    Raises:
        ValueError: if the shapes differ, there are fewer than three, one is not positive, or all
            frequencies are equal.

    >>> xi = torch.tensor([1.0, 2.0, 4.0])
    >>> fit = fitted_decay(xi, 5 * xi**-2)
    >>> round(fit.power, 6), fit.power_residual < 1e-6 < fit.rate_residual
    (-2.0, True)
    """
    tensors = isinstance(frequencies, Tensor) and isinstance(amplitudes, Tensor)
    if not tensors or frequencies.dim() != 1 or not 3 <= len(frequencies) == len(amplitudes):
        raise ValueError(
            "frequencies and amplitudes are (n,), three at least; got "
            f"frequencies of {described(frequencies)} and amplitudes of {described(amplitudes)}"
        )
    both = torch.stack([frequencies.double(), amplitudes.double()])
    if not ((both > 0) & both.isfinite()).all():
        raise ValueError(
            "frequencies and amplitudes are positive and finite, so that each has a logarithm; "
            f"got values from {both.min():.3g} to {both.max():.3g}"
        )
    if both[0].min() == both[0].max():
        raise ValueError(f"frequencies are not all equal; got {frequencies.tolist()!r:.80}")
    logs = both[1].log()
    (power, off), (rate, apart) = (_line(x, logs) for x in (both[0].log(), both[0]))
    return Decay(power, -rate, off, apart)


def _line(x: Tensor, y: Tensor) -> tuple[float, float]:
    """Slope of the least-squares line, and the root mean squared distance to it."""
    x, y = x - x.mean(), y - y.mean()
    slope = (x @ y) / (x @ x)
    return float(slope), float((y - slope * x).square().mean().sqrt())
