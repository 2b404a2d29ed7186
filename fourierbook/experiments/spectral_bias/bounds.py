"""How tight the bounds on an untrained network's spectrum are, by depth; its tangent kernel."""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from fourierbook.measure import intervals
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.measure.lines import rank_correlation
from fourierbook.models.mlps import dense
from fourierbook.results.questions import Experiment, Result
from fourierbook.theory.piecewise_linear import regions
from fourierbook.theory.piecewise_transforms import transform
from fourierbook.theory.relu_stacks import lipschitz_bound
from fourierbook.theory.steepness import bend, lipschitz
from fourierbook.theory.tangent_kernel import tangent_kernel

WAVES = (30.0, 300.0)  # |k| of the waves whose largest k² |f̂| is a network's amplitude
WATCHED = (4, 40)  # half turns of a cosine over the interval, whose eigenvalues have a slope


@dataclass(frozen=True)
class Bounds:
    """Hold untrained networks against their bounds, for each depth."""

    data: None
    seeds: tuple[int, ...]
    depths: tuple[int, ...] = (1, 2, 3, 4, 5)  # hidden layers
    width: int = 16
    waves: int = 1000  # wave vectors
    kernel_width: int = 192
    points: int = 128  # of the interval

    def tiny(self) -> "Bounds":
        """The same of few small networks."""
        return replace(
            self, seeds=self.seeds[:2], width=4, waves=20, kernel_width=8, points=96
        )  # fmt: skip


def _run(recipe: Bounds, shard: str) -> dict[str, Any]:
    kind, depth = shard[:-1], int(shard[-1])
    return {"depth": _steepness, "kernel": _kernel}[kind](recipe, depth)


def network(seed: int, *, widths: tuple[int, ...]) -> nn.Sequential:
    """An untrained network in double precision, whose outputs neither fade nor grow with depth."""
    generator = torch.Generator().manual_seed(seed)
    made = dense(widths, generator=generator, activation="relu", gain=math.sqrt(2), bias=0.3)
    return made.double()


def _steepness(recipe: Bounds, depth: int) -> dict[str, Any]:
    """Of networks of two inputs in [−1, 1]².

    Returns:
        For each seed (S,): regions; steepest, the Lipschitz constant there; product, the bound by
        norms; bends, Σ|Δs| ℓ; amplitudes, the largest of |k|² |f̂| of the creases over waves.
    """
    found = {name: [] for name in ("regions", "steepest", "product", "bends", "amplitudes")}
    for seed in recipe.seeds:
        model = network(seed, widths=(2, *[recipe.width] * depth, 1))
        pieces, generator = regions(model), torch.Generator().manual_seed(seed)
        angle, share = torch.rand(2, recipe.waves, generator=generator, dtype=torch.float64)
        k = WAVES[0] * (WAVES[1] / WAVES[0]) ** share
        along = torch.stack([(math.pi * angle).cos(), (math.pi * angle).sin()], 1)
        f = transform(pieces, k[:, None] * along / (2 * math.pi), border=False)
        found["regions"].append(len(pieces.corners))
        found["steepest"].append(lipschitz(pieces))
        found["product"].append(lipschitz_bound(model))
        found["bends"].append(bend(pieces))
        found["amplitudes"].append((f.abs() * k**2).max().item())
    return {name: np.array(values) for name, values in found.items()}


def _kernel(recipe: Bounds, depth: int) -> dict[str, Any]:
    """How strongly the tangent kernel of each network answers to each cosine of an interval.

    Returns:
        eigenvalues (S, points), the kernel's diagonal in the basis of cosines cos(πj(x + 1)/2).
    """
    n = recipe.points
    x = ((torch.arange(n, dtype=torch.float64) + 0.5) / n * 2 - 1)[:, None]
    basis = cosines(n)
    widths = (1, *[recipe.kernel_width] * depth, 1)
    kernels = [tangent_kernel(network(seed, widths=widths), x) for seed in recipe.seeds]
    return {"eigenvalues": torch.stack([(basis @ k * basis).sum(1) for k in kernels]).numpy() / n}


def cosines(points: int) -> Tensor:
    """Orthonormal cosines (points, points), a row a frequency: they leave no jump at the ends.

    >>> (cosines(5) @ cosines(5).T).round(decimals=9).abs().equal(torch.eye(5).double())
    True
    """
    j = torch.arange(points, dtype=torch.float64)
    waves = torch.cos(math.pi * j[:, None] * (j + 0.5) / points)
    return waves / waves.norm(dim=1, keepdim=True)


def looseness(result: Result, depth: int) -> np.ndarray:
    """How many times as steep as it is a network may be by the norms of its layers, (S,).

    A network that is constant has none: nan.
    """
    values = result.shards[f"depth{depth}"]
    return values["product"] / np.where(values["steepest"] > 0, values["steepest"], np.nan)


def looser_a_layer(result: Result) -> Interval:
    """By what factor the bound is looser for each layer more: the mean over networks, geometric."""
    depths = result.recipe.depths
    logs = np.log([looseness(result, depth) for depth in depths])
    rise = (logs[-1] - logs[0]) / (depths[-1] - depths[0])
    found = intervals.of(np.mean, Sample(rise, ("networks",)))
    return found._replace(**{end: math.exp(getattr(found, end)) for end in ("mean", "low", "high")})


def amplitude_follows(result: Result, *, what: str) -> Interval:
    """Rank correlation of the amplitudes with a bound over networks of all depths.

    Args:
        result: of the experiment.
        what: `pieces` for the number of regions times the Lipschitz constant, or `bends`.
    """
    shards = [result.shards[f"depth{depth}"] for depth in result.recipe.depths]
    bound = {
        "pieces": lambda values: values["regions"] * values["steepest"],
        "bends": lambda values: values["bends"],
    }[what]
    pairs = np.array([[bound(values), values["amplitudes"]] for values in shards])
    return intervals.of(
        lambda both: rank_correlation(both[:, 0].reshape(1, -1), both[:, 1].ravel()),
        Sample(pairs, ("depths", "kinds", "networks")),
        over=("networks",),
        drawn=("networks",),
    )


def largest_share(result: Result) -> Interval:
    """Largest |k|² |f̂| as a share of Σ|Δs| ℓ over networks, with the least as the other end."""
    shards = [result.shards[f"depth{depth}"] for depth in result.recipe.depths]
    bends = np.concatenate([values["bends"] for values in shards])
    sizes, there = np.concatenate([values["amplitudes"] for values in shards]), bends > 0
    found = sizes[there] / bends[there]
    top = float(found.max())
    return Interval(top, float(found.min()), top, len(found), "networks")


def kernel_exponent(result: Result, *, depth: int) -> Interval:
    """Slope of log eigenvalue against log frequency, mean over networks."""
    first, last = WATCHED
    values = result.shards[f"kernel{depth}"]["eigenvalues"][:, first : last + 1]
    x = np.log(np.arange(first, last + 1))
    found = np.polyfit(x, np.log(values).T, 1)[0]
    return intervals.of(np.mean, Sample(found, ("networks",)))


BOUNDS = Experiment(
    "bounds_of_pieces",
    version=1,
    recipes={
        "quick": Bounds(None, seeds=tuple(range(12)), waves=300, kernel_width=96),
        "thorough": Bounds(None, seeds=tuple(range(200, 232))),
    },
    shards=lambda recipe: (
        *(f"depth{depth}" for depth in recipe.depths), "kernel1", "kernel2", "kernel4",
    ),
    run=_run,
)  # fmt: skip
EXPERIMENTS = [BOUNDS]
