"""Other results in the place of those on record: what prose says must follow them."""

import copy
from dataclasses import fields, is_dataclass, replace

import numpy as np

KINDS = ("numbers 0", "numbers 1", "numbers 2", "mirrored", "recipe", "provenance")


def another(result, kind):
    """A result as if the run had gone another way, been another one, or somebody else's."""
    if kind == "recipe":
        return replace(result, recipe=_other(result.recipe))
    if kind == "provenance":
        said = {name: _other(fact) for name, fact in result.provenance.items()}
        return replace(result, provenance=said)
    change = _mirrored if kind == "mirrored" else _drawn(np.random.default_rng(int(kind[-1])))
    shards = {
        name: {key: change(np.asarray(value)) for key, value in values.items()}
        for name, values in result.shards.items()
    }
    return replace(result, shards=shards)


def _drawn(generator):
    """Values drawn from those that there are, and real ones up to half as large again."""

    def drawn(values):
        other = generator.choice(values.ravel(), values.shape)
        if values.dtype.kind == "f":
            other = (other * generator.uniform(1, 1.5, values.shape)).astype(values.dtype)
        return other

    return drawn


def _mirrored(values):
    """The largest value for the smallest one, and so on: so that what is most frequent moves."""
    if values.dtype == bool:
        return ~values
    return (values.max() - (values - values.min())).astype(values.dtype)


def _other(value):
    if is_dataclass(value):
        value = copy.copy(value)
        for field in fields(value):  # past the checks of its types, for this recipe never runs
            object.__setattr__(value, field.name, _other(getattr(value, field.name)))
        return value
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, tuple | list) and len(value) > 1:
        return value[:-1]
    return f"other {value}" if isinstance(value, str) else value
