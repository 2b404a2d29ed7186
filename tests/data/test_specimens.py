"""The specimens are what their module says: a microscope's calibration slide."""

import math

import pytest
import torch

from fourierbook.data import specimens
from fourierbook.signal.filters import apply_filter, nyquist_high_pass, square_low_pass
from fourierbook.signal.frequencies import frequency_grid
from fourierbook.signal.spectra import energy_fraction, mean_amplitude, radial_profile

LABELS = torch.arange(4).repeat(16)


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


def low_codes():
    return specimens.low_code(LABELS, generator())


def high_codes():
    return specimens.high_code(LABELS, generator())


def turned(difference):
    """A difference of frequencies on the circle, where 16 and −16 are the same."""
    return (difference + 16) % 32 - 16


def low_share(code, bandwidth):
    return energy_fraction(code, square_low_pass(32, 32, bandwidth=bandwidth))


def high_share(code, bandwidth):
    return energy_fraction(code, nyquist_high_pass(32, 32, bandwidth=bandwidth))


@pytest.mark.parametrize("label", range(4))
def test_the_low_code_is_one_wave_of_its_classs_low_frequency(label):
    f_y, f_x = specimens.LOW_FREQUENCIES[label]
    mask = torch.zeros(32, 32)
    mask[f_y, f_x] = mask[-f_y, -f_x] = 1
    shares = energy_fraction(low_codes()[label == LABELS], mask)
    torch.testing.assert_close(shares, torch.ones(16))
    assert max(abs(f_y), abs(f_x)) == 2


@pytest.mark.parametrize("label", range(4))
def test_the_high_code_is_texture_within_about_a_cycle_of_its_classs_high_frequency(label):
    f_y, f_x = specimens.HIGH_FREQUENCIES[label]
    amplitude = mean_amplitude(high_codes()[label == LABELS])
    vertical, horizontal = frequency_grid(32, 32)
    distance = torch.minimum(
        torch.hypot(turned(vertical - f_y), turned(horizontal - f_x)),
        torch.hypot(turned(vertical + f_y), turned(horizontal + f_x)),
    )
    energy = amplitude.square()
    assert energy[distance < 1.5].sum() > 0.8 * energy.sum()
    assert energy[distance < 4].sum() > 0.999 * energy.sum()
    assert sorted((abs(f_y), abs(f_x))) == [8, 14]


def test_a_square_low_pass_leaves_the_low_code_from_bandwidth_5_on():
    assert low_share(low_codes(), 3).max() < 1e-6
    assert low_share(low_codes(), 5).min() > 1 - 1e-6


def test_a_high_pass_leaves_most_of_the_high_code_from_bandwidth_17_on():
    assert high_share(high_codes(), 13).mean() < 0.02
    assert high_share(high_codes(), 15).mean() < 1 / 4
    assert high_share(high_codes(), 17).mean() > 3 / 4
    assert high_share(high_codes(), 21).mean() > 0.98


def test_no_band_holds_both_codes():
    assert low_share(high_codes(), 9).max() < 1e-3
    assert high_share(low_codes(), 27).max() < 1e-6


def test_the_low_code_is_red_against_green_and_the_high_code_grey():
    low, high = low_codes(), high_codes()
    torch.testing.assert_close(low[:, 0], -low[:, 1])
    assert low[:, 2].abs().max() == 0
    assert torch.equal(high[:, 0], high[:, 1])
    assert torch.equal(high[:, 0], high[:, 2])


@pytest.mark.parametrize("code", [low_codes, high_codes])
def test_each_code_has_standard_deviation_one_and_no_mean(code):
    images = code()
    torch.testing.assert_close(images.std(dim=(1, 2, 3), correction=0), torch.ones(64))
    assert images.mean(dim=(2, 3)).abs().max() < 1e-5


def test_the_phase_of_the_low_code_differs_between_images_of_a_class():
    first, second = low_codes()[LABELS == 0][:2]
    assert (first - second).abs().max() > 0.1


def test_the_background_falls_as_one_over_the_frequency():
    images = specimens.background(256, generator())
    profile = radial_profile(mean_amplitude(images))
    for ring in (2, 4, 8):
        assert profile[ring].item() == pytest.approx(2 * profile[2 * ring].item(), rel=0.1)
    torch.testing.assert_close(images.std(dim=(1, 2, 3), correction=0), torch.ones(256))
    assert images.mean(dim=(2, 3)).abs().max() < 1e-5


def test_a_specimen_is_grey_plus_background_plus_both_codes():
    images, low_labels, high_labels = specimens.generate(8, seed=5, low=0.06, high=0.04)
    again = generator(5)
    assert torch.equal(low_labels, torch.randint(0, 4, (8,), generator=again))
    torch.randint(1, 4, (8,), generator=again)
    expected = 0.5 + specimens.BACKGROUND * specimens.background(8, again)
    expected = expected + 0.06 * specimens.low_code(low_labels, again)
    expected = expected + 0.04 * specimens.high_code(high_labels, again)
    torch.testing.assert_close(images, expected.clamp(0, 1))


def test_codes_agree_or_never_do():
    together = specimens.generate(500)
    assert torch.equal(together.low_labels, together.high_labels)
    apart = specimens.generate(500, agree=False)
    assert (apart.low_labels != apart.high_labels).all()
    for labels in (*together[1:], *apart[1:]):
        assert labels.bincount(minlength=4).min() > 500 / 4 - 5 * math.sqrt(500 * 3 / 16)
    # Against each class, every other one stands.
    assert len({*zip(apart.low_labels.tolist(), apart.high_labels.tolist(), strict=True)}) == 12


@pytest.mark.parametrize("agree", [True, False])
def test_each_code_says_what_its_label_says(agree):
    plain = specimens.generate(32, seed=3, low=0, high=0, agree=agree).images
    images, low_labels, high_labels = specimens.generate(
        32, seed=3, low=0.02, high=0.02, agree=agree
    )
    energy = torch.fft.fft2(images - plain).abs().square().sum(dim=1)
    for labels, frequencies in (
        (low_labels, specimens.LOW_FREQUENCIES),
        (high_labels, specimens.HIGH_FREQUENCIES),
    ):
        at_each = torch.stack([energy[:, f_y, f_x] for f_y, f_x in frequencies])
        assert torch.equal(at_each.argmax(0), labels)


def test_a_strength_of_zero_leaves_a_code_out():
    plain, low, high, both = (
        specimens.generate(16, seed=3, low=a, high=b).images
        for a, b in ((0, 0), (0.02, 0), (0, 0.02), (0.02, 0.02))
    )
    assert low_share(low - plain, 5).min() > 0.999
    assert high_share(high - plain, 21).mean() > 0.98
    torch.testing.assert_close(both - plain, (low - plain) + (high - plain), atol=1e-6, rtol=0)


def test_a_filter_separates_the_two_codes_of_a_specimen():
    plain = specimens.generate(64, seed=3, low=0, high=0).images
    both = specimens.generate(64, seed=3, low=0.02, high=0.02).images
    low, high = ((specimens.generate(64, seed=3, low=a, high=b).images - plain)
                 for a, b in ((0.02, 0), (0, 0.02)))  # fmt: skip
    left = apply_filter(both - plain, square_low_pass(32, 32, bandwidth=5))
    torch.testing.assert_close(left, low, atol=1e-4, rtol=0)
    left = apply_filter(both - plain, nyquist_high_pass(32, 32, bandwidth=27))
    assert (left - high).square().sum() < 1e-3 * high.square().sum()


def test_the_same_seed_gives_the_same_bits_and_another_seed_other_images():
    torch.manual_seed(1)
    first = specimens.generate(4, seed=7)
    torch.manual_seed(2)
    state = torch.get_rng_state()
    again, other = specimens.generate(4, seed=7), specimens.generate(4, seed=8)
    assert torch.equal(torch.get_rng_state(), state)
    for a, b in zip(first, again, strict=True):
        assert torch.equal(a, b)
    assert not torch.equal(first.images, other.images)


def test_images_are_in_range_and_less_than_one_value_in_a_hundred_is_clipped():
    images, labels = specimens.split("test")
    assert images.shape == (2000, 3, 32, 32)
    assert images.dtype == torch.float32
    assert (images.min(), images.max()) == (0, 1)
    assert ((images == 0) | (images == 1)).float().mean() < 0.01
    assert labels.bincount().min() > 400


def test_a_third_of_the_training_images_carries_one_code_alone_each_and_any_prefix_is_mixed(
    monkeypatch,
):
    monkeypatch.setitem(specimens.COUNTS, "train", 100)
    images, labels = specimens.split("train")
    parts = [
        specimens.generate(33, seed=2, high=0),
        specimens.generate(33, seed=3, low=0),
        specimens.generate(34, seed=4),
    ]
    origin = {
        image.numpy().tobytes(): (kind, label.item())
        for kind, part in enumerate(parts)
        for image, label in zip(part.images, part.high_labels, strict=True)
    }
    found = [origin[image.numpy().tobytes()] for image in images]
    assert len(origin) == len(found) == len({image.numpy().tobytes() for image in images})
    assert [label for _, label in found] == labels.tolist()
    for part in (found[:50], found[50:]):
        assert min([kind for kind, _ in part].count(kind) for kind in range(3)) > 5


@pytest.mark.parametrize(
    "wrong", [{"count": 0}, {"count": 1, "low": -0.1}, {"count": 1, "high": -1.0}]
)
def test_a_count_or_strength_out_of_range_is_refused(wrong):
    name, value = list(wrong.items())[-1]
    with pytest.raises(ValueError, match=f"count is at least 1.*{name}={value}"):
        specimens.generate(**wrong)
