"""Poisson's equation by a network first and Jacobi's method after it, against the seconds used."""

import itertools
import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import numpy as np
from torch import Tensor

from fourierbook.experiments.turning_the_order.poisson import (
    PUBLISHED,
    Poisson,
    recorded,
    trained,
)
from fourierbook.measure.intervals import Interval, student
from fourierbook.measure.populations import NotMeasured
from fourierbook.results.questions import Experiment, Result
from fourierbook.theory import poisson

Shard = dict[str, np.ndarray]

ALONE, EARLY, MIDDLE, LATE = range(4)  # places among the switches; the first is Jacobi alone


@dataclass(frozen=True)
class Hybrid:
    """Train one network after the other, so that seconds mean something, then leave it to Jacobi.

    All fields but the last three are those of `Poisson`.
    """

    LISTED = ("seeds",)

    data: None = None
    widths: tuple[int, ...] = (64, 64)
    first: float = 6.0
    learning_rate: float = 1e-3
    boundary: float = 10.0
    intervals: int = 200
    steps: int = 500
    every: int = 5
    seeds: tuple[int, ...] = (0, 1, 2, 3)
    switches: tuple[int, ...] = (0, 20, 120, 500)  # steps of the network before Jacobi takes over
    sweeps: int = 4000
    compared: int = 2000  # sweeps after which errors are compared

    def tiny(self) -> "Hybrid":
        """The same on a small network and a coarse grid, for a few steps and sweeps."""
        tiny = asdict(self.training.tiny())
        return replace(self, **tiny, switches=(0, 2, 4, 8), sweeps=6, compared=3)

    @property
    def training(self) -> Poisson:
        """How each network is trained."""
        return Poisson(**{field.name: getattr(self, field.name) for field in fields(Poisson)})


def _raced(recipe: Hybrid, shard: str) -> dict[str, Any]:
    x = poisson.grid(recipe.intervals)
    g, u = poisson.four_waves(x), poisson.four_waves_solution(x)
    records = trained(recipe.training, (int(shard.removeprefix("seed")),)).records
    values = records["values"][:, 0]
    seconds = records["seconds"][:, 0] - records["seconds"][0, 0]
    steps = recorded(recipe.training)
    found = {
        "steps": np.array(steps),
        "seconds": seconds.float().numpy(),
        "errors": (values - u).abs().amax(-1).float().numpy(),
        "anchored": (poisson.anchored(values) - u).abs().amax(-1).float().numpy(),
    }
    for place, start in enumerate(recipe.switches):
        row = steps.index(start)
        at, used, errors = _timed(poisson.anchored(values[row]), g, u, recipe)
        found |= {
            "sweeps": np.array(at),
            f"seconds{place}": seconds[row].item() + used,
            f"errors{place}": errors,
        }
    return found | _direct(g, u)


def _timed(values: Tensor, g: Tensor, u: Tensor, recipe: Hybrid) -> tuple[list, Any, Any]:
    """Sweeps, the processor's seconds for them, and the largest error after each count."""
    evenly = {round(recipe.sweeps * share**2) for share in np.linspace(0, 1, 161).tolist()}
    at = sorted(evenly | {recipe.compared})
    used, errors = [0.0], [(values - u).abs().max().item()]
    for before, after in itertools.pairwise(at):
        began = time.process_time()
        values = poisson.jacobi(values, g, sweeps=after - before)
        used.append(used[-1] + time.process_time() - began)
        errors.append((values - u).abs().max().item())
    return at, np.float32(used), np.float32(errors)


def _direct(g: Tensor, u: Tensor, *, times: int = 100) -> dict[str, float]:
    began = time.process_time()
    for _ in range(times):
        solved = poisson.solve(g)
    used = (time.process_time() - began) / times
    return {"direct_seconds": used, "direct_error": (solved - u).abs().max().item()}


def seconds_until(shard: Shard, switch: int, error: float) -> float:
    """Seconds from the first training step until the largest error is below a bound; ∞ if never."""
    below = shard[f"errors{switch}"] < error
    return float(shard[f"seconds{switch}"][below.argmax()]) if below.any() else math.inf


def gain(result: Result, *, of: int, over: int) -> Interval:
    """How many powers of ten the error after one switch and some sweeps lies below another's."""

    def exponent(shard: Shard) -> float:
        left, right = (compared(result, shard, switch) for switch in (over, of))
        return math.log10(left / right)

    return _over_seeds(result, exponent)


def compared(result: Result, shard: Shard, switch: int) -> float:
    """Largest error after a switch and as many sweeps as the recipe compares."""
    return float(shard[f"errors{switch}"][shard["sweeps"] == result.recipe.compared].item())


def ratio_of_seconds(result: Result, *, of: int, over: int, error: float) -> Interval:
    """log₁₀ of the seconds until an error with one switch over those with another."""
    return _over_seeds(
        result, lambda shard: math.log10(_reached(shard, of, error) / _reached(shard, over, error))
    )


def gain_over_network(result: Result, *, switch: int, error: float) -> Interval:
    """log₁₀ of the network's own error over an error, when the sweeps after a switch reach it.

    The line through the network's ends is taken off, as it is before the sweeps.
    """

    def exponent(shard: Shard) -> float:
        row = np.searchsorted(shard["seconds"], _reached(shard, switch, error))
        return math.log10(shard["anchored"][min(row, len(shard["anchored"]) - 1)] / error)

    return _over_seeds(result, exponent)


def direct_ratio(result: Result, *, error: float) -> Interval:
    """log₁₀ of the seconds until an error with the middle switch over a direct solver's."""
    return _over_seeds(
        result,
        lambda shard: math.log10(_reached(shard, MIDDLE, error) / shard["direct_seconds"]),
    )


def _reached(shard: Shard, switch: int, error: float) -> float:
    seconds = seconds_until(shard, switch, error)
    if seconds == math.inf:
        raise NotMeasured(f"an error of {error:g} is not reached by every network")
    return seconds


def _over_seeds(result: Result, measure: Callable[[Shard], float]) -> Interval:
    """Mean over networks of a number of each."""
    return student([measure(shard) for shard in result.shards.values()])


POISSON_HYBRID = Experiment(
    "poisson_hybrid",
    version=3,
    recipes={
        "quick": Hybrid(seeds=(0, 1, 2)),
        "thorough": Hybrid(
            intervals=1000, steps=2000, every=10, switches=(0, 20, 150, 2000), sweeps=1_000_000,
            compared=100_000, seeds=tuple(range(132, 148)),
        ),
        "full": Hybrid(
            widths=PUBLISHED, intervals=1000, steps=5000, every=20, learning_rate=1e-4,
            switches=(0, 20, 500, 5000), sweeps=1_000_000, compared=100_000,
            seeds=tuple(range(132, 140)),
        ),
    },
    shards=lambda recipe: tuple(f"seed{seed}" for seed in recipe.seeds),
    run=_raced,
    timed=True,
)  # fmt: skip
EXPERIMENTS = [POISSON_HYBRID]
