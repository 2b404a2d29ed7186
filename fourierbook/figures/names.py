"""Names of lines, each written where its line is apart from the others."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

GAP = 8.0  # pixels of a page between a line and its name
PLACES = 60  # along a line that are tried
FINE = 400  # points of each line that a name keeps away from
SIDES = np.array([(1, 0), (-1, 0), (0, 1), (0, -1)])  # of a place at which a name can stand


def name_apart(axes: Axes, names: Mapping[str, Sequence[Line2D]], *, near: float = 0.4) -> None:
    """Write each name beside one of its lines, in their colour, on no line and no other text.

    Where there is no such place, it stands where it meets least.

    Args:
        axes: of a page's figure, with limits and scales as they will stay.
        names: the lines of each, all of one colour.
        near: share of the panel's height at which a name would stand best.

    >>> from fourierbook.figures.canvas import page
    >>> figure, axes = page()
    >>> low, high = axes.plot([0, 1], [[0, 0], [1, 1]])
    >>> name_apart(axes, {"low": [low], "high": [high]})
    >>> [text.get_text() for text in axes.texts]
    ['low', 'high']
    """
    axes.figure.draw_without_rendering()  # the layout is known from here on
    pixel = axes.figure.bbox.width / axes.figure.pixels
    gap = GAP * pixel / np.array([axes.bbox.width, axes.bbox.height])
    drawn = np.concatenate([_path(axes, line, FINE) for line in axes.lines])
    drawn = np.concatenate([drawn, *(_covered(axes, text) for text in axes.texts)])
    for name, lines in names.items():
        text = axes.text(
            0, 0, name, color=lines[0].get_color(), ha="center", va="center",
            transform=axes.transAxes,
        )  # fmt: skip
        half = np.ptp(_covered(axes, text), 0) / 2
        path = np.concatenate([_path(axes, line, PLACES) for line in lines])
        text.set_position(_best(path, drawn, half, gap, near))
        drawn = np.concatenate([drawn, _covered(axes, text)])


def _path(axes: Axes, line: Line2D, count: int) -> np.ndarray:
    """Points along a line, evenly spaced over its length, in shares of the panel: (count, 2)."""
    points = (line.get_transform() + axes.transAxes.inverted()).transform(line.get_xydata())
    points = points[np.isfinite(points).all(1)]
    along = np.r_[0, np.hypot(*np.diff(points, axis=0).T).cumsum()]
    asked = np.linspace(0, along[-1], count)
    return np.stack([np.interp(asked, along, part) for part in points.T], 1)


def _covered(axes: Axes, text) -> np.ndarray:
    """Points all over a text, in shares of the panel: (360, 2)."""
    corners = axes.transAxes.inverted().transform(text.get_window_extent())
    across, up = (np.linspace(*part, many) for part, many in zip(corners.T, (60, 6), strict=True))
    return np.stack(np.meshgrid(across, up), -1).reshape(-1, 2)


def _best(
    path: np.ndarray, drawn: np.ndarray, half: np.ndarray, gap: np.ndarray, near: float
) -> np.ndarray:
    """Centre of the text that meets fewest points, and of these the one nearest to a height."""
    centres = np.concatenate([path + side * (half + gap) for side in SIDES])
    outside = ((centres < half) | (centres > 1 - half)).any(1)
    apart = np.abs(drawn - centres[:, None]) <= half + 0.7 * gap
    met = apart.all(2).sum(1) + len(drawn) * outside
    return centres[np.lexsort((np.abs(centres[:, 1] - near), met))[0]]
