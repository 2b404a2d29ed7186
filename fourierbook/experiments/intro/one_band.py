"""The same images before two networks: one that learnt whole images, one that learnt a band."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import nn

from fourierbook.data import datasets
from fourierbook.data.registry import DATASETS
from fourierbook.measure.accuracy import predict_unbounded
from fourierbook.measure.intervals import Interval
from fourierbook.models import zoo
from fourierbook.models.wrappers import Filtered, FrontEnd
from fourierbook.results.networks import NATURAL, SEEDS
from fourierbook.results.questions import Experiment, Result
from fourierbook.results.reading import over_seeds, packed, unpacked
from fourierbook.signal.filters import apply_filter
from fourierbook.training import recipes, trainer

SHOWN = 100  # test images whose answers are stored one by one
WHO = ("ordinary", "trained")  # on whole images, or on the band
SEEN = ("band", "whole")


@dataclass(frozen=True)
class OneBand:
    """Train a network on one band of its images, and test it beside an ordinary one on both."""

    LISTED = ("seeds",)

    data: str
    recipe: recipes.Recipe  # with the band as its front end, without a seed
    ordinary: str | None  # in the zoo; None trains it by the same recipe without the front end
    count: int  # of test images
    seeds: tuple[int, ...] = SEEDS

    @property
    def precision(self) -> str:
        """The training's."""
        return self.recipe.precision

    def tiny(self) -> "OneBand":
        """The same with a tiny training and four test images."""
        return replace(self, recipe=self.recipe.tiny(), count=4, seeds=self.seeds[:1])

    def sample(self) -> tuple["OneBand", float]:
        """The same on few batches, and how many times as long a part of the whole takes."""
        run = self.recipe
        every = run.count or DATASETS[self.data].splits["train"].count
        few = replace(run, epochs=1, count=8 * run.batch_size, held_out=0)
        times = run.epochs * (every - run.held_out) / few.count
        return replace(self, recipe=few, count=64), times


def _one_band(recipe: OneBand, shard: str) -> dict[str, Any]:
    run = replace(recipe.recipe, seed=int(shard.removeprefix("seed")))
    train = datasets.load(recipe.data, "train", count=run.count)
    through = trainer.fit(run, train).model
    networks = {"ordinary": _ordinary(recipe, run, train), "trained": _bare(through)}
    test = datasets.load(recipe.data, "test", count=recipe.count)
    images = {"band": band(recipe, test.images), "whole": test.images}
    values: dict[str, Any] = {}
    for who, network in networks.items():
        for what, seen in images.items():
            logits = predict_unbounded(network, seen)
            right = packed((logits.argmax(1) == test.labels)[None])
            values |= {f"{name}_{who}_{what}": part for name, part in right.items()}
            values[f"says_{who}_{what}"] = logits[:SHOWN].softmax(1).half().numpy()
    return values


def band(recipe: OneBand, images: torch.Tensor) -> torch.Tensor:
    """What the recipe's band leaves of images; its values lie around 0."""
    mask = recipe.recipe.front_end.mask(*images.shape[-2:])
    return apply_filter(images, mask)


def _ordinary(recipe: OneBand, run: recipes.Recipe, train: datasets.Data) -> nn.Module:
    if recipe.ordinary is not None:
        return zoo.load(recipe.ordinary, seed=run.seed)
    return trainer.fit(replace(run, front_end=None), train).model


def _bare(network: nn.Module) -> nn.Module:
    """A network without the filter in front of it."""
    if not isinstance(network, Filtered):
        raise ValueError(f"the band is a filter in front; got a {type(network).__name__}")
    return network.model


def accuracy(result: Result, who: str, what: str) -> Interval:
    """Share of the test images that a network names right.

    Args:
        result: of one of these experiments.
        who: `ordinary` or `trained`.
        what: `band` or `whole`.
    """

    def right(seed: int) -> np.ndarray:
        values = result.shards[f"seed{seed}"]
        named = {name: values[f"{name}_{who}_{what}"] for name in ("bits", "count")}
        return unpacked(named)[0]

    return over_seeds(result, right)


def says(result: Result, who: str, what: str, *, seed: int | None = None) -> np.ndarray:
    """Probabilities that one network gives to the classes of the first images, (100, classes)."""
    seed = result.recipe.seeds[0] if seed is None else seed
    return result.shards[f"seed{seed}"][f"says_{who}_{what}"].astype(float)


DIGITS_MLP = recipes.Recipe(
    "digits", "digits_mlp", count=1297, epochs=60, learning_rate=2e-3,
    front_end=FrontEnd("high_pass", 5), augmentation="none", optimizer="adamw",
    weight_decay=0.05, batch_size=64, precision="fp32",
)  # fmt: skip

PHOTOGRAPHS_IN_A_BAND = Experiment(
    "photographs_in_a_band",
    version=1,
    recipes={
        "thorough": OneBand(
            "cifar10",
            replace(recipes.CIFAR10_THROUGH_FILTER, front_end=FrontEnd("high_pass", 15)),
            ordinary=NATURAL,
            count=10_000,
        ),
    },
    shards=lambda recipe: tuple(f"seed{seed}" for seed in recipe.seeds),
    run=_one_band,
)
DIGITS_IN_A_BAND = Experiment(
    "digits_in_a_band",
    version=1,
    recipes={
        "quick": OneBand("digits", DIGITS_MLP, ordinary=None, count=500, seeds=(0,)),
        "thorough": OneBand("digits", DIGITS_MLP, ordinary=None, count=500),
    },
    shards=lambda recipe: tuple(f"seed{seed}" for seed in recipe.seeds),
    run=_one_band,
)
EXPERIMENTS = [PHOTOGRAPHS_IN_A_BAND, DIGITS_IN_A_BAND]
