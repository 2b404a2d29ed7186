"""The picture of the page: what each network recognises when only a band of an image is left."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from fourierbook.figures import style
from fourierbook.figures.canvas import Picture, page
from fourierbook.results import catalogue

KINDS = {
    "low_pass": "low pass: the lowest frequencies are left",
    "high_pass": "high pass: the highest frequencies are left",
}
WHOLE = "whole"
EMPTY = "#eeeeee"  # where an image has no such band
HEIGHT, TITLES = 0.036, 0.1  # of a row, and around a panel, as shares of the width


def bands(networks: Sequence[str] | None = None) -> Picture:
    """Accuracy of each network when a band is all that is left: a row each, a column a bandwidth.

    Args:
        networks: names of networks that have a card; all of them without it.

    Raises:
        ValueError: if there is none, or one of them has no card.

    >>> bands(["specimens-cnn"]).axes[0].get_yticklabels()[0].get_text()
    'specimens-cnn'
    """
    there = catalogue.trained()
    names = list(there if networks is None else networks)
    if not names or not set(names) <= set(there):
        raise ValueError(
            f"networks are some of {', '.join(there)}; got {', '.join(names) or 'none'}"
        )
    figure, panels = page(2, 1, height=2 * (TITLES + HEIGHT * len(names)))
    for axes, kind in zip(panels, KINDS, strict=True):
        _panel(axes, names, kind)
    panels[-1].set_xlabel("bandwidth (coefficients along each axis)")
    return figure


def shares(names: Sequence[str], kind: str) -> tuple[list[int], np.ndarray]:
    """Bandwidths, and accuracies (networks, bandwidths + 1): the last column is whole images.

    Args:
        names: of networks that have a card.
        kind: `low_pass` or `high_pass`.

    >>> widths, found = shares(["specimens-cnn"], "low_pass")
    >>> widths[0], found.shape == (1, len(widths) + 1)
    (3, True)
    """
    curves = {name: dict(zip(*catalogue.band_curve(name, kind), strict=True)) for name in names}
    widths = sorted({width for curve in curves.values() for width in curve})
    found = np.full((len(names), len(widths) + 1), np.nan)  # nan where an image is too small
    for row, name in zip(found, names, strict=True):
        row[-1] = catalogue.measured(name, catalogue.accuracy).mean
        for width, interval in curves[name].items():
            row[widths.index(width)] = interval.mean
    return widths, found


def _panel(axes: Axes, names: Sequence[str], kind: str) -> None:
    widths, found = shares(names, kind)
    coloured = axes.imshow(found, cmap=style.SEQUENTIAL, vmin=0, vmax=1, aspect="auto")
    axes.set_facecolor(EMPTY)
    for (row, column), share in np.ndenumerate(found):
        shown, below = f"{share:.2f}", to_hex(coloured.to_rgba(share))
        if np.isnan(share):
            shown, below = "–", EMPTY
        colour = max("#ffffff", "#000000", key=partial(style.contrast, background=below))
        axes.text(column, row, shown, color=colour, ha="center", va="center", fontsize=10)
    axes.axvline(len(widths) - 0.5, color="white", linewidth=4)
    axes.set_xticks(range(len(widths) + 1), [*map(str, widths), WHOLE])
    axes.set_yticks(range(len(names)), names)
    axes.set_title(KINDS[kind], loc="left")
    axes.tick_params(length=0)
    axes.grid(False)
    axes.spines[:].set_visible(False)
