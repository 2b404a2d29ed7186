"""Yin et al. (2019), figure 4: the centre of the heatmap of a network for photographs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch

from fourierbook.data import datasets, imagenet
from fourierbook.experiments.fourier_heatmaps.shells import by_shell
from fourierbook.measure import intervals
from fourierbook.measure.accuracy import correct
from fourierbook.measure.basis_noise import BasisNoise, wrong_under_waves
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.measure.maps import centred_map, map_frequencies
from fourierbook.measure.populations import NotMeasured
from fourierbook.models import zoo
from fourierbook.precision import computing
from fourierbook.results.questions import Experiment, Result
from fourierbook.results.reading import packed, unpacked

SIDE = imagenet.SIZE


@dataclass(frozen=True)
class Blocks:
    """Error of published networks under each wave of a window, in blocks of the waves."""

    LISTED = ("networks",)

    data: str
    networks: tuple[str, ...]
    count: int
    norm: float = 15.7  # L2, each channel
    window: int = 63  # side of the square of frequencies
    block: int = 100  # waves of a shard
    seed: int = 0  # of the signs
    precision: str = "bf16"

    @property
    def waves(self) -> int:
        """How many waves there are in all blocks."""
        return len(map_frequencies(SIDE, SIDE, self.window))

    def tiny(self) -> "Blocks":
        """The same on three images with five waves."""
        return replace(self, count=3, window=3)

    def sample(self) -> tuple["Blocks", float]:
        """The same on few images, and how many times as long a part of the whole takes."""
        few = replace(self, count=8, window=3)  # two blocks of 64: with the waves, and without
        return few, self.count * min(self.block, self.waves) / (2 * 64)


def _starts(recipe: Blocks) -> Iterator[int]:
    yield from range(0, recipe.waves, recipe.block)


def _shards(recipe: Blocks) -> tuple[str, ...]:
    return tuple(
        f"{network}-waves{start}" for network in recipe.networks for start in _starts(recipe)
    )


def _block(recipe: Blocks, shard: str) -> dict[str, Any]:
    network, first = shard.rsplit("-waves", 1)
    data = datasets.load(recipe.data, "test", count=recipe.count)
    frequencies = map_frequencies(SIDE, SIDE, recipe.window)
    frequencies = frequencies[int(first) : int(first) + recipe.block]
    model, noise = zoo.load(network), BasisNoise(recipe.norm, seed=recipe.seed)
    with computing(recipe.precision):
        wrong = wrong_under_waves(model, data.images, data.labels, frequencies, noise)
        without = ~correct(model, data.images, data.labels)
    return {**packed(wrong), "without": without.numpy()}


def wrong(result: Result, network: str) -> np.ndarray:
    """Whether a network is wrong about each image under each wave of the window: (K, N)."""
    starts = _starts(result.recipe)
    return np.concatenate([unpacked(result.shards[f"{network}-waves{n}"]) for n in starts])


def wrong_without(result: Result, network: str) -> np.ndarray:
    """Whether a network is wrong about each image (N,) without any wave."""
    return result.shards[f"{network}-waves0"]["without"]


def error_map(result: Result, network: str) -> torch.Tensor:
    """Share of wrong images (window, window), with frequency zero in the centre."""
    shares = torch.from_numpy(wrong(result, network).mean(1))
    return centred_map(shares, SIDE, SIDE, result.recipe.window)


def shell_errors(result: Result, network: str, shells: range) -> np.ndarray:
    """Share of the cells of some shells under whose waves each image is wrong: (N,)."""
    frequencies = map_frequencies(SIDE, SIDE, result.recipe.window)
    shares = by_shell(torch.from_numpy(wrong(result, network)), frequencies, SIDE, SIDE)
    chosen = [shell for shell in shells if shell < len(shares)]
    cells = np.array([max(1, 8 * shell) for shell in chosen])
    return cells @ shares[chosen].astype(float) / cells.sum()


def error(result: Result, *, shells: range, without: range | None = None) -> Interval:
    """A network's error in some shells, minus that in others if there are any, over images.

    Raises:
        NotMeasured: if the window ends before the shells.
    """
    if shells.start > result.recipe.window // 2:
        raise NotMeasured(f"it has no shell {shells.start}")
    network = result.recipe.networks[0]
    found = shell_errors(result, network, shells)
    if without is not None:
        found = found - shell_errors(result, network, without)
    return intervals.of(np.mean, Sample(found, ("images",)))


MOBILENET, RESNET = "imagenet-mobilenet", "imagenet-resnet50"
LARGE_IMAGE_MAP = Experiment(
    "large_image_map",
    version=1,
    recipes={
        "thorough": Blocks("imagenet-sample", (MOBILENET,), count=100),
        "full": Blocks("imagenet-sample", (RESNET,), count=1000),
    },
    shards=_shards,
    run=_block,
)
EXPERIMENTS = [LARGE_IMAGE_MAP]
