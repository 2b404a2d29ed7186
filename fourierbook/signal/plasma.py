"""Fields of clouds: random pictures whose amplitude falls off with frequency."""

from collections.abc import Callable

import torch
from torch import Tensor

from fourierbook.types import is_count, is_number


def plasma(count: int, side: int, generator: torch.Generator, *, decay: float) -> Tensor:
    """Clouds by the diamond-square algorithm, with values from 0 to 1 and edges that meet.

    From one point on, the middles of squares and then of edges become the mean of their four
    neighbours plus noise, drawn evenly from −w² to w²; after each halving of the step, w is divided
    by `decay`. The amplitude falls with the frequency, the faster the larger `decay` is.

    Args:
        count: number of pictures.
        side: of each picture in pixels, a power of two.
        generator: everything random is drawn from it; the pictures are on its device.
        decay: above 0; 1 gives the same noise at every step.

    Returns:
        (count, side, side), each with a smallest value of 0 and a largest of 1.

    Raises:
        ValueError: if `side` is no power of two above 1, `decay` or `count` is not positive, or the
            generator is none.

    Reference:
        Hendrycks and Dietterich (2019), the fog of their corruptions, which scales the noise in
        this way.

    >>> clouds = plasma(2, 4, torch.Generator().manual_seed(0), decay=2.0)
    >>> tuple(clouds.shape), clouds.amin((1, 2)).tolist(), clouds.amax((1, 2)).tolist()
    ((2, 4, 4), [0.0, 0.0], [1.0, 1.0])
    """
    fits = is_count(count) and is_count(side, least=2) and side & (side - 1) == 0
    if not (fits and is_number(decay) and decay > 0):
        raise ValueError(
            "count of pictures is at least 1, side a power of two from 2 on, and decay positive; "
            f"got count={count!r}, side={side!r}, decay={decay!r}"
        )
    if not isinstance(generator, torch.Generator):
        raise ValueError(f"generator is a torch.Generator, seeded by the caller; got {generator!r}")
    flat = torch.zeros(count, side, side, device=generator.device)
    return grown(
        flat,
        lambda shape: torch.rand(shape, generator=generator, device=generator.device),
        decay=decay,
    )


def grown(flat: Tensor, draw: Callable[[torch.Size], Tensor], *, decay: float) -> Tensor:
    """Clouds as `plasma` makes them, from noise that the caller draws, each picture's from its own.

    Args:
        flat: zeros (count, side, side), the side a power of two.
        draw: gives noise of a shape (count, cells, cells), evenly from 0 to 1; all of its calls
            together ask for side² − 1 numbers a picture.
        decay: above 0.

    A flat start and noise that is 1 everywhere raise the middle of four points by w² = 1, and the
    middles of edges by 1 more than the mean of their neighbours, which is 1/2.

    >>> grown(torch.zeros(1, 2, 2), torch.ones, decay=2.0)[0].tolist()
    [[0.0, 1.0], [1.0, 0.6666666865348816]]
    """
    field = flat.clone()
    width, step = 1.0, flat.shape[-1]

    def noisy(total: Tensor) -> Tensor:
        return total / 4 + width**2 * (2 * draw(total.shape) - 1)

    while step > 1:
        half = step // 2

        # The middle of each square, from its four corners; rolling closes the edges.
        corners = field[:, ::step, ::step]
        pairs = corners + corners.roll(-1, 1)
        middles = noisy(pairs + pairs.roll(-1, 2))
        field[:, half::step, half::step] = middles

        # The middle of each edge, from its two ends and the two middles beside it.
        across = middles + middles.roll(1, 1) + corners + corners.roll(-1, 2)
        field[:, ::step, half::step] = noisy(across)
        down = middles + middles.roll(1, 2) + corners + corners.roll(-1, 1)
        field[:, half::step, ::step] = noisy(down)

        step, width = half, width / decay

    low, high = field.amin((1, 2), keepdim=True), field.amax((1, 2), keepdim=True)
    return (field - low) / (high - low)
