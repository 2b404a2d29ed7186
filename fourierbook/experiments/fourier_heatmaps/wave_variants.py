"""What a Fourier heatmap owes to conventions: phase, signs, colour and clipping of its waves."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch

from fourierbook.data import datasets
from fourierbook.measure.basis_noise import BasisNoise, wrong_under_waves
from fourierbook.measure.intervals import Interval
from fourierbook.measure.maps import centred_map, map_frequencies
from fourierbook.models import zoo
from fourierbook.precision import computing
from fourierbook.results.networks import NATURAL, SEEDS
from fourierbook.results.questions import Experiment, Result
from fourierbook.results.reading import over_seeds, packed, unpacked
from fourierbook.signal.basis import are_alone

# What each changes in the paper's waves. Other signs change nothing else: they are the yardstick.
VARIANTS: dict[str, dict[str, Any]] = {
    "paper": {},
    "other_signs": {},
    "phase_0": {"phase": 0.0},
    "unclipped": {"clip": False},
    "grey": {"colour": (1.0, 1.0, 1.0)},
    "opponent": {"colour": (1.0, -1.0, 0.0)},
}
OTHER = 1000  # added to the seed of the signs


@dataclass(frozen=True)
class Variants:
    """Error of a network under waves of several kinds, on the same images."""

    LISTED = ("seeds", "variants")

    data: str
    network: str
    count: int
    seeds: tuple[int, ...] = (0,)  # of the training and the signs
    variants: tuple[str, ...] = tuple(VARIANTS)
    norm: float = 4.0  # L2, each channel
    every: int = 1  # how many waves lie between one and the next, where not all are taken
    precision: str = "bf16"

    def tiny(self) -> "Variants":
        """The same on three images under six waves."""
        return replace(self, count=3, every=100)

    def sample(self) -> tuple["Variants", float]:
        """The same on few images, and how many times as long a part of the whole takes."""
        few, side = replace(self, count=32, every=100), zoo.STATISTICS[self.data].side
        waves, fewer = (len(_frequencies(one, side, side)) for one in (self, few))
        return few, self.count * waves / (few.count * fewer)


def _frequencies(recipe: Variants, height: int, width: int) -> torch.Tensor:
    return map_frequencies(height, width)[:: recipe.every]


def _shards(recipe: Variants) -> tuple[str, ...]:
    return tuple(f"{variant}-seed{seed}" for seed in recipe.seeds for variant in recipe.variants)


def _varied(recipe: Variants, shard: str) -> dict[str, Any]:
    variant, number = shard.rsplit("-seed", 1)
    seed = int(number)
    data = datasets.load(recipe.data, "test", count=recipe.count)
    signs = seed + OTHER if variant == "other_signs" else seed
    noise = BasisNoise(recipe.norm, seed=signs, **VARIANTS[variant])
    height, width = data.images.shape[-2:]
    frequencies = _frequencies(recipe, height, width)
    model = zoo.load(recipe.network, seed=seed)
    with computing(recipe.precision):
        wrong = wrong_under_waves(model, data.images, data.labels, frequencies, noise)
    return {**packed(wrong), "size": np.array([height, width])}


def wrong(result: Result, variant: str, seed: int) -> np.ndarray:
    """Whether the network is wrong about each image under each wave: (K, N)."""
    return unpacked(result.shards[f"{variant}-seed{seed}"])


def variant_map(result: Result, variant: str, seed: int = 0) -> torch.Tensor:
    """Share of wrong images (H, W), with frequency zero in the centre.

    It is nan at the waves that were left out.
    """
    height, width = result.shards[f"{variant}-seed{seed}"]["size"].tolist()
    shares = torch.full((len(map_frequencies(height, width)),), torch.nan, dtype=torch.float64)
    shares[:: result.recipe.every] = torch.from_numpy(wrong(result, variant, seed).mean(1))
    return centred_map(shares, height, width)


def image_errors(result: Result, variant: str, seed: int) -> np.ndarray:
    """Share of the map's cells under whose waves each image is wrong: (N,)."""
    height, width = result.shards[f"{variant}-seed{seed}"]["size"].tolist()
    alone = are_alone(_frequencies(result.recipe, height, width), height, width)
    cells = 2.0 - alone.numpy()  # a wave stands for f and −f
    return cells @ wrong(result, variant, seed) / cells.sum()


def profile(result: Result, variant: str) -> tuple[list[int], list[Interval]]:
    """Shells that have a wave, and the error in each, over images and seeds."""
    seeds = result.recipe.seeds
    height, width = result.shards[f"{variant}-seed{seeds[0]}"]["size"].tolist()
    shell = _frequencies(result.recipe, height, width).abs().amax(1).numpy()
    shells = np.unique(shell).tolist()

    def error(radius: int) -> Interval:
        return over_seeds(
            result, lambda seed: wrong(result, variant, seed)[shell == radius].mean(0)
        )

    return shells, [error(radius) for radius in shells]


def squared_difference(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Mean over waves of the squared difference of two errors, freed of what few images add.

    The square of a difference that was measured on N images is too large by its variance. The mean
    over all pairs of different images i, j of d_i d_j is not: Σ_{i≠j} d_i d_j / N(N − 1), where d_i
    is the difference of image i alone.

    Args:
        first: (K, N) whether each image is wrong under each wave.
        second: the same under other waves.

    Returns:
        (N,) numbers of which the mean is the estimate, and whose spread is that of N images; a
        single one may be negative.

    >>> first, second = np.array([[1, 1, 0, 0]]) > 0, np.array([[0, 0, 1, 1]]) > 0
    >>> squared_difference(first, second).mean().round(3)
    np.float64(-0.333)
    """
    difference = first.astype(float) - second
    count = difference.shape[1]
    others = (difference.sum(1, keepdims=True) - difference) / (count - 1)
    products = (difference * others).mean(0)
    # An image stands in a pair twice, so the mean moves with it twice as far as with one product.
    return products.mean() + 2 * (products - products.mean())


WAVE_VARIANTS = Experiment(
    "wave_variants",
    version=1,
    recipes={
        "quick": Variants("cifar10", NATURAL, count=40, every=13),
        "thorough": Variants("cifar10", NATURAL, count=200, seeds=SEEDS),
    },
    embedded=Variants("specimens", "specimens-cnn", count=100, every=13),
    shards=_shards,
    run=_varied,
)
EXPERIMENTS = [WAVE_VARIANTS]
