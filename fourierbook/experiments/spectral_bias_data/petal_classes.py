"""Two classes along a curve with petals: which frequency of their border is learnt, on which curve?

Rahaman et al. (2019), figure 9. A point is positive where a sine of k cycles around the
curve is above one half, as a third of them are: to guess is to be right on two thirds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from fourierbook.experiments import relu_stacks
from fourierbook.experiments.spectral_bias_data import petal_curve, sampled
from fourierbook.measure import intervals
from fourierbook.measure.crossings import share_of_seeds
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.measure.populations import NotMeasured
from fourierbook.results.questions import Experiment, Result
from fourierbook.training import ensembles

ABOVE = 0.5  # of the sine: positive
AT_ONCE = 40  # networks, which bounds the memory


@dataclass(frozen=True)
class PetalClasses:
    """Train a network for each seed in each cell of a table, petals by frequency."""

    LISTED = ("petals",)

    data: None
    petals: tuple[int, ...]  # L
    seeds: tuple[int, ...]  # of networks and phases
    frequencies: tuple[int, ...]  # k, in cycles around the curve
    points: int
    width: int
    steps: int
    learning_rate: float
    layers: int = 6
    precision: str = "fp32"  # of the products

    def tiny(self) -> "PetalClasses":
        """The same on few small networks for a few steps."""
        return replace(self, seeds=self.seeds[:2], width=4, steps=20)

    def sample(self) -> tuple["PetalClasses", float]:
        """As `sampled.hundredth`."""
        return sampled.hundredth(self)


def positive(z: Tensor, frequency: int, seed: int) -> Tensor:
    """Which points are positive, as 0 and 1 in single precision, (n,)."""
    return (petal_curve.waves(z, (frequency,), seed) > ABOVE).float()


def _run(recipe: PetalClasses, shard: str) -> dict[str, Any]:
    """Train a network for each seed and frequency on one curve.

    Returns:
        accuracies and losses (S, K) on the training points in the end, and shares (S, K) of them
        that are negative, which is what the best guess is right on.
    """
    z = petal_curve.places(recipe.points)
    inputs = petal_curve.curve(z, int(shard.removeprefix("petals"))).float()
    cells = [(seed, k) for seed in recipe.seeds for k in recipe.frequencies]
    targets = torch.stack([positive(z, k, seed) for seed, k in cells])
    logits = fitted(recipe, [seed for seed, _ in cells], inputs, targets)(inputs)[..., 0]
    found = {
        "accuracies": ((logits > 0) == (targets > ABOVE)).double().mean(1),
        "losses": F.binary_cross_entropy_with_logits(logits, targets, reduction="none").mean(1),
        "shares": 1 - targets.mean(1),
    }
    shape = len(recipe.seeds), len(recipe.frequencies)
    return {name: values.reshape(shape).float().numpy() for name, values in found.items()}


def fitted(
    recipe: Any, seeds: Sequence[int], inputs: Tensor, targets: Tensor
) -> Callable[[Tensor], Tensor]:
    """Train a network for each seed on targets of its own, (S, n), by cross entropy.

    Returns:
        The networks together: from places (n, 2) to logits (S, n, 1).
    """
    models = [relu_stacks.stack(2, recipe.width, layers=recipe.layers, seed=seed) for seed in seeds]
    runs = ensembles.fit(
        models, inputs[None], targets[..., None], steps=recipe.steps, chunk=AT_ONCE,
        learning_rate=recipe.learning_rate, loss=F.binary_cross_entropy_with_logits,
        precision=recipe.precision,
    )  # fmt: skip
    return runs.ensemble


def cells(result: Result, name: str) -> np.ndarray:
    """Values of the table, (S, L, K).

    Raises:
        NotMeasured: if a row is missing.
    """
    rows = [result.shards.get(f"petals{petals}") for petals in result.recipe.petals]
    if any(row is None for row in rows):
        raise NotMeasured("not all rows of the table were trained")
    return np.stack([row[name] for row in rows], 1).astype(float)


def fast_gain(result: Result) -> Interval:
    """Mean accuracy on the faster half of frequencies: of the upper half of petals minus no petal.

    The mean over seeds.
    """
    values = cells(result, "accuracies")
    fast = values[:, :, values.shape[2] // 2 :].mean(2)
    upper = fast[:, (fast.shape[1] + 1) // 2 :].mean(1)
    return intervals.of(np.mean, Sample(upper - fast[:, 0], ("seeds",)))


def slow_first(result: Result) -> Interval:
    """Share of seeds whose fastest wave has a larger loss than the slowest, on every curve."""
    losses = cells(result, "losses")
    return share_of_seeds((losses[:, :, -1] > losses[:, :, 0]).all(1))


def fast_losses_fall(result: Result) -> Interval:
    """Share of seeds whose loss on the fastest half of frequencies falls from no petal upwards.

    From L = 0 to the mean of the lower half of the other rows, and to that of the upper half.
    """
    losses = cells(result, "losses")
    fast = losses[:, :, losses.shape[2] // 2 :].mean(2)
    middle = (fast.shape[1] + 1) // 2
    low, high = fast[:, 1:middle].mean(1), fast[:, middle:].mean(1)
    return share_of_seeds((fast[:, 0] > low) & (low > high))


PETAL_CLASSES = Experiment(
    "petal_classes",
    version=1,
    recipes={
        "quick": PetalClasses(
            None, (0, 4, 8, 12, 16), seeds=(0,), frequencies=(4, 12, 20, 28, 36), points=256,
            width=64, steps=800, learning_rate=2e-3, layers=4,
        ),
        # Half of the paper's points and frequencies.
        "thorough": PetalClasses(
            None, tuple(range(0, 21, 2)), seeds=tuple(range(100, 110)),
            frequencies=tuple(range(25, 201, 25)), points=500, width=96, steps=4000,
            learning_rate=1e-3, precision="bf16",
        ),
        "full": PetalClasses(
            None, tuple(range(0, 21, 2)), seeds=tuple(range(100, 110)),
            frequencies=tuple(range(50, 401, 50)), points=1000, width=256, steps=50_000,
            learning_rate=3e-4, precision="bf16",
        ),
    },
    shards=lambda recipe: tuple(f"petals{petals}" for petals in recipe.petals),
    run=_run,
)  # fmt: skip
EXPERIMENTS = [PETAL_CLASSES]
