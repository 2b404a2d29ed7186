"""How fast are the corruptions beside loops over images, as their definitions are usually written?

Severity 3, one thread. The loops take one image at a time, with numpy and scipy, and glass blur
takes one value at a time; they draw from numpy's own generator. They are written for this
comparison from the definitions, and agree with ours where nothing is random.
"""

import io

import numpy as np
import torch
from PIL import Image
from scipy import ndimage
from side_by_side import compare

from fourierbook.data import specimens
from fourierbook.data.corruptions import NAMES, corrupt
from fourierbook.data.corruptions.weather import frost_texture
from fourierbook.signal.plasma import plasma

COUNT = 200  # images
SEVERITY = 3
RANDOM = np.random.default_rng(0)
CLOUDS = torch.Generator().manual_seed(0)


def blurred(x, sigma):
    return ndimage.gaussian_filter(x, (sigma, sigma, 0), mode="nearest", truncate=4)


def enlarged(x, factor):
    cut = int(np.ceil(32 / factor))
    top = (32 - cut) // 2
    scale = (factor, factor, 1)[: x.ndim]
    large = ndimage.zoom(x[top : top + cut, top : top + cut], scale, order=1)
    top = (len(large) - 32) // 2
    return large[top : top + 32, top : top + 32]


def streaked(x, radius, sigma, angle):
    steps = np.arange(2 * radius + 1)
    weights = np.exp(-(steps**2) / (2 * sigma**2))
    weights /= weights.sum()
    rows = np.ceil(steps * np.sin(np.deg2rad(angle)) - 0.5).astype(int)
    columns = np.ceil(steps * np.cos(np.deg2rad(angle)) - 0.5).astype(int)
    out = np.zeros_like(x)
    for weight, row, column in zip(weights, rows, columns, strict=True):
        ys, xs = np.clip(np.arange(32) + row, 0, 31), np.clip(np.arange(32) + column, 0, 31)
        out += weight * x[ys][:, xs]
    return out


def gaussian_noise(x):
    return x + RANDOM.normal(0, 0.08, x.shape)


def shot_noise(x):
    return RANDOM.poisson(100 * x) / 100


def impulse_noise(x):
    hit, white = RANDOM.random(x.shape) < 0.03, RANDOM.random(x.shape) < 0.5
    return np.where(hit, white, x)


def defocus_blur(x):
    bell = np.exp(-np.array([1, 0, 1]) / (2 * 0.6**2))
    kernel = np.outer(bell, bell) / bell.sum() ** 2
    channels = [ndimage.correlate(x[..., c], kernel, mode="mirror") for c in range(3)]
    return np.stack(channels, axis=2)


def glass_blur(x):
    x = (255 * blurred(x, 0.4)).astype(np.uint8)
    for h in range(31, 1, -1):
        for w in range(31, 1, -1):
            dy, dx = RANDOM.integers(-1, 1, 2)
            for c in range(3):
                x[h, w, c] = x[h + dy, w + dx, c]
    return blurred(x / 255, 0.4)


def motion_blur(x):
    return streaked(x, 6, 2, RANDOM.uniform(-45, 45))


def zoom_blur(x):
    factors = np.arange(1, 1.16, 0.01)
    return (x + sum(enlarged(x, factor) for factor in factors)) / (len(factors) + 1)


def snow(x):
    flakes = enlarged(RANDOM.normal(0.15, 0.3, (32, 32)), 1.75)
    flakes = np.where(flakes < 0.55, 0, flakes).clip(0, 1)[..., None]
    flakes = streaked(flakes, 10, 4, RANDOM.uniform(-135, -45))
    grey = (x @ [0.299, 0.587, 0.114])[..., None]
    return 0.9 * x + 0.1 * np.maximum(x, 1.5 * grey + 0.5) + flakes + np.rot90(flakes, 2)


def frost(x):
    texture = frost_texture(int(RANDOM.integers(5))).numpy()
    y, z = RANDOM.integers(0, 172, 2)
    return 0.9 * x + 0.4 * texture[:, y : y + 32, z : z + 32].transpose(1, 2, 0)


def fog(x):
    clouds = plasma(1, 32, CLOUDS, decay=2.5)[0].numpy()
    return (x + 0.75 * clouds[..., None]) * x.max() / (x.max() + 0.75)


def brightness(x):
    value = x.max(2)
    depth = value - x.min(2)
    saturation = depth / np.where(value > 0, value, 1)
    red, green, blue = np.moveaxis(x, 2, 0)
    sixths = [(green - blue) % (6 * depth + 1e-12), blue - red + 2 * depth, red - green + 4 * depth]
    highest = [value == red, value == green, value == blue]
    hue = np.select(highest, sixths) / np.where(depth > 0, depth, 1)
    value = np.minimum(value + 0.15, 1)
    turned = (np.array([5, 3, 1]) + hue[..., None]) % 6
    away = np.minimum(turned, 4 - turned).clip(0, 1)
    return value[..., None] * (1 - saturation[..., None] * away)


def contrast(x):
    means = x.mean((0, 1))
    return means + 0.4 * (x - means)


def elastic_transform(x):
    points = np.array([[26, 26], [26, 6], [6, 6]])
    moved = np.c_[points + RANDOM.uniform(-1.92, 1.92, (3, 2)), np.ones(3)]
    matrix = np.linalg.solve(moved, points)
    y, z = np.mgrid[:32, :32].astype(float)
    places = np.stack([z, y, np.ones_like(z)], axis=-1) @ matrix
    down, across = (
        2.56 * ndimage.gaussian_filter(RANDOM.uniform(-1, 1, (32, 32)), 1.92, truncate=3)
        for _ in range(2)
    )
    out = np.empty_like(x)
    for c in range(3):
        sheared = ndimage.map_coordinates(
            x[..., c], [places[..., 1], places[..., 0]], order=1, mode="mirror"
        )
        out[..., c] = ndimage.map_coordinates(
            sheared, [y + down, z + across], order=1, mode="reflect"
        )
    return out


def picture(x):
    return Image.fromarray((255 * x).round().astype(np.uint8))


def pixelate(x):
    small = picture(x).resize((27, 27), Image.Resampling.BOX)
    return np.asarray(small.resize((32, 32), Image.Resampling.BOX)) / 255


def jpeg_compression(x):
    file = io.BytesIO()
    picture(x).save(file, "JPEG", quality=58)
    return np.asarray(Image.open(file)) / 255


def one_by_one(images, name):
    """A corruption's loop over images (N, 3, 32, 32)."""
    change = globals()[name]
    rows = images.permute(0, 2, 3, 1).double().numpy()
    out = [(255 * change(x).clip(0, 1) + 1e-6).astype(np.uint8) for x in rows]
    return torch.from_numpy(np.stack(out)).permute(0, 3, 1, 2).float() / 255


def main():
    torch.set_num_threads(1)
    images = (255 * specimens.generate(COUNT).images).round() / 255
    for name in ("defocus_blur", "zoom_blur", "brightness", "contrast", "pixelate"):
        ours, loop = corrupt(images[:5], name, severity=SEVERITY), one_by_one(images[:5], name)
        assert (ours - loop).abs().max() < 1.01 / 255, name
    for name in NAMES:  # what is made once and kept is not timed
        corrupt(images[:1], name, severity=SEVERITY)
    others = [name for name in NAMES if name != "glass_blur"]
    ratios = compare(
        f"the fifteen corruptions of CIFAR-10-C at severity {SEVERITY}",
        {
            "loops": lambda: [one_by_one(images, name) for name in NAMES],
            "loops, without glass blur": lambda: [one_by_one(images, name) for name in others],
            "corrupt": lambda: [corrupt(images, n, severity=SEVERITY) for n in NAMES],
            "corrupt, without glass blur": lambda: [
                corrupt(images, name, severity=SEVERITY) for name in others
            ],
        },
        reference="corrupt",
        images=COUNT,
        goal="at most 7 ms an image for all fifteen (143 images/s), 20 times as fast as loops",
        rounds=5,
    )
    print(f"corrupt is {ratios['loops']:.1f} times as fast as loops")


if __name__ == "__main__":
    main()
