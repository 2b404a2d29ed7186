"""A small ReLU network of two inputs whose sheet is a hill on flat ground, and how it is drawn."""

import math
from functools import cache

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from torch import nn

from fourierbook.figures.pieces import FLAT, relief
from fourierbook.theory.creases import creases, edges
from fourierbook.theory.piecewise_linear import Regions, regions
from fourierbook.theory.piecewise_transforms import transform

SLOPES = ((12, 1.0), (85, 1.25), (140, 0.9), (205, 1.2), (262, 0.95), (320, 1.1))  # degrees, size
PLATEAU = (0.12, 0.2, 0.15, 0.1, 0.22, 0.16)  # distance of each unit's fold from the middle
ACROSS = 0.5  # degrees from the normal of a fold, within which a direction crosses it squarely
FOLD = "#e96c17"


def network() -> nn.Sequential:
    """max(0, 1 − Σ max(0, wⱼ · x − bⱼ)): six units and one; 0 outside of [−1, 1]²."""
    slopes, roof = nn.Linear(2, len(SLOPES)), nn.Linear(len(SLOPES), 1)
    turn = torch.tensor([math.radians(angle) for angle, _ in SLOPES])
    size = torch.tensor([size for _, size in SLOPES])
    slopes.weight.data = size[:, None] * torch.stack([turn.cos(), turn.sin()], 1)
    slopes.bias.data = -size * torch.tensor(PLATEAU)
    roof.weight.data, roof.bias.data = -torch.ones(1, len(SLOPES)), torch.ones(1)
    return nn.Sequential(slopes, nn.ReLU(), roof, nn.ReLU())


@cache
def pieces() -> Regions:
    """Its linear regions in [−1, 1]²."""
    return regions(network())


@cache
def folds() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Its folds: middle (E, 2), half of each (E, 2), and slope's change times length (E,)."""
    every, on_box = edges(pieces())
    found = creases(every.where(~on_box))
    sharp = found.bends() > FLAT
    return tuple(each[sharp].numpy() for each in (found.middle, found.half, found.bends()))


def normals() -> np.ndarray:
    """Direction at right angles to each fold, in degrees from 0 to 180, (E,)."""
    _, half, _ = folds()
    return np.degrees(np.arctan2(half[:, 0], -half[:, 1])) % 180


def crossed(angle: float) -> np.ndarray:
    """Which folds a direction crosses squarely, (E,)."""
    apart = np.abs((normals() - angle + 90) % 180 - 90)
    return apart < ACROSS


def amplitudes(angle: float, waves: np.ndarray) -> np.ndarray:
    """|ĥ| of the hill along a direction, at waves in cycles per unit: exactly, (K,)."""
    turn = math.radians(angle)
    along = np.outer(waves, [math.cos(turn), math.sin(turn)])
    return transform(pieces(), torch.from_numpy(along), border=False).abs().numpy()


def draw(axes: Axes, angle: float) -> None:
    """The hill with an arrow in a direction; the folds that it crosses squarely are orange."""
    relief(axes, pieces())
    middle, half, _ = folds()
    squarely = np.stack([middle - half, middle + half], 1)[crossed(angle)]
    axes.add_collection(LineCollection(squarely, colors=FOLD, linewidths=4, capstyle="round"))
    turn = math.radians(angle)
    way = np.array([math.cos(turn), math.sin(turn)])
    axes.annotate(
        "", 0.92 * way, -0.92 * way, arrowprops={"arrowstyle": "-|>", "color": "black", "lw": 2.2}
    )
