"""What the package makes of a number that comes as an int, a scalar of NumPy or a tensor.

`python -m tests.given_numbers` asks every door of the public functions again with the same number
in each of these forms, without the suite's runtime types: the answer is the same, down to its type.
"""

import sys
from collections.abc import Callable, Iterator

import numpy as np
import torch

from tests.bad_input import DOORS, seeded


def forms(value: int | float) -> Iterator[object]:
    """The same number, as people have it at hand."""
    yield torch.tensor(value)
    if isinstance(value, int):
        yield from (np.int64(value), np.int32(value))
    else:
        yield from (torch.tensor(value, dtype=torch.float64), np.float64(value))
        if value == int(value):
            yield int(value)
        if np.float32(value) == value:
            yield np.float32(value)


def answer(function: Callable, good: dict, name: str, value: object) -> object:
    fresh = {
        key: seeded() if isinstance(each, torch.Generator) else each for key, each in good.items()
    }
    return function(**(fresh | {name: value}))


def difference(function: Callable, good: dict, name: str, value: object) -> str | None:
    """How the answer to another form of a number differs; None if it does not."""
    expected = answer(function, good, name, good[name])
    try:
        found = answer(function, good, name, value)
        same(found, expected)
    except Exception as problem:
        return f"{type(problem).__name__}: {str(problem)[:200]}"
    return None


def same(found: object, expected: object) -> None:
    if type(found) is not type(expected):
        raise TypeError(f"the answer is a {type(found).__name__}")
    if isinstance(expected, tuple | list):
        for one, other in zip(found, expected, strict=True):
            same(one, other)
    elif isinstance(expected, torch.Tensor | np.ndarray | float | int):
        torch.testing.assert_close(found, expected, equal_nan=True)


def try_all() -> tuple[int, list[str]]:
    """How many were tried, and what is said of those that were not taken."""
    tried, failed = 0, []
    for function, good, _ in DOORS:
        for name in [key for key, value in good.items() if type(value) in (int, float)]:
            home = getattr(function, "__module__", "")
            for value in forms(good[name]):
                tried += 1
                said = difference(function, good, name, value)
                if said:
                    where = f"{home}.{getattr(function, '__qualname__', function)}"
                    failed.append(f"{where}({name}={value!r}): {said}")
    return tried, failed


if __name__ == "__main__":
    torch.set_num_threads(1)
    tried, failed = try_all()
    print(f"{tried} numbers tried, {len(failed)} not taken")
    print(*failed, sep="\n")
    sys.exit(bool(failed))
