"""How long a computation will take, judged by what is stored of it, and said in words."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from fourierbook.results import entries


def expected_seconds(folders: Iterable[Path], scale: str, count: int) -> float | None:
    """Seconds that so many shards will take; None where nothing tells.

    The newest stored result at that scale is judged by, whatever its version.

    Args:
        folders: of one experiment, one in each place that holds results.
        scale: of the computation.
        count: number of shards to compute.
    """
    for folder in folders:
        with suppress(ValueError):  # a damaged result of another recipe stops no computation
            found = [entry for _, entry in entries.documents(folder)]
            stamps = [list(entry["shards"].values()) for entry in found if entry["scale"] == scale]
            newest = max(stamps, key=lambda group: group[-1]["date"], default=[])
            if newest:
                return count * sum(stamp["seconds"] for stamp in newest) / len(newest)
    return None


def sentence(name: str, scale: str, count: int, seconds: float | None) -> str:
    """What is said before a long computation.

    >>> sentence("filters", "full", 3, 300.0).partition(". ")[0]
    'filters at scale full: 3 parts to compute, about 5 minutes'
    """
    how_long = "how long is not known yet" if seconds is None else f"about {duration(seconds)}"
    parts = "1 part" if count == 1 else f"{count} parts"
    return (
        f"{name} at scale {scale}: {parts} to compute, {how_long}. Stop it at any time: it goes on "
        "from there."
    )


def duration(seconds: float) -> str:
    """A time as people say it.

    >>> duration(42), duration(100), duration(9000)
    ('42 seconds', '2 minutes', '2.5 hours')
    """
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"
