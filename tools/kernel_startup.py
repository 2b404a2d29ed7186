"""Runs first in the kernel of every chapter that a build executes; no chapter knows of it.

It gives the chapter a results folder of its own, beside the notebook, and writes what the chapter
has cost so far after each cell: `stats.json`, beside the notebook too. In a build that stands in
for Colab it also gives what the first cell meets there: a `google.colab`, and no `fourierbook`.
"""

import json
import os
import resource
import sys
import time
import types
from pathlib import Path

from IPython import get_ipython

START = time.perf_counter()
FOLDER = Path.cwd()
FIRST_PICTURE: list[float] = []


def is_picture(data: dict) -> bool:
    """Whether an output shows something to look at: an image, or a widget."""
    html = data.get("text/html", "")
    kinds = ("image/png", "image/svg+xml", "image/jpeg", "application/vnd.jupyter.widget-view+json")
    return any(kind in data for kind in kinds) or "<img" in html or "<svg" in html


def cost() -> dict:
    """Seconds on the clock and on the CPU, peak memory in MiB, seconds to the first picture."""
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    bytes_per_unit = 1 if sys.platform == "darwin" else 1024
    package = sys.modules.get("fourierbook")
    return {
        "seconds": round(time.perf_counter() - START, 2),
        "cpu_seconds": round(sum(u.ru_utime + u.ru_stime for u in usage), 2),
        "memory_mib": round(max(u.ru_maxrss for u in usage) * bytes_per_unit / 2**20),
        "first_picture_seconds": FIRST_PICTURE[0] if FIRST_PICTURE else None,
        "package": getattr(package, "__file__", None),
    }


def watch(shell) -> None:
    """Note the first picture, and write the cost after every cell."""
    format = shell.display_formatter.format  # of whatever a cell displays, and of its value

    def noting(*args, **options):
        data, metadata = format(*args, **options)
        if not FIRST_PICTURE and is_picture(data):
            FIRST_PICTURE.append(round(time.perf_counter() - START, 2))
        return data, metadata

    shell.display_formatter.format = noting
    shell.events.register("post_run_cell", lambda _: note())


def note() -> None:
    """Write the cost so far, whole or not at all; the package's helper is not seen here."""
    half = FOLDER / "stats.json.half"
    half.write_text(json.dumps(cost(), indent=1), encoding="utf-8")
    half.replace(FOLDER / "stats.json")


def stand_in_for_colab(target: Path) -> None:
    """Put a `google.colab` there, and let pip install into `target`, which is empty."""
    target.mkdir()
    sys.modules["google"] = types.ModuleType("google")
    sys.modules["google.colab"] = sys.modules["google"].colab = types.ModuleType("google.colab")
    sys.path.insert(0, str(target))
    os.environ["PIP_TARGET"] = str(target)


if get_ipython() is not None:
    os.environ["FOURIERBOOK_RESULTS"] = os.environ.get(
        "FOURIERBOOK_BUILD_RESULTS", str(FOLDER / "results")
    )
    if os.environ.get("FOURIERBOOK_BUILD_AS_COLAB"):
        stand_in_for_colab(FOLDER / ".installed")
    watch(get_ipython())
