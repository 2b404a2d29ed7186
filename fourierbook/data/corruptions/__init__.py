"""The 15 + 4 corruptions of CIFAR-10-C, made again from their definitions, at their own severities.

CIFAR-10-C is CIFAR-10's test set under fifteen common corruptions, and four more for tuning, each
at five severities. They are milder than ImageNet-C's of the same names, which programs that corrupt
images usually have. Frost is like the published one and not the same: see `weather`.

What is random about an image is decided by the seed, the corruption, the severity and the image's
place in its data set alone. So any part of a set, in any order, gets the same bits.
"""

import hashlib
import math
from pathlib import Path

import numpy as np
import torch

from fourierbook import settings
from fourierbook.data import datasets
from fourierbook.data.corruptions.blur import levels
from fourierbook.data.corruptions.noise import Change, Parameters
from fourierbook.data.corruptions.severities import COMMON, MORE, VARIANTS
from fourierbook.types import Images, check_images, check_range, is_count

NAMES = tuple(COMMON)  # the fifteen, in CIFAR-10-C's order
EXTRA = tuple(MORE)  # the four for tuning
OURS = tuple(VARIANTS)  # frost whose texture is smoothed before it is shrunk
VERSION = "1"  # of the generator: stored results name it
FOLDER = "cifar10-c"  # of the published files, below the data folder
SIDES = (8, 128)  # pixels, smallest and largest
ROWS = 10_000  # images of one severity in a published file
BLOCK = 200  # images in memory at a time
_CORRUPTIONS = {**COMMON, **MORE, **VARIANTS}


def corrupt(images: Images, name: str, *, severity: int, seed: int = 0, start: int = 0) -> Images:
    """Images under a corruption, in the 256 grey levels of CIFAR-10-C: ⌊255 x⌋ / 255.

    Images are rounded to grey levels first, as they stand in a file. Lengths in pixels are those of
    CIFAR-10-C, whose images have 32 × 32, at every side; only the elastic transform grows with it.

    Args:
        images: (N, 3, H, W) in [0, 1], square, of 8 to 128 pixels a side.
        name: one of `NAMES`, `EXTRA` or `OURS`.
        severity: 1 to 5.
        seed: of everything random.
        start: place of the first image in its data set, from 0 on.

    Returns:
        float32 (N, 3, H, W) in [0, 1], on the images' device.

    Raises:
        ValueError: if the images are not of that form, there is no such corruption or severity,
            the seed or the place is no whole number, or fog meets a side that is no power of two.

    Reference:
        Hendrycks and Dietterich (2019), and the severities of their CIFAR-10-C. Two steps differ:
        the textures of frost are made, and the line of motion blur and snow is not rounded to grey
        levels before it is used (one level at most).

    The value of grey rises by 0.05 to 0.45, and 0.45 × 255 is 114.75.

    >>> grey = torch.full((1, 3, 8, 8), 0.4)
    >>> (255 * corrupt(grey, "brightness", severity=1)).unique().tolist()
    [114.0]
    """
    change, severities = _checked(name, severity)
    _check(images, name, seed, start)
    stream = hashlib.sha256(f"{int(seed)} {_draws_of(name)} {int(severity)}".encode()).digest()
    key = int.from_bytes(stream[:8])
    corrupted = torch.empty(images.shape)
    for first in range(0, len(images), BLOCK):
        rows = images[first : first + BLOCK].detach().cpu().double()
        random = [
            np.random.Generator(np.random.Philox(key=[key, start + first + row]))
            for row in range(len(rows))
        ]
        whole = (rows * 255).round().div(255).numpy()
        changed = levels(change(whole, random, severities[severity - 1]))
        corrupted[first : first + BLOCK] = torch.from_numpy(changed)
    return corrupted.div_(255).to(images.device)


def load(name: str, severity: int, *, count: int | None = None) -> datasets.Data:
    """CIFAR-10's test images under a corruption: the published ones where they are, else ours.

    The published ones are files of CIFAR-10-C, `<name>.npy` and `labels.npy`, in the folder
    `cifar10-c` of the data folder. Their rows stand in the order of the published CIFAR-10, so
    image 5 of them is not image 5 of `datasets.load("cifar10")`. Only the rows asked for are read.

    Args:
        name: one of `NAMES`, `EXTRA` or `OURS`; the last are ours in any case.
        severity: 1 to 5.
        count: number of images, 1 to 10,000; all by default.

    Returns:
        Data whose name says which it is: "cifar10-c fog 3, published" or "…, regenerated".

    Raises:
        ValueError: if there is no such corruption, severity or count, or a file is not of
            CIFAR-10-C's form.
        FileNotFoundError: if the folder is there without the file, or CIFAR-10 is not there and
            cannot be fetched.
    """
    _checked(name, severity)
    title = f"{FOLDER} {name} {severity}"
    folder = settings.data_folder() / FOLDER
    if folder.is_dir() and name not in OURS:
        number = datasets.checked_count(count, ROWS, FOLDER, name)
        rows = slice((severity - 1) * ROWS, (severity - 1) * ROWS + number)
        images = torch.from_numpy(_published(folder / f"{name}.npy", (32, 32, 3))[rows].copy())
        labels = torch.from_numpy(_published(folder / "labels.npy", ())[rows].copy())
        images = images.permute(0, 3, 1, 2).contiguous().float().div_(255)
        return datasets.Data(images, labels.long(), datasets.CIFAR10_CLASSES, f"{title}, published")
    data = datasets.load("cifar10", "test", count=count)
    images = corrupt(data.images, name, severity=severity)
    return data._replace(images=images, name=f"{title}, regenerated")


def _published(path: Path, shape: tuple[int, ...]) -> np.ndarray:
    """Array of a file, memory-mapped, its header and size checked."""
    if not path.is_file():
        raise FileNotFoundError(
            f"{path.name} is not in {path.parent}: put CIFAR-10-C's file there, or rename the "
            "folder, and the corruption is regenerated instead"
        )
    wanted = (5 * ROWS, *shape)
    try:
        array = np.lib.format.open_memmap(path, mode="r")
        found = f"{array.dtype} {array.shape}"
    except (ValueError, EOFError, OSError) as problem:
        array, found = None, f"no array that can be read ({problem})"
    kinds = "u" if shape else "ui"
    fits = array is not None and array.shape == wanted and array.dtype.kind in kinds
    if not fits or (shape and array.dtype != np.uint8):
        raise ValueError(
            f"{path} is not CIFAR-10-C's, so it is not used: it should hold "
            f"{'uint8' if shape else 'whole numbers'} {wanted}, it holds {found}. "
            "Fetch it again, or rename the folder, and the corruption is regenerated instead"
        )
    return array


def _checked(name: str, severity: int) -> tuple[Change, tuple[Parameters, ...]]:
    if not isinstance(name, str) or name not in _CORRUPTIONS:
        raise ValueError(
            f"the name of a corruption is one of {', '.join(_CORRUPTIONS)}; got {name!r}"
        )
    if not is_count(severity) or severity > 5:
        raise ValueError(f"severity is a whole number from 1 to 5; got {severity!r}")
    return _CORRUPTIONS[name]


def _check(images: Images, name: str, seed: int, start: int) -> None:
    check_images(images, "(N, C, H, W)")
    channels, height, side = images.shape[1:]
    if channels != 3 or height != side or not SIDES[0] <= side <= SIDES[1]:
        raise ValueError(
            f"images that are corrupted are (N, 3, H, W), square, {SIDES[0]} to {SIDES[1]} pixels "
            f"a side (crop or resize others first); got images of shape {tuple(images.shape)}"
        )
    if name == "fog" and side & (side - 1):
        raise ValueError(
            "fog is made on images whose side is a power of two (crop or resize others first); "
            f"got images of side {side}"
        )
    check_range(images)
    if not is_count(seed, least=-math.inf):
        raise ValueError(f"seed is a whole number; got {seed!r}")
    if not is_count(start, least=0):
        raise ValueError(
            f"start is the first image's place, a whole number from 0 on; got {start!r}"
        )


def _draws_of(name: str) -> str:
    """Corruption whose random numbers a corruption uses: smooth frost is cut where frost is."""
    return "frost" if name in OURS else name
