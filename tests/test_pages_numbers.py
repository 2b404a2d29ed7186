"""What a page's `numbers.py` gives follows from what is on record: nobody typed it."""

import inspect
import sys
import types
from dataclasses import dataclass
from functools import cache
from unittest import mock

import numpy as np
import pytest

from fourierbook import experiments
from fourierbook.results import store
from fourierbook.results.questions import Result
from tests.results.other import KINDS, another
from tools import page_numbers
from tools.pages import texts
from tools.recorded import only_recorded

KEEP = ("fourierbook.pages.", "fourierbook.experiments.")  # their functions may keep what they read


def follows(value_now):
    """Whether a value follows a result that it reads; None where it reads none.

    Another result in its place must change the value, or leave nothing to say.
    """
    largest, read = store.largest, {}
    with mock.patch.object(store, "largest", lambda e: read.setdefault(e.name, largest(e))):
        value = value_now()

    def under(name, kind):
        other = another(read[name], kind)
        given = lambda e: other if e.name == name else largest(e)  # noqa: E731
        with mock.patch.object(store, "largest", given):
            try:
                return value_now()
            except Exception as error:  # of any kind: then the page fails, as it should
                return repr(error)

    if not read:
        return None
    there = [name for name, found in read.items() if found is not None]
    return any(under(name, kind) != value for name in there for kind in KINDS)


def forget():
    """Let the functions of the chapters read their results again."""
    for module in [found for name, found in sys.modules.items() if name.startswith(KEEP)]:
        for kept in vars(module).values():
            getattr(kept, "cache_clear", lambda: None)()


def typed(page, name):
    """Whether a name of a page is a value that somebody typed."""

    def value_now():
        forget()
        return page_numbers.functions(page)[name]()

    followed = follows(value_now)
    code = inspect.unwrap(page_numbers.functions(page)[name]).__code__
    return not code.co_names if followed is None else not followed


def test_another_result_changes_what_a_page_says():
    with only_recorded():
        names = [(page, name) for page in texts() for name in page_numbers.functions(page)]
        assert [pair for pair in names if typed(*pair)] == []


@dataclass(frozen=True)
class Recipe:
    count: int = 4
    seeds: tuple = (0, 1, 2)


WAVES = next(iter(experiments.EXPERIMENTS.values()))
SHARDS = {
    "seed0": {
        "right": np.array([0.1, 0.2, 0.4]),
        "at": np.arange(5),
        "classes": np.array([1, 1, 1, 1, 1, 1, 1, 1, 2]),
        "learnt": np.ones(4, dtype=bool),
    }
}
RESULT = Result("waves", "thorough", Recipe(), SHARDS, {"seconds": 3.5, "device": "cpu"})


def stored():
    return store.largest(WAVES)


@pytest.mark.parametrize(
    ("function", "right"),
    [
        (lambda: stored().shards["seed0"]["right"].mean(), True),
        (lambda: stored().shards["seed0"]["right"].argmax(), True),
        (lambda: stored().shards["seed0"]["at"][0], True),
        (lambda: (stored().shards["seed0"]["at"] > 0).sum(), True),
        (lambda: np.bincount(stored().shards["seed0"]["classes"]).argmax(), True),
        (lambda: stored().shards["seed0"]["learnt"].all(), True),
        (lambda: len(stored().recipe.seeds), True),
        (lambda: stored().provenance["device"], True),
        (lambda: 0.52 if stored() else None, False),
        (lambda: stored().scale, False),
        (lambda: 0.52, None),
    ],
)
def test_a_typed_value_is_told_from_one_that_was_measured(function, right, monkeypatch):
    monkeypatch.setattr(store, "largest", lambda _: RESULT)
    assert follows(function) is right


def test_a_page_that_types_a_value_or_keeps_what_it_read_is_seen_through(monkeypatch):
    beside = types.ModuleType("fourierbook.pages.waves.beside")
    beside.kept = cache(stored)
    monkeypatch.setitem(sys.modules, beside.__name__, beside)

    def measured():
        return beside.kept().shards["seed0"]["right"].mean()

    def chosen():
        return 0.52

    found = {"measured": measured, "chosen": chosen}
    monkeypatch.setattr(store, "largest", lambda _: RESULT)
    monkeypatch.setattr(page_numbers, "functions", lambda _: found)
    assert [typed("book/waves", name) for name in found] == [False, True]
