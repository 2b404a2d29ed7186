"""Which pages the book has, in the order of `_toc.yml`, and which of them are notebooks."""

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]


def listed(root: Path = ROOT) -> list[str]:
    """Names of all pages, such as `book/intro`, in reading order."""
    return list(_files(yaml.safe_load((root / "_toc.yml").read_text())))


def notebooks(root: Path = ROOT) -> list[str]:
    """Names of the pages that are notebooks, in reading order."""
    return [name for name in listed(root) if (root / f"{name}.ipynb").exists()]


def reads_results(name: str) -> bool:
    """Whether a page shows what other chapters measured, and so runs after them.

    >>> reads_results("book/reference/status"), reads_results("book/seeing/band_limited_filters")
    (True, False)
    """
    return name.startswith("book/reference/") or name == "book/defending/debate"


def _files(entry: Any) -> list[str]:
    if isinstance(entry, list):
        return [name for item in entry for name in _files(item)]
    if not isinstance(entry, dict):
        return []
    own = [entry[key] for key in ("root", "file") if key in entry]
    return own + [name for value in entry.values() for name in _files(value)]
