"""The one progress helper: with an estimate of the time left, gone when done, silent in a pipe.

What is said of the work beside its result stands in the same place, apart from the result.
"""

import builtins
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
    options = place()
    if _running:
        options["disable"] = True
    bar = tqdm(items, desc=description, total=total, mininterval=0.5, **options)
    _running += 1
    try:
        yield from bar
    finally:
        _running -= 1
        bar.close()


def tell(line: str) -> None:
    """Say something about the work beside its result: where a bar stands.

    >>> tell("going on")
    """
    print(line, file=place()["file"], flush=True)


def place() -> dict[str, object]:
    """Where a bar stands, as tqdm takes it: in a notebook's output, else on a terminal's stderr.

    A notebook marks stderr as an error, and its streams are no terminal.

    >>> place()["leave"]
    False
    """
    shell = getattr(builtins, "get_ipython", lambda: None)()
    if hasattr(shell, "kernel"):
        stream, disable = sys.stdout, False
    else:
        stream, disable = sys.stderr, None  # tqdm: shown on a terminal alone
    return {"file": stream, "disable": disable, "leave": False, "delay": 2}
