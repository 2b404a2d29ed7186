"""Pairs of images that a network names alike: as they are, or one of them made so by an attack."""

from typing import NamedTuple

import torch
from torch import Tensor, nn

from fourierbook.data.datasets import Data

EPSILON, PUSHES = 8 / 255, 10  # largest change, and steps, of images that are made another class


class Pairs(NamedTuple):
    """Two images (P, C, H, W) each, and the class that both are to be named."""

    starts: Tensor
    ends: Tensor
    classes: Tensor


def alike(model: nn.Module, data: Data, names: Tensor, pairs: int, *, seed: int) -> Pairs:
    """Pairs of images of one name, no image twice.

    Args:
        model: not asked; see `crossed`.
        data: images with their labels.
        names: (N,), −1 for those that are left out.
        pairs: how many.
        seed: of the order in which images are looked at.

    Raises:
        ValueError: if there are not so many pairs.
    """
    waiting: dict[int, int] = {}
    chosen = []
    for place in _order(names, seed):
        if names[place] < 0:
            continue
        other = waiting.pop(int(names[place]), None)
        if other is None:
            waiting[int(names[place])] = place
        else:
            chosen.append((other, place))
    first, second = _first(chosen, pairs)
    return Pairs(data.images[first], data.images[second], names[first])


def crossed(model: nn.Module, data: Data, names: Tensor, pairs: int, *, seed: int) -> Pairs:
    """Pairs of an image and one of another label that is changed until it has the first's name.

    The arguments are those of `alike`.
    """
    waiting, chosen = None, []
    for place in _order(names, seed):
        if waiting is None:
            waiting = place if names[place] >= 0 else None
        elif data.labels[place] != names[waiting]:
            chosen.append((waiting, place))
            waiting = None
    first, second = _first(chosen, pairs)
    return Pairs(data.images[first], pushed(model, data.images[second], names[first]), names[first])


def pushed(model: nn.Module, images: Tensor, classes: Tensor) -> Tensor:
    """Images changed by at most 8/255 in each value, towards these names."""
    found = images
    for _ in range(PUSHES):
        there = found.detach().requires_grad_()
        aim = model(there).log_softmax(1).gather(1, classes[:, None]).sum()
        step = 2.5 * EPSILON / PUSHES * torch.autograd.grad(aim, there)[0].sign()
        found = torch.clamp(found + step, images - EPSILON, images + EPSILON).clamp(0, 1)
    return found


def _order(names: Tensor, seed: int) -> list[int]:
    """Places of the images, shuffled."""
    generator = torch.Generator().manual_seed(70_000 + seed)
    return torch.randperm(len(names), generator=generator).tolist()


def _first(chosen: list[tuple[int, int]], pairs: int) -> Tensor:
    if len(chosen) < pairs:
        raise ValueError(f"{pairs} pairs of images are asked for; got {len(chosen)}")
    return torch.tensor(chosen[:pairs]).T
