"""Weather of CIFAR-10-C: snow, fog, and a frost whose textures are made here.

The published frost lays parts of five photographs over the images; their origin is not stated, so
they are not copied. `frost_texture` makes pictures that share what matters: bright and bluish,
smooth in most of their energy, with fine crystals that are **read at every fifth pixel without
smoothing**, so that what is too fine for the small image is folded into its high frequencies.
"""

from functools import cache, partial

import numpy as np
import torch

from fourierbook.data.corruptions.blur import enlarged, levels, line_blur
from fourierbook.data.corruptions.noise import Change, Parameters, Pixels, Random
from fourierbook.signal.plasma import grown, plasma
from fourierbook.types import is_count

TEXTURES = 5
LARGE, STEP = 1024, 5  # side of a texture in pixels; every fifth is read
SHADE = torch.tensor([1.1, 1.0, 0.9]).reshape(3, 1, 1)  # bluish, and white where it is brightest
GREY = np.array([0.299, 0.587, 0.114]).reshape(1, 3, 1, 1)  # of red, green and blue


def fog(images: Pixels, random: Random, parameters: Parameters) -> Pixels:
    """Add clouds and take away contrast: (x + a c) m / (m + a), where m is the image's maximum.

    The clouds c lie in [0, 1], see `signal.plasma`; the parameters are their height a and decay.

    With a = 1, white turns to (1 + c)/2: to a half at least, and to white in the whitest cloud.

    >>> foggy = fog(np.ones((1, 3, 8, 8)), [np.random.default_rng(0)], (1.0, 2.0))
    >>> bool(foggy.min() >= 0.5), foggy.max()
    (True, np.float64(1.0))
    """
    amount, decay = parameters
    count, side = len(images), images.shape[-1]
    noise = torch.from_numpy(np.stack([each.random(side**2 - 1) for each in random]))
    position = 0

    def draw(shape: torch.Size) -> torch.Tensor:
        nonlocal position
        start, position = position, position + shape[1] * shape[2]
        return noise[:, start:position].reshape(shape)

    clouds = grown(torch.zeros(count, side, side, dtype=noise.dtype), draw, decay=decay)
    most = images.max((1, 2, 3), keepdims=True)
    return (images + amount * clouds.numpy()[:, None]) * most / (most + amount)


def snow(images: Pixels, random: Random, parameters: Parameters) -> Pixels:
    """Flakes with streaks, over an image whose light is spread: s x + (1 − s) max(x, 1.5 g + 0.5).

    g is the image's grey. Flakes are normal noise of one channel, enlarged, zero below a threshold,
    blurred along an angle drawn from −135° to −45°, and added twice, once turned by 180°. The
    parameters are the noise's mean and standard deviation, the enlargement, the threshold, the
    blur's radius and σ in pixels, and the share s.

    Without flakes and with all of the image's own light, nothing changes.

    >>> grey, random = np.full((1, 3, 8, 8), 0.5), [np.random.default_rng(0)]
    >>> snow(grey, random, (0.0, 0.1, 2.0, 9.0, 1, 1, 1.0)).max()
    np.float64(0.5)
    """
    mean, deviation, factor, threshold, radius, sigma, share = parameters
    shape = (1, *images.shape[2:])
    noise = np.stack([each.normal(mean, deviation, shape) for each in random])
    angles = np.array([each.uniform(-135, -45) for each in random])
    flakes = enlarged(noise, (factor,))
    flakes = levels(np.where(flakes < threshold, 0, flakes)) / 255
    flakes = line_blur(flakes, angles, radius, sigma)
    grey = (GREY * images).sum(1, keepdims=True)
    light = share * images + (1 - share) * np.maximum(images, 1.5 * grey + 0.5)
    return light + flakes + flakes[:, :, ::-1, ::-1]


def frost(
    images: Pixels, random: Random, parameters: Parameters, *, antialiased: bool = False
) -> Pixels:
    """Part of a texture over the image: a x + b t; the parameters are a and b.

    One of the five textures and the place that is cut out of it are drawn.
    """
    own, other = parameters
    side = images.shape[-1]
    textures = [frost_texture(which, antialiased=antialiased) for which in range(TEXTURES)]
    free = textures[0].shape[-1] - side
    cuts = []
    for each in random:
        which, (y, x) = int(each.integers(TEXTURES)), each.integers(0, free, 2)
        cuts.append(textures[which][:, y : y + side, x : x + side].numpy())
    return own * images + other * np.stack(cuts)


smooth_frost: Change = partial(frost, antialiased=True)


def frost_texture(which: int, *, antialiased: bool = False) -> torch.Tensor:
    """Frost on a window, made of clouds and of crystals along the lines where other clouds cross ½.

    Args:
        which: 0 to 4.
        antialiased: whether each pixel is the mean of the 5 × 5 that it stands for, instead of the
            one in their middle. The published corruption reads the one in the middle.

    Returns:
        (3, 204, 204), in [0, 1]; the same tensor each time, so it is not to be changed.

    Raises:
        ValueError: if there is no such texture.

    Reference:
        Ours, in the place of the photographs of Hendrycks and Dietterich (2019).

    >>> frost_texture(0).shape
    torch.Size([3, 204, 204])
    """
    if not is_count(which, least=0) or which >= TEXTURES:
        raise ValueError(f"which texture is a number from 0 to {TEXTURES - 1}; got {which!r}")
    return _texture(int(which), antialiased)


@cache
def _texture(which: int, antialiased: bool) -> torch.Tensor:
    generator = torch.Generator().manual_seed(which)
    veil = plasma(1, LARGE, generator, decay=1.4)[0]
    crossings = (plasma(2, LARGE, generator, decay=1.15) - 0.5).abs()
    crystals = (1 - 12 * crossings).clamp(min=0).amax(0)
    light = 0.32 + 0.35 * veil + 0.5 * crystals * (0.3 + 0.7 * veil)
    squares = light.clamp(max=1).unfold(0, STEP, STEP).unfold(1, STEP, STEP)
    read = squares.mean((2, 3)) if antialiased else squares[..., STEP // 2, STEP // 2]
    return 1 - SHADE * (1 - read)
