"""Of two frequencies of a class beyond 0, which was learnt first: counted over all trainings."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from fourierbook.experiments.f_principle_images import images
from fourierbook.experiments.f_principle_images.images_training import FREQUENCIES
from fourierbook.results.questions import Result

TIMES_CHANCE = 3.0  # as far from the spectrum of the places as labels at random hardly ever are


class Pairs(NamedTuple):
    """Pairs whose two frequencies were learnt at different records; the others decide nothing."""

    low_first: int
    deciding: int


class Orders(NamedTuple):
    """Pairs of frequencies by which of the two was learnt first."""

    lower: int
    together: int  # at the same record, or neither
    higher: int


def orders(
    result: Result, cases: Sequence[str], *, only: int | None = None, but: int | None = None
) -> Orders:
    """Pairs of all trainings of some networks together.

    Args:
        result: of `digits_in_parts` or `photographs_in_parts`.
        cases: networks and losses.
        only: the one class whose pairs count.
        but: the class whose pairs do not count.
    """
    total = np.zeros(3, int)
    for case in cases:
        for seed in result.recipe.seeds:
            found = images.beyond(images.learnt(result, case, seed), 0)
            first, second = np.triu_indices(len(found.times), 1)
            kept = found.classes[first] == found.classes[second]
            kept &= found.classes[first] == only if only is not None else True
            kept &= found.classes[first] != but if but is not None else True
            lower, higher = found.times[first[kept]], found.times[second[kept]]
            total += [(lower < higher).sum(), (lower == higher).sum(), (lower > higher).sum()]
    return Orders(*map(int, total))


def counted(
    result: Result,
    *,
    cases: Sequence[str] | None = None,
    only: int | None = None,
    but: int | None = None,
) -> Pairs:
    """Pairs of all trainings together that decide; arguments as those of `orders`."""
    lower, _, higher = orders(result, cases or result.recipe.cases, only=only, but=but)
    return Pairs(lower, lower + higher)


def widest_class(result: Result) -> int:
    """The class that has the most frequencies beyond 0."""
    first = next(iter(result.shards.values()))
    return int(np.bincount(first["classes"][first["frequencies"] > 0]).argmax())


def beyond_the_places(learnt: Result, known: Result) -> tuple[int, int]:
    """Of the frequencies beyond 0 that count, how many are more than the spectrum of the places.

    Args:
        learnt: of `digits_in_parts` or `photographs_in_parts`.
        known: of `digits_labels` or `photographs_labels`.

    Returns:
        Those that differ from it by three times what chance gives, and all.
    """
    first = next(iter(learnt.shards.values()))
    beyond = first["frequencies"] > 0
    whole = known.shards["labels"]["spectrum_beyond"][:, :: FREQUENCIES.tolist().index(1)]
    sizes = whole[first["classes"][beyond], first["frequencies"][beyond].astype(int)]
    return int((sizes > TIMES_CHANCE).sum()), len(sizes)
