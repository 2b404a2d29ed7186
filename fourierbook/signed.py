"""JSON that shows any change made to it: its last entry is the SHA-256 of all that stands above."""

import hashlib
import json
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
    try:
        found = json.loads(content.decode())
        body = {name: found[name] for name in found if name != "sha256"}
        whole = content == text(body).encode()
    except (TypeError, RecursionError) as problem:
        raise ValueError("it holds no dictionary of numbers and words") from problem
    if not whole:
        raise ValueError("it is not what was written there")
    return body


def sha256(content: str | bytes) -> str:
    """Hash in hexadecimal digits."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()
