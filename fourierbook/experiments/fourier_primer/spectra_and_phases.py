"""The Fourier primer's questions: how spectra of images fall, and whether phases decide answers."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from torch import Tensor

from fourierbook.data import datasets
from fourierbook.measure.accuracy import predict
from fourierbook.measure.intervals import Interval, student, wilson
from fourierbook.models import zoo
from fourierbook.results.claim import Claim
from fourierbook.results.questions import Experiment, Result
from fourierbook.signal.falloff import cardinal_share, faded, ring_amplitudes, ring_radii, slopes
from fourierbook.signal.phases import with_phases_of
from fourierbook.signal.spectra import mean_amplitude, radial_profile

BLOCK = 100  # images whose spectra are in memory at a time
RADII = (0, 1, 2, 3, 4, 6, 8, 12, 23)  # 23 is beyond the corner of a 32 × 32 spectrum


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


@dataclass(frozen=True)
class PhaseSwap:
    """Show a network images that have the phases of other images, up to a radius."""

    data: str
    network: str
    count: int
    radii: tuple[int, ...] = RADII
    seed: int = 0  # of the pairs

    def tiny(self) -> "PhaseSwap":
        """The same on eight images at one radius."""
        return replace(self, count=8, radii=self.radii[-1:])


def _swap_shards(recipe: PhaseSwap) -> tuple[str, ...]:
    return tuple(f"radius{reach}" for reach in recipe.radii)


def _swap(recipe: PhaseSwap, shard: str) -> dict[str, Any]:
    images, labels, _, _ = _loaded(recipe.data, recipe.count)
    own, other = pairs(labels, recipe.seed)
    reach = float(shard.removeprefix("radius"))
    mixed = with_phases_of(images[own], images[other], radius=reach)
    answers = predict(zoo.load(recipe.network, seed=0), mixed).argmax(1)
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
    named = [_named(values)[name] for values in result.shards.values()]
    return [wilson(int(row.sum()), len(row)) for row in named]


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


def phase_share(result: Result) -> Interval:
    """Of the answers under a full exchange that name either class, the share for the phases'."""
    named = _named(result.shards[f"radius{result.recipe.radii[-1]}"])
    phases, amplitudes = (int(named[name].sum()) for name in ("other", "own"))
    return wilson(phases, phases + amplitudes)


def mean_of(name: str) -> Any:
    """Quantity: mean over images of an array of `natural_spectra`, with its interval."""

    def quantity(result: Result) -> Interval:
        return student(np.asarray(result.shards["spectra"][name]), over="images")

    return quantity


NATURAL_SPECTRA = Experiment(
    "natural_spectra",
    version=1,
    recipes={"quick": Spectra("cifar10", 1000), "thorough": Spectra("cifar10", 10_000)},
    embedded=Spectra("photographs", 2, side=64),
    shards=lambda recipe: ("spectra",),
    run=_spectra,
)
PHASE_SWAP = Experiment(
    "phase_swap",
    version=1,
    recipes={
        "quick": PhaseSwap("cifar10", "cifar10-resnet20", count=250),
        "thorough": PhaseSwap("cifar10", "cifar10-resnet20", count=10_000),
    },
    embedded=PhaseSwap("specimens", "specimens-cnn", count=250),
    shards=_swap_shards,
    run=_swap,
)
# The same question where the answer is known: both codes of a specimen are amplitudes.
SPECIMENS_SWAP = replace(PHASE_SWAP.embedded, count=400)

EXPERIMENTS = [NATURAL_SPECTRA, PHASE_SWAP]
CLAIMS = [
    Claim(
        id="primer.amplitude_exponent",
        paper=None,
        place="after Field (1987) and Tolhurst et al. (1992)",
        chapter="fourier_primer",
        debate=(),
        statement="The amplitude of natural images falls about as 1/f: on logarithmic axes its "
        "slope is about −1",
        paper_value="−1; mean −1.2, single photographs −1.5 to −0.8",
        experiment="natural_spectra",
        quantity=mean_of("slopes"),
        holds=(-1.2, -0.8),
        weaker=(-1.5, -0.8),
        least=1000,
        why="Tolhurst et al. found a mean of −1.2 over 135 photographs: as far from −1 on either "
        "side still counts as about 1/f. They found −1.5 to −0.8 for single photographs: a mean "
        "of many images out there is still a photograph's slope, but not 1/f any more.",
    ),
    Claim(
        id="primer.cardinal_directions",
        paper=None,
        place="after Switkes et al. (1978) and Torralba and Oliva (2003)",
        chapter="fourier_primer",
        debate=(),
        statement="Natural images hold more energy at horizontal and vertical frequencies than at "
        "oblique ones, also where their edges are faded out",
        paper_value=None,
        experiment="natural_spectra",
        quantity=mean_of("cardinal"),
        holds=(0.55, 1.0),
        weaker=(0.5, 0.55),
        least=1000,
        why="One half is what a round spectrum gives. Below 0.55 the two halves of the directions "
        "differ by less than a fifth of their mean, which is hard to see in a picture of a "
        "spectrum.",
    ),
    Claim(
        id="primer.phase_decides",
        paper=None,
        place="after Oppenheim and Lim (1981), who showed it for people",
        chapter="fourier_primer",
        debate=(),
        statement="Shown the amplitudes of one image with the phases of another, a network that "
        "names the class of either names that of the phases",
        paper_value=None,
        experiment="phase_swap",
        quantity=phase_share,
        holds=(0.75, 1.0),
        weaker=(0.5, 0.75),
        least=1000,
        why="Of the answers that name either image's class, one half would go to the phases if "
        "they meant no more than the amplitudes; three of four is a clear majority.",
    ),
]
