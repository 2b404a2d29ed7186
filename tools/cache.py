"""The cache of executed chapters: what a run depends on, and where its outcome is kept.

An entry is a folder `build/executed/<page>-<key>`: the executed notebook, the results that it wrote
(`results/`) and what it cost (`stats.json`). The key covers the notebook's code, not its prose. An
entry that is not as it was written (`sum`) counts as missing.
"""

import json
import platform
import shutil
import time
from collections.abc import Mapping
from pathlib import Path

from nbformat import NotebookNode

from fourierbook import files
from tools import hashes
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
    return hashes.of([json.dumps([cells, notebook.metadata.get("execution", {})])])


def shared_key(data: Path, environment: Mapping[str, str], *, root: Path = ROOT) -> str:
    """Hash of what all chapters of one build depend on, beside their own code."""
    names = ["fourierbook", "requirements.txt", "pyproject.toml", "tools/kernel_startup.py"]
    told = ("FOURIERBOOK_MODE", "FOURIERBOOK_DEVICE", "FOURIERBOOK_BUILD_AS_COLAB")
    settings = [f"{name}={environment.get(name)}" for name in told]
    code = hashes.of_files(root, names)
    return hashes.of([code, hashes.of_states(data), platform.python_version(), *settings])


def entry(page: str, key: str, cache: Path) -> Path:
    """Folder of one outcome below the folder `cache`, whether it is there or not."""
    return cache / f"{page.replace('/', '-')}-{key[:24]}"


def key(notebook: NotebookNode, shared: str) -> str:
    """Hash of everything that a run of this notebook depends on."""
    return hashes.of([code_hash(notebook), shared])


def keep(run: Path, target: Path) -> None:
    """Store a run's folder as the entry `target`, whole or not at all; drop the oldest ones."""
    half = target.with_name(target.name + ".part")
    for old in (half, target):
        shutil.rmtree(old, ignore_errors=True)
    shutil.copytree(run, half, ignore=shutil.ignore_patterns(".installed"))
    files.replace(half / SUM, _sum(half))
    half.rename(target)
    page = target.name.rsplit("-", maxsplit=1)[0]
    entries = [path for path in target.parent.iterdir() if path.name.rsplit("-", 1)[0] == page]
    now, others = time.time(), [path for path in entries if path != target]
    times = {path: path.stat().st_mtime for path in others}
    others.sort(key=lambda path: (times[path] <= now, times[path]))  # clocks that were wrong first
    for old in others[: -KEPT_PER_PAGE + 1]:
        shutil.rmtree(old)


def whole(entry: Path) -> bool:
    """Whether an outcome is there, every byte of it as it was written."""
    try:
        return (entry / SUM).read_text(encoding="utf-8") == _sum(entry)
    except (OSError, ValueError):
        return False


def _sum(folder: Path) -> str:
    return hashes.of_files(folder, (path.name for path in folder.iterdir() if path.name != SUM))
