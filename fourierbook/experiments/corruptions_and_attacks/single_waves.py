"""Yin et al. (2019), figure 7: single waves of the Fourier basis as black-box attacks."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch

from fourierbook.data import datasets
from fourierbook.measure import intervals
from fourierbook.measure.accuracy import correct
from fourierbook.measure.basis_attack import expected_queries, queries_until_fooled
from fourierbook.measure.basis_noise import BasisNoise, cells, wrong_under_waves
from fourierbook.measure.intervals import Interval
from fourierbook.measure.maps import map_frequencies
from fourierbook.measure.populations import NotMeasured
from fourierbook.measure.signs import orders
from fourierbook.models import zoo
from fourierbook.precision import computing
from fourierbook.results.networks import ADVERSARIAL, ALL, NATURAL
from fourierbook.results.questions import Experiment, Result
from fourierbook.results.reading import enough, gathered, seeds_of


@dataclass(frozen=True)
class Tries:
    """Try the waves of the Fourier basis on each image, in a random order of its own."""

    LISTED = ("networks", "norms")

    data: str
    networks: tuple[tuple[str, int], ...]  # names, each with a seed of its training
    count: int
    norms: tuple[int, ...] = (1, 2, 4)  # L2, each channel
    window: int | None = None  # side of the square of frequencies; all without it
    seed: int = 0  # of signs and orders: the same for every network
    precision: str = "bf16"

    @property
    def seeds(self) -> tuple[int, ...]:
        """Every seed that is used."""
        return tuple(sorted({self.seed, *(seed for _, seed in self.networks)}))

    def tiny(self) -> "Tries":
        """The same on three images with five waves."""
        return replace(self, count=3, window=3)

    def sample(self) -> tuple["Tries", float]:
        """The same on few images, and how many times as long a part of the whole takes."""
        few, side = replace(self, count=32, window=3), zoo.STATISTICS[self.data].side
        waves = len(map_frequencies(side, side, self.window))
        return few, self.count * waves / (4 * 64)  # it takes four blocks of 64: one without waves


def _shards(recipe: Tries) -> tuple[str, ...]:
    return tuple(
        f"{network}-norm{norm}-seed{seed}"
        for network, seed in recipe.networks
        for norm in recipe.norms
    )


def _tried(recipe: Tries, shard: str) -> dict[str, Any]:
    network, norm, seed = shard.rsplit("-", 2)
    data = datasets.load(recipe.data, "test", count=recipe.count)
    model = zoo.load(network, seed=int(seed.removeprefix("seed")))
    noise = BasisNoise(float(norm.removeprefix("norm")), seed=recipe.seed)
    height, width = data.images.shape[-2:]
    frequencies = map_frequencies(height, width, recipe.window)
    with computing(recipe.precision):
        wrong = wrong_under_waves(model, data.images, data.labels, frequencies, noise)
        right = correct(model, data.images, data.labels)
    order = orders(recipe.seed, cells(frequencies, height, width), torch.arange(len(data.images)))
    return {
        "right": right.numpy(),
        "fooling": wrong.sum(0).numpy().astype(np.int16),
        "queries": queries_until_fooled(wrong, order).numpy().astype(np.int16),
        "waves": len(frequencies),
    }


def attackable(result: Result, network: str, norm: int, seed: int) -> np.ndarray:
    """Whether a network is right about each image (N,) without any wave."""
    return result.shards[f"{network}-norm{norm}-seed{seed}"]["right"]


def fooling_share(result: Result, network: str, norm: int, seed: int) -> np.ndarray:
    """Share of the waves that fool a network, of each image (N,)."""
    values = result.shards[f"{network}-norm{norm}-seed{seed}"]
    return values["fooling"] / int(values["waves"])


def queries(result: Result, network: str, norm: int, seed: int) -> np.ndarray:
    """Waves tried up to the first that fools it, of each image (N,); one more than all if none."""
    return result.shards[f"{network}-norm{norm}-seed{seed}"]["queries"].astype(int)


def expected(result: Result, network: str, norm: int, seed: int) -> np.ndarray:
    """Mean of `queries` over all orders of the waves, of each image (N,)."""
    values = result.shards[f"{network}-norm{norm}-seed{seed}"]
    return expected_queries(torch.from_numpy(values["fooling"]), int(values["waves"])).numpy()


def fooled(result: Result, *, norm: int) -> Interval:
    """Share of the images that the natural network is right about for which some wave fools it.

    Raises:
        NotMeasured: if the result lacks the network or the norm, or it is right about too few.
    """
    seeds = seeds_of(result, NATURAL)
    if not seeds or norm not in result.recipe.norms:
        raise NotMeasured(f"it has no {NATURAL} under waves of norm {norm:g}")

    def rows(seed: int) -> np.ndarray:
        some = fooling_share(result, NATURAL, norm, seed) > 0
        return np.where(attackable(result, NATURAL, norm, seed), some, np.nan)

    found = gathered(rows, seeds)
    if not enough(found.values):
        raise NotMeasured("it has a seed that is right about fewer than two images")
    return intervals.of(np.mean, found, within=(0, 1))


BASIS_ATTACK = Experiment(
    "basis_attack",
    version=1,
    recipes={
        "quick": Tries(
            "cifar10", ((NATURAL, 0), (ADVERSARIAL, 0)), count=40, norms=(4,), window=15
        ),
        "thorough": Tries("cifar10", ALL, count=200),
    },
    embedded=Tries("specimens", (("specimens-cnn", 0),), count=50, window=15),
    shards=_shards,
    run=_tried,
)
EXPERIMENTS = [BASIS_ATTACK]
