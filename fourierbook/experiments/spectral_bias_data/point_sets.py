"""Sets of points to learn noise on: a curved one of digits, and flat ones with and without them."""

from collections.abc import Callable
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from fourierbook.experiments.spectral_bias_data.kernel_basis import median_distance

HIDDEN = 256  # units of the autoencoder before and behind its features
NOISE = 0.3  # standard deviation, on the images that it is given
RATE, BATCH = 4e-3, 100
SETS = ("manifold", "uniform", "scaled", "principal")


def sets(images: Tensor, count: int, *, features: int, steps: int, seed: int) -> dict[str, Tensor]:
    """Equally many points of each of `SETS`, (count, pixels).

    `manifold` are an autoencoder's reconstructions of the first images, `uniform` has coordinates
    drawn from [0, 1] and zeros, `scaled` is the same around its centre with the manifold's median
    distance, and `principal` are the same images on their first principal directions: as flat as
    `uniform`, and as large as the images.

    Args:
        images: (n, pixels) in [0, 1], at least `count`; all of them train the autoencoder.
        count: points of each set.
        features: of the autoencoder; as many directions has each of the flat sets.
        steps: of the autoencoder's training.
        seed: of the autoencoder and of what is drawn.
    """
    generator = torch.Generator().manual_seed(50_000 + seed)
    curved = autoencoder(images, features, steps=steps, generator=generator)(images[:count])
    flat = torch.rand(count, features, generator=generator)
    flat = F.pad(flat, (0, images.shape[1] - features))
    ratio = median_distance(curved) / median_distance(flat)
    return {
        "manifold": curved,
        "uniform": flat,
        "scaled": flat.mean(0) + ratio * (flat - flat.mean(0)),
        "principal": on_principal(images[:count], features),
    }


def on_principal(points: Tensor, features: int) -> Tensor:
    """Points projected on their principal directions, the first so many.

    >>> on_principal(torch.tensor([[2.0, 0.1], [-2.0, 0.1], [2.0, -0.1], [-2.0, -0.1]]), 1).tolist()
    [[2.0, 0.0], [-2.0, 0.0], [2.0, 0.0], [-2.0, 0.0]]
    """
    centre = points.mean(0)
    _, _, directions = torch.linalg.svd(points - centre, full_matrices=False)
    few = directions[:features]
    return centre + (points - centre) @ few.T @ few


def autoencoder(
    images: Tensor, features: int, *, steps: int, generator: torch.Generator
) -> Callable[[Tensor], Tensor]:
    """Train a denoising autoencoder, and give its reconstruction: images to images.

    The paper says how many features it has, and no more; all else is ours.

    Args:
        images: (n, pixels) in [0, 1].
        features: units in the middle, which are linear.
        steps: of Adam, whose step size rises and falls once.
        generator: of initial values, batches and noise.
    """
    centre, pixels = images.mean(0), images.shape[1]
    model = _layers((pixels, HIDDEN, features, HIDDEN, pixels), generator)
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    for _ in range(steps):
        clean = images[torch.randint(len(images), (BATCH,), generator=generator)]
        noisy = clean + NOISE * torch.randn(clean.shape, generator=generator)
        loss = F.binary_cross_entropy_with_logits(model(noisy - centre), clean)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return torch.no_grad()(lambda points: model(points - centre).sigmoid())


def _layers(widths: tuple[int, ...], generator: torch.Generator) -> nn.Sequential:
    """Linear, ReLU, linear in the middle, linear, ReLU, linear, with PyTorch's initial spread."""
    parts: list[nn.Module] = []
    for place, (before, after) in enumerate(pairwise(widths)):
        layer = nn.utils.skip_init(nn.Linear, before, after)
        with torch.no_grad():
            layer.weight.normal_(0, (3 * before) ** -0.5, generator=generator)
            layer.bias.zero_()
        parts += [layer, nn.ReLU()] if place % 2 == 0 else [layer]
    return nn.Sequential(*parts)
