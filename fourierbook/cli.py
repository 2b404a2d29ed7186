"""The command `fourierbook`: data sets, stored results, and the ledger of claims."""

from typing import TYPE_CHECKING, Annotated

import typer

from fourierbook import settings
from fourierbook.cli_data import data_app, errors_as_lines

if TYPE_CHECKING:
    from fourierbook.results.store import Experiment

app = typer.Typer(
    help="Neural networks in the frequency domain: the commands behind the book.",
    epilog="Example: fourierbook reproduce band_accuracy --scale quick",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
app.add_typer(data_app, name="data")


@app.command(epilog="Example: fourierbook reproduce band_accuracy --scale thorough")
def reproduce(
    name: Annotated[str, typer.Argument(help="An experiment, or a network of the zoo.")],
    scale: Annotated[
        str, typer.Option(help=f"One of {', '.join(settings.SCALES)}; for an experiment.")
    ] = "quick",
    seed: Annotated[int, typer.Option(help="Of the training; for a network.")] = 0,
    record: Annotated[
        bool, typer.Option("--record", help="Copy the outcome into the package.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be computed, and stop.")
    ] = False,
) -> None:
    """Compute a stored result, or train a network, again; a stopped run goes on where it was."""
    with errors_as_lines():
        from fourierbook.results import networks
        from fourierbook.results.experiments import EXPERIMENTS

        if name in networks.NETWORKS:
            _train(name, seed, record=record, dry_run=dry_run)
        elif name in EXPERIMENTS:
            _experiment(EXPERIMENTS[name], scale, record=record, dry_run=dry_run)
        else:
            raise ValueError(
                f"there is no {name!r}. Experiments: {', '.join(EXPERIMENTS)}. "
                f"Networks: {', '.join(networks.NETWORKS)}."
            )


def _experiment(experiment: "Experiment", scale: str, *, record: bool, dry_run: bool) -> None:
    from fourierbook.results import store

    missing = store.missing(experiment, scale)
    if dry_run:
        typer.echo(_plan(experiment, scale, missing))
        return
    result = store.compute(experiment, scale, recorded=False)
    typer.echo(store.describe(result).strip("*"))
    for line in _judgements(result):
        typer.echo(line)
    if record:
        typer.echo(f"Recorded in {store.record(result)}")


def _plan(experiment: "Experiment", scale: str, missing: tuple[str, ...]) -> str:
    from fourierbook.results import estimates, questions, store

    _, recipe = questions.named(experiment, scale)
    seconds = store.expected_seconds(experiment, scale, len(missing))
    lines = [
        f"recipe: {recipe}",
        f"parts: {', '.join(questions.shards(experiment, recipe))}",
        f"to compute: {', '.join(missing) or 'nothing, all is stored'}",
        f"time: {'not known yet' if seconds is None else 'about ' + estimates.duration(seconds)}",
        f"results folder: {settings.results_folder()}",
    ]
    if not questions.available(recipe):
        lines.append(f"data: {recipe.data} is not here yet")
    return "\n".join(lines)


def _judgements(result) -> list[str]:
    """A line for each claim that a result measures."""
    from fourierbook.results import quick, tables
    from fourierbook.results.ledger import ledger, verdict

    lines = []
    for claim in ledger():
        if claim.experiment == result.experiment:
            found = verdict(claim, result)
            value = tables.measured(quick.measured(claim, result))
            lines.append(f"{claim.id}: {value}. {found.verdict}: {found.reason}")
    return lines


def _train(name: str, seed: int, *, record: bool, dry_run: bool) -> None:
    from dataclasses import replace

    from fourierbook.measure.intervals import Interval
    from fourierbook.results import networks, tables

    if dry_run:
        typer.echo(f"recipe: {replace(networks.NETWORKS[name].recipe, seed=seed)}")
        return
    card = networks.train(name, seed=seed, record=record)
    typer.echo(f"{name}, seed {seed}: accuracy {tables.measured(Interval(**card['accuracy']))}")


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
        from fourierbook.results import quick

        if update:
            names = quick.update()
            typer.echo(f"Recorded the quick values of {len(names)} claims: {', '.join(names)}")
        elif check:
            _check()
        else:
            _show()


def _check() -> None:
    from fourierbook.results import quick, tables

    moved, new = quick.moved(), quick.unrecorded()
    for claim, kind, before, now in moved:
        typer.echo(
            f"{claim} has moved on {kind} data: {tables.measured(before)} was recorded, now it is "
            f"{tables.measured(now)}"
        )
    if new:
        typer.echo(f"No quick value is recorded yet for {', '.join(new)}")
    if moved or new:
        typer.echo("If that is right, `fourierbook claims --update` records the values of now.")
    if moved:
        raise typer.Exit(1)
    typer.echo("No claim's quick value has moved.")


def _show() -> None:
    from fourierbook.results import claims, tables

    rows = claims.ledger()
    found = claims.verdicts(rows)
    for claim in rows:
        one = found[claim.id]
        typer.echo(f"{one.verdict:9} {claim.id}: {claim.statement}")
        typer.echo(f"{'':9} {tables.measured(one.interval)}; {one.reason}")


if __name__ == "__main__":
    app()
