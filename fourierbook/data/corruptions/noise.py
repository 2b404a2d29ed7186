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
    """White noise: x + σ n with n normal, for each pixel and channel; the parameter is σ."""
    (sigma,) = parameters
    return images + sigma * _normal(images, random)


def speckle_noise(images: Pixels, random: Random, parameters: Parameters) -> Pixels:
    """Noise that grows with the light: x + σ x n with n normal; the parameter is σ."""
    (sigma,) = parameters
    return images * (1 + sigma * _normal(images, random))


def shot_noise(images: Pixels, random: Random, parameters: Parameters) -> Pixels:
    """Counted light: Poisson(λ x) / λ; the parameter is λ, the photons of a white pixel."""
    (photons,) = parameters
    counts = [each.poisson(photons * image) for image, each in zip(images, random, strict=True)]
    return np.stack(counts) / photons


def impulse_noise(images: Pixels, random: Random, parameters: Parameters) -> Pixels:
    """Dead values: a share p of all values, each channel alone, is half 0 and half 1."""
    (share,) = parameters
    drawn = np.stack([each.random(images.shape[1:]) for each in random])
    dead = np.where(drawn < share / 2, 0.0, images)
    return np.where(drawn >= 1 - share / 2, 1.0, dead)


def _normal(images: Pixels, random: Random) -> Pixels:
    return np.stack([each.standard_normal(images.shape[1:]) for each in random])
