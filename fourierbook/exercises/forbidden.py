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

    >>> import torch
    >>> without_transforms(torch.fft.fftfreq, 2)
    tensor([ 0.0000, -0.5000])
    >>> without_transforms(torch.fft.ifft, torch.ones(2))
    Traceback (most recent call last):
    fourierbook.exercises.calls.Wrong: use sums or one matrix product: your function calls torch.fft
    """
    found: list[str] = []

    def watch(frame: FrameType, event: str, called: Any) -> None:
        name = frame.f_code.co_name if event == "call" else getattr(called, "__name__", "")
        if "freq" in name or "shift" in name:
            return  # which transform nothing
        if event == "c_call" and name.startswith("fft_"):
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
