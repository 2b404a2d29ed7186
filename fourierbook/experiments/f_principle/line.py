"""In which order networks of one variable learn the frequencies of a function, and how fast."""

import math
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.func import functional_call, jacrev

from fourierbook.experiments.line import positions, wave_points
from fourierbook.measure.crossings import BELOW, crossing_times, order, share_of_seeds
from fourierbook.measure.frequency_error import FrequencyError
from fourierbook.measure.intervals import Interval
from fourierbook.measure.populations import NotMeasured
from fourierbook.models.mlps import dense
from fourierbook.results.questions import Experiment, Result
from fourierbook.training import ensembles
from fourierbook.training.records import record_steps, shown_times


class Case(NamedTuple):
    """A function that is learnt, and what learns it."""

    frequencies: tuple[int, ...]  # of sines of amplitude 1, in cycles per period
    layers: int = 2  # of hidden units
    activation: str = "tanh"
    gain: float = 1.0
    bias: float = 0.0
    first: tuple[float, float] | None = None
    optimizer: str = "adam"


THREE, SIX = (1, 3, 5), (1, 2, 3, 4, 5, 6)
CASES = {
    "three": Case(THREE),
    "six": Case(SIX),
    # What each changes in the first one; ReLU units have their kinks spread by biases.
    "relu": Case(THREE, activation="relu", gain=math.sqrt(2), bias=0.5),
    "deep": Case(THREE, layers=4),
    "descent": Case(THREE, layers=1, first=(2.0, 2.0), optimizer="sgd"),
}
MOMENTUM = 0.9  # of gradient descent
SHARE = 1.0  # of 1/λ, the step of gradient descent at which the fastest mode is gone at once


@dataclass(frozen=True)
class Ladder:
    """Train many networks at once on a sum of sines, and watch the error of each frequency."""

    LISTED = ("cases",)

    data: None
    cases: tuple[str, ...]
    seeds: tuple[int, ...]
    width: int
    steps: int
    learning_rate: float  # of Adam; gradient descent takes its own from the network
    points: int = 128
    shown: int = 3  # seeds whose fit is kept along training

    def tiny(self) -> "Ladder":
        """The same on two small networks for a few steps."""
        return replace(self, seeds=self.seeds[:2], width=4, steps=20, points=16)


def _trained(recipe: Ladder, shard: str) -> dict[str, Any]:
    return trained(recipe, CASES[shard])


def trained(recipe: Ladder, case: Case) -> dict[str, Any]:
    """Train the networks of a recipe on one function, which need not be one of `CASES`.

    Returns:
        steps (T,); errors Δ (T, S, K), a column a frequency; fits (F, S, points) of the first seeds
        after `fit_steps` (F,); losses (S,) in the end.
    """
    inputs, target = wave_points(recipe.points, case.frequencies)
    models = [network(case, recipe.width, seed) for seed in recipe.seeds]
    error = FrequencyError(
        inputs, positions(recipe.points), target, torch.tensor(case.frequencies).double()
    )
    steps = record_steps(recipe.steps)

    def measure(together: ensembles.Ensemble) -> dict[str, Tensor]:
        values = together(inputs)
        return {"errors": error(values), "fits": values[..., 0]}

    runs = ensembles.fit(
        models, inputs[None], target[None], steps=recipe.steps, measure=measure, at=steps,
        optimizer=case.optimizer, momentum=MOMENTUM,
        learning_rate=_rates(case, models, inputs, recipe.learning_rate),
    )  # fmt: skip
    few = shown_times(len(steps))
    return {
        "steps": np.array(steps),
        "errors": runs.records["errors"].float().numpy(),
        "fits": runs.records["fits"][few, : recipe.shown].half().numpy(),
        "fit_steps": np.array(steps)[few],
        "losses": runs.losses[-1].numpy(),
    }


def network(case: Case, width: int, seed: int) -> nn.Sequential:
    """The network of a case before its first step."""
    return dense(
        (1, *[width] * case.layers, 1),
        generator=torch.Generator().manual_seed(seed),
        activation=case.activation,
        gain=case.gain,
        bias=case.bias,
        first=case.first,
    )


def _rates(case: Case, models: list[nn.Module], inputs: Tensor, usual: float) -> Any:
    """Adam's usual rate; for gradient descent, a share of 1/λ of each network."""
    if case.optimizer == "adam":
        return usual
    return [SHARE / largest_curvature(model, inputs) for model in models]


def largest_curvature(model: nn.Module, inputs: Tensor) -> float:
    """λ, the largest eigenvalue of 2 J Jᵀ / n: curvature of the mean square where it fits.

    J is the derivative of the n outputs by all parameters.

    >>> round(largest_curvature(nn.Linear(1, 1, bias=False), torch.ones(4, 1)), 5)
    2.0
    """
    weights = {name: part.detach() for name, part in model.named_parameters()}

    def values(parameters: dict[str, Tensor]) -> Tensor:
        return functional_call(model, parameters, (inputs,))[:, 0]

    rows = [part.flatten(1) for part in jacrev(values)(weights).values()]
    jacobian = torch.cat(rows, 1)
    return 2 * torch.linalg.matrix_norm(jacobian, 2).item() ** 2 / len(inputs)


def times(result: Result, case: str, *, below: float = BELOW, lasting: bool = False) -> np.ndarray:
    """Steps after which each seed has learnt each frequency, (S, K); ∞ where it has not.

    Raises:
        NotMeasured: if the case was not trained.
    """
    if case not in result.shards:
        raise NotMeasured(f"no networks were trained on the case {case!r}")
    return crossed(result.shards[case], below=below, lasting=lasting)


def crossed(run: dict[str, Any], *, below: float = BELOW, lasting: bool = False) -> np.ndarray:
    """The same of what `trained` gives."""
    return crossing_times(run["errors"], run["steps"], below=below, lasting=lasting)


def median_errors(result: Result, case: str) -> tuple[np.ndarray, tuple[int, ...], np.ndarray]:
    """Steps, frequencies, and the median over seeds of the error: (T,), (K,), (T, K)."""
    values = result.shards[case]
    return values["steps"], CASES[case].frequencies, np.median(values["errors"], axis=1)


def low_first(result: Result, *, case: str, lasting: bool = False) -> Interval:
    """Share of seeds that have learnt all frequencies of a case in rising order."""
    return share_of_seeds(order(times(result, case, lasting=lasting)).low_first)


FREQUENCY_LADDER = Experiment(
    "frequency_ladder",
    version=1,
    recipes={
        "quick": Ladder(
            None, tuple(CASES), seeds=tuple(range(6)), width=40, steps=1000, learning_rate=3e-3,
            points=64,
        ),
        "thorough": Ladder(
            None, tuple(CASES), seeds=tuple(range(100, 132)), width=64, steps=3000,
            learning_rate=1e-3,
        ),
    },
    shards=lambda recipe: recipe.cases,
    run=_trained,
)  # fmt: skip
EXPERIMENTS = [FREQUENCY_LADDER]
