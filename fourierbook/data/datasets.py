"""Every data set under one name: images in [0, 1], labels, class names.

| name | images | splits | there |
|---|---|---|---|
| `digits` | 1,797 handwritten digits, 1 × 8 × 8 | train, test | always (scikit-learn) |
| `photographs` | 2 photographs, 3 × 427 × 640 | test | always (scikit-learn) |
| `specimens` | generated, 3 × 32 × 32, their answer is known | train, test | always |
| `cifar10` | 60,000 photographs, 3 × 32 × 32 | train, test | fetched when missing |
| `mnist` | 70,000 handwritten digits, 1 × 28 × 28 | train, test | fetched when missing |
| `imagenet-sample` | 1,000 photographs, 3 × 224 × 224 | test | made by its reader |

A set with one split calls it `test`, even where its reader made `imagenet-sample` of ImageNet's
training images.
"""

import hashlib
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor

from fourierbook import settings
from fourierbook.data import cache, embedded, fetching, imagenet, registry, specimens
from fourierbook.types import Images, Labels, is_count

CIFAR10_CLASSES = registry.CIFAR10.classes
EMBEDDED = {
    "digits": ("train", "test"),
    "photographs": ("test",),
    "specimens": ("train", "test"),
}


class Data(NamedTuple):
    """Images with their labels."""

    images: Images  # float32 (N, C, H, W) in [0, 1]
    labels: Labels  # int64 (N,)
    classes: tuple[str, ...]
    name: str


def names() -> tuple[str, ...]:
    """Every name that `load` takes.

    >>> {"digits", "specimens", "cifar10", "mnist"} <= {*names()}
    True
    """
    return (*EMBEDDED, *registry.DATASETS, imagenet.NAME)


def splits(name: str) -> tuple[str, ...]:
    """Splits of a data set.

    Raises:
        ValueError: if there is no data set of that name.

    >>> splits("digits")
    ('train', 'test')
    """
    if name in registry.DATASETS:
        return tuple(registry.DATASETS[name].splits)
    if name == imagenet.NAME:
        return ("test",)
    if name not in EMBEDDED:
        raise ValueError(f"the data sets are {', '.join(names())}; got {name!r}")
    return EMBEDDED[name]


def available(name: str) -> bool:
    """Whether `load` needs no download; looks at the data folder, never at the network.

    Raises:
        ValueError: if there is no data set of that name.

    >>> available("digits")
    True
    """
    splits(name)
    if name in registry.DATASETS:
        return not cache.missing(settings.data_folder() / name, registry.DATASETS[name])
    return name in EMBEDDED or (settings.data_folder() / name / "classes.csv").is_file()


def load(name: str, split: str = "test", *, count: int | None = None) -> Data:
    """First `count` images of a split, in the data set's canonical order.

    The order is ascending SHA-256 of each image's bytes (of `imagenet-sample`: of its file's), so
    that every prefix is a mixed sample. No more is read than `count` needs.

    Args:
        name: one of `names()`; `cifar10` and `mnist` are fetched where they are missing.
        split: one of `splits(name)`.
        count: number of images, at least 1; all of the split by default.

    Raises:
        ValueError: if a name, a split or a count is not one of those allowed, or a file is damaged.
        FileNotFoundError: if the data set is not there and cannot be fetched.

    >>> data = load("digits", count=3)
    >>> data.images.shape, data.labels.dtype
    (torch.Size([3, 1, 8, 8]), torch.int64)
    """
    if split not in splits(name):
        raise ValueError(f"the split of {name} is one of {', '.join(splits(name))}; got {split!r}")
    if name in registry.DATASETS:
        return _public(registry.DATASETS[name], split, count)
    if name == imagenet.NAME:
        return _imagenet(settings.data_folder() / name, count)
    images, labels, classes = _embedded(name, split)
    number = checked_count(count, len(images), name, split)
    return Data(images[:number], labels[:number], classes, name)


def fingerprint(name: str) -> str:
    """What a stored result says about the data it was computed on.

    Public data sets are known by their sums, without reading anything; embedded ones by a version;
    `imagenet-sample`, which every reader makes, by the bytes of its images.

    >>> fingerprint("digits")
    'digits-1'
    """
    splits(name)
    if name in registry.DATASETS:
        records = registry.DATASETS[name].splits.values()
        sums = "".join(record.images_sha256 + record.labels_sha256 for record in records)
        return f"{name}-{hashlib.sha256(sums.encode()).hexdigest()[:16]}"
    if name == imagenet.NAME:
        folder = _sample(settings.data_folder() / name)
        return f"{name}-{imagenet.fingerprint(folder)[:16]}"
    return f"{name}-{specimens.VERSION if name == 'specimens' else embedded.VERSION}"


def weights_file(name: str) -> Path:
    """File with torchvision's ImageNet weights of a network, fetched when missing.

    Args:
        name: `mobilenet_v2` or `resnet50`.

    Raises:
        ValueError: if there is no such network, or its file is damaged.
        FileNotFoundError: if the file is not there and cannot be fetched.
    """
    if name not in registry.WEIGHTS:
        raise ValueError(f"weights are {', '.join(registry.WEIGHTS)}; got {name!r}")
    return fetching.fetch_weights(name)


def checked_count(count: int | None, size: int, name: str, split: str) -> int:
    """Number of images to read, all where `count` is None; raises where it is not 1 to `size`.

    Raises:
        ValueError: where it is not.

    >>> checked_count(None, 500, "digits", "test"), checked_count(3, 500, "digits", "test")
    (500, 3)
    """
    if count is None:
        return size
    if not is_count(count) or count > size:
        raise ValueError(f"count of {name} {split} is 1 to {size:,} images; got {count!r}")
    return int(count)


def _public(dataset: registry.Dataset, split: str, count: int | None) -> Data:
    number = checked_count(count, dataset.splits[split].count, dataset.name, split)
    folder = settings.data_folder() / dataset.name
    if cache.missing(folder, dataset, (split,)):
        fetching.fetch_dataset(dataset.name)
    *parts, labels = cache.rows(folder, dataset, split, number)
    height, width, *channels = dataset.shape
    images = torch.empty(number, *(channels or [1]), height, width)
    filled = 0
    for part in map(torch.from_numpy, parts):
        part = part.permute(0, 3, 1, 2) if channels else part[:, None]
        images[filled : filled + len(part)] = part
        filled += len(part)
    return Data(images.div_(255), torch.from_numpy(labels).long(), dataset.classes, dataset.name)


def _embedded(name: str, split: str) -> tuple[Tensor, Tensor, tuple[str, ...]]:
    if name == "digits":
        return *embedded.digits(split), tuple("0123456789")
    if name == "photographs":
        return *embedded.photographs(), embedded.PHOTOGRAPHS
    return *specimens.split(split), specimens.CLASSES


def _imagenet(folder: Path, count: int | None) -> Data:
    files = imagenet.paths(_sample(folder))
    number = checked_count(count, len(files), imagenet.NAME, "test")
    return Data(*imagenet.read(files[:number]), imagenet.classes(folder), imagenet.NAME)


def _sample(folder: Path) -> Path:
    if not available(imagenet.NAME):
        raise FileNotFoundError(
            f"{imagenet.NAME} is not in {folder.parent}. ImageNet may not be passed on: make the "
            "sample from your own copy with `fourierbook data import imagenet FOLDER`."
        )
    return folder
