"""Networks that agree on a curve with petals: do they agree on the plane around it?

Rahaman et al. (2019), figure 7: two networks that differ in their initial values alone.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from fourierbook.experiments.spectral_bias_data import petal_classes, petal_curve, sampled
from fourierbook.experiments.spectral_bias_data.petal_classes import ABOVE, positive
from fourierbook.measure import intervals
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.measure.populations import NotMeasured
from fourierbook.results.questions import Experiment, Result

REACH = 1.6  # of the square that is looked at around the curve, ± it
RIGHT, FEWEST = 0.97, 2  # on the points, of both of a pair; pairs of which a mean is taken


@dataclass(frozen=True)
class Twins:
    """Train networks from different initial values on the same points of one curve."""

    data: None
    seeds: tuple[int, ...]  # of networks, an even number; the first is that of the phase
    cell: tuple[int, int]  # L and k
    points: int
    width: int
    steps: int
    learning_rate: float
    layers: int = 6
    side: int = 128  # of the grid of pixels

    precision = "fp32"

    def tiny(self) -> "Twins":
        """The same with four small networks for a few steps."""
        return replace(self, seeds=self.seeds[:4], width=4, steps=20, side=8)

    def sample(self) -> tuple["Twins", float]:
        """As `sampled.hundredth`."""
        return sampled.hundredth(self)


def square(side: int) -> Tensor:
    """The middles of side × side pixels of [−1.6, 1.6]², (side², 2), row by row from below.

    >>> square(2).tolist()[0] == [-0.800000011920929, -0.800000011920929]
    True
    """
    x = ((torch.arange(side, dtype=torch.float64) + 0.5) / side * 2 - 1) * REACH
    return torch.cartesian_prod(x, x).flip(1).float()


def _run(recipe: Twins, shard: str) -> dict[str, Any]:
    """Train the networks of a recipe.

    Returns:
        accuracies (N,) on the points; on_curve and off_curve (N / 2,), the share of the points and
        of a square's pixels on which two of them agree; expected (N / 2,), the share of pixels on
        which they would agree by their shares of positive pixels alone; maps (2, side, side) of
        probabilities.
    """
    petals, frequency = recipe.cell
    z = petal_curve.places(recipe.points)
    inputs = petal_curve.curve(z, petals).float()
    target = positive(z, frequency, recipe.seeds[0])
    targets = target.expand(len(recipe.seeds), -1)
    networks = petal_classes.fitted(recipe, recipe.seeds, inputs, targets)
    on_curve, around = (networks(each)[..., 0] for each in (inputs, square(recipe.side)))
    share = (around > 0).double().mean(1)
    one, other = share[::2], share[1::2]
    maps = around[:2].sigmoid().reshape(-1, recipe.side, recipe.side)
    return {
        "accuracies": ((on_curve > 0) == (target > ABOVE)).double().mean(1).float().numpy(),
        "on_curve": _agreement(on_curve),
        "off_curve": _agreement(around),
        "expected": (one * other + (1 - one) * (1 - other)).float().numpy(),
        "maps": maps.half().numpy(),
    }


def _agreement(logits: Tensor) -> np.ndarray:
    """Share of places on which the first and the second of each two networks say the same."""
    says = logits > 0
    return (says[::2] == says[1::2]).double().mean(1).float().numpy()


def differ(result: Result) -> Interval:
    """By how much more two networks disagree off the curve than on it, mean over pairs.

    Raises:
        NotMeasured: if fewer than two pairs are both right on 97 % of the points or more.
    """
    values = result.shards["twins"]
    fit = (values["accuracies"].reshape(-1, 2) >= RIGHT).all(1)
    if fit.sum() < FEWEST:
        raise NotMeasured(f"{fit.sum()} pairs of networks fit the curve, and {FEWEST} are needed")
    difference = (values["on_curve"] - values["off_curve"])[fit]
    return intervals.of(np.mean, Sample(difference, ("networks",)))


PETAL_TWINS = Experiment(
    "petal_twins",
    version=1,
    recipes={
        "quick": Twins(
            None, seeds=(0, 1, 2, 3), cell=(8, 20), points=256, width=64, steps=800,
            learning_rate=2e-3, layers=4, side=96,
        ),
        # The paper's curve, wave and points; half of its width.
        "thorough": Twins(
            None, seeds=tuple(range(100, 124)), cell=(20, 200), points=1000, width=128, steps=8000,
            learning_rate=1e-3,
        ),
    },
    shards=lambda recipe: ("twins",),
    run=_run,
)  # fmt: skip
EXPERIMENTS = [PETAL_TWINS]
