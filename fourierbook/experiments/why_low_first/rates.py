"""Whether the tangent kernel foretells how fast each frequency is learnt, and where it does not."""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.func import functional_call, grad, vmap

from fourierbook.measure.intervals import Interval, student
from fourierbook.measure.populations import NotMeasured
from fourierbook.measure.rates import fitted_rate
from fourierbook.models.two_layer import TwoLayer
from fourierbook.results.questions import Experiment, Result
from fourierbook.results.reading import shard_of
from fourierbook.theory.tangent_kernel import circle_kernel, kernel_eigenvalues, predicted_rates
from fourierbook.training.ensembles import Ensemble, fit

# Amplitude of the target's waves, and the constant input that makes a bias.
CASES = {"small": (0.02, 1.0), "large": (1.0, 1.0), "bias_free": (0.02, 0.0)}


@dataclass(frozen=True)
class Rates:
    """Gradient descent of wide two-layer ReLU networks on a circle; all parameters are trained."""

    LISTED = ("cases",)
    precision = "fp64"

    data: None = None
    cases: tuple[str, ...] = tuple(CASES)
    width: int = 4096  # half of it are copies, so that h = 0 at the start
    points: int = 24
    waves: int = 6  # the target is a sum of sines of 1, 2, … cycles per turn
    steps: int = 350
    share: float = 0.9  # of the largest learning rate at which no error overshoots
    records: int = 70
    seeds: tuple[int, ...] = (0, 1, 2)

    def tiny(self) -> "Rates":
        """The same with few units and steps."""
        return replace(self, width=64, steps=6, records=6, seeds=self.seeds[:2])

    def sample(self) -> tuple["Rates", float]:
        """The same with few steps, and how many times as long a shard of the whole takes."""
        return replace(self, steps=50, records=20), self.steps / 50


def circle(recipe: Rates, case: str) -> tuple[Tensor, Tensor, Tensor]:
    """Positions in turns (n,), inputs (n, 2 or 3) and target (n,) of a case."""
    amplitude, bias = CASES[case]
    x = torch.arange(recipe.points, dtype=torch.float64) / recipe.points
    columns = [torch.cos(2 * math.pi * x), torch.sin(2 * math.pi * x)]
    columns += [torch.full_like(x, bias)] if bias else []
    target = sum(torch.sin(2 * math.pi * k * x) for k in range(1, recipe.waves + 1))
    return x, torch.stack(columns, 1), amplitude * target


def _half_mean_square(predicted: Tensor, target: Tensor) -> Tensor:
    return (predicted - target).square().mean() / 2


def _run(recipe: Rates, case: str) -> dict[str, Any]:
    x, inputs, target = circle(recipe, case)
    eigenvalues = kernel_eigenvalues(circle_kernel(x, bias=CASES[case][1]))
    rate = recipe.share / eigenvalues.max().item()
    at = sorted({round(t) for t in np.linspace(0, recipe.steps, recipe.records + 1)})
    models = [_network(recipe, inputs.shape[1], seed) for seed in recipe.seeds]

    def measure(ensemble: Ensemble) -> dict[str, Tensor]:
        return {"errors": _waves(ensemble(inputs) - target, recipe)}

    runs = fit(
        models, inputs[None], target[None], steps=recipe.steps, learning_rate=rate,
        optimizer="sgd", loss=_half_mean_square, measure=measure, at=at,
    )  # fmt: skip
    before, after = _kernels(Ensemble.of(models), inputs), _kernels(runs.ensemble, inputs)
    own = _foretold(before, target, rate, at, recipe)
    time, errors = torch.tensor(at, dtype=torch.float64), runs.records["errors"]
    predicted = predicted_rates(eigenvalues, learning_rate=rate)[1 : recipe.waves + 1]
    norms = (after - before).flatten(1).norm(dim=1) / before.flatten(1).norm(dim=1)
    return {
        "steps": np.array(at),
        "errors": errors.float().numpy(),
        "measured": fitted_rate(errors, time).numpy(),
        "own": fitted_rate(own, time).numpy(),
        "predicted": predicted.numpy(),
        "kernel_change": norms.numpy(),
    }


def _network(recipe: Rates, inputs: int, seed: int) -> TwoLayer:
    generator = torch.Generator().manual_seed(7000 + seed)
    return TwoLayer(recipe.width, (1.0,) * inputs, generator=generator).double()


def _waves(errors: Tensor, recipe: Rates) -> Tensor:
    """Size of the error at 1, 2, … cycles per turn: (..., n) -> (..., waves)."""
    return torch.fft.rfft(errors).abs()[..., 1 : recipe.waves + 1] / recipe.points


def _kernels(ensemble: Ensemble, inputs: Tensor) -> Tensor:
    """Tangent kernel of each network as it is, (S, n, n)."""

    def value(parameters: dict[str, Tensor], point: Tensor) -> Tensor:
        return functional_call(ensemble.skeleton, parameters, (point[None],))[0]

    def kernel(parameters: dict[str, Tensor]) -> Tensor:
        rows = vmap(grad(value), in_dims=(None, 0))(parameters, inputs)
        return sum(part.flatten(1) @ part.flatten(1).T for part in rows.values())

    parameters = {name: part.detach() for name, part in ensemble.parameters.items()}
    return vmap(kernel, chunk_size=1)(parameters)


def _foretold(kernels: Tensor, target: Tensor, rate: float, at: list, recipe: Rates) -> Tensor:
    """Errors that gradient descent would have if the kernel stayed: u_t = (1 − ηK/n)^t u_0."""
    values, vectors = torch.linalg.eigh(kernels / recipe.points)
    start = vectors.transpose(1, 2) @ -target
    left = [vectors @ ((1 - rate * values) ** step * start)[..., None] for step in at]
    return _waves(torch.stack(left)[..., 0], recipe)


def ratios(result: Result, case: str, against: str = "predicted") -> list[Interval]:
    """Measured rate over the predicted one for 1, 2, … cycles, or over the `own` kernel's."""
    values = result.shards[case]
    return [student(row) for row in (values["measured"] / values[against]).T]


def worst_miss(result: Result, *, case: str, against: str, first: int) -> Interval:
    """The largest |measured/predicted − 1| over the waves of `first` cycles and more."""
    values = shard_of(result, case)
    off = np.abs(values["measured"] / values[against] - 1)[:, first - 1 :]
    return student(off.max(1))


def large_target_ratio(result: Result) -> Interval:
    """Mean of measured over predicted rates for three cycles and more, at amplitude 1."""
    values = shard_of(result, "large")
    return student((values["measured"] / values["predicted"])[:, 2:].mean(1))


def odd_rates(result: Result) -> Interval:
    """Largest rate of the odd waves from 3 on over that of 4 cycles, without a bias."""
    measured = shard_of(result, "bias_free")["measured"]
    if result.recipe.waves < 4:
        raise NotMeasured("a wave of 4 cycles")
    return student(np.abs(measured[:, 2::2]).max(1) / measured[:, 3])


TANGENT_RATES = Experiment(
    "tangent_rates",
    version=1,
    recipes={
        "quick": Rates(),
        "thorough": Rates(
            width=16384, points=32, waves=8, steps=1200, records=120, seeds=tuple(range(16))
        ),
    },
    shards=lambda recipe: recipe.cases,
    run=_run,
)
EXPERIMENTS = [TANGENT_RATES]
