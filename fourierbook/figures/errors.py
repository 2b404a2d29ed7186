"""Relative errors of a fit, by frequency and time: the heat map of the frequency principle."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fourierbook.figures import style
from fourierbook.figures.canvas import array, chosen, labelled


def frequency_error(
    times,
    frequencies,
    errors,
    *,
    below: float | None = 0.2,
    title: str | None = None,
    bar: bool = True,
    x_label: str = "training steps",
    y_label: str = "frequency (cycles per period)",
    axes: Axes | None = None,
) -> Figure:
    """Heat map of the relative error Δ: a row for each frequency, time to the right.

    Args:
        times: (T,), rising; time 0 has no place on a logarithmic axis and is left out.
        frequencies: (K,), each a row of equal height.
        errors: Δ, (T, K); above 1 the colour stays that of 1.
        below: a white dot marks where Δ is below it for the first time; no dots without it.
        title: above the panel.
        bar: whether to draw the colour bar.
        x_label: quantity and unit.
        y_label: quantity and unit.
        axes: to draw on.

    Raises:
        ValueError: if errors are not (T, K), or fewer than two times are after 0.

    >>> figure = frequency_error([0, 1, 10], [1, 3], [[1, 1], [0.1, 0.9], [0.0, 0.5]])
    >>> figure.axes[0].collections[0].get_array().tolist()
    [[0.1, 0.0], [0.9, 0.5]]
    """
    axes = chosen(axes)
    times, errors = array(times).astype(float), array(errors).astype(float)
    if errors.shape != (len(times), len(frequencies)) or (times > 0).sum() < 2:
        raise ValueError(
            "errors are (T, K), a row for each time and a column for each frequency, and two times "
            f"at least are after 0; got {errors.shape}, {len(times)} times, {len(frequencies)} "
            "frequencies"
        )
    times, errors = times[times > 0], errors[times > 0]
    inner = np.sqrt(times[:-1] * times[1:])
    edges = [times[0] ** 2 / inner[0], *inner, times[-1] ** 2 / inner[-1]]
    rows = np.arange(len(frequencies) + 1) - 0.5
    picture = axes.pcolormesh(edges, rows, errors.T, cmap=style.SEQUENTIAL, vmin=0, vmax=1)
    if below is not None:
        for row, curve in enumerate((errors < below).T):
            if curve.any():
                axes.plot(times[curve.argmax()], row, "o", color="white", markeredgecolor="black")
    axes.set_xscale("log")
    axes.set_yticks(rows[:-1] + 0.5, [f"{frequency:g}" for frequency in array(frequencies)])
    axes.grid(False)
    axes.set_title(title or "")
    if bar:
        axes.figure.colorbar(picture, ax=axes, label="relative error Δ")
    return labelled(axes, x_label, y_label, legend=False)
