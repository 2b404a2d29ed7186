"""One stored result on disk: a folder with `result.json` and one `<shard>.npz` for each shard.

`result.json` says what was asked (experiment, version, recipe, data), and of each shard that is
done its SHA-256 and where it comes from; its own SHA-256 stands at its end. The folder is named by
the hash of what was asked. Files are replaced whole, under a lock, so that whatever kills a process
leaves what was done before it, and two processes keep one and the same set of shards.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from fourierbook import files, settings, signed
from fourierbook.locks import locked
from fourierbook.results import stamps

ASKED = ("experiment", "version", "recipe", "data")
DOCUMENT = "result.json"
NUMBERS = "biufc"  # kinds of arrays
MOST_BYTES = 2**31  # of the arrays of one shard


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
        stamps.check(found)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except KeyError as problem:
        raise ValueError(_refusal(path, f"it does not say {problem}")) from problem
    except ValueError as problem:
        raise ValueError(_refusal(path, str(problem))) from problem
    return found


def numbers(folder: Path, shard: str, sha256: str) -> dict[str, np.ndarray]:
    """Arrays of one shard.

    Raises:
        ValueError: if its file is missing, or is not the one that `result.json` names.
    """
    path = folder / f"{shard}.npz"
    if not path.exists():
        raise ValueError(_refusal(path, "it is missing"))
    if not path.is_file() or path.resolve().parent != folder.resolve():
        raise ValueError(_refusal(path, "it is no file in this folder, but leads out of it"))
    content = path.read_bytes()
    if signed.sha256(content) != sha256:
        raise ValueError(_refusal(path, f"its SHA-256 is not {sha256}"))
    try:
        return _unpacked(content)
    except Exception as problem:  # somebody may have made and signed it: zipfile raises anything
        raise ValueError(_refusal(path, "it does not hold arrays of numbers alone")) from problem


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
            files.replace(folder / f"{shard}.npz", content)
            found["shards"][shard] = {"sha256": signed.sha256(content), **stamp}
            files.replace(folder / DOCUMENT, signed.text(found).encode())


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


def _unpacked(content: bytes) -> dict[str, np.ndarray]:
    """The arrays of a shard, which take at most `MOST_BYTES`."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST_BYTES:
            raise ValueError("it is too large")
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        found = dict(arrays)
    if not all(isinstance(a, np.ndarray) and a.dtype.kind in NUMBERS for a in found.values()):
        raise ValueError("something else than numbers")
    return found


def _packed(values: dict[str, Any]) -> bytes:
    arrays = {name: np.asarray(value) for name, value in values.items()}
    wrong = [name for name, array in arrays.items() if array.dtype.kind not in NUMBERS]
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
    with (folder / ".lock").open("ab") as lock:  # a link of that name empties no file
        locked(lock)
        yield


def _refusal(path: Path, what: str) -> str:
    return (
        f"{path} is damaged: {what}. It is not used. Delete the folder {path.parent} and run the "
        "same command again; if it is part of the installed package, install that again."
    )
