"""`fourierbook regions`: the linear pieces of a small network of one's own, and their spectrum."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fourierbook import files, settings
from fourierbook.cli import given, pictures
from fourierbook.cli.errors import errors_as_lines

if TYPE_CHECKING:
    from torch import nn

    from fourierbook.theory.piecewise_linear import Line, Regions

STACK = "is a stack of nn.Linear and nn.ReLU that takes one number or two and returns one"
REMEDY = "Make room, or give another --out"


def regions(
    model: Annotated[
        str,
        typer.Argument(
            help="module:function that returns the network, or module:network: linear layers and "
            "ReLU units, of one input or two and one output."
        ),
    ],
    box: Annotated[
        tuple[float, float, float, float],
        typer.Option(
            metavar="LEFT RIGHT BOTTOM TOP",
            help="Where to look; a network of one input is seen from LEFT to RIGHT.",
        ),
    ] = (-1.0, 1.0, -1.0, 1.0),
    out: Annotated[Path, typer.Option(help="Picture to write.")] = Path("regions.png"),
) -> None:
    """Count the linear regions of a small ReLU network, exactly, and draw them and their spectrum.

    Beside their number stands how steep the network is where it is steepest, and what the norms of
    its layers allow.
    """
    with errors_as_lines():
        picture = pictures.checked(out)
        network = given.network(model, takes=STACK)
        found = _found(network, model, box)
        _draw(found, model, picture)
        typer.echo(_said(found, network, box))
        typer.echo(f"Picture: {picture}")


def _found(
    network: "nn.Module", name: str, box: tuple[float, float, float, float]
) -> "Line | Regions":
    from torch import nn

    from fourierbook.theory import piecewise_linear, relu_stacks

    left, right, bottom, top = box
    if not isinstance(network, nn.Module):
        raise ValueError(f"{name} {STACK}; got {type(network).__name__}")
    dimensions = relu_stacks.inputs(network)
    if dimensions not in (1, 2):
        raise ValueError(f"{name} {STACK}; got one that takes {dimensions} numbers")
    if not (left < right and (bottom < top or dimensions == 1)) or not _finite(box):
        raise ValueError(
            "--box is LEFT RIGHT BOTTOM TOP, with LEFT < RIGHT and BOTTOM < TOP; got "
            + " ".join(f"{end:g}" for end in box)
        )
    if dimensions == 2:
        return piecewise_linear.regions(network, low=(left, bottom), high=(right, top))
    found = piecewise_linear.line(network, low=left, high=right)
    if found.values.shape[1] != 1:
        raise ValueError(f"the network has one output; got {found.values.shape[1]}")
    return found


def _finite(box: tuple[float, ...]) -> bool:
    from fourierbook.types import are_numbers

    return are_numbers(box)


def _draw(found: "Line | Regions", name: str, picture: Path) -> None:
    """Draw the picture, whole or not at all."""
    from fourierbook.figures import pieces

    drawn = pictures.drawn(pieces.pieces(found, title=name), picture)
    with settings.storing(picture.parent, remedy=REMEDY):
        files.replace(picture, drawn)


def _said(
    found: "Line | Regions", network: "nn.Module", box: tuple[float, float, float, float]
) -> str:
    from fourierbook.theory import relu_stacks, steepness
    from fourierbook.theory.piecewise_linear import Line

    flat = isinstance(found, Line)
    count = len(found.positions) - 1 if flat else len(found.corners)
    left, right, bottom, top = (f"{end:g}" for end in box)
    where = f"[{left}, {right}]" + ("" if flat else f" × [{bottom}, {top}]")
    steep, bound = steepness.lipschitz(found), relu_stacks.lipschitz_bound(network)
    times = f", {bound / steep:.1f} times as much" if steep > 0 else ""
    return (
        f"{count:,} linear region{'s' * (count != 1)} in {where}.\n"
        f"Lipschitz constant there: {steep:.4g}. The product of the layers' spectral norms allows "
        f"{bound:.4g}{times}."
    )
