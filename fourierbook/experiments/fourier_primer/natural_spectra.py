"""How the spectra of natural images fall, and in which directions they have their energy."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from fourierbook.data import datasets
from fourierbook.measure.intervals import Interval, student
from fourierbook.results.questions import Experiment, Result
from fourierbook.signal.falloff import cardinal_share, faded, ring_amplitudes, ring_radii, slopes
from fourierbook.signal.spectra import mean_amplitude, radial_profile

BLOCK = 100  # images whose spectra are in memory at a time


@dataclass(frozen=True)
class Spectra:
    """Measure how the amplitude of each image falls with frequency, and in which directions."""

    data: str
    count: int
    side: int | None = None  # of the squares that images are cut into, in pixels; None is whole
    seed: int = 0  # nothing here is random

    def tiny(self) -> "Spectra":
        """The same on two images."""
        return replace(self, count=2)


def _spectra(recipe: Spectra, shard: str) -> dict[str, Any]:
    images = datasets.load(recipe.data, "test", count=recipe.count).images
    images = squares(images, recipe.side)
    blocks = [_falls(block.double()) for block in images.split(BLOCK)]
    amplitude = sum(block.pop("amplitudes") for block in blocks) / len(images)
    values = {name: torch.cat([block[name] for block in blocks]) for name in blocks[0]}
    means = {"amplitude": amplitude, "profile": radial_profile(amplitude)}
    return {
        **{name: value.half().numpy() for name, value in values.items()},
        **{name: value.float().numpy() for name, value in means.items()},
    }


def _falls(images: Tensor) -> dict[str, Tensor]:
    half, radii = images.shape[-1] // 2, ring_radii(*images.shape[-2:])
    rings, edgeless = ring_amplitudes(images), faded(images)
    return {
        "amplitudes": len(images) * mean_amplitude(images),
        "slopes": slopes(rings, radii, first=1, last=half - 1),
        "slopes_low": slopes(rings, radii, first=1, last=half // 2),
        "slopes_faded": slopes(ring_amplitudes(edgeless), radii, first=2, last=half - 1),
        "cardinal": cardinal_share(edgeless),
    }


def squares(images: Tensor, side: int | None) -> Tensor:
    """Cut images into squares that do not overlap: (N, C, H, W) to (M, C, side, side).

    >>> squares(torch.zeros(1, 3, 5, 8), 2).shape
    torch.Size([8, 3, 2, 2])
    """
    if side is None:
        return images
    cut = images.unfold(2, side, side).unfold(3, side, side)
    return cut.permute(0, 2, 3, 1, 4, 5).reshape(-1, images.shape[1], side, side)


def mean_of(result: Result, *, name: str) -> Interval:
    """Mean over images of one of their numbers, such as their slopes, with its interval."""
    return student(np.asarray(result.shards["spectra"][name]), over="images")


NATURAL_SPECTRA = Experiment(
    "natural_spectra",
    version=1,
    recipes={"quick": Spectra("cifar10", 1000), "thorough": Spectra("cifar10", 10_000)},
    embedded=Spectra("photographs", 2, side=64),
    shards=lambda recipe: ("spectra",),
    run=_spectra,
)
EXPERIMENTS = [NATURAL_SPECTRA]
