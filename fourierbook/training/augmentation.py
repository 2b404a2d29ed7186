"""Changes of a whole batch at once, each image with its own draw."""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor


def crop_and_flip(images: Tensor, generator: torch.Generator, *, padding: int = 4) -> Tensor:
    """Shift each image by up to `padding` pixels and mirror every second one, at random.

    Args:
        images: (N, C, H, W).
        generator: on the images' device.
        padding: largest shift, in pixels; the border is filled by reflection.

    Reference:
        He et al. (2016), section 4.2, which pads with zeros; reflection keeps the spectrum of the
        image free of an artificial edge.
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
    """Leave the images as they are."""
    return images


AUGMENTATIONS: dict[str, Callable[[Tensor, torch.Generator], Tensor]] = {
    "crop_and_flip": crop_and_flip,
    "none": unchanged,
}
