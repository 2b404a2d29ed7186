"""Every argument of every exercise matters: an answer that does not use one is found wrong."""

import functools
import inspect
import itertools
import random
from types import SimpleNamespace

import pytest
import torch

from fourierbook.exercises import calls
from tests.exercises.chapters import CASES, check, solution
from tools import exercises

ANY_ORDER = {  # values that may stand in any order
    "middle-times", "decay_rate-poles", "expected_error-margins", "product_amplitude-chosen",
}  # fmt: skip
ONE_SHAPE = {  # that the text fixes
    "equal_share_time-rates", "equal_share_time-errors", "noise-shape", "peak-frequency",
    "falloff-direction",
}  # fmt: skip


def parameters(own: exercises.Exercise) -> list[str]:
    names: dict = {}
    exec(own.answer.source, names)
    return list(inspect.signature(names[own.function]).parameters)


ARGUMENTS = [
    pytest.param(*case.values, place, name, id=f"{case.id}-{name}")
    for case in CASES
    for place, name in enumerate(parameters(case.values[1]))
]


@pytest.fixture
def asked(chapter, own, monkeypatch, capsys):
    """All inputs that a check gives to the solution, and what the solution gives for each."""
    monkeypatch.setattr(calls.DRAW, "randint", lambda once, twice: once)
    found = heard(chapter, own.name)
    capsys.readouterr()
    return found


@functools.cache
def heard(chapter, name):
    own = next(case.values[1] for case in CASES if case.values[1].name == name)
    right, log = solution(chapter, own), []

    def listening(*inputs):
        log.append((inputs, right(*inputs)))
        return log[-1][1]

    assert check(chapter, own)(listening) is True
    return SimpleNamespace(right=right, inputs=[i for i, _ in log], given=[g for _, g in log])


@pytest.mark.parametrize(("chapter", "own", "place", "name"), ARGUMENTS)
def test_an_answer_that_keeps_the_first_value_of_an_argument_is_wrong(
    chapter, own, place, name, asked, capsys
):
    first = {}

    def kept(*inputs):
        value = first.setdefault(shape(inputs[place]), copied(inputs[place]))
        return asked.right(*inputs[:place], copied(value), *inputs[place + 1 :])

    assert_wrong(chapter, own, kept, capsys)


@pytest.mark.parametrize(("chapter", "own", "place", "name"), ARGUMENTS)
def test_an_answer_that_holds_an_argument_at_one_number_is_wrong(
    chapter, own, place, name, asked, capsys
):
    numbers = {inputs[place] for inputs in asked.inputs if isinstance(inputs[place], int | float)}
    for number in numbers | {1 for _ in numbers}:

        def held(*inputs, number=number):
            return asked.right(*inputs[:place], number, *inputs[place + 1 :])

        assert_wrong(chapter, own, held, capsys)


@pytest.mark.parametrize(("chapter", "own", "place", "name"), ARGUMENTS)
def test_an_answer_that_shuffles_an_argument_is_wrong(chapter, own, place, name, asked, capsys):
    if f"{own.name}-{name}" in ANY_ORDER or not shape(asked.inputs[0][place]):
        return

    def shuffled(*inputs):
        return asked.right(*inputs[:place], mixed(inputs[place]), *inputs[place + 1 :])

    assert_wrong(chapter, own, shuffled, capsys)


@pytest.mark.parametrize(("chapter", "own", "place", "name"), ARGUMENTS)
def test_shapes_and_numbers_vary_between_calls(chapter, own, place, name, asked):
    values = [inputs[place] for inputs in asked.inputs]
    if isinstance(values[0], int | float):
        assert len({*values}) > 2
    elif f"{own.name}-{name}" not in ONE_SHAPE and shape(values[0]):
        assert len({*map(shape, values)}) > 1
        if (len(shape(values[0])) in (2, 4) and "image" in name) or name in ("mask", "wave"):
            assert any(height != width for *_, height, width in map(shape, values))


@pytest.mark.parametrize(("chapter", "own"), CASES)
def test_an_answer_that_counts_its_calls_is_wrong(chapter, own, asked, monkeypatch, capsys):
    given = itertools.cycle(asked.given)
    monkeypatch.setattr(calls.DRAW, "randint", lambda once, twice: twice)
    assert_wrong(chapter, own, lambda *inputs: next(given), capsys)


def assert_wrong(chapter, own, answer, capsys):
    assert check(chapter, own)(answer) is False
    assert capsys.readouterr().out.startswith("Not right yet: ")


def shape(value) -> tuple:
    """Of a tensor or list; empty for a single thing."""
    if isinstance(value, torch.Tensor):
        return tuple(value.shape)
    return (len(value),) if isinstance(value, list | tuple) else ()


def copied(value):
    """The same generator draws on, so that one that is kept is a copy."""
    if isinstance(value, torch.Generator):
        return torch.Generator().set_state(value.get_state())
    return value.clone() if isinstance(value, torch.Tensor) else value


def mixed(value):
    """The values of a tensor or list, in an order that is the same for each size."""
    draw = random.Random(0)
    if isinstance(value, torch.Tensor):
        order = draw.sample(range(value.numel()), value.numel())
        return value.flatten()[order].reshape(value.shape)
    return type(value)(draw.sample([*value], len(value)))
