"""Spectral norms of the layers of many networks, and what a faulty power iteration gives."""

import torch
from torch import Tensor


def spectral_norms(weights: Tensor) -> Tensor:
    """The largest singular value of each matrix, by all of them.

    Args:
        weights: (..., outputs, inputs).

    Returns:
        (...).

    >>> spectral_norms(torch.tensor([[[3.0, 0.0], [0.0, 4.0]]])).tolist()
    [4.0]
    """
    return torch.linalg.matrix_norm(weights, 2)


def misplaced_quotients(weights: Tensor, generator: torch.Generator, *, steps: int = 10) -> Tensor:
    """What the notebook of Rahaman et al. (2019) plots as spectral norm: n |bᵀ W b|.

    Its power iteration takes b ← W b / ‖W b‖, which seeks an eigenvalue where WᵀW b would seek the
    largest singular value, and its quotient divides by bᵀ before it multiplies by b, which brings
    in the number n of rows. Of a layer with one input or one output it takes the norm, as it
    should.

    Args:
        weights: (..., outputs, inputs), square or with one row or column.
        generator: of the first b.
        steps: of the iteration.

    Returns:
        (...).

    >>> round(misplaced_quotients(5 * torch.eye(3), torch.Generator().manual_seed(0)).item(), 4)
    15.0
    """
    rows, columns = weights.shape[-2:]
    if 1 in (rows, columns):
        return weights.flatten(-2).norm(dim=-1)
    b = torch.randn(columns, 1, generator=generator, dtype=weights.dtype)
    for _ in range(steps):
        b = weights @ b
        b = b / b.norm(dim=-2, keepdim=True)
    return rows * (b.transpose(-1, -2) @ weights @ b).abs()[..., 0, 0]
