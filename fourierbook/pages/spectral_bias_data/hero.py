"""The first picture: one wave along curves with more and more petals, and who learns it at once."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from fourierbook.figures import plots, style, widgets
from fourierbook.figures.canvas import Picture
from fourierbook.pages.spectral_bias_data import plane
from fourierbook.pages.spectral_bias_data.curves import MOST_PETALS, Case, learnt

WAVE, STEPS = 16, 35
SHOWN = (0, 2, 4, 6, 8, 10, 12, 14, 15, 16, 17, 18, 20, 24, 28, 32)  # frames
AT_REST = 16  # petals
HEIGHT, RATIOS = 340, (1, 1.15)
CAPTION = (
    "Left, a closed curve with 16 petals. Red is +1 and blue is −1: the colours along it are a "
    "wave that goes up and down 16 times. Behind it, in the same colours, what a network makes of "
    "the plane after 35 steps of training on the points of the curve. Right, how much of the wave "
    "it has then, and how much networks have on curves with other numbers of petals. Take 0 "
    "petals, a circle, and 8."
)


class Found(NamedTuple):
    """What networks have of the wave on each curve, and what they say around the curves shown."""

    amplitudes: np.ndarray  # (33,), by number of petals
    sheets: dict[int, np.ndarray]


@lru_cache(1)
def found() -> Found:
    """Train a network on the wave along each curve, for a few steps."""
    every = range(MOST_PETALS + 1)
    networks, amplitudes = learnt([Case(petals, WAVE) for petals in every], (STEPS,))
    sheets = {petals: plane.sheet(networks.member(petals)) for petals in SHOWN}
    return Found(amplitudes[0].numpy(), sheets)


def hero():
    """The explorer at the head of the page: a slider over the number of petals."""
    frames = widgets.render(
        draw, SHOWN, columns=2, ratios=RATIOS, width=style.COLUMN, height=HEIGHT, density=2,
        steady=True,
    )  # fmt: skip
    return widgets.explorer(
        frames,
        [_alt(petals) for petals in SHOWN],
        name="petals",
        labels=SHOWN,
        start=SHOWN.index(AT_REST),
        caption=CAPTION,
        width=style.COLUMN,
    )


def still() -> Picture:
    """The first picture at rest, as it stands in the notebook before anything runs."""
    figure, axes = plots.page(1, 2, height=HEIGHT / style.COLUMN, ratios=RATIOS)
    draw(axes, AT_REST)
    return figure


def draw(axes, petals: int) -> None:
    """Draw one curve with its network, and what networks have on all curves, into two panels."""
    left, right = axes
    kept = found()
    plane.draw_sheet(left, kept.sheets[petals])
    plane.draw_curve(left, Case(petals, WAVE))
    left.set_title(named(petals), loc="left")
    blue, orange = style.role("first").colour, style.role("second").colour
    every = np.arange(len(kept.amplitudes))
    right.plot(every, kept.amplitudes, "o-", color=blue, markersize=4, linewidth=1.4)
    right.plot(petals, kept.amplitudes[petals], "o", color=orange, markersize=12)
    right.set(xlim=(-1, MOST_PETALS + 1), ylim=(-0.05, 1.15), yticks=(0, 0.5, 1))
    right.set(xlabel="petals of the curve", xticks=range(0, MOST_PETALS + 1, 8))
    right.set_title(f"how much of wave {WAVE} after {STEPS} steps", loc="left")


def named(petals: int) -> str:
    """A curve in words.

    >>> named(0), named(16)
    ('a circle', '16 petals')
    """
    return f"{petals} petals" if petals else "a circle"


def _alt(petals: int) -> str:
    return (
        f"A curve, {named(petals)}, with a wave of {WAVE} cycles in red and blue. After {STEPS} "
        f"steps the network has {found().amplitudes[petals]:.2f} of the wave."
    )
