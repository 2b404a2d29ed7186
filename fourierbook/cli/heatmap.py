"""`fourierbook heatmap`: which frequency breaks a network of one's own?"""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fourierbook import files, settings
from fourierbook.cli import given, pictures, plans
from fourierbook.cli.errors import errors_as_lines

if TYPE_CHECKING:
    from fourierbook.measure.maps import Heatmap

STOPPED = "Stopped. What was counted is stored: run the same command to go on."


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
    count: Annotated[
        int | None,
        typer.Option(help="Number of images, the first ones; 1,000, or all there are."),
    ] = None,
    window: Annotated[
        int | None, typer.Option(help="Side of the square of frequencies around zero, odd.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the signs of the waves.")] = 0,
    clip: Annotated[bool, typer.Option(help="Clip the images under a wave to [0, 1].")] = True,
) -> None:
    """Show how often a network errs under a wave of each frequency; a stopped run goes on."""
    with errors_as_lines(STOPPED):
        picture = pictures.checked(out)
        from fourierbook.measure.basis_noise import BasisNoise
        from fourierbook.measure.maps import map_frequencies
        from fourierbook.results import kept_maps

        noise, network = BasisNoise(norm, clip, seed), given.network(model)
        with warnings.catch_warnings(record=True) as noted:
            warnings.simplefilter("always", UserWarning)
            loaded = given.data(data, count)
        map_frequencies(*loaded.images.shape[-2:], window)  # refuses a window that does not fit
        images = given.fed(network, loaded)
        for line in [*(str(each.message) for each in noted), plans.described(images)]:
            typer.echo(line, err=True)
        run = kept_maps.begin(network, images, noise, window=window)
        for line in [*plans.at_chance(run), plans.plan(run)]:
            typer.echo(line, err=True)
        found = kept_maps.finish(run, model)
        numbers = _written(found, model, picture)
        typer.echo(_said(found))
        typer.echo(
            f"Picture: {picture}\nNumbers: {numbers}, for fourierbook.measure.maps.Heatmap.load"
        )


def _written(found: "Heatmap", name: str, picture: Path) -> Path:
    """Write the numbers and draw the picture beside them, each whole or not at all."""
    from fourierbook.figures import plots

    numbers = picture.with_suffix(".npz")
    drawn = pictures.drawn(plots.heatmap(found, title=name), picture)
    remedy = "Make room, or give another --out: what was counted is stored, and needs no time again"
    with settings.storing(picture.parent, remedy=remedy):
        files.replace(numbers, found.packed())
        files.replace(picture, drawn)
    return numbers


def _said(found: "Heatmap") -> str:
    from fourierbook.measure.intervals import wilson

    worst = int(found.wrong.argmax())
    y, x = found.frequencies[worst].tolist()
    share = wilson(int(found.wrong[worst]), found.images)
    return (
        f"Of {found.images} images the network gets {found.wrong_without / found.images:.1%} wrong "
        f"as they are, and {found.error.mean():.1%} under a wave of norm {found.noise.norm:g}, on "
        f"average over {found.error.numel()} frequencies. The worst is f_y = {y}, f_x = {x} cycles "
        f"per image: {share.mean:.1%} (95 % interval {share.low:.1%} to {share.high:.1%})."
    )
