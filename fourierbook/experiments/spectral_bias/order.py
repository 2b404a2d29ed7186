"""In which order a ReLU network learns waves of equal and of rising amplitudes, and its layers.

Rahaman et al. (2019), section 3.1 and A.1. The layers' norms are singular values; beside them
stands what the authors' notebook computes.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from fourierbook.experiments import relu_stacks
from fourierbook.experiments.spectral_bias.layer_norms import misplaced_quotients, spectral_norms
from fourierbook.experiments.spectral_bias.wave_sums import PROFILES, WaveSum, blocks, wave_sums
from fourierbook.measure import intervals
from fourierbook.measure.crossings import crossing_times
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.measure.populations import NotMeasured
from fourierbook.results.questions import Experiment, Result
from fourierbook.training import ensembles
from fourierbook.training.records import record_steps, shown_times

HALF = 0.5  # of its amplitude: when a wave counts as learnt


@dataclass(frozen=True)
class Order:
    """Train ReLU networks on sums of waves, and watch how much of each they have."""

    LISTED = ("profiles", "seeds")

    data: None
    frequencies: tuple[int, ...]  # in cycles over the interval
    seeds: tuple[int, ...]  # of networks and of phases
    width: int
    steps: int
    learning_rate: float
    profiles: tuple[str, ...] = PROFILES
    points: int = 200
    layers: int = 6  # linear ones
    block: int = 5  # seeds that are trained together
    precision: str = "fp32"  # of the products
    every: int = 100  # records in even steps, beside those in equal ratios

    def tiny(self) -> "Order":
        """The same on two small networks for a few steps."""
        few = {"seeds": self.seeds[:2], "frequencies": self.frequencies[:3]}
        return replace(self, **few, width=4, steps=20, every=4)


def shards(recipe: Order) -> tuple[str, ...]:
    """A profile of amplitudes and a block of seeds each."""
    each = blocks(recipe.seeds, recipe.block)
    return tuple(f"{profile}-{block}" for profile in recipe.profiles for block in each)


def trained(recipe: Order, shard: str) -> dict[str, Any]:
    """Train a block of networks on sums of one profile.

    Returns:
        steps (T,); kept and errors (T, S, K): |f̃(k)| / A and |f̃(k) − λ̃(k)| / A; norms and
        quotients (T, S, layers): singular values, and what the authors' notebook has in their
        place; fits (F, points) of the first seed after `fit_steps` (F,), and its target (points,);
        losses (S,) in the end.
    """
    profile, block = shard.rsplit("-", 1)
    seeds = blocks(recipe.seeds, recipe.block)[block]
    waves = wave_sums(recipe.frequencies, profile, points=recipe.points, seeds=seeds)
    steps = times(recipe)

    def measure(together: ensembles.Ensemble) -> dict[str, Tensor]:
        return measured(together, waves, seeds[0])

    models = [relu_stacks.stack(1, recipe.width, layers=recipe.layers, seed=seed) for seed in seeds]
    runs = ensembles.fit(
        models, waves.inputs[None], waves.targets.float()[..., None], steps=recipe.steps,
        learning_rate=recipe.learning_rate, measure=measure, at=steps, precision=recipe.precision,
    )  # fmt: skip
    few = shown_times(len(steps))
    kept = {name: values.half().numpy() for name, values in runs.records.items()}
    return kept | {
        "steps": np.array(steps),
        "fits": kept["fits"][few, 0],
        "fit_steps": np.array(steps)[few],
        "target": waves.targets[0].float().numpy(),
        "losses": runs.losses[-1].numpy(),
    }


def times(recipe: Order) -> list[int]:
    """Steps after which networks are looked at: in equal ratios, and evenly."""
    even = range(0, recipe.steps + 1, max(1, recipe.steps // recipe.every))
    return sorted({*record_steps(recipe.steps), *even})


def measured(together: ensembles.Ensemble, waves: WaveSum, seed: int) -> dict[str, Tensor]:
    """What is recorded of networks at one time, each with an axis of networks first."""
    values = together(waves.inputs)[..., 0]
    weights = [
        part.detach() for name, part in together.parameters.items() if name.endswith("weight")
    ]
    generator = torch.Generator().manual_seed(30_000 + seed)
    return {
        "kept": waves.kept(values),
        "errors": waves.errors(values),
        "norms": torch.stack([spectral_norms(part) for part in weights], 1),
        "quotients": torch.stack([misplaced_quotients(part, generator) for part in weights], 1),
        "fits": values,
    }


def of_profile(result: Result, profile: str, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Steps, and what all seeds have of a profile along them: (T,), (T, S, ...).

    Raises:
        NotMeasured: if no network was trained on it.
    """
    found = [each for shard, each in result.shards.items() if shard.startswith(f"{profile}-")]
    if not found:
        raise NotMeasured(f"no networks were trained on {profile} amplitudes")
    return found[0]["steps"], np.concatenate([each[name] for each in found], 1).astype(float)


def halves(result: Result, profile: str) -> np.ndarray:
    """Steps after which each seed has half of each wave, (S, K); ∞ where it never has."""
    steps, kept = of_profile(result, profile, "kept")
    return crossing_times(1 - kept, steps, below=1 - HALF)


def ordered(result: Result, *, profile: str) -> Interval:
    """Share of pairs of waves of which a network has half of the lower one first, or at once.

    The mean over seeds; pairs of which neither is learnt are left out.
    """
    first = halves(result, profile)
    low, high = np.triu_indices(first.shape[1], 1)
    right = np.where(
        np.isfinite(first[:, low]), (first[:, low] <= first[:, high]).astype(float), 0.0
    )
    right[np.isinf(first[:, low]) & np.isinf(first[:, high])] = np.nan
    return intervals.of(
        np.mean,
        Sample(right, ("seeds", "pairs")),
        over=["seeds"],
        averaged=["pairs"],
        within=(0, 1),
    )


def exponent(result: Result, *, profile: str) -> Interval:
    """Mean over seeds of p in t ∝ k^p, by least squares over the waves that were learnt."""
    first, k = halves(result, profile), np.log(result.recipe.frequencies)

    def power(found: np.ndarray) -> float:
        there = np.isfinite(found)
        return np.polyfit(k[there], np.log(found[there]), 1)[0] if there.sum() > 2 else np.nan

    return intervals.of(np.mean, Sample(np.array([power(found) for found in first]), ("seeds",)))


def growth(result: Result, *, profile: str) -> Interval:
    """How many times as large an inner layer's norm is at the highest wave as at the lowest.

    From the record at which a network has half of the first wave to that at which it has half of
    the last one that it learns: the geometric mean over layers and seeds.
    """
    steps, norms = of_profile(result, profile, "norms")
    first = halves(result, profile)
    ends = first[:, 0], np.where(np.isfinite(first), first, -1).max(1)
    there = np.isfinite(ends[0])
    before, after = (
        np.log(norms[np.searchsorted(steps, np.where(there, end, 0)), range(len(end)), 1:-1])
        for end in ends
    )
    logs = np.where(there, (after - before).mean(1), np.nan)
    found = intervals.of(np.mean, Sample(logs, ("seeds",)))
    mean, low, high = (float(np.exp(end)) for end in found[:3])
    return found._replace(mean=mean, low=low, high=high)


ORDER = Experiment(
    "order_of_waves",
    version=1,
    recipes={
        "quick": Order(
            None, tuple(range(1, 11)), seeds=tuple(range(3)), width=128, steps=3000,
            learning_rate=1e-3, points=96,
        ),
        "thorough": Order(
            None, tuple(range(5, 51, 5)), seeds=tuple(range(100, 110)), width=256, steps=80_000,
            learning_rate=3e-4, precision="bf16",
        ),
    },
    shards=shards,
    run=trained,
)  # fmt: skip
EXPERIMENTS = [ORDER]
