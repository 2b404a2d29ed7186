"""Calls of an answer: that they are safe, and what is said of one afterwards."""

import contextlib
import dis
import inspect
import io
import random
import traceback
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

Answer = Any  # what a reader wrote where a function was asked for
VALUES = 12  # of a list, which are shown one by one
LETTERS = 300  # of an error, which are shown
DRAW = random.SystemRandom()  # which no seed in an answer's cell reaches
NOTHING = {"RESUME", "NOP", "LOAD_CONST", "RETURN_CONST", "RETURN_VALUE"}  # steps of an empty body


class NotAnswered(Exception):
    """The answer is still the `...` that the chapter gave."""


class Wrong(Exception):
    """The answer breaks a law; the message says which, as the end of a sentence."""


def guarded(answer: Answer, printed: io.StringIO, last: list[str]) -> Callable:
    """Give a function that works as the answer does, but raises `Wrong` or `NotAnswered` only.

    Some calls, drawn anew each time, are made twice, and the second one counts: an answer that
    counts its calls instead of reading its input is out of step soon.

    Args:
        answer: what the reader wrote, in theory a function.
        printed: where to what it prints goes.
        last: emptied, and filled with a sentence on the call, each time.
    """
    if answer is ...:
        raise NotAnswered
    if not callable(answer):
        raise Wrong(f"the answer is a function, and this is of type {type(answer).__name__}")

    def call(*inputs: Any) -> Any:
        last[:] = [f"It was called with {_named(inputs, answer)}."]
        for _ in range(DRAW.randint(1, 2)):
            result = _called(answer, inputs, printed)
        if result is ... or (result is None and _is_empty(answer)):
            raise NotAnswered
        if result is None and printed.getvalue():
            raise Wrong("your function prints and returns None: put return in the place of print")
        if result is None:
            raise Wrong("your function returns None: does each of its ways end with return?")
        last[:] = [f"Called with {_named(inputs, answer)}, your function gave {shown(result)}."]
        return result

    return call


def shown(value: Any, *, digits: int = 7) -> str:
    """Words for a value: the value itself where it is short.

    >>> shown(torch.tensor([1.0, 2.5])), shown((3, np.int64(0))), shown(np.eye(9))
    ('[1, 2.5]', '(3, 0)', '9 × 9 numbers from 0 to 1')
    """
    if isinstance(value, torch.Tensor):
        value = value.detach().cpu().resolve_conj().resolve_neg().numpy()
    if isinstance(value, np.ndarray):
        few = value.ndim == 0 or (value.ndim == 1 and value.size <= VALUES)
        return shown(value.tolist()) if few else _shown_array(value)
    if isinstance(value, list | tuple):
        within = ", ".join(shown(each, digits=4) for each in value[:VALUES])
        within += ", …" * (len(value) > VALUES)
        return f"({within})" if isinstance(value, tuple) else f"[{within}]"
    if isinstance(value, bool | str | np.bool_):
        return repr(value)[: 5 * VALUES]
    if isinstance(value, int | np.integer):
        return str(value)
    if isinstance(value, float | complex | np.number):
        return f"{value:.{digits}g}"
    return "a function" if inspect.isroutine(value) else f"a {type(value).__name__.lower()}"


def _shown_array(values: np.ndarray) -> str:
    """Shape and range of many numbers."""
    shape = " × ".join(map(str, values.shape))
    if np.iscomplexobj(values) or values.size == 0:
        return f"{shape} complex numbers" if values.size else f"{shape} numbers"
    least, most = f"{values.min():.4g}", f"{values.max():.4g}"
    return f"{shape} numbers" + (f", each {most}" if least == most else f" from {least} to {most}")


def _called(answer: Answer, inputs: tuple, printed: io.StringIO) -> Any:
    """What an answer returns for a copy of its inputs."""
    own = [_copied(value) for value in inputs]
    try:
        with (
            contextlib.redirect_stdout(printed),
            contextlib.redirect_stderr(printed),  # nbgrader takes anything there for a failure
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            return answer(*own)
    except Wrong:
        raise
    except (Exception, SystemExit) as error:
        if isinstance(error, NotImplementedError) and not str(error):  # torch says which one
            raise NotAnswered from None
        said = f"{type(error).__name__}: {error}"[:LETTERS].rstrip(": .")
        raise Wrong(f"your function stops{_line(error, answer)} with {said}") from None


def _copied(value: Any) -> Any:
    """A value that an answer may change; of a generator one that draws the same."""
    if isinstance(value, torch.Generator):
        return torch.Generator(value.device).set_state(value.get_state())
    if isinstance(value, torch.Tensor):
        return value.clone()
    if isinstance(value, np.generic):
        return value.item()  # torch is at odds with some of NumPy's numbers
    return list(value) if isinstance(value, list) else value


def _named(inputs: tuple, answer: Answer) -> str:
    """Inputs with the names that the answer gives them."""
    try:
        names = [*inspect.signature(answer).bind(*inputs).arguments]
    except (TypeError, ValueError):
        names = []
    if len(names) != len(inputs):
        return ", ".join(map(shown, inputs))
    pairs = zip(names, inputs, strict=True)
    return ", ".join(f"{name} = {shown(value)}" for name, value in pairs)


def _is_empty(answer: Answer) -> bool:
    """Whether the body of a function is the `...` alone.

    Python leaves nothing of a lone `...` but its place in the text, three columns wide.
    """
    if not hasattr(answer, "__code__"):
        return False
    steps = [*dis.get_instructions(answer)]
    place = steps[-1].positions
    width = None if place.end_col_offset is None else place.end_col_offset - place.col_offset
    return {step.opname for step in steps} <= NOTHING and width in (None, len("..."))


def _line(error: BaseException, answer: Answer) -> str:
    """Line of the answer's own cell or file in which an error was raised."""
    file = getattr(getattr(answer, "__code__", None), "co_filename", None)
    steps = traceback.extract_tb(error.__traceback__)
    lines = [step.lineno for step in steps if step.filename == file]
    return f" in line {lines[-1]}" if lines else ""
