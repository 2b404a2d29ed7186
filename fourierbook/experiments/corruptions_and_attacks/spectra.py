"""Yin et al. (2019), figures 2 and 6: at which frequencies common corruptions change images."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any

import numpy as np
import torch
from torch import Tensor

from fourierbook.data import corruptions, datasets
from fourierbook.measure.change_spectra import energy_share, mean_modulus
from fourierbook.measure.intervals import Interval, student
from fourierbook.results.questions import Experiment, Result
from fourierbook.signal.filters import nyquist_high_pass, square_high_pass
from fourierbook.signal.frequencies import frequency_grid

EVERY = (*corruptions.NAMES, *corruptions.EXTRA, *corruptions.OURS)
IMAGES = "images"  # the shard of the images themselves, as if a black image had been changed
# What "high frequency" may mean: the filters H of ‖H(x̃ − x)‖² / ‖x̃ − x‖².
READINGS: dict[str, Callable[[int, int], Tensor]] = {
    "nyquist27": partial(nyquist_high_pass, bandwidth=27),  # the paper's
    "outside27": partial(square_high_pass, bandwidth=27),
    "outside5": partial(square_high_pass, bandwidth=5),
}
# Shells r = max(|f_y|, |f_x|) from the first to the last, in cycles per image.
BANDS = {"low": (1, 3), "high": (12, 16), "first": (1, 1), "last": (16, 16)}


@dataclass(frozen=True)
class Spectra:
    """At which frequencies each corruption changes images."""

    LISTED = ("corruptions",)

    data: str
    count: int
    generator: str  # version of the corruptions, without a default: so that stored results name it
    severity: int = 3
    corruptions: tuple[str, ...] = EVERY
    seed: int = 0  # of the corruptions

    def tiny(self) -> "Spectra":
        """The same on three images."""
        return replace(self, count=3)

    def sample(self) -> tuple["Spectra", float]:
        """The same on few images, and how many times as long a part of the whole takes."""
        return replace(self, count=50), self.count / 50


def _shards(recipe: Spectra) -> tuple[str, ...]:
    return (*recipe.corruptions, IMAGES)


def _measured(recipe: Spectra, shard: str) -> dict[str, Any]:
    check_generator(recipe.generator)
    images = clean(recipe).images
    # Corruptions round to grey levels first; CIFAR-10 has them already, other data may not.
    change = whole = (images * 255).round() / 255
    if shard != IMAGES:
        change = (
            corruptions.corrupt(images, shard, severity=recipe.severity, seed=recipe.seed) - whole
        )
    masks = [reading(*images.shape[-2:]) for reading in READINGS.values()]
    shares = torch.stack([energy_share(change, mask) for mask in masks])
    return {
        "modulus": mean_modulus(change).half().numpy(),
        "bands": in_bands(change),
        "shares": shares.half().numpy(),
        "changed": change.flatten(1).any(1).numpy(),
    }


def clean(recipe: Any) -> datasets.Data:
    """The test images of a recipe; the last ones asked for are kept, for the shard that follows."""
    return kept(recipe.data, datasets.fingerprint(recipe.data), recipe.count)


@lru_cache(maxsize=1)
def kept(data: str, fingerprint: str, count: int) -> datasets.Data:
    """Test images; the fingerprint is there to tell whether they are still the same."""
    return datasets.load(data, "test", count=count)


def check_generator(version: str) -> None:
    """Refuse a recipe for other corruptions than the ones that are here."""
    if version != corruptions.VERSION:
        raise ValueError(
            f"a recipe names the version of the corruptions that are here, {corruptions.VERSION}; "
            f"got {version!r}"
        )


def in_bands(change: Tensor) -> np.ndarray:
    """Mean modulus of each image's change over the cells and channels of each band: (bands, N)."""
    modulus = torch.fft.fft2(change).abs().mean(1)
    shell = frequency_grid(*change.shape[-2:]).abs().amax(0)
    inside = [(shell >= first) & (shell <= last) for first, last in BANDS.values()]
    return torch.stack([modulus[:, cells].mean(1) for cells in inside]).half().numpy()


def modulus_map(result: Result, shard: str) -> Tensor:
    """E |F(x̃ − x)| (H, W) of a corruption, or of the images; frequency zero in the centre."""
    return torch.from_numpy(result.shards[shard]["modulus"])


def band(result: Result, shard: str, name: str) -> np.ndarray:
    """Mean modulus of each image's change in one of `BANDS`: (N,)."""
    return result.shards[shard]["bands"][list(BANDS).index(name)].astype(float)


def shares(result: Result, shard: str, reading: str = "nyquist27") -> np.ndarray:
    """Share of each image's change that one reading of high frequency keeps: (N,).

    An image that its corruption leaves as it was has no share: nan.
    """
    values = result.shards[shard]
    found = values["shares"][list(READINGS).index(reading)].astype(float)
    return np.where(values["changed"], found, np.nan)


def share(result: Result, shard: str, reading: str = "nyquist27") -> Interval:
    """Mean share over the images that are changed, with its interval.

    Raises:
        ValueError: if the corruption changes no image.
    """
    found = shares(result, shard, reading)
    return student(found[~np.isnan(found)], over="images")


def mean_shares(
    result: Result, names: Sequence[str] = corruptions.NAMES, reading: str = "nyquist27"
) -> list[float]:
    """The mean share of each of several corruptions."""
    return [share(result, name, reading).mean for name in names]


RECIPE = Spectra("cifar10", count=1000, generator=corruptions.VERSION)
CORRUPTION_SPECTRA = Experiment(
    "corruption_spectra",
    version=1,
    recipes={"quick": replace(RECIPE, count=100), "thorough": RECIPE},
    embedded=replace(RECIPE, data="specimens", count=100),
    shards=_shards,
    run=_measured,
)
EXPERIMENTS = [CORRUPTION_SPECTRA]
