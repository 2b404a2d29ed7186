"""`fourierbook data`: list, fetch, verify and import data sets.

A command imports what it needs when it runs, so that a help text does not wait for torch.
"""

from pathlib import Path
from typing import Annotated

import typer

from fourierbook import settings
from fourierbook.cli.errors import GOES_ON, errors_as_lines
from fourierbook.data import registry

data_app = typer.Typer(
    help="The data sets of the book: which are there, fetch, verify, import.",
    no_args_is_help=True,
    epilog="Example: fourierbook data fetch cifar10",
)

FETCHED = (*registry.DATASETS, *registry.WEIGHTS)
VERIFIED = (*FETCHED, "imagenet-sample")  # imagenet.NAME, but that module imports torch


def _known(name: str, allowed: tuple[str, ...]) -> str:
    if name not in allowed:
        raise ValueError(f"the name is one of {', '.join(allowed)}; got {name!r}")
    return name


@data_app.command("list", epilog="Example: fourierbook data list")
def list_data() -> None:
    """Show every data set: whether it is there, its licence, where it is fetched from."""
    from fourierbook.data import datasets, fetching

    with errors_as_lines():
        typer.echo(f"Data folder: {settings.data_folder()}")
        for name in datasets.names():
            state = "there" if datasets.available(name) else "missing"
            typer.echo(f"\n{name}: {state}; splits {', '.join(datasets.splits(name))}")
            if name in registry.DATASETS:
                _describe(registry.DATASETS[name])
        for name, weights in registry.WEIGHTS.items():
            state = "there" if fetching.weights_path(name).is_file() else "missing"
            typer.echo(f"\n{name}: weights, {state}")
            _describe(weights)


def _describe(entry: registry.Dataset | registry.Weights) -> None:
    typer.echo(f"  licence: {entry.licence}\n  home: {entry.homepage}")
    for mirror in entry.mirrors:
        megabytes = sum(file.size for file in mirror.files) / 1e6
        note = "" if mirror.reached else " [not reached when this list was written]"
        typer.echo(f"  {mirror.url} ({megabytes:.0f} MB, {mirror.source}){note}")


@data_app.command(epilog="Example: fourierbook data fetch cifar10 mnist")
def fetch(names: Annotated[list[str], typer.Argument(help=f"Of {', '.join(FETCHED)}.")]) -> None:
    """Fetch data sets or weights; what is there and whole stays, what is damaged is replaced."""
    from fourierbook.data import fetching

    with errors_as_lines(GOES_ON):
        for name in [_known(name, FETCHED) for name in names]:
            fetcher = fetching.fetch_weights if name in registry.WEIGHTS else fetching.fetch_dataset
            path = fetcher(name, again=bool(_problems(name)))
            typer.echo(f"{name}: checked to the last byte, in {path}")


@data_app.command(epilog="Example: fourierbook data verify cifar10")
def verify(
    names: Annotated[
        list[str] | None, typer.Argument(help=f"Of {', '.join(VERIFIED)}; all by default.")
    ] = None,
) -> None:
    """Read every byte of what is there and compare it with the sums on record."""
    with errors_as_lines():
        wanted = [_known(name, VERIFIED) for name in names or VERIFIED]
        damaged = False
        for name in wanted:
            if not names and not _present(name):
                typer.echo(f"{name}: not there")
                continue
            problems = _problems(name)
            damaged = damaged or bool(problems)
            typer.echo(f"{name}: " + ("\n  ".join(problems) if problems else "whole"))
    if damaged:
        raise typer.Exit(1)


@data_app.command(
    "import", epilog="Example: fourierbook data import cifar10 cifar-10-binary.tar.gz"
)
def import_data(
    name: Annotated[str, typer.Argument(help=f"imagenet, or one of {', '.join(FETCHED)}.")],
    path: Annotated[
        Path, typer.Argument(exists=True, help="The archive, or the folder of its files.")
    ],
) -> None:
    """Bring in a downloaded archive, weights, or a sample of your own ImageNet folder."""
    from fourierbook.data import imports

    with errors_as_lines():
        _known(name, ("imagenet", *FETCHED))
        if name == "imagenet":
            target = imports.import_imagenet(path)
        elif name in registry.WEIGHTS:
            target = imports.import_weights(name, path)
        else:
            target = imports.import_dataset(name, path)
        typer.echo(f"{name} is in {target}.")


def _present(name: str) -> bool:
    from fourierbook.data import fetching

    if name in registry.WEIGHTS:
        return fetching.weights_path(name).is_file()
    return (settings.data_folder() / name).is_dir()


def _problems(name: str) -> list[str]:
    """What is wrong with what is there; an absent set has a problem too."""
    from fourierbook.data import cache, datasets, fetching, imagenet

    folder = settings.data_folder()
    if name in registry.DATASETS:
        return cache.problems(folder / name, registry.DATASETS[name])
    if name in registry.WEIGHTS:
        return fetching.weights_problems(name)
    if not datasets.available(name):
        return [f"{folder / name / 'classes.csv'} is missing"]
    return imagenet.problems(folder / name)
