"""The data folder's real data sets; run with `pytest -m real_data` where there are some."""

import hashlib
import itertools

import numpy as np
import pytest

from fourierbook import settings
from fourierbook.data import cache, datasets, imagenet, registry

pytestmark = pytest.mark.real_data
PUBLIC = ("cifar10", "mnist")


def parts(name, split):
    """Images of each file, as they lie on the disk."""
    record = registry.DATASETS[name]
    *images, _ = cache.rows(
        settings.data_folder() / name, record, split, record.splits[split].count
    )
    return images


@pytest.mark.parametrize("name", PUBLIC)
def test_the_rows_are_those_on_record(name):
    assert cache.problems(settings.data_folder() / name, registry.DATASETS[name]) == []


@pytest.mark.parametrize("name", PUBLIC)
@pytest.mark.parametrize("split", ["train", "test"])
def test_the_rows_stand_in_ascending_order_of_their_sha256(name, split):
    sums = [
        hashlib.sha256(image.tobytes()).digest() for part in parts(name, split) for image in part
    ]
    assert len(sums) == registry.DATASETS[name].splits[split].count
    assert all(first < second for first, second in itertools.pairwise(sums))


def test_the_first_thousand_test_images_of_cifar10_are_a_mixed_sample():
    counts = datasets.load("cifar10", "test", count=1000).labels.bincount()
    assert len(counts) == 10
    assert 60 <= counts.min() <= counts.max() <= 140


def test_the_channel_means_are_the_published_ones():
    pixels = np.concatenate([part.reshape(-1, 3) for part in parts("cifar10", "train")])
    means = [pixels[:, channel].mean() / 255 for channel in range(3)]
    assert means == pytest.approx([0.49140, 0.48216, 0.44653], abs=1e-5)
    pixels = np.concatenate(list(parts("mnist", "train")))
    assert (pixels.mean() / 255, pixels.std() / 255) == pytest.approx((0.1307, 0.3081), abs=1e-4)


def test_the_imagenet_sample_is_whole_and_mixed():
    assert imagenet.problems(settings.data_folder() / imagenet.NAME) == []
    data = datasets.load(imagenet.NAME, count=100)
    assert data.images.shape == (100, 3, 224, 224)
    assert len(data.classes) == 1000
    # Animals are the classes up to 397: sorted by class, the first hundred would be animals only.
    assert 0 < (data.labels < 398).sum() < 100
