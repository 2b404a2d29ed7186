"""Nearest neighbours beside a network, on two classes along a curve with petals.

Rahaman et al. (2019), E.2 and figure 22: of a map of probabilities in the plane, the mean amplitude
in each ring of frequencies; and which cells of the table nearest neighbours are right on.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from fourierbook.experiments.spectral_bias_data import petal_classes, petal_curve
from fourierbook.experiments.spectral_bias_data.petal_classes import ABOVE, positive
from fourierbook.experiments.spectral_bias_data.petal_twins import square
from fourierbook.measure import intervals
from fourierbook.measure.crossings import share_of_seeds
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.results.questions import Experiment, Result
from fourierbook.signal.falloff import faded, slopes
from fourierbook.signal.spectra import radial_profile

BLOCK = 4096  # places whose neighbours are looked for at once
FITTED = (0.03, 0.3)  # rings whose slope is fitted, as shares of the grid's side
LOWEST = 0.03  # rings up to here are called low


@dataclass(frozen=True)
class Neighbours:
    """Compare a network's map with those of K nearest neighbours, in one cell and in the table."""

    LISTED = ("seeds",)

    data: None
    seeds: tuple[int, ...]  # of networks and phases
    cell: tuple[int, int]  # L and k of the maps
    petals: tuple[int, ...]  # L of the table
    frequencies: tuple[int, ...]  # k of the table
    points: int
    width: int
    steps: int
    learning_rate: float
    layers: int = 6
    counts: tuple[int, ...] = (1, 5, 10, 15, 20)  # K
    side: int = 256

    precision = "fp32"

    def tiny(self) -> "Neighbours":
        """The same of a small network for a few steps."""
        return replace(self, seeds=self.seeds[:2], width=4, steps=20, petals=(0, 2), side=64)


def nearest(known: Tensor, labels: Tensor, asked: Tensor, counts: tuple[int, ...]) -> Tensor:
    """Share of positive labels among the K nearest known points of each place, (counts, places).

    Args:
        known: (n, d).
        labels: (n,), 0 or 1.
        asked: (places, d); a known point is its own nearest neighbour.
        counts: each K, n at most.

    >>> line = torch.tensor([[0.0], [1.0], [2.5]])
    >>> nearest(line, torch.tensor([1.0, 0.0, 1.0]), torch.tensor([[0.1]]), (1, 2)).tolist()
    [[1.0], [0.5]]
    """
    found, exactly = [], "donot_use_mm_for_euclid_dist"
    for part in asked.split(BLOCK):
        apart = torch.cdist(part.double(), known.double(), compute_mode=exactly)
        close = labels[apart.topk(max(counts), largest=False).indices].cumsum(1)
        found.append(torch.stack([close[:, count - 1] / count for count in counts]))
    return torch.cat(found, 1)


def _run(recipe: Neighbours, shard: str) -> dict[str, Any]:
    """A network and nearest neighbours on the same points, with phase and initial values of a seed.

    Returns:
        profiles (1 + counts, rings), mean amplitudes of the maps, the network's first, faded at
        their borders; plain, the same of the maps as they are; table (counts, L, K), shares of the
        training points on which the neighbours, each point among its own, are right; accuracy, the
        network's.
    """
    seed = int(shard.removeprefix("seed"))
    petals, frequency = recipe.cell
    z = petal_curve.places(recipe.points)
    known = petal_curve.curve(z, petals).float()
    labels = positive(z, frequency, seed)
    around = square(recipe.side)
    network = petal_classes.fitted(recipe, [seed], known, labels[None])
    says = network(torch.cat([known, around]))[0, :, 0]
    right = ((says[: len(known)] > 0) == (labels > ABOVE)).double().mean()
    maps = torch.cat(
        [says[None, len(known) :].sigmoid(), nearest(known, labels, around, recipe.counts)]
    ).reshape(-1, recipe.side, recipe.side)
    return {
        "profiles": _profiles(faded(maps)),
        "plain": _profiles(maps - maps.mean((1, 2), keepdim=True)),
        "table": _table(recipe, seed, z),
        "accuracy": right.numpy(),
    }


def _profiles(maps: Tensor) -> np.ndarray:
    amplitudes = torch.fft.fft2(maps.double()).abs() / maps.shape[-1] ** 2
    return torch.stack([radial_profile(each) for each in amplitudes]).float().numpy()


def _table(recipe: Neighbours, seed: int, z: Tensor) -> np.ndarray:
    found = []
    for petals in recipe.petals:
        known = petal_curve.curve(z, petals)
        targets = [positive(z, k, seed) for k in recipe.frequencies]
        rows = [
            ((nearest(known, each, known, recipe.counts) > 0.5) == (each > ABOVE)).double().mean(1)
            for each in targets
        ]
        found.append(torch.stack(rows, 1))
    return torch.stack(found, 1).float().numpy()


def exponents(result: Result, *, name: str = "profiles") -> np.ndarray:
    """Slopes of log amplitude against log frequency of each map, (S, 1 + counts)."""
    first, last = (round(share * result.recipe.side) for share in FITTED)
    found = []
    for seed in result.recipe.seeds:
        profiles = torch.from_numpy(result.shards[f"seed{seed}"][name]).double()
        radii = torch.arange(profiles.shape[1], dtype=torch.float64)
        found.append(slopes(profiles, radii, first=first, last=last).numpy())
    return np.array(found)


def steeper_than_all(result: Result) -> Interval:
    """Share of seeds whose network's spectrum falls faster than that of every K."""
    found = exponents(result)
    return share_of_seeds((found[:, :1] < found[:, 1:]).all(1))


def low_ratio(result: Result, *, count: int) -> Interval:
    """Amplitude of K neighbours at low frequencies over the network's: log₂, mean over seeds."""
    last = round(LOWEST * result.recipe.side)
    place = 1 + result.recipe.counts.index(count)
    profiles = [result.shards[f"seed{seed}"]["profiles"] for seed in result.recipe.seeds]
    low = np.stack(profiles)[:, :, 1 : last + 1]
    ratios = np.log2(low[:, place] / low[:, 0]).mean(1)
    return intervals.of(np.mean, Sample(ratios, ("seeds",)))


def fast_gain(result: Result) -> Interval:
    """Accuracy of 5 to 20 neighbours on fast waves: with many petals, minus without any.

    Of the mean over the faster half of frequencies and these K: the upper half of petals minus the
    circle, as `petal_classes.fast_gain` of networks. The mean over seeds.
    """
    several = [place for place, count in enumerate(result.recipe.counts) if count > 1]
    tables = np.stack([result.shards[f"seed{seed}"]["table"] for seed in result.recipe.seeds])
    fast = tables[:, several, :, tables.shape[3] // 2 :].mean((1, 3))
    upper = fast[:, (fast.shape[1] + 1) // 2 :].mean(1)
    return intervals.of(np.mean, Sample(upper - fast[:, 0], ("seeds",)))


NEIGHBOURS = Experiment(
    "nearest_neighbours",
    version=1,
    recipes={
        "quick": Neighbours(
            None, seeds=(0, 1, 2, 3), cell=(8, 20), petals=(0, 4, 8, 12, 16),
            frequencies=(4, 12, 20, 28, 36), points=256, width=64, steps=800, learning_rate=2e-3,
            layers=4, side=128,
        ),
        # The paper's curve, wave and points; fewer steps.
        "thorough": Neighbours(
            None, seeds=tuple(range(100, 110)), cell=(20, 150), petals=tuple(range(0, 21, 2)),
            frequencies=tuple(range(50, 401, 50)), points=1000, width=256, steps=8000,
            learning_rate=5e-4,
        ),
    },
    shards=lambda recipe: tuple(f"seed{seed}" for seed in recipe.seeds),
    run=_run,
)  # fmt: skip
EXPERIMENTS = [NEIGHBOURS]
