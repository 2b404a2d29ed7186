"""Each corruption against its definition, written out pixel by pixel or with another library."""

import colorsys
import io

import numpy as np
import pytest
import torch
from PIL import Image
from scipy import ndimage

from fourierbook.data.corruptions import blur, digital, noise, spatter, weather
from fourierbook.data.corruptions.severities import COMMON, MORE
from fourierbook.signal.plasma import grown

SIDE = 16
ALL_SEVERITIES = pytest.mark.parametrize("severity", [1, 2, 3, 4, 5])


def generators(count, seed=5):
    return [np.random.Generator(np.random.Philox(key=[seed, row])) for row in range(count)]


def pictures(count=2, side=SIDE):
    """Grey levels with saturated corners and some structure, (N, 3, side, side) in [0, 1]."""
    levels = np.random.default_rng(0).integers(0, 256, (count, 3, side, side))
    levels[..., :4, :4], levels[..., -4:, -4:] = 255, 0
    return ndimage.uniform_filter(levels, (0, 0, 3, 1), mode="wrap") / 255


def parameters(name, severity):
    return {**COMMON, **MORE}[name][1][severity - 1]


def changed(name, severity, images):
    """What the package makes of images, before it is clipped."""
    change, severities = {**COMMON, **MORE}[name]
    return change(images, generators(len(images)), severities[severity - 1])


def clamped(image, y, x):
    """Pixel of (3, H, W), edges repeated."""
    return image[:, min(max(y, 0), SIDE - 1), min(max(x, 0), SIDE - 1)]


def gaussian_weights(sigma):
    reach = int(4 * sigma + 0.5)
    weights = {i: np.exp(-(i**2) / (2 * sigma**2)) for i in range(-reach, reach + 1)}
    return {i: weight / sum(weights.values()) for i, weight in weights.items()}


def slowly_smoothed(image, sigma):
    weights = gaussian_weights(sigma)
    out = np.zeros_like(image)
    for y in range(SIDE):
        for x in range(SIDE):
            for i, down in weights.items():
                for j, across in weights.items():
                    out[:, y, x] += down * across * clamped(image, y + i, x + j)
    return out


@pytest.mark.parametrize("severity", [1, 5])
def test_gaussian_blur_is_a_weighted_mean_of_neighbours(severity):
    images = pictures(1)
    expected = slowly_smoothed(images[0], *parameters("gaussian_blur", severity))
    assert changed("gaussian_blur", severity, images)[0] == pytest.approx(expected)


@ALL_SEVERITIES
def test_defocus_blur_is_a_sum_over_a_softened_disk_with_the_image_reflected(severity):
    radius, sigma = parameters("defocus_blur", severity)
    bell = {i: np.exp(-(i**2) / (2 * sigma**2)) for i in (-1, 0, 1)}
    total = sum(bell.values())
    disk = [(y, x) for y in range(-2, 3) for x in range(-2, 3) if y**2 + x**2 <= radius**2]
    image, out = pictures(1)[0], np.zeros((3, SIDE, SIDE))

    def reflected(i):
        return abs(i) if i < SIDE else 2 * (SIDE - 1) - i

    for y in range(SIDE):
        for x in range(SIDE):
            for dy, dx in disk:
                for i, down in bell.items():
                    for j, across in bell.items():
                        value = image[:, reflected(y + dy + i), reflected(x + dx + j)]
                        out[:, y, x] += down * across / total**2 * value / len(disk)
    assert changed("defocus_blur", severity, image[None])[0] == pytest.approx(out)


@ALL_SEVERITIES
def test_glass_blur_is_the_published_loop_over_views(severity):
    sigma, passes = parameters("glass_blur", severity)
    images = pictures()
    expected = []
    for image, random in zip(images, generators(2), strict=True):
        rows = blur.levels(slowly_smoothed(image, sigma)[None])[0].transpose(1, 2, 0).copy()
        for _ in range(passes):
            down, across = random.integers(-1, 1, (2, SIDE - 2, SIDE - 2))
            for h in range(SIDE - 1, 1, -1):
                for w in range(SIDE - 1, 1, -1):
                    i, j = h + down[h - 2, w - 2], w + across[h - 2, w - 2]
                    rows[h, w], rows[i, j] = rows[i, j], rows[h, w]  # views: it copies one way
        expected.append(slowly_smoothed(rows.transpose(2, 0, 1) / 255, sigma))
    assert changed("glass_blur", severity, images) == pytest.approx(np.stack(expected))


@pytest.mark.parametrize("angle", [-135.0, -90.0, -30.0, 0.0, 10.0, 45.0])
def test_a_line_blur_is_half_a_gaussian_along_the_angle(angle):
    radius, sigma = 6, 2.0
    image, out = pictures(1)[0], np.zeros((3, SIDE, SIDE))
    weights = [np.exp(-(i**2) / (2 * sigma**2)) for i in range(2 * radius + 1)]
    for y in range(SIDE):
        for x in range(SIDE):
            for i, weight in enumerate(weights):
                dy = int(np.ceil(i * np.sin(np.pi * angle / 180) - 0.5))
                dx = int(np.ceil(i * np.cos(np.pi * angle / 180) - 0.5))
                out[:, y, x] += weight / sum(weights) * clamped(image, y + dy, x + dx)
    found = blur.line_blur(image[None], np.array([angle]), radius, sigma)
    assert found[0] == pytest.approx(out)


def test_motion_blur_draws_an_angle_within_45_degrees_for_each_image():
    images = pictures(3)
    angles = np.array([random.uniform(-45, 45) for random in generators(3)])
    assert np.array_equal(changed("motion_blur", 4, images), blur.line_blur(images, angles, 8, 2))


def slowly_enlarged(image, factor):
    """The centre of (C, H, W), with scipy's zoom."""
    side = image.shape[-1]
    cut = int(np.ceil(side / factor))
    top = (side - cut) // 2
    large = ndimage.zoom(image[:, top : top + cut, top : top + cut], (1, factor, factor), order=1)
    top = (large.shape[1] - side) // 2
    return large[:, top : top + side, top : top + side]


@pytest.mark.parametrize("side", [16, 32])
@ALL_SEVERITIES
def test_zoom_blur_is_the_mean_of_scipys_enlargements(severity, side):
    image = pictures(1, side)[0]
    factors = np.arange(1, *parameters("zoom_blur", severity), 0.01)
    expected = (image + sum(slowly_enlarged(image, z) for z in factors)) / (len(factors) + 1)
    assert changed("zoom_blur", severity, image[None])[0] == pytest.approx(expected)


@ALL_SEVERITIES
def test_snow_is_flakes_enlarged_cut_streaked_and_added_twice(severity):
    mean, deviation, factor, threshold, radius, sigma, share = parameters("snow", severity)
    image, (random,) = pictures(1)[0], generators(1)
    flakes = random.normal(mean, deviation, (1, SIDE, SIDE))
    angle = random.uniform(-135, -45)
    flakes = slowly_enlarged(flakes, factor)
    flakes[flakes < threshold] = 0
    flakes = np.floor(255 * flakes.clip(0, 1)) / 255
    flakes = blur.line_blur(flakes[None], np.array([angle]), radius, sigma)[0, 0]
    grey = 0.299 * image[0] + 0.587 * image[1] + 0.114 * image[2]
    out = share * image + (1 - share) * np.maximum(image, 1.5 * grey + 0.5)
    out = out + flakes + np.rot90(flakes, 2)
    assert changed("snow", severity, image[None])[0] == pytest.approx(out)


@ALL_SEVERITIES
def test_fog_adds_clouds_and_scales_by_the_images_own_maximum(severity):
    amount, decay = parameters("fog", severity)
    images = pictures() * np.array([1, 0.5]).reshape(2, 1, 1, 1)
    for image, random, found in zip(
        images, generators(2), changed("fog", severity, images), strict=True
    ):
        left = torch.from_numpy(random.random(SIDE**2 - 1))

        def draw(shape):
            nonlocal left
            taken, left = left[: shape.numel()], left[shape.numel() :]
            return taken.reshape(shape)

        clouds = grown(torch.zeros(1, SIDE, SIDE).double(), draw, decay=decay)[0].numpy()
        assert len(left) == 0
        assert (clouds.min(), clouds.max()) == (0, 1)
        most = image.max()
        assert found == pytest.approx((image + amount * clouds) * most / (most + amount))


@ALL_SEVERITIES
def test_frost_lays_a_part_of_a_texture_over_the_image(severity):
    own, other = parameters("frost", severity)
    images = pictures(20)
    laid = (changed("frost", severity, images) - own * images) / other
    seen = set()
    for each, random in zip(laid, generators(20), strict=True):
        which, (y, x) = random.integers(5), random.integers(0, 204 - SIDE, 2)
        texture = weather.frost_texture(int(which))[:, y : y + SIDE, x : x + SIDE]
        assert each == pytest.approx(texture.numpy(), abs=1e-6)
        seen.add(int(which))
    assert seen == {0, 1, 2, 3, 4}


@pytest.mark.parametrize("which", range(5))
def test_smoothing_a_texture_keeps_its_mean_and_takes_its_fine_detail(which):
    coarse = weather.frost_texture(which)
    smooth = weather.frost_texture(which, antialiased=True)
    assert coarse.shape == smooth.shape == (3, 204, 204)
    assert 0 <= coarse.min() < coarse.max() <= 1
    assert 0.5 < coarse.mean() < 0.7
    assert float(coarse.mean()) == pytest.approx(float(smooth.mean()), abs=0.002)
    assert (coarse[0] < coarse[1] + 1e-6).all()  # bluish
    assert (coarse[1] < coarse[2] + 1e-6).all()
    fine = [texture.diff(dim=2).square().mean() for texture in (coarse, smooth)]
    assert fine[0] > 2 * fine[1]


def test_there_are_five_textures():
    for which in (-1, 5, True):
        with pytest.raises(ValueError, match=f"which texture is a number from 0 to 4; got {which}"):
            weather.frost_texture(which)


def by_pixel(images, change):
    """Each pixel's red, green and blue through a function of the three."""
    out = np.empty_like(images)
    for n, y, x in np.ndindex(len(images), *images.shape[2:]):
        out[n, :, y, x] = change(*images[n, :, y, x])
    return out


def colours():
    """Pictures with black, grey and white pixels among them."""
    images = pictures()
    images[0, :, 8, :] = np.linspace(0, 1, SIDE)
    return images


@ALL_SEVERITIES
def test_brightness_raises_the_value_of_hue_saturation_value(severity):
    (added,) = parameters("brightness", severity)

    def brighter(*rgb):
        hue, saturation, value = colorsys.rgb_to_hsv(*rgb)
        return colorsys.hsv_to_rgb(hue, saturation, min(value + added, 1))

    images = colours()
    assert changed("brightness", severity, images) == pytest.approx(by_pixel(images, brighter))


@ALL_SEVERITIES
def test_saturate_changes_the_saturation_of_hue_saturation_value(severity):
    factor, added = parameters("saturate", severity)

    def saturated(*rgb):
        hue, saturation, value = colorsys.rgb_to_hsv(*rgb)
        return colorsys.hsv_to_rgb(hue, min(saturation * factor + added, 1), value)

    images = colours()
    assert changed("saturate", severity, images) == pytest.approx(by_pixel(images, saturated))


@ALL_SEVERITIES
def test_contrast_shrinks_the_distance_from_each_channels_mean(severity):
    (factor,) = parameters("contrast", severity)
    image, out = pictures(1)[0], np.empty((3, SIDE, SIDE))
    for channel in range(3):
        mean = sum(image[channel].flat) / SIDE**2
        out[channel] = mean + factor * (image[channel] - mean)
    assert changed("contrast", severity, image[None])[0] == pytest.approx(out)


def as_picture(image):
    return Image.fromarray((255 * image).round().astype(np.uint8).transpose(1, 2, 0).copy())


@ALL_SEVERITIES
def test_pixelate_and_jpeg_are_what_pillow_makes(severity):
    image = pictures(1)[0]
    (share,) = parameters("pixelate", severity)
    small = as_picture(image).resize((int(SIDE * share),) * 2, Image.Resampling.BOX)
    large = np.asarray(small.resize((SIDE, SIDE), Image.Resampling.BOX)).transpose(2, 0, 1)
    assert np.array_equal(255 * changed("pixelate", severity, image[None])[0], large)
    file = io.BytesIO()
    as_picture(image).save(file, "JPEG", quality=parameters("jpeg_compression", severity)[0])
    read = np.asarray(Image.open(file)).transpose(2, 0, 1)
    assert np.array_equal(255 * changed("jpeg_compression", severity, image[None])[0], read)


@ALL_SEVERITIES
def test_elastic_transform_moves_three_points_and_then_every_pixel(severity):
    alpha, sigma, farthest = (SIDE * share for share in parameters("elastic_transform", severity))
    image, (random,) = pictures(1)[0], generators(1)
    low, high = SIDE // 2 - SIDE // 3, SIDE // 2 + SIDE // 3
    points = np.array([[high, high], [high, low], [low, low]], float)  # (x, y)
    moved = points + random.uniform(-farthest, farthest, (3, 2))
    noise = random.uniform(-1, 1, (2, SIDE, SIDE))
    matrix = np.linalg.lstsq(np.c_[moved, np.ones(3)], points, rcond=None)[0]
    y, x = np.mgrid[:SIDE, :SIDE].astype(float)
    from_x, from_y = (x * matrix[0, i] + y * matrix[1, i] + matrix[2, i] for i in (0, 1))
    across, down = (
        alpha * ndimage.gaussian_filter(part, sigma, mode="reflect", truncate=3) for part in noise
    )
    for channel, found in zip(
        image, changed("elastic_transform", severity, image[None])[0], strict=True
    ):
        sheared = ndimage.map_coordinates(channel, [from_y, from_x], order=1, mode="mirror")
        out = ndimage.map_coordinates(sheared, [y + down, x + across], order=1, mode="reflect")
        assert found == pytest.approx(out, abs=1e-9)


def test_a_point_that_is_moved_takes_its_pixel_along():
    grid = np.stack(np.meshgrid(np.arange(32), np.arange(32)), axis=-1).astype(float)
    positions = digital.sheared_positions(grid, np.full((1, 3, 2), [2.0, 1.0]))
    assert positions[0, 7, 8] == pytest.approx([6, 6])  # the pixel at x = 8, y = 7


def test_impulses_are_half_black_and_half_white():
    random = generators(1)[0].random((3, SIDE, SIDE))
    found = noise.impulse_noise(np.full((1, 3, SIDE, SIDE), 0.5), generators(1), (0.2,))[0]
    assert np.array_equal(found == 0, random < 0.1)
    assert np.array_equal(found == 1, random >= 0.9)


def slow_edges(picture):
    """Canny's edges, pixel by pixel, of one picture (H, W)."""
    height, width = picture.shape
    wide = np.pad(picture.astype(int), 1, mode="edge")
    size, gradient = np.zeros((height + 2, width + 2)), {}
    for y, x in np.ndindex(height, width):
        patch = wide[y : y + 3, x : x + 3]
        dx = (patch[:, 2] - patch[:, 0]) @ [1, 2, 1]
        dy = (patch[2] - patch[0]) @ [1, 2, 1]
        gradient[y, x], size[y + 1, x + 1] = (dy, dx), abs(dx) + abs(dy)
    kept = set()
    for (y, x), (dy, dx) in gradient.items():
        around, here = size[y : y + 3, x : x + 3], size[y + 1, x + 1]
        steepness = np.degrees(np.arctan2(abs(dy), abs(dx)))
        if steepness < 22.5:
            peak = here > around[1, 0] and here >= around[1, 2]
        elif steepness > 67.5:
            peak = here > around[0, 1] and here >= around[2, 1]
        elif dx * dy > 0:
            peak = here > max(around[0, 0], around[2, 2])
        else:
            peak = here > max(around[0, 2], around[2, 0])
        if peak and here > 50:
            kept.add((y, x))
    found = {place for place in kept if size[place[0] + 1, place[1] + 1] > 150}
    while more := {
        (y, x) for y, x in kept - found
        if any((y + i, x + j) in found for i in (-1, 0, 1) for j in (-1, 0, 1))
    }:  # fmt: skip
        found |= more
    out = np.zeros((height, width), bool)
    for place in found:
        out[place] = True
    return out


def test_edges_are_those_of_the_algorithm_pixel_by_pixel():
    blobs = ndimage.gaussian_filter(np.random.default_rng(1).normal(size=(3, 32, 32)), (0, 1, 1))
    drops = (np.where(blobs > 0.25, 160 + 100 * blobs, 0)).clip(0, 255).astype(np.uint8)
    drops = np.concatenate([drops, (90 * (blobs[:1] > 0.2) + 60 * blobs[:1] + 60).astype(np.uint8)])
    found = spatter.edges(drops)
    assert 0.02 < found.mean() < 0.4
    for picture, each in zip(drops, found, strict=True):
        assert np.array_equal(each, slow_edges(picture))


def test_distances_are_spread_over_all_grey_levels_as_in_a_histogram_that_is_made_even():
    # Of 8 pixels, 2 are at the least level, 4 more at the next and 2 at the last.
    picture = np.array([[[1, 1, 3, 3], [3, 3, 9, 9]]])
    assert spatter._equalised(picture)[0].tolist() == [[0, 0, 170, 170], [170, 170, 255, 255]]
    assert spatter._equalised(np.full((1, 2, 2), 7)).tolist() == [[[7, 7], [7, 7]]]


def test_relief_is_lit_from_one_corner_and_needs_no_edge():
    lines = np.zeros((2, 32, 32), bool)
    lines[0, 16, 16] = True
    lit = spatter.relief(lines)
    assert lit[0, 24, 24] > 20  # away from the edge, along the light
    assert lit[0, 8, 8] == 0
    assert (lit[1] == 0).all()


@ALL_SEVERITIES
def test_water_only_adds_its_colour_and_mud_covers_with_its_own(severity):
    image = np.full((4, 3, 32, 32), 0.25)
    found = changed("spatter", severity, image)
    touched = (found != image).any(1)
    assert 0.005 < touched.mean() < 0.6
    added = (found - image).transpose(0, 2, 3, 1)[touched]
    if severity <= 3:
        assert added.min() > 0
        assert added.max() == pytest.approx(0.5 * 238 / 255)
        assert added[:, 0] * 238 / 175 == pytest.approx(added[:, 2])
    else:
        cover = added[:, 1] / (42 / 255 - 0.25)
        assert 0.8 <= cover.min()
        assert cover.max() <= 1 + 1e-9
        assert added[:, 2] == pytest.approx(cover * (20 / 255 - 0.25))
