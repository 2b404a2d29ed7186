"""Where the shards of a result are computed: by processes of this machine, or by a Dask cluster."""

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

STORED = "What was finished is stored: the same command goes on from there."


@contextmanager
def processes(count: int) -> Iterator[Executor]:
    """Worker processes of this machine, which share its cores evenly and end with this one.

    Raises:
        ValueError: if there is not one worker.
        ChildProcessError: if a worker dies, such as for want of memory.
    """
    if count < 1:
        raise ValueError(f"there is at least one worker; got {count}")
    threads = max(1, (os.cpu_count() or 1) // count)
    others = multiprocessing.active_children()
    pool = ProcessPoolExecutor(
        count, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(threads,)
    )
    try:
        yield pool
    except BrokenProcessPool as problem:
        raise ChildProcessError(f"A worker process has died. {STORED}") from problem
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            if child not in others:
                child.terminate()


@contextmanager
def dask(address: str) -> Iterator[Executor]:
    """The workers of a Dask scheduler; start each with `dask worker ADDRESS --nthreads 1`.

    Args:
        address: of the scheduler, such as tcp://127.0.0.1:8786.

    Raises:
        ValueError: if Dask is not installed.
        ConnectionError: if no scheduler answers, or if it is gone before the end.
    """
    try:
        from distributed import Client
    except ImportError as problem:
        raise ValueError(
            "a Dask cluster needs the package distributed: pip install 'fourierbook[dask]'"
        ) from problem
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # the error says it
    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as problem:
        raise ConnectionError(f"no Dask scheduler answers at {address}") from problem
    try:
        with client.get_executor() as executor:
            yield executor
    except CancelledError as problem:
        raise ConnectionError(f"The Dask scheduler at {address} is gone. {STORED}") from problem
    finally:
        client.close(timeout=1)


def _begin(threads: int) -> None:
    """In a worker, before its first shard: Ctrl-C is for the process that started it."""
    import torch

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    torch.set_num_threads(threads)


def _end_with_parent() -> None:
    """Where the process that started this one is gone, killed perhaps, nobody needs its answers."""
    multiprocessing.parent_process().join()
    os._exit(1)
