"""Pictures of waves that are learnt, lost and learnt again: their first and last crossings."""

import math
from collections.abc import Collection

import numpy as np
import torch
from torch import nn

from fourierbook.experiments.f_principle import line
from fourierbook.figures.canvas import Picture
from fourierbook.measure.crossings import BELOW, crossing_times
from fourierbook.pages.f_principle.curves import training
from fourierbook.results import store
from fourierbook.results.questions import Result

LOST = "descent"  # the recorded training that loses a wave
POINTS, WIDTH, RATE, SEED = 128, 64, 0.003, 0  # of the training that stands open on the page
STEPS = sorted({int(1.1**power) for power in range(77)})
HEIGHTS = (0.05, 1.0)
EARLY = 100  # steps in which the recorded training has lost wave 1 and has it again


def uneven(height: float = 0.1) -> Picture:
    """The page's first training, now, with a wave 1 of another height than the others.

    A dot stands where a wave first crosses the mark, a circle where it does so for the last time.

    Args:
        height: of wave 1, from 0.05 to 1; the waves 3 and 5 have 1.

    Raises:
        ValueError: if the height is outside its range.
    """
    if not HEIGHTS[0] <= height <= HEIGHTS[1]:
        raise ValueError(f"height is {HEIGHTS[0]} to {HEIGHTS[1]:g}; got {height!r}")
    waves = {1: height, 3: 1.0, 5: 1.0}
    figure = _marked(np.array(STEPS), _errors(waves), waves)
    figure.axes[0].set_title(f"wave 1 of height {height:g}, the others of 1", loc="left")
    return figure


def lost(result: Result | None = None) -> Picture:
    """Relative errors of the first network that gradient descent trains: it loses wave 1 again.

    Dots and circles as in `uneven`; the first hundred steps.

    Args:
        result: of the experiment `frequency_ladder`; the recorded one without it.
    """
    result = result or store.largest(line.FREQUENCY_LADDER)
    values = result.shards[LOST]
    waves = line.CASES[LOST].frequencies
    return _marked(values["steps"], values["errors"][:, 0], waves, until=EARLY)


def _marked(
    steps: np.ndarray, errors: np.ndarray, waves: Collection[float], *, until: float = math.inf
) -> Picture:
    """A training up to a step, with its crossings: errors (T, K) at steps (T,)."""
    there = steps <= until
    figure = training(steps[there].tolist(), errors[there].tolist(), waves)
    (axes,) = figure.axes
    first, last = (crossing_times(errors, steps, lasting=late) for late in (False, True))
    for curve, early, late in zip(axes.lines[1:], first, last, strict=True):
        colour = curve.get_color()
        axes.plot(early, BELOW, "o", color=colour, zorder=4)
        axes.plot(late, BELOW, "o", color="white", markeredgecolor=colour, zorder=5)
    return figure


def _errors(waves: dict[int, float]) -> np.ndarray:
    """Relative error of each wave at `STEPS`, (T, K), as the page's own loop has them."""
    torch.manual_seed(SEED)
    net = nn.Sequential(
        nn.Linear(1, WIDTH), nn.Tanh(), nn.Linear(WIDTH, WIDTH), nn.Tanh(), nn.Linear(WIDTH, 1)
    )  # fmt: skip
    adam = torch.optim.Adam(net.parameters(), lr=RATE)
    x = math.tau * (torch.arange(POINTS)[:, None] / POINTS - 0.5)
    y = sum(height * torch.sin(wave * x) for wave, height in waves.items())
    asked, errors = torch.fft.rfft(y[:, 0])[[*waves]], []
    for step in range(STEPS[-1] + 1):
        h = net(x)
        if step in STEPS:
            drawn = torch.fft.rfft(h.detach()[:, 0])[[*waves]]
            errors.append(((drawn - asked).abs() / asked.abs()).numpy())
        adam.zero_grad()
        torch.mean((h - y) ** 2).backward()
        adam.step()
    return np.array(errors)
