"""Signals on a line, amplitudes of single frequencies, profiles of spectra."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fourierbook.figures import style
from fourierbook.figures.canvas import array, chosen, labelled, plain_logarithmic


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

    >>> signal([0.0, 0.5], [1.0, -1.0]).axes[0].get_xlabel()
    'position (periods)'
    """
    axes, look = chosen(axes), style.role(role)
    kind = {"linestyle": "", "marker": look.marker or "o"} if points else {"linestyle": look.line}
    axes.plot(array(positions), array(values), color=look.colour, label=label, **kind)
    return labelled(axes, x_label, y_label, legend=bool(label))


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
    """Amplitudes of single frequencies, each a stem with a head; the known truth is an open circle.

    Args:
        frequencies: (n,).
        amplitudes: (n,).
        label: for the legend.
        role: of `style.ROLES`; `truth` leaves room for a measured head in its circle.
        x_label: quantity and unit.
        y_label: quantity and unit.
        axes: to draw on.

    >>> len(stems([1, 5], [1.0, 0.4]).axes[0].containers[0].stemlines.get_segments())
    2
    """
    axes, look = chosen(axes), style.role(role)
    heads, lines, base = axes.stem(array(frequencies), array(amplitudes), label=label)
    heads.set(color=look.colour, marker=look.marker or "o")
    if role == "truth":
        heads.set(markerfacecolor="none", markersize=11, markeredgewidth=1.5)
    lines.set(color=look.colour, linestyle=look.line, visible=role != "truth")
    base.set(color="#404040", linewidth=0.8)
    return labelled(axes, x_label, y_label, legend=bool(label))


def profile(
    radii,
    values,
    *,
    slope_over: tuple[float, float] | None = None,
    label: str | None = None,
    role: str = "first",
    x_label: str = "frequency (cycles per image)",
    y_label: str = "mean amplitude",
    axes: Axes | None = None,
) -> Figure:
    """A radial profile on two logarithmic axes, with the slope of a straight line through it.

    Args:
        radii: (n,), in cycles per image; radius 0 has no place on the axis and is left out.
        values: (n,); zeros are left out too.
        slope_over: smallest and largest radius of the fit; no line without it.
        label: for the legend.
        role: of `style.ROLES`.
        x_label: quantity and unit.
        y_label: quantity and unit.
        axes: to draw on.

    >>> figure = profile([0, 1, 2, 4], [9.0, 8.0, 4.0, 2.0], slope_over=(1, 4))
    >>> figure.axes[0].get_legend().get_texts()[0].get_text()
    'slope −1.00'
    """
    axes, look = chosen(axes), style.role(role)
    radii, values = array(radii), array(values)
    shown = (radii > 0) & (values > 0)
    drawn = {"color": look.colour, "linestyle": look.line, "marker": look.marker}
    axes.plot(radii[shown], values[shown], label=label, **drawn)
    if slope_over is not None:
        slope, level = log_slope(radii, values, over=slope_over)
        ends = np.array(slope_over)
        name = f"slope {slope:.2f}".replace("-", "−")
        axes.plot(ends, level * ends**slope, color="black", linestyle=(0, (6, 2)), label=name)
    plain_logarithmic(axes)
    return labelled(axes, x_label, y_label, legend=bool(label or slope_over))


def log_slope(radii, values, *, over: tuple[float, float]) -> tuple[float, float]:
    """Least-squares line through logarithms: values ≈ level · radius^slope.

    Args:
        radii: (n,), in cycles per image.
        values: (n,), positive inside the range.
        over: smallest and largest radius that count, positive.

    Returns:
        The slope and the level.

    Raises:
        ValueError: if fewer than two radii lie in the range, or a value there is not positive.

    >>> [round(x, 6) for x in log_slope([1, 2, 4], [8, 4, 2], over=(1, 4))]
    [-1.0, 8.0]
    """
    radii, values = array(radii), array(values)
    inside = (radii >= over[0]) & (radii <= over[1]) & (radii > 0)
    if inside.sum() < 2 or not (values[inside] > 0).all():
        raise ValueError(
            f"a line through logarithms needs two radii within {over} at least, and positive "
            f"values there; got {inside.sum()} radii, values from {values[inside].min(initial=0)}"
        )
    slope, intercept = np.polyfit(np.log(radii[inside]), np.log(values[inside]), 1)
    return float(slope), float(np.exp(intercept))
