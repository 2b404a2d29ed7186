"""Pictures of what one variable shows: kinks and their waves, and the shadow of a sheet."""

import math

import numpy as np
import torch
from torch import nn

from fourierbook.figures import plots, style
from fourierbook.figures.canvas import Picture, page
from fourierbook.pages.spectral_bias import hill
from fourierbook.theory.piecewise_linear import Line
from fourierbook.theory.piecewise_transforms import transform
from fourierbook.theory.steepness import bend

MOST_UNITS = 64
WAVES = (0.5, 200.0)  # cycles per unit
LETTERS = 11
BLUE = style.role("natural").colour
QUIET = "#8a8a8a"
SIDE = 601  # points across and along a shadow
REACH = 1.1  # from the middle of the sheet, where it is 0


def zigzag(units: float = 8, seed: float = 0) -> Picture:
    """A ReLU network of one input that is 0 outside of (0, 1), and its transform below the bound.

    Args:
        units: of its hidden layer, a whole number from 3 to 64: as many kinks as that.
        seed: of where the kinks lie, and how high, a whole number from 0 on.

    Raises:
        ValueError: if a number is not allowed.
    """
    if not 3 <= units <= MOST_UNITS or units != int(units):
        raise ValueError(f"units is a whole number from 3 to {MOST_UNITS}; got {units!r}")
    if seed < 0 or seed != int(seed):
        raise ValueError(f"seed is a whole number from 0 on; got {seed!r}")
    found = _random_line(int(units), int(seed))
    figure, (left, right) = page(1, 2, height=0.42)
    x, f = found.positions.numpy(), found.values[:, 0].numpy()
    left.plot([-0.1, *x, 1.1], [0, *f, 0], color=BLUE)
    left.plot(x, f, "o", color=BLUE)
    left.set(xlabel="input x", xlim=(-0.1, 1.1))
    left.set_title(f"a network with {units:g} kinks", loc="left")
    waves = np.geomspace(*WAVES, 1200)
    sizes = transform(found, torch.from_numpy(waves), border=True).abs().numpy()
    bound = bend(_with_ends(found)) / (2 * math.pi * waves) ** 2
    right.plot(waves, bound, color="black", linestyle=style.role("truth").line, linewidth=1.4)
    right.plot(waves, sizes, color=BLUE, linewidth=1.2)
    right.set_yscale("log")
    plots.plain_logarithmic(right, names="x", marked=(1,))
    right.set(xlim=WAVES, ylim=(bound[-1] / 300, 3 * bound[0]), xlabel="frequency ξ (cycles)")
    right.set_title("how much of each wave", loc="left")
    right.annotate(
        "all kinks in step:\nΣ|Δs| / (2πξ)²", (waves[500], bound[500]), (8, 6),
        textcoords="offset points", fontsize=LETTERS,
    )  # fmt: skip
    return figure


def _random_line(kinks: int, seed: int) -> Line:
    """Knots in [0, 1], the first and the last of height 0."""
    generator = torch.Generator().manual_seed(seed)
    places = torch.rand(kinks, generator=generator, dtype=torch.float64).sort().values
    places = (places - places[0]) / (places[-1] - places[0])
    heights = torch.randn(kinks, 1, generator=generator, dtype=torch.float64)
    heights[[0, -1]] = 0.0
    return Line(places, heights)


def _with_ends(found: Line) -> Line:
    """The same with level ground beside it, so that its first and last knots are kinks."""
    x, f = found.positions, found.values
    ends = f.new_zeros(1, 1)
    return Line(torch.cat([x[:1] - 1, x, x[-1:] + 1]), torch.cat([ends, f, ends]))


def shadow(angle: float = 65) -> Picture:
    """The hill, its shadow along one direction, and the slope of the shadow.

    Args:
        angle: of the direction, in degrees, from 0 to 180.

    Raises:
        ValueError: if the angle is outside its range.
    """
    if not 0 <= angle <= 180:
        raise ValueError(f"angle is 0 to 180 degrees; got {angle!r}")
    figure, (sheet, curve, slope) = page(1, 3, height=0.36)
    hill.draw(sheet, angle)
    sheet.set_title(f"arrow at {angle:g}°", loc="left")
    t, s = shade(angle)
    colour = hill.FOLD if hill.crossed(angle).any() else BLUE
    curve.plot(t, s, color=colour)
    curve.set_title("the shadow", loc="left")
    slope.plot(t, np.gradient(s, t), color=colour, linewidth=1.6)
    slope.set_title("its slope", loc="left")
    for axes in (curve, slope):
        axes.set(xlim=(-REACH, REACH), xlabel="way along the arrow")
    return figure


def shade(angle: float) -> tuple[np.ndarray, np.ndarray]:
    """Places along a direction, and the sheet summed up at right angles to it at each: (SIDE,)."""
    t = torch.linspace(-REACH, REACH, SIDE)
    turn = math.radians(angle)
    x = t[:, None] * math.cos(turn) - t * math.sin(turn)
    y = t[:, None] * math.sin(turn) + t * math.cos(turn)
    sheet: nn.Module = hill.network()
    with torch.no_grad():
        heights = sheet(torch.stack([x, y], -1))[..., 0]
    return t.numpy(), (heights.double().sum(1) * (2 * REACH / (SIDE - 1))).numpy()
