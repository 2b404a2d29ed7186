"""Where a number comes from, in words that name no machine: device, versions, date, commit."""

import functools
import subprocess
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from platform import python_version
from typing import Any

from fourierbook import __version__, settings
from fourierbook.results import estimates

PACKAGE = Path(__file__).resolve().parents[1]


def stamp(recipe: Any, seconds: float) -> dict[str, Any]:
    """What is kept about the run of one part of an experiment."""
    return {
        "seconds": round(seconds, 3),
        "device": device(),
        "precision": precision(recipe),
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit(),
        "versions": versions(),
    }


def combined(stamps: list[dict[str, Any]]) -> dict[str, Any]:
    """One account of several parts: seconds add up, what differs is listed.

    >>> one = {"seconds": 2.0, "device": "CPU, 1 thread", "precision": "fp32",
    ...        "date": "2026-01-02", "commit": None, "versions": {"torch": "2.6"}}
    >>> both = combined([one, {**one, "device": "CPU, 2 threads"}])
    >>> both["seconds"], both["device"], both["commit"]
    (4.0, 'CPU, 1 thread; CPU, 2 threads', None)
    """
    listed = {
        name: _listed(stamp[name] for stamp in stamps)
        for name in ("device", "precision", "date", "commit")
    }
    packages = {name for stamp in stamps for name in stamp["versions"]}
    return {
        "seconds": sum(stamp["seconds"] for stamp in stamps),
        **listed,
        "versions": {
            name: _listed(stamp["versions"].get(name) for stamp in stamps)
            for name in sorted(packages)
        },
    }


def sentence(facts: dict[str, Any], data: str | None) -> str:
    """How a page says where numbers come from.

    >>> facts = {"scale": "quick", "recorded": False, "seeds": [0, 1], "seconds": 2.0,
    ...          "device": "CPU, 1 thread", "precision": "fp32", "versions": {"torch": "2.6"}}
    >>> sentence(facts, "digits")[:65]
    'Scale quick, on digits, seeds 0, 1: computed here in 2 seconds on'
    """
    seeds = f"seed{'s' if len(facts['seeds']) > 1 else ''} {numbered(facts['seeds'])}"
    where = f"recorded on {facts['date']}" if facts["recorded"] else "computed here"
    versions = ", ".join(f"{name} {version}" for name, version in facts["versions"].items())
    return (
        f"Scale {facts['scale']}, {f'on {data}, ' if data else ''}{seeds}: {where} in "
        f"{estimates.duration(facts['seconds'])} on {facts['device']}, {facts['precision']} "
        f"({versions})"
    )


def device() -> str:
    """The device in words, such as `CPU, 2 threads`, or the name of the GPU.

    A GPU that was too small for whole blocks says so, since their size decides the last digits.
    """
    import torch

    from fourierbook.measure.accuracy import BLOCK, WHOLE

    chosen = settings.device()
    if chosen.type == "cuda":
        less = f", blocks of {BLOCK['cuda']} images" if BLOCK["cuda"] < WHOLE["cuda"] else ""
        return torch.cuda.get_device_name(chosen) + less
    if chosen.type != "cpu":
        return chosen.type.upper()
    threads = torch.get_num_threads()
    return f"CPU, {threads} thread{'s' if threads > 1 else ''}"


def precision(recipe: Any) -> str:
    """The precision that a recipe is run in on this device; fp32 where it names none."""
    named = getattr(recipe, "precision", "fp32")
    if named in ("fp32", "fp64"):
        return named
    from fourierbook.precision import usable_precision

    return usable_precision(named, settings.device())


def versions() -> dict[str, str]:
    """Versions of all that decides the bits of a result."""
    packages = {name: metadata.version(name) for name in ("torch", "numpy")}
    return {"python": python_version(), **packages, "fourierbook": __version__}


@functools.cache
def commit(folder: Path = PACKAGE) -> str | None:
    """Git commit of the code in a folder, `+` behind it where the code has changed since.

    None where git does not keep the folder, such as in an installed package.
    """
    if not _git(folder, "ls-files", "--", "__init__.py"):
        return None
    found = _git(folder, "log", "-1", "--format=%H")
    changed = _git(folder, "status", "--porcelain", "--untracked-files=no", "--", ".")
    return found and found + ("+" if changed else "")


def _git(folder: Path, *words: str) -> str | None:
    # Without its optional locks git changes nothing in the repository that it looks at.
    command = ["git", "--no-optional-locks", "-C", str(folder), *words]
    try:
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", errors="replace", timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def numbered(seeds: list[Any]) -> str:
    """Seeds in words; more than three that follow each other by the first and the last."""
    whole = all(isinstance(seed, int) for seed in seeds)
    if len(seeds) > 3 and whole and seeds == list(range(seeds[0], seeds[0] + len(seeds))):
        return f"{seeds[0]} to {seeds[-1]}"
    return ", ".join(map(str, seeds))


def _listed(values: Any) -> str | None:
    found = [value for value in dict.fromkeys(values) if value is not None]
    return "; ".join(found) or None
