"""How much of a Fourier heatmap one gradient knows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
import torch
from scipy.stats import spearmanr

from fourierbook.data import datasets
from fourierbook.measure import intervals
from fourierbook.measure.basis_noise import BasisNoise, wrong_under_waves
from fourierbook.measure.first_order import first_order_heatmap
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.measure.maps import map_frequencies
from fourierbook.measure.populations import NotMeasured
from fourierbook.models import zoo
from fourierbook.precision import computing
from fourierbook.results.networks import NATURAL, NATURALS
from fourierbook.results.questions import Experiment, Result
from fourierbook.results.reading import seeds_of


@dataclass(frozen=True)
class FirstOrder:
    """Predicted and true numbers of wrong images under each wave, without clipping."""

    LISTED = ("networks",)

    data: str
    networks: tuple[tuple[str, int], ...]  # names, each with a seed: of its training and the signs
    count: int
    norms: tuple[float, ...]
    window: int = 15
    precision: str = "bf16"  # of the true map; the gradient is taken in float32

    @property
    def seeds(self) -> tuple[int, ...]:
        """Every seed that is used."""
        return tuple(sorted({seed for _, seed in self.networks}))

    def tiny(self) -> "FirstOrder":
        """The same on three images at five waves."""
        return replace(self, count=3, window=3)

    def sample(self) -> tuple["FirstOrder", float]:
        """The same on few images, and how many times as long a part of the whole takes."""
        few = replace(self, count=32, window=3)
        return few, self.count * (self.window**2 + 1) / (few.count * (few.window**2 + 1))


def _shards(recipe: FirstOrder) -> tuple[str, ...]:
    return tuple(f"{network}-seed{seed}" for network, seed in recipe.networks)


def _compared(recipe: FirstOrder, shard: str) -> dict[str, Any]:
    network, seed = shard.rsplit("-seed", 1)
    images, labels, *_ = datasets.load(recipe.data, "test", count=recipe.count)
    model = zoo.load(network, seed=int(seed))
    frequencies = map_frequencies(*images.shape[-2:], recipe.window)
    predicted, true = [], []
    for norm in recipe.norms:
        found = first_order_heatmap(
            model, images, labels, norm=norm, seed=int(seed), window=recipe.window
        )
        predicted.append(found.wrong)
        noise = BasisNoise(norm, clip=False, seed=int(seed))
        with computing(recipe.precision):
            true.append(wrong_under_waves(model, images, labels, frequencies, noise).sum(1))
    return {
        "predicted": np.array(predicted, dtype=np.int32),
        "true": torch.stack(true).numpy().astype(np.int32),
    }


def correlation(result: Result, norm: float) -> Interval:
    """Spearman's correlation of the predicted with the true map of the natural network.

    Over its seeds. Waves with the same number of wrong images share a rank.

    Raises:
        NotMeasured: if the result has no such norm or no natural network.
    """
    predicted, true = (_maps(result, norm, which) for which in ("predicted", "true"))
    return _over_seeds(map(_alike, predicted, true), least=-1)


def distance_correlation(result: Result, norm: float) -> Interval:
    """Spearman's correlation of a wave's distance |f| from zero with the true map, as above."""
    distances = _distances(result.recipe)
    found = [_alike(distances, row) for row in _maps(result, norm, "true")]
    return _over_seeds(found, least=-1)


def ahead_of_distance(result: Result, norm: float) -> Interval:
    """How much larger the correlation with the gradient's map is than that with the distance."""
    true, predicted = (_maps(result, norm, which) for which in ("true", "predicted"))
    distances = _distances(result.recipe)
    ahead = [
        _alike(guess, row) - _alike(distances, row)
        for guess, row in zip(predicted, true, strict=True)
    ]
    return intervals.of(np.mean, Sample(np.array(ahead), ("seeds",)), within=(-2, 2))


def agreement(result: Result, norm: float) -> float | None:
    """Mean of Spearman's correlation over all pairs of seeds of the true map; None without a pair.

    Two seeds differ in the training and in the signs of the waves; images are the same.
    """
    pairs = list(combinations(_maps(result, norm, "true"), 2))
    return sum(_alike(*pair) for pair in pairs) / len(pairs) if pairs else None


def _maps(result: Result, norm: float, which: str) -> list[np.ndarray]:
    """Wrong images under each wave, a row for each seed of the natural network."""
    seeds = seeds_of(result, NATURAL)
    if norm not in result.recipe.norms or not seeds:
        raise NotMeasured(f"it has no {NATURAL} under waves of norm {norm:g}")
    row = result.recipe.norms.index(norm)
    return [result.shards[f"{NATURAL}-seed{seed}"][which][row] for seed in seeds]


def _over_seeds(values: Iterable[float], *, least: float) -> Interval:
    """Interval of a mean of values from `least` to 1."""
    return intervals.of(np.mean, Sample(np.array([*values]), ("seeds",)), within=(least, 1))


def _distances(recipe: FirstOrder) -> np.ndarray:
    side = zoo.STATISTICS[recipe.data].side
    return map_frequencies(side, side, recipe.window).double().norm(dim=1).numpy()


def _alike(first: np.ndarray, second: np.ndarray) -> float:
    return float(spearmanr(first, second)[0])


def mean_error(result: Result, which: str, norm: float) -> Interval:
    """Share of wrong images over all waves, `predicted` or `true`, over a network's seeds."""
    row = result.recipe.norms.index(norm)
    found = [each[which][row].mean() / result.recipe.count for each in result.shards.values()]
    return _over_seeds(found, least=0)


SMALLEST, LARGEST = 0.25, 4.0
FIRST_ORDER = Experiment(
    "first_order",
    version=1,
    recipes={
        "quick": FirstOrder(
            "cifar10", NATURALS[:1], count=100, norms=(SMALLEST, LARGEST), window=7
        ),
        "thorough": FirstOrder("cifar10", NATURALS, count=1000, norms=(SMALLEST, 1.0, LARGEST)),
    },
    embedded=FirstOrder(
        "specimens", (("specimens-cnn", 0),), count=100, norms=(SMALLEST, LARGEST), window=7
    ),
    shards=_shards,
    run=_compared,
)
EXPERIMENTS = [FIRST_ORDER]
