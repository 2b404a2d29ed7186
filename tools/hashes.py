"""Hashes of texts, of files, and of how files look from outside."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def of_files(root: Path, names: Iterable[str]) -> str:
    """Hash of files, and of all files below folders, given by their names below `root`."""
    rows = [
        f"{path.relative_to(root)} {hashlib.sha256(path.read_bytes()).hexdigest()}"
        for path in _files(root / name for name in names)
    ]
    return of(rows)


def of_states(folder: Path) -> str:
    """Name, size and time of change of every file of a data folder; it may be missing."""
    states = ((path, path.stat()) for path in _files([folder]))
    return of(f"{path.relative_to(folder)} {s.st_size} {s.st_mtime_ns}" for path, s in states)


def _files(paths: Iterable[Path]) -> list[Path]:
    found = (file for path in paths for file in (path, *path.rglob("*")))
    return sorted(f for f in found if f.is_file() and "__pycache__" not in f.parts)


def of(parts: Iterable[str]) -> str:
    """Hash of some texts, one after the other.

    >>> of(["a", "b"]) == of(["ab"])
    False
    """
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
