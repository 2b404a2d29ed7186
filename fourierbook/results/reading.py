"""From what is stored of a result to a number with its interval: what all questions share."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch

from fourierbook.measure.intervals import Interval, bootstrapped, student, wilson
from fourierbook.results.networks import NATURAL
from fourierbook.results.questions import NotMeasured, Result


def shard_of(result: Result, name: str) -> dict[str, np.ndarray]:
    """One shard of a result.

    Raises:
        NotMeasured: if the recipe, a smaller one, left it out.

    >>> shard_of(Result("draws", "quick", None, {"seed0": {}}, {}), "seed1")
    Traceback (most recent call last):
    ...
    fourierbook.results.questions.NotMeasured: no shard seed1
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


def over_seeds(
    result: Result, values: Callable[[int], np.ndarray], *, seeds: Sequence[int] | None = None
) -> Interval:
    """Interval of the mean of a value an image: over images for one network, else over seeds."""
    seeds = result.recipe.seeds if seeds is None else seeds
    if len(seeds) == 1:
        found = values(seeds[0])
        if found.dtype == bool:
            return wilson(int(found.sum()), len(found))
        return student(found, over="images")
    return student([float(values(seed).mean()) for seed in seeds])


def seeds_of(result: Result, network: str) -> tuple[int, ...]:
    """Seeds of one network in a result; none where it has not been tested."""
    return tuple(seed for name, seed in result.recipe.networks if name == network)


def over_networks(
    result: Result, value: Callable[[int], np.ndarray], network: str = NATURAL
) -> Interval:
    """Interval of the mean of a value an image: over images for one seed, else over the seeds."""
    seeds = seeds_of(result, network)
    if len(seeds) == 1:
        return student(value(seeds[0]), over="images")
    return student([float(value(seed).mean()) for seed in seeds])


def over_rows(statistic: Callable[[np.ndarray], float], found: list[np.ndarray]) -> Interval | None:
    """Interval of a statistic of images: over images for one network, else over the networks.

    Args:
        statistic: of (n, images).
        found: what it is taken of, (n, images), of each network.

    None where there are fewer than two images.
    """
    if min((rows.shape[1] for rows in found), default=0) < 2:
        return None
    if len(found) == 1:
        return bootstrapped(statistic, found[0])
    return student([statistic(rows) for rows in found])
