"""Pictures of networks that learn waves on a line: one training, many of them, another recipe."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np
from matplotlib.axes import Axes

from fourierbook.experiments.f_principle import line
from fourierbook.figures import plots, style
from fourierbook.figures.canvas import Picture, page
from fourierbook.figures.names import name_apart
from fourierbook.measure.crossings import BELOW
from fourierbook.pages.f_principle.frame import mark_cut
from fourierbook.results import store
from fourierbook.results.questions import Result

BLUE = style.role("natural").colour
QUIET = "#404040"  # level lines, and what is said of them
FAINT = "#b5b5b5"  # what was recorded, behind what a reader makes
LIVE = (0, 1, 2)  # seeds of what a page computes
LIVE_STEPS = 2000
LEAST_TOP, MOST_TOP = 1.35, 2.0  # between which the axis of errors ends
LARGEST = {"highest": 8, "layers": 4}


def training(
    steps: Sequence[int], errors: Sequence[Sequence[float]], waves: Collection[float]
) -> Picture:
    """Relative error of each wave over one training, on a logarithmic axis of steps.

    The axis of errors ends at 2 at the latest; a line that goes beyond has a triangle there.

    Args:
        steps: (T,), at which the errors were measured; 0 has no place on the axis.
        errors: (T, K).
        waves: (K,), their frequencies, or a dictionary of their heights.

    Raises:
        ValueError: if a height is 0, which leaves nothing for an error to be relative to.
    """
    if isinstance(waves, Mapping) and not all(waves.values()):
        raise ValueError(f"each wave has a height, so that an error is relative to it; got {waves}")
    figure, axes = page(height=0.42)
    roles = _roles(len(waves))
    steps, errors = np.asarray(steps), np.asarray([[float(e) for e in row] for row in errors])
    steps, errors = steps[steps > 0], errors[steps > 0]
    axes.axhline(BELOW, color=QUIET, linewidth=0.8)
    for column, role in enumerate(roles):
        look = style.role(role)
        axes.plot(steps, errors[:, column], color=look.colour, linestyle=look.line)
    highest = min(max(LEAST_TOP, 1.05 * errors.max()), MOST_TOP)
    axes.set(ylim=(0, highest), xlabel="training steps", ylabel="relative error Δ")
    plots.plain_logarithmic(axes, names="x", marked=(1,))
    axes.set_xlim(steps[0], steps[-1])
    mark_cut(axes, axes.lines[1:])
    axes.annotate(
        "learnt\nbelow this", (1, BELOW), (6, 0), ("axes fraction", "data"), "offset points",
        va="center", color=QUIET,
    )  # fmt: skip
    name_apart(axes, {f"wave {w:g}": [axes.lines[1 + k]] for k, w in enumerate(waves)})
    return figure


def staircase(result: Result | None = None, case: str = "six") -> Picture:
    """Heat map of the median relative error, a row a wave, and a dot where each is learnt.

    Args:
        result: of the experiment `frequency_ladder`; the recorded one without it.
        case: one of its trainings: `three`, `six`, `relu`, `deep` or `descent`.

    Raises:
        ValueError: if the result holds no such training.
    """
    result = result or store.largest(line.FREQUENCY_LADDER)
    if case not in result.shards:
        raise ValueError(f"case is one of {', '.join(result.shards)}; got {case!r}")
    figure, axes = page(height=0.46)
    steps, waves, middle = line.median_errors(result, case)
    plots.frequency_error(
        steps, waves, middle, below=None, axes=axes, y_label="wave (cycles per period)"
    )
    crossed = np.median(line.times(result, case), 0)
    axes.plot(crossed, range(len(waves)), "o", color="white", markeredgecolor="black", markersize=9)
    plots.plain_logarithmic(axes, names="x", marked=(1,))
    axes.set_xlim(1, steps[-1])
    _mark_learnt(figure.axes[-1])
    return figure


def climb(highest: float = 6, activation: str = "tanh", layers: float = 2) -> Picture:
    """Steps until each wave from 1 to `highest` is learnt, by three networks trained now.

    The recorded networks, of two tanh layers on six waves, stand behind them in grey.

    Args:
        highest: wave of the target, a whole number from 2 to 8.
        activation: of the hidden units, a name in `fourierbook.models.mlps.ACTIVATIONS`.
        layers: of hidden units, a whole number from 1 to 4.

    Raises:
        ValueError: if a number is outside its range, or the activation is not known.
    """
    for name, value, least in (("highest", highest, 2), ("layers", layers, 1)):
        if not least <= value <= LARGEST[name] or value != int(value):
            raise ValueError(f"{name} is {least} to {LARGEST[name]}; got {value!r}")
    result = store.largest(line.FREQUENCY_LADDER)
    waves = np.arange(1, int(highest) + 1)
    kinked = {"gain": 2**0.5, "bias": 0.5} if activation in ("relu", "relu2") else {}
    case = line.Case(tuple(waves.tolist()), layers=int(layers), activation=activation, **kinked)
    recipe = replace(result.recipe, seeds=LIVE, steps=LIVE_STEPS)
    figure, axes = page(height=0.5)
    recorded = np.median(line.times(result, "six"), 0)
    axes.plot(line.SIX, recorded, "o-", color=FAINT, markersize=8)
    _climbed(axes, waves, line.crossed(line.trained(recipe, case)))
    last = max(*line.SIX, waves[-1])
    axes.set(xlabel="wave (cycles per period)", ylabel="steps until learnt")
    axes.set(xlim=(0.7, last + 0.3), ylim=(0.9, 3 * LIVE_STEPS), xticks=range(1, last + 1))
    plots.plain_logarithmic(axes, names="y", marked=(1,))
    said = f"recorded: tanh, 2 layers, {len(result.recipe.seeds)} networks"
    depth = f"{layers:g} layer" + "s" * (layers != 1)
    now = f"now: {activation}, {depth}, {len(LIVE)} networks"
    for where, text, colour in ((0.04, said, "#6b6b6b"), (0.13, now, BLUE)):
        axes.text(0.98, where, text, color=colour, ha="right", transform=axes.transAxes)
    return figure


def _climbed(axes: Axes, waves: np.ndarray, found: np.ndarray) -> None:
    """A dot a network where a wave was learnt, a triangle where it was not, a line for the median.

    Args:
        axes: to draw on.
        waves: (K,).
        found: (S, K), steps; ∞ where a wave was not learnt.
    """
    middle = np.median(found, 0)
    axes.plot(waves, np.where(np.isfinite(middle), np.maximum(middle, 1), np.nan), color=BLUE)
    axes.axhline(LIVE_STEPS, color=QUIET, linewidth=0.8)
    for times in found:
        axes.plot(
            waves, np.where(np.isfinite(times), np.maximum(times, 1), np.nan), ".", color=BLUE
        )
    missed = waves[~np.isfinite(found).all(0)]
    axes.plot(
        missed, [LIVE_STEPS] * len(missed), "^", color=BLUE, markerfacecolor="white", markersize=9
    )
    said = "end of these trainings" + (" (triangle: not learnt by then)" if len(missed) else "")
    axes.annotate(said, (0.8, LIVE_STEPS), (0, 7), textcoords="offset points", color=QUIET)


def _mark_learnt(bar: Axes) -> None:
    """Say on a bar of relative errors what its upper end holds, and where a wave is learnt."""
    ticks = [0, BELOW, 0.4, 0.6, 0.8, 1]
    names = {BELOW: f"{BELOW:g} learnt", 1: "1 or more"}
    bar.set_yticks(ticks, [names.get(tick, f"{tick:g}") for tick in ticks])
    bar.axhline(BELOW, color="white", linewidth=1.5)


def _roles(count: int) -> list[str]:
    """A colour for each wave, low to high; more than four begin again."""
    three = ["low", "middle", "high"]
    return (three if count <= 3 else ["lowest", *three] * count)[:count]
