"""Through how many linear regions a straight way leads, near images, of any network of ReLU units.

Exactly, for stacks of linear layers, it is `theory.piecewise_linear.along`. A network of
convolutions and shortcuts is looked at in steps: what they can miss is part of the answer.
"""

from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from torch.overrides import TorchFunctionMode

from fourierbook.models.feeding import device_of, laid_out, run
from fourierbook.models.modes import evaluating
from fourierbook.types import Classifier, check_images, described, is_count

BLOCK = 64  # places at once
RELUS = {F.relu, torch.relu, torch.relu_, Tensor.relu, Tensor.relu_}


class Kinks(NamedTuple):
    """Sign changes of the units along a straight way, seen in steps, and what the steps hide.

    A unit that turns on and off again between two places is not seen, so that `found` is a lower
    bound; kinks that are no ReLU's, such as those of max pooling, are not counted. Regions are
    convex: where both ends of a step have all units alike, nothing is hidden.
    """

    found: int  # changes between neighbouring places, counted unit by unit
    coarser: int  # the same, seen at every second place
    still: float  # share of the way in steps where no unit changes, and none is hidden
    units: int

    def estimate(self) -> int:
        """How many there are if the hidden ones halve with the steps: 2 · found − coarser.

        >>> Kinks(found=9, coarser=7, still=0.5, units=20).estimate()
        11
        """
        return 2 * self.found - self.coarser


def kinks_between(model: Classifier, start: Tensor, end: Tensor, *, steps: int = 256) -> Kinks:
    """Count the sign changes of a network's ReLU units on the straight way between two inputs.

    Args:
        model: takes (N, ...) such as `start`; what it passes through `relu` is looked at.
        start: one input, without the axis of the batch, such as an image (C, H, W).
        end: another.
        steps: that the way is cut into, even.

    Raises:
        ValueError: if the two are not inputs of one shape, finite and of floating-point numbers, if
            the steps are not an even number, or if the network has no ReLU units.

    >>> way = torch.tensor([-1.0]), torch.tensor([1.0])
    >>> kinks_between(lambda x: torch.relu(x + 0.3) + torch.relu(x - 0.1), *way, steps=4)
    Kinks(found=2, coarser=2, still=0.5, units=2)
    """
    for name, point in (("start", start), ("end", end)):
        right = isinstance(point, Tensor) and point.is_floating_point() and point.dim() > 0
        if not right or not point.isfinite().all() or point.shape != getattr(end, "shape", None):
            raise ValueError(
                "start and end are inputs of one shape, without the axis of the batch, of finite "
                f"floating-point numbers; got a {name} of {described(point)}"
            )
    if not is_count(steps, least=2) or steps % 2:
        raise ValueError(f"steps are an even number, 2 or more; got {steps!r}")
    signs, units = _signs(model, start, end, steps)
    near = _changes(signs[:-1], signs[1:])
    return Kinks(
        int(near.sum()),
        int(_changes(signs[:-2:2], signs[2::2]).sum()),
        float((near == 0).mean()),
        units,
    )


def random_ends(images: Tensor, ends: Tensor, *, generator: torch.Generator) -> Tensor:
    """Move each image as far as to its end, in a random direction: for comparison with an attack.

    Args:
        images: (N, ...).
        ends: of the same shape, such as what an attack made of them.
        generator: of the directions, which are even on the sphere.

    Raises:
        ValueError: if images and ends are not of one shape, (N, C, H, W).

    >>> images = torch.zeros(2, 1, 1, 2)
    >>> ends = images + torch.tensor([3.0, 4.0])
    >>> found = random_ends(images, ends, generator=torch.Generator().manual_seed(0))
    >>> found.flatten(1).norm(dim=1).round().tolist()
    [5.0, 5.0]
    """
    for each in (images, ends):
        check_images(each, "(N, C, H, W)")
    if images.shape != ends.shape:
        raise ValueError(
            f"ends are as many as the images, of their shape {tuple(images.shape)}; got ends of "
            f"{described(ends)}"
        )
    drawn = torch.randn(images.shape, generator=generator, dtype=images.dtype)
    lengths = [torch.linalg.vector_norm(each.flatten(1), dim=1) for each in (ends - images, drawn)]
    return images + drawn * (lengths[0] / lengths[1]).view(-1, 1, 1, 1)


class _Watch(TorchFunctionMode):
    """Keep the signs of all that passes through a ReLU."""

    def __init__(self):
        super().__init__()
        self.seen: list[Tensor] = []

    def __torch_function__(self, function, types, given=(), options=None):
        if function in RELUS:
            self.seen.append((given[0].detach() > 0).flatten(1).cpu())
        return function(*given, **(options or {}))


def _signs(model: Classifier, start: Tensor, end: Tensor, steps: int) -> tuple[np.ndarray, int]:
    """Which units are on at each place, (steps + 1, bytes), eight in a byte; how many there are."""
    packed, units = [], 0
    device = device_of(model, start)
    with evaluating(model), torch.no_grad():
        for shares in torch.linspace(0, 1, steps + 1, dtype=start.dtype).split(BLOCK):
            places = torch.stack([torch.lerp(start, end, share) for share in shares]).to(device)
            places = laid_out(model, places) if places.dim() == 4 else places
            with _Watch() as watch:
                run(model, places)
            if not watch.seen:
                raise ValueError(
                    "the model has ReLU units (nn.ReLU, or relu of torch), whose signs are "
                    "counted; it used none"
                )
            on = torch.cat(watch.seen, 1).numpy()
            units = on.shape[1]
            packed.append(np.packbits(on, axis=1))
    return np.concatenate(packed), units


def _changes(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """How many units differ, row by row."""
    return np.bitwise_count(first ^ second).sum(1, dtype=np.int64)
