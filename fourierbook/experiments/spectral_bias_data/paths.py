"""Paths between two images along which a network's answer stays the same: straight, then bent."""

from collections.abc import Iterator
from typing import NamedTuple

import torch
from torch import Tensor, nn

BATCH = 200  # images at once
MOMENTUM = 0.9


class Along(NamedTuple):
    """What a network makes of the points of each path."""

    right: Tensor  # (P,), whether the answer is the path's class at every point
    least: Tensor  # (P,), the smallest share that the softmax gives the class


def straight(starts: Tensor, ends: Tensor, *, points: int) -> Tensor:
    """Even points of the segments, ends included: (P, ...) to (P, points, ...).

    >>> straight(torch.zeros(1, 1), torch.ones(1, 1), points=3).flatten().tolist()
    [0.0, 0.5, 1.0]
    """
    t = torch.linspace(0, 1, points).view(-1, *[1] * (starts.dim() - 1))
    return starts[:, None] + t * (ends - starts)[:, None]


def lengths(paths: Tensor) -> Tensor:
    """Length of each path, the sum of its straight pieces: (P,).

    >>> lengths(torch.tensor([[[0.0, 0.0], [3.0, 4.0], [3.0, 5.0]]])).item()
    6.0
    """
    return paths.flatten(2).diff(dim=1).norm(dim=2).sum(1)


def evened(paths: Tensor, *, points: int) -> Tensor:
    """The same paths with so many points at equal distances along them.

    >>> evened(torch.tensor([[[0.0], [1.0], [4.0]]]), points=3).flatten().tolist()
    [0.0, 2.0, 4.0]
    """
    flat = paths.flatten(2)
    along = flat.diff(dim=1).norm(dim=2).cumsum(1)
    along = torch.cat([0 * along[:, :1], along], 1)
    asked = torch.linspace(0, 1, points) * along[:, -1:]
    place = torch.searchsorted(along, asked.contiguous(), right=True).clamp(1, flat.shape[1] - 1)
    before, after = along.gather(1, place - 1), along.gather(1, place)
    share = (asked - before) / (after - before).clamp(min=1e-12)

    def picked(where: Tensor) -> Tensor:
        return flat.gather(1, where[..., None].expand(-1, -1, flat.shape[2]))

    found = picked(place - 1).lerp(picked(place), share[..., None])
    found[:, 0], found[:, -1] = flat[:, 0], flat[:, -1]
    return found.view(len(paths), points, *paths.shape[2:])


def seen(model: nn.Module, paths: Tensor, classes: Tensor) -> Along:
    """Answers and shares of the class at every point of every path."""
    parts = [model(few).detach() for few in paths.flatten(0, 1).split(BATCH)]
    logits = torch.cat(parts).view(*paths.shape[:2], -1)
    shares = logits.softmax(2).gather(2, classes[:, None, None].expand(-1, logits.shape[1], 1))
    right = (logits.argmax(2) == classes[:, None]).all(1)
    return Along(right, shares[..., 0].min(1).values)


def bent(
    model: nn.Module, paths: Tensor, classes: Tensor, *, rounds: int, steps: int, rate: float
) -> Iterator[Tensor]:
    """Paths after each round of gradient steps that raise the logit of the class at their points.

    As in AutoNEB, in small: between the fixed ends every point moves across its path alone, so
    that it does not slide along; after each round the points are evenly apart again, instead of
    new ones where the answer changes. There are no springs.

    Args:
        model: differentiable; images to logits.
        paths: (P, points, ...).
        classes: (P,).
        rounds: as often the points are made even.
        steps: of gradient ascent with momentum in each round.
        rate: of these steps.
    """
    for _ in range(rounds):
        velocity = torch.zeros_like(paths)
        for _ in range(steps):
            velocity[:, 1:-1] = MOMENTUM * velocity[:, 1:-1] + across(
                paths, _slopes(model, paths[:, 1:-1], classes)
            )
            paths = paths + rate * velocity
        paths = evened(paths, points=paths.shape[1])
        yield paths


def across(paths: Tensor, forces: Tensor) -> Tensor:
    """Forces (P, points − 2, ...) on inner points without their part along the path.

    >>> path = torch.tensor([[[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]]])
    >>> across(path, torch.tensor([[[3.0, 4.0]]])).flatten().tolist()
    [0.0, 4.0]
    """
    flat, force = paths.flatten(2), forces.flatten(2)
    tangent = nn.functional.normalize(flat[:, 2:] - flat[:, :-2], dim=2)
    force = force - (force * tangent).sum(2, keepdim=True) * tangent
    return force.view_as(forces)


def _slopes(model: nn.Module, points: Tensor, classes: Tensor) -> Tensor:
    """Gradient of the class's logit at each point: (P, points, ...)."""
    repeated = classes.repeat_interleave(points.shape[1])
    found = []
    pairs = zip(points.flatten(0, 1).split(BATCH), repeated.split(BATCH), strict=True)
    for few, names in pairs:
        there = few.detach().requires_grad_()
        logit = model(there).gather(1, names[:, None]).sum()
        found.append(torch.autograd.grad(logit, there)[0])
    return torch.cat(found).view_as(points)
