"""A world whose answers are known: images by data set and split, readers by network and seed.

Images are noise and a reader is a random linear map, each drawn from its own name: whoever takes
another split, another network or another seed gets other answers.
"""

import zlib

import pytest
import torch

from fourierbook.data import datasets
from fourierbook.models import zoo

CLASSES = 3


def drawn(*names):
    """A generator of these names alone."""
    return torch.Generator().manual_seed(zlib.crc32(repr(names).encode()))


def data(name, split="test", *, count=None, side=8):
    """Noise around a half, with labels; the first `count` of 40."""
    generator = drawn(name, split)
    images = 0.5 + 0.15 * torch.randn(40, 3, side, side, generator=generator)
    labels = torch.randint(0, CLASSES, (40,), generator=generator)
    classes = tuple("abc")
    return datasets.Data(images.clamp(0, 1)[:count], labels[:count], classes, name)


def network(name, *, seed=0, side=8):
    """Logits (N, 3): scalar products of an image with three drawn ones, about grey."""
    reader = torch.nn.Linear(3 * side * side, CLASSES)
    with torch.no_grad():
        for part in reader.parameters():
            part.normal_(generator=drawn(name, seed))
    return torch.nn.Sequential(torch.nn.Flatten(), reader).eval()


def right(model, images, labels):
    """Whether the largest logit is the label's, (N,)."""
    with torch.no_grad():
        return (model(images.float()).argmax(1) == labels).numpy()


@pytest.fixture
def planted(monkeypatch):
    """Every data set and network is a planted one, of 8 × 8 pixels."""
    monkeypatch.setattr(datasets, "load", data)
    monkeypatch.setattr(datasets, "fingerprint", lambda name: f"planted-{name}")
    monkeypatch.setattr(zoo, "load", network)
