"""Pictures of labels along one line: a hill and its spectrum, then the digits of MNIST."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from fourierbook.experiments.f_principle_images import images, images_training, labels, pairs
from fourierbook.figures import plots, style
from fourierbook.figures.canvas import Picture, page
from fourierbook.measure.projection import TIMES_THE_FLOOR
from fourierbook.results import store
from fourierbook.results.questions import Result

ONE = 1  # the digit whose places crowd together
WIDE = 0.11  # standard deviation of the other bump, about that of most digits
WIDTHS = (0.01, 0.3)
ONES, OTHERS = "#000000", "#8a8a8a"
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
        raise ValueError(f"the spread is {WIDTHS[0]} to {WIDTHS[1]} of the line; got {width!r}")
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


def digit_hill(
    digit: int = ONE, *, learnt: Result | None = None, known: Result | None = None
) -> Picture:
    """Where the images of a digit lie on the line, and its waves; the other digits in grey.

    Args:
        digit: 0 to 9, the one in black.
        learnt: of the experiment `digits_in_parts`; the recorded one without it.
        known: of `digits_labels`; the recorded one without it.

    Raises:
        ValueError: if there is no such digit.
    """
    learnt = learnt or store.largest(images.DIGITS_IN_PARTS)
    known = known or store.largest(labels.DIGITS_LABELS)
    places = known.shards["labels"]["places"]
    if digit not in range(len(places)):
        raise ValueError(f"digit is 0 to {len(places) - 1}; got {digit!r}")
    figure, (left, right) = page(1, 2, height=0.46)
    _draw_places(left, places, digit)
    _draw_waves(right, learnt, digit)
    return figure


def orders(learnt: Result | None = None) -> Picture:
    """Of two waves of one digit, which is learnt first: counted over all networks and seeds.

    Args:
        learnt: of the experiment `digits_in_parts`; the recorded one without it.
    """
    learnt = learnt or store.largest(images.DIGITS_IN_PARTS)
    figure, axes = page(height=0.32)
    for row, (name, which) in enumerate(NAMES.items()):
        found, left = pairs.orders(learnt, learnt.recipe.cases, **{which: ONE}), 0.0
        for count, (word, colour, ink) in zip(found, ORDERS, strict=True):
            share = count / sum(found)
            axes.barh(row, share, left=left, color=colour, edgecolor="black", height=0.7)
            if share > ROOM:
                axes.text(left + share / 2, row, word, ha="center", va="center", color=ink)
            left += share
        axes.text(-0.02, row, f"{name}:\n{sum(found):,} pairs", ha="right", va="center")
    axes.set(xlim=(0, 1), ylim=(1.6, -0.6), yticks=[], xlabel="share of the pairs of waves")
    axes.set_title("which of two waves is learnt first", loc="left")
    return figure


def _draw_places(axes: Axes, places: np.ndarray, digit: int) -> None:
    """How the images of each digit, (digits, parts), are spread over the line."""
    share = places / places.sum(1, keepdims=True)
    middle = (np.arange(places.shape[1]) + 0.5) / places.shape[1]
    for each, row in enumerate(share):
        axes.plot(middle, row, **_look(each, digit))
    axes.fill_between(middle, share[digit], color=ONES)
    axes.set(xlabel="place on the line", xlim=(0, 1), ylim=(0, None), yticks=[])
    axes.set_title(f"where the images of a {digit} lie", loc="left")


def _draw_waves(axes: Axes, learnt: Result, digit: int) -> None:
    """Amplitudes of the labels, in floors of sampling, and the level from which they count."""
    values = next(iter(learnt.shards.values()))
    floors = values["spectra"].astype(float) / values["floors"][:, None]
    for each, row in enumerate(floors):
        axes.plot(images_training.FREQUENCIES, row, **_look(each, digit))
    axes.axhline(TIMES_THE_FLOOR, color=LEVEL, linewidth=1.2)
    axes.text(
        5.5, 1.1 * TIMES_THE_FLOOR, f"{TIMES_THE_FLOOR:g} times chance", color=LEVEL
    )  # fmt: skip
    plots.plain_logarithmic(axes, names="y", marked=(1, 3))
    axes.set(xlim=(0, FARTHEST), ylim=(0.7, 40), xlabel="frequency (cycles)")
    axes.set_title("its waves: how many times chance", loc="left")


def _look(digit: int, chosen: int) -> dict[str, Any]:
    """Of a digit's line: the chosen one thick and black before the others, thin and grey."""
    if digit == chosen:
        return {"color": ONES, "linewidth": 2.4, "zorder": 3}
    return {"color": OTHERS, "linewidth": 0.8, "zorder": 2}
