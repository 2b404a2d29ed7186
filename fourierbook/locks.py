"""One process at a time: a lock on a file, where the system and the file system have locks."""

from contextlib import suppress
from typing import IO

from fourierbook.progress import tell

try:
    import fcntl
except ImportError:  # no such locks on Windows outside WSL
    fcntl = None


def locked(file: IO, *, waiting: str = "") -> bool:
    """Wait until no other process holds a file's lock; whether there are locks at all.

    The lock ends with the process that holds it, however that ends, or when the file is closed. A
    mounted Drive has no locks.

    Args:
        file: open for writing.
        waiting: what to print first if another process holds it.

    >>> import tempfile
    >>> with tempfile.TemporaryFile() as file:
    ...     locked(file) == (fcntl is not None)
    True
    """
    with suppress(OSError):
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if waiting:
                    tell(waiting)
                fcntl.flock(file, fcntl.LOCK_EX)
            return True
    return False
