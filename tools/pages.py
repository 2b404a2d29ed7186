"""Which pages the book has, in the order of `_toc.yml`, and which of them are notebooks."""

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
# Pages that are not written anew yet: they keep their cells, tags and lengths as they are.
FIRST_EDITION = [
    "book/basics/fourier_primer",
    "book/learning/why_low_first",
    "book/learning/turning_the_order",
    "book/seeing/band_limited_filters",
    "book/seeing/fourier_heatmaps",
    "book/seeing/corruptions_and_attacks",
]


def listed(root: Path = ROOT) -> list[str]:
    """Names of all pages, such as `book/intro`, in reading order."""
    return list(_files(yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))))


def notebooks(root: Path = ROOT) -> list[str]:
    """Names of the pages that are notebooks, in reading order."""
    return [name for name in listed(root) if (root / f"{name}.ipynb").exists()]


def pairs(root: Path = ROOT) -> list[Path]:
    """Reviewed sources of all notebooks: the texts whose header names a kernel."""
    texts = [*(root / "book").glob("*.md"), *(root / "book").glob("*/*.md")]
    return sorted(text for text in texts if _names_a_kernel(text.read_text(encoding="utf-8")))


def texts(root: Path = ROOT) -> dict[str, str]:
    """The text of every page of prose and of every chapter, by the page's name."""
    paths = sorted((root / "book").rglob("*.md"))
    return {
        str(path.relative_to(root).with_suffix("")): path.read_text(encoding="utf-8")
        for path in paths
    }


def reads_results(name: str) -> bool:
    """Whether a page shows what other chapters measured, and so runs after them.

    >>> reads_results("book/reference/status"), reads_results("book/seeing/band_limited_filters")
    (True, False)
    """
    return name.startswith("book/reference/") or name == "book/defending/debate"


def _names_a_kernel(text: str) -> bool:
    header = text.split("\n---\n", maxsplit=1)[0]
    return header.startswith("---\n") and "\nkernelspec:" in header


def _files(entry: Any) -> list[str]:
    if isinstance(entry, list):
        return [name for item in entry for name in _files(item)]
    if not isinstance(entry, dict):
        return []
    own = [entry[key] for key in ("root", "file") if key in entry]
    return own + [name for value in entry.values() for name in _files(value)]
