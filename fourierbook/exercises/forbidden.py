"""What an exercise's text forbids."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from fourierbook.exercises import require


def without_transforms(answer: Callable, *inputs: Any) -> Any:
    """What an answer gives that calls no fast Fourier transform of any library.

    Raises:
        Wrong: if it calls one.

    >>> without_transforms(abs, -2)
    2
    >>> import torch
    >>> without_transforms(torch.fft.ifft, torch.ones(2))
    Traceback (most recent call last):
    fourierbook.exercises.calls.Wrong: use sums or one matrix product: your function calls torch.fft
    """
    found: list[str] = []

    def watch(frame: FrameType, event: str, called: Any) -> None:
        if event == "c_call" and getattr(called, "__name__", "").startswith("fft_"):
            found.append("torch.fft")
        elif event == "call" and ".fft" in (module := frame.f_globals.get("__name__", "")):
            found.append(".".join(module.split(".")[:2]))

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        result = answer(*inputs)
    finally:
        sys.setprofile(before)
    require(not found, f"use sums or one matrix product: your function calls {''.join(found[:1])}")
    return result
