"""Bring in what is already on this machine: archives, weights, or an ImageNet folder."""

import shutil
from pathlib import Path

from fourierbook import settings
from fourierbook.data import fetching, imagenet, mirrors, registry


def import_dataset(name: str, source: Path | str) -> Path:
    """Put a data set into the data folder from its archive, or a folder of its unpacked files.

    Args:
        name: one of `registry.DATASETS`.
        source: in any of the formats that `archives` lists.

    Raises:
        ValueError: if it does not hold exactly the rows on record.
    """
    folder = settings.data_folder()
    with settings.storing(folder, remedy=fetching.REMEDY), fetching.workspace(folder, name) as work:
        built = fetching.build(registry.DATASETS[name], [Path(source)], work)
        fetching.install(built, folder / name)
    return folder / name


def import_weights(name: str, source: Path | str) -> Path:
    """Put a file of weights into the data folder.

    Raises:
        ValueError: if it is another file than the one on record.
    """
    folder, file = settings.data_folder(), registry.WEIGHTS[name].mirrors[0].files[0]
    source = Path(source)
    if not source.is_file() or source.stat().st_size > file.size:
        raise ValueError(f"{source} is not {file.name}, a file of at most {file.size:,} bytes")
    with settings.storing(folder, remedy=fetching.REMEDY), fetching.workspace(folder, name) as work:
        copy = Path(shutil.copyfile(source, work / file.name))
        if (found := mirrors.digest(copy, file.hash)) != file.hash:
            raise ValueError(f"{source} is not {file.name}: its hash is {found}, not {file.hash}")
        fetching.install([copy], folder / "weights")
    return folder / "weights" / file.name


def import_imagenet(source: Path | str) -> Path:
    """Make `imagenet-sample` in the data folder from a reader's own ImageNet folder.

    Raises:
        ValueError: if `source` has not the layout that `imagenet.make` describes.
    """
    folder = settings.data_folder()
    target = folder / imagenet.NAME
    with (
        settings.storing(folder, remedy=fetching.REMEDY),
        fetching.workspace(folder, imagenet.NAME) as work,
    ):
        imagenet.make(Path(source), work / "made")
        # The class list goes first and comes last: without it there is no sample.
        (target / "classes.csv").unlink(missing_ok=True)
        if (target / "images").exists():
            (target / "images").replace(work / "old")
        fetching.install([work / "made" / "images", work / "made" / "classes.csv"], target)
    return target
