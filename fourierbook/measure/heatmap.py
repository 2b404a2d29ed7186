"""The Fourier heatmap: how often a network errs under a wave of each frequency."""

import math
from concurrent.futures import Executor

import numpy as np
import torch
from torch import Tensor

from fourierbook import progress
from fourierbook.measure import accuracy
from fourierbook.measure.basis_noise import BasisNoise, wrong_under_waves
from fourierbook.measure.maps import Heatmap, map_frequencies
from fourierbook.measure.sharing import shared
from fourierbook.measure.stamps import stamp
from fourierbook.models.modes import evaluating
from fourierbook.types import Classifier, check_batch

TITLE = "Fourier heatmap"
SHARDS = 32  # of the waves, which progress counts
SHARES = 12  # of the images, one a task of an executor: each image is sent once


def fourier_heatmap(
    model: Classifier,
    images: Tensor,
    labels: Tensor,
    *,
    norm: float,
    clip: bool = True,
    seed: int = 0,
    window: int | None = None,
    executor: Executor | None = None,
    phase: float = math.pi / 4,
    colour: tuple[float, ...] | None = None,
) -> Heatmap:
    """Error of a network under each wave of the Fourier basis: P(argmax f(x̃) ≠ y).

    To every channel of every image x one wave U of unit norm is added, times the norm v and a
    random sign: x̃_c = x_c + v r_c U. One wave stands for a frequency and its mirror image, so the
    map is symmetric and 32 × 32 pixels take 514 waves.

    Args:
        model: takes (N, C, H, W) in [0, 1], returns logits (N, classes).
        images: (N, C, H, W) in [0, 1].
        labels: (N,).
        norm: v, the L2 norm of the wave in each channel, in units of the image, before clipping.
        clip: whether x̃ is clipped to [0, 1].
        seed: of the signs.
        window: side of the square of frequencies around zero, an odd number; all without it.
        executor: any `concurrent.futures.Executor` that shares the images among workers, which are
            not forked; the map is the same to the last bit. Each image is sent once, the network
            twelve times.
        phase: of the waves, in radians; π/4 as in the authors' code.
        colour: one number a channel: the wave's colour instead of a sign for each channel, scaled
            so that the norm over all channels stays the same.

    Returns:
        The map; `error` has frequency zero in its centre.

    Raises:
        ValueError: if a norm, a seed, a window, images, labels or the model's answers are not what
            they should be, or if the executor forks or cannot send the model to other processes.
        ChildProcessError: if a worker process dies.

    Reference:
        Yin et al. (2019), section 2 and figures 3 and 4: norm 4 for 1,000 CIFAR-10 images, 15.7 and
        window 63 for ImageNet. Whether the paper clips is not said; its code does not by default.

    >>> bright = lambda x: torch.stack([x.mean((1, 2, 3)), x.new_full((len(x),), 0.5)], 1)
    >>> images, labels = torch.full((50, 1, 3, 3), 0.6), torch.zeros(50, dtype=torch.long)
    >>> fourier_heatmap(bright, images, labels, norm=0.6, clip=False).error.round(decimals=1)
    tensor([[0.0000, 0.0000, 0.0000],
            [0.0000, 0.4000, 0.0000],
            [0.0000, 0.0000, 0.0000]], dtype=torch.float64)
    """
    check_batch(images)
    noise = BasisNoise(norm, clip, seed, phase, colour)
    height, width = images.shape[-2:]
    frequencies = map_frequencies(height, width, window)
    without = int((~accuracy.correct(model, images, labels)).sum())
    with evaluating(model):  # here, since workers that are threads share the network
        if executor is None:
            shards = frequencies.tensor_split(min(SHARDS, len(frequencies)))
            counts = (wrong_counts(model, images, labels, shard, noise) for shard in shards)
            wrong = np.concatenate([*progress.track(counts, TITLE, total=len(shards))])
        else:
            shares = torch.arange(len(images)).tensor_split(min(SHARES, len(images)))
            work = [(int(at[0]), images[at], labels[at], (frequencies, noise)) for at in shares]
            counts = shared(executor, _counts_of_share, model, work)
            wrong = sum(progress.track(counts, TITLE, total=len(shares)))
    made = stamp(model, images, labels)
    return Heatmap(wrong, len(images), without, height, width, window, noise, made)


def wrong_counts(
    model: Classifier,
    images: Tensor,
    labels: Tensor,
    frequencies: Tensor,
    noise: BasisNoise,
    *,
    first: int = 0,
) -> np.ndarray:
    """How many images a network gets wrong under each wave, (K,).

    Arguments are those of `basis_noise.wrong_under_waves`.

    >>> bright = lambda x: torch.stack([x.mean((1, 2, 3)), x.new_full((len(x),), 0.5)], 1)
    >>> images, waves = torch.full((3, 1, 4, 4), 0.6), torch.tensor([[0, 1], [1, 0]])
    >>> wrong_counts(bright, images, torch.tensor([0, 1, 1]), waves, BasisNoise(1.0)).tolist()
    [2, 2]
    """
    return wrong_under_waves(model, images, labels, frequencies, noise, first=first).sum(1).numpy()


def _counts_of_share(
    model: Classifier,
    first: int,
    images: Tensor,
    labels: Tensor,
    asked: tuple[Tensor, BasisNoise],
) -> np.ndarray:
    """The same of some of many images, of which the first has this number."""
    return wrong_counts(model, images, labels, *asked, first=first)
