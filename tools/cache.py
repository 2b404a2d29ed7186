"""The cache of executed chapters: what a run depends on, and where its outcome is kept.

An entry is a folder `build/executed/<page>-<key>`: the executed notebook, the results that it wrote
(`results/`) and what it cost (`stats.json`). The key covers the notebook's code, not its prose. An
entry that is not as it was written (`sum`) counts as missing.
"""

import hashlib
import json
import platform
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from nbformat import NotebookNode

from tools.outputs import code_cells
from tools.pages import ROOT

CACHE = ROOT / "build" / "executed"
KEPT_PER_PAGE = 8
SUM = "sum"  # in an entry: hash of all its other files


def code_hash(notebook: NotebookNode) -> str:
    """Hash of what is executed: the code, the tags that change how, the notebook's own limits."""
    cells = [
        [cell.source, "raises-exception" in cell.metadata.get("tags", [])]
        for cell in code_cells(notebook)
    ]
    return _hash([json.dumps([cells, notebook.metadata.get("execution", {})])])


def files_hash(root: Path, names: Iterable[str]) -> str:
    """Hash of files, and of all files below folders, given by their names below `root`."""
    rows = [
        f"{path.relative_to(root)} {hashlib.sha256(path.read_bytes()).hexdigest()}"
        for path in _files(root / name for name in names)
    ]
    return _hash(rows)


def data_identity(folder: Path) -> str:
    """Name, size and time of change of every file of a data folder; it may be missing."""
    states = ((path, path.stat()) for path in _files([folder]))
    return _hash(f"{path.relative_to(folder)} {s.st_size} {s.st_mtime_ns}" for path, s in states)


def shared_key(data: Path, environment: Mapping[str, str], *, root: Path = ROOT) -> str:
    """Hash of what all chapters of one build depend on, beside their own code."""
    names = ["fourierbook", "requirements.txt", "pyproject.toml", "tools/kernel_startup.py"]
    told = ("FOURIERBOOK_MODE", "FOURIERBOOK_DEVICE", "FOURIERBOOK_BUILD_AS_COLAB")
    settings = [f"{name}={environment.get(name)}" for name in told]
    code = files_hash(root, names)
    return _hash([code, data_identity(data), platform.python_version(), *settings])


def entry(page: str, key: str, cache: Path) -> Path:
    """Folder of one outcome below the folder `cache`, whether it is there or not."""
    return cache / f"{page.replace('/', '-')}-{key[:24]}"


def key(notebook: NotebookNode, shared: str) -> str:
    """Hash of everything that a run of this notebook depends on."""
    return _hash([code_hash(notebook), shared])


def keep(run: Path, target: Path) -> None:
    """Store a run's folder as the entry `target`, whole or not at all; drop the oldest ones."""
    half = target.with_name(target.name + ".part")
    for old in (half, target):
        shutil.rmtree(old, ignore_errors=True)
    shutil.copytree(run, half, ignore=shutil.ignore_patterns(".installed"))
    (half / SUM).write_text(_sum(half))
    half.rename(target)
    page = target.name.rsplit("-", maxsplit=1)[0]
    entries = [path for path in target.parent.iterdir() if path.name.rsplit("-", 1)[0] == page]
    for old in sorted(entries, key=lambda path: path.stat().st_mtime)[:-KEPT_PER_PAGE]:
        shutil.rmtree(old)


def whole(entry: Path) -> bool:
    """Whether an outcome is there, every byte of it as it was written."""
    try:
        return (entry / SUM).read_text() == _sum(entry)
    except (OSError, ValueError):
        return False


def _sum(folder: Path) -> str:
    return files_hash(folder, (path.name for path in folder.iterdir() if path.name != SUM))


def _files(paths: Iterable[Path]) -> list[Path]:
    found = (file for path in paths for file in (path, *path.rglob("*")))
    return sorted(f for f in found if f.is_file() and "__pycache__" not in f.parts)


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
