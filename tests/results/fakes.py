"""Small experiments whose answers are known, for the tests of the store and the ledger."""

import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from fourierbook.measure.intervals import student
from fourierbook.results.claim import Claim
from fourierbook.results.store import Experiment


@dataclass(frozen=True)
class Draws:
    """Means of random numbers, a seed a shard."""

    LISTED = ("seeds",)

    count: int
    seeds: tuple[int, ...] = (0, 1, 2)
    data: str | None = None
    pause: float = 0.0  # seconds, from the second shard on
    diary: str | None = None  # a file that gets a line for each shard that is computed

    def tiny(self):
        return replace(self, count=2)


def shards(recipe):
    return tuple(f"seed{seed}" for seed in recipe.seeds)


def run(recipe, shard):
    seed = int(shard.removeprefix("seed"))
    if seed > 0:
        time.sleep(recipe.pause)
    if recipe.diary is not None:
        with Path(recipe.diary).open("a") as diary:
            diary.write(f"{shard}\n")
    values = np.random.default_rng(seed).normal(size=recipe.count)
    return {"mean": values.mean(), "values": values, "index": np.arange(recipe.count)}


def experiment(recipe=None, **fields):
    recipe = Draws(5) if recipe is None else recipe
    recipes = {"quick": recipe, "thorough": replace(recipe, count=recipe.count + 1)}
    return Experiment(
        **{"name": "draws", "version": 1, "recipes": recipes, "shards": shards, "run": run} | fields
    )


def mean(result):
    """Mean of the draws over the seeds."""
    return student([float(values["mean"]) for values in result.shards.values()])


def claim(**fields):
    """A claim about the fake experiment that holds whatever is drawn."""
    return Claim(
        **{
            "id": "draws.mean",
            "paper": "1906.08988",
            "place": "figure 1",
            "chapter": "fourier_primer",
            "debate": ("D10a",),
            "short": "The mean is near zero",
            "statement": "The mean of the draws is near zero",
            "paper_value": "0",
            "experiment": "draws",
            "quantity": mean,
            "holds": (-100.0, 100.0),
            "over": ("seeds",),
            "least": 3,
            "why": "the draws have mean 0",
            "against": "a mean of 200 or more",
        }
        | fields
    )
