"""Accuracy under an attack."""

import torch
from torch import Tensor

from fourierbook.measure.accuracy import blocks, fitting, predict_unbounded
from fourierbook.measure.intervals import Interval, wilson
from fourierbook.models.feeding import device_of, laid_out
from fourierbook.models.modes import evaluating
from fourierbook.training.adversarial import Attack
from fourierbook.training.trainer import seeded
from fourierbook.types import Classifier, check_batch, check_labels, single


def attacked(
    model: Classifier, images: Tensor, labels: Tensor, attack: Attack, *, seed: int = 0
) -> Tensor:
    """What an attack makes of each image, block by block, against the network in evaluation mode.

    What is drawn is decided by the seed and the block, so an image and its place decide its
    perturbation, however many images follow it.

    Args:
        model: takes (N, C, H, W) in [0, 1], returns (N, classes); differentiable if the attack
            needs it.
        images: (N, C, H, W) in [0, 1], on any device.
        labels: (N,).
        attack: such as `partial(adversarial.pgd, epsilon=8 / 255)`.
        seed: of its random choices.

    Returns:
        (N, C, H, W) on the CPU.

    Raises:
        ValueError: if there are no images (N, C, H, W) in [0, 1], or not one label for each, or if
            the attack is not a function.

    >>> brighter = lambda model, images, labels, generator: images + 0.5
    >>> zeros = torch.zeros(2, 1, 1, 1)
    >>> attacked(lambda x: x.flatten(1), zeros, torch.tensor([0, 0]), brighter).flatten().tolist()
    [0.5, 0.5]
    """
    check_batch(images)
    check_labels(labels, images)
    if not callable(attack):
        raise ValueError(f"attack is a function, such as training.adversarial.pgd; got {attack!r}")
    device = device_of(model, images)

    def all_changed() -> Tensor:
        pairs = zip(blocks(images, device), blocks(labels, device), strict=True)
        changed = []
        for number, ((part, size), (truth, _)) in enumerate(pairs):
            part = laid_out(model, single(part))
            made = attack(model, part, truth, seeded(device, seed, number))
            changed.append(made[:size].cpu())
        return torch.cat(changed)

    with evaluating(model):
        return fitting(all_changed, device)


def correct_under_attack(
    model: Classifier, images: Tensor, labels: Tensor, attack: Attack, *, seed: int = 0
) -> Tensor:
    """Whether the classifier is right about what the attack makes of each image.

    Arguments and errors are those of `attacked`.

    Returns:
        (N,) booleans on the CPU.

    >>> images, labels = torch.tensor([0.9, 0.6]).view(2, 1, 1, 1), torch.tensor([0, 0])
    >>> bright = lambda x: torch.cat([x.flatten(1), 1 - x.flatten(1)], 1)
    >>> darker = lambda model, images, labels, generator: images - 0.2
    >>> correct_under_attack(bright, images, labels, darker).tolist()
    [True, False]
    """
    changed = attacked(model, images, labels, attack, seed=seed)
    logits = predict_unbounded(model, changed, classes=int(labels.max()) + 1)
    return logits.argmax(1) == labels.cpu()


def robust_accuracy(
    model: Classifier, images: Tensor, labels: Tensor, attack: Attack, *, seed: int = 0
) -> Interval:
    """Share of images that the classifier is still right about, with its 95 % interval over images.

    It is an upper bound of what the network withstands: a stronger attack finds more. Arguments and
    errors are those of `attacked`.

    >>> images, labels = torch.tensor([0.9, 0.6]).view(2, 1, 1, 1), torch.tensor([0, 0])
    >>> bright = lambda x: torch.cat([x.flatten(1), 1 - x.flatten(1)], 1)
    >>> darker = lambda model, images, labels, generator: images - 0.2
    >>> robust_accuracy(bright, images, labels, darker).mean
    0.5
    """
    right = correct_under_attack(model, images, labels, attack, seed=seed)
    return wilson(int(right.sum()), len(right))
