"""The one progress helper: on stdout, with an estimate of the time left, gone when done."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

T = TypeVar("T")


_running = 0  # loops at work: only the outermost one is shown


def track(items: Iterable[T], description: str, *, total: int | None = None) -> Iterator[T]:
    """Yield `items`; after two seconds, show how far they are and when they will be done.

    A loop inside another one shows nothing.

    >>> sum(track([1, 2, 3], "adding"))
    6
    """
    global _running
    bar = tqdm(
        items,
        desc=description,
        total=total,
        file=sys.stdout,
        leave=False,
        delay=2,
        mininterval=0.5,
        disable=_running > 0,
    )
    _running += 1
    try:
        yield from bar
    finally:
        _running -= 1
        bar.close()
