"""Pictures of labels and their neighbours: two moons in the plane, then images."""

from collections.abc import Sequence

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.patches import Circle
from torch import Tensor

from fourierbook.experiments.f_principle_images import images, labels
from fourierbook.experiments.f_principle_images import moons as toy
from fourierbook.figures import plots, style
from fourierbook.figures.canvas import Picture, page
from fourierbook.figures.names import name_apart
from fourierbook.pages.f_principle_images.look import HIGH, LOW, QUIET, case_of, scattered
from fourierbook.results import store
from fourierbook.results.questions import Result

DELTAS = (0.05, 2.0)
CENTRE = 4  # the point around which the neighbourhood is drawn
NAMES = {"digits_in_parts": "MNIST", "photographs_in_parts": "CIFAR-10"}
TRUE, DEALT = style.role("truth"), style.role("chance")
WORDS = {(LOW, HIGH): ("low part", "high part"), (TRUE, DEALT): ("the true digit", "as dealt")}
OTHERS = {"linewidth": 0.8, "alpha": 0.35}  # lines of the networks that were not asked for


def moons(delta: float = 0.25, wrong: float = 0.08) -> Picture:
    """Labels of two moons, and their two parts, in one scale of colours from −2 to 2.

    The circle has the radius δ.

    Args:
        delta: width of the neighbourhood, from 0.05 to 2; the moons have the radius 1.
        wrong: share of the labels that are turned, from 0 to 0.3.

    Raises:
        ValueError: if a number is outside its range, or a part of the labels is empty.
    """
    if not DELTAS[0] <= delta <= DELTAS[1] or not 0 <= wrong <= 0.3:
        raise ValueError(
            f"delta is {DELTAS[0]} to {DELTAS[1]:g} and wrong 0 to 0.3; got {delta!r} and {wrong!r}"
        )
    drawn = toy.moons(wrong=wrong)
    parts = toy.split(drawn, delta=delta)
    figure, panels = page(1, 3, height=0.36)
    values = {"labels": drawn.labels, "low part": parts.low, "high part": parts.high}
    for axes, (title, part) in zip(panels, values.items(), strict=True):
        dots = scattered(axes, drawn.points, part)
        axes.set_title(title)
        axes.set_aspect("equal")
    centre = tuple(drawn.points[CENTRE].tolist())
    panels[0].add_patch(Circle(centre, delta, fill=False, linewidth=2, edgecolor="black"))
    figure.colorbar(dots, ax=panels, location="bottom", aspect=40, ticks=range(-2, 3))
    return figure


def two_parts(
    steps: Sequence[int], errors: Sequence[Sequence[float]], right: Sequence[Sequence[Tensor]]
) -> Picture:
    """One training: errors of both parts, and below them what it says where labels are wrong.

    Args:
        steps: (T,), at which was measured; 0 has no place on the axis.
        errors: (T, 2), of the low part and of the high one.
        right: (T, 2), each (n,): whether the true class of an image is named, and whether the one
            that it was dealt. Without such images the lower row stays empty.
    """
    figure, (above, below) = page(2, 1, height=0.66, share_x=True)
    for axes, values, looks in ((above, errors, (LOW, HIGH)), (below, right, (TRUE, DEALT))):
        values = np.array([[_mean(each) for each in row] for row in values])
        for line, look in zip(values.T, looks, strict=True):
            axes.plot(steps, line, color=look.colour, linestyle=look.line, linewidth=2.4)
        axes.legend(axes.lines, WORDS[looks], loc="upper left" if axes is below else "lower left")
    above.set(ylim=(0, None), ylabel="relative error")
    below.set(ylim=(0, 1.03), ylabel="share", xlabel="training steps")
    below.set_title("images whose label was dealt at random", loc="left")
    plots.plain_logarithmic(below, names="x", marked=(1,))
    below.set_xlim(max(steps[0], 1), steps[-1])
    return figure


def parts(
    network: str = "dense",
    loss: str = "squared error",
    *,
    learnt: Sequence[Result] | None = None,
    known: Sequence[Result] | None = None,
) -> Picture:
    """Errors of the low and the high part of the labels, a row a data set, for one network.

    The other networks are drawn faintly. A dotted line is what one answer for all images reaches.

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
        axes.text(1.1, alike - 0.04, "one answer for all", va="top", color=QUIET)
    axes.set_xlabel("training steps")
    for axes in np.atleast_1d(rows):  # once all rows are drawn: the names need the layout
        low, high = axes.lines[:2]
        name_apart(axes, {"low part": [low]}, near=0.25)
        name_apart(axes, {"high part": [high]}, near=0.95)
    return figure


def _mean(value: Tensor | float) -> float:
    return float(torch.as_tensor(value).float().mean())


def _errors(axes: Axes, result: Result, asked: str) -> None:
    """Two lines a network, medians over its seeds: first those of the one that is asked for."""
    largest = 0.0
    for case in sorted(result.recipe.cases, key=lambda case: case != asked):
        runs = [images.curves(result, case, seed) for seed in result.recipe.seeds]
        steps = runs[0][0]
        for part, look in ((1, LOW), (2, HIGH)):
            middle = np.median([run[part].astype(float) for run in runs], 0)[1:]
            width = {"linewidth": 2.6} if case == asked else OTHERS
            axes.plot(steps[1:], middle, color=look.colour, **width)
            largest = max(largest, middle.max())
    axes.set(ylim=(0, largest + 0.12), ylabel="relative error")
    axes.set_title(f"{NAMES[result.experiment]}, {result.recipe.count:,} images", loc="left")
    plots.plain_logarithmic(axes, names="x", marked=(1,))
    axes.set_xlim(1, steps[-1])
