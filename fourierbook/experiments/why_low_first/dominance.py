"""How often the gradient of a tanh unit heeds the lower of two frequencies more, by initial scale.

Positions are measured so that the line is one period long where x runs over 2π: a frequency of k
cycles per period is ξ = k/2π cycles per unit of x. That is the papers' angular frequency, converted
here once.
"""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch

from fourierbook.measure.intervals import Interval, student, wilson
from fourierbook.results.questions import Experiment, NotMeasured, Result
from fourierbook.theory.unit_spectra import tanh_log_gradients

KINDS = ("outer", "unit", "network")


@dataclass(frozen=True)
class Dominance:
    """Draw units a·tanh(w x + b) and compare their gradients at two frequencies."""

    LISTED = ("seeds",)
    precision = "fp64"

    data: None = None
    scales: tuple[float, ...] = (100.0, 30.0, 10.0, 3.0, 1.0, 0.5, 0.25, 0.1, 0.05)  # s of a, w, b
    ratios: tuple[float, ...] = (1.0, 100.0, 1e4)  # |D(high)| / |D(low)|
    low: int = 1  # cycles per 2π
    high: int = 5
    units: int = 32  # of a network, all of whose parameters must agree
    draws: int = 32 * 500  # units
    seeds: tuple[int, ...] = (0, 1, 2)

    def tiny(self) -> "Dominance":
        """The same on two networks."""
        return replace(self, draws=2 * self.units)


def _run(recipe: Dominance, shard: str) -> dict[str, Any]:
    generator = torch.Generator().manual_seed(int(shard.removeprefix("seed")))
    found = [_ahead(recipe, scale, generator) for scale in recipe.scales]
    logs = torch.log(torch.tensor(recipe.ratios, dtype=torch.float64))
    won = torch.stack(found)[:, None] > logs[:, None, None]  # (scales, ratios, 3, draws)
    unit = won.all(2)
    network = unit.unflatten(-1, (-1, recipe.units)).all(-1)
    shares = {"outer": won[:, :, 0], "unit": unit, "network": network}
    values = {name: part.double().mean(-1).numpy() for name, part in shares.items()}
    middle = torch.stack([ahead[0].median() for ahead in found])
    return values | {"median_log_ratio": middle.numpy()}


def _ahead(recipe: Dominance, scale: float, generator: torch.Generator) -> torch.Tensor:
    """Logarithm of |gradient at low| / |gradient at high| for errors of equal size, (3, draws)."""

    def draw() -> torch.Tensor:
        return torch.randn(recipe.draws, generator=generator, dtype=torch.float64) * scale

    outputs, weights, biases = draw(), draw(), draw()
    first, second = (
        tanh_log_gradients(
            cycles / (2 * math.pi),
            weights,
            biases,
            outputs,
            2 * math.pi * torch.rand(recipe.draws, generator=generator, dtype=torch.float64),
        )
        for cycles in (recipe.low, recipe.high)
    )
    return first - second


def shares(result: Result, kind: str, ratio: float) -> list[Interval]:
    """Share of draws in which the low frequency has the larger gradient, for each scale.

    Args:
        result: of `gradient_dominance`.
        kind: `outer`, the output weight alone; `unit`, all three parameters of a unit; or
            `network`, all parameters of a network of so many units as the recipe says.
        ratio: of the errors, one of the recipe's.
    """
    row = result.recipe.ratios.index(ratio)
    by_seed = np.stack([shard[kind][:, row] for shard in result.shards.values()], 1)
    return [student(values) for values in by_seed]


def tie_at(result: Result, scale: float) -> Interval:
    """Ratio of errors at which half of the output weights heed the high frequency more."""
    place = result.recipe.scales.index(scale)
    return student([math.exp(v["median_log_ratio"][place]) for v in result.shards.values()])


def at_small_weights(result: Result) -> Interval:
    """Share of networks all of whose gradients prefer the low frequency, at the smallest scale."""
    each = result.recipe.draws // result.recipe.units
    preferring = [round(values["network"][-1, -1] * each) for values in result.shards.values()]
    return wilson(sum(preferring), each * len(preferring))._replace(over="networks")


def squaring(result: Result) -> Interval:
    """Logarithm of the failing share at s = 0.25 over that at s = 0.5; 2 for a square."""
    places = [result.recipe.scales.index(scale) for scale in (0.5, 0.25)]
    failing = [1 - values["outer"][places, -1] for values in result.shards.values()]
    if not all(0 < share < 1 for pair in failing for share in pair):
        raise NotMeasured("so many draws that output weights fail, and not all of them")
    return student([math.log(small) / math.log(large) for large, small in failing])


GRADIENT_DOMINANCE = Experiment(
    "gradient_dominance",
    version=1,
    recipes={
        "quick": Dominance(),
        "thorough": Dominance(draws=32 * 10_000, seeds=tuple(range(16))),
    },
    shards=lambda recipe: tuple(f"seed{seed}" for seed in recipe.seeds),
    run=_run,
)

EXPERIMENTS = [GRADIENT_DOMINANCE]
