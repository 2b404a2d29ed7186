"""The only evaluation loop of the book."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import TypeVar

import torch
from torch import Tensor

from fourierbook import progress
from fourierbook.measure.intervals import Interval, wilson
from fourierbook.models.feeding import asked, device_of, laid_out
from fourierbook.models.modes import evaluating
from fourierbook.types import (
    Classifier,
    check_batch,
    check_images,
    check_labels,
    check_logits,
    single,
)

# Images are classified in blocks of this size, the last one padded, so that a result does not
# depend on how many images are asked for: a batch of 3 rounds differently from one of 64.
WHOLE = {"cpu": 64, "cuda": 1024}
BLOCK = defaultdict(lambda: 64, WHOLE)  # halved where a GPU's memory is too small
T = TypeVar("T")


def predict(
    model: Classifier, images: Tensor, *, change: Callable[[Tensor], Tensor] | None = None
) -> Tensor:
    """Logits of a classifier, block by block.

    Args:
        model: takes (N, C, H, W) in [0, 1], returns (N, classes). A network is put into evaluation
            mode for the call, and each of its modules back into its own mode afterwards; a function
            is called as it is, so a network inside it is in the mode that its caller chose.
        images: (N, C, H, W) in [0, 1], of any precision, on any device.
        change: applied to each block on the model's device, such as a filter; it may leave [0, 1].

    Returns:
        (N, classes) on the CPU, float32.

    Raises:
        ValueError: if there are no images (N, C, H, W) in [0, 1], if the model fails on them, or if
            its answers are not logits (N, classes) or not numbers (nan).

    >>> predict(lambda images: images.flatten(1), torch.ones(3, 1, 1, 2)).tolist()
    [[1.0, 1.0], [1.0, 1.0], [1.0, 1.0]]
    """
    check_batch(images)
    return predict_unbounded(model, images, change=change)


def predict_unbounded(
    model: Classifier,
    images: Tensor,
    *,
    change: Callable[[Tensor], Tensor] | None = None,
    classes: int = 1,
) -> Tensor:
    """As `predict`, for what is made of images on purpose and leaves [0, 1], such as a band.

    Args:
        model: as in `predict`.
        images: (N, C, H, W) of any range, one at least.
        change: as in `predict`.
        classes: that the model has at least.

    Raises:
        ValueError: as `predict`, whatever the range of the images.

    >>> predict_unbounded(lambda images: images.flatten(1), torch.full((1, 1, 1, 2), -3.0)).tolist()
    [[-3.0, -3.0]]
    """
    check_images(images, "(N, C, H, W)")
    images, device = single(images), device_of(model, images)

    def parts() -> Iterator[tuple[Tensor, int]]:
        for part, size in blocks(images, device):
            yield (part if change is None else change(part)), size

    logits = answers(model, parts, device, Tensor.float)
    broken = logits.isnan().any(1)
    if broken.any():
        raise ValueError(
            f"logits are numbers; got nan for {broken.sum()} of {len(images)} images, the first of "
            f"them image {broken.nonzero()[0].item()}: look for nan in it and in the weights"
        )
    check_logits(logits, images, classes=classes)
    return logits


@torch.no_grad()
def answers(
    model: Classifier,
    parts: Callable[[], Iterator[tuple[Tensor, int]]],
    device: torch.device,
    of: Callable[[Tensor], Tensor],
    *,
    ask: Callable[[Classifier, Tensor], Tensor] = asked,
) -> Tensor:
    """What a function makes of a classifier's logits, block by block.

    Args:
        model: as in `predict`.
        parts: gives blocks of images from the first on, and how many rows of each count.
        device: of the model.
        of: takes logits (rows, classes), returns a tensor with as many rows.
        ask: gives the logits, or what else is asked of the model.

    Returns:
        The rows of all blocks, on the CPU.

    Raises:
        ValueError: if the model's answers are not logits (N, classes).

    >>> images = torch.tensor([[0.1, 0.9], [0.8, 0.2]]).view(2, 2, 1, 1)
    >>> cpu = torch.device("cpu")
    >>> parts = lambda: blocks(images, cpu)
    >>> answers(lambda x: x.flatten(1), parts, cpu, lambda logits: logits.argmax(1)).tolist()
    [1, 0]
    """

    def all_rows() -> Tensor:
        answered = ((ask(model, laid_out(model, part)), size) for part, size in parts())
        return torch.cat([of(logits[:size]) for logits, size in answered]).cpu()

    with evaluating(model):
        return fitting(all_rows, device)


def correct(
    model: Classifier,
    images: Tensor,
    labels: Tensor,
    *,
    change: Callable[[Tensor], Tensor] | None = None,
) -> Tensor:
    """Whether the classifier is right about each image: argmax of the logits = label.

    Returns:
        (N,) booleans on the CPU.

    Raises:
        ValueError: if there is not one label for each image, or if a label is none of the model's
            classes; see also `predict`.

    >>> images = torch.tensor([[0.1, 0.9], [0.8, 0.2]]).view(2, 2, 1, 1)
    >>> correct(lambda x: x.flatten(1), images, torch.tensor([1, 1])).tolist()
    [True, False]
    """
    check_batch(images)
    check_labels(labels, images)
    logits = predict_unbounded(model, images, change=change, classes=int(labels.max()) + 1)
    return logits.argmax(1) == labels.cpu()


def accuracy(
    model: Classifier,
    images: Tensor,
    labels: Tensor,
    *,
    change: Callable[[Tensor], Tensor] | None = None,
) -> Interval:
    """Share of images that the classifier is right about, with its 95 % interval over images.

    >>> accuracy(lambda x: x.flatten(1), torch.ones(1, 2, 1, 1), torch.tensor([0])).mean
    1.0
    """
    right = correct(model, images, labels, change=change)
    return wilson(int(right.sum()), len(right))


def blocks(rows: Tensor, device: torch.device) -> Iterator[tuple[Tensor, int]]:
    """Rows of a tensor on a device in blocks of one size, and how many rows of each are its own.

    The last block is filled up with its last row.

    >>> ((block, own),) = blocks(torch.tensor([3.0, 4.0]), torch.device("cpu"))
    >>> own, block[:4].tolist(), len(block) == BLOCK["cpu"]
    (2, [3.0, 4.0, 4.0, 4.0], True)
    """
    block = BLOCK[device.type]
    for start in range(0, len(rows), block):
        part = rows[start : start + block].to(device)
        size = len(part)
        yield torch.cat([part, part[-1:].expand(block - size, *part.shape[1:])]), size


def fitting(work: Callable[[], T], device: torch.device) -> T:
    """Work in blocks; where they do not fit into a GPU's memory, again in blocks of half the size.

    Raises:
        torch.OutOfMemoryError: if a single image does not fit.

    >>> fitting(lambda: "done", torch.device("cpu"))
    'done'
    """
    while True:
        try:
            return work()
        except torch.OutOfMemoryError:
            if BLOCK[device.type] == 1:
                raise
        BLOCK[device.type] //= 2
        torch.cuda.empty_cache()
        size = BLOCK[device.type]
        progress.tell(f"this GPU's memory is too small: going on in blocks of {size} images")
