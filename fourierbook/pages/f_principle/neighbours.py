"""Pictures of labels and their neighbours: two moons in the plane, then images."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.lines import Line2D

from fourierbook.experiments.f_principle import images, labels
from fourierbook.experiments.f_principle import moons as toy
from fourierbook.figures import plots, style
from fourierbook.figures.canvas import Picture, page
from fourierbook.pages.f_principle.names import name_apart
from fourierbook.results import store
from fourierbook.results.questions import Result

CLASSES = "BrBG"  # brown is −1, teal is 1, white is undecided
QUIET = "#404040"  # the key of the lines
WIDTHS = {"mse": ("squared error", 2.4), "cross_entropy": ("cross-entropy", 1.1)}  # by loss
LINES = {"mlp": ("dense", "-"), "cnn": ("convolutional", "--")}  # by network
LARGEST = 2.0  # that the high part can be: a label of 1 among neighbours of −1
LEVELS = np.linspace(-1, 1, 13)
AT = (10, 100, 1500)  # steps of the small network
DELTAS = (0.05, 2.0)
NAMES = {"digits_in_parts": "MNIST", "photographs_in_parts": "CIFAR-10"}


def moons(delta: float = 0.25, wrong: float = 0.08) -> Picture:
    """Labels of two moons, their two parts, and below them a network that learns them now.

    All have one scale of colours, from −2 to 2. The ground of the lower row is the network's answer
    at each place; answers beyond −1 and 1 are drawn as these.

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
    said = toy.answers(drawn, parts, at=AT)
    figure, (above, below) = page(2, 3, height=0.66)
    top = {"labels": drawn.labels, "low part": parts.low, "high part": parts.high}
    for axes, (title, values) in zip(above, top.items(), strict=True):
        dots = _scattered(axes, drawn.points, values)
        axes.set_title(title)
    for axes, step, plane, low, high in zip(below, AT, *said, strict=True):
        axes.contourf(
            np.linspace(*toy.SIDE[0], toy.GRID), np.linspace(*toy.SIDE[1], toy.GRID),
            np.clip(plane, -1, 1), LEVELS, cmap=CLASSES, vmin=-LARGEST, vmax=LARGEST,
        )  # fmt: skip
        _scattered(axes, drawn.points, drawn.labels)
        axes.set_title(f"after {step:,} steps")
        axes.set_xlabel(f"error: low {low:.2f},\nhigh {high:.2f}", fontsize=10)
    key = figure.colorbar(dots, ax=[*above, *below], aspect=40, ticks=range(-2, 3))
    key.set_label("dots: labels and their parts · ground: answer")
    return figure


def parts(learnt: Sequence[Result] | None = None, known: Sequence[Result] | None = None) -> Picture:
    """Errors of the low and the high part of the labels, a row a data set, a line a network.

    A network has one kind of line for both: dashes for convolutions, and thin for cross-entropy.

    Args:
        learnt: of `digits_in_parts` and `photographs_in_parts`; the recorded ones without it.
        known: of `digits_labels` and `photographs_labels`, in the same order: what answering every
            image alike would reach is a dotted line.
    """
    learnt = learnt or [store.largest(each) for each in images.EXPERIMENTS]
    known = known or [store.largest(each) for each in labels.EXPERIMENTS]
    figure, rows = page(len(learnt), 1, height=0.42 * len(learnt), share_x=True)
    for axes, result, before in zip(np.atleast_1d(rows), learnt, known, strict=True):
        _errors(axes, result)
        alike = labels.mean_label(before)
        axes.axhline(alike, color="#404040", linestyle=":", linewidth=1.5)
        axes.text(1.1, alike - 0.04, "one answer for all", va="top", color="#404040")
    axes.set_xlabel("training steps")
    for axes in np.atleast_1d(rows):  # once all rows are drawn: the names need the layout
        low, high = axes.lines[:-1:2], axes.lines[1:-1:2]
        name_apart(axes, {f"low part: {len(low)} networks": low}, near=0.25)
        name_apart(axes, {f"high part: {len(high)} networks": high}, near=0.95)
    cases = list(dict.fromkeys(case for result in learnt for case in result.recipe.cases))
    figure.legend(
        [Line2D([], [], color=QUIET, **_look(case)) for case in cases],
        [_said(case) for case in cases], loc="outside lower center", ncols=2,
    )  # fmt: skip
    return figure


def _errors(axes: Axes, result: Result) -> None:
    """Two lines a network, in the median over its seeds: error of the low part, of the high one."""
    largest = 0.0
    for case in result.recipe.cases:
        runs = [images.curves(result, case, seed) for seed in result.recipe.seeds]
        steps = runs[0][0]
        for part, role in ((1, "low"), (2, "high")):
            middle = np.median([run[part].astype(float) for run in runs], 0)[1:]
            axes.plot(steps[1:], middle, color=style.role(role).colour, **_look(case))
            largest = max(largest, middle.max())
    axes.set(ylim=(0, largest + 0.12), ylabel="relative error")
    axes.set_title(f"{NAMES[result.experiment]}, {result.recipe.count:,} images", loc="left")
    plots.plain_logarithmic(axes, names="x", marked=(1,))
    axes.set_xlim(1, steps[-1])


def _look(case: str) -> dict[str, Any]:
    """Of a network's lines: dashes by what it is, width by its loss."""
    network, loss = case.split("-")
    return {"linestyle": LINES[network][1], "linewidth": WIDTHS[loss][1]}


def _said(case: str) -> str:
    """A network and its loss in words.

    >>> _said("cnn-cross_entropy")
    'convolutional, cross-entropy'
    """
    network, loss = case.split("-")
    return f"{LINES[network][0]}, {WIDTHS[loss][0]}"


def _scattered(axes: Axes, points: torch.Tensor, values: torch.Tensor) -> PathCollection:
    """Points in the plane, coloured by a value from −2 to 2."""
    dots = axes.scatter(
        *points.T.numpy(), c=values[:, 0].numpy(), cmap=CLASSES, vmin=-LARGEST, vmax=LARGEST, s=20,
        edgecolors="#303030", linewidths=0.6,
    )  # fmt: skip
    axes.set(xlim=toy.SIDE[0], ylim=toy.SIDE[1], xticks=[], yticks=[])
    axes.spines[:].set_visible(True)
    return dots
