"""Yin et al. (2019), A Fourier Perspective on Model Robustness: what a band leaves to recognise."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch

from fourierbook.data import datasets
from fourierbook.data.registry import DATASETS
from fourierbook.measure import bands, intervals
from fourierbook.measure.accuracy import correct, predict
from fourierbook.measure.intervals import Interval, Sample, student_from
from fourierbook.models import zoo
from fourierbook.models.wrappers import FrontEnd
from fourierbook.results.networks import NATURAL, NATURALS, SEEDS, every_seed
from fourierbook.results.questions import Experiment, Result
from fourierbook.results.reading import AXES, gathered, over_seeds, packed, unpacked
from fourierbook.signal.filters import nyquist_high_pass, square_high_pass, square_low_pass
from fourierbook.signal.spectra import energy_fraction
from fourierbook.training import recipes, trainer

EVERY = tuple(range(1, 32, 2))  # bandwidths of a 32 × 32 image
ROBUST = ((f"{NATURAL}-gaussian", 0), (f"{NATURAL}-adversarial", 0))  # one seed each
SHOWN = 100  # test images whose answers are stored one by one, for the explorers


# What a network is shown: a filter, and what is done to the filtered image before the network.
VIEWS = {
    "low_pass": (square_low_pass, None),
    "high_pass": (nyquist_high_pass, None),
    "high_pass_recentred": (nyquist_high_pass, bands.recentred),
    "high_pass_unit_std": (nyquist_high_pass, bands.unit_std),
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


def _filtering_shards(recipe: Filtering) -> tuple[str, ...]:
    return tuple(f"{view}-seed{s}" for s in recipe.seeds for view in ("unfiltered", *recipe.views))


def _filtering(recipe: Filtering, shard: str) -> dict[str, Any]:
    view, seed = shard.rsplit("-seed", 1)
    data = datasets.load(recipe.data, "test", count=recipe.count)
    model = zoo.load(recipe.network, seed=int(seed))
    if view == "unfiltered":
        right = correct(model, data.images, data.labels)[None]
    else:
        kind, finish = VIEWS[view]
        masks = _masks(kind, data.images, recipe.bandwidths)
        right = bands.correct_in_bands(model, data.images, data.labels, masks, finish=finish)
    return packed(right)


@dataclass(frozen=True)
class Training:
    """Train a network through a filter, then test it through the same filter."""

    LISTED = ("seeds", "front_ends")

    data: str
    recipe: recipes.Recipe  # without front end and seed
    count: int  # of test images
    front_ends: tuple[FrontEnd, ...]
    seeds: tuple[int, ...] = (0,)

    @property
    def precision(self) -> str:
        """The training's."""
        return self.recipe.precision

    def tiny(self) -> "Training":
        """The same with a tiny training and four test images."""
        tiny = self.recipe.tiny()
        return replace(self, recipe=tiny, count=4, front_ends=self.front_ends[:1], seeds=(0,))

    def sample(self) -> tuple["Training", float]:
        """The same on few batches, and how many times as long a part of the whole takes."""
        run = self.recipe
        every = run.count or DATASETS[self.data].splits["train"].count
        few = replace(run, epochs=1, count=8 * run.batch_size, held_out=0)
        times = run.epochs * (every - run.held_out) / few.count
        return replace(self, recipe=few, count=64), times


def _training_shards(recipe: Training) -> tuple[str, ...]:
    return tuple(
        f"{front_end.kind}-{front_end.bandwidth}-seed{seed}"
        for seed in recipe.seeds
        for front_end in recipe.front_ends
    )


def _training(recipe: Training, shard: str) -> dict[str, Any]:
    kind, bandwidth, seed = shard.split("-")
    run = replace(
        recipe.recipe,
        front_end=FrontEnd(kind, int(bandwidth)),
        seed=int(seed.removeprefix("seed")),
    )
    train = datasets.load(recipe.data, "train", count=run.count)
    history = trainer.fit(run, train)
    test = datasets.load(recipe.data, "test", count=recipe.count)
    logits = predict(history.model, test.images)
    return {
        **packed((logits.argmax(1) == test.labels)[None]),
        "losses": np.array(history.losses),
        "probabilities": logits[:SHOWN].softmax(1).half().numpy(),
    }


@dataclass(frozen=True)
class Noise:
    """Test networks under noise of fixed norm in a band."""

    LISTED = ("networks",)

    data: str
    networks: tuple[tuple[str, int], ...]  # names, each with a seed: of its training and the noise
    count: int
    norm: float = 8.0  # L2, each channel
    bandwidths: tuple[int, ...] = EVERY

    @property
    def seeds(self) -> tuple[int, ...]:
        """Every seed that is used."""
        return tuple(sorted({seed for _, seed in self.networks}))

    @property
    def names(self) -> tuple[str, ...]:
        """The networks, each once."""
        return tuple(dict.fromkeys(name for name, _ in self.networks))

    def seeds_of(self, network: str) -> tuple[int, ...]:
        """Seeds of one network."""
        return tuple(seed for name, seed in self.networks if name == network)

    def tiny(self) -> "Noise":
        """The same on four images at two bandwidths."""
        return replace(self, count=4, bandwidths=self.bandwidths[1:3])

    def sample(self) -> tuple["Noise", float]:
        """The same on few images, and how many times as long a part of the whole takes."""
        few = replace(self, count=64, bandwidths=self.bandwidths[:2])
        return few, self.count * len(self.bandwidths) / (64 * 2)


NOISES = {"low_pass": square_low_pass, "high_pass": nyquist_high_pass}


def _noise_shards(recipe: Noise) -> tuple[str, ...]:
    return tuple(
        f"{network}-{kind}-seed{seed}" for network, seed in recipe.networks for kind in NOISES
    )


def _noise(recipe: Noise, shard: str) -> dict[str, Any]:
    network, kind, seed = shard.rsplit("-", 2)
    number = int(seed.removeprefix("seed"))
    data = datasets.load(recipe.data, "test", count=recipe.count)
    masks = _masks(NOISES[kind], data.images, recipe.bandwidths)
    return packed(
        bands.correct_under_noise(
            zoo.load(network, seed=number),
            data.images,
            data.labels,
            masks,
            norm=recipe.norm,
            seed=number,
        )
    )


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


KEPT = {"low_pass": square_low_pass, "high_pass": nyquist_high_pass, "outside": square_high_pass}


def _energy(recipe: Energy, shard: str) -> dict[str, Any]:
    images = datasets.load(recipe.data, "test", count=recipe.count).images
    images = images - images.mean(dim=(-2, -1), keepdim=True)
    masks = _masks(KEPT[shard], images, recipe.bandwidths)
    shares = torch.stack([energy_fraction(images, mask) for mask in masks]).double()
    return {"mean": shares.mean(1).numpy(), "spread": shares.std(1).numpy(), "count": len(images)}


def right(result: Result, shard: str, seed: int, bandwidth: int | None = None) -> np.ndarray:
    """Whether the network of a seed is right about each image, at one bandwidth or unfiltered."""
    rows = unpacked(result.shards[f"{shard}-seed{seed}"])
    return rows[0 if bandwidth is None else result.recipe.bandwidths.index(bandwidth)]


def curve(result: Result, shard: str) -> list[Interval]:
    """Accuracy at each bandwidth of a shard such as `low_pass`."""
    return [
        over_seeds(result, lambda seed, width=width: right(result, shard, seed, width))
        for width in result.recipe.bandwidths
    ]


def noise_curve(result: Result, network: str, kind: str) -> list[Interval]:
    """Accuracy of a network under noise in a low or a high pass of each bandwidth."""
    seeds = result.recipe.seeds_of(network)
    return [
        over_seeds(
            result,
            lambda seed, width=width: right(result, f"{network}-{kind}", seed, width),
            seeds=seeds,
        )
        for width in result.recipe.bandwidths
    ]


def trained_curve(result: Result, kind: str) -> tuple[list[int], list[Interval]]:
    """Bandwidths, and the accuracy of the network trained and tested through each."""
    widths = [front.bandwidth for front in result.recipe.front_ends if front.kind == kind]
    shards = [f"{kind}-{width}" for width in widths]
    return widths, [
        over_seeds(result, lambda seed, shard=shard: right(result, shard, seed)) for shard in shards
    ]


def trained_samples(
    result: Result, kind: str, widths: Sequence[int], seeds: Sequence[int]
) -> list[Sample]:
    """Whether each training through a filter is right, for `intervals.of`: a sample each width."""
    return [
        gathered(lambda seed, width=width: right(result, f"{kind}-{width}", seed), seeds)
        for width in widths
    ]


def early_gain(accuracies: Sequence[float], widths: Sequence[int]) -> float:
    """Share of a curve's rise that comes before its middle, beyond that of a straight line.

    >>> round(early_gain([0.2, 0.7, 0.8], (7, 15, 23)), 3)
    0.333
    """
    first, middle, last = accuracies
    straight = (widths[1] - widths[0]) / (widths[2] - widths[0])
    return float((middle - first) / (last - first) - straight)


def early(result: Result, kind: str, widths: Sequence[int]) -> Interval:
    """`early_gain` of the networks that were trained through a filter, over images and seeds."""
    return intervals.of(
        lambda *accuracies: early_gain(accuracies, widths),
        *trained_samples(result, kind, widths, result.recipe.seeds),
        averaged=AXES,
    )


def kept_curve(result: Result, name: str) -> list[Interval]:
    """Mean share of an image's variance that a filter keeps at each bandwidth."""
    values = result.shards[name]
    return [
        student_from(float(mean), float(spread), int(values["count"]), over="images")
        for mean, spread in zip(values["mean"], values["spread"], strict=True)
    ]


def _masks(kind: Any, images: torch.Tensor, bandwidths: tuple[int, ...]) -> list[torch.Tensor]:
    height, width = images.shape[-2:]
    return [kind(height, width, bandwidth=bandwidth) for bandwidth in bandwidths]


THROUGH = tuple(
    FrontEnd(kind, bandwidth)
    for kind, several in (("low_pass", (7, 11, 15, 19, 23)), ("high_pass", (9, 15, 21, 27, 31)))
    for bandwidth in several
)
SPECIMENS_THROUGH = tuple(
    FrontEnd(kind, bandwidth)
    for kind, several in (("low_pass", (3, 7)), ("high_pass", (9, 21)))
    for bandwidth in several
)

BAND_ACCURACY = Experiment(
    "band_accuracy",
    version=1,
    recipes={
        "quick": Filtering("cifar10", NATURAL, count=192),
        "thorough": Filtering("cifar10", NATURAL, count=10_000, seeds=SEEDS),
    },
    embedded=Filtering("specimens", "specimens-cnn", count=500),
    shards=_filtering_shards,
    run=_filtering,
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
    shards=_filtering_shards,
    run=_filtering,
)
TRAINED_THROUGH = Experiment(
    "trained_through",
    version=1,
    recipes={
        "quick": Training(
            "specimens",
            replace(recipes.SPECIMENS_CNN, count=4000, batch_size=64, epochs=1),
            count=1000,
            front_ends=SPECIMENS_THROUGH,
            seeds=(0, 1, 2),
        ),
        "thorough": Training(
            "cifar10",
            recipes.CIFAR10_THROUGH_FILTER,
            count=10_000,
            front_ends=THROUGH,
            seeds=SEEDS,
        ),
    },
    shards=_training_shards,
    run=_training,
)
BAND_NOISE = Experiment(
    "band_noise",
    version=1,
    recipes={
        "quick": Noise("cifar10", ((NATURAL, 0), *ROBUST), count=192),
        "thorough": Noise("cifar10", every_seed((*NATURALS, *ROBUST)), count=10_000),
    },
    least={"thorough": Noise("cifar10", (*NATURALS, *ROBUST), count=10_000)},
    embedded=Noise("specimens", (("specimens-cnn", 0),), count=500),
    shards=_noise_shards,
    run=_noise,
)
BAND_ENERGY = Experiment(
    "band_energy",
    version=2,
    recipes={"quick": Energy("cifar10", count=500), "thorough": Energy("cifar10", count=10_000)},
    embedded=Energy("specimens", count=500),
    shards=lambda recipe: tuple(KEPT),
    run=_energy,
)

EXPERIMENTS = [BAND_ACCURACY, IMAGENET_BANDS, TRAINED_THROUGH, BAND_NOISE, BAND_ENERGY]
