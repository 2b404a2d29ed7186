"""Petals, and the length that they give a curve: four curves that take the two apart."""

from functools import lru_cache

import numpy as np
import torch
from torch import Tensor

from fourierbook.experiments import relu_stacks
from fourierbook.experiments.spectral_bias_data import petal_curve
from fourierbook.figures import plots, style
from fourierbook.figures.canvas import Picture, name_ends
from fourierbook.pages.spectral_bias_data.curves import LAYERS, RATE, WIDTH, whole
from fourierbook.training import ensembles

FREQUENCIES = tuple(range(4, 33, 4))  # of the waves whose sum is learnt
POINTS, STEPS, SEEDS = 128, 1000, (0, 1, 2)
SMOOTHED = 25  # steps over which an error is averaged, as it swings from one to the next
KINDS = {"circle": "chance", "long": "third", "equal": "second", "petals": "first"}
NAMES = {
    "circle": "circle", "long": "long circle", "equal": "short petals", "petals": "petals",
}  # fmt: skip
MOST = 24


def lengths(petals: float = 16) -> Picture:
    """What is left of a sum of eight waves in training, on four curves.

    Besides the circle and the petals there are petals as long as the circle, and a circle as long
    as the petals. Each line is of three networks, with waves of other phases.

    Args:
        petals: a whole number from 1 to 24.

    Raises:
        ValueError: if it is outside its range.
    """
    petals = whole("petals", petals, 1, MOST)
    found = left(petals)
    figure, axes = plots.page(height=0.5)
    steps = np.arange(1, STEPS + 1)
    for kind, role in KINDS.items():
        look = style.role(role)
        axes.plot(steps, 100 * found[kind], color=look.colour, linestyle=look.line)
    axes.set_yscale("log")
    plots.plain_logarithmic(axes, names="y", marked=(1, 3))
    axes.set(xlabel="training steps", ylabel="what is left (% of the energy)", xlim=(0, STEPS))
    times = petal_curve.length(petals) / petal_curve.length(0)
    axes.set_title(f"{petals} petals, {times:.1f} times as long as the circle", loc="left")
    name_ends(axes, list(NAMES.values()))
    return figure


@lru_cache(32)
def left(petals: int) -> dict[str, np.ndarray]:
    """Share of the waves' energy that is left before each step, by curve: (steps,).

    The geometric mean of the networks, smoothed over 25 steps.
    """
    cases = [(kind, seed) for kind in KINDS for seed in SEEDS]
    waves = [petal_curve.waves(_places(), FREQUENCIES, seed) for _, seed in cases]
    runs = ensembles.fit(
        [relu_stacks.stack(2, WIDTH, layers=LAYERS, seed=seed) for _, seed in cases],
        torch.stack([points(_places(), kind, petals) for kind, _ in cases]).float(),
        torch.stack(waves).float()[..., None], steps=STEPS, learning_rate=RATE,
    )  # fmt: skip
    shares = (runs.losses / torch.stack(waves).square().mean(1)).double()
    logs = shares.log().reshape(STEPS, len(KINDS), len(SEEDS)).mean(2).numpy()
    return {kind: np.exp(_smooth(column)) for kind, column in zip(KINDS, logs.T, strict=True)}


def points(t: Tensor, kind: str, petals: int) -> Tensor:
    """One of the four curves at places along it, (n, 2)."""
    if kind == "circle":
        return petal_curve.curve(t, 0)
    return petal_curve.drawn(t, kind, petals)


def _places() -> Tensor:
    return petal_curve.places(POINTS)


def _smooth(values: np.ndarray) -> np.ndarray:
    """Mean over the steps within a window, fewer at the ends."""
    sums = np.concatenate([[0], values.cumsum()])
    place = np.arange(len(values))
    low = np.maximum(place - SMOOTHED // 2, 0)
    high = np.minimum(place + SMOOTHED // 2 + 1, len(values))
    return (sums[high] - sums[low]) / (high - low)
