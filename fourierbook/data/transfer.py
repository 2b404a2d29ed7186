"""One file over HTTP, from a server that may send too much, too slowly, or nothing at all."""

import threading
import time
from pathlib import Path
from typing import BinaryIO

from tqdm import tqdm

from fourierbook import progress

CONNECT_SECONDS = 10  # until a server has answered
STALL_SECONDS = 30  # without a byte
PACE_SECONDS = 20  # over which the pace is measured
CHUNK = 4096  # bytes


class TooSlowError(Exception):
    """A server sends, but slower than is worth waiting for."""


def fetch(url: str, path: Path, size: int, *, least_pace: float, title: str) -> None:
    """Write what a server sends into a file, no more than its size on record.

    A thread reads, and this one watches the pace: a server can keep a reader waiting for ever,
    even before its first byte, by one byte now and then.

    Args:
        url: an address of http or https.
        path: of the file.
        size: in bytes.
        least_pace: bytes a second.
        title: of the progress bar.

    Raises:
        TooSlowError: if it is slower than that.
        ValueError: if it sends more than the size, or leads from https to http.
        OSError: if it cannot be reached or breaks off, or the file cannot be written.
    """
    transfer = _Transfer(url, path, size)
    reader = threading.Thread(target=transfer.run, daemon=True)
    bar = tqdm(desc=title, total=size, unit="B", unit_scale=True, **progress.place())
    try:
        reader.start()
        _watch(reader, transfer, bar, least_pace)
    finally:
        transfer.given_up = True
        bar.close()
    if transfer.problem is not None:
        raise transfer.problem


class _Transfer:
    """What a thread reads, and what came of it."""

    def __init__(self, url: str, path: Path, size: int):
        self.url, self.path, self.size = url, path, size
        self.received, self.given_up, self.problem = 0, False, None

    def run(self) -> None:
        """Read until the end, and keep what goes wrong for the thread that watches."""
        try:
            with self.path.open("xb") as file:
                self._read(file)
        except Exception as problem:
            self.problem = problem

    def _read(self, file: BinaryIO) -> None:
        import requests

        options = {"timeout": (CONNECT_SECONDS, STALL_SECONDS), "stream": True}
        as_it_is = {"Accept-Encoding": "identity"}  # a .gz stays one
        with requests.get(self.url, headers=as_it_is, **options) as response:
            response.raise_for_status()
            passed = [answer.url for answer in (*response.history, response)]
            if self.url.startswith("https:") and any(u.startswith("http:") for u in passed):
                raise ValueError("leads from https to http, where anybody may change what is sent")
            for chunk in response.iter_content(CHUNK):
                self.received += len(chunk)
                if self.given_up:
                    return
                if self.received > self.size:
                    raise ValueError(f"sends more than the {self.size:,} bytes on record")
                file.write(chunk)


def _watch(reader: threading.Thread, transfer: _Transfer, bar: tqdm, least_pace: float) -> None:
    """Wait for the thread; once every `PACE_SECONDS`, compare the pace with the least."""
    since, before = time.monotonic(), 0
    while reader.is_alive():
        reader.join(0.05)
        bar.update(transfer.received - bar.n)
        seconds = time.monotonic() - since
        if seconds > PACE_SECONDS and reader.is_alive():
            pace = (transfer.received - before) / seconds
            if pace < least_pace:
                raise TooSlowError(f"slow, {pace / 1000:.1f} kB/s")
            since, before = time.monotonic(), transfer.received
