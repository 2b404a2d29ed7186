"""Networks of ReLU units as what they are: continuous functions that are linear in pieces.

Exact in one dimension (kinks along a segment) and in two (polygons in a box), for stacks of linear
layers and ReLU units. Reference: Rahaman et al. (2019), On the spectral bias of neural networks,
section 2.1; there k = 2πξ.
"""

import math
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from fourierbook.theory import polygons
from fourierbook.theory.polygons import Corner, Floats
from fourierbook.theory.relu_stacks import affine_maps
from fourierbook.types import are_numbers, described, is_number

TOUCH = 1e-13  # of the box's diagonal: what lies so near a crease lies on it
SLIVER = 1e-15  # of the box's area: a smaller piece is none


class Line(NamedTuple):
    """A function that is linear between its knots: `positions` (K,) and `values` (K, outputs)."""

    positions: Tensor
    values: Tensor

    def slopes(self) -> Tensor:
        """Slope (K − 1, outputs) between every two knots.

        >>> Line(torch.tensor([0.0, 2.0]), torch.tensor([[1.0], [5.0]])).slopes().item()
        2.0
        """
        return self.values.diff(dim=0) / self.positions.diff()[:, None]


class Regions(NamedTuple):
    """Pieces of a function of two variables: on piece r it is `gradients[r] @ x + offsets[r]`.

    `corners[r]` (V, 2) are those of a convex polygon, counter-clockwise; `low` and `high` (2,) are
    those of the box that the polygons fill.
    """

    corners: list[Tensor]
    gradients: Tensor
    offsets: Tensor
    low: Tensor
    high: Tensor

    def areas(self) -> Tensor:
        """Area (R,) of each piece; together they are the box's.

        >>> regions(nn.Linear(2, 1), low=(0, 0), high=(3, 1)).areas()
        tensor([3.], dtype=torch.float64)
        """
        turned = [torch.roll(corners, -1, 0) for corners in self.corners]
        pairs = zip(self.corners, turned, strict=True)
        doubled = [(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum() for a, b in pairs]
        return torch.stack(doubled) / 2


def along(network: nn.Module, start: Tensor, end: Tensor) -> Line:
    """A network on the straight way from one input to another, exactly.

    Between two knots no hidden unit changes between on and off, so that the network is linear:
    `len(line.positions) - 1` is the number of regions that the segment passes.

    Args:
        network: a stack of linear layers and ReLU units.
        start: (n,), the input at position 0.
        end: (n,), the input at position 1.

    Raises:
        ValueError: if the network is no such stack, or does not take such inputs.

    >>> found = along(nn.Sequential(nn.ReLU()), torch.tensor([-1.0]), torch.tensor([3.0]))
    >>> found.positions.tolist(), found.values.flatten().tolist()
    ([0.0, 0.25, 1.0], [0.0, 0.0, 3.0])
    """
    ends = [_input(name, point) for name, point in (("start", start), ("end", end))]
    if len(ends[0]) != len(ends[1]):
        raise ValueError(
            f"start and end have equally many numbers; got {len(ends[0])} and {len(ends[1])}"
        )
    *hidden, last = affine_maps(network, inputs=len(ends[0]))
    t, h = np.array([0.0, 1.0]), np.stack(ends)
    for weight, bias in hidden:
        t, h = _with_kinks(t, h @ weight.T + bias)
        h = np.maximum(h, 0)
    return Line(torch.from_numpy(t), torch.from_numpy(h @ last[0].T + last[1]))


def line(network: nn.Module, *, low: float = -1.0, high: float = 1.0) -> Line:
    """A network of one input on an interval, exactly, with its kinks as knots.

    Args:
        network: a stack of linear layers and ReLU units, of one input.
        low: where the interval begins.
        high: where it ends.

    Raises:
        ValueError: as `along`, or if the interval is empty.

    >>> line(nn.Sequential(nn.ReLU()), low=-1, high=3).slopes().flatten().tolist()
    [0.0, 1.0]
    """
    if not (is_number(low) and is_number(high) and low < high):
        raise ValueError(f"low and high are numbers low < high; got {low!r} and {high!r}")
    found = along(network, torch.tensor([float(low)]), torch.tensor([float(high)]))
    return found._replace(positions=low + (high - low) * found.positions)


def regions(
    network: nn.Module, *, low: Corner = (-1.0, -1.0), high: Corner = (1.0, 1.0)
) -> Regions:
    """The linear regions of a network of two inputs in a box, exactly.

    Every layer cuts the regions of the layers before it along the lines on which one of its units
    changes between on and off. Cost: about 20 µs a cut.

    Args:
        network: a stack of linear layers and ReLU units, of two inputs and one output.
        low: the box's lower left corner.
        high: its upper right one.

    Raises:
        ValueError: if the network is no such stack, or if the box is empty.

    >>> crease = nn.Linear(2, 1, bias=False)
    >>> crease.weight.data = torch.tensor([[1.0, 1.0]])
    >>> found = regions(nn.Sequential(crease, nn.ReLU()))
    >>> found.areas().tolist(), found.gradients.tolist()  # off and on
    ([2.0, 2.0], [[1.0, 1.0], [0.0, 0.0]])
    """
    if not (_is_corner(low) and _is_corner(high) and low[0] < high[0] and low[1] < high[1]):
        raise ValueError(
            f"low and high are corners (x, y), low left of and below high; got {low!r} and {high!r}"
        )
    *hidden, (weight, bias) = affine_maps(network, inputs=2)
    if len(bias) != 1:
        raise ValueError(f"the network has one output; got {len(bias)}")
    (left, below), (right, above) = map(float, low), map(float, high)
    touch = TOUCH * math.dist(low, high)
    sliver = SLIVER * (right - left) * (above - below)
    box = [(left, below), (right, below), (right, above), (left, above)]
    found = [(box, np.eye(2), np.zeros(2))]
    for layer in hidden:
        found = [
            (cell, *_switched(cell, matrix, shift))
            for corners, a, c in found
            for matrix, shift in [(layer[0] @ a, layer[0] @ c + layer[1])]
            for cell in polygons.cut(corners, matrix, shift, touch=touch, sliver=sliver)
        ]
    return Regions(
        [torch.tensor(corners, dtype=torch.float64) for corners, _, _ in found],
        torch.from_numpy(np.stack([(weight @ a)[0] for _, a, _ in found])),
        torch.from_numpy(np.stack([(weight @ c + bias)[0] for _, _, c in found])),
        torch.tensor([left, below], dtype=torch.float64),
        torch.tensor([right, above], dtype=torch.float64),
    )


def _is_corner(value: object) -> bool:
    return are_numbers(value) and len(value) == 2


def _input(name: str, point: Tensor) -> Floats:
    if not isinstance(point, Tensor) or point.dim() != 1 or not point.isfinite().all():
        raise ValueError(f"{name} is one input (n,) of finite numbers; got {described(point)}")
    return point.detach().double().cpu().numpy()


def _with_kinks(t: Floats, p: Floats) -> tuple[Floats, Floats]:
    """Knots (K,) and values (K, units), with a knot more wherever a unit passes 0 between two."""
    first, second = p[:-1], p[1:]
    piece, unit = np.nonzero(np.sign(first) * np.sign(second) < 0)
    share = first[piece, unit] / (first[piece, unit] - second[piece, unit])
    values = first[piece] + share[:, None] * (second - first)[piece]
    values[np.arange(len(unit)), unit] = 0.0
    places = np.concatenate([np.arange(len(t)), piece + share])
    order = np.argsort(places, kind="stable")
    knots = np.concatenate([t, t[piece] + share * np.diff(t)[piece]])[order]
    apart = np.concatenate([[True], np.diff(knots) > 0])  # two kinks at one place are one
    return knots[apart], np.concatenate([p, values])[order][apart]


def _switched(corners: list[Corner], matrix: Floats, shift: Floats) -> tuple[Floats, Floats]:
    """The affine map of a layer's units on a piece on which each of them is on or off."""
    on = matrix @ np.mean(corners, axis=0) + shift > 0
    return matrix * on[:, None], shift * on
