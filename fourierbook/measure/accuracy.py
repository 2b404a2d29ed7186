"""The only evaluation loop of the book."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import torch
from torch import Tensor, nn

from fourierbook.measure.intervals import Interval, wilson
from fourierbook.types import Classifier

# Images are classified in blocks of this size, the last one padded, so that a result does not
# depend on how many images are asked for: a batch of 3 rounds differently from one of 64.
WHOLE = {"cpu": 64, "cuda": 1024}
BLOCK = defaultdict(lambda: 64, WHOLE)  # halved where a GPU's memory is too small
T = TypeVar("T")


@torch.no_grad()
def predict(
    model: Classifier, images: Tensor, *, change: Callable[[Tensor], Tensor] | None = None
) -> Tensor:
    """Logits of a classifier, block by block.

    Args:
        model: takes (N, C, H, W) in [0, 1], returns (N, classes). A network is put into evaluation
            mode for the call, and each of its modules back into its own mode afterwards; a function
            is called as it is, so a network inside it is in the mode that its caller chose.
        images: (N, C, H, W), on any device.
        change: applied to each block on the model's device, such as a filter.

    Returns:
        (N, classes) on the CPU, float32.

    Raises:
        ValueError: if there are no images.

    >>> predict(lambda images: images.flatten(1), torch.ones(3, 1, 1, 2)).tolist()
    [[1.0, 1.0], [1.0, 1.0], [1.0, 1.0]]
    """
    if len(images) == 0:
        raise ValueError(f"there is at least one image; got a batch of shape {tuple(images.shape)}")
    device = device_of(model, images)

    def all_logits() -> Tensor:
        logits = []
        for part, size in blocks(images, device):
            seen = part if change is None else change(part)
            seen = seen.contiguous(memory_format=torch.channels_last)
            logits.append(model(seen)[:size].float().cpu())
        return torch.cat(logits)

    with evaluating(model):
        return fitting(all_logits, device)


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
        ValueError: if there are no images, or not one label for each.

    >>> images = torch.tensor([[0.1, 0.9], [0.8, 0.2]]).view(2, 2, 1, 1)
    >>> correct(lambda x: x.flatten(1), images, torch.tensor([1, 1])).tolist()
    [True, False]
    """
    if len(images) != len(labels) or len(images) == 0:
        raise ValueError(
            "there is one label for each image, and at least one image; "
            f"got {len(images)} images and {len(labels)} labels"
        )
    return predict(model, images, change=change).argmax(1) == labels.cpu()


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
    """
    block = BLOCK[device.type]
    for start in range(0, len(rows), block):
        part = rows[start : start + block].to(device)
        size = len(part)
        yield torch.cat([part, part[-1:].expand(block - size, *part.shape[1:])]), size


def fitting(work: Callable[[], T], device: torch.device) -> T:
    """Do a work in blocks; where they do not fit into the GPU's memory, in blocks of half the size.

    Raises:
        torch.OutOfMemoryError: if a single image does not fit.
    """
    while True:
        try:
            return work()
        except torch.OutOfMemoryError:
            if BLOCK[device.type] == 1:
                raise
        BLOCK[device.type] //= 2
        torch.cuda.empty_cache()
        print(f"this GPU's memory is too small: going on in blocks of {BLOCK[device.type]} images")


@contextmanager
def evaluating(model: Classifier) -> Iterator[None]:
    """Put a network into evaluation mode, and each of its modules back into its own afterwards."""
    parts = [*model.modules()] if isinstance(model, nn.Module) else []
    modes = [part.training for part in parts]
    if any(modes):
        model.eval()
    try:
        yield
    finally:
        # From the outside in, and by each part's own `train`, which may do more than set the mode.
        for part, mode in zip(parts, modes, strict=True):
            if part.training != mode:
                part.train(mode)
            part.training = mode


def device_of(model: Classifier, images: Tensor) -> torch.device:
    """Where a network's weights are; for a function, where its images are."""
    parameters = model.parameters() if isinstance(model, nn.Module) else iter(())
    first = next(parameters, None)
    return images.device if first is None else first.device
