"""Eigenvectors of the matrix of a Gaussian kernel, smooth ones first: waves of a set of points."""

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor


class Basis(NamedTuple):
    """Eigenvalues (n,), the largest first, and eigenvectors of norm 1, a column each."""

    values: Tensor
    vectors: Tensor

    def coefficients(self, functions: Tensor) -> Tensor:
        """Of functions on the points, (..., n) to (..., n): φᵢ · f."""
        return functions.double() @ self.vectors


def basis(points: Tensor, width: float) -> Basis:
    """Eigenvectors of exp(−‖xᵢ − xⱼ‖²/2σ²), in double precision.

    Args:
        points: (n, dimensions).
        width: σ.

    Reference:
        Rahaman et al. (2019), A.4; equation 16 there has neither the minus nor the square, and the
        eigenvalues sorted upwards. The authors' code has them as here.

    >>> basis(torch.tensor([[0.0], [0.0]]), 1.0).values.tolist()
    [2.0, 0.0]
    """
    there = points.double()
    squared = torch.cdist(there, there, compute_mode="donot_use_mm_for_euclid_dist").square()
    values, vectors = torch.linalg.eigh((-squared / (2 * width**2)).exp())
    return Basis(values.flip(0), vectors.flip(1))


def median_distance(points: Tensor) -> float:
    """Median over all pairs of points.

    >>> median_distance(torch.tensor([[0.0], [1.0], [3.0]]))
    2.0
    """
    return float(np.median(torch.pdist(points.double()).numpy()))


def sign_changes(vectors: Tensor) -> Tensor:
    """How often each column changes its sign from one row to the next.

    >>> sign_changes(torch.tensor([[1.0, 1.0], [2.0, -1.0], [1.0, 3.0]])).tolist()
    [0, 2]
    """
    return (vectors[1:] * vectors[:-1] < 0).sum(0)
