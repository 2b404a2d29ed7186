"""What the spectra of units foretell of the ladder, beside the times that were measured.

Frequencies are in cycles per 2π of x, the longest wave of the target.
"""

import math

import numpy as np
import torch
from torch import Tensor
from torch.func import grad, vmap

from fourierbook.experiments.why_low_first.activations import SCALES, Ladder, line, network
from fourierbook.experiments.why_low_first.activations_numbers import median_times
from fourierbook.measure.lines import slope_weights
from fourierbook.models.mlps import ACTIVATIONS
from fourierbook.results.questions import Result
from fourierbook.theory.unit_decay import POWERS

REACH, PLACES = 40.0, 4001  # of z, where the second derivatives of smooth units are integrated


def unit_size(activation: str, weights: Tensor, cycles: float) -> Tensor:
    """Amplitude of σ(w x) on the whole line at so many cycles per 2π, for each weight w.

    With ω = cycles/|w| it is |∫ σ″(z) e^(−iωz) dz| / (ω² |w|); a kink is a jump of σ′ or σ″.

    >>> unit_size("relu", torch.tensor([2.0]), 4.0).tolist()  # |w| / cycles²
    [0.125]
    """
    weights = weights.double().abs()
    turns = cycles / weights
    if activation in POWERS:
        jump = {"relu": 1.0, "relu2": 2.0}[activation]
        return jump * turns ** POWERS[activation] / weights
    z = torch.linspace(-REACH, REACH, PLACES, dtype=torch.float64)
    bend = vmap(grad(grad(ACTIVATIONS[activation]())))(z).to(torch.complex128)
    waves = torch.exp(-1j * turns[:, None] * z)
    return (waves @ bend).abs() * (z[1] - z[0]) / (turns**2 * weights)


def line_ratio(activation: str, scale: float, last: int) -> float:
    """Amplitude at 1 cycle over that at the last, for one unit with |w| = scale on the line.

    >>> round(line_ratio("relu", 2.0, 4), 6)
    16.0
    """
    first, final = (unit_size(activation, torch.tensor([scale]), k) for k in (1, last))
    return (first / final).item()


def mean_line_ratio(activation: str, scale: float, last: int) -> float:
    """The same of the root mean square over normal weights of that scale."""
    shares = torch.linspace(0.12, 9, 300, dtype=torch.float64)  # |w| / scale
    density = torch.exp(-(shares**2) / 2)
    first, final = (
        (density * unit_size(activation, scale * shares, k) ** 2).sum() for k in (1, last)
    )
    return math.sqrt(first / final)


def sample_ratio(recipe: Ladder, case: str, last: int) -> float:
    """The same of a recipe's own units, where a network sees them: at the points of training."""
    activation, scale = case.split("-")
    inputs, _ = line(recipe)
    energies = []
    for seed in recipe.seeds:
        unit = network(recipe, activation, SCALES[scale], seed)
        values = unit.activation(inputs @ unit.inner.T.detach())
        energies.append(torch.fft.rfft(values, dim=0)[[1, last]].abs().square().mean(1))
    first, final = torch.stack(energies).mean(0)
    return (first / final).sqrt().item()


def time_ratio(result: Result, case: str) -> tuple[int, float]:
    """The last wave that half of the seeds learn, and its median time over that of the first."""
    times = np.array([row.mean for row in median_times(result, case)])
    last = np.flatnonzero(np.isfinite(times))[-1]
    return int(last) + 1, float(times[last] / times[0])


def asked(case: str, than: str, waves: np.ndarray) -> float:
    """Exponent of one case minus that of another, if times went as amplitudes of all units.

    >>> asked("relu-wide", "relu-narrow", np.array([1, 2, 4]))
    0.0
    """
    powers = []
    for each in (case, than):
        activation, scale = each.split("-")
        ratios = [mean_line_ratio(activation, SCALES[scale], k) for k in waves.tolist()]
        powers.append(np.log(ratios) @ slope_weights(np.log(waves)))
    return round(float(powers[0] - powers[1]), 6)
