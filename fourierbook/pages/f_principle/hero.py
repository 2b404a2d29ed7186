"""The first picture: a curve, what a network draws of it, and how much of each wave is in that."""

from typing import NamedTuple

import numpy as np

from fourierbook.experiments.f_principle import line
from fourierbook.experiments.line import positions, wave_points
from fourierbook.figures import style, widgets
from fourierbook.figures.canvas import Picture, page
from fourierbook.results import store

SEED = 1  # of the three whose fits are recorded: the one that begins nearest to nothing
AT_REST = 88  # steps
LETTERS = 11  # points: 15 pixels or more, on the page and in a frame
NO_GRID = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # behind letters
HIGHEST = 9  # frequency that has a bar
CAPTION = (
    "The dashed curve is the sum of six waves. Blue is what a network draws of it after some "
    "steps of training. Each bar says how much of one wave is in its drawing, each circle how "
    "much should be: 0 for waves 7 to 9. After 88 steps the two lowest waves are there, and the "
    "others are still to come. Move the slider: from left to right the bars reach their circles. "
    "Some overshoot or fall back first, and waves 7 to 9 appear for a while and vanish."
)


class Drawn(NamedTuple):
    """What the hero shows of one recorded training."""

    t: np.ndarray  # (n,), positions in periods
    target: np.ndarray  # (n,)
    fits: np.ndarray  # (T, n)
    steps: np.ndarray  # (T,)
    frequencies: tuple[int, ...]


def recorded() -> Drawn:
    """Six waves, as one of the recorded networks learns them."""
    result = store.largest(line.FREQUENCY_LADDER)
    values, frequencies = result.shards["six"], line.CASES["six"].frequencies
    target = wave_points(result.recipe.points, frequencies)[1][:, 0].numpy()
    t = positions(result.recipe.points).numpy()
    fits = values["fits"][:, SEED].astype(float)
    return Drawn(t, target, fits, values["fit_steps"], frequencies)


def amplitudes(values: np.ndarray) -> np.ndarray:
    """Amplitude of each whole frequency up to 9 in a curve of one period.

    >>> t = np.arange(64) / 64
    >>> amplitudes(0.5 * np.sin(2 * np.pi * 3 * t)).round(3).tolist()
    [0.0, 0.0, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    """
    return 2 * np.abs(np.fft.rfft(values))[: HIGHEST + 1] / len(values)


def hero():
    """The explorer at the head of the page: a slider over training steps."""
    drawn = recorded()
    frames = widgets.render(
        lambda axes, place: draw(axes, drawn, place), range(len(drawn.steps)),
        columns=2, ratios=(1.5, 1), width=style.COLUMN, height=300, density=2,
        steady=True,
    )  # fmt: skip
    return widgets.explorer(
        frames,
        [_alt(drawn, place) for place in range(len(drawn.steps))],
        name="training steps",
        labels=[f"{step:,}" for step in drawn.steps],
        start=drawn.steps.tolist().index(AT_REST),
        caption=CAPTION,
        width=style.COLUMN,
    )


def still() -> Picture:
    """The first picture at rest, as it stands in the notebook before anything runs."""
    drawn = recorded()
    figure, axes = page(1, 2, height=300 / style.COLUMN, ratios=(1.5, 1))
    draw(axes, drawn, drawn.steps.tolist().index(AT_REST))
    return figure


def draw(axes, drawn: Drawn, place: int) -> None:
    """Draw the curve and the bars of one step into two panels."""
    left, right = axes
    network, truth = style.role("natural").colour, style.role("truth")
    left.plot(drawn.t, drawn.target, color=truth.colour, linestyle=truth.line, linewidth=1.2)
    left.plot(drawn.t, drawn.fits[place], color=network, linewidth=2.6)
    left.set(xlim=(-0.5, 0.5), ylim=(-5.6, 5.6), xlabel="position (periods)")
    left.legend(left.lines, ["asked for", "the network"], loc="upper left", fontsize=LETTERS)
    left.set_title(f"after {drawn.steps[place]:,} steps", loc="left")
    waves = np.arange(1, HIGHEST + 1)
    right.bar(waves, amplitudes(drawn.fits[place])[1:], color=network, width=0.6)
    right.plot(
        waves, amplitudes(drawn.target)[1:], "o", color=truth.colour, markersize=9,
        markerfacecolor="white", markeredgewidth=1.8, clip_on=False,
    )  # fmt: skip
    right.tick_params(axis="x", pad=8)  # below the circles at 0
    right.set(ylim=(0, 1.4), xticks=waves, yticks=(0, 0.5, 1), xlabel="wave (cycles per period)")
    right.set_title("how much of each wave", loc="left")
    right.text(
        1, 1, "asked for", ha="right", va="center", color=truth.colour, fontsize=LETTERS,
        transform=right.get_yaxis_transform(), bbox=NO_GRID,
    )  # fmt: skip
    right.grid(axis="x", visible=False)


def _alt(drawn: Drawn, place: int) -> str:
    sizes = amplitudes(drawn.fits[place])[list(drawn.frequencies)]
    said = ", ".join(f"{size:.1f}" for size in sizes)
    return (
        f"After {drawn.steps[place]:,} steps the network's curve has the waves 1 to "
        f"{drawn.frequencies[-1]} with the amplitudes {said}; each should be 1."
    )
