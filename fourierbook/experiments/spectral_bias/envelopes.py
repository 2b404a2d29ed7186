"""Envelopes of transforms, which swing: the largest amplitude in each of equal ratios of k."""

import numpy as np
import torch
from torch import Tensor


def ladder(low: float, high: float, *, bins: int, each: int) -> Tensor:
    """Wave numbers in equal ratios, so many in each of so many bins: (bins · each,).

    >>> ladder(1.0, 100.0, bins=2, each=1).round(decimals=3).tolist()
    [3.162, 31.623]
    """
    share = (torch.arange(bins * each, dtype=torch.float64) + 0.5) / (bins * each)
    return low * (high / low) ** share


def envelope(values: Tensor, *, bins: int) -> np.ndarray:
    """Largest absolute value in each bin, along the last axis: (..., bins).

    >>> envelope(torch.tensor([1.0, -3.0, 2.0, 0.0]), bins=2).tolist()
    [3.0, 2.0]
    """
    return values.abs().unflatten(-1, (bins, -1)).amax(-1).numpy()


def slopes(k: Tensor, envelopes: np.ndarray) -> np.ndarray:
    """Slope of a straight line through log envelope against log k, (...).

    Args:
        k: of `ladder`, in the bins of the envelopes.
        envelopes: (..., bins), positive.

    >>> k = ladder(1.0, 100.0, bins=4, each=3)
    >>> round(float(slopes(k, envelope(5 / k**2, bins=4))), 6)
    -2.0
    """
    middle = k.log().unflatten(0, (envelopes.shape[-1], -1)).mean(1).numpy()
    x = middle - middle.mean()
    return np.asarray((np.log(envelopes) * x).sum(-1) / (x * x).sum())
