"""How much of the variance of images each filter keeps; no network is asked."""

from dataclasses import dataclass, replace
from typing import Any

import torch

from fourierbook.data import datasets
from fourierbook.experiments.band_limited_filters.filtered import EVERY, masks_of
from fourierbook.measure.intervals import Interval, student_from
from fourierbook.results.questions import Experiment, Result
from fourierbook.signal.filters import nyquist_high_pass, square_high_pass, square_low_pass
from fourierbook.signal.spectra import energy_fraction

KEPT = {"low_pass": square_low_pass, "high_pass": nyquist_high_pass, "outside": square_high_pass}


@dataclass(frozen=True)
class Energy:
    """Share of the variance of images that each filter keeps."""

    data: str
    count: int
    bandwidths: tuple[int, ...] = EVERY
    seed: int = 0  # nothing here is random

    def tiny(self) -> "Energy":
        """The same on four images at two bandwidths."""
        return replace(self, count=4, bandwidths=self.bandwidths[1:3])


def _run(recipe: Energy, shard: str) -> dict[str, Any]:
    images = datasets.load(recipe.data, "test", count=recipe.count).images
    images = images - images.mean(dim=(-2, -1), keepdim=True)
    masks = masks_of(KEPT[shard], images, recipe.bandwidths)
    shares = torch.stack([energy_fraction(images, mask) for mask in masks]).double()
    return {"mean": shares.mean(1).numpy(), "spread": shares.std(1).numpy(), "count": len(images)}


def kept_curve(result: Result, name: str) -> list[Interval]:
    """Mean share of an image's variance that a filter keeps at each bandwidth."""
    values = result.shards[name]
    return [
        student_from(float(mean), float(spread), int(values["count"]), over="images")
        for mean, spread in zip(values["mean"], values["spread"], strict=True)
    ]


BAND_ENERGY = Experiment(
    "band_energy",
    version=2,
    recipes={"quick": Energy("cifar10", count=500), "thorough": Energy("cifar10", count=10_000)},
    embedded=Energy("specimens", count=500),
    shards=lambda recipe: tuple(KEPT),
    run=_run,
)
EXPERIMENTS = [BAND_ENERGY]
