"""What a Fourier heatmap owes to conventions: phase, signs, colour and clipping of its waves."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch

from fourierbook.data import datasets
from fourierbook.measure import intervals
from fourierbook.measure.basis_noise import BasisNoise, wrong_under_waves
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.measure.maps import centred_map, map_frequencies
from fourierbook.measure.populations import NotMeasured
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


def gap(result: Result, *, first: str, second: str) -> Interval:
    """Mean error over the map under one kind of waves minus that under another.

    Raises:
        NotMeasured: if the result lacks one of both.
    """
    _check(result, first, second)
    return over_seeds(
        result,
        lambda seed: image_errors(result, first, seed) - image_errors(result, second, seed),
    )


def correlation(result: Result, *, first: str, second: str) -> Interval:
    """Correlation over the waves of two maps, as they were measured: mean over the seeds.

    Raises:
        NotMeasured: if the result lacks one of both.
    """
    _check(result, first, second)
    maps = [
        [wrong(result, variant, seed) for variant in (first, second)]
        for seed in result.recipe.seeds
    ]
    return intervals.of(
        lambda pairs: np.mean([_correlated(*pair) for pair in pairs]),
        Sample(np.array(maps), ("seeds", "variants", "waves", "images")),
        over=("seeds", "images"),
        averaged=("images",),
        within=(-1, 1),
    )


def _correlated(first: np.ndarray, second: np.ndarray) -> float:
    flat = min(np.ptp(first), np.ptp(second)) == 0  # a map of one value goes with nothing
    return 0.0 if flat else float(np.corrcoef(first, second)[0, 1])


def _check(result: Result, *variants: str) -> None:
    for variant in variants:
        if variant not in result.recipe.variants:
            raise NotMeasured(f"it has no waves of the kind {variant!r}")


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
