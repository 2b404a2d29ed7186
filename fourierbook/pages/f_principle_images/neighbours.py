"""Pictures of labels and their neighbours: two moons in the plane, then images."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle
from torch import Tensor

from fourierbook.experiments.f_principle_images import images, labels
from fourierbook.experiments.f_principle_images import moons as toy
from fourierbook.figures import plots, style, widgets
from fourierbook.figures.canvas import Picture, page
from fourierbook.figures.names import name_apart
from fourierbook.pages.f_principle_images.look import HIGH, LOW, QUIET, case_of, scattered
from fourierbook.results import store
from fourierbook.results.questions import Result

DELTAS = (0.1, 0.15, 0.25, 0.4, 0.6, 1.0)  # widths of a neighbourhood; the moons' radius is 1
AT_REST = 2  # of them
HEIGHT = 225  # pixels of a frame
LARGE = 60  # square points, of a dot with a wrong label
CENTRE = 4  # the point around which the neighbourhood is drawn
NAMES = {"digits_in_parts": "MNIST", "photographs_in_parts": "CIFAR-10"}
ALIKE = "one answer for all"
CAPTION = (
    "Left the labels, in the middle their low part, right their high part. Brown is −1, teal 1 and "
    "white 0. The large dots have a wrong label. The circle around one point has the radius δ."
)


def moons():
    """The explorer of the moons: their labels and both parts, by the width of a neighbourhood."""
    drawn = toy.moons()
    frames = widgets.render(
        lambda axes, place: draw_moons(axes, drawn, DELTAS[place]), range(len(DELTAS)),
        columns=3, width=style.COLUMN, height=HEIGHT, density=2, steady=True,
    )  # fmt: skip
    return widgets.explorer(
        frames,
        [f"The two parts of the labels with neighbourhoods {delta:g} wide." for delta in DELTAS],
        name="width of the neighbourhood, δ", labels=[f"{delta:g}" for delta in DELTAS],
        start=AT_REST, caption=CAPTION, width=style.COLUMN,
    )  # fmt: skip


def draw_moons(axes: np.ndarray, drawn: toy.Moons, delta: float) -> None:
    """Draw the labels and both parts into three panels, in one scale of colours from −2 to 2."""
    parts = toy.split(drawn, delta=delta)
    values = {"labels": drawn.labels, "low part": parts.low, "high part": parts.high}
    for panel, (title, part) in zip(axes, values.items(), strict=True):
        scattered(panel, drawn.points, part)
        scattered(panel, drawn.points[drawn.wrong], part[drawn.wrong], size=LARGE, edge=1.6)
        panel.set_title(title)
        panel.set_aspect("equal")
    centre = tuple(drawn.points[CENTRE].tolist())
    axes[0].add_patch(Circle(centre, delta, fill=False, linewidth=2, edgecolor="black"))


def two_parts(
    steps: Sequence[int], errors: Sequence[Sequence[float | Tensor]], alike: float | Tensor
) -> Picture:
    """Errors of the low and of the high part over one training, on a logarithmic axis of steps.

    Args:
        steps: (T,), at which was measured; 0 has no place on the axis.
        errors: (T, 2), of the low part and of the high one.
        alike: what one answer for all reaches in the low part.
    """
    figure, axes = page(height=0.4)
    lines = [
        axes.plot(steps, line, color=look.colour, linewidth=2.4)
        for line, look in zip(np.array(errors, float).T, (LOW, HIGH), strict=True)
    ]
    level = axes.axhline(float(alike), color=QUIET, linestyle=":", linewidth=1.5)
    axes.set(ylim=(0, None), xlabel="training steps", ylabel="relative error")
    plots.plain_logarithmic(axes, names="x", marked=(1,))
    axes.set_xlim(max(steps[0], 1), steps[-1])
    axes.set_ylim(0, 1.12 * axes.get_ylim()[1])
    low, high = lines
    name_apart(axes, {ALIKE: [level], "low part": low, "high part": high})
    return figure


def parts(
    network: str = "dense",
    loss: str = "squared error",
    *,
    learnt: Sequence[Result] | None = None,
    known: Sequence[Result] | None = None,
) -> Picture:
    """Errors of the low and the high part of the labels, a row a data set, for one network.

    A dotted line is what one answer for all images reaches in the low part.

    Args:
        network: `dense` or `convolutional`.
        loss: `squared error` or `cross-entropy`.
        learnt: of `digits_in_parts` and `photographs_in_parts`; the recorded ones without it.
        known: of `digits_labels` and `photographs_labels`, in the same order.

    Raises:
        ValueError: if there is no such network, or no such loss.
    """
    asked = case_of(network, loss)
    learnt = learnt or [store.largest(each) for each in images.EXPERIMENTS]
    known = known or [store.largest(each) for each in labels.EXPERIMENTS]
    figure, rows = page(len(learnt), 1, height=0.4 * len(learnt), share_x=True)
    for axes, result, before in zip(np.atleast_1d(rows), learnt, known, strict=True):
        _errors(axes, result, asked)
        alike = labels.mean_label(before)
        axes.axhline(alike, color=QUIET, linestyle=":", linewidth=1.5)
    axes.set_xlabel("training steps")
    for axes in np.atleast_1d(rows):  # once all rows are drawn: the names need the layout
        low, high, level = axes.lines
        name_apart(axes, {ALIKE: [level], "low part": [low]}, near=0.25)
        name_apart(axes, {"high part": [high]}, near=0.95)
    return figure


def _errors(axes: Axes, result: Result, case: str) -> None:
    """Both errors of one network, medians over its seeds."""
    runs = [images.curves(result, case, seed) for seed in result.recipe.seeds]
    steps, largest = runs[0][0], 0.0
    for part, look in ((1, LOW), (2, HIGH)):
        middle = np.median([run[part].astype(float) for run in runs], 0)[1:]
        axes.plot(steps[1:], middle, color=look.colour, linewidth=2.6)
        largest = max(largest, middle.max())
    axes.set(ylim=(0, largest + 0.12), ylabel="relative error")
    axes.set_title(f"{NAMES[result.experiment]}, {result.recipe.count:,} images", loc="left")
    plots.plain_logarithmic(axes, names="x", marked=(1,))
    axes.set_xlim(1, steps[-1])
