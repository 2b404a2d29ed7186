"""Exercises that check themselves: one module a chapter, and here what all of them share.

A check `check_<name>(answer)` calls the answer on random inputs, holds what comes back against
properties that only a right answer has, prints in one sentence what it found and in another the
call that showed it, and returns whether the answer is right. The same function serves the reader
of a chapter and the grading of an assignment, so a check draws the same inputs each time, never
stops with an error because of an answer, and shows only the beginning of what an answer prints.
"""

import io
import textwrap
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from fourierbook.exercises.calls import Answer, NotAnswered, Wrong, guarded

SHOWN = 1000  # characters of what an answer prints
WIDTH = 72  # characters in a line, which a page shows without cutting it off


def judge(answer: Answer, laws: Callable[[Callable], None], *, right: str) -> bool:
    """Hold an answer against laws and print the verdict.

    Args:
        answer: what the reader wrote, in theory a function.
        laws: called with a safe copy of the answer; raises `Wrong` where a law is broken.
        right: what is known of an answer that breaks none, as the end of a sentence.

    Returns:
        Whether every law holds; False where the answer is not written yet.

    >>> judge(..., lambda answer: None, right="nothing was asked")
    Not answered yet: replace the ... by your answer, then run its cell and
    this one again.
    False
    """
    printed, last = _Beginning(), []
    try:
        laws(guarded(answer, printed, last))
        verdict, sentence, last = True, f"Right: {right}.", []
    except NotAnswered:
        verdict, last = False, []
        sentence = (
            "Not answered yet: replace the ... by your answer, "
            "then run its cell and this one again."
        )
    except Wrong as broken:
        verdict, sentence = False, f"Not right yet: {broken}."
    if printed.getvalue():
        print(f"Your function printed:\n{printed.getvalue()}\n")
    for said in (sentence.replace("?.", "?"), *last):
        print(textwrap.fill(said, WIDTH))
    return verdict


def require(condition: Any, sentence: str) -> None:
    """Raise `Wrong` with a sentence unless the condition holds."""
    if not condition:
        raise Wrong(sentence)


def numbers(value: Any, what: str, *, shape: tuple[int, ...] = ()) -> np.ndarray:
    """Read what an answer returned as an array of numbers, real where the imaginary part is zero.

    Args:
        value: a tensor, an array, a number or a list of them.
        what: the quantity, as the beginning of a sentence.
        shape: that it must have; () is a single number.

    Raises:
        Wrong: if it is no number, has another shape, or is infinite or nan.

    >>> numbers(torch.ones(2), "the mean of two images", shape=(2,))
    array([1., 1.])
    """
    try:
        if isinstance(value, torch.Tensor):
            value = value.detach().cpu().resolve_conj().resolve_neg().numpy()
        read = np.asarray(value).astype(complex)
    except Exception:
        raise Wrong(f"{what} should be numbers, but it is of type {type(value).__name__}") from None
    require(read.shape == shape, f"{what} has the shape {read.shape}, but it should have {shape}")
    require(np.isfinite(read).all(), f"{what} holds nan or infinity")
    is_real = np.abs(read.imag).max(initial=0) <= 1e-6 * np.abs(read).max(initial=0)
    return read.real if is_real else read


def tensor(values: np.ndarray) -> torch.Tensor:
    """Give an array to an answer in torch's default precision, as the chapters' images are.

    >>> tensor(np.zeros(2)).dtype, tensor(np.zeros(2, complex)).dtype
    (torch.float32, torch.complex64)
    """
    single = torch.get_default_dtype()
    return torch.from_numpy(values).to(single.to_complex() if np.iscomplexobj(values) else single)


def close(got: Any, expected: Any, *, tolerance: float = 1e-4) -> bool:
    """Whether two arrays agree up to rounding, measured by the largest value expected (at least 1).

    >>> close(1.00001, 1.0), close(1.001, 1.0)
    (True, False)
    """
    scale = max(np.abs(expected).max(), 1.0)
    return bool(np.abs(np.asarray(got) - expected).max() <= tolerance * scale)


class _Beginning(io.StringIO):
    """Keeps the first `SHOWN` characters that are written to it and drops the rest."""

    def write(self, text: str) -> int:
        super().write(text[: max(0, SHOWN - self.tell())])
        return len(text)
