"""The store: results by experiment and recipe, computed once, resumable, checked when read.

A result is read from `settings.results_folder()` first, then from `recorded/`, which ships with the
package; it is written to the first only. It holds numbers and the indices of images, never images.
"""

import shutil
import time
from collections.abc import Iterator
from concurrent.futures import Executor, as_completed
from pathlib import Path
from typing import Any

import numpy as np

from fourierbook import files, progress, settings
from fourierbook.measure.sharing import check_executor
from fourierbook.results import entries, estimates, provenance, questions
from fourierbook.results.questions import Experiment, Result

RECORDED = Path(__file__).parent / "recorded"
LARGER = ("full", "thorough")  # the scales that decide, the largest first


def compute(
    experiment: Experiment,
    scale: Any = "quick",
    *,
    recorded: bool = True,
    executor: Executor | None = None,
) -> Result:
    """Give a result: read it, or compute the shards that are missing and store each as it ends.

    A call that is interrupted loses the shards at work; the next one goes on after the others.

    Args:
        experiment: what is asked.
        scale: one of its scales, or a recipe. `quick` runs on embedded data where the recipe's data
            set is not there.
        recorded: whether a thorough or full result that ships with the package will do, or those of
            its shards that are asked for.
        executor: computes shards side by side; the numbers are the same.

    Raises:
        ValueError: if there is no such scale, or what is stored is damaged.
    """
    scale, recipe = questions.named(experiment, scale)
    found = _stored(RECORDED, experiment, scale, recipe) if recorded and scale in LARGER else None
    if found is not None:
        return found
    asked = questions.asked(experiment, recipe)
    folder = settings.results_folder() / experiment.name / entries.key(asked)
    header = {**asked, "scale": scale}
    if recorded and scale in LARGER:
        _adopt(RECORDED / experiment.name / folder.name, folder, header)
    entries.shards(folder)  # damage is found before anything is computed
    todo = _missing(folder, experiment, recipe)
    _announce(experiment, scale, todo)
    done = _computed(folder, experiment, recipe, todo, executor)
    for shard, values, stamp in progress.track(done, experiment.name, total=len(todo)):
        entries.add(folder, header, shard, values, stamp)
    result = _read(folder, experiment, scale, recipe)
    assert result is not None, "every shard is stored by now"
    return result


def find(experiment: Experiment, scale: str) -> Result | None:
    """A complete result that is stored already, if there is one; computes nothing.

    Where the experiment says what `least` it needs, what is stored beyond that comes with it.

    Raises:
        ValueError: if there is no such scale, or what is stored is damaged.
    """
    if scale not in settings.SCALES:
        raise ValueError(f"scale is one of {', '.join(settings.SCALES)}; got {scale!r}")
    if scale not in experiment.recipes:
        return None
    scale, recipe = questions.named(experiment, scale)
    roots = [settings.results_folder(), *([RECORDED] if scale in LARGER else [])]
    if scale in experiment.least:
        parts = [_stored(root, experiment, scale, recipe, part=True) for root in roots]
        return max(filter(None, parts), key=lambda result: len(result.shards), default=None)
    found = (_stored(root, experiment, scale, recipe) for root in roots)
    return next((result for result in found if result is not None), None)


def largest(experiment: Experiment) -> Result | None:
    """The stored result at the largest scale that has run; quick never counts."""
    found = (find(experiment, scale) for scale in LARGER)
    return next((result for result in found if result is not None), None)


def record(result: Result) -> Path:
    """Copy a result from the results folder into the package; returns its folder there.

    What was recorded for the same experiment at the same scale before is dropped.

    Raises:
        ValueError: if it is not one that this machine has computed at scale thorough or full.
    """
    source = settings.results_folder() / result.experiment / result.provenance["key"]
    if result.scale not in LARGER or entries.document(source) is None:
        raise ValueError(
            "what is recorded is a thorough or full result that this machine has computed; got one "
            f"at scale {result.scale!r}, looked for in {source}"
        )
    folder = RECORDED / result.experiment
    old = [path for path, found in entries.documents(folder) if found["scale"] == result.scale]
    target, half, gone = (folder / name for name in (source.name, f".{source.name}", ".gone"))
    for path in (half, gone):
        shutil.rmtree(path, ignore_errors=True)
    half.mkdir(parents=True)
    done = entries.shards(source)
    for name in (entries.DOCUMENT, *(f"{shard}.npz" for shard in done)):
        files.replace(half / name, (source / name).read_bytes())
    if target.exists():
        target.rename(gone)  # so that at each moment one of the two is there, or can be put back
    half.rename(target)
    for path in {*old, gone} - {target}:
        shutil.rmtree(path, ignore_errors=True)
    return target


def describe(result: Result | None) -> str:
    """Where a result's numbers come from, as a page says it."""
    if result is None:
        return "*Not run at scale thorough or full.*"
    return f"*{provenance.sentence(result.provenance, result.recipe.data)}.*"


def missing(experiment: Experiment, scale: Any, *, recorded: bool = False) -> tuple[str, ...]:
    """Shards of a scale or recipe that are not in the results folder yet.

    Args:
        experiment: what is asked.
        scale: one of its scales, or a recipe.
        recorded: leave out also those that ship with the package.
    """
    _, recipe = questions.named(experiment, scale)
    folder = Path(experiment.name) / entries.key(questions.asked(experiment, recipe))
    lacking = _missing(settings.results_folder() / folder, experiment, recipe)
    shipped = _missing(RECORDED / folder, experiment, recipe) if recorded else lacking
    return tuple(shard for shard in lacking if shard in shipped)


def expected_seconds(experiment: Experiment, scale: str, count: int) -> float | None:
    """Seconds that so many shards of a scale will take here; None where nothing tells.

    A short sample of a shard is measured where the recipe has one and its data are there, else
    stored results are judged by.
    """
    recipe = experiment.recipes.get(scale)
    if hasattr(recipe, "sample") and questions.available(recipe):
        few, times = recipe.sample()
        shard = questions.shards(experiment, few)[0]
        _run(experiment.run, few, shard)  # the first one also reads the data and warms up
        _, stamp = _run(experiment.run, few, shard)
        return count * times * stamp["seconds"]
    folders = [root / experiment.name for root in (settings.results_folder(), RECORDED)]
    return estimates.expected_seconds(folders, scale, count)


def _adopt(source: Path, folder: Path, header: dict[str, Any]) -> None:
    """Take over the shards that ship with the package, when more are asked for than it has."""
    stamps = (entries.document(source) or {"shards": {}})["shards"]
    for shard, values in entries.shards(source).items():
        stamp = {name: fact for name, fact in stamps[shard].items() if name != "sha256"}
        entries.add(folder, header, shard, values, stamp)


def _announce(experiment: Experiment, scale: str, todo: tuple[str, ...]) -> None:
    if todo and scale != "quick":
        seconds = expected_seconds(experiment, scale, len(todo))
        if seconds is None or seconds > 60:
            progress.tell(estimates.sentence(experiment.name, scale, len(todo), seconds))


def _computed(
    folder: Path,
    experiment: Experiment,
    recipe: Any,
    todo: tuple[str, ...],
    executor: Executor | None,
) -> Iterator[tuple[str, dict, dict]]:
    if executor is None:
        for shard in todo:
            if shard in _missing(folder, experiment, recipe):  # another process may be faster
                yield shard, *_run(experiment.run, recipe, shard)
        return
    check_executor(executor)
    futures = {executor.submit(_run, experiment.run, recipe, shard): shard for shard in todo}
    try:
        for future in as_completed(futures):
            yield futures[future], *future.result()
    finally:
        for future in futures:
            future.cancel()


def _run(run: Any, recipe: Any, shard: str) -> tuple[dict, dict]:
    start = time.perf_counter()
    values = run(recipe, shard)
    return values, provenance.stamp(recipe, time.perf_counter() - start)


def _missing(folder: Path, experiment: Experiment, recipe: Any) -> tuple[str, ...]:
    done = (entries.document(folder) or {"shards": {}})["shards"]
    return tuple(shard for shard in questions.shards(experiment, recipe) if shard not in done)


def _stored(
    root: Path, experiment: Experiment, scale: str, recipe: Any, *, part: bool = False
) -> Result | None:
    try:
        asked = questions.asked(experiment, recipe)
        folders = [root / experiment.name / entries.key(asked)]
    except FileNotFoundError:
        # Results on data that every reader makes are shown also where nobody has made them.
        asked = questions.asked(experiment, recipe, data=False)
        documents = entries.documents(root / experiment.name)
        folders = [path for path, found in documents if asked.items() <= found.items()]
    found = (_read(folder, experiment, scale, recipe, part=part) for folder in folders)
    return next((result for result in found if result is not None), None)


def _read(
    folder: Path, experiment: Experiment, scale: str, recipe: Any, *, part: bool = False
) -> Result | None:
    found = entries.document(folder)
    if part and found is not None:
        recipe = questions.there(experiment, scale, found["shards"])
    if found is None or _missing(folder, experiment, recipe):
        return None
    values, names = entries.shards(folder), questions.shards(experiment, recipe)
    stamps = [found["shards"][name] for name in names]
    facts = {
        "key": folder.name,
        "scale": scale,
        "recorded": RECORDED in folder.parents,
        "seeds": questions.seeds(recipe),
        "data": found["data"],
        **provenance.combined(stamps),
    }
    shards = {name: _in_single(values[name]) for name in names}
    return Result(experiment.name, scale, recipe, shards, facts)


def _in_single(values: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """What is kept in half precision, in single, in which a mean of many keeps its digits."""
    half = np.float16
    return {name: v.astype(np.float32) if v.dtype == half else v for name, v in values.items()}
