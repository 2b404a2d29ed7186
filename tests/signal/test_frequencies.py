import numpy as np
import pytest
import torch

from fourierbook.signal.frequencies import frequency_grid, radius

SIZES = [(1, 1), (1, 4), (5, 7), (6, 6), (7, 7), (8, 5), (32, 32), (33, 28)]


@pytest.mark.parametrize(("height", "width"), SIZES)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_grid_holds_numpys_frequencies_in_cycles_per_image(height, width, dtype):
    vertical, horizontal = frequency_grid(height, width, dtype=dtype)
    expected = np.meshgrid(
        np.round(np.fft.fftfreq(height) * height),
        np.round(np.fft.fftfreq(width) * width),
        indexing="ij",
    )
    np.testing.assert_array_equal(vertical, expected[0])
    np.testing.assert_array_equal(horizontal, expected[1])
    assert vertical.dtype == dtype


@pytest.mark.parametrize("size", range(1, 70))
def test_frequencies_are_whole_numbers_on_every_size(size):
    frequencies = frequency_grid(size, 1, dtype=torch.float64)[0].flatten()
    expected = [k if 2 * k < size else k - size for k in range(size)]
    assert frequencies.tolist() == expected


@pytest.mark.parametrize(("height", "width"), [(6, 6), (5, 7), (4, 9)])
def test_a_wave_has_its_energy_where_the_grid_says_its_frequency_stands(height, width):
    vertical, horizontal = frequency_grid(height, width, dtype=torch.float64).numpy()
    rows, columns = np.mgrid[:height, :width]
    for place in np.ndindex(height, width):
        turns = vertical[place] * rows / height + horizontal[place] * columns / width
        spectrum = np.fft.fft2(np.exp(2j * np.pi * turns))
        assert np.abs(spectrum[place]) == pytest.approx(height * width)


@pytest.mark.parametrize(("height", "width"), SIZES)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_radius_is_the_length_of_the_frequency(height, width, dtype):
    f_y = np.round(np.fft.fftfreq(height) * height)[:, None]
    f_x = np.round(np.fft.fftfreq(width) * width)[None, :]
    distance = radius(height, width, dtype=dtype)
    np.testing.assert_allclose(distance, np.sqrt(f_y**2 + f_x**2), rtol=1e-6)
    assert distance.dtype == dtype


def test_without_a_dtype_the_default_of_torch_decides():
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        assert frequency_grid(2, 2).dtype == radius(2, 2).dtype == torch.float64
    finally:
        torch.set_default_dtype(before)
    assert frequency_grid(2, 2).dtype == before


@pytest.mark.parametrize(("height", "width"), [(0, 4), (4, -1)])
def test_an_image_without_pixels_is_refused(height, width):
    message = f"height and width are whole numbers of pixels, at least 1; got {height} × {width}"
    with pytest.raises(ValueError, match=message):
        frequency_grid(height, width)
    with pytest.raises(ValueError, match=message):
        radius(height, width)
