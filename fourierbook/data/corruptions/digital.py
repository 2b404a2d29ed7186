"""What cameras, programs and lenses do to the images of CIFAR-10-C: light, colour, shape, files."""

import io

import numpy as np
import torch
from PIL import Image
from scipy import ndimage

from fourierbook.data.corruptions.blur import levels
from fourierbook.data.corruptions.noise import Parameters, Pixels, Random


def brightness(images: Pixels, random: Random, parameters: Parameters) -> Pixels:
    """Raise the value V = max(R, G, B) of each pixel by the parameter, at most to 1.

    Hue and saturation stay, so all three channels are scaled alike; black turns grey.

    >>> pixel = np.array([0.4, 0.2, 0.0]).reshape(1, 3, 1, 1)
    >>> brightness(pixel, [], (0.4,)).flatten().round(6).tolist()
    [0.8, 0.4, 0.0]
    """
    (added,) = parameters
    value = images.max(1, keepdims=True)
    raised = (value + added).clip(0, 1)
    return np.where(value > 0, images * raised / np.where(value > 0, value, 1), raised)


def saturate(images: Pixels, random: Random, parameters: Parameters) -> Pixels:
    """Change the saturation S = 1 − min/max of each pixel to a S + b, kept in [0, 1].

    Hue and value stay. Where b is above 0, grey turns red, the hue that programs give it.

    >>> pixel = np.array([0.5, 0.25, 0.25]).reshape(1, 3, 1, 1)
    >>> saturate(pixel, [], (2, 0)).flatten().tolist()
    [0.5, 0.0, 0.0]
    """
    factor, added = parameters
    value, least = images.max(1, keepdims=True), images.min(1, keepdims=True)
    depth = value - least
    saturation = depth / np.where(value > 0, value, 1)
    changed = (factor * saturation + added).clip(0, 1)
    red = np.array([0.0, 1.0, 1.0]).reshape(1, 3, 1, 1)
    away = np.where(depth > 0, (value - images) / np.where(depth > 0, depth, 1), red)
    return value * (1 - changed * away)


def contrast(images: Pixels, random: Random, parameters: Parameters) -> Pixels:
    """Shrink the distance from each channel's mean m over the image: m + c (x − m).

    >>> contrast(np.array([0.0, 1.0]).reshape(1, 1, 1, 2), [], (0.5,)).flatten().tolist()
    [0.25, 0.75]
    """
    (factor,) = parameters
    means = images.mean((2, 3), keepdims=True)
    return means + factor * (images - means)


def pixelate(images: Pixels, random: Random, parameters: Parameters) -> Pixels:
    """Shrink to a share of the side, in whole pixels, and enlarge, both by mean over boxes.

    >>> columns = np.tile([0.0, 0.8, 0.2, 0.2], (1, 3, 4, 1))
    >>> pixelate(columns, [], (0.5,))[0, 0, 0].round(2).tolist()
    [0.4, 0.4, 0.2, 0.2]
    """
    (share,) = parameters
    side = images.shape[-1]
    small = int(side * share)

    def changed(picture: Image.Image) -> Image.Image:
        shrunk = picture.resize((small, small), Image.Resampling.BOX)
        return shrunk.resize((side, side), Image.Resampling.BOX)

    return _as_pictures(images, changed)


def jpeg_compression(images: Pixels, random: Random, parameters: Parameters) -> Pixels:
    """Write a JPEG file of a quality, the parameter, and read it again; colours at half size.

    An even grey is written with its mean alone, and read again as it was.

    >>> grey = np.full((1, 3, 8, 8), 102 / 255)
    >>> (255 * jpeg_compression(grey, [], (80,))).max()
    np.float64(102.0)
    """
    (quality,) = parameters

    def changed(picture: Image.Image) -> Image.Image:
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=int(quality))
        return Image.open(file)

    return _as_pictures(images, changed)


def elastic_transform(images: Pixels, random: Random, parameters: Parameters) -> Pixels:
    """Move three points, and with them the image, then shift every pixel by smooth noise.

    The parameters are shares of the side: the shifts' height α and smoothness σ, and the farthest
    that each coordinate of a point moves, a. Values are read between pixels, linearly. The first
    step reflects the image at its outermost pixels, the second at its edge.

    >>> random = [np.random.default_rng(0)]
    >>> elastic_transform(np.ones((1, 3, 8, 8)), random, (0.1, 0.1, 0.1)).round(6).min()
    np.float64(1.0)
    """
    side = images.shape[-1]
    height, smoothness, farthest = (side * parameter for parameter in parameters)
    moved = np.stack([each.uniform(-farthest, farthest, (3, 2)) for each in random])
    noise = np.stack([each.uniform(-1, 1, (2, side, side)) for each in random])
    smooth = ndimage.gaussian_filter(noise, smoothness, mode="reflect", truncate=3, axes=(2, 3))
    grid = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).astype(float)
    sheared = _read(images, sheared_positions(grid, moved), corners=True)
    return _read(sheared, grid + height * np.moveaxis(smooth, 1, -1), corners=False)


def sheared_positions(grid: np.ndarray, moved: np.ndarray) -> np.ndarray:
    """Where each pixel's value comes from, when the map that moves three points moves the image.

    Args:
        grid: (side, side, 2), x and y of each pixel.
        moved: (N, 3, 2), how far each point moves; before, they are at the lower right, upper right
            and upper left corner of the square that reaches a third of the side from the centre.

    Returns:
        (N, side, side, 2): x and y.

    When all three points move one pixel to the right, each value comes from one pixel further left.

    >>> grid = np.stack(np.meshgrid(np.arange(6), np.arange(6)), axis=-1).astype(float)
    >>> right = np.tile([1.0, 0.0], (1, 3, 1))
    >>> bool(np.allclose(sheared_positions(grid, right), grid - [1, 0]))
    True
    """
    side = grid.shape[0]
    centre, reach = side // 2, side // 3
    points = centre + reach * np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, -1.0]])
    after = points + moved
    ones = np.ones((*after.shape[:2], 1))
    backwards = np.linalg.solve(np.concatenate([after, ones], axis=2), points[None])
    x, y = grid[..., 0, None], grid[..., 1, None]
    across, down, constant = backwards[:, :, None, None].swapaxes(0, 1)
    return x * across + y * down + constant


def _read(images: Pixels, positions: np.ndarray, *, corners: bool) -> Pixels:
    """Values at positions (x, y) in pixels; reflected at the corner pixels' centres or edges."""
    side = images.shape[-1]
    scaled = 2 * positions / (side - 1) - 1 if corners else (2 * positions + 1) / side - 1
    return torch.nn.functional.grid_sample(
        torch.from_numpy(images),
        torch.from_numpy(np.broadcast_to(scaled, (len(images), side, side, 2)).copy()),
        padding_mode="reflection",
        align_corners=corners,
    ).numpy()


def _as_pictures(images: Pixels, changed) -> Pixels:
    rows = np.ascontiguousarray(levels(images).transpose(0, 2, 3, 1))
    pictures = np.stack([np.asarray(changed(Image.fromarray(row))) for row in rows])
    return pictures.transpose(0, 3, 1, 2) / 255
