"""Errors that a reader can put right, as lines."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

INTERRUPTED = 130  # what a shell reports for Ctrl-C


@contextmanager
def errors_as_lines() -> Iterator[None]:
    """Show what a reader can put right, or has stopped, as a line without the traceback."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo("\nStopped. What was finished is stored: the same command goes on from there.")
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:  # whoever reads the output has seen enough
        raise
    except (OSError, ValueError) as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(1) from problem
