"""Experiments: stored questions, each a recipe at up to three scales; what is asked at a scale."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

import numpy as np

from fourierbook import settings
from fourierbook.results import stamps

OWN = "own"  # the scale of a recipe that is not one of the experiment's


@dataclass(frozen=True)
class Experiment:
    """One stored question: `run(recipe, shard)` answers a shard of it in numbers.

    A recipe is a frozen dataclass with a field `data` (name of a data set, or None), a field
    `seeds` or `seed`, and a method `tiny()`. Its class attribute `LISTED` names the fields that say
    which shards there are and change no shard's numbers: a recipe with more of them, such as more
    seeds, goes on where the shorter one ended. Raise `version` when the same recipe gives other
    numbers than before: because the code has changed, the default of a field, or a network that it
    loads.
    """

    name: str
    version: int
    recipes: dict[str, Any]  # by scale
    shards: Callable[[Any], tuple[str, ...]]
    run: Callable[[Any, str], dict[str, Any]]
    embedded: Any = None  # the quick recipe on embedded data alone
    # By scale: a recipe that lists less. What is stored of the longer one is read once it has this.
    least: dict[str, Any] = field(default_factory=dict)
    timed: bool = False  # its numbers are of run times, which no other machine has

    def __post_init__(self) -> None:
        """Refuse what could not be stored or found again."""
        known = bool(self.recipes) and set(self.recipes) <= set(settings.SCALES)
        shorter = {scale: described(recipe) for scale, recipe in self.least.items()}
        if any(described(self.recipes.get(scale)) != shorter[scale] for scale in shorter):
            raise ValueError(
                f"least of {self.name!r} has recipes that differ from those of the same scale in "
                f"what is LISTED alone; got {', '.join(self.least)}"
            )
        if not known or self.version < 1 or not stamps.names_a_file(self.name):
            raise ValueError(
                "an experiment has a name of letters, digits, - and _, a version from 1 on, and "
                f"recipes at some of the scales {', '.join(settings.SCALES)}; got {self.name!r}, "
                f"version {self.version}, scales {', '.join(self.recipes) or 'none'}"
            )


@dataclass(frozen=True)
class Result:
    """Numbers of one experiment at one scale, and where they come from."""

    experiment: str
    scale: str
    recipe: Any
    shards: dict[str, dict[str, np.ndarray]]
    provenance: dict[str, Any] = field(repr=False)


def named(experiment: Experiment, scale: Any) -> tuple[str, Any]:
    """Scale and recipe that a scale or a recipe stands for, by the data that are there.

    Raises:
        ValueError: if the experiment has no such scale.
    """
    if not isinstance(scale, str):
        names = [name for name, recipe in experiment.recipes.items() if recipe == scale]
        quick = ["quick"] if scale == experiment.embedded else []
        return next(iter(names + quick), OWN), scale
    if scale not in experiment.recipes:
        raise ValueError(
            f"{experiment.name} has the scales {', '.join(experiment.recipes)}; got {scale!r}"
        )
    recipe = experiment.recipes[scale]
    if scale == "quick" and experiment.embedded is not None and not available(recipe):
        recipe = experiment.embedded
    return scale, recipe


def there(experiment: Experiment, scale: str, done: Collection[str]) -> Any:
    """The recipe of a scale with what it lists beyond `least` only where all its shards are there.

    Args:
        experiment: whose `least` has the scale.
        scale: of the recipe.
        done: names of shards.
    """
    recipe, least = experiment.recipes[scale], experiment.least[scale]
    for name in recipe.LISTED:
        kept = tuple(
            one
            for one in getattr(recipe, name)
            if one in getattr(least, name)
            or set(experiment.shards(replace(recipe, **{name: (one,)}))) <= set(done)
        )
        recipe = replace(recipe, **{name: kept})
    return recipe


def available(recipe: Any) -> bool:
    """Whether a recipe's data set is there, without a download."""
    from fourierbook.data import datasets

    return recipe.data is None or datasets.available(recipe.data)


def shards(experiment: Experiment, recipe: Any) -> tuple[str, ...]:
    """Names of a recipe's shards, checked.

    Raises:
        ValueError: if two have one name, there is none, or a name can name no file.
    """
    names = tuple(experiment.shards(recipe))
    if not names or len(set(names)) < len(names) or not all(map(stamps.names_a_file, names)):
        raise ValueError(
            f"the shards of {experiment.name} have different names of letters, digits, - and _, "
            f"one at least; got {names}"
        )
    return names


def asked(experiment: Experiment, recipe: Any, *, data: bool = True) -> dict[str, Any]:
    """What decides a result's numbers; `data=False` leaves out which bytes the data set has.

    Raises:
        FileNotFoundError: if only the data set itself could tell its fingerprint, and is not there.
    """
    from fourierbook.data import datasets

    plain = {
        "experiment": experiment.name,
        "version": experiment.version,
        "recipe": described(recipe),
    }
    if not data:
        return plain
    fingerprint = None if recipe.data is None else datasets.fingerprint(recipe.data)
    return {**plain, "data": fingerprint}


def described(value: Any) -> Any:
    """What of a recipe decides the numbers of its shards, as JSON has it.

    Left out are the fields in `LISTED`, and those that have their default: so a field that is added
    with a default leaves every stored result where it is.

    >>> from fourierbook.models.wrappers import FrontEnd
    >>> described({"front_ends": (FrontEnd("low_pass", 7),)})
    {'front_ends': [{'kind': 'low_pass', 'bandwidth': 7}]}
    """
    if is_dataclass(value):
        chosen = {
            each.name: getattr(value, each.name)
            for each in fields(value)
            if each.name not in getattr(value, "LISTED", ())
            and getattr(value, each.name) != each.default
        }
        return described(chosen)
    if isinstance(value, dict):
        return {str(name): described(part) for name, part in value.items()}
    return [described(part) for part in value] if isinstance(value, list | tuple) else value


def seeds(recipe: Any) -> list[int]:
    """Seeds that a recipe names."""
    return list(recipe.seeds) if hasattr(recipe, "seeds") else [recipe.seed]
