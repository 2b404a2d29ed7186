"""Curves of measured values, with their intervals."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fourierbook.figures import style
from fourierbook.figures.canvas import array, chosen, labelled
from fourierbook.measure.intervals import Interval


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

    >>> figure = curve([1, 3], [Interval(0.5, 0.4, 0.6, 90, "images")] * 2, y_label="accuracy")
    >>> figure.axes[0].lines[0].get_ydata().tolist()
    [0.5, 0.5]
    """
    axes, look, x = chosen(axes), style.role(role), array(x)
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
        axes.fill_between(x, low, high, color=look.colour, alpha=0.25, linewidth=0)
    else:
        axes.errorbar(x, mean, [mean - low, high - mean], color=look.colour, fmt="none", capsize=3)
    return labelled(axes, x_label, y_label, legend=bool(label))


def level(value: float, *, label: str, role: str, axes: Axes | None = None) -> Figure:
    """A value that the curves are compared with, as a line from edge to edge.

    Args:
        value: in the unit of the vertical axis.
        label: for the legend.
        role: of `style.ROLES`, such as `chance`.
        axes: to draw on.

    >>> level(0.1, label="chance", role="chance").axes[0].lines[0].get_ydata()
    [0.1, 0.1]
    """
    axes, look = chosen(axes), style.role(role)
    axes.axhline(value, color=look.colour, linestyle=look.line, label=label)
    return labelled(axes, "", "", legend=True)


def accuracy_curves(
    bandwidths,
    curves: Mapping[str, Sequence[Interval]],
    *,
    roles: Mapping[str, str] | None = None,
    chance: float | None = None,
    truth=None,
    spread: str = "band",
    x_label: str = "bandwidth (coefficients)",
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

    Raises:
        ValueError: as `curve`, or if more than three labels have no role.

    >>> one = [Interval(0.5, 0.4, 0.6, 90, "images")]
    >>> figure = accuracy_curves([7], {"natural": one}, chance=0.1)
    >>> [text.get_text() for text in figure.axes[0].get_legend().get_texts()]
    ['natural', 'chance']
    """
    axes = chosen(axes)
    for label, role in _roles(curves, roles).items():
        name = label.replace("_", " ")
        curve(bandwidths, curves[label], label=name, role=role, spread=spread, axes=axes)
    if truth is not None:
        look = style.role("truth")
        axes.plot(bandwidths, truth, color=look.colour, linestyle=look.line, label="known truth")
    if chance is not None:
        level(chance, label="chance", role="chance", axes=axes)
    axes.set_ylim(0, 1.03)
    return labelled(axes, x_label, y_label, legend=True)


def _roles(curves: Mapping, roles: Mapping[str, str] | None) -> dict[str, str]:
    """Role of each label: as asked, its own name, or the next free one."""
    roles = dict(roles or {})
    free = [role for role in ("third", "second", "first") if role not in roles.values()]
    for label in curves:
        if label not in roles and label not in style.ROLES and not free:
            raise ValueError(f"three labels at most go without a role; name one for {label!r}")
        if label not in roles:
            roles[label] = label if label in style.ROLES else free.pop()
    return {label: roles[label] for label in curves}
