"""Other results in the place of those on record: what prose says must follow them."""

from dataclasses import fields, replace

import numpy as np

KINDS = ("numbers 0", "numbers 1", "numbers 2", "recipe", "provenance")


def another(result, kind):
    """A result as if the run had gone another way, been another one, or somebody else's."""
    if kind == "recipe":
        changed = {f.name: _other(getattr(result.recipe, f.name)) for f in fields(result.recipe)}
        return replace(result, recipe=replace(result.recipe, **changed))
    if kind == "provenance":
        said = {name: _other(fact) for name, fact in result.provenance.items()}
        return replace(result, provenance=said)
    generator = np.random.default_rng(int(kind.split()[1]))
    shards = {
        name: {key: _shuffled(np.asarray(value), generator) for key, value in values.items()}
        for name, values in result.shards.items()
    }
    return replace(result, shards=shards)


def _shuffled(values, generator):
    """The same values at other places, and real ones up to half as large again."""
    moved = generator.permutation(values.ravel()).reshape(values.shape)
    if values.dtype.kind == "f":
        moved = (moved * generator.uniform(1, 1.5, values.shape)).astype(values.dtype)
    return moved


def _other(value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, tuple | list) and len(value) > 1:
        return value[:-1]
    return f"other {value}" if isinstance(value, str) else value
