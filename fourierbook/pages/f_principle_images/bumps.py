"""Pictures of labels along one line: a hill and its spectrum, then the digits of MNIST."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from fourierbook.experiments.f_principle_images import images, images_training, labels, pairs
from fourierbook.figures import plots, style
from fourierbook.figures.canvas import Picture, page
from fourierbook.measure.projection import TIMES_THE_FLOOR
from fourierbook.pages.f_principle_images.look import case_of
from fourierbook.results import store
from fourierbook.results.questions import Result

ONE = 1  # the digit whose places crowd together
WIDE = 0.11  # standard deviation of the other bump, about that of most digits
WIDTHS = (0.01, 0.3)
ONES, OTHERS = "#000000", "#8a8a8a"
NAMED = "#6b6b6b"  # the grey of letters
LEVEL = style.role("lowest").colour
NAMES = {"the others": "but", "the ones": "only"}
ORDERS = (  # of two waves: what is said, the colour of its bar, and of the letters
    ("the lower", "white", "black"), ("both at once", "#c9c9c9", "black"),
    ("the higher", "black", "white"),
)  # fmt: skip
ROOM = 0.15  # share of a bar that has room for letters
FARTHEST = 18  # frequency that is drawn, beyond the last that counts


def bump(width: float = 0.04) -> Picture:
    """A bump along a line, beside a wide one, and the waves that each is made of.

    Args:
        width: standard deviation of the bump, as a share of the line, from 0.01 to 0.3.

    Raises:
        ValueError: if the width is outside its range.
    """
    if not WIDTHS[0] <= width <= WIDTHS[1]:
        raise ValueError(f"width is {WIDTHS[0]} to {WIDTHS[1]} of the line; got {width!r}")
    figure, (left, right) = page(1, 2, height=0.4)
    place, waves = np.linspace(0, 1, 400), np.linspace(0, 16, 200)
    for spread, colour, line in ((WIDE, OTHERS, "--"), (width, ONES, "-")):
        height = np.exp(-((place - 0.5) ** 2) / (2 * spread**2))
        left.plot(place, height, line, color=colour)
        right.plot(waves, labels.bump_spectrum(waves, width=spread), line, color=colour)
    left.set(xlabel="place on the line", ylim=(0, 1.1), yticks=[])
    left.set_title(f"spread {width:g}; dashed {WIDE:g}", loc="left")
    right.set(xlabel="frequency (cycles)", ylabel="amplitude", ylim=(0, 1.1))
    right.set_title("their waves", loc="left")
    return figure


def turn(
    network: str = "dense",
    loss: str = "squared error",
    *,
    learnt: Result | None = None,
    known: Result | None = None,
) -> Picture:
    """Where the digits lie on the line, their waves, and which of two waves is learnt first.

    A wave counts where its amplitude is three times that which chance gives it.

    Args:
        network: `dense` or `convolutional`.
        loss: `squared error` or `cross-entropy`.
        learnt: of the experiment `digits_in_parts`; the recorded one without it.
        known: of `digits_labels`; the recorded one without it.

    Raises:
        ValueError: if there is no such network, or no such loss.
    """
    case = case_of(network, loss)
    learnt = learnt or store.largest(images.DIGITS_IN_PARTS)
    known = known or store.largest(labels.DIGITS_LABELS)
    figure, (places, waves, order) = page(3, 1, height=0.95)
    _draw_places(places, known.shards["labels"]["places"])
    _draw_waves(waves, learnt)
    _draw_pairs(order, learnt, case)
    return figure


def _draw_places(axes: Axes, places: np.ndarray) -> None:
    """How the images of each digit, (digits, parts), are spread over the line."""
    share = places / places.sum(1, keepdims=True)
    middle = (np.arange(places.shape[1]) + 0.5) / places.shape[1]
    for digit, row in enumerate(share):
        axes.plot(middle, row, **_look(digit))
    axes.fill_between(middle, share[ONE], color=ONES)
    axes.set(xlabel="place on the line", xlim=(0, 1), ylim=(0, None), yticks=[])
    axes.set_title("where the images of each digit lie", loc="left")
    axes.text(0.12, 0.75, "the ones: a narrow hill", color=ONES, transform=axes.transAxes)
    axes.text(0.45, 0.42, "the others: wide hills", color=NAMED, transform=axes.transAxes)


def _draw_waves(axes: Axes, learnt: Result) -> None:
    """Amplitudes of the labels, in floors of sampling, and the level from which they count."""
    values = next(iter(learnt.shards.values()))
    floors = values["spectra"].astype(float) / values["floors"][:, None]
    for digit, row in enumerate(floors):
        axes.plot(images_training.FREQUENCIES, row, **_look(digit))
    axes.axhline(TIMES_THE_FLOOR, color=LEVEL, linewidth=1.2)
    axes.text(5, 1.1 * TIMES_THE_FLOOR, f"{TIMES_THE_FLOOR:g} times chance", color=LEVEL)
    plots.plain_logarithmic(axes, names="y", marked=(1, 3))
    axes.set(xlim=(0, FARTHEST), ylim=(0.7, 40), ylabel="times chance")
    axes.set_title("how strong the waves of each digit are", loc="left")
    axes.set_xlabel("frequency (cycles along the line)")


def _draw_pairs(axes: Axes, learnt: Result, case: str) -> None:
    """Of the pairs of waves of one digit: the lower first, both at one record, the higher first."""
    for row, (name, which) in enumerate(NAMES.items()):
        found, left = pairs.orders(learnt, [case], **{which: ONE}), 0.0
        for count, (word, colour, ink) in zip(found, ORDERS, strict=True):
            share = count / sum(found)
            axes.barh(row, share, left=left, color=colour, edgecolor="black", height=0.7)
            if share > ROOM:
                axes.text(left + share / 2, row, word, ha="center", va="center", color=ink)
            left += share
        axes.text(-0.02, row, f"{name}:\n{sum(found):,} pairs", ha="right", va="center")
    axes.set(xlim=(0, 1), ylim=(1.6, -0.6), yticks=[], xlabel="share of the pairs of waves")
    axes.set_title("which of two waves is learnt first", loc="left")


def _look(digit: int) -> dict[str, Any]:
    """Of a digit's line: the ones thick and black before the others, thin and grey."""
    if digit == ONE:
        return {"color": ONES, "linewidth": 2.4, "zorder": 3}
    return {"color": OTHERS, "linewidth": 0.8, "zorder": 2}
