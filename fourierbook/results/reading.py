"""From what is stored of a result to a number with its interval: what all questions share."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch

from fourierbook.measure import intervals
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.measure.populations import NotMeasured
from fourierbook.results.networks import NATURAL
from fourierbook.results.questions import Result

AXES = ("seeds", "images")
ByImage = Callable[[int], np.ndarray]  # of a seed, a value an image; nan where it does not count


def shard_of(result: Result, name: str) -> dict[str, np.ndarray]:
    """One shard of a result.

    Raises:
        NotMeasured: if the recipe, a smaller one, left it out.

    >>> shard_of(Result("draws", "quick", None, {"seed0": {}}, {}), "seed1")
    Traceback (most recent call last):
    ...
    fourierbook.measure.populations.NotMeasured: no shard seed1
    """
    if name not in result.shards:
        raise NotMeasured(f"no shard {name}")
    return result.shards[name]


def packed(right: torch.Tensor) -> dict[str, Any]:
    """Rows of booleans as a result keeps them: eight to a byte, and how many there are."""
    return {"bits": np.packbits(right.numpy(), axis=1), "count": right.shape[1]}


def unpacked(values: dict[str, np.ndarray]) -> np.ndarray:
    """(rows, images) booleans of a shard.

    >>> unpacked(packed(torch.tensor([[True, False, True]]))).tolist()
    [[True, False, True]]
    """
    return np.unpackbits(values["bits"], axis=1, count=int(values["count"])).astype(bool)


def seeds_of(result: Result, network: str) -> tuple[int, ...]:
    """Seeds of one network in a result; none where it has not been tested."""
    return tuple(seed for name, seed in result.recipe.networks if name == network)


def gathered(value: ByImage, seeds: Sequence[int]) -> Sample:
    """The values of several seeds, for `intervals.of`.

    >>> gathered(lambda seed: np.array([seed, 2.0, 4.0]), [0, 1]).values.shape
    (2, 3)
    """
    return Sample(np.stack([value(seed) for seed in seeds]), AXES)


def enough(values: np.ndarray) -> bool:
    """Whether every row, along the last axis, has two values at least that are not missing.

    >>> enough(np.array([[1.0, 2.0, np.nan], [np.nan, 1.0, np.nan]]))
    False
    """
    return bool(((~np.isnan(values)).sum(-1) >= 2).all())


def over_seeds(result: Result, values: ByImage, *, seeds: Sequence[int] | None = None) -> Interval:
    """Interval of the mean of a value an image: over the images and a recipe's seeds."""
    return intervals.of(np.mean, gathered(values, result.recipe.seeds if seeds is None else seeds))


def over_networks(result: Result, value: ByImage, network: str = NATURAL) -> Interval:
    """Interval of the mean of a value an image: over the images and a network's seeds."""
    return intervals.of(np.mean, gathered(value, seeds_of(result, network)))
