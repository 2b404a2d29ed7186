"""`fourierbook reproduce`: compute stored results and train networks again.

It imports what it needs when it runs, so that a help text does not wait for torch.
"""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from fourierbook import settings
from fourierbook.cli.errors import GOES_ON, errors_as_lines

if TYPE_CHECKING:
    from fourierbook.results.questions import Experiment


def reproduce(
    names: Annotated[
        list[str] | None, typer.Argument(help="Experiments, or networks of the zoo.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every experiment that has the scale.")
    ] = False,
    scale: Annotated[
        str, typer.Option(help=f"One of {', '.join(settings.SCALES)}; for experiments.")
    ] = "quick",
    seed: Annotated[int, typer.Option(help="Of the training; for networks.")] = 0,
    workers: Annotated[
        int, typer.Option(help="Processes that share the work of an experiment.")
    ] = 1,
    dask: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler whose workers share it.")
    ] = None,
    go_on: Annotated[
        bool, typer.Option("--go-on", help="Compute only what does not ship with the package.")
    ] = False,
    record: Annotated[
        bool, typer.Option("--record", help="Copy the outcome into the package.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be computed, and stop.")
    ] = False,
) -> None:
    """Compute stored results, or train networks, again; a stopped run goes on where it was."""
    with errors_as_lines(GOES_ON):
        experiments, networks = _chosen(names or [], scale, everything=everything)
        if dry_run:
            for name, experiment in experiments.items():
                typer.echo(f"{name}:\n{_plan(experiment, scale, go_on=go_on)}")
            for name in networks:
                typer.echo(f"{name}:\n{_training(name, seed)}")
            return
        if experiments:
            with _executor(workers, dask) as executor:
                for experiment in experiments.values():
                    _compute(experiment, scale, executor, go_on=go_on, record=record)
        for name in networks:
            _train(name, seed, record=record)


def _chosen(
    names: list[str], scale: str, *, everything: bool
) -> tuple[dict[str, "Experiment"], list[str]]:
    """Experiments and networks of those names, all known and all at that scale."""
    from fourierbook.experiments import EXPERIMENTS
    from fourierbook.results import questions
    from fourierbook.results.networks import NETWORKS

    if everything == bool(names):
        raise ValueError("name what to reproduce, or say --all; not both")
    if everything:
        names = [name for name, each in EXPERIMENTS.items() if scale in each.recipes]
        if not names:
            known = ", ".join(settings.SCALES)
            raise ValueError(f"scale is one of {known}; got {scale!r}, which no experiment has")
    for name in names:
        if name not in EXPERIMENTS and name not in NETWORKS:
            raise ValueError(
                f"there is no {name!r}. Experiments: {', '.join(EXPERIMENTS)}. "
                f"Networks: {', '.join(NETWORKS)}."
            )
    experiments = {name: EXPERIMENTS[name] for name in names if name in EXPERIMENTS}
    for experiment in experiments.values():
        questions.named(experiment, scale)
    return experiments, [name for name in names if name in NETWORKS]


@contextmanager
def _executor(workers: int, dask: str | None) -> Iterator[Executor | None]:
    from fourierbook.results import executors

    if dask is not None and workers != 1:
        raise ValueError("--workers are processes here, --dask has its own; give one of them")
    if dask is not None:
        with executors.dask(dask) as executor:
            yield executor
    elif workers != 1:
        with executors.processes(workers) as executor:
            yield executor
    else:
        yield None


def _compute(
    experiment: "Experiment", scale: str, executor: Executor | None, *, go_on: bool, record: bool
) -> None:
    from fourierbook.results import store

    result = store.compute(experiment, scale, recorded=go_on, executor=executor)
    typer.echo(store.describe(result).strip("*"))
    for line in _judgements(result):
        typer.echo(line)
    if record and not result.provenance["recorded"]:
        typer.echo(f"Recorded in {store.record(result)}")


def _plan(experiment: "Experiment", scale: str, *, go_on: bool) -> str:
    from fourierbook.results import estimates, questions, store

    _, recipe = questions.named(experiment, scale)
    new = store.missing(experiment, scale, recorded=True)
    missing = new if go_on else store.missing(experiment, scale)
    stored = [part for part in questions.shards(experiment, recipe) if part not in missing]
    lines = [
        f"recipe: {recipe}",
        f"stored: {', '.join(stored) or 'nothing'}",
        f"to compute: {', '.join(missing) or 'nothing, all is stored'}",
    ]
    if not go_on and len(new) < len(missing):
        which = ", ".join(new) or "nothing"
        lines.append(f"not in the package (what --go-on would compute): {which}")
    if not questions.available(recipe):
        lines.append(f"data: {recipe.data} is not here yet")
    elif missing:
        seconds = store.expected_seconds(experiment, scale, len(missing))
        known = "not known yet" if seconds is None else f"about {estimates.duration(seconds)}"
        lines.append(f"time: {known} in one process")
    lines.append(f"results folder: {settings.results_folder()}")
    return "\n".join(lines)


def _judgements(result) -> list[str]:
    """A line for each claim that a result measures."""
    from fourierbook.ledger.rows import judge, ledger
    from fourierbook.measure import written

    lines = []
    for claim in ledger():
        if claim.experiment == result.experiment:
            found = judge(claim, result)
            value = written.interval(found.interval)
            lines.append(f"{claim.id}: {value}. {found.verdict}: {found.reason}")
    return lines


def _training(name: str, seed: int) -> str:
    from fourierbook.models import zoo
    from fourierbook.results.networks import NETWORKS

    return (
        f"recipe: {replace(NETWORKS[name].recipe, seed=seed)}\n"
        f"stored: {'seed ' + str(seed) if seed in zoo.seeds(name) else 'nothing'}"
    )


def _train(name: str, seed: int, *, record: bool) -> None:
    from fourierbook.measure import written
    from fourierbook.measure.intervals import Interval
    from fourierbook.results import networks

    card = networks.train(name, seed=seed, record=record)
    typer.echo(f"{name}, seed {seed}: accuracy {written.interval(Interval(**card['accuracy']))}")
