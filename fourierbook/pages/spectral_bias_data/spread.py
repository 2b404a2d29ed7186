"""White noise on digits and on flat sets of points: it is learnt sooner where they lie apart."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from fourierbook.data import datasets
from fourierbook.experiments import relu_stacks
from fourierbook.experiments.spectral_bias_data import noise_on_sets
from fourierbook.experiments.spectral_bias_data.kernel_basis import median_distance
from fourierbook.figures import plots, style
from fourierbook.figures.canvas import Picture
from fourierbook.pages.spectral_bias_data.curves import whole
from fourierbook.training import ensembles

COUNT, WIDTH, LAYERS, STEPS, RATE = 300, 64, 4, 300, 1e-3
SEEDS = (0, 1, 2)
SIZES, MOST_NUMBERS = (0.25, 4.0), 64
BLUE, ORANGE = style.role("first").colour, style.role("second").colour


class Set(NamedTuple):
    """What is left of the noise on one set, and how far its points lie apart."""

    left: np.ndarray  # (steps,), share of the noise's variance
    distance: float  # median over pairs of points


def noise_left(size: float = 1, numbers: float = 16) -> Picture:
    """What is left of white noise in training, on digits and on a flat set of as many points.

    Each line is the mean of three networks, with other points and other noise.

    Args:
        size: that the flat set is stretched by, around its middle, from 0.25 to 4.
        numbers: that a point of it has, drawn from 0 to 1, of 1 to 64; the others are zero.

    Raises:
        ValueError: if a number is not allowed.
    """
    if not SIZES[0] <= size <= SIZES[1]:
        raise ValueError(f"size is {SIZES[0]:g} to {SIZES[1]:g}; got {size!r}")
    numbers = whole("numbers", numbers, 1, MOST_NUMBERS)
    figure, axes = plots.page(height=0.48)
    sets = {"digits": digits(), "flat set": flat(float(size), numbers)}
    for found, colour, line in zip(sets.values(), (BLUE, ORANGE), ("-", "--"), strict=True):
        axes.plot(np.arange(STEPS), 100 * found.left, color=colour, linestyle=line)
    axes.set(xlabel="training steps", ylabel="noise that is left (%)", xlim=(0, STEPS))
    axes.set(ylim=(0, 118), yticks=(0, 50, 100))
    far = [f"{name}: {found.distance:.1f}" for name, found in sets.items()]
    axes.set_title("median distance of two points, " + ", ".join(far), loc="left")
    axes.legend(axes.lines, [*sets], loc="upper right")
    return figure


@lru_cache(1)
def digits() -> Set:
    """Noise on digits."""
    return _learnt([_digits(seed) for seed in SEEDS])


@lru_cache(32)
def flat(size: float, numbers: int) -> Set:
    """Noise on points with so many random numbers, and zeros."""
    pixels = _digits(SEEDS[0]).shape[1]
    drawn = [
        torch.rand(COUNT, numbers, generator=torch.Generator().manual_seed(50_000 + seed))
        for seed in SEEDS
    ]
    padded = [F.pad(points, (0, pixels - numbers)) for points in drawn]
    return _learnt([points.mean(0) + size * (points - points.mean(0)) for points in padded])


def _learnt(sets: list[Tensor]) -> Set:
    """Train a network on the noise on each set."""
    noise = torch.stack([noise_on_sets.noise(COUNT, seed=seed) for seed in SEEDS])
    runs = ensembles.fit(
        [relu_stacks.stack(sets[0].shape[1], WIDTH, layers=LAYERS, seed=seed) for seed in SEEDS],
        torch.stack(sets), noise[..., None], steps=STEPS, learning_rate=RATE,
    )  # fmt: skip
    left = (runs.losses / noise.square().mean(1)).mean(1).numpy()
    return Set(left, float(np.mean([median_distance(points) for points in sets])))


@lru_cache(4)
def _digits(seed: int) -> Tensor:
    """Some of the embedded digits, (n, 64)."""
    images = datasets.load("digits", "train").images.flatten(1)
    order = torch.randperm(len(images), generator=torch.Generator().manual_seed(30_000 + seed))
    return images[order[:COUNT]]
