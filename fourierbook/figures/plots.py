"""Plots, one call each. Importing this module applies the book's style.

Every function returns the figure, which shows itself where it is a cell's value. `axes=` draws into
a panel of a figure that `panels` made.
"""

import io
import math
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm, Normalize
from matplotlib.figure import Figure

from fourierbook.figures import style
from fourierbook.measure.intervals import Interval

style.use()
CYCLES = "cycles per image"


class Picture(Figure):
    """A figure that shows itself once, and only where it is a cell's value."""

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        buffer = io.BytesIO()
        self.savefig(buffer, format="png")
        width, height = (round(96 * inches) for inches in self.get_size_inches())
        return (
            {"image/png": buffer.getvalue(), "text/plain": "figure"},
            {"image/png": {"width": width, "height": height}},
        )


def panels(
    rows: int = 1, columns: int = 1, *, width: float = style.WIDTH, height: float | None = None
) -> tuple[Picture, np.ndarray | Axes]:
    """An empty figure and its axes: one, or an array of them as `plt.subplots` gives.

    Args:
        rows: of panels.
        columns: of panels.
        width: of the figure, in inches.
        height: of the figure, in inches; chosen from the number of panels without it.
    """
    if height is None:
        height = rows * (style.HEIGHT if columns == 1 else 0.4 + 0.85 * width / columns)
    figure = Picture(figsize=(width, height))
    return figure, figure.subplots(rows, columns)


def show_images(
    images,
    *,
    titles: Sequence[str] | None = None,
    columns: int | None = None,
    rescale: str | Sequence[str] = "none",
    contrast: float = 3.0,
    width: float = style.WIDTH,
) -> Picture:
    """Show images side by side, pixel by pixel.

    Args:
        images: a batch (N, C, H, W), or a list: of images (C, H, W) or (H, W), or of batches, each
            of which fills a column from top to bottom.
        titles: one for each entry of the list.
        columns: images in a row; with batches, one for each batch.
        rescale: `none` clips to [0, 1]; `centred`, for images z around zero such as high-pass
            images, shows clip(0.5 + z/(2 c std(z)), 0, 1) and says so below. One for all, or one
            each.
        contrast: c, in standard deviations.
        width: of the figure, in inches.

    Raises:
        ValueError: if titles or rescale do not fit the number of entries.
    """
    entries = [_batch(entry) for entry in images]
    ways = [rescale] * len(entries) if isinstance(rescale, str) else list(rescale)
    _one_each(entries, titles, ways)
    tall = max(len(entry) for entry in entries)
    columns = min(columns or min(len(entries), 8), len(entries)) if tall == 1 else len(entries)
    rows = math.ceil(len(entries) / columns) if tall == 1 else tall
    side = width / columns
    aspect = entries[0].shape[-2] / entries[0].shape[-1]
    lines = max((title.count("\n") + 1 for title in titles or []), default=0)
    figure, grid = panels(rows, columns, width=width, height=rows * (side * aspect + 0.2 * lines))
    grid = np.atleast_1d(grid).reshape(rows, columns)
    for axes in grid.flat:
        axes.set_axis_off()
    for index, (entry, way) in enumerate(zip(entries, ways, strict=True)):
        place = grid[:, index] if tall > 1 else [grid[divmod(index, columns)]]
        for axes, image in zip(place, entry, strict=False):
            axes.imshow(_shown(image, way, contrast), cmap=style.GREY, vmin=0, vmax=1)
        if titles is not None:
            place[0].set_title(titles[index])
    if "centred" in ways:
        figure.supxlabel(f"rescaled: grey is 0, white is +{contrast:g} standard deviations", size=9)
    return figure


def spectrum(
    amplitude,
    *,
    title: str | None = None,
    label: str = "amplitude",
    scale: str = "log",
    limits: tuple[float, float] | None = None,
    colours: str = style.SEQUENTIAL,
    bar: bool = True,
    axes: Axes | None = None,
) -> Figure:
    """A spectrum with the zero frequency in its centre.

    Args:
        amplitude: (H, W) in FFT order, not negative.
        title: above the panel.
        label: of the colour bar, with its unit.
        scale: of the colours: `log` or `linear`.
        limits: smallest and largest value of the colours; those of the spectrum without it. Values
            below the smallest are drawn as the smallest.
        colours: name of a colour map.
        bar: whether to draw the colour bar.
        axes: to draw on.

    Raises:
        ValueError: if `scale` is neither, or a log scale meets no positive value.
    """
    axes = _axes(axes, height=0.8 * style.WIDTH)
    values = np.fft.fftshift(_array(amplitude))
    norm = _norm(values, scale, limits)
    picture = axes.imshow(
        np.clip(values, norm.vmin, None), cmap=colours, norm=norm, extent=_extent(*values.shape)
    )
    _frequency_axes(axes, title)
    if bar:
        axes.figure.colorbar(picture, ax=axes, label=label, shrink=0.9)
    return axes.figure


def mask(values, *, title: str | None = None, axes: Axes | None = None) -> Figure:
    """A filter with the zero frequency in its centre: white is kept, black removed.

    Args:
        values: (H, W) in FFT order, between 0 and 1.
        title: above the panel.
        axes: to draw on.
    """
    axes = _axes(axes, height=0.8 * style.WIDTH)
    values = np.fft.fftshift(_array(values))
    axes.imshow(values, cmap=style.GREY, vmin=0, vmax=1, extent=_extent(*values.shape))
    _frequency_axes(axes, title)
    return axes.figure


def signal(
    positions,
    values,
    *,
    label: str | None = None,
    role: str = "first",
    points: bool = False,
    x_label: str = "position (periods)",
    y_label: str = "value",
    axes: Axes | None = None,
) -> Figure:
    """A signal on a line.

    Args:
        positions: (n,).
        values: (n,).
        label: for the legend.
        role: of `style.ROLES`.
        points: whether only the samples are drawn, not a line through them.
        x_label: quantity and unit.
        y_label: quantity and unit.
        axes: to draw on.
    """
    axes, look = _axes(axes), style.role(role)
    kind = {"linestyle": "", "marker": look.marker or "o"} if points else {"linestyle": look.line}
    axes.plot(_array(positions), _array(values), color=look.colour, label=label, **kind)
    return _labelled(axes, x_label, y_label, label)


def stems(
    frequencies,
    amplitudes,
    *,
    label: str | None = None,
    role: str = "first",
    x_label: str = "frequency (cycles per period)",
    y_label: str = "amplitude",
    axes: Axes | None = None,
) -> Figure:
    """Amplitudes of single frequencies, each a stem with a head.

    Args:
        frequencies: (n,).
        amplitudes: (n,).
        label: for the legend.
        role: of `style.ROLES`.
        x_label: quantity and unit.
        y_label: quantity and unit.
        axes: to draw on.
    """
    axes, look = _axes(axes), style.role(role)
    heads, lines, base = axes.stem(_array(frequencies), _array(amplitudes), label=label)
    heads.set(color=look.colour, marker=look.marker or "o")
    lines.set(color=look.colour)
    base.set(color="#404040", linewidth=0.8)
    return _labelled(axes, x_label, y_label, label)


def curve(
    x,
    intervals: Sequence[Interval],
    *,
    label: str | None = None,
    role: str = "first",
    spread: str = "band",
    x_label: str = "",
    y_label: str = "",
    axes: Axes | None = None,
) -> Figure:
    """A measured curve with its 95 % intervals.

    Args:
        x: (n,).
        intervals: n of `measure.intervals.Interval`; one without bounds is drawn without spread.
        label: for the legend.
        role: of `style.ROLES`.
        spread: `band` or `bars`.
        x_label: quantity and unit.
        y_label: quantity and unit.
        axes: to draw on.

    Raises:
        ValueError: if x and intervals differ in length, or `spread` is neither.
    """
    axes, look, x = _axes(axes), style.role(role), _array(x)
    if len(x) != len(intervals) or spread not in ("band", "bars"):
        raise ValueError(
            "x has one value for each interval, and spread is 'band' or 'bars'; "
            f"got {len(x)} values, {len(intervals)} intervals and {spread!r}"
        )
    mean, low, high = np.array([part[:3] for part in intervals], dtype=float).T
    bounded = np.isfinite(low) & np.isfinite(high)
    low, high = np.where(bounded, low, mean), np.where(bounded, high, mean)
    axes.plot(x, mean, color=look.colour, linestyle=look.line, marker=look.marker, label=label)
    if spread == "band":
        axes.fill_between(x, low, high, color=look.colour, alpha=0.2, linewidth=0)
    else:
        axes.errorbar(x, mean, [mean - low, high - mean], color=look.colour, fmt="none", capsize=3)
    return _labelled(axes, x_label, y_label, label)


def accuracy_curves(
    bandwidths,
    curves: Mapping[str, Sequence[Interval]],
    *,
    roles: Mapping[str, str] | None = None,
    chance: float | None = None,
    truth=None,
    spread: str = "band",
    x_label: str = "bandwidth (coefficients along each axis)",
    y_label: str = "accuracy (share of images)",
    axes: Axes | None = None,
) -> Figure:
    """Accuracy against bandwidth, with what chance gives and what is known beforehand.

    Args:
        bandwidths: (n,), the same for all curves.
        curves: n intervals under each label.
        roles: role of each label; without one, the label itself where it is a role, else the next
            of `first`, `second`, `third`.
        chance: accuracy of guessing.
        truth: (n,) accuracies known beforehand.
        spread: `band` or `bars`.
        x_label: quantity and unit.
        y_label: quantity and unit.
        axes: to draw on.
    """
    axes = _axes(axes)
    if chance is not None:
        look = style.role("chance")
        axes.axhline(chance, color=look.colour, linestyle=look.line, label="chance")
    if truth is not None:
        look = style.role("truth")
        axes.plot(bandwidths, truth, color=look.colour, linestyle=look.line, label="known truth")
    for label, role in _roles(curves, roles).items():
        curve(bandwidths, curves[label], label=label, role=role, spread=spread, axes=axes)
    axes.set_ylim(0, 1.02)
    return _labelled(axes, x_label, y_label, "legend")


def profile(
    radii,
    values,
    *,
    slope_over: tuple[float, float] | None = None,
    label: str | None = None,
    role: str = "first",
    x_label: str = f"frequency ({CYCLES})",
    y_label: str = "mean amplitude",
    axes: Axes | None = None,
) -> Figure:
    """A radial profile on two logarithmic axes, with the slope of a straight line through it.

    Args:
        radii: (n,), in cycles per image; radius 0 has no place on the axis and is left out.
        values: (n,), positive.
        slope_over: smallest and largest radius of the fit; no line without it.
        label: for the legend.
        role: of `style.ROLES`.
        x_label: quantity and unit.
        y_label: quantity and unit.
        axes: to draw on.
    """
    axes, look = _axes(axes), style.role(role)
    radii, values = _array(radii), _array(values)
    shown = (radii > 0) & (values > 0)
    style_of = {"color": look.colour, "linestyle": look.line, "marker": look.marker}
    axes.loglog(radii[shown], values[shown], label=label, **style_of)
    if slope_over is not None:
        inside = radii[(radii >= slope_over[0]) & (radii <= slope_over[1]) & shown]
        slope, level = log_slope(radii, values, over=slope_over)
        name = f"slope {slope:.2f}".replace("-", "−")
        axes.loglog(inside, level * inside**slope, color="black", linestyle="--", label=name)
    return _labelled(axes, x_label, y_label, label or slope_over)


def log_slope(radii, values, *, over: tuple[float, float]) -> tuple[float, float]:
    """Least-squares line through logarithms: values ≈ level · radius^slope.

    Args:
        radii: (n,), in cycles per image.
        values: (n,), positive inside the range.
        over: smallest and largest radius that count, positive.

    Returns:
        The slope and the level.

    Raises:
        ValueError: if fewer than two radii lie in the range.

    >>> [round(x, 6) for x in log_slope([1, 2, 4], [8, 4, 2], over=(1, 4))]
    [-1.0, 8.0]
    """
    radii, values = _array(radii), _array(values)
    inside = (radii >= over[0]) & (radii <= over[1]) & (radii > 0)
    if inside.sum() < 2:
        raise ValueError(f"a line needs two radii at least; got {inside.sum()} within {over}")
    slope, intercept = np.polyfit(np.log(radii[inside]), np.log(values[inside]), 1)
    return float(slope), float(np.exp(intercept))


def _array(values) -> np.ndarray:
    """Numbers as numpy has them, from a tensor on any device too."""
    if hasattr(values, "detach"):
        values = values.detach().cpu()
    return np.asarray(values)


def _axes(axes: Axes | None, height: float = style.HEIGHT) -> Axes:
    return panels(height=height)[1] if axes is None else axes


def _labelled(axes: Axes, x_label: str, y_label: str, legend) -> Figure:
    axes.set_xlabel(x_label or axes.get_xlabel())
    axes.set_ylabel(y_label or axes.get_ylabel())
    if legend:
        axes.legend()
    return axes.figure


def _batch(entry) -> np.ndarray:
    """(N, C, H, W) of an image or a batch."""
    entry = _array(entry)
    return entry.reshape(-1, *((1,) * max(0, 3 - entry.ndim)), *entry.shape[-3:])


def _one_each(entries: list, titles: Sequence[str] | None, ways: list[str]) -> None:
    if titles is not None and len(titles) != len(entries):
        raise ValueError(f"one title an entry; got {len(titles)} titles, {len(entries)} entries")
    if len(ways) != len(entries) or not set(ways) <= {"none", "centred"}:
        raise ValueError(
            "rescale is 'none' or 'centred', one for all or one for each of the "
            f"{len(entries)} entries; got {ways}"
        )


def _shown(image: np.ndarray, way: str, contrast: float) -> np.ndarray:
    """(H, W) or (H, W, 3) in [0, 1] of one image (C, H, W)."""
    if way == "centred":
        image = 0.5 + image / (2 * contrast * max(float(image.std()), 1e-12))
    image = np.clip(image, 0, 1)
    return image[0] if len(image) == 1 else np.moveaxis(image, 0, -1)


def _norm(values: np.ndarray, scale: str, limits: tuple[float, float] | None) -> Normalize:
    if scale not in ("log", "linear"):
        raise ValueError(f"scale is 'log' or 'linear'; got {scale!r}")
    if scale == "linear":
        return Normalize(*(limits or (values.min(), values.max())))
    positive = values[values > 0]
    if limits is None and len(positive) == 0:
        raise ValueError("a log scale needs a positive amplitude; got none: use scale='linear'")
    return LogNorm(*(limits or (positive.min(), positive.max())))


def _extent(height: int, width: int) -> tuple[float, float, float, float]:
    """Edges that put each frequency at the centre of its pixel, f_y downwards as rows are."""
    left, top = -(width // 2) - 0.5, -(height // 2) - 0.5
    return (left, left + width, top + height, top)


def _frequency_axes(axes: Axes, title: str | None) -> None:
    axes.grid(False)
    axes.set(xlabel=f"horizontal frequency ({CYCLES})", ylabel=f"vertical frequency ({CYCLES})")
    axes.set_title(title or "")


def _roles(curves: Mapping, roles: Mapping[str, str] | None) -> dict[str, str]:
    """Role of each label: as asked, its own name, or the next free one."""
    free = iter(("first", "second", "third"))
    roles = roles or {}
    return {
        label: roles.get(label) or (label if label in style.ROLES else next(free))
        for label in curves
    }
