import numpy as np
import pytest
import torch

from fourierbook.signal.waves import plane_wave, sum_of_sinusoids


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_sum_of_sinusoids_is_the_sum_of_its_cosines(dtype):
    x = torch.linspace(-1, 2, 50, dtype=dtype).reshape(5, 10)
    total = sum_of_sinusoids(x, frequencies=[0.5, 3], amplitudes=[2, -0.25], phases=[0.3, 1])
    points = x.double().numpy()
    expected = 2 * np.cos(np.pi * points + 0.3) - 0.25 * np.cos(6 * np.pi * points + 1)
    np.testing.assert_allclose(total, expected, atol=1e-5 if dtype == torch.float32 else 1e-12)
    assert total.dtype == dtype
    assert total.shape == x.shape


@pytest.mark.parametrize("count", [16, 15])
def test_over_one_period_each_wave_has_its_amplitude_and_phase_in_the_spectrum(count):
    x = torch.arange(count, dtype=torch.float64) / count
    wave = sum_of_sinusoids(x, frequencies=[1, 5], amplitudes=[3, 0.5], phases=[0.2, -1])
    spectrum = np.fft.fft(wave.numpy()) / count
    expected = np.zeros(count, complex)
    expected[1], expected[5] = 1.5 * np.exp(0.2j), 0.25 * np.exp(-1j)
    expected[-1], expected[-5] = expected[1].conj(), expected[5].conj()
    np.testing.assert_allclose(spectrum, expected, atol=1e-12)


def test_without_amplitudes_and_phases_waves_are_plain_cosines():
    x = torch.linspace(0, 1, 9)
    expected = torch.cos(2 * torch.pi * x) + torch.cos(4 * torch.pi * x)
    torch.testing.assert_close(sum_of_sinusoids(x, frequencies=[1, 2]), expected)
    assert sum_of_sinusoids(x, frequencies=[]).tolist() == [0.0] * 9


@pytest.mark.parametrize("wrong", [{"amplitudes": [1.0]}, {"phases": [0.0, 1.0, 2.0]}])
def test_a_wave_without_its_amplitude_or_phase_is_refused(wrong):
    with pytest.raises(ValueError, match=r"one phase; got 2, [12] and [23]"):
        sum_of_sinusoids(torch.zeros(3), frequencies=[1, 2], **wrong)


@pytest.mark.parametrize(("height", "width"), [(8, 8), (7, 5), (6, 9)])
@pytest.mark.parametrize("frequency", [(0, 0), (1, 2), (-2, 1), (3, 0)])
def test_a_plane_wave_has_its_energy_at_its_frequency_and_the_opposite_one(
    height, width, frequency
):
    wave = plane_wave(height, width, frequency=frequency, phase=0.7)
    spectrum = np.fft.fft2(wave.double().numpy()) / (height * width)
    expected = np.zeros((height, width), complex)
    f_y, f_x = frequency
    expected[f_y, f_x] += np.exp(0.7j) / 2
    expected[-f_y, -f_x] += np.exp(-0.7j) / 2
    np.testing.assert_allclose(spectrum, expected, atol=1e-7)


def test_a_plane_wave_is_a_cosine_of_vertical_and_horizontal_position():
    wave = plane_wave(4, 6, frequency=(0.5, 1.25), phase=0.1)
    for y, x in np.ndindex(4, 6):
        turns = 0.5 * y / 4 + 1.25 * x / 6
        assert wave[y, x].item() == pytest.approx(np.cos(2 * np.pi * turns + 0.1), abs=1e-6)
    assert wave.dtype == torch.get_default_dtype()
