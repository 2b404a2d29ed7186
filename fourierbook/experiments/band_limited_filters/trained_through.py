"""What a band contains: networks that are trained and tested through one filter.

Yin et al. (2019), figure 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from fourierbook.data import datasets
from fourierbook.data.registry import DATASETS
from fourierbook.experiments.band_limited_filters.filtered import right
from fourierbook.measure import intervals
from fourierbook.measure.accuracy import predict
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.models.wrappers import FrontEnd
from fourierbook.results.networks import SEEDS
from fourierbook.results.questions import Experiment, NotMeasured, Result
from fourierbook.results.reading import AXES, gathered, over_seeds, packed
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


def early_gain(accuracies: ArrayLike, widths: Sequence[int]) -> float:
    """Share of a curve's rise that comes before its middle, beyond that of a straight line.

    >>> round(early_gain([0.2, 0.7, 0.8], (7, 15, 23)), 3)
    0.333
    """
    first, middle, last = np.asarray(accuracies)
    straight = (widths[1] - widths[0]) / (widths[2] - widths[0])
    return float((middle - first) / (last - first) - straight)


def early(result: Result, kind: str, widths: Sequence[int]) -> Interval:
    """`early_gain` of the networks that were trained through a filter."""
    return intervals.of(
        lambda *accuracies: early_gain(np.array(accuracies), widths),
        *_samples(result, kind, widths, result.recipe.seeds),
        averaged=AXES,
    )


def through(result: Result, *, kind: str, bandwidth: int) -> Interval:
    """Accuracy of the network trained and tested through one filter."""
    return over_seeds(result, lambda seed: right(result, f"{kind}-{bandwidth}", seed))


def still_lost(result: Result, whole: Result, *, kind: str, bandwidth: int) -> Interval:
    """Accuracy without a filter (`whole`) minus that of the network trained through one."""

    def lost(seed: int) -> np.ndarray:
        after = right(result, f"{kind}-{bandwidth}", seed)
        return right(whole, "unfiltered", seed).astype(float) - after

    return over_seeds(result, lost)


def given_back(result: Result, whole: Result, *, bandwidth: int) -> Interval:
    """Share of what a high pass costs the network in `whole` that training gives back."""
    values = [
        [
            right(result, f"high_pass-{bandwidth}", seed),
            right(whole, "high_pass_recentred", seed, bandwidth),
            right(whole, "unfiltered", seed),
        ]
        for seed in result.recipe.seeds
    ]
    return intervals.of(
        lambda found: float((found[0] - found[1]) / (found[2] - found[1])),
        Sample(np.array(values), ("seeds", "three", "images")),
        over=AXES,
        averaged=AXES,
    )


def earlier(
    result: Result, *, low: Sequence[int], high: Sequence[int], without: Sequence[int]
) -> Interval:
    """How much earlier the low pass gains than the high pass, by seeds other than some."""
    seeds = [seed for seed in result.recipe.seeds if seed not in without]
    if not seeds:
        raise NotMeasured("another seed")
    return intervals.of(
        lambda *ends: early_gain(np.array(ends[:3]), low) - early_gain(np.array(ends[3:]), high),
        *_samples(result, "low_pass", low, seeds),
        *_samples(result, "high_pass", high, seeds),
        averaged=AXES,
    )


def _samples(
    result: Result, kind: str, widths: Sequence[int], seeds: Sequence[int]
) -> list[Sample]:
    """Whether each training through a filter is right: a sample each width."""
    return [
        gathered(lambda seed, width=width: right(result, f"{kind}-{width}", seed), seeds)
        for width in widths
    ]


def _front_ends(**bandwidths: Sequence[int]) -> tuple[FrontEnd, ...]:
    return tuple(FrontEnd(kind, width) for kind, several in bandwidths.items() for width in several)


TRAINED_THROUGH = Experiment(
    "trained_through",
    version=1,
    recipes={
        "quick": Training(
            "specimens",
            replace(recipes.SPECIMENS_CNN, count=4000, batch_size=64, epochs=1),
            count=1000,
            front_ends=_front_ends(low_pass=(3, 7), high_pass=(9, 21)),
            seeds=(0, 1, 2),
        ),
        "thorough": Training(
            "cifar10",
            recipes.CIFAR10_THROUGH_FILTER,
            count=10_000,
            front_ends=_front_ends(low_pass=(7, 11, 15, 19, 23), high_pass=(9, 15, 21, 27, 31)),
            seeds=SEEDS,
        ),
    },
    shards=_shards,
    run=_run,
)
EXPERIMENTS = [TRAINED_THROUGH]
