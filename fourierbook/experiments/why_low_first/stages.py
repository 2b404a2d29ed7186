"""How much of a step of training goes to high frequencies, at every stage of it.

Positions are seen through the density of the data, a bell of standard deviation 1 on a line that is
long enough for it to vanish at both ends. Frequencies η are in cycles per 2π, the longest wave of
the target; η/2π are cycles per unit of x.
"""

import itertools
import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.func import functional_call, grad, vmap

from fourierbook.experiments.why_low_first.halvings import halvings
from fourierbook.models.two_layer import TwoLayer
from fourierbook.results.questions import Experiment
from fourierbook.training.ensembles import Ensemble, fit

STAGES = (0.0, 0.03, 0.3, 1.0)  # of the steps


@dataclass(frozen=True)
class Stages:
    """Gradient descent on ∫ (h − g)² ρ dx, with L split at frequencies η."""

    LISTED = ("activations",)
    precision = "fp64"

    data: None = None
    activations: tuple[str, ...] = ("tanh", "relu", "relu2")
    width: int = 64
    points: int = 192
    length: float = 20.0  # of the line; the bell is 2e-11 of its height at the ends
    scale: float = 2.0  # standard deviation of the input weights; 1.8 times that of the biases
    steps: int = 500
    share: float = 0.5  # learning rate, in units of that at which the loss overshoots
    cuts: tuple[float, ...] = (4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 12.0, 14.0, 16.0)  # η
    seeds: tuple[int, ...] = (0, 1, 2)

    def tiny(self) -> "Stages":
        """The same with few units and steps."""
        return replace(self, width=8, points=128, steps=8, seeds=self.seeds[:2])

    def sample(self) -> tuple["Stages", float]:
        """The same with few steps, and how many times as long a shard of the whole takes."""
        return replace(self, steps=50), self.steps / 50


@dataclass(frozen=True)
class Line:
    """Where the error is looked at, and how much each place counts."""

    inputs: Tensor  # (n, 2), positions with the 1 of a bias
    target: Tensor  # g, (n,)
    weights: Tensor  # √(ρ dx), (n,), so that L is the sum of the squares of √(ρ dx) (h − g)
    above: Tensor  # (cuts, n), which coefficients lie above each η


def line(recipe: Stages) -> Line:
    """The places of a recipe, in double precision."""
    step = recipe.length / recipe.points
    x = step * torch.arange(recipe.points, dtype=torch.float64) - recipe.length / 2
    target = torch.sin(x) + torch.sin(2 * x) / 2 + 0.3 * torch.sin(3 * x)
    density = torch.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)
    cycles = torch.fft.fftfreq(recipe.points, step, dtype=torch.float64).abs() * 2 * math.pi
    above = cycles > torch.tensor(recipe.cuts, dtype=torch.float64)[:, None]
    inputs = torch.stack([x, torch.ones_like(x)], 1)
    return Line(inputs, target, (density * step).sqrt(), above)


def _run(recipe: Stages, activation: str) -> dict[str, Any]:
    place = line(recipe)
    models = [_network(recipe, activation, seed) for seed in recipe.seeds]
    rates = [recipe.share / _curvature(model, place) for model in models]
    stages = [round(share * recipe.steps) for share in STAGES]
    parts: list[dict[str, Tensor]] = []
    steps = itertools.count()

    def measure(ensemble: Ensemble) -> dict[str, Tensor]:
        if next(steps) in stages:
            parts.append(split_gradients(ensemble, place))
        spectrum = _spectrum((ensemble(place.inputs) - place.target) * place.weights)
        return {"above": spectrum @ place.above.double().T, "whole": spectrum.sum(-1)}

    def loss(predicted: Tensor, target: Tensor) -> Tensor:
        return ((predicted - target) * place.weights).square().sum()

    runs = fit(
        models, place.inputs[None], place.target[None], steps=recipe.steps, learning_rate=rates,
        optimizer="sgd", loss=loss, measure=measure, at=range(recipe.steps + 1),
    )  # fmt: skip
    found = {name: torch.stack([part[name] for part in parts]).float().numpy() for name in parts[0]}
    whole, losses = runs.records["whole"].numpy(), runs.losses.numpy()
    return found | {
        "stages": np.array(stages),
        "rates": np.array(rates),
        "parseval": np.abs(whole[: len(losses)] / losses - 1).max(0),
        "halvings": halvings(whole, runs.records["above"].numpy()).astype(np.float32),
    }


def _network(recipe: Stages, activation: str, seed: int) -> TwoLayer:
    generator = torch.Generator().manual_seed(6000 + seed)
    scales = recipe.scale, 1.8 * recipe.scale
    network = TwoLayer(
        recipe.width, scales, activation=activation, generator=generator, antisymmetric=False
    )
    return network.double()


def _spectrum(values: Tensor) -> Tensor:
    """Energies of the coefficients, (..., n), whose sum is that of the squares (Parseval)."""
    return torch.fft.fft(values, norm="ortho").abs().square()


def _rows(ensemble: Ensemble, place: Line) -> Tensor:
    """Gradients of √(ρ dx) h at each place for all parameters: (S, n, parameters)."""

    def value(parameters: dict[str, Tensor], point: Tensor, weight: Tensor) -> Tensor:
        return weight * functional_call(ensemble.skeleton, parameters, (point[None],))[0]

    def rows(parameters: dict[str, Tensor]) -> Tensor:
        each = vmap(grad(value), in_dims=(None, 0, 0))(parameters, place.inputs, place.weights)
        return torch.cat([part.flatten(1) for part in each.values()], 1)

    parameters = {name: part.detach() for name, part in ensemble.parameters.items()}
    return vmap(rows, chunk_size=1)(parameters)


def _curvature(model: TwoLayer, place: Line) -> float:
    """Largest curvature of L at the start, as the tangent kernel has it."""
    (rows,) = _rows(Ensemble.of([model]), place)
    return 2 * torch.linalg.matrix_norm(rows, 2).square().item()


def split_gradients(ensemble: Ensemble, place: Line) -> dict[str, Tensor]:
    """What each cut η takes of a step, for each network.

    Returns:
        `share`: r_η = |dL⁺/dt| / |dL/dt| = |∇L⁺ · ∇L| / |∇L|², (S, cuts); and `bound`: the r_η of
        our first statement, 2 ‖û‖ ‖∇û‖ / |∇L| with both norms over |ξ| > η.
    """
    error = (ensemble(place.inputs) - place.target) * place.weights
    rows = _rows(ensemble, place)
    gradient = 2 * torch.einsum("snp,sn->sp", rows, error)
    waves, errors = torch.fft.fft(rows, dim=1, norm="ortho"), torch.fft.fft(error, norm="ortho")
    share, bound = [], []
    for above in place.above:
        high, left = waves[:, above], errors[:, above]
        part = 2 * torch.einsum("snp,sn->sp", high.conj(), left).real
        size = gradient.norm(dim=1)
        share.append((part * gradient).sum(1).abs() / size**2)
        bound.append(2 * left.norm(dim=1) * high.flatten(1).norm(dim=1) / size)
    return {"share": torch.stack(share, 1), "bound": torch.stack(bound, 1)}


TRAINING_STAGES = Experiment(
    "training_stages",
    version=2,
    recipes={
        "quick": Stages(),
        "thorough": Stages(points=256, steps=5000, seeds=tuple(range(32))),
    },
    shards=lambda recipe: recipe.activations,
    run=_run,
)
EXPERIMENTS = [TRAINING_STAGES]
