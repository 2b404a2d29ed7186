"""Six activations side by side: how the unit's spectrum falls, and how fast each wave is learnt.

The line is one period long where x runs from −π to π, so that k cycles per period are k/2π cycles
per unit of x.
"""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from fourierbook.measure.crossings import crossing_times
from fourierbook.models.mlps import ACTIVATIONS
from fourierbook.models.two_layer import TwoLayer
from fourierbook.results.questions import Experiment
from fourierbook.theory.unit_decay import fitted_decay, unit_amplitudes
from fourierbook.training.ensembles import Ensemble, fit
from fourierbook.training.records import record_steps

SCALES = {"wide": 2.0, "narrow": 0.5}  # standard deviation of the input weights
CASES = (*(f"{name}-wide" for name in ACTIVATIONS), "relu-narrow", "tanh-narrow")
UNIT = (0.7, 1.2, 11)  # frequencies of a unit's fit, times |w|: first, last, how many
FITS = 9  # records of a run, ever rarer ones, whose values are kept
CYCLES = (8, 40)  # of a network's spectrum, per period: above all waves of the target


@dataclass(frozen=True)
class Ladder:
    """Networks of one hidden layer learn sin x + sin 2x + …, all of one amplitude, with Adam."""

    LISTED = ("cases",)

    data: None = None
    cases: tuple[str, ...] = CASES
    waves: int = 4
    width: int = 128
    bias: float = 1.8  # standard deviation of the biases, in units of that of the weights
    points: int = 64
    steps: int = 600
    learning_rate: float = 0.01
    every: int = 5
    seeds: tuple[int, ...] = (0, 1, 2)

    def tiny(self) -> "Ladder":
        """The same with few units and steps."""
        return replace(self, width=8, steps=10, seeds=self.seeds[:2])

    def sample(self) -> tuple["Ladder", float]:
        """The same with few steps, and how many times as long a shard of the whole takes."""
        return replace(self, steps=20), self.steps / 20


def line(recipe: Ladder) -> tuple[Tensor, Tensor]:
    """Inputs (n, 2), positions with the 1 of a bias, and the target (n,)."""
    x = -math.pi + 2 * math.pi * torch.arange(recipe.points) / recipe.points
    target = sum(torch.sin(k * x) for k in range(1, recipe.waves + 1))
    return torch.stack([x, torch.ones_like(x)], 1), target


def _run(recipe: Ladder, shard: str) -> dict[str, Any]:
    activation, scale = shard.split("-")
    inputs, target = line(recipe)
    models = [network(recipe, activation, SCALES[scale], seed) for seed in recipe.seeds]
    at = range(0, recipe.steps + 1, recipe.every)
    waves = torch.fft.rfft(target)[1 : recipe.waves + 1]

    def measure(ensemble: Ensemble) -> dict[str, Tensor]:
        outputs = ensemble(inputs)
        found = torch.fft.rfft(outputs)[:, 1 : recipe.waves + 1]
        return {"errors": (found - waves).abs() / waves.abs(), "fits": outputs}

    runs = fit(
        models, inputs[None], target[None], steps=recipe.steps,
        learning_rate=recipe.learning_rate, measure=measure, at=at,
    )  # fmt: skip
    steps, errors = np.array([*at]), runs.records["errors"].numpy()
    shown = record_steps(len(at) - 1, count=FITS)
    return {
        **learnt_at(errors, steps),
        "steps": steps[shown],
        "errors": errors[shown, 0],  # of the first seed
        "fits": runs.records["fits"][shown, 0].numpy(),
        "start": _spectra(Ensemble.of(models)).float().numpy(),
        "end": _spectra(runs.ensemble).float().numpy(),
        "unit": _unit_fits(activation, recipe.seeds),
    }


def learnt_at(errors: np.ndarray, steps: np.ndarray) -> dict[str, np.ndarray]:
    """Times of waves by both rules of what is learnt: (T, S, K) -> two of (S, K).

    The `first` step with an error below a fifth, and the one from which on it stays there, the
    `lasting` one; ∞ where there is none.
    """
    return {
        "first": crossing_times(errors, steps),
        "lasting": crossing_times(errors, steps, lasting=True),
    }


def network(recipe: Ladder, activation: str, scale: float, seed: int) -> TwoLayer:
    """The untrained network of a seed, with input weights of so large a standard deviation."""
    generator = torch.Generator().manual_seed(5000 + seed)
    scales = scale, recipe.bias * scale
    return TwoLayer(recipe.width, scales, activation=activation, generator=generator)


def _spectra(ensemble: Ensemble) -> Tensor:
    """Amplitude of half of each network, seen through a bell, at whole cycles per period: (S, K).

    The other half are copies that cancel it before the training.
    """
    xi = torch.arange(CYCLES[0], CYCLES[1] + 1) / (2 * math.pi)
    rows = []
    for index in range(len(ensemble)):
        network = ensemble.member(index).double()
        half = len(network.outer) // 2
        network.outer.data[half:] = 0

        def seen(x: Tensor, network: TwoLayer = network) -> Tensor:
            with torch.no_grad():
                return network(torch.stack([x, torch.ones_like(x)], 1))

        rows.append(unit_amplitudes(seen, xi, width=1.0, points=2048))
    return torch.stack(rows)


def _unit_fits(activation: str, seeds: tuple[int, ...]) -> np.ndarray:
    """Fits to the spectrum of one unit with a random weight and bias, a row for each seed.

    The columns are those of `theory.unit_decay.Decay`, the exponential rate times |w|.
    """
    rows, sigma = [], ACTIVATIONS[activation]()
    for seed in seeds:
        generator = torch.Generator().manual_seed(seed)
        weight = 1 + torch.rand((), generator=generator, dtype=torch.float64)
        bias = torch.randn((), generator=generator, dtype=torch.float64) / 2
        xi = weight * torch.linspace(*UNIT, dtype=torch.float64)

        def unit(x: Tensor, weight: Tensor = weight, bias: Tensor = bias) -> Tensor:
            return sigma(weight * x + bias)

        fit_ = fitted_decay(xi, unit_amplitudes(unit, xi))
        rows.append([*fit_._replace(rate=fit_.rate * weight.item())])
    return np.array(rows)


ACTIVATION_LADDER = Experiment(
    "activation_ladder",
    version=2,
    recipes={
        "quick": Ladder(),
        "thorough": Ladder(waves=6, steps=4000, every=10, seeds=tuple(range(40))),
    },
    shards=lambda recipe: recipe.cases,
    run=_run,
)
EXPERIMENTS = [ACTIVATION_LADDER]
