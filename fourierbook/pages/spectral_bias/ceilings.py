"""Pictures of untrained networks: how fast their spectra fall, and how high they can reach."""

import math

import numpy as np
import torch
from matplotlib.lines import Line2D

from fourierbook.experiments.spectral_bias import bounds, decay
from fourierbook.figures import plots, style
from fourierbook.figures.canvas import Picture, page
from fourierbook.results import store
from fourierbook.results.questions import Result
from fourierbook.theory.piecewise_linear import regions
from fourierbook.theory.piecewise_transforms import transform
from fourierbook.theory.steepness import lipschitz

MOST = {"layers": 5, "width": 48}
FAINT = "#b5b5b5"
BLUE = style.role("natural").colour
OWN = style.role("second")


def falloffs(result: Result | None = None) -> Picture:
    """Power with which the transform of each network falls, across a fold and in another direction.

    Args:
        result: of the experiment `decay_of_pieces`; the recorded one without it.
    """
    result = result or store.largest(decay.DECAY)
    rows = {
        "one input": decay.exponents(result, "line", "f"),
        "two inputs,\nacross a fold": decay.exponents(result, "plane", "along"),
        "two inputs,\nanother direction": decay.exponents(result, "plane", "off"),
    }
    figure, axes = page(height=0.34)
    for place, (powers, colour) in enumerate(
        zip(rows.values(), (BLUE, OWN.colour, BLUE), strict=True)
    ):
        apart = np.linspace(-0.28, 0.28, len(powers))
        axes.plot(powers, -place + apart, "o", color=colour, markersize=4, alpha=0.7)
        axes.plot(powers.mean(), -place, "|", color="black", markersize=34, markeredgewidth=2)
    axes.set(ylim=(-len(rows) + 0.5, 0.5), xlabel="power p of the falloff, |ĥ| ∝ ξ$^p$")
    axes.set_yticks([0, -1, -2], list(rows))
    axes.set_xticks([-3, -2.5, -2], ["−3", "−2.5", "−2"])
    axes.set_xlim(-3.35, -1.75)
    count = len(result.recipe.seeds)
    axes.set_title(f"{count} untrained networks of each kind, and their mean", loc="left")
    return figure


def ceilings(
    layers: float = 3, width: float = 16, seed: float = 0, result: Result | None = None
) -> Picture:
    """How strong the waves of untrained networks are, against regions times steepness.

    The recorded networks, of one to five hidden layers, stand in grey; a network that is made now
    is orange.

    Args:
        layers: of hidden units, a whole number from 1 to 5.
        width: units in each, a whole number from 2 to 48.
        seed: of the weights, a whole number from 0 on.
        result: of the experiment `bounds_of_pieces`; the recorded one without it.

    Raises:
        ValueError: if a number is not allowed.
    """
    for name, value, least in (("layers", layers, 1), ("width", width, 2)):
        if not least <= value <= MOST[name] or value != int(value):
            allowed = f"{least} to {MOST[name]}"
            raise ValueError(f"{name} is a whole number from {allowed}; got {value!r}")
    if seed < 0 or seed != int(seed):
        raise ValueError(f"seed is a whole number from 0 on; got {seed!r}")
    result = result or store.largest(bounds.BOUNDS)
    figure, axes = page(height=0.5)
    for depth in result.recipe.depths:
        values = result.shards[f"depth{depth}"]
        axes.plot(
            values["regions"] * values["steepest"], values["amplitudes"], "o", color=FAINT,
            markersize=5,
        )  # fmt: skip
    pieces, steep, size = measured(int(layers), int(width), int(seed))
    axes.plot(pieces * steep, size, "D", color=OWN.colour, markersize=11)
    plots.plain_logarithmic(axes, names="xy", marked=(1,))
    ends = np.array(axes.get_xlim())
    axes.set(xlabel="regions × steepest slope", ylabel="largest (2πξ)² |ĥ|")
    axes.set_xlim(ends)
    plural = "s" * (layers != 1)
    axes.set_title(
        f"now: {layers:g} layer{plural} of {width:g} units, {pieces:,} regions", loc="left",
        color=OWN.colour,
    )  # fmt: skip
    recipe = result.recipe
    count = len(recipe.seeds) * len(recipe.depths)
    grey = Line2D([], [], marker="o", linestyle="", color=FAINT)
    said = f"{count} recorded networks of 1 to {max(recipe.depths)} layers"
    figure.legend([grey], [said], loc="outside lower center")
    return figure


def measured(layers: int, width: int, seed: int) -> tuple[int, float, float]:
    """Regions, steepest slope and largest |k|² |ĥ| of one untrained network, as those recorded."""
    model = bounds.network(seed, widths=(2, *[width] * layers, 1))
    pieces, generator = regions(model), torch.Generator().manual_seed(seed)
    angle, share = torch.rand(2, 1000, generator=generator, dtype=torch.float64)
    low, high = bounds.WAVES
    k = low * (high / low) ** share
    along = torch.stack([(math.pi * angle).cos(), (math.pi * angle).sin()], 1)
    sizes = transform(pieces, k[:, None] * along / (2 * math.pi), border=False).abs() * k**2
    return len(pieces.corners), lipschitz(pieces), sizes.max().item()
