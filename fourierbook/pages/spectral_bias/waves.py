"""Pictures of networks that learn a sum of waves: which wave when, and how the layers grow."""

from collections.abc import Sequence

import numpy as np

from fourierbook.experiments.spectral_bias import order, peak
from fourierbook.figures import plots, style
from fourierbook.figures.canvas import Picture, name_ends, page
from fourierbook.results import store
from fourierbook.results.questions import Result

LAYERS = ("lowest", "low", "middle", "high", "natural")
PROFILES = {"equal": ("first", "equal waves"), "rising": ("second", "higher waves are larger")}
LETTERS = 11


def learning(
    steps: Sequence[int],
    kept: Sequence[Sequence[float]],
    norms: Sequence[Sequence[float]],
    waves: Sequence[float],
) -> Picture:
    """How much of each wave a network has over one training, and the norms of its layers.

    Args:
        steps: (T,), after which it was looked at.
        kept: (T, K), the share of each wave; more than all of it counts as all.
        norms: (T, L), the largest singular value of each layer.
        waves: (K,), their frequencies, from low to high.
    """
    shares = np.clip(np.asarray([[float(s) for s in row] for row in kept]), 0, 1)
    norms, steps = np.asarray([[float(n) for n in row] for row in norms]), np.asarray(steps)
    figure, (above, below) = page(2, 1, height=0.72, share_x=True)
    edges = np.concatenate([[steps[0] - 0.5], (steps[1:] + steps[:-1]) / 2, [steps[-1]]])
    shown = above.pcolormesh(
        edges, np.arange(len(waves) + 1) - 0.5, shares.T, cmap=style.SEQUENTIAL, vmin=0, vmax=1
    )
    above.set_yticks(range(len(waves)), [f"{wave:g}" for wave in waves])
    above.set(ylabel="wave (cycles)")
    above.grid(visible=False)
    figure.colorbar(shown, ax=above, label="how much of it there is", pad=0.02)
    for column in range(norms.shape[1]):
        look = style.role(LAYERS[column % len(LAYERS)])
        below.plot(steps, norms[:, column], color=look.colour, linestyle=look.line)
    below.set(xlabel="training steps", ylabel="norm of each layer", ylim=(0, None))
    below.set_xlim(steps[0], steps[-1])
    name_ends(below, [f"layer {place + 1}" for place in range(norms.shape[1])], apart=0.11)
    return figure


def orders(result: Result | None = None) -> Picture:
    """Steps after which each network has half of each wave: equal waves, and rising ones.

    Args:
        result: of the experiment `order_of_waves`; the recorded one without it.
    """
    result = result or store.largest(order.ORDER)
    waves = np.array(result.recipe.frequencies)
    figure, axes = page(height=0.5)
    for (profile, (role, _)), shift in zip(PROFILES.items(), (0.99, 1.01), strict=True):
        look, found = style.role(role), order.halves(result, profile)
        for times in found:
            axes.plot(waves * shift, _there(times), ".", color=look.colour, alpha=0.5)
        axes.plot(waves, _there(np.median(found, 0)), color=look.colour, linestyle=look.line)
    axes.set(xlabel="wave (cycles over the interval)", ylabel="steps until half of it is there")
    axes.set_yscale("log")
    plots.plain_logarithmic(axes, names="y", marked=(1,))
    axes.set_xticks(waves)
    axes.set_xlim(waves[0] - 2, waves[-1] + 1)
    _named(axes, [said for _, said in PROFILES.values()], len(found[:, 0]))
    return figure


def _there(times: np.ndarray) -> np.ndarray:
    """Steps from 1 on, and nothing where a wave was not learnt."""
    return np.where(np.isfinite(times), np.maximum(times, 1), np.nan)


def _named(axes, names: Sequence[str], count: int) -> None:
    """Names of both lines in the lower right corner, one above the other."""
    for place, (name, (role, _)) in enumerate(zip(names, PROFILES.values(), strict=True)):
        axes.text(
            0.98, 0.14 - 0.09 * place, f"{name}: {count} networks", ha="right", fontsize=LETTERS,
            color=style.role(role).colour, transform=axes.transAxes,
        )  # fmt: skip


def peaks(result: Result | None = None) -> Picture:
    """One peak, and what networks draw of it whose parameters are held within a bound.

    Args:
        result: of the experiment `single_peak`; the recorded one without it.
    """
    result = result or store.largest(peak.PEAK)
    values, recipe = result.shards[peak.CLIPPED], result.recipe
    inputs, target = (each.numpy() for each in peak.peak(recipe.points))
    shown = [recipe.bounds.index(bound) for bound in (0.1, 0.15, 2.0)]
    figure, panels = page(1, 3, height=0.36, share_y=True)
    for axes, place in zip(panels, shown, strict=True):
        axes.plot(inputs, target, color="#b5b5b5", linewidth=1.4)
        axes.plot(inputs, values["fits"][-1, place, 0], color=style.role("natural").colour)
        axes.set_title(f"within ±{recipe.bounds[place]:g}", loc="left")
        axes.set(xlim=(0.3, 0.7), xticks=[0.3, 0.5, 0.7], xlabel="input", ylim=(-0.25, 1.1))
    return figure
