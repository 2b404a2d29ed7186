"""Edges of the pieces of a function of two variables; the creases at which its gradient jumps."""

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from fourierbook.theory.piecewise_linear import Regions

DIGITS = 10  # edges whose middles agree so far are one edge


class Edges(NamedTuple):
    """Edges of all pieces, each piece counter-clockwise: (E, 2), and its gradient and offset."""

    middle: Tensor
    half: Tensor
    across: Tensor  # the outward normal times the length
    gradient: Tensor
    offset: Tensor

    def where(self, which: Tensor) -> "Edges":
        """Those of which something is true."""
        return Edges(*(each[which] for each in self))


class Creases(NamedTuple):
    """Edges, each once: (E, 2), and how the gradient jumps across, Σ g nᵀ times the length.

    The sum is over the two pieces at an edge, with the normal n that leads out of each: of
    g nᵀ + n gᵀ it has the entries xx, xy + yx and yy, (E, 3). Along a crease of a continuous
    function g has no jump, so that −(xx + yy) is the change of the slope across it.
    """

    middle: Tensor
    half: Tensor
    jumps: Tensor

    def bends(self) -> Tensor:
        """How much the slope changes at each crease, times its length: |Δs| ℓ, (E,)."""
        return (self.jumps[:, 0] + self.jumps[:, 2]).abs()


def edges(pieces: Regions) -> tuple[Edges, Tensor]:
    """The edges of all pieces, and whether each lies on the box.

    >>> from torch import nn
    >>> from fourierbook.theory.piecewise_linear import regions
    >>> edges(regions(nn.Linear(2, 1)))[1].tolist()
    [True, True, True, True]
    """
    begin = torch.cat(pieces.corners)
    end = torch.cat([torch.roll(corners, -1, 0) for corners in pieces.corners])
    piece = torch.repeat_interleave(torch.tensor([len(each) for each in pieces.corners]))
    x, y = (end - begin).T
    on_box = torch.zeros(len(piece), dtype=torch.bool)
    for side in (pieces.low, pieces.high):
        on_box |= ((begin == side) & (end == side)).any(1)
    across = torch.stack([y, -x], 1)
    found = Edges(
        (begin + end) / 2, (end - begin) / 2, across, pieces.gradients[piece], pieces.offsets[piece]
    )
    return found, on_box


def creases(found: Edges) -> Creases:
    """Edges that pieces share, each once.

    >>> from torch import nn
    >>> from fourierbook.theory.piecewise_linear import regions
    >>> fold = nn.Linear(2, 1, bias=False)
    >>> fold.weight.data = torch.tensor([[3.0, 0.0]])
    >>> all_edges, on_box = edges(regions(nn.Sequential(fold, nn.ReLU())))
    >>> creases(all_edges.where(~on_box)).bends().tolist()  # a slope of 3 ends, over a length of 2
    [6.0]
    """
    (gx, gy), (nx, ny) = found.gradient.T, found.across.T
    jumps = torch.stack([gx * nx, gx * ny + gy * nx, gy * ny], 1)  # of kₓ², kₓk_y and k_y²
    key = torch.cat([found.middle, found.half.abs()], 1).numpy().round(DIGITS)
    _, first, shared = np.unique(key, axis=0, return_index=True, return_inverse=True)
    summed = torch.zeros(len(first), 3, dtype=torch.float64)
    summed.index_add_(0, torch.from_numpy(shared.ravel()), jumps)
    return Creases(found.middle[first], found.half[first], summed)
