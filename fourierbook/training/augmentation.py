"""Changes of a whole batch at once, each image with its own draw."""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from fourierbook.signal.plasma import plasma


def crop_and_flip(images: Tensor, generator: torch.Generator, *, padding: int = 4) -> Tensor:
    """Shift each image by up to `padding` pixels and mirror every second one, at random.

    Args:
        images: (N, C, H, W).
        generator: on the images' device.
        padding: largest shift, in pixels; the border is filled by reflection.

    Reference:
        He et al. (2016), section 4.2, which pads with zeros; reflection keeps the spectrum of the
        image free of an artificial edge.

    Without a shift an image is as it was, or mirrored.

    >>> images, generator = torch.tensor([[[[1.0, 2.0]]]] * 2), torch.Generator().manual_seed(0)
    >>> sorted(crop_and_flip(images, generator, padding=0).flatten(1).tolist())
    [[1.0, 2.0], [2.0, 1.0]]
    """
    count, _, height, width = images.shape
    device = images.device
    shift = torch.randint(0, 2 * padding + 1, (2, count, 1), generator=generator, device=device)
    flip = torch.rand(count, 1, generator=generator, device=device) < 0.5
    rows = shift[0] + torch.arange(height, device=device)
    columns = torch.arange(width, device=device).expand(count, -1)
    columns = shift[1] + torch.where(flip, columns.flip(1), columns)
    padded = F.pad(images, (padding,) * 4, mode="reflect").permute(0, 2, 3, 1)
    which = torch.arange(count, device=device)[:, None, None]
    return padded[which, rows[:, :, None], columns[:, None, :]].permute(0, 3, 1, 2)


def unchanged(images: Tensor, generator: torch.Generator) -> Tensor:
    """Leave the images as they are.

    >>> unchanged(torch.tensor([0.5]), torch.Generator())
    tensor([0.5000])
    """
    return images


def gaussian_noise(images: Tensor, generator: torch.Generator, *, largest: float = 0.1) -> Tensor:
    """Add white noise of standard deviation σ, each image with its own σ, and clip.

    Args:
        images: (N, C, H, W) in [0, 1].
        generator: on the images' device.
        largest: σ is drawn evenly from 0 to this, in units of the image.

    Reference:
        Yin et al. (2019), section 3: Gaussian data augmentation.

    >>> images = torch.full((1, 3, 2, 2), 0.5)
    >>> torch.equal(gaussian_noise(images, torch.Generator(), largest=0.0), images)
    True
    """
    sigma = largest * _each(images, generator)
    noise = torch.randn(images.shape, generator=generator, device=images.device)
    return (images + sigma * noise).clamp(0, 1)


def fog_noise(
    images: Tensor, generator: torch.Generator, *, largest: float = 1.0, decay: float = 2.5
) -> Tensor:
    """Add clouds of height a, each image with its own clouds and its own a, and clip.

    This is the light that fog adds; the corruption of the same name also takes contrast away.

    Args:
        images: (N, C, H, W) in [0, 1], square, of a side that is a power of two.
        generator: on the images' device.
        largest: a is drawn evenly from 0 to this, in units of the image.
        decay: of the clouds, see `signal.plasma`.

    Reference:
        Yin et al. (2019), section 4.3, which does not give its noise: this one is ours.

    Clouds add light and take none away.

    >>> images = torch.full((1, 3, 4, 4), 0.5)
    >>> bool((fog_noise(images, torch.Generator().manual_seed(0)) >= images).all())
    True
    """
    clouds = plasma(len(images), images.shape[-1], generator, decay=decay)[:, None]
    return (images + largest * _each(images, generator) * clouds).clamp(0, 1)


def autoaugment(images: Tensor, generator: torch.Generator) -> Tensor:
    """AutoAugment's policy for CIFAR-10, drawn anew for each image.

    Args:
        images: (N, 3, H, W) in [0, 1]; rounded to 256 values.
        generator: seeds torch's own generator for these images, which is then given back.

    Reference:
        Cubuk et al. (2019), table 7, as torchvision has it. One call of torchvision's transform
        draws one policy for all that it is given.

    >>> images = torch.full((1, 3, 8, 8), 0.5)
    >>> changed = autoaugment(images, torch.Generator().manual_seed(0))
    >>> bool((255 * changed).round().sub(255 * changed).abs().max() < 1e-4)  # whole grey levels
    True
    """
    from torchvision.transforms import v2

    policy = v2.AutoAugment(v2.AutoAugmentPolicy.CIFAR10)
    seed = int(torch.randint(2**62, (), generator=generator, device=generator.device))
    levels = (images * 255).round().to(torch.uint8)
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        changed = torch.stack([policy(image) for image in levels])
    return changed.to(images.dtype) / 255


def crop_and_flip_then(
    change: Callable[[Tensor, torch.Generator], Tensor],
) -> Callable[[Tensor, torch.Generator], Tensor]:
    """Shift and mirror the images, then change them.

    >>> darker = crop_and_flip_then(lambda images, generator: images - 0.25)
    >>> darker(torch.full((1, 3, 8, 8), 0.5), torch.Generator().manual_seed(0)).unique()
    tensor([0.2500])
    """
    return lambda images, generator: change(crop_and_flip(images, generator), generator)


def _each(images: Tensor, generator: torch.Generator) -> Tensor:
    """One number from 0 to 1 for each image, (N, 1, 1, 1)."""
    return torch.rand(len(images), 1, 1, 1, generator=generator, device=images.device)


AUGMENTATIONS: dict[str, Callable[[Tensor, torch.Generator], Tensor]] = {
    "crop_and_flip": crop_and_flip,
    "crop_flip_gaussian": crop_and_flip_then(gaussian_noise),
    "crop_flip_fog": crop_and_flip_then(fog_noise),
    "crop_flip_autoaugment": crop_and_flip_then(autoaugment),
    "none": unchanged,
}
