"""Convex polygons of the plane, cut along lines: corners counter-clockwise, one half or two."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Corner = tuple[float, float]


def cut(
    corners: list[Corner], matrix: Floats, shift: Floats, *, touch: float, sliver: float
) -> list[list[Corner]]:
    """Cut a convex polygon along the lines on which matrix @ x + shift is 0 in one component.

    Args:
        corners: of the polygon, counter-clockwise.
        matrix: (units, 2).
        shift: (units,).
        touch: distance from a line within which a corner lies on it.
        sliver: area below which a half is none: the line then leaves the polygon whole.

    Returns:
        Corners of each piece, counter-clockwise.

    >>> square = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    >>> cross = np.eye(2), np.array([-0.5, -0.25])
    >>> [area(piece) for piece in cut(square, *cross, touch=1e-13, sliver=1e-15)]
    [0.375, 0.125, 0.375, 0.125]
    """
    size = np.hypot(matrix[:, 0], matrix[:, 1])
    with np.errstate(divide="ignore", invalid="ignore"):
        lines = np.column_stack([matrix, shift]) / size[:, None]  # their values are distances
        apart = np.array(corners) @ lines[:, :2].T + lines[:, 2]
    cuts = (apart.min(0) < -touch) & (apart.max(0) > touch) & (size > 0)
    cells = [corners]
    for a, b, c in lines[cuts].tolist():
        cells = [half for cell in cells for half in _halves(cell, (a, b, c), touch, sliver)]
    return cells


def _halves(
    cell: list[Corner], cut: tuple[float, float, float], touch: float, sliver: float
) -> list[list[Corner]]:
    """A convex polygon in two along a line, or as it is where the line leaves it whole."""
    a, b, c = cut
    heights = [a * x + b * y + c for x, y in cell]
    if min(heights) >= -touch or max(heights) <= touch:
        return [cell]
    above, below = [], []
    for i, (x, y) in enumerate(cell):
        here, before = heights[i], heights[i - 1]
        if (here > touch and before < -touch) or (here < -touch and before > touch):
            share = before / (before - here)
            px, py = cell[i - 1]
            point = (px + share * (x - px), py + share * (y - py))
            above.append(point)
            below.append(point)
        if here >= -touch:
            above.append((x, y))
        if here <= touch:
            below.append((x, y))
    return [above, below] if min(area(above), area(below)) > sliver else [cell]


def area(cell: list[Corner]) -> float:
    """Area of a polygon whose corners go counter-clockwise.

    >>> area([(0.0, 0.0), (2.0, 0.0), (0.0, 1.0)])
    1.0
    """
    pairs = zip(cell, cell[1:] + cell[:1], strict=True)
    return sum(x * v - u * y for (x, y), (u, v) in pairs) / 2
