"""Spatter of CIFAR-10-C: drops of water or mud on the lens."""

import numpy as np
from scipy import ndimage

from fourierbook.data.corruptions.blur import levels, smoothed
from fourierbook.data.corruptions.noise import Parameters, Pixels, Random

WATER = np.array([175, 238, 238]).reshape(1, 3, 1, 1) / 255  # red, green, blue
MUD = np.array([63, 42, 20]).reshape(1, 3, 1, 1) / 255
WEAK, STRONG = 50, 150  # gradients of an edge, in grey levels
FARTHEST = 20  # pixels from an edge that are told apart
RELIEF = np.array([[-2, -1, 0], [-1, 0, 1], [0, 1, 2]])
NEIGHBOURS = np.zeros((3, 3, 3), bool)
NEIGHBOURS[1] = True  # in the same image, across corners too


def spatter(images: Pixels, random: Random, parameters: Parameters) -> Pixels:
    """Drops where smooth noise is above a threshold: water that shines at its edges, or mud.

    The parameters are the noise's mean and standard deviation, the σ of its blur in pixels, the
    threshold, the water's strength or the σ of the mud's edge, and 1 for mud, 0 for water.

    Reference:
        Hendrycks and Dietterich (2019). Their distances to the nearest edge are those of OpenCV's
        5 × 5 steps, ours are exact.

    Noise that nowhere reaches the threshold makes no drop.

    >>> grey, random = np.full((1, 3, 8, 8), 0.5), [np.random.default_rng(0)]
    >>> bool((spatter(grey, random, (0.0, 0.1, 1.0, 9.0, 0.5, 0)) == grey).all())
    True
    """
    mean, deviation, sigma, threshold, strength, mud = parameters
    shape = (1, *images.shape[2:])
    noise = np.stack([each.normal(mean, deviation, shape) for each in random])
    liquid = smoothed(noise, sigma)
    liquid = np.where(liquid < threshold, 0, liquid)
    if mud:
        cover = smoothed((liquid > threshold).astype(float), strength)
        cover = np.where(cover < 0.8, 0, cover)
        return images * (1 - cover) + MUD * cover
    drops = levels(liquid)[:, 0]
    shine = drops * relief(edges(drops))
    most = shine.max((1, 2), keepdims=True)
    return images + strength * WATER * (shine / np.where(most > 0, most, 1))[:, None]


def edges(pictures: np.ndarray) -> np.ndarray:
    """Canny's edges of grey levels (N, H, W): local maxima of |∂x| + |∂y| that are strong.

    A maximum above 50 counts if it touches one above 150, by way of others if need be.

    A step of 100 levels has gradients of 400 on both of its sides, and one of the two is kept.

    >>> step = np.repeat(np.array([[[0, 0, 0, 100, 100, 100]]]), 5, axis=1)
    >>> edges(step)[0, 2].astype(int).tolist()
    [0, 0, 1, 0, 0, 0]
    """
    across, down = _gradients(pictures.astype(int))
    size = abs(across) + abs(down)
    around = np.pad(size, ((0, 0), (1, 1), (1, 1)))
    height, width = size.shape[1:]

    def at(y: int, x: int) -> np.ndarray:
        return around[:, 1 + y : 1 + y + height, 1 + x : 1 + x + width]

    flat = abs(down) < np.tan(np.pi / 8) * abs(across)
    steep = abs(down) > np.tan(3 * np.pi / 8) * abs(across)
    falling = across * down > 0
    peak = np.where(falling, (size > at(-1, -1)) & (size > at(1, 1)),
                    (size > at(-1, 1)) & (size > at(1, -1)))  # fmt: skip
    peak = np.where(steep, (size > at(-1, 0)) & (size >= at(1, 0)), peak)
    peak = np.where(flat, (size > at(0, -1)) & (size >= at(0, 1)), peak)
    lines, _ = ndimage.label(peak & (size > WEAK), structure=NEIGHBOURS)
    return np.isin(lines, np.unique(lines[(size > STRONG) & (lines > 0)]))


def relief(lines: np.ndarray) -> np.ndarray:
    """Light from the upper left on the landscape of distances to the nearest edge, in grey levels.

    Distances up to 20 pixels are averaged over 3 × 3 pixels, spread over all grey levels so that
    each is as frequent as any other, differentiated along the diagonal, and averaged again.

    Args:
        lines: whether a pixel is an edge, (N, H, W).

    Without an edge the landscape is flat, and nothing of it is lit.

    >>> relief(np.zeros((1, 4, 4), bool)).max()
    np.float64(0.0)
    """
    far = np.concatenate([np.ones_like(lines[:1]), lines])  # so that there is an edge somewhere
    distance = ndimage.distance_transform_edt(~far, sampling=(1000, 1, 1))[1:]
    even = _equalised(_boxed(distance.clip(0, FARTHEST)).astype(int))
    return _boxed(ndimage.correlate(even, RELIEF[None], mode="mirror").clip(0, 255)).round()


def _gradients(pictures: np.ndarray) -> tuple[np.ndarray, ...]:
    """Sobel's differences along rows and along columns."""
    return tuple(
        ndimage.correlate1d(
            ndimage.correlate1d(pictures, [-1, 0, 1], axis, mode="nearest"),
            [1, 2, 1],
            3 - axis,
            mode="nearest",
        )
        for axis in (2, 1)
    )


def _boxed(pictures: np.ndarray) -> np.ndarray:
    return ndimage.uniform_filter(pictures.astype(float), 3, mode="mirror", axes=(1, 2)) + 1e-9


def _equalised(pictures: np.ndarray) -> np.ndarray:
    total = pictures[0].size
    bins = np.arange(FARTHEST + 1)
    below = (pictures[:, None] <= bins[:, None, None]).sum((2, 3))
    lowest = np.take_along_axis(below, pictures.min((1, 2))[:, None], axis=1)
    spread = 255 * (below - lowest) / np.where(lowest < total, total - lowest, 1)
    tables = np.where(lowest < total, spread.round(), bins)
    flat = np.take_along_axis(tables, pictures.reshape(len(pictures), -1), axis=1)
    return flat.reshape(pictures.shape)
