"""Work that an executor shares among workers: what can go wrong on the way, in one sentence."""

import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

from fourierbook.models import faults

T = TypeVar("T")
BROKEN = (
    "a worker process has died: there was not enough memory, or it could not read the script that "
    'started it, which stands in a file and does its work below `if __name__ == "__main__":`'
)


def check_executor(executor: Executor) -> None:
    """Refuse workers that are forked.

    >>> from concurrent.futures import ThreadPoolExecutor
    >>> check_executor(ThreadPoolExecutor(2))
    """
    context = getattr(executor, "_mp_context", None)  # of a ProcessPoolExecutor
    if context is not None and context.get_start_method() == "fork":
        raise ValueError(
            "workers are started anew, since one that is forked waits for ever once torch has "
            "computed in threads; got an executor that forks: make it with "
            'ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))'
        )


def shared(
    executor: Executor, work: Callable[..., T], network: object, rest: Sequence[tuple]
) -> Iterator[T]:
    """What workers make of a network and of each of several tuples, in their order.

    Args:
        executor: any.
        work: called as `work(network, *each)`; its own errors are ValueErrors.
        network: what the workers get with each.
        rest: the other arguments.

    Raises:
        ValueError: if the executor forks, or the network cannot be sent to another process.
        ChildProcessError: if a worker dies.

    >>> from concurrent.futures import ThreadPoolExecutor
    >>> [*shared(ThreadPoolExecutor(2), pow, 2, [(1,), (3,)])]
    [2, 8]
    """
    check_executor(executor)
    if isinstance(executor, ProcessPoolExecutor):
        _check_sent(network)
    futures = []
    try:
        futures += [executor.submit(work, network, *each) for each in rest]
        for future in futures:
            yield future.result()
    except BrokenExecutor as problem:
        raise ChildProcessError(BROKEN) from problem
    except (pickle.PicklingError, AttributeError, ImportError, TypeError) as problem:
        raise ValueError(_not_sent(faults.said(problem))) from problem
    finally:
        for future in futures:
            future.cancel()


def _check_sent(network: object) -> None:
    """Refuse what another process could not read, before it dies of it."""
    try:
        content = pickle.dumps(network)
    except Exception as problem:  # the network's own way to be pickled may raise any
        raise ValueError(_not_sent(faults.said(problem))) from problem
    script = getattr(sys.modules["__main__"], "__file__", None)
    if b"__main__" in content and not (script and Path(script).is_file()):
        raise ValueError(_not_sent("what was defined in a notebook or typed in"))


def _not_sent(got: str) -> str:
    return (
        "workers in other processes get the network by pickle, which takes what a module or a "
        f"script defines under a name of its own, and no lambda; got {got}: define it in a module, "
        "or let threads share the work (ThreadPoolExecutor)"
    )
