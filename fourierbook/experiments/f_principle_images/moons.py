"""Two moons in the plane, some labels of which are wrong: a low and a high part one can see."""

import math
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from fourierbook.measure.filtering import Filtering
from fourierbook.models.mlps import dense
from fourierbook.training import ensembles

GRID = 60  # places along each side at which a network's answer is drawn
SIDE = ((-1.6, 2.6), (-1.3, 1.8))  # of the plane that is drawn


class Moons(NamedTuple):
    """Points in the plane and their labels."""

    points: Tensor  # (n, 2)
    labels: Tensor  # (n, 1), 1 on the upper moon and −1 on the lower one, but for the wrong ones
    wrong: Tensor  # (n,), whether a label was turned


class Answers(NamedTuple):
    """What a network says at some steps of its training."""

    plane: np.ndarray  # (steps, GRID, GRID), rows upwards
    low: np.ndarray  # (steps,), error of the low part
    high: np.ndarray  # (steps,)


def moons(*, wrong: float = 0.08, count: int = 240, seed: int = 0) -> Moons:
    """Two half circles that reach into each other, with a share of labels turned at random.

    Args:
        wrong: share of the labels that are turned, from 0 to 1.
        count: of points.
        seed: of where they lie, and of which are turned.

    Raises:
        ValueError: if the share is not between 0 and 1.

    >>> drawn = moons(wrong=0.25, count=40)
    >>> drawn.points.shape, int(drawn.wrong.sum()), drawn.labels.unique().tolist()
    (torch.Size([40, 2]), 10, [-1.0, 1.0])
    """
    if not 0 <= wrong <= 1:
        raise ValueError(f"wrong is a share of the labels, from 0 to 1; got {wrong!r}")
    generator = torch.Generator().manual_seed(seed)
    angle = math.pi * torch.rand(count, generator=generator)
    upper = torch.arange(count) % 2 == 0
    x = torch.where(upper, angle.cos(), 1 - angle.cos())
    y = torch.where(upper, angle.sin(), 0.5 - angle.sin())
    points = torch.stack([x, y], 1) + 0.13 * torch.randn(count, 2, generator=generator)
    order = torch.randperm(count, generator=generator)
    turned = torch.zeros(count, dtype=torch.bool)
    turned[order[: round(wrong * count)]] = True
    labels = torch.where(upper ^ turned, 1.0, -1.0)
    return Moons(points, labels[:, None], turned)


def split(drawn: Moons, *, delta: float) -> Filtering:
    """The low part of the labels, their mean over neighbours, and the rest."""
    return Filtering.of(drawn.points, drawn.labels, delta=delta)


def answers(drawn: Moons, parts: Filtering, *, at: tuple[int, ...], seed: int = 0) -> Answers:
    """Train a network on the labels, wrong ones and all, and ask it at some steps.

    Args:
        drawn: what it learns.
        parts: whose two errors are measured.
        at: the steps, rising.
        seed: of the network.
    """
    across, up = (torch.linspace(low, high, GRID) for low, high in SIDE)
    plane = torch.cartesian_prod(up, across).flip(1)

    def measure(together: ensembles.Ensemble) -> dict[str, Tensor]:
        low, high = parts(together(drawn.points))
        return {"plane": together(plane)[..., 0], "low": low, "high": high}

    generator = torch.Generator().manual_seed(seed)
    model = dense((2, 100, 100, 1), generator=generator, activation="relu", gain=2**0.5, bias=0.3)
    runs = ensembles.fit(
        [model], drawn.points[None], drawn.labels[None], steps=at[-1], at=at, measure=measure,
        learning_rate=3e-3,
    )  # fmt: skip
    kept = {name: values[:, 0].numpy() for name, values in runs.records.items()}
    return Answers(kept["plane"].reshape(-1, GRID, GRID), kept["low"], kept["high"])
