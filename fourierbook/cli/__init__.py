"""The command `fourierbook`: data sets, results, the ledger, heatmaps and linear regions."""

from typing import Annotated

import typer

from fourierbook import files
from fourierbook.cli.data import data_app
from fourierbook.cli.errors import errors_as_lines
from fourierbook.cli.heatmap import heatmap
from fourierbook.cli.regions import regions
from fourierbook.cli.reproduce import reproduce

files.print_anywhere()
app = typer.Typer(
    help="Neural networks in the frequency domain: the commands behind the book.",
    epilog="Example: fourierbook reproduce band_accuracy --scale quick",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
app.add_typer(data_app, name="data")
app.command(epilog="Example: fourierbook reproduce band_accuracy --scale thorough")(reproduce)
app.command(epilog="Example: fourierbook heatmap --model cifar10-resnet20 --data cifar10")(heatmap)
app.command(epilog="Example: fourierbook regions mine:network --box -2 2 -2 2")(regions)


@app.command(epilog="Example: fourierbook claims --check")
def claims(
    check: Annotated[
        bool, typer.Option("--check", help="List the claims whose quick value moved; 1 if any.")
    ] = False,
    update: Annotated[
        bool, typer.Option("--update", help="Record the quick values in the results folder.")
    ] = False,
) -> None:
    """Show the ledger with its verdicts, or compare its quick values with the recorded ones."""
    with errors_as_lines():
        from fourierbook.ledger import quick

        if update:
            names = quick.update()
            typer.echo(f"Recorded the quick values of {len(names)} claims: {', '.join(names)}")
        elif check:
            _check()
        else:
            _show()


def _check() -> None:
    from fourierbook.ledger import quick
    from fourierbook.measure import written

    moved, new = quick.moved(), quick.unrecorded()
    for claim, kind, before, now in moved:
        typer.echo(
            f"{claim} has moved on {kind} data: {written.interval(before)} was recorded, now it is "
            f"{written.interval(now)}"
        )
    if new:
        typer.echo(f"No quick value is recorded yet for {', '.join(new)}")
    if moved or new:
        typer.echo("If that is right, `fourierbook claims --update` records the values of now.")
    if moved:
        raise typer.Exit(1)
    typer.echo("No claim's quick value has moved.")


def _show() -> None:
    from fourierbook.ledger import claims
    from fourierbook.measure import written

    rows = claims.ledger()
    found = claims.verdicts(rows)
    for claim in rows:
        one = found[claim.id]
        typer.echo(f"{one.verdict:9} {claim.id}: {claim.statement}")
        typer.echo(f"{'':9} {written.interval(one.interval)}; {one.reason}")


if __name__ == "__main__":
    app()
