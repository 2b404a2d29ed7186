"""In which precision networks compute: the one that is asked for, where the device has it."""

import contextlib
from collections.abc import Iterator

import torch

from fourierbook import progress, settings


def usable_precision(precision: str, device: torch.device) -> str:
    """The precision asked for, or fp32 with one printed line where bf16 would be emulated.

    Raises:
        ValueError: if it is neither fp32 nor bf16.

    >>> usable_precision("fp32", torch.device("cpu"))
    'fp32'
    """
    if precision not in ("fp32", "bf16"):
        raise ValueError(f"precision is 'fp32' or 'bf16'; got {precision!r}")
    if precision == "fp32":
        return precision
    native = (
        torch.cuda.is_bf16_supported(including_emulation=False)
        if device.type == "cuda"
        else torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    )
    if native:
        return "bf16"
    progress.tell(f"this {device.type} has no bf16 arithmetic: computing in fp32 instead")
    return "fp32"


def computing(
    precision: str, device: torch.device | None = None
) -> contextlib.AbstractContextManager:
    """Context in which convolutions and matrix products run in a precision that is usable.

    Args:
        precision: fp32 or bf16.
        device: that computes; `settings.device()` if None.

    Raises:
        ValueError: if the precision is neither.

    >>> with computing("fp32"):
    ...     (torch.ones(1, 1) @ torch.ones(1, 1)).dtype
    torch.float32
    """
    device = settings.device() if device is None else device
    if usable_precision(precision, device) == "fp32":
        return contextlib.nullcontext()
    return torch.autocast(device.type, dtype=torch.bfloat16)


@contextlib.contextmanager
def rounded_products(rounded: bool) -> Iterator[None]:
    """Products of matrices in single precision, whose factors may be rounded to 8 bits or may not.

    Sums keep their 24 bits, and all other arithmetic too: where a processor has products of bf16,
    they are several times as fast. Elsewhere it changes nothing.

    Args:
        rounded: whether factors are rounded; if not, they are as exact as can be.

    >>> with rounded_products(False):
    ...     (torch.tensor([[1.001]]) @ torch.ones(1, 1)).item() == torch.tensor(1.001).item()
    True
    """
    before = torch.get_float32_matmul_precision()
    torch.set_float32_matmul_precision("medium" if rounded else "highest")
    try:
        yield
    finally:
        torch.set_float32_matmul_precision(before)
