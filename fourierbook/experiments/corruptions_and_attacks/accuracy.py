"""Yin et al. (2019), figure 6: how training changes what a network knows under each corruption."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from torch import Tensor

from fourierbook.data import corruptions, datasets
from fourierbook.experiments.corruptions_and_attacks.spectra import (
    check_generator,
    clean,
    kept,
)
from fourierbook.measure import intervals
from fourierbook.measure.accuracy import correct
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.models import zoo
from fourierbook.precision import computing
from fourierbook.results.networks import NATURAL, NATURALS, every_seed
from fourierbook.results.questions import Experiment, Result
from fourierbook.results.reading import gathered, packed, seeds_of, unpacked

TRAINED = (
    "gaussian",
    "adversarial",
    "autoaugment",
    "lowpass15",
    "highpass31",
    "fognoise",
)  # seed 0 each
TESTED = (*corruptions.NAMES, *corruptions.OURS)
UNCHANGED = "unchanged"  # the shards of the images without a corruption
SEVERITY = (3,)  # the paper's figure 2; it does not say which its figure 6 has


@dataclass(frozen=True)
class Corrupted:
    """Test networks on corrupted images, the same for all of them."""

    LISTED = ("networks", "corruptions")

    data: str
    networks: tuple[tuple[str, int], ...]  # names, each with the seed of its training
    count: int
    generator: str  # version of the corruptions, without a default: so that stored results name it
    severities: tuple[int, ...] = (1, 2, 3, 4, 5)
    corruptions: tuple[str, ...] = TESTED
    precision: str = "bf16"

    @property
    def seeds(self) -> tuple[int, ...]:
        """Every seed that is used."""
        return tuple(sorted({seed for _, seed in self.networks}))

    def tiny(self) -> "Corrupted":
        """The same on three images under two corruptions."""
        return replace(self, count=3, severities=(3,), corruptions=("gaussian_noise", "fog"))

    def sample(self) -> tuple["Corrupted", float]:
        """The same on few images, and how many times as long a part of the whole takes."""
        few = replace(self, count=64, severities=(3,))
        return few, self.count * len(self.severities) / 64


def _shards(recipe: Corrupted) -> tuple[str, ...]:
    """A shard for each corruption and network, the corruption outermost.

    So a new network adds its own shards alone, a stopped run loses seconds, and networks that are
    tested one after the other share the corrupted images, which are made once.
    """
    return tuple(
        f"{corruption}-{network}-seed{seed}"
        for corruption in (*recipe.corruptions, UNCHANGED)
        for network, seed in recipe.networks
    )


def _tested(recipe: Corrupted, shard: str) -> dict[str, Any]:
    check_generator(recipe.generator)
    corruption, name = shard.split("-", 1)
    network, seed = name.rsplit("-seed", 1)
    data = clean(recipe)
    views = data.images[None]
    if corruption != UNCHANGED:
        bytes_of_data = datasets.fingerprint(recipe.data)
        views = _levels(recipe.data, bytes_of_data, recipe.count, corruption, recipe.severities)
    model = zoo.load(network, seed=int(seed))
    with computing(recipe.precision):
        right = [
            correct(model, view if corruption == UNCHANGED else view / 255, data.labels)
            for view in views
        ]
    return packed(torch.stack(right))


@lru_cache(maxsize=1)
def _levels(
    data: str, fingerprint: str, count: int, corruption: str, severities: tuple[int, ...]
) -> Tensor:
    """Images under one corruption at some severities in grey levels, (severities, N, C, H, W).

    The last ones asked for are kept, for the network that is tested next.
    """
    images = kept(data, fingerprint, count).images
    made = [corruptions.corrupt(images, corruption, severity=severity) for severity in severities]
    return torch.stack([(255 * each).round().to(torch.uint8) for each in made])


def covers(result: Result, *networks: str, under: Sequence[str] = ()) -> bool:
    """Whether a result has these networks and corruptions."""
    there = all(seeds_of(result, network) for network in networks)
    return there and set(under) <= set(result.recipe.corruptions)


def right(
    result: Result,
    network: str,
    seed: int,
    corruption: str,
    severities: Sequence[int] = SEVERITY,
) -> np.ndarray:
    """Share of some severities at which a network is right about each image: (N,)."""
    rows = unpacked(result.shards[f"{corruption}-{network}-seed{seed}"])
    if corruption == UNCHANGED:
        return rows[0].astype(float)
    return rows[[result.recipe.severities.index(each) for each in severities]].mean(0)


def by_image(
    result: Result, network: str, corruption: str, severities: Sequence[int] = SEVERITY
) -> Sample:
    """`right` of every seed of a network, for `intervals.of`."""
    return gathered(
        lambda seed: right(result, network, seed, corruption, severities),
        seeds_of(result, network),
    )


def by_corruption(
    result: Result,
    network: str,
    severities: Sequence[int] = SEVERITY,
    names: Sequence[str] = corruptions.NAMES,
) -> Sample:
    """`right` of every seed of a network under the fifteen corruptions, for `intervals.of`."""
    found = [by_image(result, network, name, severities).values for name in names]
    return Sample(np.stack(found, 1), ("seeds", "corruptions", "images"))


def accuracy(
    result: Result, network: str, corruption: str, severities: Sequence[int] = SEVERITY
) -> Interval:
    """Accuracy under a corruption, over images and seeds; `UNCHANGED` for none."""
    return intervals.of(np.mean, by_image(result, network, corruption, severities), within=(0, 1))


def change(
    result: Result, network: str, corruption: str, severities: Sequence[int] = SEVERITY
) -> Interval:
    """Accuracy of a network minus that of the natural one, on the same images."""
    pair = (by_image(result, name, corruption, severities) for name in (network, NATURAL))
    return intervals.of(intervals.difference, *pair, within=(-1, 1))


ROBUST = tuple((f"{NATURAL}-{name}", 0) for name in TRAINED)
RECIPE = Corrupted(
    "cifar10",
    (*NATURALS, *ROBUST),
    count=2000,
    generator=corruptions.VERSION,
)
CORRUPTION_ACCURACY = Experiment(
    "corruption_accuracy",
    version=1,
    recipes={
        "quick": replace(
            RECIPE, networks=((NATURAL, 0), *ROBUST[:2]), count=128, severities=SEVERITY
        ),
        "thorough": replace(RECIPE, networks=every_seed(RECIPE.networks)),
    },
    least={"thorough": RECIPE},
    embedded=replace(
        RECIPE,
        data="specimens",
        networks=(("specimens-cnn", 0),),
        count=256,
        severities=SEVERITY,
    ),
    shards=_shards,
    run=_tested,
)
EXPERIMENTS = [CORRUPTION_ACCURACY]
