import numpy as np
import pytest
import torch

from fourierbook.signal.phases import with_phases_of
from fourierbook.signal.waves import plane_wave

SIZES = [(8, 8), (7, 7), (6, 9), (9, 4)]


def pair(height, width, dtype=torch.float64):
    generator = torch.Generator().manual_seed(height + 100 * width)
    return torch.randn(2, 3, height, width, generator=generator, dtype=dtype)


@pytest.mark.parametrize(("height", "width"), SIZES)
@pytest.mark.parametrize("radius", [0.0, 2.5, np.inf])
def test_amplitudes_stay_and_phases_come_from_where_they_are_asked(height, width, radius):
    images, others = pair(height, width)
    own, borrowed = np.fft.fft2(images), np.fft.fft2(others)
    frequencies = [np.fft.fftfreq(n, d=1 / n) for n in (height, width)]
    near = np.hypot(frequencies[0][:, None], frequencies[1]) <= radius
    spectrum = np.abs(own) * np.exp(1j * np.angle(np.where(near, borrowed, own)))
    expected = np.fft.ifft2(spectrum)
    assert np.abs(expected.imag).max() < 1e-12
    np.testing.assert_allclose(with_phases_of(images, others, radius=radius), expected.real)


def test_an_image_with_its_own_phases_is_itself():
    images, _ = pair(8, 9)
    torch.testing.assert_close(with_phases_of(images, images), images)


def test_below_zero_no_phase_is_taken():
    images, others = pair(8, 8)
    torch.testing.assert_close(with_phases_of(images, others, radius=-1), images)


def test_a_moved_wave_moves_its_partner():
    strong = 3 * plane_wave(8, 8, frequency=(1, 2), phase=0.0)
    moved = plane_wave(8, 8, frequency=(1, 2), phase=1.0)
    torch.testing.assert_close(with_phases_of(strong, moved), 3 * moved, atol=1e-5, rtol=0)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_precision_is_that_of_the_image(dtype):
    images, others = pair(8, 8, dtype)
    assert with_phases_of(images, others).dtype == dtype


def test_images_of_different_sizes_are_refused():
    with pytest.raises(ValueError, match=r"same size.*\(8, 8\).*\(8, 9\)"):
        with_phases_of(torch.zeros(8, 8), torch.zeros(8, 9))
