"""What a network takes from noisy targets, and when: early stopping, seen by frequency."""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from fourierbook.experiments.line import positions
from fourierbook.measure.crossings import median, share_of_seeds
from fourierbook.measure.intervals import Interval
from fourierbook.models.mlps import dense
from fourierbook.results.questions import Experiment, Result
from fourierbook.signal.spectra import nonuniform_dft
from fourierbook.signal.waves import sum_of_sinusoids
from fourierbook.training import ensembles
from fourierbook.training.records import record_steps, shown_times

SIGNAL = {1: 1.0, 2: 0.5}  # amplitudes of its sines, by frequency in cycles per period
BANDS = {"3 to 6": (3, 6), "7 to 12": (7, 12), "13 to 24": (13, 24)}  # of the noise
RISEN = 1.5  # times the least error: over-fitted
FINE = 4  # test points between two training points


@dataclass(frozen=True)
class Noisy:
    """Train wide networks on a smooth function with noise, and test them on the function."""

    data: None
    seeds: tuple[int, ...]  # of networks and of noise
    steps: int
    width: int = 256
    points: int = 64
    noise: float = 0.4  # standard deviation
    first: tuple[float, float] = (8.0, 16.0)  # of the first layer: wide enough to fit the noise
    learning_rate: float = 3e-3
    shown: int = 3

    def tiny(self) -> "Noisy":
        """The same on two small networks for a few steps."""
        return replace(self, seeds=self.seeds[:2], width=4, steps=20)


def _noisy(recipe: Noisy, shard: str) -> dict[str, Any]:
    return trained(recipe)


def trained(recipe: Noisy) -> dict[str, Any]:
    """Train the networks of a recipe.

    Returns:
        steps (T,); test and train (T, S), the errors on the function and on the noisy points; taken
        (T, S, bands), as `noise_taken`; fits (F, S, fine points) of the first seeds after
        `fit_steps` (F,), and the noisy targets (S, points) of these.
    """
    t, fine = positions(recipe.points), positions(FINE * recipe.points)
    noise = torch.stack([_noise(recipe, seed) for seed in recipe.seeds])
    target, truth = signal(t) + noise, signal(fine).float()
    inputs, test = (2 * math.pi * each.float()[:, None] for each in (t, fine))
    steps = record_steps(recipe.steps)

    def measure(together: ensembles.Ensemble) -> dict[str, Tensor]:
        fits, between = together(inputs)[..., 0], together(test)[..., 0]
        return {
            "test": (between - truth).square().mean(1),
            "train": (fits - target).square().mean(1),
            "taken": noise_taken(fits.double() - signal(t), noise, t),
            "fits": between,
        }

    models = [_network(recipe, seed) for seed in recipe.seeds]
    runs = ensembles.fit(
        models, inputs[None], target.float()[..., None], steps=recipe.steps, measure=measure,
        at=steps, learning_rate=recipe.learning_rate,
    )  # fmt: skip
    few = shown_times(len(steps))
    kept = {name: runs.records[name].half().numpy() for name in ("test", "train", "taken")}
    return kept | {
        "steps": np.array(steps),
        "fits": runs.records["fits"][few, : recipe.shown].half().numpy(),
        "fit_steps": np.array(steps)[few],
        "targets": target[: recipe.shown].float().numpy(),
    }


def signal(t: Tensor) -> Tensor:
    """The function below the noise: sin 2πt + ½ sin 4πt.

    >>> signal(torch.tensor([0.25])).item()
    1.0
    """
    phases = [-math.pi / 2] * len(SIGNAL)
    return sum_of_sinusoids(
        t, frequencies=list(SIGNAL), amplitudes=list(SIGNAL.values()), phases=phases
    )


def noise_taken(error: Tensor, noise: Tensor, t: Tensor) -> Tensor:
    """Which share of the noise a fit has taken over, band by band: Σ_ξ Re(ê η̂*) / Σ_ξ |η̂|².

    Args:
        error: of the fit to the function below the noise, at the training points: (S, n).
        noise: (S, n).
        t: (n,), in periods.

    Returns:
        (S, bands); 1 where the fit goes through every point, 0 on average where it knows nothing of
        the noise. A coefficient of regression: it may be below 0 or above 1.
    """
    shares = []
    for low, high in BANDS.values():
        band = torch.arange(low, high + 1)
        taken, there = (nonuniform_dft(t, each, frequencies=band) for each in (error, noise))
        shares.append((taken * there.conj()).real.sum(1) / there.abs().square().sum(1))
    return torch.stack(shares, 1)


def _noise(recipe: Noisy, seed: int) -> Tensor:
    generator = torch.Generator().manual_seed(10_000 + seed)  # apart from the network's stream
    drawn = torch.randn(recipe.points, generator=generator, dtype=torch.float64)
    return recipe.noise * drawn


def _network(recipe: Noisy, seed: int) -> torch.nn.Sequential:
    generator = torch.Generator().manual_seed(seed)
    return dense((1, recipe.width, 1), generator=generator, first=recipe.first)


def best(result: Result) -> np.ndarray:
    """Place of the record at which each seed errs least on the function: (S,)."""
    return result.shards["runs"]["test"].argmin(0)


def rise(result: Result) -> np.ndarray:
    """How many times as large the error is in the end as it was at its least: (S,)."""
    test = result.shards["runs"]["test"]
    return test[-1] / test.min(0)


def taken_at_best(result: Result) -> np.ndarray:
    """Share of the noise in each band that has been taken over by then: (S, bands)."""
    taken = result.shards["runs"]["taken"]
    return taken[best(result), np.arange(taken.shape[1])]


def overfits(result: Result) -> Interval:
    """Share of seeds whose error in the end is more than 1.5 times their least."""
    return share_of_seeds(rise(result) > RISEN)


def noise_at_best(result: Result) -> Interval:
    """Median over seeds of the share of the noise from 7 to 24 taken at the step of least error."""
    taken = taken_at_best(result)[:, 1:].mean(1)
    return median(np.maximum(taken, 0))


NOISY_WAVES = Experiment(
    "noisy_waves",
    version=1,
    recipes={
        "quick": Noisy(None, seeds=tuple(range(6)), steps=1000),
        "thorough": Noisy(None, seeds=tuple(range(100, 132)), steps=3000),
    },
    shards=lambda recipe: ("runs",),
    run=_noisy,
)
EXPERIMENTS = [NOISY_WAVES]
