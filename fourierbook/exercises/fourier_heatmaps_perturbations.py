"""Functions that add waves to images, two as they should and seven as they should not."""

from collections.abc import Callable

import torch


def _signs(generator: torch.Generator, *shape: int) -> torch.Tensor:
    return 2.0 * torch.randint(0, 2, shape, generator=generator) - 1


PERTURBATIONS: dict[str, Callable] = {
    "right": lambda x, wave, norm, generator: (
        x + norm * _signs(generator, *x.shape[:2], 1, 1) * wave
    ),
    "right, in another way": lambda x, wave, norm, generator: (
        x
        + torch.where(torch.rand(*x.shape[:2], 1, 1, generator=generator) < 0.5, -norm, norm) * wave
    ),
    "norm forgotten": lambda x, wave, norm, generator: (
        x + _signs(generator, *x.shape[:2], 1, 1) * wave
    ),
    "norm of the whole image": lambda x, wave, norm, generator: (
        x + norm / x.shape[1] ** 0.5 * _signs(generator, *x.shape[:2], 1, 1) * wave
    ),
    "one sign an image": lambda x, wave, norm, generator: (
        x + norm * _signs(generator, len(x), 1, 1, 1) * wave
    ),
    "one sign a channel": lambda x, wave, norm, generator: (
        x + norm * _signs(generator, 1, x.shape[1], 1, 1) * wave
    ),
    "no sign": lambda x, wave, norm, generator: x + norm * wave,
    "nothing or one": lambda x, wave, norm, generator: (
        x + norm * torch.randint(0, 2, (*x.shape[:2], 1, 1), generator=generator) * wave
    ),
    "another wave": lambda x, wave, norm, generator: (
        x + norm * _signs(generator, *x.shape[:2], 1, 1) * wave.roll((1, 2), (0, 1))
    ),
}
SAID = {
    "right": "adds the wave as it should",
    "right, in another way": "adds the wave as it should",
    "norm forgotten": "forgets the norm",
    "norm of the whole image": "gives the norm to all channels together instead of to each",
    "one sign an image": "draws one sign for all channels of an image",
    "one sign a channel": "draws one sign a channel and gives it to all images",
    "no sign": "draws no signs at all",
    "nothing or one": "multiplies by 0 or 1 instead of −1 or 1",
    "another wave": "shifts the wave before it is added",
}
