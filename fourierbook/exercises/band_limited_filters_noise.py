"""What noise in a band has to be: of one norm, even, Gaussian, and drawn with the generator."""

from collections.abc import Callable

import numpy as np
import torch

from fourierbook.exercises import close, numbers, require
from fourierbook.signal.filters import nyquist_high_pass, square_low_pass

CASES = (
    ((200, 3, 8, 9), square_low_pass(8, 9, bandwidth=3), 8.0),
    ((150, 2, 10, 7), nyquist_high_pass(10, 7, bandwidth=5), 2.5),
    ((200, 3, 8, 9), torch.ones(8, 9), 0.3),
)


def laws_of_noise(answer: Callable) -> None:
    """Hold an answer against what noise of one norm in a band is.

    Args:
        answer: called as `answer(shape, mask, norm, generator)`.

    Raises:
        Wrong: if it gives anything else.
    """
    for shape, mask, norm in CASES:

        def drawn(seed, shape=shape, mask=mask, norm=norm):
            generator = torch.Generator().manual_seed(seed)
            noise = numbers(answer(shape, mask, norm, generator), "the noise", shape=shape)
            require(np.isrealobj(noise), "the noise is complex, but the mask is symmetric")
            return noise / norm

        noise = drawn(0)
        _is_even(noise, mask.numpy(), norm)
        _is_independent(noise)
        require(
            close(noise, drawn(0)),
            "two generators of one seed give different noise: all chance is to come from them",
        )
        require(not close(noise, drawn(1)), "generators of different seeds give the same noise")


def _is_even(noise: np.ndarray, mask: np.ndarray, norm: float) -> None:
    """Of norm 1, within its band alone, and there even and Gaussian."""
    norms = np.sqrt((noise**2).sum((2, 3)))
    require(
        close(norms, 1),
        f"the channels should each have the norm {norm:g}; theirs go from {norm * norms.min():.4g} "
        f"to {norm * norms.max():.4g}",
    )
    energy = (abs(np.fft.fft2(noise)) ** 2).mean((0, 1))
    require(close(energy * (mask == 0), 0), "there is noise at frequencies that the mask removes")
    inside = energy[mask == 1]
    flat = inside.max() < 1.5 * inside.mean() and inside.min() > 0.5 * inside.mean()
    require(flat, "within the band some frequencies get far more noise than others")
    fourth = (noise**4).mean() / (noise**2).mean() ** 2
    normal = 3 * mask.sum() / (mask.sum() + 2)  # of one norm in so many dimensions
    require(
        abs(fourth / normal - 1) < 0.15,
        f"the noise is not Gaussian: the mean of its fourth powers should be about {normal:.2f} "
        f"times the square of that of its squares, and is {fourth:.2f} times",
    )


def _is_independent(noise: np.ndarray) -> None:
    """Whether channels and images, of norm 1, are drawn each apart."""
    likeness = abs((noise[:, 0] * noise[:, 1]).sum((1, 2)))
    require(likeness.mean() < 0.6, "all channels get the same noise; draw each apart")
    likeness = abs((noise[:-1] * noise[1:]).sum((2, 3)))
    require(likeness.mean() < 0.6, "all images get the same noise; draw each apart")
