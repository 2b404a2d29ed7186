"""The one door to the network: data sets and weights, fetched into the data folder.

A download goes into a folder of its own beside its destination. Only what has been checked to the
last byte is moved out of it, file by file, each by one atomic rename. So whatever kills the process
at any time, the data folder holds whole files only, and a set that lacks a file is not used. A lock
keeps a second process from fetching the same thing; where the file system has no locks, both fetch,
and both move the same bytes.
"""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from fourierbook import settings
from fourierbook.data import archives, cache, mirrors, registry
from fourierbook.data.registry import Dataset, Mirror
from fourierbook.locks import locked

VARIABLE = "FOURIERBOOK_DATA"  # what names the data folder
REMEDY = settings.NAMED.format(variable=VARIABLE)


def fetch_dataset(name: str, *, again: bool = False) -> Path:
    """Folder of a data set, fetched into the data folder where it is not there yet.

    Args:
        name: one of `registry.DATASETS`.
        again: replace the files that are there, such as damaged ones.

    Raises:
        FileNotFoundError: if no mirror serves it, or downloads are forbidden.
    """
    dataset, folder = registry.DATASETS[name], settings.data_folder()
    target = folder / name
    if again or cache.missing(target, dataset):
        refuse_offline(name, dataset.mirrors, folder)
        with settings.storing(folder, remedy=REMEDY), workspace(folder, name) as work:
            if again or cache.missing(target, dataset):  # another process may have been faster
                built = mirrors.from_mirrors(
                    name, dataset.mirrors, work, lambda paths: build(dataset, paths, work)
                )
                install(built, target)
    return target


def fetch_weights(name: str, *, again: bool = False) -> Path:
    """File of a published network's weights, fetched where it is not there yet.

    Args:
        name: one of `registry.WEIGHTS`.
        again: replace the file that is there, such as a damaged one.

    Raises:
        ValueError: if the file that is there is damaged.
        FileNotFoundError: if no mirror serves it, or downloads are forbidden.
    """
    path, choice = weights_path(name), registry.WEIGHTS[name].mirrors
    if again or not path.is_file():
        folder = settings.data_folder()
        refuse_offline(name, choice, folder)
        with settings.storing(folder, remedy=REMEDY), workspace(folder, name) as work:
            if again or not path.is_file():
                install(mirrors.from_mirrors(name, choice, work, list), path.parent)
    if wrong := weights_problems(name):
        raise ValueError(f"{wrong[0]}. `fourierbook data fetch {name}` replaces it.")
    return path


def weights_path(name: str) -> Path:
    """Where the file of a network's weights lies, or would."""
    return settings.data_folder() / "weights" / registry.WEIGHTS[name].mirrors[0].files[0].name


def weights_problems(name: str) -> list[str]:
    """What is wrong with a file of weights, a sentence each; reads every byte."""
    path, record = weights_path(name), registry.WEIGHTS[name].mirrors[0].files[0].hash
    if not path.is_file():
        return [f"{path} is missing"]
    if (found := mirrors.digest(path, record)) != record:
        return [f"{path} is damaged, so it is not used: its hash is {found}, not {record}"]
    return []


def build(dataset: Dataset, paths: Sequence[Path], work: Path) -> list[Path]:
    """Read archives, sort the rows, check their sums, and write them below `work`.

    Raises:
        ValueError: if they are not the rows on record.
    """
    target = work / "built"
    for split, (images, labels) in archives.read(paths, dataset).items():
        order = cache.order(images, labels)
        cache.write(target, split, images[order], labels[order])
    if wrong := cache.problems(target, dataset):
        names = ", ".join(path.name for path in paths)
        raise ValueError(f"{names} is not {dataset.name}: " + "; ".join(wrong))
    return sorted(target.iterdir())


def install(files: Sequence[Path], target: Path) -> None:
    """Move files into a folder, each by one atomic rename."""
    target.mkdir(parents=True, exist_ok=True)
    for file in files:
        file.replace(target / file.name)


def refuse_offline(name: str, choice: Sequence[Mirror], folder: Path) -> None:
    """Raise the one error that says what to do, if downloads are forbidden."""
    if settings.offline():
        raise FileNotFoundError(
            f"{name} is not in {folder}, or not whole, and FOURIERBOOK_OFFLINE forbids to download "
            "it.\n"
            f"Unset it and run `fourierbook data fetch {name}`, which tries\n  "
            + "\n  ".join(mirror.url for mirror in choice)
            + f"\nor run `fourierbook data import {name} PATH` with the files of one of them."
        )


@contextmanager
def workspace(folder: Path, name: str) -> Iterator[Path]:
    """Empty folder inside `folder`, for one process at a time, gone afterwards.

    What a killed process has left is removed.
    """
    with lock_file(folder, name) as lock:
        if locked(lock, waiting=f"Another process is fetching {name}: waiting for it."):
            for leftover in folder.glob(f".{name}-*"):
                shutil.rmtree(leftover, ignore_errors=True)
        work = Path(tempfile.mkdtemp(dir=folder, prefix=f".{name}-"))
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)


def lock_file(folder: Path, name: str) -> IO[bytes]:
    """Open the lock's file, and with it find out whether the folder can be written to.

    Raises:
        PermissionError: if it cannot.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return (folder / f".{name}.lock").open("ab")
    except OSError as problem:
        raise PermissionError(
            f"{name} cannot be put into {folder}: {problem.strerror}. "
            f"Set {VARIABLE} to a folder that you may write to."
        ) from problem
