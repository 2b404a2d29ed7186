"""One picture out of a file, as a person sees it, and which files a person sees as pictures."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from fourierbook.types import check_range

if TYPE_CHECKING:
    from PIL.Image import Image

# What systems, cameras' shares and tools put beside a person's files; names with a dot come on top.
TOOLS = frozenset(
    "__macosx __pycache__ @eadir @recycle @recently-snapshot @tmp #recycle #snapshot cvs "
    "$recycle.bin lost+found node_modules thumbs.db ehthumbs.db desktop.ini icon\r".split(" ")
) | {"system volume information", "network trash folder", "temporary items"}
NO_PICTURES = {"BUFR", "GRIB", "HDF5", "MPEG", "WMF"}  # Pillow knows them and cannot read them
GREY = ("1", "L", "LA", "La")
WHITE = 65535  # of a picture with 16 bits


def seen(name: str) -> bool:
    """Whether a person put a file or folder of that name there, rather than a system or a tool.

    >>> [seen(name) for name in ("cat", ".git", "._0.png", "__MACOSX", "@eaDir", "Thumbs.db")]
    [True, False, False, False, False, False]
    """
    return not (name.startswith(".") and name.strip(".")) and name.casefold() not in TOOLS


def contents(folder: Path) -> list[Path]:
    """What a person sees in a folder, in the order of names."""
    return sorted(path for path in folder.iterdir() if seen(path.name))


def suffixes() -> frozenset[str]:
    """Endings of the files that Pillow reads here, with whatever plug-ins it has.

    >>> {".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".webp"} <= suffixes()
    True
    """
    from PIL import Image

    kinds = Image.registered_extensions()
    read = {*Image.OPEN, "MPO"} - NO_PICTURES  # an MPO is opened as the JPEG that it begins with
    return frozenset(ending for ending, kind in kinds.items() if kind in read)


def read(path: Path | str) -> Tensor:
    """A picture (C, H, W) in [0, 1]: grey with one channel, or red, green and blue.

    It is turned as its camera noted (EXIF). What is transparent is laid on white. Grey with 16 bits
    keeps all its levels, floating-point numbers stay as they are. Of an animation, or a file with
    pages, it is the first. Grey is what the file says so, and a palette or WebP whose colours all
    are.

    Raises:
        ValueError: if it is no picture that can be read, or its white is not known.
    """
    from PIL import Image, ImageOps

    try:
        with Image.open(path) as image:
            upright = ImageOps.exif_transpose(image)
            if upright.mode == "F" or upright.mode.startswith("I"):
                return _deep(upright, image.format)
            may_be_grey = upright.mode in ("P", "PA") or image.format == "WEBP"
            pixels = torch.from_numpy(_on_white(upright)).permute(2, 0, 1).float() / 255
    except Exception as problem:  # where a byte is wrong, Pillow raises almost anything
        raise ValueError(f"{path} is no image that can be read: {problem}") from problem
    grey = upright.mode in GREY or (may_be_grey and bool((pixels == pixels[:1]).all()))
    return pixels[:1] if grey else pixels


def _on_white(image: "Image") -> np.ndarray:
    from PIL import Image

    page = Image.new("RGBA", image.size, "white")
    page.alpha_composite(image.convert("RGBA"))
    return np.array(page.convert("RGB"))


def _deep(image: "Image", kind: str | None) -> Tensor:
    """Grey with more than 8 bits; with 32, only a format that has no other form for 16 is known."""
    values = torch.from_numpy(np.array(image).astype(np.float32))[None]
    if image.mode == "I" and kind not in ("PNG", "PPM"):
        raise ValueError("it holds whole numbers of 32 bits, whose white is not known; save 16")
    if image.mode != "F":
        return values / WHITE
    check_range(values)
    return values
