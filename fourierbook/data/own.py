"""A reader's own images: a folder with one folder a class, or an `.npz` file."""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from fourierbook.data.datasets import Data
from fourierbook.types import check_range

SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp")


def load(path: Path | str, *, count: int | None = None) -> Data:
    """First `count` images of a folder or a file that is not one of the book's data sets.

    Args:
        path: a folder that holds one folder of images for each class, all of one size; the classes
            are numbered in the order of their names, and images are taken from each in turn. Or an
            `.npz` file with `images`, (N, C, H, W) or (N, H, W, C), uint8 or in [0, 1], and
            `labels` (N,).
        count: number of images; all, if there are fewer.

    Raises:
        ValueError: if it is neither, or if images and labels are not what they should be.
    """
    path = Path(path)
    if path.is_dir():
        images, labels, classes = _folder(path, count)
    elif path.suffix == ".npz" and path.is_file():
        images, labels, classes = _archive(path, count)
    else:
        raise ValueError(
            "data is the name of a data set, a folder with one folder of images a class, or an "
            f".npz file; there is no such folder or file as {path}"
        )
    check_range(images)
    return Data(images, labels, classes, path.name)


def _folder(path: Path, count: int | None) -> tuple[Tensor, Tensor, tuple[str, ...]]:
    folders = sorted(each for each in path.iterdir() if each.is_dir())
    files = [
        (number, label, file)
        for label, folder in enumerate(folders)
        for number, file in enumerate(
            sorted(file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES)
        )
    ]
    if not files:
        raise ValueError(
            f"{path} holds one folder of images ({', '.join(SUFFIXES)}) for each class; got "
            f"{len(folders)} folders without an image"
        )
    chosen = sorted(files)[: _most(count, len(files), path)]
    pictures = [_pixels(file) for _, _, file in chosen]
    if len({picture.shape for picture in pictures}) > 1:
        sizes = sorted({f"{picture.shape[1]} × {picture.shape[0]}" for picture in pictures})
        raise ValueError(f"the images in {path} are of one size; got {', '.join(sizes)}")
    images = torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).float() / 255
    labels = torch.tensor([label for _, label, _ in chosen])
    return images, labels, tuple(folder.name for folder in folders)


def _pixels(path: Path) -> np.ndarray:
    from PIL import Image

    try:
        with Image.open(path) as image:
            return np.array(image.convert("RGB"))
    except (OSError, ValueError) as problem:
        raise ValueError(f"{path} is no image that can be read: {problem}") from problem


def _archive(path: Path, count: int | None) -> tuple[Tensor, Tensor, tuple[str, ...]]:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            images, labels = arrays["images"], arrays["labels"]
    except Exception as problem:  # where a byte is wrong, zipfile raises almost anything
        raise ValueError(f"{path} holds arrays images and labels; {problem}") from problem
    whole = images.dtype == np.uint8
    layouts = images.ndim == 4 and (images.shape[1] in (1, 3), images.shape[3] in (1, 3))
    if not (layouts and any(layouts) and (whole or images.dtype.kind == "f") and len(images)):
        raise ValueError(
            "images are (N, C, H, W) or (N, H, W, C) with 1 or 3 channels, uint8 or floating-point "
            f"numbers in [0, 1], one at least; {path} holds {images.shape} of {images.dtype}"
        )
    if labels.shape != (len(images),) or labels.dtype.kind not in "iu" or labels.min() < 0:
        raise ValueError(
            f"labels are whole numbers from 0 on, one for each of {len(images)} images; {path} "
            f"holds {labels.shape} of {labels.dtype}"
        )
    most = _most(count, len(images), path)
    rows = torch.from_numpy(images[:most])
    rows = rows if layouts[0] else rows.permute(0, 3, 1, 2)
    rows = rows.float() / 255 if whole else rows.float()
    truth = torch.from_numpy(labels[:most].astype(np.int64))
    return rows.contiguous(), truth, tuple(map(str, range(int(labels.max()) + 1)))


def _most(count: int | None, size: int, path: Path) -> int:
    if count is not None and count < 1:
        raise ValueError(f"count of images is at least 1; got {count} of {path}")
    return size if count is None else min(count, size)
