"""What a build has to say: what the chapters measured, what each cost, which limits it passed."""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fourierbook import files

CPU_SECONDS = 120
MEMORY_MIB = 2048
FIRST_PICTURE_SECONDS = 20


def collect(entries: Mapping[str, Path]) -> dict[str, dict[str, Any]]:
    """Cost of every executed page, by its name."""
    return {
        page: json.loads((entry / "stats.json").read_text(encoding="utf-8"))
        for page, entry in entries.items()
        if (entry / "stats.json").exists()
    }


def merge_results(entries: Mapping[str, Path], folder: Path) -> None:
    """Put the results that the chapters wrote together, in an order that is always the same."""
    for entry in entries.values():
        if (entry / "results").is_dir():
            shutil.copytree(entry / "results", folder / "results", dirs_exist_ok=True)
    costs = collect(entries)
    files.replace(folder / "chapters.json", json.dumps(costs, indent=1))


def check_claims(kernels: Mapping[str, str]) -> int:
    """Print the claims whose quick result moved; the code is not 0 if there is one."""
    command = [Path(sys.executable).with_name("fourierbook"), "claims", "--check"]
    return subprocess.run(list(map(str, command)), env=dict(kernels), check=False).returncode


def table(costs: Mapping[str, Mapping[str, Any]], *, cached: set[str]) -> str:
    """One line a page: seconds, CPU seconds, memory, first picture, and whether it ran now."""
    rows = [f"{'page':<44}{'seconds':>9}{'CPU s':>9}{'MiB':>7}{'picture':>9}"]
    for page, cost in costs.items():
        first = cost["first_picture_seconds"]
        rows.append(
            f"{page:<44}{cost['seconds']:>9.1f}{cost['cpu_seconds']:>9.1f}{cost['memory_mib']:>7}"
            f"{'none' if first is None else f'{first:.1f}':>9}"
            f"{'  (from an earlier run)' if page in cached else ''}"
        )
    return "\n".join(rows)


def warnings(costs: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """One sentence for each limit that a page passes.

    >>> cost = {"cpu_seconds": 130.0, "memory_mib": 900, "first_picture_seconds": None}
    >>> warnings({"book/x": cost})
    ['book/x takes 130 CPU seconds; the limit is 120']
    """
    found = []
    for page, cost in costs.items():
        cpu, memory = cost["cpu_seconds"], cost["memory_mib"]
        picture = cost["first_picture_seconds"]
        if cpu > CPU_SECONDS:
            found.append(f"{page} takes {cpu:.0f} CPU seconds; the limit is {CPU_SECONDS}")
        if memory > MEMORY_MIB:
            found.append(f"{page} takes {memory} MiB; the limit is {MEMORY_MIB}")
        if picture is not None and picture > FIRST_PICTURE_SECONDS:
            found.append(
                f"{page} shows its first picture after {picture:.0f} seconds; "
                f"the limit is {FIRST_PICTURE_SECONDS}"
            )
    return found
