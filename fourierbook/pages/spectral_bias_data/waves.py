"""Pictures of networks that learn one wave along a curve: one training, two phases, all waves."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import torch
from matplotlib.axes import Axes
from torch import nn

from fourierbook.figures import plots, style
from fourierbook.figures.canvas import Picture
from fourierbook.figures.names import name_apart
from fourierbook.pages.spectral_bias_data import plane
from fourierbook.pages.spectral_bias_data.curves import MOST_PETALS, MOST_WAVE, Case, learnt, whole
from fourierbook.pages.spectral_bias_data.hero import STEPS, WAVE, named

BLUE, ORANGE = style.role("first").colour, style.role("second").colour
GREY = "#6b6b6b"
CIRCLE_STEPS = tuple(range(0, 401, 10))  # at which the circle beside a training is looked at
WAVES = range(1, 37)  # of `easy`
LOOKED = tuple(range(10, 101, 10))  # steps that `easy` can show
QUARTER = 0.25


def training(
    net: nn.Module, amplitudes: Sequence[torch.Tensor | float], petals: float, wave: float
) -> Picture:
    """What a network makes of the plane, and how much of its wave it had after each step.

    A network that learns the same wave on a circle is trained beside it, and drawn in grey.

    Args:
        net: as it is after the last step.
        amplitudes: of the wave along the curve before each step, (steps + 1,).
        petals: of its curve, a whole number from 0 to 32.
        wave: its cycles along the curve, a whole number from 1 to 40.

    Raises:
        ValueError: if a number is outside its range.
    """
    petals, wave = whole("petals", petals, 0, MOST_PETALS), whole("wave", wave, 1, MOST_WAVE)
    figure, (left, right) = plots.page(1, 2, height=0.46, ratios=(1, 1.15))
    plane.draw_sheet(left, plane.sheet(net))
    plane.draw_curve(left, Case(petals, wave))
    left.set_title(f"wave {wave} on {named(petals)}", loc="left")
    (circle,) = right.plot(CIRCLE_STEPS, _on_circle(wave), color=GREY, linestyle="--")
    (own,) = right.plot([float(a) for a in amplitudes], color=BLUE)
    right.set(xlabel="training steps", ylim=(-0.05, 1.25), yticks=(0, 0.5, 1))
    right.set_title("how much of the wave it has", loc="left")
    if petals:
        name_apart(right, {"petals": [own], "circle": [circle]})
    return figure


@lru_cache(16)
def _on_circle(wave: int) -> np.ndarray:
    return learnt([Case(0, wave)], CIRCLE_STEPS).amplitudes[:, 0].numpy()


def phases(petals: float = WAVE) -> Picture:
    """Two networks after 35 steps on curves with as many petals as their waves have cycles.

    The first wave is in step with the petals, the second a quarter of a period ahead of them.

    Args:
        petals: and cycles, a whole number from 1 to 32.

    Raises:
        ValueError: if it is outside its range.
    """
    petals = whole("petals", petals, 1, MOST_PETALS)
    cases = [Case(petals, petals, turn) for turn in (0.0, QUARTER)]
    networks, amplitudes = learnt(cases, (STEPS,))
    figure, panels = plots.page(1, 2, height=0.53)
    said = ("in step with the petals", "a quarter ahead")
    for place, (axes, case) in enumerate(zip(panels, cases, strict=True)):
        plane.draw_sheet(axes, plane.sheet(networks.member(place)))
        plane.draw_curve(axes, case)
        axes.set_title(f"{said[place]}: {amplitudes[0, place]:.2f} of it", loc="left")
    return figure


def easy(petals: float = WAVE, steps: float = 60) -> Picture:
    """How much of each wave from 1 to 36 a network has that learns this wave alone.

    Each wave is learnt twice: in step with the petals, and a quarter of a period ahead. Grey are
    networks that learn the same waves on a circle.

    Args:
        petals: a whole number from 1 to 32.
        steps: of each training: 10, 20, … or 100.

    Raises:
        ValueError: if a number is not one of these.
    """
    petals = whole("petals", petals, 1, MOST_PETALS)
    if steps not in LOOKED:
        raise ValueError(f"steps is one of {', '.join(map(str, LOOKED))}; got {steps!r}")
    looked = LOOKED.index(int(steps))
    figure, axes = plots.page(height=0.5)
    circle, inside, ahead = _each(0, 0.0)[looked], *(_each(petals, t)[looked] for t in (0, QUARTER))
    _drawn(axes, circle, GREY, "--", ".")
    _drawn(axes, inside, BLUE, "-", "o")
    _drawn(axes, ahead, ORANGE, "-", "s")
    axes.set(xlabel="wave (cycles around the curve)", ylim=(-0.05, 1.3), yticks=(0, 0.5, 1))
    axes.set_xlim(0, WAVES[-1] + 1)
    axes.set_title(f"how much of it after {steps:g} steps, on {petals} petals", loc="left")
    axes.legend(
        axes.lines, ["circle", "petals, in step", "petals, a quarter ahead"], ncols=3,
        loc="upper right", handlelength=1.6, columnspacing=1.2,
    )  # fmt: skip
    return figure


def _drawn(axes: Axes, values: np.ndarray, colour: str, line: str, marker: str) -> None:
    axes.plot(
        WAVES, values, color=colour, linestyle=line, marker=marker, linewidth=1.3, markersize=4.5
    )


@lru_cache(32)
def _each(petals: int, turn: float) -> np.ndarray:
    """Amplitude of each wave after each of these steps, (T, waves)."""
    return learnt([Case(petals, wave, turn) for wave in WAVES], LOOKED).amplitudes.numpy()
