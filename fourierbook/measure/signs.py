"""Random signs and orders that are a function of where they stand."""

import numpy as np
import torch
from torch import Tensor


def signs(seed: int, places: Tensor, images: Tensor, channels: int) -> Tensor:
    """Fair signs ±1 that do not depend on which others are drawn.

    Each is one bit of a hash of (seed, place, image, channel).

    Args:
        seed: any whole number.
        places: (P,) whole numbers that name frequencies.
        images: (P,) whole numbers that name images.
        channels: C.

    Returns:
        (P, C).

    Reference:
        The hash mixes in one number after the other by the finaliser of SplitMix64: Steele, Lea and
        Flood (2014), Fast splittable pseudorandom number generators.

    >>> places = torch.zeros(9, dtype=torch.long)
    >>> all_of_them = signs(0, places, torch.arange(9), 3)
    >>> torch.equal(all_of_them[7:], signs(0, places[7:], torch.tensor([7, 8]), 3))
    True
    """
    state = _hashed(seed, places[:, None], images[:, None], torch.arange(channels))
    return torch.from_numpy((state >> np.uint64(63)).astype(np.float32)) * 2 - 1


def orders(seed: int, places: Tensor, images: Tensor) -> Tensor:
    """A random order of places for each image, in which two places stand as if alone.

    They are sorted by a hash of (seed, image, place), as in `signs`.

    Args:
        seed: any whole number.
        places: (P,) whole numbers that name frequencies, all different.
        images: (N,) whole numbers that name images.

    Returns:
        (N, P): which of the places comes first, second, ….

    >>> orders(0, torch.tensor([10, 20, 30]), torch.tensor([5])).tolist()
    [[2, 1, 0]]
    >>> orders(0, torch.tensor([10, 30]), torch.tensor([5])).tolist()
    [[1, 0]]
    """
    state = _hashed(seed, images[:, None], places)
    return torch.from_numpy(state.argsort(axis=1))


def _hashed(seed: int, *numbers: Tensor) -> np.ndarray:
    state = np.full((1, 1), seed % 2**64, dtype=np.uint64)
    for part in numbers:
        state = _mixed(_mixed(state) + part.numpy().astype(np.uint64))
    return state


def _mixed(state: np.ndarray) -> np.ndarray:
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        state = (state ^ (state >> np.uint64(shift))) * np.array([factor], dtype=np.uint64)
    return state ^ (state >> np.uint64(31))
