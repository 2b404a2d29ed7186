"""Adversarial attacks: small changes of an image that make a classifier wrong.

Every attack is a function (model, images, labels, generator) -> images of what it changes the
images into. The result lies in the ball of radius ε around each image, and in [0, 1], to the last
bit; model, images and generator's device are left as they were. Options are given before, as in
`functools.partial(pgd, epsilon=8 / 255)`; then an attack can stand wherever a batch is perturbed:
in `trainer.fit(..., perturb=attack)` as in `measure.robustness`.
"""

import contextlib
from collections.abc import Callable
from functools import partial

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from fourierbook.models.feeding import asked, gradient
from fourierbook.types import (
    Classifier,
    check_images,
    check_labels,
    check_range,
    is_count,
    is_number,
    margins,
)

Attack = Callable[[Classifier, Tensor, Tensor, torch.Generator], Tensor]

# An L2 ball is made smaller by this share, more than what adding a perturbation rounds off.
ROUNDING = 1e-5


def fgsm(
    model: Classifier,
    images: Tensor,
    labels: Tensor,
    generator: torch.Generator,
    *,
    epsilon: float = 8 / 255,
) -> Tensor:
    """Fast gradient sign method, one step: x ↦ x + ε · sign(∇ L(x)).

    Args:
        model: takes images in [0, 1], returns logits; differentiable.
        images: (N, C, H, W) in [0, 1].
        labels: (N,) the true classes.
        generator: not drawn from; there so that every attack is called alike.
        epsilon: ε, largest change of a value, in units of the image.

    Raises:
        ValueError: if ε is not a number from 0 on, images are outside [0, 1], labels and images do
            not match, or a label is none of the model's classes.

    Reference:
        Goodfellow et al. (2015), section 4.

    >>> toward_one = lambda x: torch.cat([x.flatten(1), 0 * x.flatten(1)], 1)
    >>> x = torch.full((1, 1, 1, 1), 0.5)
    >>> fgsm(toward_one, x, torch.tensor([0]), torch.Generator(), epsilon=0.25).item()
    0.25
    """
    return pgd(
        model, images, labels, generator, epsilon=epsilon, steps=1, step_size=epsilon,
        random_start=False,
    )  # fmt: skip


def pgd(
    model: Classifier,
    images: Tensor,
    labels: Tensor,
    generator: torch.Generator,
    *,
    epsilon: float = 8 / 255,
    norm: str = "linf",
    steps: int = 20,
    step_size: float | None = None,
    random_start: bool = True,
    restarts: int = 1,
    transform: Callable[[Tensor, torch.Generator], Tensor] | None = None,
    samples: int = 1,
) -> Tensor:
    """Projected gradient descent, uphill on the loss: x ↦ P(x + α · d(∇ L(x))).

    L is the cross-entropy, d the gradient's sign ("linf") or its direction ("l2"), and P brings a
    point back into the ball. With a `transform` T, the gradient is the mean over `samples` draws of
    that of L(T(x)): expectation over transformation, for networks that change their input at
    random.

    Args:
        model: takes images in [0, 1], returns logits; differentiable.
        images: (N, C, H, W) in [0, 1].
        labels: (N,) the true classes.
        generator: on the images' device; random starts and transforms are drawn from it.
        epsilon: ε, radius of the ball in units of the image: of a value for "linf", of the whole
            image for "l2".
        norm: "linf" or "l2".
        steps: of each restart.
        step_size: α; 2.5 ε / steps if None, so that the ball's border is reached from anywhere.
        random_start: start at a point drawn evenly from the ball instead of at the image.
        restarts: attacks in all; of each image the one with the largest loss is kept.
        transform: T, (images, generator) -> images, differentiable.
        samples: draws of T for each gradient; also without T, for a model that is itself random.

    Raises:
        ValueError: if ε or the step is not a number from 0 on, images are outside [0, 1], labels
            and images do not match, a label is none of the model's classes, the norm is unknown, or
            a count is below 1.

    Reference:
        Madry et al. (2018), section 2.1; Athalye et al. (2018), section 4.2, for the expectation.

    >>> toward_one = lambda x: torch.cat([x.flatten(1), 0 * x.flatten(1)], 1)
    >>> x = torch.full((1, 1, 1, 1), 0.5)
    >>> pgd(toward_one, x, torch.tensor([0]), torch.Generator(), epsilon=0.25).item()
    0.25
    """
    _check(images, labels, generator, epsilon)
    if norm not in ("linf", "l2") or not all(map(is_count, (steps, restarts, samples))):
        raise ValueError(
            "norm is 'linf' or 'l2', and steps, restarts and samples are at least 1; "
            f"got {norm!r}, {steps}, {restarts}, {samples}"
        )
    if step_size is not None and not is_number(step_size, least=0):
        raise ValueError(f"step_size is in units of the image, zero or more; got {step_size!r}")
    start, direction, projection = _BALLS[norm]
    step_size = 2.5 * epsilon / steps if step_size is None else step_size
    images, labels = images.detach(), labels.long()
    logits = _logits(model, labels)
    project = projection(images, epsilon)
    best, largest = images, torch.full(labels.shape, -torch.inf, device=images.device)
    with _untouched(model):
        for _ in range(restarts):
            changed = images
            if random_start:
                changed = project(start(images, epsilon, generator))
            for _ in range(steps):
                gradient = _gradient(
                    logits, changed, labels, generator, transform=transform, samples=samples
                )
                changed = project(changed + step_size * direction(gradient))
            if restarts == 1:
                return changed
            with torch.no_grad():
                loss = F.cross_entropy(logits(changed), labels, reduction="none")
            best = torch.where((loss > largest)[:, None, None, None], changed, best)
            largest = torch.maximum(loss, largest)
    return best


@torch.no_grad()
def square(
    model: Classifier,
    images: Tensor,
    labels: Tensor,
    generator: torch.Generator,
    *,
    epsilon: float = 8 / 255,
    queries: int = 1000,
    share: float = 0.8,
) -> Tensor:
    """Square attack: random squares of +ε or −ε, kept where they help; for "linf".

    It never sees a gradient, so a network that is robust only because its gradients lead nowhere
    falls to it. Each query gives each image that is still classified rightly one square of random
    place and of random sign in each channel, and keeps it if the margin between the true class's
    logit and the largest other one falls.

    Args:
        model: takes images in [0, 1], returns logits.
        images: (N, C, H, W) in [0, 1].
        labels: (N,) the true classes.
        generator: on the images' device.
        epsilon: ε, largest change of a value, in units of the image.
        queries: forward passes of each image, at most.
        share: of the image's area that the first squares cover; it is halved at fixed shares of
            the queries.

    Raises:
        ValueError: if ε is not a number from 0 on, images are outside [0, 1], labels and images do
            not match, a label is none of the model's classes, there is not one query, or the share
            is outside (0, 1].

    Reference:
        Andriushchenko et al. (2020), algorithms 1 and 2, with the margin loss.

    >>> dark = lambda x: torch.cat([x.flatten(1), 0.4 + 0 * x.flatten(1)], 1)
    >>> x = torch.full((1, 1, 1, 1), 0.5)
    >>> square(dark, x, torch.tensor([0]), torch.Generator().manual_seed(0), epsilon=0.25).item()
    0.25
    """
    _check(images, labels, generator, epsilon)
    if not (is_count(queries) and is_number(share) and 0 < share <= 1):
        raise ValueError(
            "queries counts at least one query, and share lies in (0, 1]; "
            f"got {queries!r} and {share!r}"
        )
    labels = labels.long()
    logits = _logits(model, labels)
    low, high = _box(images, epsilon)
    count, channels, height, width = images.shape
    with _untouched(model):
        stripes = _signs((count, channels, 1, width), generator, images)
        changed = torch.where(stripes > 0, high, low)
        leads = margins(logits(changed), labels)
        for query in range(1, queries):
            right = torch.nonzero(leads > 0)[:, 0]
            if len(right) == 0:
                break
            side = _side(share, query / queries, height, width)
            # Drawn for every image, so that no image's draws hang on how the others fare.
            inside = _squares(count, side, height, width, generator)[right]
            signs = _signs((count, channels, 1, 1), generator, images)[right]
            candidate = torch.where(signs > 0, high[right], low[right])
            candidate = torch.where(inside, candidate, changed[right])
            lead = margins(logits(candidate), labels[right])
            better = lead < leads[right]
            changed[right[better]] = candidate[better]
            leads[right[better]] = lead[better]
    return changed


def _gradient(logits, changed, labels, generator, *, transform, samples) -> Tensor:
    with torch.enable_grad():
        changed = changed.detach().requires_grad_()
        loss = torch.zeros((), device=changed.device)
        for _ in range(samples):
            seen = changed if transform is None else transform(changed, generator)
            loss = loss + F.cross_entropy(logits(seen), labels, reduction="sum")
        return gradient(loss, changed)


def _start_linf(images: Tensor, epsilon: float, generator: torch.Generator) -> Tensor:
    return images + epsilon * (2 * _uniform(images.shape, generator, images) - 1)


def _start_l2(images: Tensor, epsilon: float, generator: torch.Generator) -> Tensor:
    noise = torch.randn(images.shape, generator=generator, device=images.device)
    length = _uniform((len(images), 1, 1, 1), generator, images) ** (1 / images[0].numel())
    return images + epsilon * length * noise / _norms(noise)


def _linf_projection(images: Tensor, epsilon: float) -> Callable[[Tensor], Tensor]:
    low, high = _box(images, epsilon)
    return lambda changed: changed.clamp(low, high)


def _l2_projection(images: Tensor, epsilon: float) -> Callable[[Tensor], Tensor]:
    radius = epsilon * (1 - ROUNDING)

    def project(changed: Tensor) -> Tensor:
        # Clipping to [0, 1] brings every value nearer to the image's own, so it comes last.
        change = changed - images
        return (images + change * (radius / _norms(change)).clamp(max=1)).clamp(0, 1)

    return project


def _direction_l2(gradient: Tensor) -> Tensor:
    return gradient / _norms(gradient)


_BALLS = {
    "linf": (_start_linf, torch.sign, _linf_projection),
    "l2": (_start_l2, _direction_l2, _l2_projection),
}


def _box(images: Tensor, epsilon: float) -> tuple[Tensor, Tensor]:
    """Smallest and largest value within ε of each pixel and in [0, 1], rounded inwards."""
    exact = images.double()
    lowest, highest = (exact - epsilon).clamp(min=0), (exact + epsilon).clamp(max=1)
    low, high = lowest.to(images.dtype), highest.to(images.dtype)
    low = torch.where(low < lowest, torch.nextafter(low, images), low)
    high = torch.where(high > highest, torch.nextafter(high, images), high)
    return low, high


def _norms(images: Tensor) -> Tensor:
    """L2 norm of each image, (N, 1, 1, 1), never zero."""
    tiny = torch.finfo(images.dtype).tiny
    return images.flatten(1).norm(dim=1).clamp(min=tiny)[:, None, None, None]


def _side(share: float, done: float, height: int, width: int) -> int:
    """Side of a square when a part of all queries is done."""
    halvings = sum(done > step for step in (0.001, 0.005, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8))
    side = round((share * 0.5**halvings * height * width) ** 0.5)
    return max(1, min(side, height, width))


def _squares(count: int, side: int, height: int, width: int, generator: torch.Generator) -> Tensor:
    """Inside of one square of random place for each image, (N, 1, H, W)."""
    device = generator.device
    corners = [
        torch.randint(0, size - side + 1, (count, 1), generator=generator, device=device)
        for size in (height, width)
    ]
    rows, columns = (
        (torch.arange(size, device=device) - corner).clamp(-1, side).remainder(side + 1) < side
        for size, corner in zip((height, width), corners, strict=True)
    )
    return rows[:, None, :, None] & columns[:, None, None, :]


def _uniform(shape, generator: torch.Generator, like: Tensor) -> Tensor:
    return torch.rand(shape, generator=generator, device=like.device, dtype=like.dtype)


def _signs(shape, generator: torch.Generator, like: Tensor) -> Tensor:
    return _uniform(shape, generator, like) - 0.5


@contextlib.contextmanager
def _untouched(model: Classifier):
    """Give buffers back as they were: a network in training mode counts every batch it sees."""
    if not isinstance(model, nn.Module) or not any(
        getattr(part, "training", False) for part in model.modules()
    ):
        yield
        return
    kept = {name: buffer.clone() for name, buffer in model.named_buffers()}
    try:
        yield
    finally:
        with torch.no_grad():
            for name, buffer in model.named_buffers():
                buffer.copy_(kept[name])


def _logits(model: Classifier, labels: Tensor) -> Callable[[Tensor], Tensor]:
    """The model in float32, whose answers are checked to have a class for every label."""
    classes = int(labels.max()) + 1 if len(labels) else 1

    def logits(images: Tensor) -> Tensor:
        return asked(model, images, classes=classes).float()

    return logits


def _check(images: Tensor, labels: Tensor, generator: torch.Generator, epsilon: float) -> None:
    if not is_number(epsilon, least=0):
        raise ValueError(f"epsilon is the radius of a ball, zero or more; got {epsilon!r}")
    check_images(images, "(N, C, H, W)")
    check_labels(labels, images)
    if not isinstance(generator, torch.Generator):
        raise ValueError(
            f"generator is a torch.Generator, from which an attack draws; got {generator!r}"
        )
    check_range(images)


# What a recipe may name. One step from a random start, of 1.25 ε, as in Wong et al. (2020).
ATTACKS: dict[str, Attack] = {
    "linf8_single_step": partial(pgd, epsilon=8 / 255, steps=1, step_size=10 / 255),
    # Madry et al. (2018), section 5: seven steps of 2/255 from a random start.
    "linf8_pgd7": partial(pgd, epsilon=8 / 255, steps=7, step_size=2 / 255),
}
