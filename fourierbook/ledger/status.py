"""What the page on the build's status says, in Markdown: data, machine, costs, what has not run."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from fourierbook import settings
from fourierbook.data import datasets
from fourierbook.ledger.rows import experiments, ledger, verdicts
from fourierbook.results import catalogue, estimates, judging, provenance, store, tables
from fourierbook.results.networks import NETWORKS
from fourierbook.results.questions import Experiment

# A data set is called by its short name only where this build has it: whoever publishes the book
# looks for that word.
TITLES = {"cifar10": "CIFAR-10", "mnist": "MNIST", "imagenet-sample": "ImageNet sample"}
STATS = "FOURIERBOOK_BUILD_STATS"


def data() -> str:
    """The data sets that this build had."""
    there = [name for name in datasets.names() if datasets.available(name)]
    return f"Data in this build: {', '.join(there)}."


def machine() -> str:
    """Scale, device, versions and date of this build."""
    rows = [
        ("scale that the chapters compute", settings.mode()),
        ("device", provenance.device()),
        *provenance.versions().items(),
        ("date", datetime.now(UTC).date().isoformat()),
    ]
    return tables.markdown(["what", "this build"], rows)


def costs() -> str:
    """What each chapter cost in this build, from the file that FOURIERBOOK_BUILD_STATS names."""
    path = os.environ.get(STATS)
    if path is None:
        return "This page was not made by `make book`, so what the chapters cost is not known."
    header = ["page", "seconds", "CPU seconds", "memory (MiB)", "first picture after (seconds)"]
    rows = [
        (
            page.removeprefix("book/"),
            f"{cost['seconds']:.1f}",
            f"{cost['cpu_seconds']:.1f}",
            f"{cost['memory_mib']:,}",
            _seconds(cost["first_picture_seconds"]),
        )
        for page, cost in json.loads(Path(path).read_text(encoding="utf-8")).items()
    ]
    return tables.markdown(header, rows)


def recorded() -> str:
    """The larger results that the book shows, each with how it was computed."""
    rows = [
        (
            name,
            scale,
            TITLES.get(result.recipe.data, result.recipe.data or "none"),
            ", ".join(map(str, result.provenance["seeds"])),
            estimates.duration(result.provenance["seconds"]),
            result.provenance["device"],
            result.provenance["date"],
            "the package" if result.provenance["recorded"] else "this machine",
        )
        for name, scale, experiment in _larger()
        if (result := store.find(experiment, scale)) is not None
    ]
    header = ["experiment", "scale", "data", "seeds", "time", "device", "date", "from"]
    return tables.markdown(header, rows) if rows else "No larger result is recorded."


def not_run() -> str:
    """Experiments at scales that have not run, networks not trained, claims without a verdict."""
    lines = [
        f"- `{name}` at scale {scale}, on {TITLES.get(data, data or 'no data')}: not run."
        for name, scale, experiment in _larger()
        if store.find(experiment, scale) is None
        for data in [experiment.recipes[scale].data]
    ]
    missing = len(NETWORKS) - len(catalogue.trained())
    lines.append(f"- Of {len(NETWORKS)} networks, {missing} are not trained yet.")
    found = [verdict.verdict for verdict in verdicts(ledger()).values()]
    untested = found.count(judging.UNTESTED)
    lines.append(f"- Of {len(found)} claims, {untested} have not been run.")
    return "\n".join(lines)


def _larger() -> Iterator[tuple[str, str, Experiment]]:
    for name, experiment in experiments().items():
        for scale in reversed(store.LARGER):
            if scale in experiment.recipes:
                yield name, scale, experiment


def _seconds(value: float | None) -> str:
    return "none" if value is None else f"{value:.1f}"
