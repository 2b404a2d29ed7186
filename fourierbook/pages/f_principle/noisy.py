"""Pictures of networks that learn noisy points: when to stop, and what has come by then."""

from dataclasses import replace
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

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
FROM = 10  # first step of the axis
PALE = {"alpha": 0.18, "linewidth": 0}  # the middle half of the networks
GREY = {"color": FAINT, "linewidth": 4}  # what was recorded
MOST_NOISE = 2.0
SHARES = (-0.4, 1.3)  # that the frame holds in any case
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
    rows[0].legend(
        rows[0].lines, ["given, with noise", "without noise", "drawn"], loc="upper left", ncols=3
    )
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
    """Share of the noise that networks, trained now, have taken over, band by band.

    Trained are the first of the recorded seeds, with their noise: the first of all is the network
    of `noisy_fits`. A line is their median, half of them lie in the pale band around it, and the
    recorded ones stand behind in grey, in the median. The dotted line is at the least median error,
    on the function below the noise, of those trained now. The axis begins at step 10: before, a
    drawing is farther from the curve than the noise, and what it shares with that is chance.

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
    seeds = recorded.recipe.seeds[:NETWORKS]
    asked = {"seeds": seeds, "steps": LIVE_STEPS, "noise": float(noise), "width": int(width)}
    now = noisy.trained(replace(recorded.recipe, **asked))
    figure, axes = page(height=0.5)
    _draw_best(axes, now)
    _draw_shares(axes, recorded.shards["runs"], now)
    axes.set(xlabel="training steps", ylabel="share of the noise taken", ylim=_limits(now))
    plots.plain_logarithmic(axes, names="x")
    axes.set_xlim(FROM, LIVE_STEPS)
    name_ends(axes, [f"{band} cycles" for band in noisy.BANDS])
    colour = style.role(BANDS[0]).colour
    figure.legend(
        [Line2D([], [], color=colour), Patch(color=colour, **PALE), Line2D([], [], **GREY)],
        [f"yours: median of {len(seeds)}", "middle half of yours", "recorded: median"],
        loc="outside upper left", ncols=3,
    )  # fmt: skip
    return figure


def _limits(now: dict[str, Any]) -> tuple[float, float]:
    """Limits of the share that hold all that is drawn of now, from the first step of the axis."""
    shares = np.percentile(now["taken"][now["steps"] >= FROM].astype(float), (25, 75), 1)
    return min(SHARES[0], shares.min() - 0.05), max(SHARES[1], shares.max() + 0.05)


def _draw_best(axes: Axes, now: dict[str, Any]) -> None:
    """A dotted line at the step of least error, in the median of what was trained now."""
    best = now["steps"][np.median(now["test"].astype(float), 1).argmin()]
    axes.axvline(best, color="#404040", linestyle=":", linewidth=1.5)
    side, offset = ("right", -4) if best > LIVE_STEPS / 8 else ("left", 4)
    axes.annotate(
        f"least error, yours: step {best:,}", (best, 1), (offset, -2), ("data", "axes fraction"),
        "offset points", va="top", ha=side, color="#404040",
    )  # fmt: skip


def _draw_shares(axes: Axes, recorded: dict[str, Any], now: dict[str, Any]) -> None:
    """The recorded medians in grey; of now, a band over the middle half, and the median on it.

    Args:
        axes: to draw on.
        recorded: as `noisy.trained` gives it.
        now: the same.
    """
    for shares in np.median(recorded["taken"].astype(float), 1).T:
        axes.plot(recorded["steps"], shares, **GREY)
    shares = np.percentile(now["taken"].astype(float), (25, 50, 75), 1)
    for role, (low, middle, high) in zip(BANDS, shares.transpose(2, 0, 1), strict=True):
        look = style.role(role)
        axes.fill_between(now["steps"], low, high, color=look.colour, **PALE)
        axes.plot(now["steps"], middle, color=look.colour, linestyle=look.line)
