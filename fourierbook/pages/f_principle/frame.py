"""Small triangles on the frame of a panel, where a line leaves it."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

LEAST = 1.0  # pixels beyond the frame, from which a line has left it
SIZE = 49  # of a triangle, in square points


def mark_cut(axes: Axes, lines: Sequence[Line2D]) -> None:
    """A triangle of its colour on the frame, where a line leaves it above or below or comes back.

    Args:
        axes: with limits and scales as they will stay.
        lines: drawn on it.

    >>> from fourierbook.figures.canvas import page
    >>> figure, axes = page()
    >>> lines = axes.plot([0, 1, 2], [0, 1, 0])
    >>> _ = axes.set(xlim=(0, 2), ylim=(0, 0.5))
    >>> mark_cut(axes, lines)
    >>> [each.get_offsets().round(3).tolist() for each in axes.collections]
    [[[0.5, 0.5], [1.5, 0.5]]]
    """
    into, (first, last) = axes.transData, axes.get_xlim()
    for line in lines:
        across, up = into.transform(line.get_xydata()).T
        for level, side, marker in zip(axes.get_ylim(), (-1, 1), "v^", strict=True):
            border = into.transform((first, level))[1]
            turns = _crossings(across, side * (up - border))
            found = into.inverted().transform(np.stack([turns, np.full_like(turns, border)], 1))
            found = found[(found[:, 0] >= first) & (found[:, 0] <= last)]
            if len(found):
                axes.scatter(
                    *found.T, s=SIZE, marker=marker, color=line.get_color(), clip_on=False, zorder=4
                )


def _crossings(across: np.ndarray, beyond: np.ndarray) -> np.ndarray:
    """Where a line meets a border, between each two points of which one is beyond it."""
    outside = beyond > LEAST
    (turns,) = np.nonzero(outside[:-1] != outside[1:])
    share = np.clip(beyond[turns] / (beyond[turns] - beyond[turns + 1]), 0, 1)
    return across[turns] + share * (across[turns + 1] - across[turns])
