"""Run the chapters of one build through nbmake, each in a folder of its own, two at a time."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import nbformat

from fourierbook import files
from tools import cache, outputs
from tools.pages import ROOT
from tools.runner import run


class Executed(NamedTuple):
    """Where each page's outcome is kept, and which of them an earlier run left there."""

    entries: dict[str, Path]
    cached: set[str]


def execute(
    pages: Sequence[str],
    folder: Path,
    *,
    python: Path,
    environment: Mapping[str, str],
    shared: str,
    workers: int = 2,
) -> Executed:
    """Give each page's executed notebook, from the cache or from a run.

    Args:
        pages: names as in `tools.pages`.
        folder: scratch; emptied here.
        python: the interpreter of pytest and of the kernels.
        environment: of the kernels.
        shared: hash of all that the runs depend on beside their code.
        workers: chapters that run side by side.

    Raises:
        SystemExit: if a chapter fails, with what failed; what passed is kept.
    """
    keys = {page: cache.key(read(page), shared) for page in pages}
    entries = {page: cache.entry(page, key, cache.CACHE) for page, key in keys.items()}
    missing = [page for page, entry in entries.items() if not cache.whole(entry)]
    if missing:
        runs, options = prepare(missing, folder), {"environment": environment, "workers": workers}
        ended = run([*runs.values()], folder, python=python, **options)
        failures = [sentence for page in missing for sentence in keep(runs[page], entries[page])]
        if not ended:
            done = sum(cache.whole(entries[page]) for page in missing)
            raise SystemExit(
                f"\nStopped. {done} of {len(missing)} chapters had finished and are kept: the next "
                "build goes on from there."
            )
        if failures:
            raise SystemExit("\n".join(["", "Chapters that failed:", *failures]))
    return Executed(entries, set(pages) - set(missing))


def read(page: str) -> nbformat.NotebookNode:
    """A page's notebook as it is committed."""
    return nbformat.read(ROOT / f"{page}.ipynb", as_version=4)


def prepare(pages: Sequence[str], folder: Path) -> dict[str, Path]:
    """Copy each notebook, without outputs, into a folder that is empty but for it."""
    shutil.rmtree(folder, ignore_errors=True)
    runs = {page: folder / page / "notebook.ipynb" for page in pages}
    for page, notebook in runs.items():
        notebook.parent.mkdir(parents=True)
        files.replace(notebook, nbformat.writes(outputs.stripped(read(page))))
    # An empty configuration of its own: the options of the unit tests do not reach the chapters.
    files.replace(folder / "pytest.ini", "[pytest]\n")
    return runs


def keep(notebook: Path, entry: Path) -> list[str]:
    """Put a run that finished into the cache; else say what is wrong with it."""
    page = entry.name.rsplit("-", 1)[0]
    try:
        found = outputs.trouble(nbformat.read(notebook, as_version=4))
    except ValueError:  # it was stopped while it was written
        found = ["it did not finish"]
    if not found:
        cache.keep(notebook.parent, entry)
    return [f"{page}: {sentence}" for sentence in found]
