"""Deep networks of other activations than tanh, and whether they learn low frequencies first."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import torch
from torch import nn

from fourierbook.experiments.line import positions, wave_points
from fourierbook.experiments.turning_the_order.ricker import SEEDS, WAVES, times, watched
from fourierbook.measure.crossings import order, share_of_seeds
from fourierbook.measure.frequency_error import FrequencyError
from fourierbook.measure.intervals import Interval
from fourierbook.measure.populations import NotMeasured
from fourierbook.models.mlps import Ricker, Sine, dense
from fourierbook.results.questions import Experiment, Result

ACTIVATIONS = {
    "tanh": nn.Tanh,
    "ricker30": partial(Ricker, 0.3),
    "ricker10": partial(Ricker, 0.1),
    "sine1": Sine,
    "sine10": partial(Sine, 10.0),
}


@dataclass(frozen=True)
class Deep:
    """Learn three sines with deep networks whose units have other activations."""

    LISTED = ("activations",)

    data: None = None
    activations: tuple[str, ...] = ("sine1", "ricker10", "sine10")
    seeds: tuple[int, ...] = (0, 1, 2)
    widths: tuple[int, ...] = (100, 100, 50)
    spread: float = 0.1  # standard deviation of the biases, and of the first layer's weights
    points: int = 64
    steps: int = 400
    learning_rate: float = 5e-4

    def tiny(self) -> "Deep":
        """The same on two small networks for a few steps."""
        return replace(self, seeds=self.seeds[:2], widths=(4, 4), points=16, steps=3)


def _deep(recipe: Deep, shard: str) -> dict[str, Any]:
    inputs, target = wave_points(recipe.points, WAVES)
    error = FrequencyError(inputs, positions(recipe.points), target, torch.tensor(WAVES).double())
    models = [
        dense(
            (1, *recipe.widths, 1),
            generator=torch.Generator().manual_seed(seed),
            activation=ACTIVATIONS[shard],
            bias=recipe.spread,
            first=(recipe.spread, recipe.spread),
        )
        for seed in recipe.seeds
    ]
    return watched(
        models, inputs[None], target, error, steps=recipe.steps, rate=recipe.learning_rate
    )


def low_first(result: Result, *, activation: str) -> Interval:
    """Share of seeds that have learnt the three waves in rising order."""
    found = order(times(result, activation))
    if found.undecided.any():
        raise NotMeasured("networks may yet be in order when the training ends")
    return share_of_seeds(found.low_first)


OTHER_ACTIVATIONS = Experiment(
    "other_activations",
    version=1,
    recipes={
        "quick": Deep(),
        "thorough": Deep(
            activations=tuple(ACTIVATIONS), seeds=SEEDS, points=128, steps=2500, learning_rate=2e-4
        ),
    },
    shards=lambda recipe: recipe.activations,
    run=_deep,
)
EXPERIMENTS = [OTHER_ACTIVATIONS]
