"""Which part of a classification is learnt first, the low or the high one: on images."""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch

from fourierbook.experiments.f_principle_images.images_training import (
    CASES,
    RULE,
    VGG16,
    InParts,
    shards,
    watched,
)
from fourierbook.measure import intervals
from fourierbook.measure.crossings import crossing_times
from fourierbook.measure.frequency_error import peaks
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.measure.populations import NotMeasured
from fourierbook.measure.projection import TIMES_THE_FLOOR
from fourierbook.results.questions import Experiment, Result


def curves(
    result: Result, case: str, seed: int, delta: str = RULE
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Steps, e_low and e_high of one training."""
    values = result.shards[f"{case}-seed{seed}"]
    return values["steps"], values[f"low_{delta}"], values[f"high_{delta}"]


def peaks_above_floor(result: Result) -> list[int]:
    """How many peaks of each class beyond zero are three times as high as the floor."""
    values = next(iter(result.shards.values()))
    return [
        int((peaks(torch.from_numpy(spectrum), least=TIMES_THE_FLOOR * float(floor)) > 0).sum())
        for spectrum, floor in zip(values["spectra"], values["floors"], strict=True)
    ]


def deltas(result: Result) -> list[str]:
    """The δ that split the data of a result in two, `rule` first."""
    first = next(iter(result.shards.values()))
    return [name.removeprefix("low_") for name in first if name.startswith("low_")]


def low_below_high(result: Result, case: str, seed: int, delta: str = RULE) -> float:
    """Share of the records from step 10 on at which e_low < e_high."""
    steps, low, high = curves(result, case, seed, delta)
    later = steps >= min(10, steps[-1])
    return float((low < high)[later].mean())


def left_low(result: Result, case: str, seed: int, delta: str = RULE) -> float:
    """The low part's share of what is left in the end, over its share of the target."""
    values = result.shards[f"{case}-seed{seed}"]
    energies = np.array([values[f"energy_{part}_{delta}"] for part in ("low", "high")])
    errors = np.array([values[f"{part}_{delta}"][-1] for part in ("low", "high")])
    left = energies * errors.astype(float) ** 2
    return float(left[0] / left.sum() / (energies[0] / energies.sum()))


class Learnt(NamedTuple):
    """Frequencies above the floor, of all classes one after the other; they rise in each."""

    classes: np.ndarray
    frequencies: np.ndarray
    times: np.ndarray  # when each was learnt, ∞ where it was not


def learnt(result: Result, case: str, seed: int) -> Learnt:
    """Which frequencies the labels of each class have, and when a training has learnt them."""
    values = result.shards[f"{case}-seed{seed}"]
    times = crossing_times(values["along"], values["steps"])
    return Learnt(values["classes"], values["frequencies"], times)


def beyond(found: Learnt, frequency: float) -> Learnt:
    """The frequencies above one; those beyond 0 leave out the share of the class.

    >>> one = np.array([1.0])
    >>> beyond(Learnt(np.r_[one, one], np.array([0.0, 3.0]), np.r_[one, 5 * one]), 0).times.tolist()
    [5.0]
    """
    kept = found.frequencies > frequency
    return Learnt(*(each[kept] for each in found))


def pairs_in_order(found: Learnt) -> tuple[int, int]:
    """Of the pairs of a class's frequencies, how many were learnt low first; how many decide that.

    A pair that was learnt at the same record or not at all decides nothing.

    >>> pairs_in_order(Learnt(np.array([0, 0, 0, 1]), np.arange(4), np.array([1, 5, 3, np.inf])))
    (2, 3)
    """
    first, second = np.triu_indices(len(found.times), 1)
    one = found.classes[first] == found.classes[second]
    earlier, later = found.times[first[one]], found.times[second[one]]
    return int((earlier < later).sum()), int((earlier != later).sum())


def over_cases(result: Result, *, of: Callable[[Result, str, int], float]) -> Interval:
    """Mean over networks and losses of a number of each training, with its interval over seeds."""
    seeds, cases = result.recipe.seeds, result.recipe.cases
    values = np.array([[of(result, case, seed) for case in cases] for seed in seeds])
    return intervals.of(np.mean, Sample(values, ("seeds", "cases")), over=("seeds",))


def pairs_low_first(result: Result, *, above: float = -math.inf) -> Interval:
    """Share of the pairs that decide of which the lower frequency is learnt first, over seeds.

    Args:
        result: of `digits_in_parts` or `photographs_in_parts`.
        above: take the frequencies above this one; above 0, the share of a class is left out.
    """
    shares = []
    for seed in result.recipe.seeds:
        pairs = [
            pairs_in_order(beyond(learnt(result, case, seed), above))
            for case in result.recipe.cases
        ]
        low, decided = np.sum(pairs, axis=0)
        if decided == 0:
            raise NotMeasured("no two frequencies of a class are above the floor and learnt apart")
        shares.append(low / decided)
    return intervals.of(np.mean, Sample(np.array(shares), ("seeds",)))


DIGITS_IN_PARTS = Experiment(
    "digits_in_parts",
    version=1,
    recipes={
        "quick": InParts(
            "mnist", count=1000, epochs=16, seeds=(0, 1), cases=CASES[:2], batch_size=100,
            records=20,
        ),
        "thorough": InParts("mnist", count=10_000, epochs=30, seeds=(0, 1, 2, 3, 4)),
    },
    embedded=InParts(
        "digits", count=1000, epochs=16, seeds=(0, 1), cases=CASES[:2], deltas=(), batch_size=100,
        records=20,
    ),
    shards=shards,
    run=watched,
)  # fmt: skip
PHOTOGRAPHS_IN_PARTS = Experiment(
    "photographs_in_parts",
    version=1,
    recipes={
        "quick": InParts(
            "cifar10", count=600, epochs=20, seeds=(0, 1), cases=CASES[:2], batch_size=100,
            records=20,
        ),
        "thorough": InParts("cifar10", count=10_000, epochs=30, seeds=(0, 1, 2, 3, 4)),
        "full": InParts(
            "cifar10", count=10_000, epochs=30, seeds=(0, 1, 2, 3, 4), cases=(*CASES, VGG16)
        ),
    },
    embedded=InParts(
        "specimens", count=600, epochs=12, seeds=(0, 1), cases=CASES[:2], deltas=(),
        batch_size=100, records=20,
    ),
    shards=shards,
    run=watched,
)  # fmt: skip
EXPERIMENTS = [DIGITS_IN_PARTS, PHOTOGRAPHS_IN_PARTS]
