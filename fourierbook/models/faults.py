"""What somebody else's code has raised, in one line: what, and where in their own files."""

import sysconfig
import traceback
from pathlib import Path

PACKAGE = str(Path(__file__).parents[1])
PACKAGES = sysconfig.get_path("purelib"), sysconfig.get_path("platlib")
LIBRARIES = (*PACKAGES, sysconfig.get_path("stdlib"))
TORCH = tuple(str(Path(folder, "torch")) for folder in PACKAGES)  # torchvision's too
LONGEST = 300  # letters of a message


def said(problem: BaseException) -> str:
    """Kind, message and place of an error, in one line.

    >>> said(KeyError("weights"))
    "KeyError: 'weights'"
    """
    text = " ".join(str(problem).split())
    line = f"{type(problem).__name__}: {text}"[:LONGEST].rstrip(": ")
    found = None if isinstance(problem, SyntaxError) else place(problem)  # whose text names it
    return line + (f" ({found})" if found else "")


def place(problem: BaseException) -> str | None:
    """File and line of the user's code that an error comes from, or else of an installed package's.

    >>> place(KeyError("weights")) is None
    True
    """
    frames = traceback.extract_tb(problem.__traceback__)
    others = [f for f in frames if not f.filename.startswith((PACKAGE, "<", *TORCH))]
    own = [f for f in others if not f.filename.startswith(LIBRARIES)]
    last = (own or [f for f in others if f.filename.startswith(PACKAGES)])[-1:]
    return f"{Path(last[0].filename).name}, line {last[0].lineno}" if last else None


def is_ours(problem: BaseException) -> bool:
    """Whether an error comes from the package's own code, which says by itself what is wrong.

    >>> is_ours(ValueError("norm is a number"))
    False
    """
    frames = traceback.extract_tb(problem.__traceback__)
    return bool(frames) and frames[-1].filename.startswith(PACKAGE)


def for_want_of_memory(problem: BaseException) -> bool:
    """Whether memory was too small, here or on a GPU.

    >>> for_want_of_memory(MemoryError()), for_want_of_memory(ValueError())
    (True, False)
    """
    kind = type(problem).__name__  # of torch, which is not imported for this
    text = str(problem)
    return (
        isinstance(problem, MemoryError)
        or kind == "OutOfMemoryError"
        or (kind == "RuntimeError" and "DefaultCPUAllocator" in text)
    )
