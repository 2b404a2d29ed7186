"""How steep a function of linear pieces is, how much it bends, and what this bounds."""

import torch

from fourierbook.theory.creases import creases, edges
from fourierbook.theory.piecewise_linear import Line, Regions


def lipschitz(pieces: Line | Regions) -> float:
    """How steep the function is where it is steepest: max ‖∇f‖₂ over its pieces.

    For a line with several outputs it is the steepest of them. What it is at most, by the norms of
    the network's layers alone, says `relu_stacks.lipschitz_bound`.

    >>> from torch import nn
    >>> from fourierbook.theory.piecewise_linear import line
    >>> lipschitz(line(nn.Sequential(nn.ReLU())))
    1.0
    """
    if isinstance(pieces, Line):
        return pieces.slopes().abs().max().item()
    return torch.linalg.vector_norm(pieces.gradients, dim=1).max().item()


def bend(pieces: Line | Regions) -> float:
    """How much the slope changes in all: Σ|Δs| over kinks, Σ|Δs| ℓ over creases of length ℓ.

    It bounds the transform of the kinks and creases at every frequency, |f̂(k)| ≤ bend/|k|², and is
    at most twice the Lipschitz constant at each kink, or along each crease.

    Reference:
        Rahaman et al. (2019), equation 7, has the product of the number of regions and the
        Lipschitz constant in its place, which is larger.

    >>> tent = Line(torch.tensor([-1.0, 0.0, 1.0]), torch.tensor([[0.0], [1.0], [0.0]]))
    >>> bend(tent)
    2.0
    """
    if isinstance(pieces, Line):
        return pieces.slopes().diff(dim=0).abs().sum().item()
    every, on_box = edges(pieces)
    return creases(every.where(~on_box)).bends().sum().item()
