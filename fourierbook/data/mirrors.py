"""Files from the first mirror that serves them right; slow, broken and wrong ones are passed by."""

import errno
import hashlib
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from fourierbook.data import transfer
from fourierbook.data.registry import File, Mirror
from fourierbook.data.transfer import TooSlowError

T = TypeVar("T")

LEAST_PACE = 100_000  # bytes a second, below which the next mirror is tried first
PATIENT_PACE = 5_000  # below which a mirror is not waited for, even when all others have failed
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)  # what the disk says


def from_mirrors(
    name: str, mirrors: Sequence[Mirror], work: Path, accept: Callable[[list[Path]], T]
) -> T:
    """What `accept` makes of the files of the first mirror that serves them right.

    A mirror that is slow is left for the next, and waited for only when all others have failed.

    Raises:
        FileNotFoundError: if every mirror has failed, with the reason of each.
        OSError: if the disk is full, or may not be written to.
    """
    failures, slow = [], []
    for patient in (False, True):
        for mirror in slow if patient else mirrors:
            least = PATIENT_PACE if patient else LEAST_PACE
            try:
                return accept([download(name, mirror, file, work, least) for file in mirror.files])
            except TooSlowError as problem:
                slow += [] if patient else [mirror]
                failures.append(f"{mirror.url}: {problem}")
            except (OSError, ValueError) as problem:
                if getattr(problem, "errno", None) in FULL:
                    raise  # no other mirror has bytes that would fit
                failures.append(f"{mirror.url}: {reason(problem)}")
    raise FileNotFoundError(
        f"{name} is not in {work.parent}, and none of its mirrors served it:\n  "
        + "\n  ".join(failures)
        + f"\nTry again later with `fourierbook data fetch {name}`,\n"
        f"or run `fourierbook data import {name} PATH` with the files of one of them."
    )


def download(name: str, mirror: Mirror, file: File, work: Path, least_pace: float) -> Path:
    """One file of a mirror, checked against its hash.

    Raises:
        ValueError: if it serves other bytes.
        TooSlowError: if it is slower than the least pace.
    """
    path = Path(tempfile.mkdtemp(dir=work)) / file.name  # a mirror that was left may still write
    title = f"{name} from {urlsplit(mirror.url).netloc}"
    transfer.fetch(mirror.url + file.name, path, file.size, least_pace=least_pace, title=title)
    if (found := digest(path, file.hash)) != file.hash:
        raise ValueError(
            f"served the wrong bytes, or not all: {path.stat().st_size:,} bytes with hash {found}, "
            f"where {file.size:,} bytes with {file.hash} were expected"
        )
    return path


def digest(path: Path, like: str) -> str:
    """Hash of a file in the form of another: same algorithm, same number of digits."""
    algorithm, digits = like.split(":")
    with path.open("rb") as file:
        found = hashlib.file_digest(file, algorithm).hexdigest()
    return f"{algorithm}:{found[: len(digits)]}"


def reason(problem: Exception) -> str:
    """A network error in a few words."""
    import requests

    if isinstance(problem, requests.HTTPError):
        return f"answers HTTP {problem.response.status_code}"
    if isinstance(problem, requests.ConnectTimeout):
        return f"no answer within {transfer.CONNECT_SECONDS} seconds"
    if isinstance(problem, requests.RequestException) and "timed out" in str(problem):
        return f"stalled: no byte for {transfer.STALL_SECONDS} seconds"
    if isinstance(problem, requests.exceptions.SSLError):
        return "its certificate is not accepted here"
    if isinstance(problem, requests.exceptions.ChunkedEncodingError):
        return "the connection broke in the middle"
    if isinstance(problem, requests.ConnectionError):
        return "cannot be reached"
    return str(problem)
