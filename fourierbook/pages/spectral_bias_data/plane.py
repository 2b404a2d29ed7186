"""The plane around a curve: what a network says there, and the curve with a wave on it."""

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import BoundaryNorm
from torch import Tensor

from fourierbook.experiments.spectral_bias_data import petal_curve
from fourierbook.experiments.spectral_bias_data.petal_twins import REACH, square
from fourierbook.figures import style
from fourierbook.pages.spectral_bias_data.curves import Case, wave

SIDE = 96  # pixels of a map
FINE = 1600  # points of a curve that is drawn
STRONGEST = 1.25  # value at which colours end
LEVELS = np.linspace(-STRONGEST, STRONGEST, 12)  # between which a colour is level
NORM = BoundaryNorm(LEVELS, 256, extend="both")


def sheet(network, side: int = SIDE) -> np.ndarray:
    """What one network or several say on the square around a curve, (..., side, side)."""
    with torch.no_grad():
        said: Tensor = network(square(side))[..., 0]
    return said.reshape(*said.shape[:-1], side, side).numpy()


def draw_sheet(axes: Axes, values: np.ndarray) -> None:
    """Draw a map of values: red above zero, blue below, white where there is nothing."""
    x = ((np.arange(len(values)) + 0.5) / len(values) * 2 - 1) * REACH
    axes.contourf(x, x, values, LEVELS, cmap=style.DIVERGING, norm=NORM, extend="both")
    bare(axes)


def draw_curve(axes: Axes, case: Case, *, thick: float = 3.4) -> None:
    """Draw a curve in the colours of the wave along it, with a thin dark rim."""
    t = torch.arange(FINE + 1, dtype=torch.float64) / FINE
    points, values = petal_curve.drawn(t, case.kind, case.petals).numpy(), wave(t, case).numpy()
    axes.plot(*points.T, color="#303030", linewidth=thick + 1.4)
    pieces = np.stack([points[:-1], points[1:]], 1)
    colours = LineCollection(
        pieces, cmap=style.DIVERGING, norm=NORM, linewidths=thick, capstyle="round"
    )
    colours.set_array(values[:-1])
    axes.add_collection(colours)
    bare(axes)


def bare(axes: Axes) -> None:
    """A square panel without ticks, the whole of the plane that is looked at."""
    axes.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), xticks=[], yticks=[])
    axes.set_aspect("equal")
    axes.spines[:].set_visible(False)
    axes.grid(visible=False)
