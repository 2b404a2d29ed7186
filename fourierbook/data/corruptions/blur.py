"""Blurs of CIFAR-10-C, in the units of its severities: pixels, and degrees for angles."""

from functools import cache

import numpy as np
from scipy import ndimage, sparse

from fourierbook.data.corruptions.noise import Parameters, Pixels, Random

HAIR = 1e-6  # of a grey level: what rounding makes of a whole number stays that number


def levels(images: Pixels) -> np.ndarray:
    """Grey levels as CIFAR-10-C stores them: clipped to [0, 1], times 255, decimals cut off.

    >>> levels(np.array([[[[-0.1, 0.5, 0.999, 2.0]]]])).tolist()
    [[[[0, 127, 254, 255]]]]
    """
    return (images.clip(0, 1) * 255 + HAIR).astype(np.uint8)


def smoothed(images: Pixels, sigma: float) -> Pixels:
    """Blur by a Gaussian of standard deviation σ, cut at 4 σ, edges repeated.

    A neighbour gets exp(−1/2σ²) times what stays in place.

    >>> dot = np.eye(1, 9, 4).reshape(1, 1, 1, 9)
    >>> blurred = smoothed(dot, 1.0)
    >>> abs((blurred[..., 5] / blurred[..., 4]).item() - np.exp(-0.5)) < 1e-12
    np.True_
    """
    return ndimage.gaussian_filter(images, sigma, mode="nearest", truncate=4, axes=(2, 3))


def gaussian_blur(images: Pixels, random: Random, parameters: Parameters) -> Pixels:
    """Blur by a Gaussian; the parameter is its σ in pixels.

    >>> gaussian_blur(np.ones((1, 3, 4, 4)), [], (0.4,)).round(6).min()
    np.float64(1.0)
    """
    return smoothed(images, *parameters)


def defocus_blur(images: Pixels, random: Random, parameters: Parameters) -> Pixels:
    """Blur by a disk |p| ≤ r whose edge is softened; the parameters are r and the softening's σ.

    The softening is a Gaussian on 3 × 3 pixels, so below r = 1 the blur is nothing but that. Images
    are reflected at their outermost pixels.

    >>> dot = np.zeros((1, 1, 5, 5))
    >>> dot[..., 2, 2] = 1
    >>> defocus_blur(dot, [], (1, 1e-3))[0, 0, 2].round(3).tolist()
    [0.0, 0.2, 0.2, 0.2, 0.0]
    """
    kernel = defocus_kernel(*parameters)
    reach = len(kernel) // 2
    height, width = images.shape[-2:]
    padded = np.pad(images, ((0, 0), (0, 0), (reach, reach), (reach, reach)), mode="reflect")
    blurred = np.zeros_like(images)
    for y, x in np.argwhere(kernel):
        blurred += kernel[y, x] * padded[..., y : y + height, x : x + width]
    return blurred


def defocus_kernel(radius: float, softening: float) -> np.ndarray:
    """Weights of a pixel's neighbours, which add up to 1.

    >>> defocus_kernel(1, 1e-3).round(3).tolist()[2]
    [0.0, 0.2, 0.2, 0.2, 0.0]
    """
    offsets = np.arange(-int(radius) - 1, int(radius) + 2)
    disk = (np.hypot(offsets[:, None], offsets) <= radius).astype(float)
    bell = np.exp(-np.array([1.0, 0.0, 1.0]) / (2 * softening**2))
    bell /= bell.sum()
    return ndimage.convolve(disk / disk.sum(), np.outer(bell, bell), mode="constant")


def glass_blur(images: Pixels, random: Random, parameters: Parameters) -> Pixels:
    """Blur, let each pixel take the value of a neighbour, blur again; parameters are σ and passes.

    In a pass, a pixel from the third row and column on takes the value that it, or the one above,
    or left, or above left of it, had before. That is what the published loop comes to: it means to
    swap pixels, but swaps views of one array, which copies one way, and draws offsets of −1 and 0.

    Neighbours trade places, so an even image stays as it is.

    >>> random = [np.random.default_rng(0)]
    >>> glass_blur(np.ones((1, 3, 8, 8)), random, (0.4, 2)).round(6).min()
    np.float64(1.0)
    """
    sigma, passes = parameters
    height, width = images.shape[-2:]
    mixed = levels(smoothed(images, sigma)).reshape(*images.shape[:2], height * width)
    for _ in range(int(passes)):
        offsets = np.stack([each.integers(-1, 1, (2, height - 2, width - 2)) for each in random])
        sources = np.tile(np.arange(height * width).reshape(height, width), (len(images), 1, 1))
        sources[:, 2:, 2:] += width * offsets[:, 0] + offsets[:, 1]
        mixed = np.take_along_axis(mixed, sources.reshape(len(images), 1, -1), axis=2)
    return smoothed(mixed.reshape(images.shape) / 255, sigma)


def motion_blur(images: Pixels, random: Random, parameters: Parameters) -> Pixels:
    """Blur along a line, at an angle drawn from −45° to 45°; the parameters are radius and σ.

    >>> random = [np.random.default_rng(0)]
    >>> motion_blur(np.ones((1, 3, 8, 8)), random, (6, 1)).round(6).min()
    np.float64(1.0)
    """
    angles = np.array([each.uniform(-45, 45) for each in random])
    return line_blur(images, angles, *parameters)


def line_blur(images: Pixels, angles: np.ndarray, radius: float, sigma: float) -> Pixels:
    """Mean over the pixels on one side of each on a line, weighted by half a Gaussian.

    y(p) = Σ_i w_i x(p + d_i) for i from 0 to 2r, where w_i falls as exp(−i²/2σ²), the weights add
    up to 1, d_i is i steps along the angle, rounded to whole pixels, and edges are repeated.

    Args:
        images: (N, C, H, W).
        angles: of each image, in degrees: 0 looks along the row, 90 down the column.
        radius: r, in pixels.
        sigma: σ, in pixels.

    >>> row = np.array([0.0, 0.0, 0.0, 1.0]).reshape(1, 1, 1, 4)
    >>> line_blur(row, np.zeros(1), 1, 1e9).round(2).tolist()
    [[[[0.0, 0.33, 0.67, 1.0]]]]
    """
    steps = np.arange(2 * int(radius) + 1)
    weights = np.exp(-(steps**2) / (2 * sigma**2))
    weights /= weights.sum()
    turns = np.deg2rad(angles)[:, None]
    reach, (height, width) = len(steps), images.shape[-2:]
    rows = np.ceil(steps * np.sin(turns) - 0.5).astype(int) + reach
    columns = np.ceil(steps * np.cos(turns) - 0.5).astype(int) + reach
    padded = np.pad(images, ((0, 0), (0, 0), (reach, reach), (reach, reach)), mode="edge")
    blurred = np.zeros_like(images)
    for image, source, ys, xs in zip(blurred, padded, rows, columns, strict=True):
        for weight, y, x in zip(weights, ys, xs, strict=True):
            image += weight * source[:, y : y + height, x : x + width]
    return blurred


def zoom_blur(images: Pixels, random: Random, parameters: Parameters) -> Pixels:
    """Mean of the image and of its enlargements by 1, 1.01, 1.02, … up to the parameter.

    >>> zoom_blur(np.ones((1, 3, 8, 8)), [], (1.11,)).round(6).min()
    np.float64(1.0)
    """
    (largest,) = parameters
    return enlarged(images, tuple(np.arange(1, largest, 0.01)), itself=True)


def enlarged(images: Pixels, factors: tuple[float, ...], *, itself: bool = False) -> Pixels:
    """Mean of enlargements of the centre, with or without the image itself among them.

    Enlarging is linear, and so is the mean: one sparse matrix does it, whatever their number. It is
    applied row by row, so no image depends on which others come with it.

    The middle two of four columns, 1 and 2, are stretched to four; or half of it is the image.

    >>> ramp = np.tile(np.arange(4.0), (1, 1, 4, 1))
    >>> enlarged(ramp, (2.0,))[0, 0, 0].round(2).tolist()
    [1.0, 1.33, 1.67, 2.0]
    >>> enlarged(ramp, (2.0,), itself=True)[0, 0, 0].round(2).tolist()
    [0.5, 1.17, 1.83, 2.5]
    """
    count, channels, side, _ = images.shape
    operator = _mean_enlargement(side, factors, itself)
    pixels = operator @ images.reshape(count * channels, -1).T
    return np.ascontiguousarray(pixels.T).reshape(images.shape)


def enlargement(side: int, factor: float) -> np.ndarray:
    """Matrix (side, side) that cuts out the centre of a row of pixels and stretches it.

    ⌈side/factor⌉ pixels are stretched to factor times as many, corner on corner and linear between
    pixels, and the middle `side` of them are kept.

    The middle two of four pixels are stretched to four.

    >>> print(enlargement(4, 2.0).round(2))
    [[0.   1.   0.   0.  ]
     [0.   0.67 0.33 0.  ]
     [0.   0.33 0.67 0.  ]
     [0.   0.   1.   0.  ]]
    """
    cut = int(np.ceil(side / factor))
    size = round(cut * factor)
    kept = np.arange(side) + (size - side) // 2
    positions = (side - cut) // 2 + kept * (cut - 1) / (size - 1)
    return np.maximum(1 - abs(positions[:, None] - np.arange(side)), 0)


@cache
def _mean_enlargement(side: int, factors: tuple[float, ...], itself: bool) -> sparse.csr_array:
    total = sparse.csr_array(sparse.identity(side**2) * float(itself))
    for factor in factors:
        once = sparse.csr_array(enlargement(side, factor))
        total = total + sparse.kron(once, once, format="csr")
    return sparse.csr_array(total / (len(factors) + itself))
