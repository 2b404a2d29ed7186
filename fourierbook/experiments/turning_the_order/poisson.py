"""Poisson's equation: in which order a network and Jacobi's method learn the modes of u."""

import itertools
import math
import time
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from fourierbook import settings
from fourierbook.measure.crossings import crossing_times, order, share_of_seeds
from fourierbook.measure.intervals import Interval
from fourierbook.measure.populations import NotMeasured
from fourierbook.models.mlps import dense
from fourierbook.results.questions import Experiment, Result
from fourierbook.theory import poisson
from fourierbook.training import ensembles

MODES = (2, 6, 16)  # half waves in the interval, so 1, 3 and 8 waves: the peaks that are watched
SEEDS = tuple(range(100, 132))  # of thorough and full runs; others than those of quick
BELOW = 0.2  # of the relative error: learnt
PUBLISHED = (4000, 500, 400)  # hidden layers of the paper's network


@dataclass(frozen=True)
class Poisson:
    """Train networks on the energy of −u″ = g and watch the error of their values on the grid."""

    data: None = None
    widths: tuple[int, ...] = (64, 64)  # of the hidden layers
    first: float = 6.0  # standard deviation of the first layer's weights and biases
    learning_rate: float = 1e-3
    boundary: float = 10.0  # weight of the ends in the energy
    intervals: int = 200
    steps: int = 500
    every: int = 5
    seeds: tuple[int, ...] = (0, 1, 2, 3)

    def tiny(self) -> "Poisson":
        """The same on a small network and a coarse grid, for a few steps."""
        return replace(self, widths=(4,), intervals=20, steps=8, every=4)


def network(recipe: Poisson, seed: int) -> nn.Module:
    """A network that is zero everywhere before it is trained."""
    model = dense(
        (1, *recipe.widths, 1),
        generator=torch.Generator().manual_seed(seed),
        first=(recipe.first, recipe.first),
    )
    with torch.no_grad():
        model[-1].weight.zero_()
    return model.to(settings.device())


def clock() -> float:
    """Seconds that a training is timed by.

    On a CPU they are this process's own, which other work on the machine does not lengthen; on a
    GPU those that the clock shows once all that was asked of it is done.
    """
    if settings.device().type == "cuda":
        torch.cuda.synchronize()
        return time.perf_counter()
    return time.process_time()


def trained(recipe: Poisson, seeds: tuple[int, ...]) -> ensembles.Runs:
    """Train networks together; record their values on the grid and the seconds used so far.

    Seconds do not count what is measured in between.
    """
    x = poisson.grid(recipe.intervals)
    inputs, targets = (
        part.float().to(settings.device())[None, :, None] for part in (x, poisson.four_waves(x))
    )
    start, paused = clock(), 0.0

    def measure(ensemble: ensembles.Ensemble) -> dict[str, Tensor]:
        nonlocal paused
        began = clock()
        values = ensemble(inputs[0])[..., 0].double().cpu()
        used = torch.full((len(values),), began - start - paused, dtype=torch.float64)
        paused += clock() - began
        return {"values": values, "seconds": used}

    def energy(values: Tensor, source: Tensor) -> Tensor:
        return poisson.ritz_energy(values[:, 0], source[:, 0], boundary=recipe.boundary)

    return ensembles.fit(
        [network(recipe, seed) for seed in seeds],
        inputs,
        targets,
        steps=recipe.steps,
        learning_rate=recipe.learning_rate,
        loss=energy,
        measure=measure,
        at=recorded(recipe),
        chunk=4,
    )


def recorded(recipe: Poisson) -> list[int]:
    """After how many steps the networks are measured: at first often, later every so often."""
    at = {*range(min(recipe.steps, 100)), *range(0, recipe.steps, recipe.every), recipe.steps}
    return sorted(at)


def _ordered(recipe: Poisson, shard: str) -> dict[str, Any]:
    g = poisson.four_waves(poisson.grid(recipe.intervals))
    true = poisson.sine_modes(poisson.solve(g))
    if shard == "jacobi":
        at, values = swept(torch.zeros_like(g), g, _longest(recipe), growth=1.03)
    else:
        at, values = recorded(recipe), trained(recipe, recipe.seeds).records["values"]
    places = torch.tensor([mode - 1 for mode in MODES])
    errors = ((poisson.sine_modes(values) - true) / true).abs()[..., places]
    return {"steps": np.array(at), "errors": errors.float().numpy()}


def _longest(recipe: Poisson) -> int:
    """Sweeps until Jacobi's method has surely learnt the lowest mode."""
    factor = poisson.jacobi_factor(MODES[0], recipe.intervals)
    return math.ceil(1.1 * math.log(BELOW) / math.log(factor))


def swept(values: Tensor, source: Tensor, sweeps: int, *, growth: float) -> tuple[list, Tensor]:
    """Sweep over the grid: after how many sweeps, and (T, n + 1) the values then."""
    at = sorted(
        {0, sweeps, *(round(growth**i) for i in range(math.ceil(math.log(sweeps, growth))))}
    )
    rows = [values]
    for before, after in itertools.pairwise(at):
        rows.append(poisson.jacobi(rows[-1], source, sweeps=after - before))
    return at, torch.stack(rows)


def crossings(result: Result, method: str) -> np.ndarray:
    """Steps or sweeps until Δ is below 0.2: (S, K), or (K,) of Jacobi's method; ∞ if never."""
    shard = result.shards[method]
    return crossing_times(shard["errors"], shard["steps"], below=BELOW)


def formula_error(result: Result) -> Interval:
    """Largest relative distance of Jacobi's crossings to ln 0.2 / ln cos(kπ/n); not random."""
    if 2 * max(MODES) >= result.recipe.intervals:
        raise NotMeasured(f"mode {max(MODES)} is among the faster half, which flips its sign")
    factors = [poisson.jacobi_factor(mode, result.recipe.intervals) for mode in MODES]
    expected = np.array([math.log(BELOW) / math.log(factor) for factor in factors])
    worst = float(np.abs(crossings(result, "jacobi") / expected - 1).max())
    return Interval(worst, worst, worst, len(MODES), "modes")


def low_first(result: Result) -> Interval:
    """Share of networks that learn the three modes from the slowest to the fastest."""
    return share_of_seeds(order(crossings(result, "networks")).low_first)


POISSON_ORDER = Experiment(
    "poisson_order",
    version=1,
    recipes={
        "quick": Poisson(),
        "thorough": Poisson(steps=2000, every=10, seeds=SEEDS),
        "full": Poisson(
            widths=PUBLISHED, intervals=1000, steps=5000, every=20, learning_rate=1e-4, seeds=SEEDS
        ),
    },
    shards=lambda recipe: ("jacobi", "networks"),
    run=_ordered,
)
EXPERIMENTS = [POISSON_ORDER]
