"""Activations whose own spectrum is high: where the order of learning turns round."""

import math
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from fourierbook.experiments.line import positions, wave_points
from fourierbook.measure.crossings import crossing_times
from fourierbook.measure.frequency_error import FrequencyError
from fourierbook.measure.populations import NotMeasured
from fourierbook.models.mlps import Ricker, dense
from fourierbook.results.questions import Experiment, Result
from fourierbook.training import ensembles
from fourierbook.training.records import record_steps

WAVES = (1, 3, 5)  # cycles per period, so ω/2π per unit of the networks' input
REACH = 1.5 * math.pi  # of the even biases: features begin and end beyond the data
KINDS = ("fixed", "gaussian", "networks")
SEEDS = tuple(range(100, 116))  # of thorough runs; others than those of quick


@dataclass(frozen=True)
class Reversal:
    """Learn three sines with Ricker units of many widths.

    Of `fixed` features the weights are ±1, of `gaussian` ones N(0, 1), and the output layer alone
    is trained, by gradient descent; in `networks` everything is, by Adam.
    """

    LISTED = KINDS

    data: None = None
    fixed: tuple[float, ...] = (0.3, 0.45, 0.6)  # widths
    gaussian: tuple[float, ...] = (0.3,)
    networks: tuple[float, ...] = (0.2, 0.4)
    seeds: tuple[int, ...] = (0, 1, 2)
    units: int = 300
    points: int = 64
    steps: int = 400  # of gradient descent
    network_steps: int = 100  # of Adam
    learning_rate: float = 3e-3  # of Adam

    def tiny(self) -> "Reversal":
        """The same with few units, for a few steps."""
        return replace(self, units=12, points=16, steps=3, network_steps=3)


def shard_of(kind: str, width: float) -> str:
    """Name of the shard of a kind and a width.

    >>> shard_of("fixed", 0.45)
    'fixed450'
    """
    return f"{kind}{round(1000 * width)}"


def _turned(recipe: Reversal, shard: str) -> dict[str, Any]:
    kind = next(kind for kind in KINDS if shard.startswith(kind))
    width = int(shard.removeprefix(kind)) / 1000
    inputs, target = wave_points(recipe.points, WAVES)
    error = FrequencyError(inputs, positions(recipe.points), target, torch.tensor(WAVES).double())
    if kind == "networks":
        models = [paired(recipe.units, width, seed) for seed in recipe.seeds]
        return watched(
            models, inputs[None], target, error, steps=recipe.network_steps,
            rate=recipe.learning_rate,
        )  # fmt: skip
    features = torch.stack(
        [Ricker(width)(inputs * w + b) for w, b in (_first(recipe, kind, s) for s in recipe.seeds)]
    )
    curvature = 2 * torch.linalg.matrix_norm(features, 2) ** 2 / recipe.points
    models = [nn.Linear(recipe.units, 1, bias=False) for _ in recipe.seeds]
    for model in models:
        nn.init.zeros_(model.weight)
    rates = (0.5 / curvature).tolist()
    return watched(models, features, target, error, steps=recipe.steps, rate=rates, optimizer="sgd")


def _first(recipe: Reversal, kind: str, seed: int) -> tuple[Tensor, Tensor]:
    """Weights and biases of random features."""
    generator = torch.Generator().manual_seed(seed)
    weights = torch.randn(recipe.units, generator=generator)
    biases = REACH * (2 * torch.rand(recipe.units, generator=generator) - 1)
    return (weights.sign() if kind == "fixed" else weights), biases


def paired(units: int, width: float, seed: int) -> nn.Sequential:
    """A network of pairs of equal units with opposite output weights, so that it starts at zero."""
    generator = torch.Generator().manual_seed(seed)
    model = dense(
        (1, units, 1),
        generator=generator,
        activation=partial(Ricker, width),
        first=(1.0, 2.0),
    )
    half = units // 2
    with torch.no_grad():
        for part, sign in ((model[0].weight, 1), (model[0].bias, 1), (model[2].weight.T, -1)):
            part[half:] = sign * part[:half]
    return model


def watched(models, inputs, target, error, *, steps, rate, optimizer="adam") -> dict[str, Any]:
    """Train networks on what each is given, (1 or S, n, m), and record their relative errors."""
    at = record_steps(steps, count=150)
    runs = ensembles.fit(
        models,
        inputs,
        target[None],
        steps=steps,
        learning_rate=rate,
        optimizer=optimizer,
        measure=lambda together: {"errors": error(_values(together, inputs))},
        at=at,
    )
    return {"steps": np.array(at), "errors": runs.records["errors"].float().numpy()}


def _values(together: ensembles.Ensemble, inputs: Tensor) -> Tensor:
    """What each network makes of its own inputs: (S, n, 1)."""
    if len(inputs) == 1:
        return together(inputs[0])
    with torch.no_grad():
        return inputs @ together.parameters["weight"].mT


def times(result: Result, shard: str) -> np.ndarray:
    """Steps after which each seed has learnt each of the three waves, (S, 3); ∞ if never.

    Raises:
        NotMeasured: if there is no such shard.
    """
    if shard not in result.shards:
        raise NotMeasured(f"no networks of the kind {shard!r} were trained")
    values = result.shards[shard]
    return crossing_times(values["errors"], values["steps"])


def widths(result: Result, kind: str) -> list[float]:
    """Widths of the activation that were tried, the narrowest first."""
    return sorted(getattr(result.recipe, kind))


def delays(result: Result, kind: str) -> np.ndarray:
    """t₅/t₁ at each width, the narrowest first, and of each seed: (W, S).

    A wave that is never learnt counts as learnt after ten times the steps of the run.
    """
    shards = [shard_of(kind, width) for width in widths(result, kind)]
    last = 10 * result.shards[shards[0]]["steps"][-1]
    found = np.stack([times(result, shard) for shard in shards]).clip(1, last)
    return found[..., 2] / found[..., 0]


RICKER_REVERSAL = Experiment(
    "ricker_reversal",
    version=1,
    recipes={
        "quick": Reversal(),
        "thorough": Reversal(
            fixed=(0.2, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8),
            gaussian=(0.1, 0.2, 0.3, 0.5, 0.8),
            networks=(0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.6, 1.0),
            seeds=SEEDS,
            steps=4000,
            network_steps=800,
        ),
    },
    shards=lambda recipe: tuple(
        shard_of(kind, width) for kind in KINDS for width in getattr(recipe, kind)
    ),
    run=_turned,
)
EXPERIMENTS = [RICKER_REVERSAL]
