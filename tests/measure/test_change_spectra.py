import numpy as np
import pytest
import torch

from fourierbook.measure.change_spectra import energy_share, mean_modulus
from fourierbook.signal.filters import apply_filter, nyquist_high_pass, square_low_pass

MASKS = [
    square_low_pass(6, 7, bandwidth=3),
    nyquist_high_pass(6, 7, bandwidth=5),
    0.5 * torch.ones(6, 7),
]


def changes(count=5, seed=0):
    return torch.randn(count, 3, 6, 7, generator=torch.Generator().manual_seed(seed))


def test_the_modulus_is_the_mean_over_images_and_channels_of_numpys():
    change = changes()
    by_numpy = np.fft.fftshift(np.abs(np.fft.fft2(change.double().numpy())).mean((0, 1)))
    np.testing.assert_allclose(mean_modulus(change), by_numpy, rtol=1e-5)


def test_one_wave_is_two_points_beside_the_centre():
    across = torch.cos(2 * torch.pi * torch.arange(8) / 8).expand(1, 1, 8, 8)
    modulus = mean_modulus(across)
    rows, columns = (modulus > 1e-4).nonzero().T.tolist()
    assert (rows, columns) == ([4, 4], [3, 5])
    assert modulus[4, 5] == pytest.approx(32)


@pytest.mark.parametrize("mask", MASKS)
def test_the_share_is_that_of_the_filtered_change_in_space(mask):
    change = changes()
    kept = apply_filter(change, mask).square().sum((1, 2, 3))
    expected = kept / change.square().sum((1, 2, 3))
    torch.testing.assert_close(energy_share(change, mask), expected)


def test_the_shares_of_white_noise_are_those_of_the_number_of_coefficients():
    noise = torch.randn(500, 3, 32, 32, generator=torch.Generator().manual_seed(0))
    for mask, coefficients in (
        (nyquist_high_pass(32, 32, bandwidth=27), 27**2),
        (square_low_pass(32, 32, bandwidth=5), 5**2),
        (square_low_pass(32, 32, bandwidth=15), 15**2),
    ):
        assert energy_share(noise, mask).mean() == pytest.approx(coefficients / 1024, rel=0.01)


def test_an_image_that_is_not_changed_has_a_share_of_zero_and_leaves_the_others_alone():
    change = changes()
    expected = energy_share(change, MASKS[0])
    change[2] = 0
    found = energy_share(change, MASKS[0])
    assert found[2] == 0
    assert torch.equal(found[[0, 1, 3, 4]], expected[[0, 1, 3, 4]])
    assert energy_share(change[:0], MASKS[0]).shape == (0,)


@pytest.mark.parametrize("scale", [1e-30, 1e30])
def test_a_share_hangs_on_no_scale(scale):
    torch.testing.assert_close(
        energy_share(scale * changes(), MASKS[0]), energy_share(changes(), MASKS[0])
    )


def test_a_share_of_what_is_not_a_number_is_none():
    change = changes()
    change[1, 0, 0, 0] = torch.nan
    assert energy_share(change, MASKS[0]).isnan().tolist() == [False, True, False, False, False]


def test_a_change_without_its_images_or_channels_is_refused():
    for wrong in (changes()[0], changes()[:, :0]):
        with pytest.raises(ValueError, match=r"\(N, C, H, W\)"):
            mean_modulus(wrong)
        with pytest.raises(ValueError, match=r"\(N, C, H, W\)"):
            energy_share(wrong, MASKS[0])
