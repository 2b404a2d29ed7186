"""A reader's own images: a folder with one folder a class, or an `.npz` file."""

import os
import warnings
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from fourierbook.data import pictures
from fourierbook.data.datasets import Data
from fourierbook.types import check_range, is_count

NAMED = 5  # of a long list, so many are named
CLASSES = 1_000_000  # that an .npz file has at most


def load(path: Path | str, *, count: int | None = None) -> Data:
    """First `count` images of a folder or a file that is not one of the book's data sets.

    Args:
        path: a folder that holds one folder of pictures for each class, all of one size, in any
            format that Pillow reads; the classes are numbered in the order of their names, and
            pictures are taken from each in turn. What is hidden, and the folders of systems and
            tools, do not count. Or an `.npz` file with `images`, (N, C, H, W) or (N, H, W, C),
            uint8 or in [0, 1], and `labels` (N,).
        count: number of images; all, if there are fewer.

    Returns:
        Images with three channels, or with one where every picture is grey (a network of colours
        takes those as `images.expand(-1, 3, -1, -1)`); see `pictures.read`.

    Raises:
        ValueError: if it is neither, if a class has no picture, or if images and labels are not
            what they should be.

    Warns:
        UserWarning: names and counts the files that lie there and are left out.
    """
    path = Path(os.path.expanduser(path))  # noqa: PTH111 - Path's own raises for who has no home
    if count is not None and not is_count(count):
        raise ValueError(f"count of images is at least 1; got {count!r} of {path}")
    most = None if count is None else int(count)
    if path.is_dir():
        images, labels, classes = _folder(path, most)
    elif path.suffix.lower() == ".npz" and path.is_file():
        images, labels, classes = _archive(path, most)
    else:
        raise ValueError(
            "data is the name of a data set, a folder with one folder of images a class, or an "
            ".npz file; "
            + (f"{path} is none" if path.exists() else f"there is no such folder or file as {path}")
        )
    check_range(images)
    return Data(images, labels, classes, path.resolve().name)


def _folder(path: Path, most: int | None) -> tuple[Tensor, Tensor, tuple[str, ...]]:
    classes = _classes(path)
    files = [
        (number, label, file)
        for label, inside in enumerate(classes.values())
        for number, file in enumerate(inside)
    ]
    chosen = sorted(files)[:most]
    read = [pictures.read(file) for _, _, file in chosen]
    sizes = Counter(f"{picture.shape[2]} × {picture.shape[1]}" for picture in read)
    if len(sizes) > 1:
        raise ValueError(
            f"the images in {path} are of one size, width × height; got "
            + _some([f"{size} ({number} of them)" for size, number in sizes.most_common()])
        )
    channels = max(len(picture) for picture in read)
    images = torch.stack([picture.expand(channels, -1, -1) for picture in read])
    return images, torch.tensor([label for _, label, _ in chosen]), tuple(classes)


def _classes(path: Path) -> dict[str, list[Path]]:
    """The pictures of each class; warns of what else a person would see there."""
    endings = pictures.suffixes()

    def is_picture(file: Path) -> bool:
        return file.suffix.lower() in endings and file.is_file()

    inside = {each: pictures.contents(each) for each in pictures.contents(path) if each.is_dir()}
    classes = {folder.name: [*filter(is_picture, files)] for folder, files in inside.items()}
    beside = [file.name for file in pictures.contents(path) if is_picture(file)]
    if not classes:
        raise ValueError(
            f"{path} holds one folder of images for each class; got no folder, and "
            f"{len(beside)} images that lie in none"
        )
    for folder, files in inside.items():
        if not classes[folder.name]:
            held = _some([file.name for file in files]) or "nothing"
            raise ValueError(
                f"each folder in {path} is a class and holds images in a format that Pillow reads; "
                f"got {folder.name} with {held}. Put images in, or move that folder elsewhere; "
                "where it holds the classes, name it instead"
            )
    left = [f"{each.parent.name}/{each.name}" for files in inside.values() for each in files
            if not is_picture(each)] + beside  # fmt: skip
    if left:
        why = "no image that Pillow reads, or in no class's folder"
        warnings.warn(f"{len(left):,} left out of {path} ({why}): {_some(left)}", stacklevel=4)
    return classes


def _some(names: Sequence[str]) -> str:
    more = [f"{len(names) - NAMED:,} more"] if len(names) > NAMED else []
    return ", ".join([*names[:NAMED], *more])


def _archive(path: Path, most: int | None) -> tuple[Tensor, Tensor, tuple[str, ...]]:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            images, labels = arrays["images"], arrays["labels"]
    except Exception as problem:  # where a byte is wrong, zipfile raises almost anything
        why = problem if isinstance(problem, KeyError | OSError | MemoryError) else "it is damaged"
        raise ValueError(f"{path} holds arrays images and labels; {why}") from problem
    whole = images.dtype == np.uint8
    layouts = images.ndim == 4 and (images.shape[1] in (1, 3), images.shape[3] in (1, 3))
    if not (layouts and any(layouts) and (whole or images.dtype.kind == "f") and len(images)):
        raise ValueError(
            "images are (N, C, H, W) or (N, H, W, C) with 1 or 3 channels, uint8 or floating-point "
            f"numbers in [0, 1], one at least; {path} holds {images.shape} of {images.dtype}"
        )
    fits = labels.shape == (len(images),) and labels.dtype.kind in "iu"
    if not fits or labels.min() < 0 or labels.max() >= CLASSES:
        held = f", from {labels.min()} to {labels.max()}" if fits else ""
        raise ValueError(
            f"labels are whole numbers from 0 on, below {CLASSES:,}, one for each of {len(images)} "
            f"images; {path} holds {labels.shape} of {labels.dtype}{held}"
        )
    rows = torch.from_numpy(images[:most].astype(np.float32))  # of any size and order of bytes
    rows = rows if layouts[0] else rows.permute(0, 3, 1, 2)
    rows = rows / 255 if whole else rows
    truth = torch.from_numpy(labels[:most].astype(np.int64))
    return rows.contiguous(), truth, tuple(map(str, range(int(labels.max()) + 1)))
