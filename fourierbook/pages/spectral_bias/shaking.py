"""Pictures of networks whose parameters are shaken, or whose inputs are: which waves stay."""

from functools import lru_cache

import numpy as np
import torch

from fourierbook.experiments import relu_stacks
from fourierbook.experiments.spectral_bias import perturbation_numbers as numbers
from fourierbook.experiments.spectral_bias.perturbation import PERTURBED, changes, directions
from fourierbook.experiments.spectral_bias.wave_sums import WaveSum, wave_sums
from fourierbook.figures import style
from fourierbook.figures.canvas import Picture, page
from fourierbook.results import store
from fourierbook.results.questions import Result
from fourierbook.training import ensembles

FREQUENCIES = tuple(range(1, 11))
POINTS, WIDTH, LAYERS, STEPS, RATE = 96, 96, 5, 2500, 1e-3  # of the network that is trained now
DRAWS = 100  # directions in which its parameters are shaken
MOST_SIZE = 10.0
BLUE, ORANGE = style.role("first").colour, style.role("second").colour


def shaken(size: float = 3.0, seed: float = 0) -> Picture:
    """What a shake of the parameters leaves of each wave: its height, and the wave itself.

    A network is trained now on ten equal waves. Then all of its parameters together are moved by a
    distance, in 100 random directions, one after the other.

    Args:
        size: the distance, above 0 and at most 10.
        seed: of the network and the directions, a whole number from 0 on.

    Raises:
        ValueError: if a number is not allowed.
    """
    if not 0 < size <= MOST_SIZE:
        raise ValueError(f"size is above 0 and at most {MOST_SIZE:g}; got {size!r}")
    if seed < 0 or seed != int(seed):
        raise ValueError(f"seed is a whole number from 0 on; got {seed!r}")
    found = left_after(float(size), int(seed))
    figure, (left, right) = page(1, 2, height=0.42)
    left.bar(FREQUENCIES, np.minimum(found["kept"], 1), color=BLUE)
    left.set_title("height that is left, at most 1", loc="left")
    right.bar(FREQUENCIES, found["wrong"], color=ORANGE)
    right.set_title("relative error of the wave", loc="left")
    for axes in (left, right):
        axes.set(xlabel="wave (cycles)", xticks=FREQUENCIES, ylim=(0, None))
        axes.grid(axis="x", visible=False)
    figure.suptitle(f"parameters moved by {size:g}, in {DRAWS} random directions")
    return figure


def left_after(size: float, seed: int) -> dict[str, np.ndarray]:
    """By wave, means over directions, (K,): kept |f̃′|/|f̃| and wrong |f̃′ − f̃|/|f̃|."""
    together, waves = _trained(seed)
    own = {name: part[0].detach() for name, part in together.parameters.items()}
    moves = directions(own, DRAWS, seed=40_000 + seed)
    changed = {name: part + size * moves[name] for name, part in own.items()}
    with torch.no_grad():
        plain = together(waves.inputs)[0, :, 0]
        values = ensembles.Ensemble(together.skeleton, changed)(waves.inputs)[..., 0]
    found = changes(waves, plain, values)
    return {name: found[name].numpy() for name in ("kept", "wrong")}


@lru_cache(4)
def _trained(seed: int) -> tuple[ensembles.Ensemble, WaveSum]:
    waves = wave_sums(FREQUENCIES, "equal", points=POINTS, seeds=(seed,))
    runs = ensembles.fit(
        [relu_stacks.stack(1, WIDTH, layers=LAYERS, seed=seed)], waves.inputs[None],
        waves.targets.float()[..., None], steps=STEPS, learning_rate=RATE,
    )  # fmt: skip
    return runs.ensemble, waves


def withstood(result: Result | None = None) -> Picture:
    """By wave, of the recorded networks: height left, error, and change by adversarial inputs.

    Args:
        result: of the experiment `perturbed_waves`; the recorded one without it.
    """
    result = result or store.largest(PERTURBED)
    waves = result.recipe.frequencies
    figure, panels = page(1, 3, height=0.38)
    shown = (
        ("clipped", 5.0, "height left", BLUE),
        ("wrong", 1.0, "relative error", ORANGE),
        ("aimed", 0.1, "change by inputs", style.role("third").colour),
    )
    for axes, (name, at, said, colour) in zip(panels, shown, strict=True):
        values = numbers.measured(result, name, at)
        for row in values:
            axes.plot(waves, row, ".", color=colour, alpha=0.35)
        axes.plot(waves, np.median(values, 0), color=colour)
        axes.set(xlabel="wave (cycles)", ylim=(0, None), xticks=waves[::2])
        axes.set_title(said, loc="left")
    return figure
