"""The data folder: how a public data set lies on disk, in which order, and whether it is whole.

`<name>/<split>_images_<part>.npy` holds at most 10,000 images a part, uint8, and
`<name>/<split>_labels.npy` their labels. Rows stand in **ascending order of the SHA-256 of each
image's bytes** (the label breaks ties), so the order does not depend on where they came from, and
every prefix is a mixed sample. The order also tells whether an image is as it was: one that is not
has another SHA-256, which fits between its neighbours' once in as many times as there are images.
"""

import hashlib
import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from fourierbook.data.registry import Dataset

PART = 10_000  # images a file


def order(images: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Indices that put the rows into their canonical order.

    Args:
        images: uint8 (N, …).
        labels: (N,).

    The SHA-256 of the byte 0 starts with 6e, that of the byte 1 with 4b.

    >>> images = np.array([[0], [1]], dtype=np.uint8)
    >>> order(images, np.array([0, 0])).tolist()
    [1, 0]
    """
    keys = [
        (hashlib.sha256(image.tobytes()).digest(), int(label))
        for image, label in zip(images, labels, strict=True)
    ]
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.intp)


def files(folder: Path, dataset: Dataset, split: str) -> list[tuple[Path, tuple[int, ...]]]:
    """Every file of a split with the shape it must have; the labels come last."""
    count = dataset.splits[split].count
    parts = [
        (folder / f"{split}_images_{number}.npy", (min(PART, count - start), *dataset.shape))
        for number, start in enumerate(range(0, count, PART), start=1)
    ]
    return [*parts, (folder / f"{split}_labels.npy", (count,))]


def missing(folder: Path, dataset: Dataset, splits: tuple[str, ...] | None = None) -> list[Path]:
    """Files of the splits (default: all) that are not there."""
    wanted = dataset.splits if splits is None else splits
    return [
        path for split in wanted for path, _ in files(folder, dataset, split) if not path.is_file()
    ]


def opened(path: Path, shape: tuple[int, ...], name: str) -> np.ndarray:
    """Array of one file, memory-mapped, its size and header checked.

    Raises:
        ValueError: if the file is not a whole uint8 array of that shape.
    """
    try:
        array = np.lib.format.open_memmap(path, mode="r")
        found = f"{array.dtype} {array.shape}, {path.stat().st_size:,} bytes"
        whole = path.stat().st_size == array.offset + array.nbytes
    except Exception as problem:  # the header may be anything
        array, found, whole = None, f"no array that can be read ({problem})", False
    if array is None or not whole or array.dtype != np.uint8 or array.shape != shape:
        problem = f"it should hold uint8 {shape} and its header, it holds {found}"
        raise ValueError(_refusal(path, problem, name))
    return array


def rows(folder: Path, dataset: Dataset, split: str, count: int) -> Iterator[np.ndarray]:
    """First `count` images of a split, part by part, then their labels; reads no more than that.

    Raises:
        ValueError: if a file is not whole, if an image is not where its SHA-256 puts it (a changed
            one is seldom), or if the labels are not those on record.
    """
    *parts, (labels_path, labels_shape) = files(folder, dataset, split)
    left, last = count, b""
    for path, shape in parts:
        if left > 0:
            # One more than asked for: between two neighbours there is no room for a wrong one.
            images = np.array(opened(path, shape, dataset.name)[: left + 1])
            keys = [last, *(hashlib.sha256(image).digest() for image in images)]
            if any(first > second for first, second in itertools.pairwise(keys)):
                raise ValueError(_refusal(path, "an image in it has changed", dataset.name))
            yield images[:left]
            left, last = left - shape[0], keys[-1]
    labels = np.array(opened(labels_path, labels_shape, dataset.name))
    if hashlib.sha256(labels).hexdigest() != dataset.splits[split].labels_sha256:
        raise ValueError(_refusal(labels_path, "a label in it has changed", dataset.name))
    yield labels[:count]


def write(folder: Path, split: str, images: np.ndarray, labels: np.ndarray) -> None:
    """Write a split, whose rows already stand in canonical order."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, start in enumerate(range(0, len(images), PART), start=1):
        part = np.ascontiguousarray(images[start : start + PART])
        np.save(folder / f"{split}_images_{number}.npy", part, allow_pickle=False)
    np.save(folder / f"{split}_labels.npy", labels, allow_pickle=False)


def problems(folder: Path, dataset: Dataset) -> list[str]:
    """What is wrong with the files of a data set, a sentence each; reads every byte.

    An empty list says that every split is there and its rows are those on record.
    """
    found = [f"{path} is missing" for path in missing(folder, dataset)]
    for split, record in dataset.splits.items():
        if missing(folder, dataset, (split,)):
            continue
        images, labels = hashlib.sha256(), b""
        try:
            for path, shape in files(folder, dataset, split):
                array = opened(path, shape, dataset.name)
                if path.name.endswith("_labels.npy"):
                    labels = array.tobytes()
                else:
                    images.update(array.tobytes())
        except ValueError as problem:
            found.append(str(problem))
            continue
        if images.hexdigest() != record.images_sha256:
            found.append(f"{folder}/{split}_images_*.npy: not the images on record (SHA-256)")
        if hashlib.sha256(labels).hexdigest() != record.labels_sha256:
            found.append(f"{folder}/{split}_labels.npy: not the labels on record (SHA-256)")
    return found


def _refusal(path: Path, problem: str, name: str) -> str:
    return (
        f"{path} is damaged, so it is not used: {problem}. "
        f"`fourierbook data fetch {name}` replaces it."
    )
