"""Images and labels out of a published archive, whatever its format; nothing is ever unpickled.

| format | members it is known by |
|---|---|
| CIFAR-10, binary version | `data_batch_1.bin`, `test_batch.bin`: a label, then the pixels |
| CIFAR-10, Python version | `data_batch_1`, `test_batch`: the pickle is *parsed*, not run |
| MNIST, IDX | `train-images-idx3-ubyte` and the like, packed by gzip or not |
| NumPy | `x_train.npy`, `y_train.npy` in an `.npz` |
| PNG | `train/<class>/<any name>.png`, or `training/` |

An archive is a tar or zip file, a folder, or the file itself.
"""

import io
import math
import pickletools
import re
import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from fourierbook import progress
from fourierbook.data import packed
from fourierbook.data.pictures import seen
from fourierbook.data.registry import Dataset

Arrays = dict[str, np.ndarray]  # "images", "labels", or both

INTEGERS = ("INT", "BININT", "BININT1", "BININT2", "LONG", "LONG1")
SLACK = 10_000_000  # bytes that headers, names and labels may take beside the images


def read(paths: Sequence[Path], dataset: Dataset) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Images (N, …) and labels (N,) of every split, uint8, in the order of the archive.

    Raises:
        ValueError: if an archive is broken, or has not the images of every split.
    """
    found: dict[tuple[str, str], list[np.ndarray]] = {}
    names = ", ".join(path.name for path in paths)
    for path in paths:
        try:
            for name, content in progress.track(
                packed.members(path, known, most_bytes(dataset)), f"reading {path.name}"
            ):
                split, arrays = decoded(name, content(), dataset)
                for kind, array in arrays.items():
                    found.setdefault((split, kind), []).append(array)
        except Exception as problem:  # anybody may have made it: the readers raise almost anything
            why = problem if isinstance(problem, ValueError) else f"it is broken ({problem!r:.80})"
            raise ValueError(f"{path.name} cannot be read to its end: {why}") from problem
    return {split: _joined(found, split, dataset, names) for split in dataset.splits}


def most_bytes(dataset: Dataset) -> int:
    """Bytes that all files of an archive may have once they are unpacked: twice the pixels.

    >>> from fourierbook.data.registry import MNIST
    >>> most_bytes(MNIST) == 2 * 70_000 * 28 * 28 + SLACK
    True
    """
    counts = sum(split.count for split in dataset.splits.values())
    return 2 * counts * math.prod(dataset.shape) + SLACK


def _joined(found: dict, split: str, dataset: Dataset, names: str) -> tuple[np.ndarray, np.ndarray]:
    count = dataset.splits[split].count
    images, labels = found.get((split, "images"), []), found.get((split, "labels"), [])
    held = (sum(map(len, images)), sum(map(len, labels)))
    if held != (count, count):
        raise ValueError(
            f"{dataset.name} has {count:,} {split} images with their labels; "
            f"{names} holds {held[0]:,} images and {held[1]:,} labels that could be read"
        )
    return np.concatenate(images), np.concatenate(labels)


def known(name: str) -> bool:
    """Whether a member's name is that of one of the formats, and no tool's beside it.

    >>> known("train/cat/0.png"), known("__MACOSX/train/cat/._0.png"), known("train/.git/0.png")
    (True, False, False)
    """
    return all(map(seen, name.split("/"))) and any(pattern.search(name) for pattern, _ in FORMATS)


def decoded(name: str, content: bytes, dataset: Dataset) -> tuple[str, Arrays]:
    """Split that a member belongs to, and the arrays that it holds.

    Raises:
        ValueError: if its name is that of no known format, or it holds something else.
    """
    matches = ((pattern.search(name), decode) for pattern, decode in FORMATS)
    match, decode = next((pair for pair in matches if pair[0]), (None, None))
    if match is None:
        raise ValueError(f"{name} is in no known format")
    try:
        arrays = decode(content, match, dataset)
    except Exception as problem:  # as above; what NumPy advises is not passed on
        raise ValueError(f"{name} does not hold what its name says") from problem
    for kind, array in arrays.items():
        row = dataset.shape if kind == "images" else ()
        if array.ndim == 0 or array.shape[1:] != row:
            raise ValueError(f"{name} holds {kind} {array.shape}, where one is {row or 'a number'}")
    return "test" if match["split"].startswith(("test", "t10k")) else "train", arrays


def _binary(content: bytes, match: re.Match, dataset: Dataset) -> Arrays:
    rows = np.frombuffer(content, np.uint8).reshape(-1, 1 + math.prod(dataset.shape))
    return {"images": _channels_last(rows[:, 1:], dataset), "labels": rows[:, 0]}


def _pickled(content: bytes, match: re.Match, dataset: Dataset) -> Arrays:
    """Pixels and labels out of the pickle's list of operations, none of which is carried out.

    The pixels are its longest string; the labels are the integers between the string "labels" and
    the next string.
    """
    pixels, labels, last = b"", [], b""
    for operation, value, _ in pickletools.genops(content):
        if operation.name in INTEGERS and last == b"labels":
            labels.append(value)
        elif isinstance(value, str | bytes | bytearray):
            last = value.encode("latin-1", "replace") if isinstance(value, str) else bytes(value)
            pixels = max(pixels, last, key=len)
    rows = np.frombuffer(pixels, np.uint8).reshape(-1, math.prod(dataset.shape))
    return {"images": _channels_last(rows, dataset), "labels": np.array(labels, np.uint8)}


def _channels_last(rows: np.ndarray, dataset: Dataset) -> np.ndarray:
    height, width, channels = dataset.shape
    return rows.reshape(-1, channels, height, width).transpose(0, 2, 3, 1)


def _idx(content: bytes, match: re.Match, dataset: Dataset) -> Arrays:
    """IDX: two zero bytes, a type (8: uint8), the number of axes, their lengths, the values."""
    packs = content[:2] == b"\x1f\x8b"
    content = packed.unzipped(content, most_bytes(dataset)) if packs else content
    zero, kind, axes = struct.unpack(">HBB", content[:4])
    if (zero, kind) != (0, 8):
        raise ValueError(f"{match.string} is not an IDX file of bytes")
    shape = struct.unpack(f">{axes}I", content[4 : 4 + 4 * axes])
    return {match["kind"]: np.frombuffer(content[4 + 4 * axes :], np.uint8).reshape(shape)}


def _numpy(content: bytes, match: re.Match, dataset: Dataset) -> Arrays:
    array = np.lib.format.read_array(io.BytesIO(content), allow_pickle=False)
    return {{"x": "images", "y": "labels"}[match["kind"]]: array.astype(np.uint8)}


def _png(content: bytes, match: re.Match, dataset: Dataset) -> Arrays:
    from PIL import Image

    with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
        if image.size != dataset.shape[1::-1]:  # known before a pixel is read
            raise ValueError(f"{image.size} pixels")
        pixels = np.array(image.convert("RGB" if len(dataset.shape) == 3 else "L"))
    label = dataset.classes.index(match["label"])
    return {"images": pixels[None], "labels": np.array([label], np.uint8)}


FORMATS = tuple(
    (re.compile(rf"(^|/){pattern}$"), decode)
    for pattern, decode in (
        (r"(?P<split>data_batch_\d+|test_batch)\.bin", _binary),
        (r"(?P<split>data_batch_\d+|test_batch)", _pickled),
        (r"(?P<split>train|t10k)-(?P<kind>images|labels)[-.]idx\d-ubyte(\.gz)?", _idx),
        (r"(?P<kind>[xy])_(?P<split>train|test)\.npy", _numpy),
        (r"(?P<split>train|training|test|testing)/(?P<label>[^/]+)/[^/]+\.png", _png),
    )
)
