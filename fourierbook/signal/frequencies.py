"""Which frequency stands where in a discrete Fourier transform."""

import torch
from torch import Tensor

from fourierbook.types import check_size


def frequency_grid(height: int, width: int, *, dtype: torch.dtype | None = None) -> Tensor:
    """Vertical and horizontal frequency of every coefficient: f = k if k < N/2, else k − N.

    Args:
        height: of the image, in pixels.
        width: of the image, in pixels.
        dtype: of the result; torch's default without it.

    Returns:
        (2, H, W) in cycles per image, FFT order.

    Raises:
        ValueError: if a side is not a positive whole number.

    >>> frequency_grid(1, 4)[1].tolist()
    [[0.0, 1.0, -2.0, -1.0]]
    """
    check_size(height, width)
    # In double precision and rounded, since 1 / N is not exact: frequencies are whole numbers.
    vertical = torch.fft.fftfreq(height, d=1 / height, dtype=torch.float64).round()
    horizontal = torch.fft.fftfreq(width, d=1 / width, dtype=torch.float64).round()

    grid = torch.stack(torch.meshgrid(vertical, horizontal, indexing="ij"))
    return grid.to(dtype or torch.get_default_dtype())


def radius(height: int, width: int, *, dtype: torch.dtype | None = None) -> Tensor:
    """Distance of every coefficient from the zero frequency: |f| = √(f_y² + f_x²).

    Args:
        height: of the image, in pixels.
        width: of the image, in pixels.
        dtype: of the result; torch's default without it.

    Returns:
        (H, W) in cycles per image, FFT order.

    Raises:
        ValueError: if a side is not a positive whole number.

    >>> radius(1, 4).tolist()
    [[0.0, 1.0, 2.0, 1.0]]
    """
    vertical, horizontal = frequency_grid(height, width, dtype=dtype)
    return torch.hypot(vertical, horizontal)
