"""Errors as lines: what a reader can put right, what a reader's own code raises, and the rest."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from fourierbook.models import faults

INTERRUPTED = 130  # what a shell reports for Ctrl-C
GOES_ON = "Stopped. What was finished is stored: the same command goes on from there."


@contextmanager
def errors_as_lines(stopped: str = "Stopped.") -> Iterator[None]:
    """Show whatever is raised as a line, without the traceback.

    Args:
        stopped: what is true after Ctrl-C.
    """
    try:
        yield
    except KeyboardInterrupt:
        typer.echo(f"\n{stopped}", err=True)
        raise typer.Exit(INTERRUPTED) from None
    except (BrokenPipeError, typer.Exit):  # whoever reads the output has seen enough; an answer
        raise
    except (Exception, SystemExit) as problem:
        typer.echo(_line(problem), err=True)
        raise typer.Exit(1) from problem


def _line(problem: BaseException) -> str:
    if faults.for_want_of_memory(problem):
        said = str(problem) if faults.is_ours(problem) else faults.said(problem)
        gpu = "; FOURIERBOOK_DEVICE=cpu leaves the GPU out" * (not isinstance(problem, MemoryError))
        return f"There is not enough memory: {said}. Take smaller images, or fewer of them{gpu}."
    if isinstance(problem, OSError | ValueError):
        return str(problem)
    if faults.place(problem):
        return f"{faults.said(problem)}: look there."
    return f"{faults.said(problem)}: this was not foreseen. Please report it with this line."
