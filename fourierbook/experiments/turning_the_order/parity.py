"""Parity, which has high frequencies alone, against a smooth function of the same inputs."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from fourierbook import settings
from fourierbook.measure.intervals import Interval, student
from fourierbook.measure.populations import NotMeasured
from fourierbook.models.mlps import dense
from fourierbook.results.questions import Experiment, Result
from fourierbook.signal.spectra import nonuniform_dft
from fourierbook.training import ensembles

FREQUENCIES = torch.linspace(0, 0.25, 51, dtype=torch.float64)  # ξ, in cycles per unit
LOW = 0.1  # cycles per unit: below it parity has nearly nothing
TARGETS = ("parity", "smooth", "random")


@dataclass(frozen=True)
class Parity:
    """Fit a function of n signs on some of all their 2ⁿ combinations."""

    LISTED = ("targets",)

    data: None = None
    inputs: int = 10  # n
    count: int = 200  # combinations that are trained on
    widths: tuple[int, ...] = (200, 50)
    spread: float = 0.05  # standard deviation of all initial weights and biases
    learning_rate: float = 1e-3
    steps: int = 400
    targets: tuple[str, ...] = TARGETS[:2]
    seeds: tuple[int, ...] = (0, 1, 2)

    def tiny(self) -> "Parity":
        """The same on four signs, for a few steps."""
        return replace(self, inputs=4, count=8, widths=(4,), steps=3, seeds=(0, 1))


def signs(inputs: int) -> Tensor:
    """All combinations of n signs: (2ⁿ, n).

    >>> signs(2).tolist()
    [[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]]
    """
    return torch.tensor([*itertools.product((-1.0, 1.0), repeat=inputs)])


def target(name: str, points: Tensor, generator: torch.Generator) -> Tensor:
    """Values of a function at points (N, n): the product of the signs, a smooth one, or chance.

    >>> target("parity", signs(2), torch.Generator()).tolist()
    [1.0, -1.0, -1.0, 1.0]
    """
    if name == "parity":
        return points.prod(-1)
    if name == "smooth":
        return torch.tanh(points.sum(-1) / 3)
    return 2.0 * torch.randint(0, 2, points.shape[:1], generator=generator) - 1


def _fitted(recipe: Parity, shard: str) -> dict[str, Any]:
    points, device = signs(recipe.inputs), settings.device()
    generators = [torch.Generator().manual_seed(seed) for seed in recipe.seeds]
    values = torch.stack([target(shard, points, generator) for generator in generators])
    orders = [torch.randperm(len(points), generator=generator) for generator in generators]
    chosen = torch.stack(orders)[:, : recipe.count]
    runs = ensembles.fit(
        [_network(recipe, generator).to(device) for generator in generators],
        points[chosen].to(device),
        values.gather(1, chosen)[..., None].to(device),
        steps=recipe.steps,
        learning_rate=recipe.learning_rate,
    )
    answers = runs.ensemble(points.to(device))[..., 0].cpu()
    seen = torch.zeros(values.shape, dtype=torch.bool).scatter(1, chosen, True)
    known = torch.where(seen, values, 0) * len(points) / recipe.count
    spectra = {"true": values, "sampled": known, "network": answers}
    found = {f"{name}_spectrum": amplitude(points, rows) for name, rows in spectra.items()}
    found |= _errors(answers, values, seen)
    return {name: value.float().numpy() for name, value in found.items()}


def _network(recipe: Parity, generator: torch.Generator) -> nn.Module:
    model = dense((recipe.inputs, *recipe.widths, 1), generator=generator)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(0, recipe.spread, generator=generator)
    return model


def amplitude(points: Tensor, values: Tensor) -> Tensor:
    """Amplitude of values at points along (ξ, …, ξ), at `FREQUENCIES`: (…, N) -> (…, K)."""
    return nonuniform_dft(points.sum(-1), values, frequencies=FREQUENCIES).abs()


def _errors(answers: Tensor, values: Tensor, seen: Tensor) -> dict[str, Tensor]:
    wrong = (answers - values) ** 2
    spread = (values - _mean(values, ~seen)[:, None]) ** 2
    return {
        "train_error": _mean(wrong, seen),
        "test_error": _mean(wrong, ~seen),
        "test_variance": _mean(spread, ~seen),
        "test_right": _mean((answers * values > 0).float(), ~seen),
    }


def _mean(values: Tensor, where: Tensor) -> Tensor:
    """Mean over some of the points: (S, N) -> (S,)."""
    return (values * where).sum(1) / where.sum(1)


def over_seeds(
    result: Result, *, target: str, of: Callable[[dict[str, np.ndarray]], np.ndarray]
) -> Interval:
    """Mean over networks of a number of each that has learnt a target."""
    if target not in result.shards:
        raise NotMeasured(f"no networks were trained on the target {target!r}")
    return student(of(result.shards[target]))


def right(shard: dict[str, np.ndarray]) -> np.ndarray:
    """Share of the signs that are right where a network was not trained, of each network."""
    return shard["test_right"]


def unexplained(shard: dict[str, np.ndarray]) -> np.ndarray:
    """Squared error where it was not trained as a share of the variance there, 1 − R²."""
    return shard["test_error"] / shard["test_variance"]


def low_band_gain(shard: dict[str, np.ndarray]) -> np.ndarray:
    """log₁₀ of the largest low amplitude of a network over that of its samples, each network."""
    low = FREQUENCIES.numpy() <= LOW
    network, known = (shard[f"{name}_spectrum"][:, low].max(1) for name in ("network", "sampled"))
    return np.log10(network / known)


PARITY = Experiment(
    "parity_and_smooth",
    version=1,
    recipes={
        "quick": Parity(),
        "thorough": Parity(
            widths=(500, 100),
            learning_rate=5e-4,
            steps=1000,
            targets=TARGETS,
            seeds=tuple(range(100, 116)),
        ),
    },
    shards=lambda recipe: recipe.targets,
    run=_fitted,
)
EXPERIMENTS = [PARITY]
