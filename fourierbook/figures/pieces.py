"""The linear pieces of a network of one input or two, and the spectrum of its kinks and creases."""

import math

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure

from fourierbook.figures import style
from fourierbook.figures.canvas import panels
from fourierbook.theory.creases import creases, edges
from fourierbook.theory.piecewise_linear import Line, Regions
from fourierbook.theory.piecewise_transforms import transform
from fourierbook.theory.steepness import bend

SIDE = 97  # waves along each side of a spectrum, odd
FASTEST = 16.0  # cycles across the box
DECADES = 5  # that the colours of a spectrum span
LIGHT = np.array([-0.5, 0.6, 0.62])  # from where it falls on a relief
DARK, BRIGHT = np.array([0.16, 0.27, 0.45]), np.array([0.97, 0.98, 1.0])
FOLDED, FLAT = "#20304a", 1e-9  # a line of a fold; a bend that is none


def pieces(found: Line | Regions, *, title: str | None = None) -> Figure:
    """Two panels: the pieces, and the spectrum that their kinks or creases make.

    Of a line: the function with its kinks; amplitudes beside the bound Σ|Δs|/(2πξ)². Of the plane:
    the regions, coloured by how steep the function is there; amplitudes by wave vector.

    Args:
        found: from `piecewise_linear.line`, of one output, or `regions`.
        title: above the pieces.

    >>> from torch import nn
    >>> from fourierbook.theory.piecewise_linear import regions
    >>> pieces(regions(nn.Linear(2, 1)), title="a plane").axes[0].get_title()
    'a plane: 1 region'
    """
    flat = isinstance(found, Line)
    figure, (left, right) = panels(1, 2, width=2 * style.WIDTH, height=0.9 * style.WIDTH)
    count = len(found.positions) - 1 if flat else len(found.corners)
    named = f"{title}: " if title else ""
    left.set_title(f"{named}{count:,} region{'s' * (count != 1)}")
    (_line if flat else _regions)(left, found)
    (_line_spectrum if flat else _plane_spectrum)(right, found)
    return figure


def relief(axes: Axes, found: Regions) -> None:
    """A function of two variables as a sheet seen from above, lit from the upper left.

    Args:
        axes: to draw on; their frame becomes that of the box, without numbers.
        found: from `piecewise_linear.regions`.

    >>> from torch import nn
    >>> from fourierbook.figures.canvas import page
    >>> from fourierbook.theory.piecewise_linear import regions
    >>> figure, axes = page()
    >>> relief(axes, regions(nn.Linear(2, 1)))
    >>> len(axes.collections[0].get_paths())
    1
    """
    slopes = -found.gradients.numpy()
    up = np.column_stack([slopes, np.ones(len(slopes))])
    lit = up @ LIGHT / np.linalg.norm(up, axis=1) / np.linalg.norm(LIGHT)
    shade = np.clip(lit, 0, 1)[:, None]
    colours = shade * BRIGHT + (1 - shade) * DARK
    shapes = [corners.numpy() for corners in found.corners]
    axes.add_collection(PolyCollection(shapes, facecolors=colours, edgecolors=colours))
    every, on_box = edges(found)
    folds = creases(every.where(~on_box))
    sharp = folds.bends() > FLAT
    middle, half = folds.middle[sharp].numpy(), folds.half[sharp].numpy()
    lines = np.stack([middle - half, middle + half], 1)
    axes.add_collection(LineCollection(lines, colors=FOLDED, linewidths=0.9))
    (left, bottom), (right, top) = found.low.tolist(), found.high.tolist()
    axes.set(xlim=(left, right), ylim=(bottom, top), aspect="equal", xticks=[], yticks=[])
    axes.grid(visible=False)


def _line(axes: Axes, found: Line) -> None:
    x, y = found.positions.numpy(), found.values[:, 0].numpy()
    look = style.role("first")
    axes.plot(x, y, color=look.colour)
    axes.plot(x[1:-1], y[1:-1], look.marker, color=look.colour, markersize=4)
    axes.set(xlabel="input", ylabel="output")


def _regions(axes: Axes, found: Regions) -> None:
    steep = found.gradients.norm(dim=1).numpy()
    shapes = PolyCollection(
        [corners.numpy() for corners in found.corners], array=steep, cmap=style.SEQUENTIAL,
        edgecolors="white", linewidths=0.3,
    )  # fmt: skip
    axes.add_collection(shapes)
    (left, bottom), (right, top) = found.low.tolist(), found.high.tolist()
    axes.set(xlim=(left, right), ylim=(bottom, top), aspect="equal")
    axes.set(xlabel="first input", ylabel="second input")
    axes.figure.colorbar(shapes, ax=axes, label="steepness ‖∇f‖", shrink=0.8)


def _line_spectrum(axes: Axes, found: Line) -> None:
    length = (found.positions[-1] - found.positions[0]).item()
    waves = torch.logspace(-0.5, 3, 1200, dtype=torch.float64) / length
    amplitudes = transform(found, waves, border=False).abs().numpy()
    x, bound = waves.numpy(), bend(found) / (2 * math.pi * waves.numpy()) ** 2
    look, known = style.role("first"), style.role("truth")
    axes.plot(x, amplitudes, color=look.colour, linewidth=0.8, label="its kinks")
    label = "bound Σ|Δs|/(2πξ)²"
    axes.plot(x, bound, color=known.colour, linestyle=known.line, label=label)
    axes.set_xscale("log")
    if bound[-1] > 0:
        axes.set_yscale("log")
        axes.set_ylim(bottom=bound[-1] / 1e3)
    axes.set(xlabel="frequency ξ (cycles per unit)", ylabel="amplitude", title="spectrum")
    axes.legend()


def _plane_spectrum(axes: Axes, found: Regions) -> None:
    fastest = FASTEST / (found.high - found.low).prod().sqrt().item()
    steps = torch.linspace(-fastest, fastest, SIDE, dtype=torch.float64)
    waves = torch.cartesian_prod(steps, steps).flip(1)
    there = waves.abs().sum(1) > 0
    amplitudes = np.full(len(waves), np.nan)  # at ξ = 0 creases alone have none
    amplitudes[there] = transform(found, waves[there], border=False).abs()
    top = np.nanmax(amplitudes)
    largest = top if top > 0 else 1.0
    ends = (-fastest, fastest)
    shown = axes.imshow(
        np.clip(amplitudes, largest / 10**DECADES, None).reshape(SIDE, SIDE), origin="lower",
        extent=ends * 2, cmap=style.SEQUENTIAL,
        norm=LogNorm(largest / 10**DECADES, largest),
    )  # fmt: skip
    axes.set_title("spectrum of the creases")
    axes.set(xlabel="ξ₁ (cycles per unit)", ylabel="ξ₂ (cycles per unit)")
    axes.figure.colorbar(shown, ax=axes, label="amplitude", shrink=0.8)
