"""JSON that shows any change made to it: its last entry is the SHA-256 of all that stands above."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any


def text(body: dict[str, Any]) -> str:
    """JSON of a dictionary with its signature."""
    return json.dumps({**body, "sha256": sha256(json.dumps(body))}, indent=1) + "\n"


def parsed(content: bytes) -> dict[str, Any]:
    """The dictionary that `text` wrote.

    Raises:
        ValueError: if a single bit is not as it was written.

    >>> parsed(text({"a": 1}).encode())
    {'a': 1}
    """
    found = json.loads(content.decode())
    if not isinstance(found, dict):
        raise ValueError("it holds no dictionary")
    body = {name: found[name] for name in found if name != "sha256"}
    if content != text(body).encode():
        raise ValueError("it is not what was written there")
    return body


def sha256(content: str | bytes) -> str:
    """Hash in hexadecimal digits."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, whatever kills the process; its folder must be there."""
    half = path.with_name(path.name + ".half")
    with half.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
