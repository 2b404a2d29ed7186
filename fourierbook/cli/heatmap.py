"""`fourierbook heatmap`: which frequency breaks a network of one's own?"""

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fourierbook.cli.errors import errors_as_lines

if TYPE_CHECKING:
    from fourierbook.data.datasets import Data
    from fourierbook.measure.maps import Heatmap
    from fourierbook.types import Classifier


def heatmap(
    model: Annotated[
        str, typer.Option(help="module:function that returns the network, or a name of the zoo.")
    ],
    data: Annotated[
        str,
        typer.Option(
            help="Folder with one folder of images a class, .npz with images and labels, or name."
        ),
    ],
    norm: Annotated[
        float, typer.Option(help="L2 norm of a wave in each channel; 4 for 32 × 32 pixels.")
    ] = 4.0,
    out: Annotated[Path, typer.Option(help="Picture to write; the numbers go beside it.")] = Path(
        "heatmap.png"
    ),
    count: Annotated[int, typer.Option(help="Number of images, the first ones.")] = 1000,
    window: Annotated[
        int | None, typer.Option(help="Side of the square of frequencies around zero, odd.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the signs of the waves.")] = 0,
    clip: Annotated[bool, typer.Option(help="Clip the images under a wave to [0, 1].")] = True,
) -> None:
    """Show how often a network errs under a wave of each frequency."""
    with errors_as_lines():
        from fourierbook.measure.heatmap import fourier_heatmap

        network, images = _network(model), _data(data, count)
        _try(network, images)
        found = fourier_heatmap(
            network, images.images, images.labels, norm=norm, clip=clip, seed=seed, window=window
        )
        numbers = out.with_suffix(".npz")
        found.save(numbers)
        _draw(found, model, out)
        typer.echo(_said(found, len(images.classes)))
        typer.echo(f"Picture: {out}\nNumbers: {numbers}, for fourierbook.measure.maps.Heatmap.load")


def _network(name: str) -> "Classifier":
    from torch import nn

    from fourierbook import settings
    from fourierbook.models import zoo

    if ":" not in name:
        return zoo.load(name)
    module, function = name.split(":", 1)
    sys.path.insert(0, str(Path.cwd()))
    try:
        made = getattr(importlib.import_module(module), function)
        network = made() if callable(made) and not isinstance(made, nn.Module) else made
    except Exception as problem:  # a reader's module may raise any
        raise ValueError(
            "model is module:function, a function without arguments, or a network, in a module "
            f"that Python finds from here; got {name}: {type(problem).__name__}: "
            f"{' '.join(str(problem).split())}"
        ) from problem
    if not callable(network):
        raise ValueError(
            f"{name} is a network, or a function without arguments that returns a network, which "
            f"takes images (N, C, H, W) in [0, 1] and returns logits; got {type(network).__name__}"
        )
    return network.to(settings.device()) if isinstance(network, nn.Module) else network


def _data(name: str, count: int) -> "Data":
    from fourierbook.data import datasets, own

    if name in datasets.names():
        return datasets.load(name, "test", count=count)
    return own.load(Path(name), count=count)


def _try(network: "Classifier", data: "Data") -> None:
    """Refuse a network that does not take such images, before the long part."""
    from fourierbook.measure.accuracy import predict

    predict(network, data.images[:1])


def _draw(found: "Heatmap", name: str, path: Path) -> None:
    from fourierbook import settings
    from fourierbook.figures import plots

    with settings.storing(path.parent):
        plots.heatmap(found, title=name).savefig(path, dpi=150, bbox_inches="tight")


def _said(found: "Heatmap", classes: int) -> str:
    from fourierbook.measure.intervals import wilson

    worst = int(found.wrong.argmax())
    y, x = found.frequencies[worst].tolist()
    share = wilson(int(found.wrong[worst]), found.images)
    right = wilson(found.images - found.wrong_without, found.images)
    chance = (
        f" On images as they are it does no better than chance among {classes} classes: look at "
        "the order of its classes, and whether it normalises images in [0, 1] as in its training."
    )
    return (
        f"Of {found.images} images the network gets {found.wrong_without / found.images:.1%} wrong "
        f"as they are, and {found.error.mean():.1%} under a wave of norm {found.noise.norm:g}, on "
        f"average over {found.error.numel()} frequencies. The worst is f_y = {y}, f_x = {x} cycles "
        f"per image: {share.mean:.1%} (95 % interval {share.low:.1%} to {share.high:.1%})."
        + (chance if right.low <= 1 / classes else "")
    )
