"""The figure that plots are drawn on, and what all plots share."""

import io
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from fourierbook.figures import small, style

PALETTE = 256  # colours, as many as one can have
PAD = 0.06  # inches, around and between panels


class Picture(Figure):
    """A figure that shows itself once, and only where it is a cell's value."""

    pixels: int | None = None  # that it is wide on a page; 96 an inch where nothing is said
    palette: int | None = None  # colours that are enough; all of them where nothing is said

    def png(self) -> bytes:
        """The picture as a file, with a palette if that is enough."""
        if self.palette:
            width = round(self.dpi * self.get_size_inches()[0])
            return small.png(small.drawn(self, width), colours=self.palette)
        buffer = io.BytesIO()
        self.savefig(buffer, format="png", dpi=self.dpi)
        return buffer.getvalue()

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        # The width alone: with a height too, a page on a phone squeezes the picture sideways.
        metadata = {"width": self.pixels or round(96 * self.get_size_inches()[0])}
        data = {"image/png": self.png(), "text/plain": "figure"}
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


def page(
    rows: int = 1,
    columns: int = 1,
    *,
    height: float = 0.4,
    ratios: Sequence[float] | None = None,
    share_x: bool = False,
    share_y: bool = False,
) -> tuple[Picture, np.ndarray | Axes]:
    """An empty figure as wide as a page's column, drawn at twice its pixels, and its axes.

    Args:
        rows: of panels.
        columns: of panels; three at most, since each has to be read on a phone too.
        height: of the figure, as a share of its width.
        ratios: widths of the columns, in proportion.
        share_x: whether the panels of a column have one horizontal axis.
        share_y: whether the panels of a row have one vertical axis.

    Raises:
        ValueError: if there are more than three columns.

    >>> figure, axes = page()
    >>> figure.pixels, round(figure.dpi * figure.get_size_inches()[0])
    (740, 1480)
    """
    if columns > 3:
        raise ValueError(
            f"a page has room for three panels beside each other; got {columns}: use rows"
        )
    figure = Picture(
        figsize=(style.PAGE, height * style.PAGE),
        dpi=2 * style.COLUMN / style.PAGE,
        layout="constrained",
    )
    figure.pixels, figure.palette = style.COLUMN, PALETTE
    figure.get_layout_engine().set(w_pad=PAD, h_pad=PAD)
    return figure, figure.subplots(
        rows, columns, sharex=share_x, sharey=share_y, width_ratios=ratios
    )


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


def name_ends(axes: Axes, names: Sequence[str], *, apart: float = 0.09) -> None:
    """Write a name at the right end of each of the last lines, in its colour, none on another.

    Args:
        axes: whose limits and scales are as they will stay.
        names: one for each of the last `len(names)` lines; an empty one names nothing.
        apart: least distance of two names, as a share of the height.

    >>> figure, axes = page()
    >>> _ = axes.plot([0, 1], [[0, 0], [1, 1]])
    >>> name_ends(axes, ["low", "high"])
    >>> [text.get_text() for text in axes.texts]
    ['low', 'high']
    """
    lines = axes.lines[len(axes.lines) - len(names) :]
    ends = [line.get_xydata()[np.isfinite(line.get_ydata())][-1] for line in lines]
    axes.autoscale_view()
    into_axes = axes.transData + axes.transAxes.inverted()
    heights = np.clip(into_axes.transform(np.array(ends))[:, 1], 0, 1)
    named = [place for place, name in enumerate(names) if name]
    spread = _spread(heights[named], apart)
    for place, height in zip(named, spread, strict=True):
        axes.annotate(
            names[place], (1, height), (4, 0), "axes fraction", "offset points", va="center",
            color=lines[place].get_color(), annotation_clip=False,
        )  # fmt: skip


def _spread(heights: np.ndarray, apart: float) -> np.ndarray:
    """Heights as near as may be to those asked for, in their order, none too close to the next."""
    order = np.argsort(heights, kind="stable")
    lifted = heights[order] - apart * np.arange(len(heights))
    blocks: list[list[float]] = []  # each a run of names that stand one above another
    for height in lifted:
        blocks.append([height])
        while len(blocks) > 1 and np.mean(blocks[-2]) > np.mean(blocks[-1]):
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    level = np.concatenate([np.full(len(block), np.mean(block)) for block in blocks])
    found = np.empty_like(heights)
    found[order] = level + apart * np.arange(len(heights))
    return found


def array(values) -> np.ndarray:
    """Numbers as numpy has them, from a tensor on any device too.

    >>> array([1, 2]).shape
    (2,)
    """
    if hasattr(values, "detach"):
        values = values.detach().cpu()
    return np.asarray(values)


def plain_logarithmic(
    axes: Axes, *, names: str = "xy", marked: Sequence[float] = (1, 2, 5)
) -> None:
    """Make axes logarithmic with plain numbers at 1, 2, 5, 10, …, not powers of ten.

    Args:
        axes: to change.
        names: `x`, `y` or both.
        marked: digits that have a number in each decade.
    """
    for name in names:
        getattr(axes, f"set_{name}scale")("log")
        axis = getattr(axes, f"{name}axis")
        axis.set_major_locator(LogLocator(subs=marked))
        axis.set_minor_locator(NullLocator())
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
