import math

import numpy as np
import pytest
import torch

from fourierbook.data import specimens
from fourierbook.signal.falloff import (
    cardinal_share,
    faded,
    ring_amplitudes,
    ring_radii,
    slopes,
)
from fourierbook.signal.filters import apply_filter
from fourierbook.signal.frequencies import frequency_grid, radius
from fourierbook.signal.spectra import mean_amplitude, radial_profile


def noise(count, height, width):
    generator = torch.Generator().manual_seed(height + width)
    return torch.randn(count, 3, height, width, generator=generator, dtype=torch.float64)


@pytest.mark.parametrize(("height", "width"), [(8, 8), (7, 7), (6, 9)])
def test_the_rings_of_an_image_are_its_radial_profile(height, width):
    images = noise(4, height, width)
    expected = [radial_profile(mean_amplitude(image[None])) for image in images]
    torch.testing.assert_close(ring_amplitudes(images), torch.stack(expected))


def test_the_radius_of_a_ring_is_the_mean_of_its_frequencies():
    distance = radius(9, 6)
    ring = distance.round() == 2
    assert ring_radii(9, 6)[2].item() == pytest.approx(distance[ring].mean().item())
    assert len(ring_radii(9, 6)) == 4


@pytest.mark.parametrize("exponent", [0.0, 1.0, 1.7])
def test_the_slope_of_a_power_law_is_its_exponent(exponent):
    radii = torch.rand(9, dtype=torch.float64) + 0.5
    rings = 3 * radii[None] ** -exponent
    assert slopes(rings, radii, first=1, last=8).item() == pytest.approx(-exponent)


def test_the_slope_is_that_of_numpys_line():
    rings, radii = ring_amplitudes(noise(5, 16, 16)), ring_radii(16, 16)
    logs = np.log(radii.numpy()[2:7])
    line = [np.polyfit(logs, np.log(row[2:7]), 1)[0] for row in rings.numpy()]
    np.testing.assert_allclose(slopes(rings, radii, first=2, last=6), line)


@pytest.mark.parametrize(("first", "last"), [(0, 3), (3, 3), (2, 9)])
def test_a_slope_needs_two_rings_that_are_there(first, last):
    with pytest.raises(ValueError, match=f"from 1 to 8 cycles per image; got {first} to {last}"):
        slopes(torch.ones(1, 9), torch.arange(9), first=first, last=last)


def mean_slope(images):
    rings = ring_amplitudes(images)
    return slopes(rings, ring_radii(*images.shape[-2:]), first=1, last=15).mean().item()


def test_the_background_of_specimens_falls_as_one_over_f():
    images = specimens.background(400, torch.Generator().manual_seed(0))
    assert mean_slope(images) == pytest.approx(-1, abs=0.02)


def test_white_noise_does_not_fall():
    assert mean_slope(noise(200, 32, 32)) == pytest.approx(0, abs=0.02)


def test_a_ramp_jumps_at_the_edge_and_the_fade_takes_the_jump_away():
    ramp = torch.linspace(0, 1, 32, dtype=torch.float64).expand(1, 1, 32, 32)
    high = radius(32, 32) >= 8
    energy = [torch.fft.fft2(x - x.mean()).abs().square() for x in (ramp, faded(ramp))]
    leaked, left = (float(e[..., high].sum() / e.sum()) for e in energy)
    assert leaked > 100 * left


def test_faded_images_lose_their_mean_first_and_end_at_zero():
    images = 5 + noise(2, 8, 6)
    result = faded(images)
    assert result[..., 0, :].abs().max() == 0
    assert result[..., :, 0].abs().max() == 0
    torch.testing.assert_close(result, faded(images - 3))


@pytest.mark.parametrize(("low", "high", "share"), [(0.0, 0.4, 1.0), (0.42, 1.0, 0.0)])
def test_energy_near_the_axes_is_cardinal_and_near_the_diagonals_it_is_not(low, high, share):
    vertical, horizontal = frequency_grid(32, 32).abs()
    ratio = torch.minimum(vertical, horizontal) / torch.maximum(vertical, horizontal).clamp(min=1)
    kept = (ratio >= low) & (ratio <= high)  # the limit is tan 22.5° = 0.414
    images = apply_filter(noise(2, 32, 32), kept.double())
    assert cardinal_share(images).mean().item() == pytest.approx(share, abs=1e-9)


def test_a_photograph_on_its_side_has_the_same_share():
    images = noise(3, 32, 32) * torch.linspace(0, 1, 32)
    torch.testing.assert_close(cardinal_share(images), cardinal_share(images.mT))


def test_the_fall_with_frequency_does_not_count():
    images, distance = noise(3, 32, 32), radius(32, 32, dtype=torch.float64)
    fallen = apply_filter(images, 1 / distance.round().clamp(min=1))
    torch.testing.assert_close(cardinal_share(images), cardinal_share(fallen))


@pytest.mark.parametrize("prepare", [lambda images: images, faded])
def test_a_round_spectrum_has_half_its_energy_in_cardinal_directions(prepare):
    images = specimens.background(400, torch.Generator().manual_seed(1)).double()
    assert cardinal_share(prepare(images)).mean() == pytest.approx(0.5, abs=0.01)


def test_half_of_all_directions_are_cardinal():
    angles = torch.linspace(0, 2 * math.pi, 100_001)[:-1]
    folded = torch.atan2(*torch.stack([angles.cos().abs(), angles.sin().abs()]).sort(0).values)
    assert (folded <= math.pi / 8).double().mean().item() == pytest.approx(0.5, abs=1e-3)
