"""Yin et al. (2019), A Fourier Perspective on Model Robustness: what a band leaves to recognise.

The networks here were trained on whole images; see `trained_through` for the others.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch

from fourierbook.data import datasets
from fourierbook.measure import bands, intervals
from fourierbook.measure.accuracy import correct
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.models import zoo
from fourierbook.results.networks import NATURAL, SEEDS
from fourierbook.results.questions import Experiment, NotMeasured, Result
from fourierbook.results.reading import AXES, over_seeds, packed, shard_of, unpacked
from fourierbook.signal.filters import nyquist_high_pass, square_high_pass, square_low_pass

EVERY = tuple(range(1, 32, 2))  # bandwidths of a 32 × 32 image


def natural_spread(images: torch.Tensor) -> torch.Tensor:
    """Give images about the mean and the contrast of photographs: x ↦ 1/2 + x / (4 std(x)).

    >>> natural_spread(torch.tensor([[[[-3.0, 3.0]]]])).flatten().tolist()
    [0.25, 0.75]
    """
    return bands.recentred(bands.unit_std(images) / 4)


# What a network is shown: a filter, and what is done to the filtered image before the network.
VIEWS = {
    "low_pass": (square_low_pass, None),
    "high_pass": (nyquist_high_pass, None),
    "high_pass_recentred": (nyquist_high_pass, bands.recentred),
    "high_pass_unit_std": (nyquist_high_pass, bands.unit_std),
    "high_pass_natural_spread": (nyquist_high_pass, natural_spread),
    "outside_recentred": (square_high_pass, bands.recentred),
}


@dataclass(frozen=True)
class Filtering:
    """Test a network on images of which only a band is left."""

    LISTED = ("seeds", "views")

    data: str
    network: str
    count: int
    seeds: tuple[int, ...] = (0,)
    bandwidths: tuple[int, ...] = EVERY
    views: tuple[str, ...] = tuple(VIEWS)

    def tiny(self) -> "Filtering":
        """The same on four images at two bandwidths."""
        return replace(self, count=4, bandwidths=self.bandwidths[2:4])

    def sample(self) -> tuple["Filtering", float]:
        """The same on few images, and how many times as long a part of the whole takes."""
        few = replace(self, count=64, bandwidths=self.bandwidths[:2])
        return few, self.count * len(self.bandwidths) / (64 * 2)


def _shards(recipe: Filtering) -> tuple[str, ...]:
    return tuple(f"{view}-seed{s}" for s in recipe.seeds for view in ("unfiltered", *recipe.views))


def _run(recipe: Filtering, shard: str) -> dict[str, Any]:
    view, seed = shard.rsplit("-seed", 1)
    data = datasets.load(recipe.data, "test", count=recipe.count)
    model = zoo.load(recipe.network, seed=int(seed))
    if view == "unfiltered":
        right = correct(model, data.images, data.labels)[None]
    else:
        kind, finish = VIEWS[view]
        masks = masks_of(kind, data.images, recipe.bandwidths)
        right = bands.correct_in_bands(model, data.images, data.labels, masks, finish=finish)
    return packed(right)


def masks_of(kind: Any, images: torch.Tensor, bandwidths: tuple[int, ...]) -> list[torch.Tensor]:
    """A filter of each bandwidth for images of this size."""
    height, width = images.shape[-2:]
    return [kind(height, width, bandwidth=bandwidth) for bandwidth in bandwidths]


def right(result: Result, shard: str, seed: int, bandwidth: int | None = None) -> np.ndarray:
    """Whether the network of a seed is right about each image, at one bandwidth or unfiltered.

    Raises:
        NotMeasured: if the recipe left out the shard or the bandwidth.
    """
    rows = unpacked(shard_of(result, f"{shard}-seed{seed}"))
    if bandwidth is not None and bandwidth not in result.recipe.bandwidths:
        raise NotMeasured(f"no bandwidth {bandwidth}")
    return rows[0 if bandwidth is None else result.recipe.bandwidths.index(bandwidth)]


def curve(result: Result, shard: str) -> list[Interval]:
    """Accuracy at each bandwidth of a shard such as `low_pass`."""
    return [
        over_seeds(result, lambda seed, width=width: right(result, shard, seed, width))
        for width in result.recipe.bandwidths
    ]


def accuracy(result: Result, *, view: str, bandwidth: int) -> Interval:
    """Accuracy on one view at one bandwidth."""
    return over_seeds(result, lambda seed: right(result, view, seed, bandwidth))


def change(result: Result, *, first: tuple, second: tuple) -> Interval:
    """Accuracy on one (view, bandwidth) minus that on another, on the same images."""

    def difference(seed: int) -> np.ndarray:
        pair = [right(result, view, seed, *rest).astype(float) for view, *rest in (first, second)]
        return pair[0] - pair[1]

    return over_seeds(result, difference)


def least_rise(result: Result, *, view: str) -> Interval:
    """Smallest change of a network's accuracy from one bandwidth to the next, mean over seeds."""
    rows = [unpacked(shard_of(result, f"{view}-seed{seed}")) for seed in result.recipe.seeds]
    return intervals.of(
        lambda found: float(np.diff(found, axis=1).min(1).mean()),
        Sample(np.array(rows), ("seeds", "bandwidths", "images")),
        over=AXES,
        averaged=("images",),
        drawn=("images",),
    )


BAND_ACCURACY = Experiment(
    "band_accuracy",
    version=1,
    recipes={
        "quick": Filtering("cifar10", NATURAL, count=192),
        "thorough": Filtering("cifar10", NATURAL, count=10_000, seeds=SEEDS),
    },
    embedded=Filtering("specimens", "specimens-cnn", count=500),
    shards=_shards,
    run=_run,
)
IMAGENET_MOBILENET = Filtering(
    "imagenet-sample",
    "imagenet-mobilenet",
    count=1000,
    bandwidths=(7, 15, 23, 31, 47, 63, 95, 127, 191),
    views=("low_pass", "high_pass_recentred"),
)
# Both networks were trained on whole images.
IMAGENET_BANDS = Experiment(
    "imagenet_bands",
    version=1,
    recipes={
        "thorough": IMAGENET_MOBILENET,
        "full": replace(IMAGENET_MOBILENET, network="imagenet-resnet50"),
    },
    shards=_shards,
    run=_run,
)
EXPERIMENTS = [BAND_ACCURACY, IMAGENET_BANDS]
