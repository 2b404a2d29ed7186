"""The projection method: frequencies along the direction in which data vary most.

A spectrum of n samples has a floor, which is nothing but the chance of which points there are. A
peak counts only well above it.
"""

import math
from collections.abc import Sequence

import numpy as np
import torch
from scipy.sparse.linalg import svds
from torch import Tensor

from fourierbook.measure.frequency_error import FrequencyError, Read, amplitudes, as_they_are, peaks
from fourierbook.types import described

TIMES_THE_FLOOR = 3.0  # a peak below that is not told from the noise of sampling


def projected(
    inputs: Tensor,
    target: Tensor,
    *,
    frequencies: Sequence[float] | Tensor,
    positions: Tensor | None = None,
    read: Read = as_they_are,
) -> FrequencyError:
    """The projection method: Δ along the first principal direction, at the peaks of the target.

    Peaks below three times the floor of `sampling_floor` are left out.

    Args:
        inputs: (n, ...), such as images.
        target: (n, c), such as one-hot labels, or one column of them.
        frequencies: to look for peaks at, (K,), in cycles over the extent of the projections.
        positions: of the points on the direction, (n,); `projections(inputs)` if not given.
        read: makes of a network's outputs what is compared with the target, such as a softmax.

    Raises:
        ValueError: if no peak is above three times the floor, or as `projections`.

    Reference:
        Xu et al. (2020), who mark peaks by eye, and look at one column of the labels.

    >>> x = torch.arange(64.0)[:, None]
    >>> y = torch.cos(2 * torch.pi * 5 * x / 63)
    >>> projected(x, y, frequencies=[3, 4, 5, 6, 7]).frequencies.tolist()
    [5.0]
    """
    positions = projections(inputs) if positions is None else positions
    tried = torch.as_tensor(frequencies, dtype=torch.float64)
    floor = sampling_floor(target)
    found = amplitudes(positions, target, frequencies=tried)
    chosen = peaks(found, least=TIMES_THE_FLOOR * floor)
    if len(chosen) == 0:
        raise ValueError(
            "frequencies hold a peak of the target that is three times the floor of sampling, "
            f"{floor:.3g}; got {found.max():.3g} at most: take more points"
        )
    return FrequencyError(inputs, positions, target, tried[chosen], read)


def above_floor(
    inputs: Tensor,
    target: Tensor,
    *,
    frequencies: Sequence[float] | Tensor,
    positions: Tensor | None = None,
    read: Read = as_they_are,
) -> FrequencyError:
    """As `projected`, at every frequency that stands three times above the floor, peak or not.

    A spectrum that falls steeply and evenly has no peak but its first value.

    Args:
        inputs: (n, ...), such as images.
        target: (n, c), such as one-hot labels, or one column of them.
        frequencies: to choose from, (K,), in cycles over the extent of the projections.
        positions: of the points on the direction, (n,); `projections(inputs)` if not given.
        read: makes of a network's outputs what is compared with the target, such as a softmax.

    Raises:
        ValueError: if no frequency is above three times the floor, or as `projections`.

    >>> x = torch.arange(64.0)[:, None]
    >>> y = 1 + torch.cos(2 * torch.pi * 5 * x / 63)
    >>> above_floor(x, y, frequencies=[0, 2, 5]).frequencies.tolist()
    [0.0, 5.0]
    """
    positions = projections(inputs) if positions is None else positions
    tried = torch.as_tensor(frequencies, dtype=torch.float64)
    floor = sampling_floor(target)
    found = amplitudes(positions, target, frequencies=tried)
    high = found >= TIMES_THE_FLOOR * floor
    if not high.any():
        raise ValueError(
            "frequencies hold one at which the target is three times the floor of sampling, "
            f"{floor:.3g}; got {found.max():.3g} at most: take more points"
        )
    return FrequencyError(inputs, positions, target, tried[high], read)


def sampling_floor(target: Tensor) -> float:
    """Size of a spectrum that is nothing but the chance of sampling: (Σ_c mean(y_c²) / n)^(1/2).

    It is the root mean square of ‖ŷ(ξ)‖, ξ away from 0, where the positions of the points are drawn
    at random, whatever their values. For one-hot labels it is 1/√n.

    Args:
        target: (n, c).

    Raises:
        ValueError: if it is no tensor (n, c) of real numbers with one row at least.

    >>> sampling_floor(torch.tensor([[1.0], [-1.0], [1.0], [-1.0]]))
    0.5
    """
    real = isinstance(target, Tensor) and target.is_floating_point()
    if not real or target.dim() != 2 or len(target) == 0:
        raise ValueError(
            "target is a tensor (n, c) of real numbers, such as one-hot labels; "
            f"got {described(target)}"
        )
    return math.sqrt(target.double().square().mean(0).sum().item() / len(target))


def projections(inputs: Tensor) -> Tensor:
    """Place of each point along the direction of largest variance, from 0 to 1.

    Args:
        inputs: (n, ...), two different points at least.

    Returns:
        (n,), float64, on the inputs' device.

    Raises:
        ValueError: if there are no two different points, or values are not finite.

    >>> projections(torch.tensor([[0.0, 0.0], [1.0, 1.0], [4.0, 4.0]])).round(decimals=6).tolist()
    [0.0, 0.25, 1.0]
    """
    real = isinstance(inputs, Tensor) and inputs.is_floating_point() and inputs.dim() >= 2
    if not real or len(inputs) < 2 or not inputs.isfinite().all() or (inputs == inputs[:1]).all():
        raise ValueError(
            "inputs are a tensor (n, ...) of finite numbers with two different points at least; "
            f"got {described(inputs)}"
        )
    points = inputs.flatten(1).double()
    points = points - points.mean(0)
    places = points @ _principal(points)
    # A direction has no sign: the point farthest from the mean goes to 1, not to 0.
    places = places * places[places.abs().argmax()].sign()
    return (places - places.min()) / (places.max() - places.min())


def _principal(points: Tensor) -> Tensor:
    """The direction of largest variance of points (n, d) whose mean is zero: (d,), of length 1."""
    least = min(points.shape)
    if least < 3:  # too few for an iteration
        return torch.linalg.svd(points, full_matrices=False)[2][0]
    start = np.random.default_rng(0).standard_normal(least)
    rows = svds(points.cpu().numpy(), k=1, v0=start, return_singular_vectors="vh")[2]
    return torch.from_numpy(rows[0].copy()).to(points)
