"""How the book writes: a file whole or not at all, texts as UTF-8, and to every terminal."""

import os
import secrets
import sys
import time
from pathlib import Path

ASIDE = ".half"  # ends the name of what is not a whole file yet
LEFT = 3600  # seconds without a byte, after which such a file is what a killed process left


def replace(path: Path, content: bytes | str) -> None:
    r"""Write a file aside and rename it, so that what was there stays if anything goes wrong.

    What kills the process, or fills the disk, never leaves half a file; of two processes that write
    the same one, one wins. A link is replaced, not followed.

    Args:
        path: of the file; its folder must be there.
        content: a text is written as UTF-8, its ends of lines as they are.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     replace(Path(folder, "waves"), "ξ")
    ...     Path(folder, "waves").read_bytes(), len(list(Path(folder).iterdir()))
    (b'\xce\xbe', 1)
    """
    content = content.encode("utf-8") if isinstance(content, str) else content
    start = f".{path.name[:40]}."  # shorter than the name of a file can be
    # A name that no other process has, or could have put there as a link to another place.
    half = path.with_name(f"{start}{secrets.token_hex(4)}{ASIDE}")
    try:
        with half.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    for other in path.parent.iterdir():
        if other.name.startswith(start) and other.name.endswith(ASIDE):
            _remove_if_left(other)


def print_anywhere() -> None:
    r"""Let a command print what the terminal's encoding lacks as \u2212, rather than fail there.

    stderr does so from the start.

    >>> "−½".encode("latin-1", errors="backslashreplace").decode("latin-1")
    '\\u2212½'
    """
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")


def _remove_if_left(half: Path) -> None:
    try:
        if time.time() - half.lstat().st_mtime > LEFT:
            half.unlink()
    except FileNotFoundError:  # it has just become a whole file
        pass
