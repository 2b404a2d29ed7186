"""Two kinds of handwritten digits, and the networks that are trained on them as one function."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from fourierbook.data import datasets

KINDS = (3, 8)  # as in the authors' notebooks; labelled −1 and 1 there, 0 and 1 in the text


class Digits(NamedTuple):
    """Images as points (n, pixels), and −1 or 1 for each, (n,)."""

    points: Tensor
    signs: Tensor


def pool(data: str, loaded: int | None, *, zoom: float = 1.0) -> Digits:
    """The threes and the eights among the first training images of a data set.

    Args:
        data: a set of digits.
        loaded: images among which they are looked for; all where it is None.
        zoom: what pixels in [0, 1] are multiplied by.

    >>> found = pool("digits", 40)
    >>> found.points.shape, found.signs.unique().tolist()
    (torch.Size([9, 64]), [-1.0, 1.0])
    """
    images, labels, *_ = datasets.load(data, "train", count=loaded)
    one, other = KINDS
    there = (labels == one) | (labels == other)
    return Digits(zoom * images[there].flatten(1), torch.where(labels[there] == other, 1.0, -1.0))


def drawn(found: Digits, counts: Sequence[int], *, seed: int) -> list[Digits]:
    """So many digits each, drawn without any twice.

    Raises:
        ValueError: if there are not so many.
    """
    if sum(counts) > len(found.signs):
        raise ValueError(f"{sum(counts)} digits are asked for; got {len(found.signs)} in the pool")
    generator = torch.Generator().manual_seed(30_000 + seed)  # apart from the networks' stream
    places = torch.randperm(len(found.signs), generator=generator)[: sum(counts)]
    return [Digits(found.points[few], found.signs[few]) for few in places.split(list(counts))]
