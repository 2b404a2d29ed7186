"""Pictures of networks that learn noisy points: when to stop, and what has come by then."""

from dataclasses import replace

import numpy as np

from fourierbook.experiments.f_principle import noise as noisy
from fourierbook.experiments.line import positions
from fourierbook.figures import plots, style
from fourierbook.figures.canvas import Picture, name_ends, page
from fourierbook.pages.f_principle.curves import FAINT, LIVE
from fourierbook.results import store
from fourierbook.results.questions import Result

BANDS = ("low", "middle", "high")
LIVE_STEPS = 1000
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
        axes.set_title(f"{said}: off the dashed curve by {error:.2f}", loc="left")
        axes.set(xlim=(-0.5, 0.5), ylim=(-2.4, 2.4))
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
    """Share of the noise that three networks, trained now, have taken over, band by band.

    The recorded networks stand behind them in grey; the dotted line is the step at which the error
    on the function below the noise is least, now.

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
    recipe = replace(
        recorded.recipe, seeds=LIVE, steps=LIVE_STEPS, noise=float(noise), width=int(width)
    )
    now = noisy.trained(recipe)
    figure, axes = page(height=0.46)
    old = recorded.shards["runs"]
    axes.plot(old["steps"][1:], np.median(old["taken"].astype(float), 1)[1:], color=FAINT)
    best = np.median(now["steps"][now["test"].argmin(0)])
    axes.axvline(best, color="#404040", linestyle=":", linewidth=1.5)
    for band, role in enumerate(BANDS):
        look = style.role(role)
        middle = np.median(now["taken"], 1)[1:, band]
        axes.plot(now["steps"][1:], middle, color=look.colour, linestyle=look.line)
    axes.set(xlabel="training steps", ylabel="share of the noise taken", ylim=(-0.2, 1.3))
    plots.plain_logarithmic(axes, names="x", marked=(1,))
    axes.set_xlim(1, LIVE_STEPS)
    axes.text(best, 1.29, " least error", va="top", color="#404040")
    axes.text(1.1, 1.29, "grey: recorded", va="top", color="#6b6b6b")
    name_ends(axes, [f"{band} cycles" for band in noisy.BANDS])
    return figure
