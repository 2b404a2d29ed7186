"""White noise on a curved set and on flat ones: how fast it is learnt, and what that costs.

Rahaman et al. (2019), A.6, compare the first two of `point_sets.SETS`; the others ask whether it is
the size of the set or its shape, and held-out points with a clean target what over-fitting does.
"""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from fourierbook.data import datasets
from fourierbook.experiments import relu_stacks
from fourierbook.experiments.spectral_bias_data.kernel_basis import median_distance
from fourierbook.experiments.spectral_bias_data.point_sets import sets
from fourierbook.measure import intervals
from fourierbook.measure.crossings import crossing_times
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.results.questions import Experiment, Result
from fourierbook.training import ensembles
from fourierbook.training.records import record_steps

TARGETS = ("noise", "clean", "both")
LITTLE = 1e-3  # of the noise's variance: less counts as so much
SPREAD = 12**-0.5  # standard deviation of white noise from [0, 1]


@dataclass(frozen=True)
class NoiseOnSets:
    """Train networks on noise, on a clean function, and on both, on each set of points."""

    LISTED = ("seeds",)

    data: str
    seeds: tuple[int, ...]  # of networks, images, autoencoders and noise
    count: int  # training points
    held: int
    width: int
    steps: int
    learning_rate: float
    images: int  # that train the autoencoder
    coding: int  # steps of its training
    features: int = 64
    layers: int = 6
    records: int = 60
    precision: str = "fp32"  # of the products

    def tiny(self) -> "NoiseOnSets":
        """The same on few points for a few steps."""
        few = {"seeds": self.seeds[:1], "count": 12, "held": 8, "width": 4, "steps": 4}
        return replace(self, **few, images=40, coding=3)


def trained(recipe: NoiseOnSets, shard: str) -> dict[str, Any]:
    """Train a seed's network on each target on each set.

    Returns:
        steps (T,); of each set, named before an underscore, train and held (T, C): mean square
        errors on the targets, and on held-out points without noise, in units of the noise's
        variance; distance: the median of two training points.
    """
    seed = int(shard.removeprefix("seed"))
    loaded = datasets.load(recipe.data, "train", count=recipe.images).images.flatten(1)
    order = torch.randperm(len(loaded), generator=torch.Generator().manual_seed(30_000 + seed))
    found = sets(
        loaded[order], recipe.count + recipe.held, features=recipe.features, steps=recipe.coding,
        seed=seed,
    )  # fmt: skip
    white = noise(recipe.count, seed=seed)
    kept: dict[str, Any] = {"steps": np.array(record_steps(recipe.steps, count=recipe.records))}
    for name, points in found.items():
        watched = _watched(recipe, seed, points, white)
        kept |= {f"{name}_{key}": each for key, each in watched.items()}
    return kept


def noise(count: int, *, seed: int) -> Tensor:
    """White noise from [0, 1], less its mean: the same on every set, (n,)."""
    generator = torch.Generator().manual_seed(40_000 + seed)
    return torch.rand(count, generator=generator) - 0.5


def clean(points: Tensor, *, seed: int) -> Tensor:
    """A linear function of random direction, of mean 0 and the noise's standard deviation, (n,)."""
    generator = torch.Generator().manual_seed(60_000 + seed)
    values = points @ torch.randn(points.shape[1], generator=generator)
    return SPREAD * (values - values.mean()) / values.std()


def _watched(recipe: NoiseOnSets, seed: int, points: Tensor, white: Tensor) -> dict[str, Any]:
    """The numbers of one set."""
    smooth = clean(points, seed=seed)
    own, others = points.split([recipe.count, recipe.held])
    there, elsewhere = smooth.split([recipe.count, recipe.held])
    targets = torch.stack([white, there, there + white])
    truths = torch.stack([0 * elsewhere, elsewhere, elsewhere])

    def measure(together: ensembles.Ensemble) -> dict[str, Tensor]:
        fits, between = together(own)[..., 0], together(others)[..., 0]
        return {
            "train": (fits - targets).square().mean(1) / SPREAD**2,
            "held": (between - truths).square().mean(1) / SPREAD**2,
        }

    model = relu_stacks.stack(own.shape[1], recipe.width, layers=recipe.layers, seed=seed)
    runs = ensembles.fit(
        [model] * len(targets), own[None], targets[..., None], steps=recipe.steps,
        learning_rate=recipe.learning_rate, measure=measure,
        at=record_steps(recipe.steps, count=recipe.records), precision=recipe.precision,
    )  # fmt: skip
    kept = {name: values.float().numpy() for name, values in runs.records.items()}
    return kept | {"distance": np.array(median_distance(own))}


def curves(result: Result, name: str, target: str, part: str) -> tuple[np.ndarray, np.ndarray]:
    """Steps, and the errors of each seed along them: (T,), (T, S)."""
    found = [
        values[f"{name}_{part}"][:, TARGETS.index(target)] for values in result.shards.values()
    ]
    return next(iter(result.shards.values()))["steps"], np.stack(found, 1).astype(float)


def half_times(result: Result, name: str, *, left: float = 0.5) -> np.ndarray:
    """Steps after which so little of the noise's variance is left on the training points, (S,)."""
    steps, errors = curves(result, name, "noise", "train")
    return np.clip(crossing_times(errors, steps, below=left), 1, steps[-1])


def slower(result: Result, name: str, beside: str = "manifold") -> Interval:
    """How many times as many steps one set needs until half of the noise is learnt as another."""
    return _ratio(half_times(result, name), half_times(result, beside))


def harm(result: Result, name: str) -> np.ndarray:
    """What the noise adds to the error on held-out points in the end, in its variances, (S,)."""
    both, alone = (curves(result, name, each, "held")[1][-1] for each in ("both", "clean"))
    return both - alone


def more_harm(result: Result, name: str = "manifold", beside: str = "scaled") -> Interval:
    """How many times as much the noise adds to the error on one set as on another."""
    return _ratio(harm(result, name), harm(result, beside))


def rise(result: Result, name: str) -> Interval:
    """The error on held-out points in the end over the least, for a network trained on both."""
    errors = curves(result, name, "both", "held")[1]
    return _ratio(errors[-1], errors.min(0))


def _ratio(over: np.ndarray, under: np.ndarray) -> Interval:
    logs = np.log(np.maximum(over, LITTLE) / np.maximum(under, LITTLE))
    return intervals.rising(math.exp, intervals.of(np.mean, Sample(logs, ("seeds",))))


NOISE_ON_SETS = Experiment(
    "noise_on_sets",
    version=1,
    recipes={
        "quick": NoiseOnSets(
            "mnist", seeds=(0,), count=250, held=250, width=64, steps=300, learning_rate=1e-3,
            images=4000, coding=300, records=40,
        ),
        "thorough": NoiseOnSets(
            "mnist", seeds=tuple(range(100, 110)), count=1000, held=1000, width=256, steps=1500,
            learning_rate=3e-4, images=20_000, coding=3000, precision="bf16",
        ),
    },
    embedded=NoiseOnSets(
        "digits", seeds=(0,), count=300, held=300, width=64, steps=400, learning_rate=1e-3,
        images=1200, coding=500, features=16, records=40,
    ),
    shards=lambda recipe: tuple(f"seed{seed}" for seed in recipe.seeds),
    run=trained,
)  # fmt: skip
EXPERIMENTS = [NOISE_ON_SETS]
