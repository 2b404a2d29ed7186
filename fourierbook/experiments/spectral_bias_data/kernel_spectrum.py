"""What a network knows of clean and of noisy labels, along the eigenvectors of a kernel.

Rahaman et al. (2019), section 3.2 and A.4: noise on the rough eigenvectors comes late.
"""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from fourierbook.experiments import relu_stacks
from fourierbook.experiments.spectral_bias_data import digits
from fourierbook.experiments.spectral_bias_data.kernel_basis import Basis, basis, median_distance
from fourierbook.measure import intervals
from fourierbook.measure.crossings import crossing_times
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.results.questions import Experiment, Result
from fourierbook.training import ensembles
from fourierbook.training.records import record_steps

NARROW = 1.25  # σ of the authors' code; the other is the median distance of the images
KERNELS = ("narrow", "median")
TARGETS = ("white", "rough_narrow", "rough_median")  # by their noise
POWER = 2  # γ: of the size of rough noise along the n-th eigenvector, (n/N)^γ


@dataclass(frozen=True)
class InKernel:
    """Train one network on labels with noise of three kinds, and look at it in two bases."""

    LISTED = ("seeds",)

    data: str
    seeds: tuple[int, ...]  # of networks, images and white noise
    count: int
    width: int
    steps: int
    learning_rate: float
    loaded: int | None = None
    zoom: float = 1.0
    layers: int = 6
    groups: int = 10  # of equally many eigenvectors, smooth ones first
    records: int = 60
    precision: str = "fp32"  # of the products

    def tiny(self) -> "InKernel":
        """The same on few images for a few steps."""
        few = {"seeds": self.seeds[:1], "count": 20, "width": 4, "steps": 4, "groups": 4}
        return replace(self, **few, loaded=300)


def trained(recipe: InKernel, shard: str) -> dict[str, Any]:
    """Train a seed's network on each target.

    Returns:
        steps (T,); clean (T, C): mean square error on the same images with clean labels; in each
        basis, named before an underscore, root mean squares of coefficients by group: of the
        network, found (T, C, G), of the targets, noisy (C, G), and of clean labels, labels (G,);
        taken (T, C, G): share of the noise that a network has taken over; values (n,).
    """
    seed = int(shard.removeprefix("seed"))
    found = digits.pool(recipe.data, recipe.loaded, zoom=recipe.zoom)
    [(points, signs)] = digits.drawn(found, (recipe.count,), seed=seed)
    bases = dict(zip(KERNELS, (basis(points, w) for w in widths(points)), strict=True))
    noises = noise(bases, seed=seed)
    model = relu_stacks.stack(points.shape[1], recipe.width, layers=recipe.layers, seed=seed)
    steps = record_steps(recipe.steps, count=recipe.records)
    runs = ensembles.fit(
        [model] * len(noises), points[None], (signs + noises).float()[..., None],
        steps=recipe.steps, learning_rate=recipe.learning_rate, at=steps,
        measure=lambda together: {"fits": together(points)[..., 0]}, precision=recipe.precision,
    )  # fmt: skip
    fits = runs.records["fits"].double()
    kept = {"steps": np.array(steps), "clean": (fits - signs).square().mean(2).float().numpy()}
    for name, each in bases.items():
        seen = spectra(each, fits, signs.double(), noises, groups=recipe.groups)
        kept |= {f"{name}_{key}": values.float().numpy() for key, values in seen.items()}
    return kept


def widths(points: Tensor) -> tuple[float, float]:
    """σ of each of `KERNELS`."""
    return NARROW, median_distance(points)


def noise(bases: dict[str, Basis], *, seed: int) -> Tensor:
    """What is added to the labels in each of `TARGETS`, (C, n): of mean square 1/3 or about 1/5."""
    count = len(bases["narrow"].values)
    generator = torch.Generator().manual_seed(40_000 + seed)
    white = 2 * torch.rand(count, generator=generator, dtype=torch.float64) - 1
    sizes = (torch.arange(1, count + 1, dtype=torch.float64) / count) ** POWER
    rough = [each.vectors @ sizes for each in bases.values()]
    return torch.stack([white, *rough])


def spectra(
    found: Basis, fits: Tensor, labels: Tensor, noises: Tensor, *, groups: int
) -> dict[str, Tensor]:
    """What `trained` keeps of one basis."""

    def sizes(functions: Tensor) -> Tensor:
        squares = found.coefficients(functions).square()
        return torch.stack([each.mean(-1) for each in _split(squares, groups)], -1).sqrt()

    there = found.coefficients(noises)
    apart = found.coefficients(fits - labels) * there
    pairs = zip(_split(apart, groups), _split(there.square(), groups), strict=True)
    taken = [one.sum(-1) / other.sum(-1) for one, other in pairs]
    return {
        "found": sizes(fits),
        "noisy": sizes(labels + noises),
        "labels": sizes(labels),
        "taken": torch.stack(taken, -1),
        "values": found.values,
    }


def _split(values: Tensor, groups: int) -> tuple[Tensor, ...]:
    """Along the last axis, into groups of neighbours."""
    return values.tensor_split(groups, -1)


def at_dip(result: Result, target: str, kernel: str, name: str) -> np.ndarray:
    """Of each seed at its least error on clean labels: `found` or `taken`, (S, G)."""
    place = TARGETS.index(target)
    return np.stack(
        [
            values[f"{kernel}_{name}"][values["clean"][:, place].argmin(), place]
            for values in result.shards.values()
        ]
    )


def as_clean(result: Result, target: str, kernel: str) -> Interval:
    """At the dip, coefficients over those of the clean labels: geometric mean over the groups."""
    labels = [values[f"{kernel}_labels"] for values in result.shards.values()]
    logs = np.log(at_dip(result, target, kernel, "found") / np.stack(labels)).mean(1)
    return intervals.rising(math.exp, intervals.of(np.mean, Sample(logs, ("seeds",))))


def rough_taken(result: Result, target: str, kernel: str) -> Interval:
    """Share of the noise on the roughest tenth that is taken over at the dip."""
    return intervals.of(np.mean, Sample(at_dip(result, target, kernel, "taken")[:, -1], ("seeds",)))


def rise(result: Result, target: str) -> Interval:
    """How many times as large the error on clean labels is in the end as at the dip."""
    place = TARGETS.index(target)
    curves = np.stack([values["clean"][:, place] for values in result.shards.values()])
    logs = np.log(curves[:, -1] / curves.min(1))
    return intervals.rising(math.exp, intervals.of(np.mean, Sample(logs, ("seeds",))))


def times(result: Result, target: str, kernel: str, *, share: float = 0.5) -> np.ndarray:
    """Steps from which on so much of each group's noise is taken over, (S, G); ∞ where never."""
    place = TARGETS.index(target)
    return np.stack(
        [
            crossing_times(
                1 - values[f"{kernel}_taken"][:, place].astype(float), values["steps"],
                below=1 - share, lasting=True,
            )
            for values in result.shards.values()
        ]
    )  # fmt: skip


def later(result: Result, target: str, kernel: str) -> Interval:
    """How many times as late the roughest tenth's noise is taken over as the smoothest's."""
    when = times(result, target, kernel)
    last = next(iter(result.shards.values()))["steps"][-1]
    logs = np.log(np.clip(when[:, -1], 1, last) / np.clip(when[:, 0], 1, last))
    return intervals.rising(math.exp, intervals.of(np.mean, Sample(logs, ("seeds",))))


KERNEL_SPECTRUM = Experiment(
    "kernel_spectrum",
    version=1,
    recipes={
        "quick": InKernel(
            "mnist", seeds=(0,), count=500, width=96, steps=500, learning_rate=5e-4, loaded=4000,
            records=40,
        ),
        "thorough": InKernel(
            "mnist", seeds=tuple(range(100, 110)), count=2000, width=256, steps=1500,
            learning_rate=2e-4, precision="bf16",
        ),
    },
    embedded=InKernel(
        "digits", seeds=(0,), count=230, width=96, steps=500, learning_rate=5e-4, zoom=2.5,
        records=40,
    ),
    shards=lambda recipe: tuple(f"seed{seed}" for seed in recipe.seeds),
    run=trained,
)  # fmt: skip
EXPERIMENTS = [KERNEL_SPECTRUM]
