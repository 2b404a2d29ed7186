import itertools

import numpy as np
import pytest
import torch

from fourierbook.training.augmentation import (
    AUGMENTATIONS,
    autoaugment,
    crop_and_flip,
    fog_noise,
    gaussian_noise,
)
from tests.devices import DEVICES


def generator(seed=0, device="cpu"):
    return torch.Generator(device).manual_seed(seed)


def numbered(count, channels=3, height=11, width=12):
    """Equal images whose every value tells its place."""
    image = torch.arange(channels * height * width, dtype=torch.float32)
    return image.reshape(1, channels, height, width).repeat(count, 1, 1, 1)


def outcomes(image, padding):
    """Every window of the padded image and its mirror image, by numpy."""
    padded = np.pad(image, ((0, 0), (padding, padding), (padding, padding)), mode="reflect")
    _, height, width = image.shape
    for y, x in itertools.product(range(2 * padding + 1), repeat=2):
        window = padded[:, y : y + height, x : x + width]
        yield (y, x, False), window.tobytes()
        yield (y, x, True), window[:, :, ::-1].tobytes()


@pytest.mark.parametrize("padding", [1, 2, 4])
@pytest.mark.parametrize("device", DEVICES)
def test_every_image_becomes_one_window_of_its_padded_self_or_the_mirror_image(padding, device):
    images = numbered(400).to(device)
    changed = crop_and_flip(images, generator(device=device), padding=padding).cpu()
    known = {content: place for place, content in outcomes(images[0].cpu().numpy(), padding)}
    assert len(known) == 2 * (2 * padding + 1) ** 2
    found = [known[image.contiguous().numpy().tobytes()] for image in changed]
    assert changed.shape == images.shape
    for axis in (0, 1):
        assert {place[axis] for place in found} == set(range(2 * padding + 1))
    mirrored = sum(place[2] for place in found)
    assert abs(mirrored - 200) < 5 * 10  # five standard deviations of a fair coin


def test_each_image_of_a_batch_has_its_own_draw():
    images = numbered(64)
    changed = crop_and_flip(images, generator(), padding=4)
    assert len({image.contiguous().numpy().tobytes() for image in changed}) > 40


def test_vertical_and_horizontal_shift_and_mirror_image_are_drawn_apart():
    images = numbered(3000, channels=1)
    changed = crop_and_flip(images, generator(), padding=1)
    known = {content: place for place, content in outcomes(images[0].numpy(), 1)}
    places, counts = np.unique(
        [known[image.contiguous().numpy().tobytes()] for image in changed],
        axis=0, return_counts=True,
    )  # fmt: skip
    assert len(places) == 18
    assert abs(counts - 3000 / 18).max() < 5 * np.sqrt(3000 / 18)


def test_without_padding_an_image_is_itself_or_its_mirror_image():
    images = torch.rand(32, 3, 6, 5, generator=generator(1))
    changed = crop_and_flip(images, generator(), padding=0)
    for before, after in zip(images, changed, strict=True):
        assert torch.equal(after, before) or torch.equal(after, before.flip(-1))


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_an_augmentation_is_decided_by_its_generator_and_leaves_its_images(name):
    images = torch.rand(8, 3, 8, 8, generator=generator(1))
    kept = images.clone()
    torch.manual_seed(1)
    first = AUGMENTATIONS[name](images, generator(5))
    torch.manual_seed(2)
    assert torch.equal(first, AUGMENTATIONS[name](images, generator(5)))
    assert torch.equal(images, kept)
    assert torch.equal(first, AUGMENTATIONS[name](images, generator(6))) == (name == "none")


@pytest.mark.parametrize("name", [name for name in AUGMENTATIONS if name != "none"])
@pytest.mark.parametrize("device", DEVICES)
def test_equal_images_in_one_batch_come_out_different_and_in_range(name, device):
    image = torch.rand(1, 3, 32, 32, generator=generator(1))
    changed = AUGMENTATIONS[name](
        image.repeat(64, 1, 1, 1).to(device), generator(2, device=device)
    ).cpu()
    assert len({one.contiguous().numpy().tobytes() for one in changed}) > 40
    assert changed.dtype == torch.float32
    assert changed.min() >= 0
    assert changed.max() <= 1


def test_the_strength_of_gaussian_noise_is_even_from_zero_to_its_largest():
    images = torch.full((2000, 3, 16, 16), 0.5)
    noise = gaussian_noise(images, generator(), largest=0.1) - 0.5
    strengths = noise.flatten(1).std(1)
    assert strengths.max() < 0.11
    assert abs(np.quantile(strengths, [0.25, 0.5, 0.75]) - [0.025, 0.05, 0.075]).max() < 0.005
    white = noise.roll(1, 3) * noise
    assert abs(white.mean()) < 0.02 * noise.square().mean()  # neighbours know nothing of each other


def test_fog_is_light_and_its_strength_is_even():
    images = torch.zeros(2000, 3, 32, 32)
    fog = fog_noise(images, generator())
    assert fog.min() >= 0
    strengths = fog.amax((1, 2, 3))  # clouds reach from 0 to 1
    assert abs(np.quantile(strengths, [0.25, 0.5, 0.75]) - [0.25, 0.5, 0.75]).max() < 0.04
    assert torch.equal(fog[:, 0], fog[:, 1])
    assert torch.equal(fog[:, 0], fog[:, 2])


def test_autoaugment_is_torchvisions_policy_with_a_draw_for_each_image():
    from torchvision.transforms import v2

    images = torch.rand(6, 3, 32, 32, generator=generator(4))
    state = torch.get_rng_state()
    changed = autoaugment(images, generator(7))
    assert torch.equal(torch.get_rng_state(), state)
    seed = int(torch.randint(2**62, (), generator=generator(7)))
    torch.manual_seed(seed)
    policy = v2.AutoAugment(v2.AutoAugmentPolicy.CIFAR10)
    for image, found in zip(images, changed, strict=True):
        expected = policy((image * 255).round().to(torch.uint8)) / 255
        assert torch.equal(found, expected)
