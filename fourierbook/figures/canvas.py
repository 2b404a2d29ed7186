"""The figure that plots are drawn on, and what all plots share."""

import io

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from fourierbook.figures import style

PAD = 0.06  # inches, around and between panels


class Picture(Figure):
    """A figure that shows itself once, and only where it is a cell's value."""

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        buffer = io.BytesIO()
        self.savefig(buffer, format="png", dpi=self.dpi)
        # The width alone: with a height too, a page on a phone squeezes the picture sideways.
        metadata = {"width": round(96 * self.get_size_inches()[0])}
        data = {"image/png": buffer.getvalue(), "text/plain": "figure"}
        return data, {"image/png": metadata}


def panels(
    rows: int = 1,
    columns: int = 1,
    *,
    width: float = style.WIDTH,
    height: float | None = None,
    share_x: bool = False,
    share_y: bool = False,
) -> tuple[Picture, np.ndarray | Axes]:
    """An empty figure and its axes: one, or an array of them as `plt.subplots` gives.

    Args:
        rows: of panels.
        columns: of panels.
        width: of the figure, in inches; wider than the default makes the text small on a phone.
        height: of the figure, in inches; chosen from the number of panels without it.
        share_x: whether the panels of a column have one horizontal axis.
        share_y: whether the panels of a row have one vertical axis.

    >>> figure, (left, right) = panels(1, 2)
    >>> left.figure is right.figure is figure
    True
    """
    if height is None:
        height = rows * (style.HEIGHT if columns == 1 else 0.75 + 0.85 * width / columns)
    figure = Picture(figsize=(width, height), layout="constrained")
    figure.get_layout_engine().set(w_pad=PAD, h_pad=PAD)
    return figure, figure.subplots(rows, columns, sharex=share_x, sharey=share_y)


def chosen(axes: Axes | None, *, height: float = style.HEIGHT) -> Axes:
    """The axes that a caller gave, or those of a new figure."""
    return panels(height=height)[1] if axes is None else axes


def labelled(axes: Axes, x_label: str, y_label: str, *, legend: bool) -> Figure:
    """Write both labels, unless they are empty, and the legend; return the figure."""
    axes.set_xlabel(x_label or axes.get_xlabel())
    axes.set_ylabel(y_label or axes.get_ylabel())
    if legend:
        axes.legend()
    return axes.figure


def array(values) -> np.ndarray:
    """Numbers as numpy has them, from a tensor on any device too.

    >>> array([1, 2]).shape
    (2,)
    """
    if hasattr(values, "detach"):
        values = values.detach().cpu()
    return np.asarray(values)


def plain_logarithmic(axes: Axes, *, names: str = "xy") -> None:
    """Make axes logarithmic with plain numbers at 1, 2, 5, 10, …, not powers of ten."""
    for name in names:
        getattr(axes, f"set_{name}scale")("log")
        axis = getattr(axes, f"{name}axis")
        axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axis.set_minor_locator(NullLocator())
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
