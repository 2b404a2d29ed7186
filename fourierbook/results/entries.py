"""One stored result on disk: a folder with `result.json` and one `<shard>.npz` for each shard.

`result.json` says what was asked (experiment, version, recipe, data), and of each shard that is
done its SHA-256 and where it comes from; its own SHA-256 stands at its end. The folder is named by
the hash of what was asked. Files are replaced whole, under a lock, so that whatever kills a process
leaves what was done before it, and two processes keep one and the same set of shards.
"""

import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from fourierbook import settings, signed
from fourierbook.locks import locked

ASKED = ("experiment", "version", "recipe", "data")
DOCUMENT = "result.json"


def key(asked: dict[str, Any]) -> str:
    """Name of the folder: hash of what was asked.

    >>> asked = {"experiment": "a", "version": 1, "recipe": {"seeds": [0]}, "data": None}
    >>> key(asked) == key(dict(reversed(asked.items()))), key(asked) == key({**asked, "version": 2})
    (True, False)
    """
    return signed.sha256(json.dumps({name: asked[name] for name in ASKED}, sort_keys=True))[:24]


def document(folder: Path) -> dict[str, Any] | None:
    """What an entry says about itself; None where there is no entry.

    Raises:
        ValueError: if it is damaged, or stands in a folder where it does not belong.
    """
    path = folder / DOCUMENT
    try:
        found = signed.parsed(path.read_bytes())
        if key(found) != folder.name:
            raise ValueError("it belongs to another folder")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, KeyError) as problem:
        raise ValueError(_refusal(path, str(problem))) from problem
    return found


def numbers(folder: Path, shard: str, sha256: str) -> dict[str, np.ndarray]:
    """Arrays of one shard.

    Raises:
        ValueError: if its file is missing, or is not the one that `result.json` names.
    """
    path = folder / f"{shard}.npz"
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise ValueError(_refusal(path, "it is missing")) from None
    if signed.sha256(content) != sha256:
        raise ValueError(_refusal(path, f"its SHA-256 is not {sha256}"))
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return dict(arrays)


def add(
    folder: Path, header: dict[str, Any], shard: str, values: dict[str, Any], stamp: dict[str, Any]
) -> None:
    """Store a shard that has been computed; one that is there already stays as it is.

    Args:
        folder: of the entry, made here.
        header: what was asked, and what else holds for every shard.
        shard: its name.
        values: numbers or arrays of numbers by name.
        stamp: where they come from.
    """
    content = _packed(values)
    with settings.storing(folder), _alone(folder):
        found = document(folder) or {**header, "shards": {}}
        if shard not in found["shards"]:
            signed.replace(folder / f"{shard}.npz", content)
            found["shards"][shard] = {"sha256": signed.sha256(content), **stamp}
            signed.replace(folder / DOCUMENT, signed.text(found).encode())


def shards(folder: Path) -> dict[str, dict[str, np.ndarray]]:
    """Arrays of every shard that an entry holds, all checked; raises as `numbers` does."""
    found = document(folder) or {"shards": {}}
    return {
        shard: numbers(folder, shard, stamp["sha256"]) for shard, stamp in found["shards"].items()
    }


def documents(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every entry of an experiment's folder with what it says about itself."""
    for path in sorted(folder.glob("*/" + DOCUMENT)):
        found = None if path.parent.name.startswith(".") else document(path.parent)
        if found is not None:
            yield path.parent, found


def names_a_file(name: str) -> bool:
    """Whether a name is made of letters, digits, - and _ alone.

    >>> names_a_file("seed-0"), names_a_file("../seed")
    (True, False)
    """
    return re.fullmatch("[A-Za-z0-9][A-Za-z0-9_-]*", name) is not None


def _packed(values: dict[str, Any]) -> bytes:
    arrays = {name: np.asarray(value) for name, value in values.items()}
    wrong = [name for name, array in arrays.items() if array.dtype.kind not in "biufc"]
    if wrong or not arrays:
        raise ValueError(
            "a shard of a result holds numbers or arrays of numbers by name, one at least; "
            f"got {', '.join(wrong) or 'none'}"
        )
    content = io.BytesIO()
    np.savez_compressed(content, **arrays)
    return content.getvalue()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other processes out of an entry, where there are locks; elsewhere one process writes."""
    with (folder / ".lock").open("w") as lock:
        locked(lock)
        yield


def _refusal(path: Path, what: str) -> str:
    return (
        f"{path} is damaged: {what}. It is not used. Delete the folder {path.parent} and run the "
        "same command again; if it is part of the installed package, install that again."
    )
