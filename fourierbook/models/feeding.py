"""How a network is fed: as its author fed it, whoever that is.

A network of the book gets images channels-last, which is how its weights are laid out. Any other
gets a copy of its own, contiguous, in the precision of its weights.
"""

from collections.abc import Iterator
from contextlib import nullcontext
from itertools import chain

import torch
from torch import Tensor, nn

from fourierbook.models import faults
from fourierbook.models.modes import none_in_training
from fourierbook.types import Classifier, Images, Logits, check_logits

HOMES = ("fourierbook.", "torch.nn.")


def is_ours(model: Classifier) -> bool:
    """Whether a network is one of the book's: it and its parts are the book's or PyTorch's layers.

    A foreign network in one of the book's wrappers is foreign, unless it was laid out channels-last
    as the published ones are.

    >>> from fourierbook.models import zoo
    >>> is_ours(zoo.load("specimens-cnn")), is_ours(nn.Flatten())
    (True, False)
    """
    if not isinstance(model, nn.Module) or not _home(model).startswith(HOMES[0]):
        return False
    if all(_home(part).startswith(HOMES) for part in model.modules()):
        return True
    return any(
        weight.dim() == 4
        and weight.is_contiguous(memory_format=torch.channels_last)
        and not weight.is_contiguous()
        for weight in model.parameters()
    )


def device_of(model: Classifier, images: Tensor) -> torch.device:
    """Where a network's weights are; for a function, where its images are.

    Raises:
        ValueError: if the weights have no numbers.

    >>> device_of(lambda images: images, torch.zeros(1))
    device(type='cpu')
    """
    first = next(_weights(model), images)
    if first.device.type == "meta":
        raise ValueError(
            "the network's weights are numbers on a device that computes; got weights on 'meta', "
            "which holds none: load them first"
        )
    return first.device


def laid_out(model: Classifier, images: Images) -> Images:
    """Images in the memory order in which a network is fed.

    >>> laid_out(nn.Flatten(), torch.zeros(2, 3, 4, 4)).stride()
    (48, 16, 4, 1)
    """
    layout = torch.channels_last if is_ours(model) else torch.contiguous_format
    return images.contiguous(memory_format=layout)


def run(model: Classifier, images: Images) -> object:
    """What a network makes of images, in the precision of its weights; a function's, in theirs.

    What a foreign network writes into its images is written into a copy.

    Raises:
        ValueError: if the network raises an error, or if a function runs a network in training
            mode, with dropout or batch norm.
        MemoryError: if it needs more memory than there is; `torch.OutOfMemoryError` on a GPU.

    >>> images = torch.full((1, 1, 1, 1), 0.5)
    >>> run(lambda images: images.sub_(0.5), images).item(), images.item()
    (0.0, 0.5)
    """
    like = next(filter(Tensor.is_floating_point, _weights(model)), images)
    seen = images.to(device_of(model, images), like.dtype)
    if not is_ours(model):
        seen = seen.clone(memory_format=torch.contiguous_format)
    inside = nullcontext() if isinstance(model, nn.Module) else none_in_training()
    try:
        with inside:
            return model(seen)
    except torch.OutOfMemoryError:
        raise
    except (Exception, SystemExit) as problem:  # a foreign network's may be any
        if isinstance(problem, ValueError) and faults.is_ours(problem):
            raise
        if faults.for_want_of_memory(problem):
            said = f"{_fed(images)}, for which there is none: {faults.said(problem)}"
            raise MemoryError(said) from problem
        raise ValueError(_failing(images, problem)) from problem


def asked(model: Classifier, images: Images, *, classes: int = 1) -> Logits:
    """Logits of a network that is fed as its author fed it.

    Raises:
        ValueError: as `run`, or if the answers are not logits (N, classes) of so many classes.

    >>> asked(nn.Flatten(), torch.ones(1, 2, 1, 1), classes=2).tolist()
    [[1.0, 1.0]]
    """
    logits = run(model, images)
    check_logits(logits, images, classes=classes)
    return logits


def gradient(value: Tensor, images: Images) -> Images:
    """Gradient of a number that a network gives, in its images.

    Raises:
        ValueError: if there is none.

    >>> images = torch.ones(1, 1, requires_grad=True)
    >>> gradient((3 * images).sum(), images).item()
    3.0
    """
    try:
        return torch.autograd.grad(value, images)[0]
    except torch.OutOfMemoryError:
        raise
    except RuntimeError as problem:
        raise ValueError(
            "the model is differentiable in its images; got logits without a gradient "
            f"({faults.said(problem)}): adversarial.square, basis_attack and fourier_heatmap "
            "need none"
        ) from problem


def _home(part: nn.Module) -> str:
    return f"{type(part).__module__}."


def _weights(model: Classifier) -> Iterator[Tensor]:
    return chain(model.parameters(), model.buffers()) if isinstance(model, nn.Module) else iter(())


def _fed(images: Images) -> str:
    return (
        f"the model takes images {tuple(images.shape)}, {len(images)} at a time, of "
        f"{images.dtype} on {images.device}"
    )


def _failing(images: Images, problem: BaseException) -> str:
    there = ", or look there" if faults.place(problem) else ""
    return (
        f"{_fed(images)}; got {faults.said(problem)}: give images of its size and channels, "
        f"or a function around it that makes of them what it takes{there}"
    )
