"""Real images that need no download: scikit-learn's digits and its two photographs.

The photographs are under a Creative Commons licence (CC BY 2.0): *china.jpg* by Daniel Büchele
(flickr.com/photos/danielbuechele/6061409035) and *flower.jpg* by vultilion
(flickr.com/photos/vultilion/6056698931). Wherever one is shown, name its author: `CREDITS` does.
"""

import numpy as np
import torch
from torch import Tensor

from fourierbook.data import cache

VERSION = "1"  # of what this module returns: stored results name it
PHOTOGRAPHS = ("china", "flower")
CREDITS = {
    "china": "Photograph: Daniel Büchele, CC BY 2.0",
    "flower": "Photograph: vultilion, CC BY 2.0",
}
DIGITS = {"train": (0, 1297), "test": (1297, 1797)}  # rows in canonical order


def digits(split: str) -> tuple[Tensor, Tensor]:
    """Handwritten digits of 8 × 8 pixels: images (N, 1, 8, 8) in [0, 1] and labels (N,).

    They are the 1,797 of scikit-learn, in ascending order of the SHA-256 of their 64 bytes; the
    first 1,297 are the training split.

    >>> images, labels = digits("test")
    >>> images.shape, float(images.max())
    (torch.Size([500, 1, 8, 8]), 1.0)
    """
    from sklearn.datasets import load_digits

    whole = load_digits()
    images, labels = whole.images.astype(np.uint8), whole.target.astype(np.int64)
    start, stop = DIGITS[split]
    order = cache.order(images, labels)[start:stop]
    return torch.from_numpy(images[order])[:, None].float() / 16, torch.from_numpy(labels[order])


def photograph(name: str, *, height: int = 427, width: int = 640) -> Tensor:
    """Centre of one of the photographs, `china` or `flower`: (3, height, width) in [0, 1].

    Args:
        name: `china` or `flower`.
        height: in pixels, at most 427.
        width: in pixels, at most 640.

    Raises:
        ValueError: if there is no such photograph, or it is not that large.

    >>> photograph("flower", height=256, width=256).shape
    torch.Size([3, 256, 256])
    """
    from sklearn.datasets import load_sample_image

    if name not in PHOTOGRAPHS:
        raise ValueError(f"the photographs are {' and '.join(PHOTOGRAPHS)}; got {name!r}")
    pixels = torch.from_numpy(np.array(load_sample_image(f"{name}.jpg")))
    full_height, full_width, _ = pixels.shape
    if not (1 <= height <= full_height and 1 <= width <= full_width):
        raise ValueError(
            f"{name} is {full_height} × {full_width} pixels, so height is 1 to {full_height} "
            f"and width 1 to {full_width}; got {height} × {width}"
        )
    top, left = (full_height - height) // 2, (full_width - width) // 2
    crop = pixels[top : top + height, left : left + width]
    return crop.permute(2, 0, 1).float().div(255).contiguous()


def photographs() -> tuple[Tensor, Tensor]:
    """Both photographs, (2, 3, 427, 640) in [0, 1], and their labels 0 and 1.

    >>> images, labels = photographs()
    >>> images.shape, labels.tolist()
    (torch.Size([2, 3, 427, 640]), [0, 1])
    """
    return torch.stack([photograph(name) for name in PHOTOGRAPHS]), torch.tensor([0, 1])
