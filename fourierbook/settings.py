"""What the environment decides: scale, device, folders, and whether anything may be downloaded.

| variable | meaning | default |
|---|---|---|
| `FOURIERBOOK_MODE` | the scale that a chapter computes: `quick`, `thorough` or `full` | `quick` |
| `FOURIERBOOK_DEVICE` | a torch device, such as `cpu` or `cuda` | a GPU where there is one |
| `FOURIERBOOK_DATA` | the folder of the data sets | the user's cache folder |
| `FOURIERBOOK_RESULTS` | the folder that results are written to | the user's cache folder |
| `FOURIERBOOK_OFFLINE` | `1` forbids every download | downloads are allowed |

Every function reads its variable when it is called, so a chapter can change one between two cells.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

SCALES = ("quick", "thorough", "full")
NAMED = (
    "What was finished before is kept; make room, or set {variable} to another folder, and run the "
    "same again"
)
KEPT = NAMED.format(variable="FOURIERBOOK_RESULTS")
ROOM = 2**17  # bytes that are tried


def mode() -> str:
    """Scale that a chapter computes.

    Raises:
        ValueError: if `FOURIERBOOK_MODE` is not one of the three scales.
    """
    value = os.environ.get("FOURIERBOOK_MODE", "quick")
    if value not in SCALES:
        raise ValueError(f"FOURIERBOOK_MODE is one of {', '.join(SCALES)}; got {value!r}")
    return value


def device() -> "torch.device":
    """Device that networks and images are put on.

    Raises:
        ValueError: if `FOURIERBOOK_DEVICE` is no device of torch, or a GPU that is not there.
    """
    import torch

    name = os.environ.get("FOURIERBOOK_DEVICE")
    if name is None:
        name = "cuda" if torch.cuda.is_available() else "cpu"
    try:
        chosen = torch.device(name)
    except RuntimeError as error:
        raise ValueError(
            f"FOURIERBOOK_DEVICE is a device of torch, such as cpu or cuda; got {name!r}"
        ) from error
    if chosen.type == "cuda" and not torch.cuda.is_available():
        raise ValueError(
            f"FOURIERBOOK_DEVICE is {name!r}, but torch finds no GPU here; "
            "unset it, or set it to cpu"
        )
    return chosen


def data_folder() -> Path:
    """Folder of the data sets.

    Raises:
        ValueError: if `FOURIERBOOK_DATA` names something that is no folder, or is empty.
    """
    return _folder("FOURIERBOOK_DATA", "data", must_exist=True)


def results_folder() -> Path:
    """Folder that results are written to, and read from first; it need not exist yet.

    Raises:
        ValueError: if `FOURIERBOOK_RESULTS` is empty.
    """
    return _folder("FOURIERBOOK_RESULTS", "results", must_exist=False)


@contextmanager
def storing(folder: Path | str, *, remedy: str = KEPT) -> Iterator[None]:
    """Write into a folder; where the system refuses, say which folder, why, and what helps.

    Args:
        folder: made where it is not there.
        remedy: what helps.

    Raises:
        OSError: if the disk is full, or the folder may not be written to.
    """
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        yield
    except OSError as problem:
        if problem.errno is None:  # it says in words what is wrong, and is no refusal of the system
            raise
        file = isinstance(problem, FileExistsError)  # where the folder would be
        why = "there is a file of that name" if file else problem.strerror
        raise OSError(f"cannot write into {folder}: {why}. {remedy}") from problem


def check_writable(folder: Path | str, *, remedy: str = KEPT) -> None:
    """Find out before a long computation whether its outcome can be written into a folder.

    Raises:
        OSError: as `storing`.
    """
    with storing(folder, remedy=remedy), tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(ROOM))


def offline() -> bool:
    """Whether every download is forbidden."""
    return os.environ.get("FOURIERBOOK_OFFLINE", "0") not in ("", "0")


def _cache() -> Path:
    import pooch  # not on every machine that only computes; needed for this alone

    folder = Path(pooch.os_cache("fourierbook"))
    if not folder.is_absolute():
        raise RuntimeError("there is no home folder")
    return folder


def _folder(variable: str, name: str, *, must_exist: bool) -> Path:
    value = os.environ.get(variable)
    if value == "":
        raise ValueError(f"{variable} is empty; name a folder, or unset it")
    try:
        folder = _cache() / name if value is None else Path(value).expanduser().absolute()
    except RuntimeError as problem:  # nobody's home, such as of a user that a container makes up
        raise ValueError(
            f"{'a folder for ' + name if value is None else value} cannot be found without a home "
            f"folder; set {variable} to a folder's whole path, or HOME"
        ) from problem
    if value is None:
        return folder
    if must_exist and not folder.is_dir():
        raise ValueError(
            f"{variable} names {folder}, which is not a folder; "
            f"create it, or unset {variable} to use the cache folder of this user"
        )
    return folder
