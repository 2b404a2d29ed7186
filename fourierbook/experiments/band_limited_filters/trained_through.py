"""What a band contains: networks that are trained and tested through one filter.

Yin et al. (2019), A Fourier Perspective on Model Robustness, figure 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from fourierbook.data import datasets
from fourierbook.data.registry import DATASETS
from fourierbook.experiments.band_limited_filters.filtered import right
from fourierbook.measure.accuracy import predict
from fourierbook.measure.intervals import Interval
from fourierbook.models.wrappers import FrontEnd
from fourierbook.results.networks import SEEDS
from fourierbook.results.questions import Experiment, Result
from fourierbook.results.reading import over_seeds, packed
from fourierbook.training import recipes, trainer

SHOWN = 100  # test images whose answers are stored one by one, for the explorers


@dataclass(frozen=True)
class Training:
    """Train a network through a filter, then test it through the same filter."""

    LISTED = ("seeds", "front_ends")

    data: str
    recipe: recipes.Recipe  # without front end and seed
    count: int  # of test images
    front_ends: tuple[FrontEnd, ...]
    seeds: tuple[int, ...] = (0,)

    @property
    def precision(self) -> str:
        """The training's."""
        return self.recipe.precision

    def tiny(self) -> "Training":
        """The same with a tiny training and four test images."""
        tiny = self.recipe.tiny()
        return replace(self, recipe=tiny, count=4, front_ends=self.front_ends[:1], seeds=(0,))

    def sample(self) -> tuple["Training", float]:
        """The same on few batches, and how many times as long a part of the whole takes."""
        run = self.recipe
        every = run.count or DATASETS[self.data].splits["train"].count
        few = replace(run, epochs=1, count=8 * run.batch_size, held_out=0)
        times = run.epochs * (every - run.held_out) / few.count
        return replace(self, recipe=few, count=64), times


def _shards(recipe: Training) -> tuple[str, ...]:
    return tuple(
        f"{front_end.kind}-{front_end.bandwidth}-seed{seed}"
        for seed in recipe.seeds
        for front_end in recipe.front_ends
    )


def _run(recipe: Training, shard: str) -> dict[str, Any]:
    kind, bandwidth, seed = shard.split("-")
    run = replace(
        recipe.recipe,
        front_end=FrontEnd(kind, int(bandwidth)),
        seed=int(seed.removeprefix("seed")),
    )
    train = datasets.load(recipe.data, "train", count=run.count)
    history = trainer.fit(run, train)
    test = datasets.load(recipe.data, "test", count=recipe.count)
    logits = predict(history.model, test.images)
    return {
        **packed((logits.argmax(1) == test.labels)[None]),
        "losses": np.array(history.losses),
        "probabilities": logits[:SHOWN].softmax(1).half().numpy(),
    }


def trained_curve(result: Result, kind: str) -> tuple[list[int], list[Interval]]:
    """Bandwidths, and the accuracy of the network trained and tested through each."""
    widths = [front.bandwidth for front in result.recipe.front_ends if front.kind == kind]
    shards = [f"{kind}-{width}" for width in widths]
    return widths, [
        over_seeds(result, lambda seed, shard=shard: right(result, shard, seed)) for shard in shards
    ]


def trained_rows(
    result: Result, kind: str, widths: Sequence[int], seeds: Sequence[int]
) -> np.ndarray:
    """(widths, images): share of seeds whose network, trained through the filter, is right."""
    return np.mean(
        [[right(result, f"{kind}-{width}", seed) for width in widths] for seed in seeds], 0
    )


def early_gain(rows: np.ndarray, widths: Sequence[int]) -> float:
    """Share of a curve's rise that comes before its middle, beyond that of a straight line.

    >>> early_gain(np.array([[0.2], [0.7], [0.8]]), (7, 15, 23)) > 0.3
    True
    """
    first, middle, last = rows.mean(1)
    straight = (widths[1] - widths[0]) / (widths[2] - widths[0])
    return float((middle - first) / (last - first) - straight)


THROUGH = tuple(
    FrontEnd(kind, bandwidth)
    for kind, several in (("low_pass", (7, 11, 15, 19, 23)), ("high_pass", (9, 15, 21, 27, 31)))
    for bandwidth in several
)
SPECIMENS_THROUGH = tuple(
    FrontEnd(kind, bandwidth)
    for kind, several in (("low_pass", (3, 7)), ("high_pass", (9, 21)))
    for bandwidth in several
)
TRAINED_THROUGH = Experiment(
    "trained_through",
    version=1,
    recipes={
        "quick": Training(
            "specimens",
            replace(recipes.SPECIMENS_CNN, count=4000, batch_size=64, epochs=1),
            count=1000,
            front_ends=SPECIMENS_THROUGH,
            seeds=(0, 1, 2),
        ),
        "thorough": Training(
            "cifar10",
            recipes.CIFAR10_THROUGH_FILTER,
            count=10_000,
            front_ends=THROUGH,
            seeds=SEEDS,
        ),
    },
    shards=_shards,
    run=_run,
)
EXPERIMENTS = [TRAINED_THROUGH]
