"""Pictures of networks that learn noisy points: when to stop, and what has come by then."""

from dataclasses import replace
from typing import Any

import numpy as np
from matplotlib.lines import Line2D

from fourierbook.experiments.f_principle import noise as noisy
from fourierbook.experiments.line import positions
from fourierbook.figures import plots, style
from fourierbook.figures.canvas import Picture, name_ends, page
from fourierbook.pages.f_principle.curves import FAINT
from fourierbook.results import store
from fourierbook.results.questions import Result

BANDS = ("low", "middle", "high")
NETWORKS = 8  # that a page trains: with fewer the median swings
LIVE_STEPS = 1000
RATIOS = 2.0 ** np.linspace(-2, 3, 61)  # of a step and the best one, which is among them
MARKED = (0.5, 1, 2, 5)
GREY = {"color": FAINT, "linewidth": 4}  # what was recorded
MOST_NOISE = 2.0
WIDTHS = (16, 512)


def noisy_fits(seed: int = 0, result: Result | None = None) -> Picture:
    """One network's fit of noisy points at three steps: early, at its best, in the end.

    Args:
        seed: 0, 1 or 2: which of the networks whose fits are recorded.
        result: of the experiment `noisy_waves`; the recorded one without it.

    Raises:
        ValueError: if the fits of that network are not recorded.
    """
    result = result or store.largest(noisy.NOISY_WAVES)
    values = result.shards["runs"]
    kept = values["fits"].shape[1]
    if seed not in range(kept):
        raise ValueError(f"seed is 0 to {kept - 1}; got {seed!r}")
    t, fine = (positions(n).numpy() for n in (result.recipe.points, values["fits"].shape[2]))
    truth = noisy.signal(positions(len(fine))).numpy()
    figure, rows = page(3, 1, height=0.78, share_x=True, share_y=True)
    for axes, (place, name) in zip(rows, three_steps(result, seed), strict=True):
        fit = values["fits"][place, seed].astype(float)
        axes.plot(t, values["targets"][seed], "o", color="#8a8a8a", markersize=4)
        axes.plot(fine, truth, color="black", linestyle=style.role("truth").line, linewidth=1.2)
        axes.plot(fine, fit, color=style.role("natural").colour, linewidth=2.2)
        error = np.square(fit - truth).mean()
        said = f"{name}, step {values['fit_steps'][place]:,}"
        axes.set_title(f"{said}: mean squared distance {error:.2f}", loc="left")
        axes.set(xlim=(-0.5, 0.5), ylim=(-2.4, 2.4))
    names = ["given, with noise", "without noise", "drawn"]
    figure.legend(rows[0].lines, names, loc="outside upper left", ncols=3)
    rows[-1].set_xlabel("position (periods)")
    return figure


def three_steps(result: Result, seed: int) -> list[tuple[int, str]]:
    """Places, among the fits that were kept, of an early one, of the best and of the last.

    The best is the kept one nearest to the step of least error, counted in ratios.
    """
    values = result.shards["runs"]
    steps = values["fit_steps"].astype(float)
    best = values["steps"][noisy.best(result)[seed]]
    near = [int(np.abs(np.log(np.maximum(steps, 1) / step)).argmin()) for step in (10, best)]
    return [(near[0], "early"), (near[1], "about the best"), (len(steps) - 1, "the end")]


def noise_taken(noise: float = 0.4, width: int = 256) -> Picture:
    """Share of the noise that networks have taken over, band by band.

    Steps are counted from each network's own best one, which is 1: where its squared distance from
    the function below the noise is least. A line is the median of the networks, and ends where one
    of them does. With the recorded noise and width it is the recorded networks. With any other,
    networks are trained now: the first of the recorded seeds, with their noise, of which the first
    of all is the network of `noisy_fits`. Then the recorded ones stand behind in grey.

    Args:
        noise: standard deviation of the noise, above 0 and at most 2.
        width: units of the hidden layer, from 16 to 512.

    Raises:
        ValueError: if a number is outside its range.
    """
    if not 0 < noise <= MOST_NOISE:
        raise ValueError(f"noise is above 0 and at most {MOST_NOISE:g}; got {noise!r}")
    if not WIDTHS[0] <= width <= WIDTHS[1]:
        raise ValueError(f"width is {WIDTHS[0]} to {WIDTHS[1]} units; got {width!r}")
    recorded = store.largest(noisy.NOISY_WAVES)
    recipe, drawn = recorded.recipe, recorded.shards["runs"]
    figure, axes = page(height=0.5)
    axes.axvline(1, color="#404040", linestyle=":", linewidth=1.5)
    if changed := (noise, width) != (recipe.noise, recipe.width):
        for shares in np.median(from_best(drawn), 0).T:
            axes.plot(RATIOS, shares, **GREY)
        asked = {"seeds": recipe.seeds[:NETWORKS], "steps": LIVE_STEPS, "width": int(width)}
        drawn = noisy.trained(replace(recipe, noise=float(noise), **asked))
    for role, shares in zip(BANDS, np.median(from_best(drawn), 0).T, strict=True):
        look = style.role(role)
        axes.plot(RATIOS, shares, color=look.colour, linestyle=look.line)
    axes.set(xlabel="training steps, in units of the best step", ylabel="share of the noise taken")
    plots.plain_logarithmic(axes, names="x", marked=MARKED)
    axes.set_xlim(RATIOS[0], RATIOS[-1])
    count = drawn["test"].shape[1]
    axes.set_title(f"noise {noise:g}, width {width:g}: median of {count} networks", loc="left")
    name_ends(axes, [f"{band} cycles" for band in noisy.BANDS])
    if changed:
        recorded_too = f"recorded: {len(recipe.seeds)} networks"
        figure.legend([Line2D([], [], **GREY)], [recorded_too], loc="outside upper right")
    return figure


def best_steps(values: dict[str, Any]) -> np.ndarray:
    """The step from 1 on at which each network is nearest to what is below the noise: (S,)."""
    later = values["steps"] > 0
    return values["steps"][later][values["test"][later].argmin(0)]


def from_best(values: dict[str, Any]) -> np.ndarray:
    """Shares of the noise taken, at steps counted from each network's best one.

    Returns:
        (S, RATIOS, bands); nan beyond the records of a network.
    """
    logs, later = np.log(values["steps"][values["steps"] > 0]), values["steps"] > 0
    return np.array(
        [
            [
                np.interp(np.log(RATIOS * best), logs, band[later], left=np.nan, right=np.nan)
                for band in taken.T
            ]
            for best, taken in zip(
                best_steps(values), values["taken"].astype(float).transpose(1, 0, 2), strict=True
            )
        ]
    ).transpose(0, 2, 1)
