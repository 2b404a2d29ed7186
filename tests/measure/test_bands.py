import numpy as np
import pytest
import torch

from fourierbook.data import specimens
from fourierbook.measure.accuracy import correct, predict_unbounded
from fourierbook.measure.bands import (
    band_noise,
    correct_in_bands,
    correct_under_noise,
    recentred,
    unit_std,
)
from fourierbook.models import zoo
from fourierbook.signal.filters import disk_low_pass, nyquist_high_pass, square_low_pass
from fourierbook.signal.spectra import energy_fraction
from tests.devices import DEVICES

LOW = square_low_pass(32, 32, bandwidth=5)
HIGH = nyquist_high_pass(32, 32, bandwidth=21)
DISK = disk_low_pass(32, 32, radius=6)
MASKS = [LOW, HIGH, DISK]


def noise(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def by_numpy(images, mask):
    return np.fft.ifft2(np.fft.fft2(images.double().numpy()) * mask.double().numpy()).real


def linear(seed=0):
    """A linear classifier of four classes."""
    weights = noise(4, 3 * 32 * 32, seed=seed)
    return lambda images: images.flatten(1) @ weights.T


def test_only_the_band_reaches_the_classifier():
    images, labels, _ = specimens.generate(80)
    right = correct_in_bands(linear(), images, labels, MASKS)
    assert right.shape == (3, 80)
    assert right.dtype == torch.bool
    for mask, row in zip(MASKS, right, strict=True):
        filtered = torch.from_numpy(by_numpy(images, mask)).float()
        logits = predict_unbounded(linear(), filtered)
        assert torch.equal(row, logits.argmax(1) == labels)


def test_the_answer_known_in_advance():
    images, low_labels, high_labels = specimens.generate(200, seed=9, agree=False)
    model = zoo.load("specimens-cnn")
    masks = [LOW, HIGH, torch.ones(32, 32)]
    says_low = correct_in_bands(model, images, low_labels, masks, finish=centred_again)
    says_high = correct_in_bands(model, images, high_labels, masks, finish=centred_again)
    assert says_low[0].float().mean() > 0.9 > 0.2 > says_high[0].float().mean()
    assert says_high[1].float().mean() > 0.9 > 0.2 > says_low[1].float().mean()
    assert not (says_low & says_high).any()


def centred_again(images):
    return images - images.mean(dim=(1, 2, 3), keepdim=True) + 0.5


def test_the_finish_comes_after_the_filter_and_nothing_is_clipped():
    seen = []

    def watch(images):
        seen.append(images)
        return images.flatten(1)[:, :4]

    images, labels, _ = specimens.generate(64)
    correct_in_bands(watch, images, labels, [HIGH])
    correct_in_bands(watch, images, labels, [HIGH], finish=recentred)
    plain, finished = seen
    np.testing.assert_allclose(plain, by_numpy(images, HIGH), atol=1e-6)
    assert plain.min() < 0
    torch.testing.assert_close(finished, plain + 0.5)


def test_recentred_images_have_the_mean_one_half_that_a_high_pass_took():
    images = torch.from_numpy(by_numpy(noise(2, 3, 32, 32), HIGH))
    means = recentred(images).mean(dim=(2, 3))
    torch.testing.assert_close(means, torch.full_like(means, 0.5))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_unit_std_scales_each_image_alone(dtype):
    images = noise(4, 3, 5, 6).to(dtype) * torch.tensor([0.1, 1, 2, 30]).view(4, 1, 1, 1)
    scaled = unit_std(images)
    for before, after in zip(images.numpy(), scaled.numpy(), strict=True):
        np.testing.assert_allclose(after, before / before.std(), rtol=1e-5)


@pytest.mark.parametrize("mask", MASKS, ids=["low", "high", "disk"])
@pytest.mark.parametrize("norm", [8.0, 0.5])
@pytest.mark.parametrize("device", DEVICES)
def test_band_noise_has_its_norm_in_every_channel_and_its_energy_in_the_band(mask, norm, device):
    shaped = band_noise(noise(4, 3, 32, 32).to(device), mask, norm=norm).cpu()
    torch.testing.assert_close(shaped.flatten(-2).norm(dim=-1), torch.full((4, 3), norm))
    torch.testing.assert_close(shaped.flatten(1).norm(dim=-1), torch.full((4,), 3**0.5 * norm))
    torch.testing.assert_close(energy_fraction(shaped, mask), torch.ones(4))


def test_band_noise_is_the_filtered_white_noise_up_to_a_factor_a_channel():
    white = noise(2, 3, 32, 32)
    ratio = band_noise(white, LOW, norm=8.0).numpy() / by_numpy(white, LOW)
    np.testing.assert_allclose(ratio, np.broadcast_to(ratio[..., :1, :1], ratio.shape), rtol=1e-2)
    assert len(np.unique(ratio[..., 0, 0].round(4))) == 6


@pytest.mark.parametrize(
    ("mask", "norm", "message"),
    [(LOW, -1.0, r"norm -1\.0"), (torch.zeros(32, 32), 8.0, "a mask that keeps 0")],
)
def test_noise_of_negative_norm_or_without_a_frequency_is_refused(mask, norm, message):
    with pytest.raises(ValueError, match=message):
        band_noise(noise(1, 3, 32, 32), mask, norm=norm)


def test_under_noise_a_classifier_sees_clipped_images_with_the_same_white_noise_in_every_band():
    seen = []

    def watch(images):
        seen.append(images)
        return images.flatten(1)[:, :4]

    images, labels, _ = specimens.generate(64)
    correct_under_noise(watch, images, labels, MASKS, norm=8.0, seed=3)
    white = noise(64, 3, 32, 32, seed=3)
    for mask, noisy in zip(MASKS, seen, strict=True):
        added = by_numpy(white, mask)
        added *= 8 / np.sqrt((added**2).sum(axis=(2, 3), keepdims=True))
        np.testing.assert_allclose(noisy, np.clip(images.numpy() + added, 0, 1), atol=1e-5)
    assert seen[0].min() == 0
    assert seen[0].max() == 1


def test_noise_belongs_to_its_seed_and_its_image():
    images, labels, _ = specimens.generate(150)
    whole = correct_under_noise(linear(), images, labels, MASKS, norm=8.0, seed=1)
    assert whole.shape == (3, 150)
    torch.manual_seed(4)
    first = correct_under_noise(linear(), images[:70], labels[:70], MASKS, norm=8.0, seed=1)
    assert torch.equal(first, whole[:, :70])
    other = correct_under_noise(linear(), images, labels, MASKS, norm=8.0, seed=2)
    assert not torch.equal(other, whole)


def test_noise_of_norm_zero_changes_no_answer():
    images, labels, _ = specimens.generate(70)
    right = correct(linear(), images, labels)
    under = correct_under_noise(linear(), images, labels, MASKS, norm=0.0)
    assert torch.equal(under, right.expand(3, -1))
