"""Noise of CIFAR-10-C: each function takes images in [0, 1] and one generator for each image.

Nothing here clips or rounds; `corruptions.corrupt` does both, once, at the end.
"""

from collections.abc import Callable, Sequence

import numpy as np
from jaxtyping import Float

Pixels = Float[np.ndarray, "images channels height width"]
Random = Sequence[np.random.Generator]  # one for each image
Parameters = tuple[float, ...]  # of one severity
Change = Callable[[Pixels, Random, Parameters], Pixels]


def gaussian_noise(images: Pixels, random: Random, parameters: Parameters) -> Pixels:
    """White noise: x + σ n with n normal, for each pixel and channel; the parameter is σ.

    >>> grey, random = np.full((1, 1, 100, 100), 0.5), [np.random.default_rng(0)]
    >>> (gaussian_noise(grey, random, (0.1,)) - grey).std().round(2)
    np.float64(0.1)
    """
    (sigma,) = parameters
    return images + sigma * _normal(images, random)


def speckle_noise(images: Pixels, random: Random, parameters: Parameters) -> Pixels:
    """Noise that grows with the light: x + σ x n with n normal; the parameter is σ.

    >>> black, random = np.zeros((1, 1, 2, 2)), [np.random.default_rng(0)]
    >>> np.abs(speckle_noise(black, random, (0.3,))).max()
    np.float64(0.0)
    """
    (sigma,) = parameters
    return images * (1 + sigma * _normal(images, random))


def shot_noise(images: Pixels, random: Random, parameters: Parameters) -> Pixels:
    """Counted light: Poisson(λ x) / λ; the parameter is λ, the photons of a white pixel.

    >>> grey, random = np.full((1, 1, 2, 2), 0.5), [np.random.default_rng(0)]
    >>> bool((8 * shot_noise(grey, random, (8,)) % 1 == 0).all())  # photons are whole
    True
    """
    (photons,) = parameters
    counts = [each.poisson(photons * image) for image, each in zip(images, random, strict=True)]
    return np.stack(counts) / photons


def impulse_noise(images: Pixels, random: Random, parameters: Parameters) -> Pixels:
    """Dead values: a share p of all values, each channel alone, is half 0 and half 1.

    >>> grey, random = np.full((1, 1, 4, 4), 0.5), [np.random.default_rng(0)]
    >>> np.unique(impulse_noise(grey, random, (1.0,))).tolist()
    [0.0, 1.0]
    """
    (share,) = parameters
    drawn = np.stack([each.random(images.shape[1:]) for each in random])
    dead = np.where(drawn < share / 2, 0.0, images)
    return np.where(drawn >= 1 - share / 2, 1.0, dead)


def _normal(images: Pixels, random: Random) -> Pixels:
    return np.stack([each.standard_normal(images.shape[1:]) for each in random])
