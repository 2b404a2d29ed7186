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

import gzip
import io
import math
import pickletools
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from fourierbook import progress
from fourierbook.data.pictures import seen
from fourierbook.data.registry import Dataset

Arrays = dict[str, np.ndarray]  # "images", "labels", or both

INTEGERS = ("INT", "BININT", "BININT1", "BININT2", "LONG", "LONG1")
BROKEN = (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError, struct.error, OSError)


def read(paths: Sequence[Path], dataset: Dataset) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Images (N, …) and labels (N,) of every split, uint8, in the order of the archive.

    Raises:
        ValueError: if an archive is broken, or has not the images of every split.
    """
    found: dict[tuple[str, str], list[np.ndarray]] = {}
    names = ", ".join(path.name for path in paths)
    try:
        for path in paths:
            for name, content in progress.track(members(path), f"reading {path.name}"):
                split, arrays = decoded(name, content(), dataset)
                for kind, array in arrays.items():
                    found.setdefault((split, kind), []).append(array)
    except BROKEN as problem:
        raise ValueError(f"{names} cannot be read to its end: {problem}") from problem
    return {split: _joined(found, split, dataset, names) for split in dataset.splits}


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


def members(path: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Name and content of every member in a known format; contents are read when called for."""
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.is_file() and known(file.relative_to(path).as_posix()):
                yield file.relative_to(path).as_posix(), file.read_bytes
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in filter(known, archive.namelist()):
                yield name, lambda name=name: archive.read(name)
    elif not known(path.name):
        with tarfile.open(path) as archive:
            for member in archive:
                if member.isfile() and known(member.name):
                    yield member.name, archive.extractfile(member).read
    else:
        yield path.name, path.read_bytes


def known(name: str) -> bool:
    """Whether a member's name is that of one of the formats, and no tool's beside it.

    >>> known("train/cat/0.png"), known("__MACOSX/train/cat/._0.png"), known("train/.git/0.png")
    (True, False, False)
    """
    return all(map(seen, name.split("/"))) and any(pattern.search(name) for pattern, _ in FORMATS)


def decoded(name: str, content: bytes, dataset: Dataset) -> tuple[str, Arrays]:
    """Split that a member belongs to, and the arrays that it holds.

    Raises:
        ValueError: if its name is that of no known format.
    """
    for pattern, decode in FORMATS:
        if match := pattern.search(name):
            split = "test" if match["split"].startswith(("test", "t10k")) else "train"
            return split, decode(content, match, dataset)
    raise ValueError(f"{name} is in no known format")


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
    content = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    zero, kind, axes = struct.unpack(">HBB", content[:4])
    if (zero, kind) != (0, 8):
        raise ValueError(f"{match.string} is not an IDX file of bytes")
    shape = struct.unpack(f">{axes}I", content[4 : 4 + 4 * axes])
    return {match["kind"]: np.frombuffer(content[4 + 4 * axes :], np.uint8).reshape(shape)}


def _numpy(content: bytes, match: re.Match, dataset: Dataset) -> Arrays:
    array = np.load(io.BytesIO(content), allow_pickle=False)
    return {{"x": "images", "y": "labels"}[match["kind"]]: array.astype(np.uint8)}


def _png(content: bytes, match: re.Match, dataset: Dataset) -> Arrays:
    from PIL import Image

    with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
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
