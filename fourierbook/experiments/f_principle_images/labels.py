"""The labels of images before any training: what of them is low, and where they lie on a line."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from fourierbook.data import datasets
from fourierbook.experiments.f_principle_images import images, images_training
from fourierbook.experiments.f_principle_images import images_by_chance as by_chance
from fourierbook.measure.filtering import choose_delta
from fourierbook.measure.projection import projections
from fourierbook.results.questions import Experiment, Result

BINS = 80  # of the places along the line, from 0 to 1


@dataclass(frozen=True)
class Labels:
    """Filter the labels of some images, and project the images on their first direction."""

    data: str
    count: int
    deltas: tuple[float, ...] = (3.0, 7.0)  # beside the rule's; standard deviations
    seed: int = 0  # nothing is drawn at random

    def tiny(self) -> "Labels":
        """The same on few images."""
        return replace(self, count=60)


def _labels(recipe: Labels, shard: str) -> dict[str, Any]:
    data = datasets.load(recipe.data, "train", count=recipe.count)
    hot = F.one_hot(data.labels, len(data.classes)).float()
    deltas = [choose_delta(data.images, hot), *recipe.deltas]
    same = images.InParts(recipe.data, recipe.count, epochs=1, seeds=(0,))
    parts = by_chance.low_parts(same, deltas)
    spectra = by_chance.along(same, images_training.FREQUENCIES)
    return {
        "deltas": np.array(deltas),
        "shares": np.array([part.share for part in parts]),
        "mean_labels": np.array([part.mean_label for part in parts]),
        "places": crowds(projections(data.images), data.labels, len(data.classes)),
        **{f"spectrum_{name}": part.numpy() for name, part in spectra._asdict().items()},
    }


def crowds(places: torch.Tensor, labels: torch.Tensor, classes: int) -> np.ndarray:
    """How many images of each class lie in each of 80 equal parts of the line: (classes, 80).

    >>> crowds(torch.tensor([0.0, 0.01, 1.0]), torch.tensor([1, 1, 0]), 2).sum(1).tolist()
    [1, 2]
    >>> crowds(torch.tensor([0.0, 0.01, 1.0]), torch.tensor([1, 1, 0]), 2)[1, 0].item()
    2
    """
    part = (places * BINS).long().clamp(max=BINS - 1)
    counts = torch.bincount(labels * BINS + part, minlength=classes * BINS)
    return counts.reshape(classes, BINS).numpy().astype(np.int32)


def bump_spectrum(frequencies: np.ndarray, *, width: float) -> np.ndarray:
    """Spectrum of a Gaussian bump, over its value at 0: exp(−2 (π σ ξ)²).

    Args:
        frequencies: ξ, in cycles per unit of length.
        width: σ, positive, in units of length.

    >>> bump_spectrum(np.array([0.0, 1.0]), width=1 / np.pi).round(4).tolist()
    [1.0, 0.1353]
    """
    return np.exp(-2 * (np.pi * width * np.asarray(frequencies)) ** 2)


def mean_label(result: Result) -> float:
    """e_low, at the rule's δ, of the mean label as the answer to every image."""
    return float(result.shards["labels"]["mean_labels"][0])


def share(result: Result) -> float:
    """The low part's share of the labels' energy, at the rule's δ."""
    return float(result.shards["labels"]["shares"][0])


DIGITS_LABELS = Experiment(
    "digits_labels",
    version=1,
    recipes={
        "quick": Labels("mnist", count=1000),
        "thorough": Labels("mnist", count=10_000),
    },
    embedded=Labels("digits", count=1000, deltas=()),
    shards=lambda recipe: ("labels",),
    run=_labels,
)
PHOTOGRAPHS_LABELS = Experiment(
    "photographs_labels",
    version=1,
    recipes={
        "quick": Labels("cifar10", count=600),
        "thorough": Labels("cifar10", count=10_000),
    },
    embedded=Labels("specimens", count=600, deltas=()),
    shards=lambda recipe: ("labels",),
    run=_labels,
)
EXPERIMENTS = [DIGITS_LABELS, PHOTOGRAPHS_LABELS]
