import numpy as np
import pytest
import torch

from fourierbook.signal.filters import nyquist_high_pass, square_low_pass
from fourierbook.signal.spectra import (
    energy_fraction,
    mean_amplitude,
    nonuniform_dft,
    radial_profile,
)
from fourierbook.signal.waves import plane_wave
from tests.devices import DEVICES

SIZES = [(1, 1), (1, 6), (5, 7), (6, 6), (7, 7), (8, 5), (32, 32)]
TOLERANCE = {torch.float32: 1e-5, torch.float64: 1e-12}


def frequencies(size):
    return np.array([k if 2 * k < size else k - size for k in range(size)])


def noise(*shape, dtype=torch.float64):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(0), dtype=dtype)


@pytest.mark.parametrize(("height", "width"), SIZES)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("device", DEVICES)
def test_the_mean_amplitude_is_the_mean_modulus_over_images_and_channels(
    height, width, dtype, device
):
    images = noise(4, 3, height, width, dtype=dtype)
    amplitude = mean_amplitude(images.to(device))
    expected = np.abs(np.fft.fft2(images.double().numpy())).mean(axis=(0, 1))
    np.testing.assert_allclose(amplitude.cpu(), expected, rtol=TOLERANCE[dtype], atol=1e-5)
    assert amplitude.dtype == dtype


def test_the_amplitude_of_a_wave_is_half_the_pixels_at_plus_and_minus_its_frequency():
    amplitude = mean_amplitude(plane_wave(8, 8, frequency=(2, 1), phase=0.7))
    expected = torch.zeros(8, 8)
    expected[2, 1] = expected[-2, -1] = 32
    torch.testing.assert_close(amplitude, expected, atol=1e-4, rtol=0)


@pytest.mark.parametrize(("height", "width"), SIZES)
@pytest.mark.parametrize("rings", ["round", "square"])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("device", DEVICES)
def test_a_radial_profile_is_the_mean_over_each_ring(height, width, rings, dtype, device):
    spectrum = noise(height, width, dtype=dtype)
    f_y, f_x = np.meshgrid(frequencies(height), frequencies(width), indexing="ij")
    ring = np.rint(np.hypot(f_y, f_x)) if rings == "round" else np.maximum(abs(f_y), abs(f_x))
    expected = [spectrum.numpy()[ring == r].mean() for r in range(min(height, width) // 2 + 1)]
    profile = radial_profile(spectrum.to(device), rings=rings)
    np.testing.assert_allclose(profile.cpu(), expected, rtol=1e-5, atol=TOLERANCE[dtype])
    assert profile.dtype == dtype


def test_rings_that_are_neither_round_nor_square_are_refused():
    with pytest.raises(ValueError, match="rings is 'round' or 'square'; got 'oval'"):
        radial_profile(torch.ones(4, 4), rings="oval")


@pytest.mark.parametrize(("height", "width"), SIZES)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("device", DEVICES)
def test_the_energy_fraction_is_the_kept_share_of_the_squared_spectrum(
    height, width, dtype, device
):
    images, mask = noise(4, 3, height, width, dtype=dtype), noise(height, width).float()
    energy = np.abs(np.fft.fft2(images.double().numpy())) ** 2
    kept = (energy * mask.double().numpy() ** 2).sum(axis=(1, 2, 3))
    fraction = energy_fraction(images.to(device), mask)
    np.testing.assert_allclose(
        fraction.cpu(), kept / energy.sum(axis=(1, 2, 3)), rtol=TOLERANCE[dtype]
    )
    assert fraction.dtype == dtype


@pytest.mark.parametrize(("height", "width"), [(7, 7), (8, 5), (32, 32)])
def test_the_energies_of_a_band_and_of_the_rest_add_up_to_the_energy_of_the_pixels(height, width):
    images, mask = noise(4, 3, height, width), square_low_pass(height, width, bandwidth=3)
    pixels = images.square().sum(dim=(1, 2, 3))
    low, high = (energy_fraction(images, kept) * pixels for kept in (mask, 1 - mask))
    torch.testing.assert_close(low + high, pixels)


def test_one_bright_pixel_has_the_same_energy_at_every_frequency():
    point = torch.zeros(1, 1, 32, 32, dtype=torch.float64)
    point[0, 0, 3, 5] = 1
    shares = {
        225 / 1024: square_low_pass(32, 32, bandwidth=15),
        961 / 1024: nyquist_high_pass(32, 32, bandwidth=31),
        63 / 1024: 1 - square_low_pass(32, 32, bandwidth=31),
    }
    for share, mask in shares.items():
        assert energy_fraction(point, mask).item() == pytest.approx(share, abs=1e-12)
    assert [round(share, 4) for share in shares] == [0.2197, 0.9385, 0.0615]


@pytest.mark.parametrize("shape", [(4, 5), (1, 5), (10, 10)])
@pytest.mark.usefixtures("as_for_a_reader")
def test_the_energy_in_a_mask_of_another_size_is_refused(shape):
    with pytest.raises(ValueError, match=r"5 × 5 frequencies; got a mask of shape"):
        energy_fraction(noise(1, 3, 5, 5), torch.ones(shape))


def test_an_image_without_energy_has_no_energy_fraction():
    assert energy_fraction(torch.zeros(1, 3, 4, 4), torch.ones(4, 4)).isnan().all()


def test_images_and_masks_are_left_as_they_were():
    images, mask = noise(2, 3, 6, 6), square_low_pass(6, 6, bandwidth=3).double()
    kept, kept_mask = images.clone(), mask.clone()
    mean_amplitude(images)
    energy_fraction(images, mask)
    radial_profile(mask)
    assert torch.equal(images, kept)
    assert torch.equal(mask, kept_mask)


def test_spectra_can_be_differentiated():
    images = noise(2, 1, 3, 4).requires_grad_()
    mask = square_low_pass(3, 4, bandwidth=3)
    assert torch.autograd.gradcheck(lambda x: energy_fraction(x, mask), (images,))
    assert torch.autograd.gradcheck(mean_amplitude, (images,))


@pytest.mark.parametrize("count", [1, 7, 8, 128])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.complex128])
@pytest.mark.parametrize("device", DEVICES)
def test_on_even_steps_the_spectrum_of_any_positions_is_the_discrete_one(count, dtype, device):
    values = noise(3, count).to(device, dtype)
    positions = torch.arange(count, dtype=torch.float64, device=device) / count
    whole = frequencies(count).tolist()
    found = nonuniform_dft(positions, values, frequencies=whole)
    expected = np.fft.fft(values.cpu().numpy()) / count
    np.testing.assert_allclose(found.cpu(), expected, rtol=0, atol=10 * TOLERANCE[torch.float32])
    assert found.dtype == torch.promote_types(dtype, torch.complex64)


def test_a_shift_of_the_positions_turns_each_phase_and_leaves_each_amplitude():
    positions, values = noise(50), noise(2, 50)
    xi = torch.tensor([0.0, 0.3, -2.5], dtype=torch.float64)
    here = nonuniform_dft(positions, values, frequencies=xi)
    there = nonuniform_dft(positions + 0.7, values, frequencies=xi)
    torch.testing.assert_close(there, here * torch.exp(-2j * torch.pi * 0.7 * xi))


def test_far_from_zero_a_phase_keeps_its_digits():
    positions = torch.tensor([0.25, 0.5])
    found = nonuniform_dft(positions, torch.eye(2), frequencies=[4e7 + 1])
    torch.testing.assert_close(found[:, 0], torch.tensor([-0.5j, -0.5]), atol=1e-6, rtol=0)
