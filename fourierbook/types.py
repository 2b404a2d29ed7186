"""The shared vocabulary: shapes in the signatures, and what several doors of the package refuse.

The shapes are checked while the tests run; the functions below check what a caller brings.
"""

import math
import operator
from collections.abc import Callable

import torch
from jaxtyping import Complex, Float, Int
from torch import Tensor

Images = Float[Tensor, "*batch height width"]
Labels = Int[Tensor, " images"]
Mask = Float[Tensor, "height width"]
Spectrum = Complex[Tensor, "*batch height width"]
Logits = Float[Tensor, "images classes"]
Classifier = Callable[[Tensor], Tensor]


def is_count(value: object, *, least: float = 1) -> bool:
    """Whether a value is a whole number, `least` or more; True and 3.0 are none.

    >>> is_count(3), is_count(3.0), is_count(0), is_count(0, least=0)
    (True, False, False, True)
    """
    try:
        return not isinstance(value, bool) and operator.index(value) >= least
    except TypeError:
        return False


def is_number(value: object, *, least: float = -math.inf) -> bool:
    """Whether a value is one finite real number, `least` or more.

    >>> is_number(0.5), is_number(math.nan), is_number("0.5"), is_number(-1, least=0)
    (True, False, False, False)
    """
    try:
        return math.isfinite(value) and bool(value >= least)
    except (TypeError, ValueError, RuntimeError, OverflowError):  # the last two: long tensors, ints
        return False


def are_numbers(values: object) -> bool:
    """Whether values are a sequence of finite real numbers, or none.

    >>> are_numbers((0.5, 1)), are_numbers([]), are_numbers(0.5), are_numbers("01")
    (True, True, False, False)
    """
    try:
        return not isinstance(values, str) and all(map(is_number, values))
    except TypeError:
        return False


def described(value: object) -> str:
    """What came instead of a tensor that was asked for, for a message.

    >>> import torch
    >>> described(torch.zeros(2, 3)), described("zeros")
    ('shape (2, 3) and type torch.float32', 'type str')
    """
    if isinstance(value, Tensor):
        return f"shape {tuple(value.shape)} and type {value.dtype}"
    return f"type {type(value).__name__}"


def check_size(height: int, width: int) -> None:
    """Refuse what is no size of an image."""
    if not (is_count(height) and is_count(width)):
        raise ValueError(
            f"height and width are whole numbers of pixels, at least 1; got {height} × {width}"
        )


def check_images(images: Images, layout: str = "(..., H, W)") -> None:
    """Refuse what are no images of a layout, such as (N, C, H, W); a batch may be empty."""
    sides = 2 + ("C" in layout)
    if not (
        isinstance(images, Tensor)
        and images.dtype in (torch.float16, torch.bfloat16, torch.float32, torch.float64)
        and (images.dim() == 4 if "N" in layout else images.dim() >= sides)
        and min(images.shape[-sides:]) > 0
    ):
        raise ValueError(
            f"images are a tensor {layout} of floating-point numbers, with one pixel at least "
            f"(divide values from 0 to 255 by 255); got images of {described(images)}"
        )


def check_range(images: Images) -> None:
    """Refuse images with values outside [0, 1], or with nan."""
    if images.numel() and not (images.min() >= 0 and images.max() <= 1):
        raise ValueError(
            f"images lie in [0, 1]; got values from {images.min():.8g} to {images.max():.8g}: "
            "divide values from 0 to 255 by 255, and leave it to the network to normalise"
        )


def check_batch(images: Images) -> None:
    """Refuse what is no batch of images (N, C, H, W) in [0, 1], one at least.

    >>> import torch
    >>> check_batch(torch.ones(1, 3, 8, 8))
    """
    check_images(images, "(N, C, H, W)")
    if len(images) == 0:
        raise ValueError(f"there is at least one image; got images of {described(images)}")
    check_range(images)


def single(numbers: Tensor) -> Tensor:
    """Numbers in single precision, unless they are in double: none is computed with in half.

    >>> import torch
    >>> single(torch.ones(1).half()).dtype, single(torch.ones(1).double()).dtype
    (torch.float32, torch.float64)
    """
    return numbers.float() if numbers.itemsize < 4 else numbers


def check_mask(mask: Mask, images: Images) -> None:
    """Refuse a mask that is not of the images' size."""
    if not isinstance(mask, Tensor) or mask.is_complex() or mask.shape != images.shape[-2:]:
        height, width = images.shape[-2:]
        raise ValueError(
            f"the mask is a real tensor with one entry for each of the image's {height} × {width} "
            f"frequencies; got a mask of {described(mask)}"
        )


def check_labels(labels: Labels, images: Tensor, *, least: int = 0) -> None:
    """Refuse labels that are not one class for each image, or fewer images than asked for."""
    kinds = torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64
    if not isinstance(labels, Tensor) or labels.dim() != 1 or labels.dtype not in kinds:
        raise ValueError(
            "labels are a tensor (N,) of whole numbers, each the place of the true class among the "
            f"logits; got labels of {described(labels)}"
        )
    if len(images) != len(labels) or len(images) < least:
        raise ValueError(
            f"there are images, {least} or more, with one label each; "
            f"got {len(images)} images and {len(labels)} labels"
        )
    if len(labels) and labels.min() < 0:
        raise ValueError(f"labels are counted from 0; got a label of {labels.min()}")


def margins(logits: Logits, labels: Labels) -> Tensor:
    """How far the true class leads: z_y − max_{j≠y} z_j, (N,); below zero where it does not.

    >>> import torch
    >>> margins(torch.tensor([[3.0, 1.0], [3.0, 1.0]]), torch.tensor([0, 1])).tolist()
    [2.0, -2.0]
    """
    true = labels[:, None]
    others = logits.scatter(1, true, -math.inf).amax(1)
    return logits.gather(1, true)[:, 0] - others


def check_logits(logits: Logits, images: Tensor, *, classes: int = 1) -> None:
    """Refuse what a classifier may not return: it has a row for each image, a column a class."""
    if not (
        isinstance(logits, Tensor)
        and logits.dim() == 2
        and len(logits) == len(images)
        and logits.shape[1] >= classes
    ):
        raise ValueError(
            f"the model returns logits (N, classes), a row for each image, of which it gets "
            f"{len(images)} at a time, and at least {classes} classes, so that every label has "
            f"one; got logits of {described(logits)}"
        )
