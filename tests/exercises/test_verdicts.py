"""What a reader is told: one sentence, whatever the answer does."""

import itertools
import sys
import warnings

import numpy as np
import pytest
import torch

from fourierbook.exercises import SHOWN, calls, close, judge, numbers, require


def verdict(capsys, answer, laws=lambda answer: numbers(answer(torch.zeros(3)), "it", shape=(3,))):
    result = judge(answer, laws, right="it holds")
    captured = capsys.readouterr()
    assert captured.err == ""
    return result, captured.out


def test_an_answer_that_breaks_no_law_is_right(capsys):
    assert verdict(capsys, lambda x: x) == (True, "Right: it holds.\n")


def stub(x):
    """What is asked for."""
    ...


@pytest.mark.parametrize("empty", [..., stub, lambda x: ...])
def test_what_is_not_written_yet_is_not_called_wrong(capsys, empty):
    result, said = verdict(capsys, empty)
    assert result is False
    assert said.startswith("Not answered yet")


def test_an_answer_that_returns_none_is_told_so(capsys):
    def forgetful(x):
        x.sum()

    for answer in (forgetful, lambda x: None):
        result, said = verdict(capsys, answer)
        assert result is False
        assert "Not right yet: your function returns None" in said


def test_an_answer_that_prints_its_result_is_told_to_return_it(capsys):
    result, said = verdict(capsys, print)
    assert result is False
    assert "your function prints and returns None: put return in" in said


def test_a_stub_that_raises_is_not_answered_yet(capsys):
    def answer(x):
        raise NotImplementedError

    assert verdict(capsys, answer)[1].startswith("Not answered yet")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (7, "the answer is a function, and this is of type int"),
        (lambda: 0, "your function stops with TypeError"),
        (lambda x: x[:2], "it has the shape (2,), but it should have (3,)"),
        (lambda x: "three", "it should be numbers, but it is of type str"),
        (lambda x: [[1], [2, 3]], "it should be numbers, but it is of type list"),
        (lambda x: x / 0, "it holds nan or infinity"),
        (lambda x: sys.exit(1), "SystemExit: 1"),
    ],
)
def test_an_answer_of_the_wrong_kind_is_one_sentence(capsys, answer, words):
    result, said = verdict(capsys, answer)
    assert result is False
    assert said.startswith("Not right yet: ")
    assert words in " ".join(said.split())
    assert max(map(len, said.splitlines())) <= 72


def test_the_call_that_was_wrong_is_shown_with_what_came_of_it(capsys):
    def laws(answer):
        for size in (2, 30):
            answer(torch.arange(size), size, (1, 2))
            require(size == 2, "it is something else")

    said = verdict(capsys, lambda x, size, pair: x.float().mean(), laws)[1]
    assert said == (
        "Not right yet: it is something else.\n"
        "Called with x = 30 numbers from 0 to 29, size = 30, pair = (1, 2), your\n"
        "function gave 14.5.\n"
    )


def test_what_torch_has_not_implemented_is_not_taken_for_a_stub(capsys):
    def mixed(x):
        raise NotImplementedError("Could not run 'aten::add'")

    assert "your function stops" in verdict(capsys, mixed)[1]


def test_an_error_without_end_is_cut_short(capsys):
    def answer(x):
        raise ValueError("x" * 10**6)

    assert len(verdict(capsys, answer)[1]) < 1000


def test_an_answer_is_given_numbers_of_python(capsys):
    def laws(answer):
        require(answer(np.float64(1)) is float, "it is another")

    assert verdict(capsys, type, laws)[0] is True


def test_an_error_is_shown_with_the_input_that_raised_it(capsys):
    said = verdict(capsys, lambda x: x / "2")[1]
    assert said.endswith("It was called with x = [0, 0, 0].\n")


def test_an_answer_that_counts_its_calls_gets_out_of_step(capsys, monkeypatch):
    monkeypatch.setattr(calls.DRAW, "randint", lambda once, twice: twice)
    counted = itertools.count()

    def laws(answer):
        require([answer(0), answer(1)] == [0, 1], "it is something else")

    assert verdict(capsys, lambda x: x, laws)[0] is True
    assert verdict(capsys, lambda x: next(counted), laws)[0] is False


def test_each_draw_of_a_generator_is_the_same_however_often_an_answer_is_called(capsys):
    def laws(answer):
        generator = torch.Generator().manual_seed(0)
        require(len({answer(generator).item() for _ in range(9)}) == 1, "it changed")

    assert verdict(capsys, lambda generator: torch.rand(1, generator=generator), laws)[0] is True


def test_an_error_is_named_with_its_line_in_the_answer(capsys):
    cell = "def answer(x):\n    y = x\n    return y.missing\n"
    names = {}
    exec(compile(cell, "<cell>", "exec"), names)
    assert "stops in line 3 with AttributeError" in verdict(capsys, names["answer"])[1]


def test_the_beginning_of_what_an_answer_prints_is_shown_and_no_more(capsys):
    def talkative(x):
        for _ in range(1000):
            print("printed" * 10)
        return x

    result, said = verdict(capsys, talkative)
    assert result is True
    assert said.startswith("Your function printed:\nprinted")
    assert SHOWN < len(said) < SHOWN + 100


def test_warnings_do_not_reach_the_stream_that_would_cost_the_points(capsys):
    def noisy(x):
        warnings.warn("deprecated", stacklevel=1)
        print("careful", file=sys.stderr)
        return x

    assert verdict(capsys, noisy)[0] is True


def test_a_reader_can_interrupt_an_endless_answer():
    def interrupted(x):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge(interrupted, lambda answer: answer(0), right="it holds")


def test_an_answer_cannot_change_the_input_that_the_next_law_uses(capsys):
    def laws(answer):
        given = torch.ones(2)
        answer(given)
        require(given.sum() == 2, "the input was changed")

    assert verdict(capsys, lambda x: x.zero_(), laws)[0] is True


@pytest.mark.parametrize(
    "value", [[1, 2], (1.0, 2.0), np.array([1, 2]), torch.tensor([1, 2j]).real]
)
def test_lists_arrays_and_tensors_are_read_alike(value):
    expected = [1, 0] if isinstance(value, torch.Tensor) else [1, 2]
    assert numbers(value, "it", shape=(2,)).tolist() == expected


def test_an_imaginary_part_is_kept_unless_it_is_rounding():
    assert np.iscomplexobj(numbers(torch.tensor([1 + 1j]).conj(), "it", shape=(1,)))
    assert np.isrealobj(numbers(torch.tensor([1 + 1e-9j]), "it", shape=(1,)))


def test_agreement_is_measured_by_the_largest_value_expected():
    assert close([1000.05, 0.0], np.array([1000.0, 0.0]))
    assert not close([1000.0, 0.2], np.array([1000.0, 0.0]))
