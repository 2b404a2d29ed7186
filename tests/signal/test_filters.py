"""Masks against their definitions, `apply_filter` against numpy's complex FFT."""

import math

import numpy as np
import pytest
import torch

from fourierbook.signal import filters
from fourierbook.signal.filters import (
    apply_filter,
    disk_low_pass,
    gaussian_low_pass,
    nyquist_high_pass,
    square_low_pass,
)
from fourierbook.signal.waves import plane_wave
from tests.devices import DEVICES

SIZES = [(1, 1), (1, 6), (5, 7), (6, 6), (7, 7), (8, 5), (32, 32), (33, 28)]
MASKS = {
    "square": lambda height, width: square_low_pass(height, width, bandwidth=3),
    "nyquist": lambda height, width: nyquist_high_pass(height, width, bandwidth=5),
    "complement": lambda height, width: 1 - square_low_pass(height, width, bandwidth=3),
    "disk": lambda height, width: disk_low_pass(height, width, radius=2.5),
    "gaussian": lambda height, width: gaussian_low_pass(height, width, width_in_cycles=1.5),
}
TOLERANCE = {torch.float32: 2e-6, torch.float64: 1e-13}


def frequencies(size):
    return [k if 2 * k < size else k - size for k in range(size)]


def by_definition(height, width, keeps):
    return [[float(keeps(f_y, f_x)) for f_x in frequencies(width)] for f_y in frequencies(height)]


def noise(*shape, dtype=torch.float64, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=dtype)


def matrix(height, width, mask):
    """The filter as a matrix: its answer to every image of one bright pixel."""
    pixels = torch.eye(height * width, dtype=torch.float64).reshape(-1, height, width)
    return apply_filter(pixels, mask).flatten(1)


# Which frequencies a mask keeps


@pytest.mark.parametrize(("height", "width"), SIZES)
@pytest.mark.parametrize("bandwidth", [1, 3, 5, 35])
def test_square_low_pass_keeps_the_square_around_zero(height, width, bandwidth):
    mask = square_low_pass(height, width, bandwidth=bandwidth)
    reach = (bandwidth - 1) / 2
    expected = by_definition(height, width, lambda f_y, f_x: max(abs(f_y), abs(f_x)) <= reach)
    assert mask.tolist() == expected
    assert mask.sum() == min(height, bandwidth) * min(width, bandwidth)


@pytest.mark.parametrize(("height", "width"), [(6, 6), (8, 6), (32, 32)])
@pytest.mark.parametrize("bandwidth", [1, 3, 5])
def test_nyquist_high_pass_is_a_square_where_the_highest_frequency_is_in_the_centre(
    height, width, bandwidth
):
    reach = (bandwidth - 1) // 2
    centred = np.zeros((height, width))
    rows = slice(height // 2 - reach, height // 2 + reach + 1)
    columns = slice(width // 2 - reach, width // 2 + reach + 1)
    centred[rows, columns] = 1
    # The first shift brings the zero frequency to the centre, the second the highest.
    order = np.arange(height * width).reshape(height, width)
    highest_in_centre = np.fft.fftshift(np.fft.fftshift(order))
    checkerboard = (-1.0) ** np.add.outer(np.arange(height), np.arange(width))
    place = int(np.abs(np.fft.fft2(checkerboard)).argmax())
    assert highest_in_centre[height // 2, width // 2] == place
    expected = np.zeros(height * width)
    expected[highest_in_centre.flatten()] = centred.flatten()
    mask = nyquist_high_pass(height, width, bandwidth=bandwidth)
    np.testing.assert_array_equal(mask.flatten(), expected)
    assert mask.sum() == bandwidth**2


@pytest.mark.parametrize(("height", "width"), SIZES)
@pytest.mark.parametrize("bandwidth", [1, 3, 7, 35])
def test_nyquist_high_pass_keeps_what_is_high_along_both_axes(height, width, bandwidth):
    reach = (bandwidth - 1) / 2
    expected = by_definition(
        height,
        width,
        lambda f_y, f_x: abs(f_y) >= height / 2 - reach and abs(f_x) >= width / 2 - reach,
    )
    assert nyquist_high_pass(height, width, bandwidth=bandwidth).tolist() == expected


def test_an_axis_of_odd_length_keeps_one_high_frequency_less():
    assert nyquist_high_pass(7, 8, bandwidth=3).sum() == 2 * 3
    assert nyquist_high_pass(7, 7, bandwidth=1).sum() == 0


@pytest.mark.parametrize(("height", "width"), SIZES)
@pytest.mark.parametrize("bound", [0, 1, math.sqrt(2), 2.5, 5, 100])
def test_disk_low_pass_keeps_every_frequency_up_to_its_radius(height, width, bound):
    expected = by_definition(
        height, width, lambda f_y, f_x: f_y**2 + f_x**2 <= bound**2 * (1 + 1e-12)
    )
    assert disk_low_pass(height, width, radius=bound).tolist() == expected


@pytest.mark.parametrize(("height", "width"), SIZES)
def test_gaussian_low_pass_fades_with_the_square_of_the_frequency(height, width):
    f_y, f_x = np.meshgrid(frequencies(height), frequencies(width), indexing="ij")
    mask = gaussian_low_pass(height, width, width_in_cycles=1.5)
    expected = np.exp(-(f_y**2 + f_x**2) / (2 * 1.5**2))
    np.testing.assert_allclose(mask, expected, rtol=1e-5, atol=1e-12)


def test_the_counts_of_the_papers_filters_on_cifar_images():
    assert square_low_pass(32, 32, bandwidth=15).sum() == 225
    assert nyquist_high_pass(32, 32, bandwidth=31).sum() == 961
    assert (1 - square_low_pass(32, 32, bandwidth=31)).sum() == 63


def test_a_pure_wave_survives_only_up_to_the_cutoff():
    for frequency in range(17):
        wave = plane_wave(32, 32, frequency=(frequency, 0))
        for mask in (
            square_low_pass(32, 32, bandwidth=15),
            disk_low_pass(32, 32, radius=7),
        ):
            expected = wave if frequency <= 7 else torch.zeros(32, 32)
            torch.testing.assert_close(apply_filter(wave, mask), expected, atol=1e-5, rtol=0)


@pytest.mark.parametrize("make", [square_low_pass, nyquist_high_pass])
@pytest.mark.parametrize("bandwidth", [-3, -1, 0, 2, 16])
def test_a_bandwidth_that_is_even_or_not_positive_is_refused_with_the_reason(make, bandwidth):
    with pytest.raises(ValueError, match=f"odd and positive.*got {bandwidth}:.*not symmetric"):
        make(32, 32, bandwidth=bandwidth)


def test_a_negative_radius_and_a_width_that_is_not_positive_are_refused():
    with pytest.raises(ValueError, match=r"radius is in cycles per image.*got -0\.5"):
        disk_low_pass(4, 4, radius=-0.5)
    for width in (0, -1.0):
        with pytest.raises(ValueError, match=f"cycles per image, positive; got {width}"):
            gaussian_low_pass(4, 4, width_in_cycles=width)


# What apply_filter does


@pytest.mark.parametrize(("height", "width"), SIZES)
@pytest.mark.parametrize("name", MASKS)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("device", DEVICES)
def test_a_filter_multiplies_the_spectrum_by_its_mask(height, width, name, dtype, device):
    images = noise(2, 3, height, width, dtype=dtype)
    mask = MASKS[name](height, width)
    filtered = apply_filter(images.to(device), mask)
    expected = np.fft.ifft2(np.fft.fft2(images.double().numpy()) * mask.double().numpy())
    assert np.abs(expected.imag).max() < 1e-12
    np.testing.assert_allclose(filtered.cpu(), expected.real, atol=TOLERANCE[dtype], rtol=0)
    assert filtered.dtype == dtype
    assert filtered.device.type == device


@pytest.mark.parametrize(("height", "width"), SIZES)
@pytest.mark.parametrize("make", [square_low_pass, nyquist_high_pass])
def test_two_small_matrices_do_what_the_fft_does(height, width, make, monkeypatch):
    images, mask = noise(2, height, width), make(height, width, bandwidth=3)
    assert filters._factors(mask) is not None
    with_matrices = apply_filter(images, mask)
    monkeypatch.setattr(filters, "SEPARABLE_UP_TO", 0)
    torch.testing.assert_close(with_matrices, apply_filter(images, mask), atol=1e-13, rtol=0)


@pytest.mark.parametrize("shape", [(6, 8), (1, 6, 8), (2, 1, 3, 6, 8)])
@pytest.mark.parametrize("name", ["square", "disk"])
def test_any_number_of_leading_axes_will_do(shape, name):
    images, mask = noise(*shape), MASKS[name](6, 8)
    filtered = apply_filter(images, mask)
    one_by_one = [apply_filter(image, mask) for image in images.reshape(-1, 6, 8)]
    assert filtered.shape == shape
    for image, expected in zip(filtered.reshape(-1, 6, 8), one_by_one, strict=True):
        torch.testing.assert_close(image, expected)


@pytest.mark.parametrize("name", MASKS)
@pytest.mark.parametrize("shape", [(0, 6, 8), (0, 3, 7, 5), (2, 0, 3, 6, 8), (0, 3, 70, 66)])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("device", DEVICES)
def test_no_images_are_filtered_to_no_images(name, shape, dtype, device):
    images = torch.empty(shape, dtype=dtype, device=device, requires_grad=True)
    for given in (images, images.detach()):
        filtered = apply_filter(given, MASKS[name](*shape[-2:]))
        assert (filtered.shape, filtered.dtype) == (shape, dtype)
        assert filtered.device == given.device
        assert filtered is not given
        assert filtered.requires_grad == given.requires_grad


@pytest.mark.usefixtures("as_for_a_reader")
def test_no_images_need_a_mask_of_their_size_all_the_same():
    with pytest.raises(ValueError, match=r"5 × 5 frequencies; got a mask of shape \(4, 5\)"):
        apply_filter(torch.empty(0, 3, 5, 5), torch.ones(4, 5))


@pytest.mark.parametrize("name", MASKS)
@pytest.mark.parametrize("at_once", [1, 50, 100, 10_000])
def test_the_result_does_not_depend_on_how_many_images_are_filtered_at_once(
    name, at_once, monkeypatch
):
    images, mask = noise(5, 3, 6, 8), MASKS[name](6, 8)
    together = apply_filter(images, mask)
    monkeypatch.setattr(filters, "AT_ONCE", at_once)
    torch.testing.assert_close(apply_filter(images, mask), together, atol=1e-14, rtol=0)
    laid_out = images.contiguous(memory_format=torch.channels_last)
    torch.testing.assert_close(apply_filter(laid_out, mask), together, atol=1e-14, rtol=0)
    attached = images.clone().requires_grad_()
    apply_filter(attached, mask).sum().backward()
    expected = mask[0, 0].double().expand_as(images)  # a symmetric filter scales a constant image
    torch.testing.assert_close(attached.grad, expected, atol=1e-14, rtol=0)


def test_the_layout_in_memory_does_not_matter():
    images = noise(2, 3, 6, 8)
    for layout in (images.contiguous(memory_format=torch.channels_last), images.mT.clone().mT):
        for make in MASKS.values():
            mask = make(6, 8)
            torch.testing.assert_close(apply_filter(layout, mask), apply_filter(images, mask))


@pytest.mark.parametrize("name", ["square", "nyquist", "complement", "disk"])
@pytest.mark.parametrize(("height", "width"), [(8, 6), (7, 5)])
def test_a_filter_of_zeros_and_ones_is_a_projector(name, height, width):
    mask = MASKS[name](height, width)
    first, second = noise(height, width), noise(height, width, seed=1)
    once = apply_filter(first, mask)
    torch.testing.assert_close(apply_filter(once, mask), once)
    inner = (once * second).sum()
    torch.testing.assert_close((first * apply_filter(second, mask)).sum(), inner)


@pytest.mark.parametrize(("height", "width"), [(8, 6), (7, 5), (32, 32)])
def test_low_and_high_frequencies_add_up_to_the_image(height, width):
    images, mask = noise(2, 3, height, width), square_low_pass(height, width, bandwidth=3)
    low, high = apply_filter(images, mask), apply_filter(images, 1 - mask)
    torch.testing.assert_close(low + high, images)


def test_the_papers_two_filters_leave_out_a_space_of_rank_510():
    low = matrix(32, 32, square_low_pass(32, 32, bandwidth=15))
    high = matrix(32, 32, nyquist_high_pass(32, 32, bandwidth=17))
    missing = torch.eye(1024, dtype=torch.float64) - low - high
    torch.testing.assert_close(missing @ missing, missing)  # a projector, so its rank is its trace
    assert missing.trace().item() == pytest.approx(1024 - 225 - 289) == pytest.approx(510)


@pytest.mark.parametrize(("size", "bandwidth"), [(32, 15), (32, 7), (9, 3)])
def test_the_kernel_of_the_square_low_pass_is_dirichlets(size, bandwidth):
    point = torch.zeros(size, size, dtype=torch.float64)
    point[0, 0] = 1
    kernel = apply_filter(point, square_low_pass(size, size, bandwidth=bandwidth))
    x = np.arange(1, size)
    along = np.sin(np.pi * bandwidth * x / size) / (size * np.sin(np.pi * x / size))
    along = np.concatenate([[bandwidth / size], along])
    np.testing.assert_allclose(kernel, np.outer(along, along), atol=1e-14)
    if (size, bandwidth) == (32, 15):
        # The first negative lobe, which rings beside an edge.
        assert along[3] == pytest.approx(-0.1030, abs=5e-5)


def test_the_mean_of_an_image_passes_the_low_pass_and_not_the_high_pass():
    images = noise(2, 8, 8) + 3
    low = apply_filter(images, square_low_pass(8, 8, bandwidth=1))
    torch.testing.assert_close(low, images.mean(dim=(1, 2), keepdim=True).expand_as(images))
    high = apply_filter(images, nyquist_high_pass(8, 8, bandwidth=7))
    assert high.mean(dim=(1, 2)).abs().max() < 1e-14


@pytest.mark.parametrize("name", MASKS)
def test_the_gradient_through_a_filter_is_the_true_one(name):
    images = noise(2, 5, 4).requires_grad_()
    assert torch.autograd.gradcheck(lambda x: apply_filter(x, MASKS[name](5, 4)), (images,))


@pytest.mark.parametrize("name", MASKS)
def test_neither_images_nor_mask_are_changed(name):
    images, mask = noise(2, 6, 6), MASKS[name](6, 6).double()
    kept, kept_mask = images.clone(), mask.clone()
    apply_filter(images, mask).zero_()
    assert torch.equal(images, kept)
    assert torch.equal(mask, kept_mask)


@pytest.mark.parametrize("name", ["square", "disk"])
@pytest.mark.parametrize("device", DEVICES)
def test_autocast_costs_no_precision(name, device):
    images, mask = noise(2, 3, 32, 32, dtype=torch.float32).to(device), MASKS[name](32, 32)
    with torch.autocast(device, dtype=torch.bfloat16):
        filtered = apply_filter(images, mask)
    assert filtered.dtype == torch.float32
    assert torch.equal(filtered, apply_filter(images, mask))


def test_nothing_is_clipped():
    images = noise(1, 3, 8, 8).clamp(0, 1)
    filtered = apply_filter(images, nyquist_high_pass(8, 8, bandwidth=7))
    assert filtered.min() < 0


@pytest.mark.parametrize("shape", [(4, 5), (5, 4), (1, 5), (10, 10)])
@pytest.mark.usefixtures("as_for_a_reader")
def test_a_mask_of_another_size_is_refused(shape):
    with pytest.raises(ValueError, match=r"5 × 5 frequencies; got a mask of shape"):
        apply_filter(noise(1, 3, 5, 5), torch.ones(shape))


def test_a_mask_that_is_not_symmetric_is_refused():
    even = torch.zeros(8, 8)
    kept = [k for k, f in enumerate(frequencies(8)) if -2 <= f <= 1]  # a square of side 4
    even[np.ix_(kept, kept)] = 1
    one_sided = torch.ones(5, 5)
    one_sided[1, 2] = 0
    for mask in (even, one_sided):
        with pytest.raises(ValueError, match="differs at a frequency f and at −f"):
            apply_filter(noise(*mask.shape), mask)
