"""Whether a network names the image whose phases it sees, or that of the amplitudes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from torch import Tensor

from fourierbook.data import datasets
from fourierbook.measure import intervals
from fourierbook.measure.accuracy import predict_unbounded
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.models import zoo
from fourierbook.results.questions import Experiment, Result
from fourierbook.signal.phases import with_phases_of

RADII = (0, 1, 2, 3, 4, 6, 8, 12, 23)  # 23 is beyond the corner of a 32 × 32 spectrum


@dataclass(frozen=True)
class PhaseSwap:
    """Show networks images that have the phases of other images, up to a radius."""

    LISTED = ("networks",)

    data: str
    network: str
    count: int
    radii: tuple[int, ...] = RADII
    seed: int = 0  # of the pairs
    networks: tuple[int, ...] = (0,)  # their seeds

    def tiny(self) -> "PhaseSwap":
        """The same on eight images at one radius."""
        return replace(self, count=8, radii=self.radii[-1:])


def _swap_shards(recipe: PhaseSwap) -> tuple[str, ...]:
    return tuple(_shard(reach, seed) for seed in recipe.networks for reach in recipe.radii)


def _shard(reach: int, seed: int) -> str:
    return f"radius{reach}" + (f"-seed{seed}" if seed else "")


def _swap(recipe: PhaseSwap, shard: str) -> dict[str, Any]:
    images, labels, _, _ = _loaded(recipe.data, recipe.count)
    own, other = pairs(labels, recipe.seed)
    reach, _, seed = shard.removeprefix("radius").partition("-seed")
    mixed = with_phases_of(images[own], images[other], radius=float(reach))
    answers = predict_unbounded(zoo.load(recipe.network, seed=int(seed or 0)), mixed).argmax(1)
    values = {"own": labels[own], "other": labels[other], "answers": answers}
    return {name: value.to(torch.int16).numpy() for name, value in values.items()}


@lru_cache(maxsize=1)  # the shards of a recipe, one after the other, look at the same images
def _loaded(name: str, count: int) -> datasets.Data:
    return datasets.load(name, "test", count=count)


def pairs(labels: Tensor, seed: int) -> tuple[Tensor, Tensor]:
    """Indices of images and of their partners of another class, each image at most once in each.

    >>> own, other = pairs(torch.tensor([0, 1, 0, 1, 2]), seed=0)
    >>> bool((torch.tensor([0, 1, 0, 1, 2])[own] != torch.tensor([0, 1, 0, 1, 2])[other]).all())
    True
    """
    own = torch.arange(len(labels))
    other = torch.randperm(len(labels), generator=torch.Generator().manual_seed(seed))
    different = labels[own] != labels[other]
    return own[different], other[different]


def followed(result: Result, name: str) -> list[Interval]:
    """Share of answers that name the class of one of the two images, or neither, at each radius.

    Args:
        result: of `phase_swap`.
        name: `own` for the image that gave the amplitudes, `other` for the one of the phases, or
            `neither`.
    """
    return [
        intervals.of(np.mean, Sample(_answers(result, reach, [name])[:, 0], ("seeds", "images")))
        for reach in result.recipe.radii
    ]


def chance(result: Result) -> float:
    """Share of guesses that name the class of one given image: one over the number of classes."""
    return 1 / len(np.unique(result.shards[f"radius{result.recipe.radii[0]}"]["own"]))


def examples(result: Result) -> list[int]:
    """First pair of each kind under a full exchange, of those whose first image is named right.

    The kinds are: the answer names the image of the phases, that of the amplitudes, or neither. A
    kind that does not occur is left out.

    Returns:
        Positions among the pairs, in this order of kinds.
    """
    first, last = (result.shards[f"radius{result.recipe.radii[end]}"] for end in (0, -1))
    right = _named(first)["own"]
    found = [np.flatnonzero(right & _named(last)[kind]) for kind in ("other", "own", "neither")]
    return [int(places[0]) for places in found if len(places)]


def _named(values: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Whether each answer names the class of either image, or neither."""
    found = {name: values["answers"] == values[name] for name in ("own", "other")}
    return found | {"neither": ~(found["own"] | found["other"])}


def _answers(result: Result, reach: int, kinds: Sequence[str]) -> np.ndarray:
    """Whether each answer is of a kind: (networks, kinds, pairs)."""
    found = [_named(result.shards[_shard(reach, seed)]) for seed in result.recipe.networks]
    return np.array([[named[kind] for kind in kinds] for named in found])


def phase_share(result: Result) -> Interval:
    """Of the answers under a full exchange that name either class, the share for the phases'."""
    found = _answers(result, result.recipe.radii[-1], ["other", "own"])
    return intervals.of(
        lambda shares: shares[0] / shares.sum(),
        Sample(found, ("seeds", "kinds", "images")),
        over=("seeds", "images"),
        averaged=("seeds", "images"),
        within=(0, 1),
    )


PHASE_SWAP = Experiment(
    "phase_swap",
    version=1,
    recipes={
        "quick": PhaseSwap("cifar10", "cifar10-resnet20", count=250),
        "thorough": PhaseSwap("cifar10", "cifar10-resnet20", count=10_000, networks=(0, 1, 2)),
    },
    embedded=PhaseSwap("specimens", "specimens-cnn", count=250),
    shards=_swap_shards,
    run=_swap,
)
# The same question where the answer is known: both codes of a specimen are amplitudes.
SPECIMENS_SWAP = replace(PHASE_SWAP.embedded, count=400)

EXPERIMENTS = [PHASE_SWAP]
