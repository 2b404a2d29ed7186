"""Pictures of networks that learn waves on a line: one training, many of them, another recipe."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from fourierbook.experiments.f_principle import line
from fourierbook.figures import plots, style
from fourierbook.figures.canvas import Picture, name_ends, page
from fourierbook.measure.crossings import BELOW
from fourierbook.results import store
from fourierbook.results.questions import Result

BLUE = style.role("natural").colour
FAINT = "#b5b5b5"  # what was recorded, behind what a reader makes
LIVE = (0, 1, 2)  # seeds of what a page computes
LIVE_STEPS = 2000
LARGEST = {"highest": 8, "layers": 4}


def training(steps: Sequence[int], errors: Sequence[Sequence[float]], waves) -> Picture:
    """Relative error of each wave over one training, on a logarithmic axis of steps.

    Args:
        steps: (T,), at which the errors were measured; 0 has no place on the axis.
        errors: (T, K).
        waves: (K,), their frequencies.
    """
    figure, axes = page(height=0.42)
    roles = _roles(len(waves))
    steps, errors = np.asarray(steps), np.asarray([[float(e) for e in row] for row in errors])
    steps, errors = steps[steps > 0], errors[steps > 0]
    axes.axhline(BELOW, color="#404040", linewidth=0.8)
    for column, role in enumerate(roles):
        look = style.role(role)
        axes.plot(steps, errors[:, column], color=look.colour, linestyle=look.line)
    axes.set(ylim=(0, 1.35), xlabel="training steps", ylabel="relative error Δ")
    plots.plain_logarithmic(axes, names="x", marked=(1,))
    name_ends(axes, [f"wave {wave:g}" for wave in waves])
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
    waves = tuple(range(1, int(highest) + 1))
    kinked = {"gain": 2**0.5, "bias": 0.5} if activation in ("relu", "relu2") else {}
    case = line.Case(waves, layers=int(layers), activation=activation, **kinked)
    recipe = replace(result.recipe, seeds=LIVE, steps=LIVE_STEPS)
    found = line.crossed(line.trained(recipe, case))
    figure, axes = page(height=0.46)
    recorded = np.median(line.times(result, "six"), 0)
    axes.plot(line.SIX, recorded, "o-", color=FAINT, markersize=8)
    middle = np.where(np.isfinite(np.median(found, 0)), np.median(found, 0), np.nan)
    axes.plot(waves, np.maximum(middle, 1), "-", color=BLUE)
    for times in found:
        axes.plot(waves, np.clip(times, 1, LIVE_STEPS), ".", color=BLUE)
    axes.axhline(LIVE_STEPS, color="#404040", linewidth=0.8)
    axes.set(xlabel="wave (cycles per period)", ylabel="steps until learnt", xticks=range(1, 9))
    axes.set(xlim=(0.7, 8.3), ylim=(0.9, 3500))
    plots.plain_logarithmic(axes, names="y", marked=(1,))
    said = f"recorded: tanh, two layers, {len(result.recipe.seeds)} networks"
    for where, text, colour in ((0.04, said, "#6b6b6b"), (0.13, "now", BLUE)):
        axes.text(0.98, where, text, color=colour, ha="right", transform=axes.transAxes)
    return figure


def _roles(count: int) -> list[str]:
    """A colour for each wave, low to high; more than four begin again."""
    three = ["low", "middle", "high"]
    return (three if count <= 3 else ["lowest", *three] * count)[:count]
