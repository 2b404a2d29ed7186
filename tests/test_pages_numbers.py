"""What a page's `numbers.py` gives follows from what is on record: nobody typed it."""

import inspect
import sys
from dataclasses import dataclass
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
    """Whether a value follows each result that it reads; None where it reads none.

    Another result in the place of one must change the value, or leave nothing to say.
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
    return all(any(under(name, kind) != value for kind in KINDS) for name in read)


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
SHARDS = {"seed0": {"right": np.array([0.1, 0.2, 0.4]), "at": np.arange(5)}}
RESULT = Result("waves", "thorough", Recipe(), SHARDS, {"seconds": 3.5, "device": "cpu"})


def stored():
    return store.largest(WAVES)


@pytest.mark.parametrize(
    ("function", "right"),
    [
        (lambda: stored().shards["seed0"]["right"].mean(), True),
        (lambda: stored().shards["seed0"]["right"].argmax(), True),
        (lambda: stored().shards["seed0"]["at"][0], True),
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
    source = """
from functools import cache
from fourierbook import experiments
from fourierbook.results import store

@cache
def _waves():
    return store.largest(next(iter(experiments.EXPERIMENTS.values())))

def measured():
    return _waves().shards["seed0"]["right"].mean()

def typed():
    return 0.52
"""

    def functions(_):
        exec(source, found := {})
        return found

    monkeypatch.setattr(store, "largest", lambda _: RESULT)
    monkeypatch.setattr(page_numbers, "functions", functions)
    assert [typed("book/waves", name) for name in ("measured", "typed")] == [False, True]
