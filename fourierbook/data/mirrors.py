"""Files from the first mirror that serves them right; slow, broken and wrong ones are passed by."""

import hashlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from tqdm import tqdm

from fourierbook import progress
from fourierbook.data.registry import File, Mirror

T = TypeVar("T")

CONNECT_SECONDS = 10  # until a mirror has answered
STALL_SECONDS = 30  # without a byte
PACE_SECONDS = 20  # over which the pace is measured
LEAST_PACE = 100_000  # bytes a second, below which the next mirror is tried first


def from_mirrors(
    name: str, mirrors: Sequence[Mirror], work: Path, accept: Callable[[list[Path]], T]
) -> T:
    """What `accept` makes of the files of the first mirror that serves them right.

    A mirror that is slow is left for the next, and waited for only when all others have failed.

    Raises:
        FileNotFoundError: if every mirror has failed, with the reason of each.
    """
    failures, slow = [], []
    for patient in (False, True):
        for mirror in slow if patient else mirrors:
            least = 0 if patient else LEAST_PACE
            try:
                return accept([download(name, mirror, file, work, least) for file in mirror.files])
            except TooSlowError as problem:
                slow.append(mirror)
                failures.append(f"{mirror.url}: {problem}")
            except (OSError, ValueError) as problem:
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
    import pooch

    path = work / file.name
    bar = Pace(f"{name} from {urlsplit(mirror.url).netloc}", file.size, least_pace)
    fetch = pooch.HTTPDownloader(
        progressbar=bar,
        chunk_size=4096,  # the pace is measured once a chunk
        timeout=(CONNECT_SECONDS, STALL_SECONDS),
        headers={"Accept-Encoding": "identity"},  # a .gz stays one
    )
    try:
        fetch(mirror.url + file.name, str(path), None)
    finally:
        bar.close()
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


class TooSlowError(Exception):
    """A mirror sends, but so slowly that another is tried first."""


class Pace(tqdm):
    """Progress bar of a download that gives up below `least` bytes a second."""

    def __init__(self, description: str, total: int, least: float):
        super().__init__(
            desc=description, total=total, unit="B", unit_scale=True, **progress.place()
        )
        self.least, self.since, self.received = least, time.monotonic(), 0

    def __bool__(self) -> bool:
        """Whether there is a bar, which pooch asks; tqdm's answer is whether `total` is known."""
        return True

    def update(self, n: float = 1) -> bool | None:
        """Count `n` bytes; once every `PACE_SECONDS`, compare the pace with the least.

        Raises:
            TooSlowError: if it is below.
        """
        self.received += n
        seconds = time.monotonic() - self.since
        if seconds > PACE_SECONDS:
            if self.received < self.least * seconds:
                raise TooSlowError(f"slow, {self.received / seconds / 1000:.1f} kB/s")
            self.since, self.received = time.monotonic(), 0
        return super().update(n)


def reason(problem: Exception) -> str:
    """A network error in a few words."""
    import requests

    if isinstance(problem, requests.HTTPError):
        return f"answers HTTP {problem.response.status_code}"
    if isinstance(problem, requests.ConnectTimeout):
        return f"no answer within {CONNECT_SECONDS} seconds"
    if isinstance(problem, requests.RequestException) and "timed out" in str(problem):
        return f"stalled: no byte for {STALL_SECONDS} seconds"
    if isinstance(problem, requests.exceptions.SSLError):
        return "its certificate is not accepted here"
    if isinstance(problem, requests.exceptions.ChunkedEncodingError):
        return "the connection broke in the middle"
    if isinstance(problem, requests.ConnectionError):
        return "cannot be reached"
    return str(problem)
