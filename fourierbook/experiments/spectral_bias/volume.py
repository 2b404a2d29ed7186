"""How many settings of bounded parameters have any high frequency at all.

Rahaman et al. (2019), appendix D: of the cube of parameters, a share that falls as a power of k.
"""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch

from fourierbook.measure import intervals
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.results.questions import Experiment, Result

ABOVE = (4, 8, 12, 16, 24, 32, 40)  # k beyond which a spectrum is looked at
AT_ONCE = 250  # draws
BEYOND = 8  # how far past κ, where nothing can be


@dataclass(frozen=True)
class Volume:
    """Draw parameters of one hidden layer from the cube, and look for high frequencies."""

    data: None
    seed: int
    draws: int  # a multiple of 250, or fewer
    units: int = 8
    clip: float = 1.0  # parameters lie within ± it
    least: float = 0.005  # amplitude that counts
    grid: float = 0.02  # steps of k

    def tiny(self) -> "Volume":
        """The same of few draws."""
        return replace(self, draws=40, grid=1.0)


def empty_from(recipe: Volume) -> float:
    """κ = √(M/least), beyond which no setting has such an amplitude; M is the largest Σ a |w|.

    >>> empty_from(Volume(None, 0, 10))
    40.0
    """
    return math.sqrt(recipe.units * recipe.clip**2 / recipe.least)


def _run(recipe: Volume, shard: str) -> dict[str, Any]:
    """Of f(x) = Σ a relu(w x + b), whose amplitude is |f̂(k)| = |Σ a |w| e^(ikb/w)| / k².

    Returns:
        counts (K,) of draws with |f̂(k')| > least at some k' > k, for each k of `ABOVE`; drawn.
    """
    generator = torch.Generator().manual_seed(recipe.seed)
    end = empty_from(recipe) + BEYOND
    k = torch.arange(min(ABOVE), end, recipe.grid, dtype=torch.float64)[:, None]
    size = min(AT_ONCE, recipe.draws)
    counts, drawn = torch.zeros(len(ABOVE), dtype=torch.int64), 0
    while drawn < recipe.draws:
        uniform = torch.rand(3, size, recipe.units, generator=generator, dtype=torch.float64)
        a, w, b = recipe.clip * (2 * uniform - 1)
        turns = torch.exp(1j * k[..., None] * (b / w))
        high = (turns * (a * w.abs())).sum(-1).abs() / k**2 > recipe.least
        counts += torch.stack([high[k[:, 0] > each].any(0).sum() for each in ABOVE])
        drawn += size
    return {"counts": counts.numpy().astype(np.int32), "drawn": np.array(drawn, np.int32)}


def share(result: Result, *, above: int) -> Interval:
    """Share of draws with such an amplitude beyond a frequency."""
    values = result.shards["cube"]
    count, drawn = int(values["counts"][ABOVE.index(above)]), int(values["drawn"])
    return intervals.of(np.mean, Sample(np.arange(drawn) < count, ("networks",)))


VOLUME = Experiment(
    "high_frequency_volume",
    version=1,
    recipes={"quick": Volume(None, seed=0, draws=1000), "thorough": Volume(None, 100, 20_000)},
    shards=lambda recipe: ("cube",),
    run=_run,
)
EXPERIMENTS = [VOLUME]
