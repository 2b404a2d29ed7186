"""Run the chapters of one build through nbmake, each in a folder of its own, two at a time."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import nbformat

from tools import cache, outputs
from tools.pages import ROOT

CELL_SECONDS = 600


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
        runs = prepare(missing, folder)
        run(list(runs.values()), folder, python=python, environment=environment, workers=workers)
        failures = [sentence for page in missing for sentence in keep(runs[page], entries[page])]
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
        nbformat.write(outputs.stripped(read(page)), notebook)
    # An empty configuration of its own: the options of the unit tests do not reach the chapters.
    (folder / "pytest.ini").write_text("[pytest]\n")
    return runs


def run(
    notebooks: Sequence[Path],
    folder: Path,
    *,
    python: Path,
    environment: Mapping[str, str],
    workers: int,
) -> None:
    """Execute notebooks in place; a failure shows in the notebook, and in what pytest prints."""
    options = ["-v", "--no-header", "-p", "no:cacheprovider", "-c", str(folder / "pytest.ini")]
    options += ["--nbmake", "--overwrite", f"--nbmake-timeout={CELL_SECONDS}"]
    options += ["-n", str(min(workers, len(notebooks))), "--maxschedchunk=1"]
    command = [python, "-m", "pytest", *options, *notebooks]
    subprocess.run(list(map(str, command)), cwd=folder, env=dict(environment), check=False)


def keep(notebook: Path, entry: Path) -> list[str]:
    """Put a run that finished into the cache; else say what is wrong with it."""
    page = entry.name.rsplit("-", 1)[0]
    found = outputs.trouble(nbformat.read(notebook, as_version=4))
    if not found:
        cache.keep(notebook.parent, entry)
    return [f"{page}: {sentence}" for sentence in found]
