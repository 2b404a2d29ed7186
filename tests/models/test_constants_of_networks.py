"""What networks are normalised and trained by, each number against where it comes from."""

from dataclasses import asdict

import pytest
import torch
from safetensors.torch import save_file
from torch import nn
from torchvision import models

from fourierbook.data import datasets, imagenet, registry, specimens
from fourierbook.models import published, zoo
from fourierbook.results.networks import NETWORKS

TORCHVISION = {
    "mobilenet_v2": models.MobileNet_V2_Weights.IMAGENET1K_V1,
    "resnet50": models.ResNet50_Weights.IMAGENET1K_V1,
}


@pytest.mark.parametrize("name", TORCHVISION)
def test_photographs_are_cut_and_normalised_as_torchvision_does_for_its_weights(name):
    theirs = TORCHVISION[name].transforms()
    assert list(published.MEAN) == theirs.mean
    assert list(published.STD) == theirs.std
    assert [imagenet.SIZE] == theirs.crop_size
    assert [imagenet.SHORTER_SIDE] == theirs.resize_size


@pytest.mark.parametrize("name", TORCHVISION)
def test_the_weights_are_the_file_that_torchvision_names_of_the_size_that_it_says(name):
    (mirror,) = registry.WEIGHTS[name].mirrors
    (file,) = mirror.files
    assert mirror.url + file.name == TORCHVISION[name].url
    assert round(file.size / 2**20, 3) == TORCHVISION[name].meta["_file_size"]
    start = file.name.removesuffix(".pth").rsplit("-", 1)[1]  # of its SHA-256, by its name
    assert file.hash.startswith(f"sha256:{start}")


def test_the_turned_mobilenet_sees_images_upside_down_from_minus_one_to_one(tmp_path, monkeypatch):
    """As the networks of Keras's `mobilenet_v2.preprocess_input` do."""
    torch.manual_seed(0)
    turned = models.mobilenet_v2()
    for part in turned.modules():
        if isinstance(part, nn.BatchNorm2d):
            part.momentum = 1.0  # so that one batch gives statistics by which no signal dies out
    with torch.no_grad():
        turned.train()(2 * torch.rand(4, 3, 64, 64) - 1)
    turned.eval()
    path = tmp_path / published.ROTATED
    path.parent.mkdir()
    save_file({name: part.contiguous() for name, part in turned.state_dict().items()}, path)
    monkeypatch.setenv("FOURIERBOOK_DATA", str(tmp_path))
    images = torch.rand(1, 3, 64, 64)
    expected = turned(2 * images.flip(-2, -1) - 1)
    torch.testing.assert_close(published.mobilenet()(images), expected, rtol=0.01, atol=1e-3)


# Of the training images, all pixels of a channel together. CIFAR-10's are the sums over its images
# (fast.ai's `cifar_stats`, to three decimals), MNIST's those of PyTorch's example `mnist`.
PUBLISHED = {
    "cifar10": ((0.491, 0.482, 0.447), (0.247, 0.243, 0.262), 5.1e-4),
    "mnist": ((0.1307,), (0.3081,), 0),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_statistics_of_public_images_are_the_published_ones(name):
    mean, std, _ = zoo.STATISTICS[name]
    means, stds, rounding = PUBLISHED[name]
    assert mean == pytest.approx(means, rel=0, abs=rounding)
    assert std == pytest.approx(stds, rel=0, abs=rounding)


def specimens_in_small():
    """A third each with the low code, the high one and both, as the training images are."""
    codes = ({"high": 0}, {"low": 0}, {})
    return torch.cat(
        [specimens.generate(200, seed=9 + n, **code).images for n, code in enumerate(codes)]
    )


# Specimens are given one number for all channels, though blue, without the low code, has .105.
EMBEDDED = {
    "digits": (lambda: datasets.load("digits", "train").images, 5e-5),
    "specimens": (specimens_in_small, 0.016),
}


@pytest.mark.parametrize("name", EMBEDDED)
def test_the_statistics_of_embedded_images_are_those_of_their_pixels(name):
    images, apart = EMBEDDED[name]
    images = images()
    pixels = images.transpose(0, 1).flatten(1).double()
    mean, std, side = zoo.STATISTICS[name]
    assert pixels.mean(1).tolist() == pytest.approx(mean, rel=0, abs=min(apart, 1e-3))
    assert pixels.std(1).tolist() == pytest.approx(std, rel=0, abs=apart)
    assert pixels.std(1).max().item() == pytest.approx(max(std), rel=0, abs=4e-3)
    assert images.shape[-1] == side


@pytest.mark.real_data
@pytest.mark.parametrize("name", PUBLISHED)
def test_the_statistics_of_public_images_are_those_of_their_pixels(name):
    pixels = datasets.load(name, "train").images.transpose(0, 1).flatten(1).double()
    mean, std, _ = zoo.STATISTICS[name]
    assert pixels.mean(1).tolist() == pytest.approx(mean, rel=0, abs=6e-5)
    assert pixels.std(1).tolist() == pytest.approx(std, rel=0, abs=6e-5)


TRAINED = [(name, seed) for name in NETWORKS for seed in zoo.trained_seeds(name)]


@pytest.mark.parametrize(("name", "seed"), TRAINED)
def test_the_recipe_of_a_network_is_the_one_that_its_card_was_written_with(name, seed):
    """A card leaves out what recipes were given after it was written."""
    recipe, card = asdict(NETWORKS[name].recipe) | {"seed": seed}, zoo.card(name, seed=seed)
    later = {"attack": None, "optimizer": "sgd"}
    assert recipe == {**later, **card["recipe"]}
