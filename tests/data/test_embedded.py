import hashlib

import pytest
import torch

from fourierbook.data import datasets, embedded, specimens


def test_embedded_sets_are_always_there(folder, monkeypatch):
    monkeypatch.setenv("FOURIERBOOK_OFFLINE", "1")
    for name in datasets.EMBEDDED:
        assert datasets.available(name)
        for split in datasets.splits(name):
            data = datasets.load(name, split, count=2)
            assert data.images.shape[0] == len(data.labels) == 2
            assert data.images.dtype == torch.float32
            assert data.images.min() >= 0
            assert data.images.max() <= 1
            assert data.labels.dtype == torch.int64
            assert data.labels.max() < len(data.classes)
            assert data.name == name


def test_digits_are_the_1797_in_ascending_order_of_their_sha256():
    splits = [datasets.load("digits", split) for split in ("train", "test")]
    images = torch.cat([data.images for data in splits])
    sums = [hashlib.sha256((image * 16).byte().numpy().tobytes()).digest() for image in images]
    assert len(sums) == len(set(sums)) == 1797
    assert sums == sorted(sums)
    for data in splits:
        assert data.images.max() == 1
        assert data.labels.unique().tolist() == list(range(10))


def test_a_photograph_is_cropped_at_its_centre():
    whole = embedded.photograph("china")
    assert whole.shape == (3, 427, 640)
    assert torch.equal(embedded.photograph("china", height=7, width=10), whole[:, 210:217, 315:325])
    assert not torch.equal(whole, embedded.photograph("flower"))


def test_both_photographs_are_a_data_set_and_are_credited():
    data = datasets.load("photographs")
    assert torch.equal(data.images[1], embedded.photograph("flower"))
    assert data.classes == tuple(embedded.CREDITS)


def test_a_photograph_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="the photographs are china and flower; got 'lena'"):
        embedded.photograph("lena")
    with pytest.raises(ValueError, match="height is 1 to 427 and width 1 to 640; got 428 × 10"):
        embedded.photograph("china", height=428, width=10)


def test_specimens_are_those_of_the_generator():
    images, labels = specimens.split("test")
    data = datasets.load("specimens", count=50)
    assert torch.equal(data.images, images[:50])
    assert torch.equal(data.labels, labels[:50])
    assert data.classes == specimens.CLASSES
    assert datasets.fingerprint("specimens") == f"specimens-{specimens.VERSION}"
