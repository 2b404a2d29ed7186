"""A wrong answer to an exercise on the frequency principle is told what is wrong with it."""

import importlib.util
from pathlib import Path

import pytest

from fourierbook.exercises import f_principle

SPECIFICATION = importlib.util.spec_from_file_location(
    "wrong_answers", Path(__file__).with_name("f_principle.py")
)
WRONG = importlib.util.module_from_spec(SPECIFICATION)
SPECIFICATION.loader.exec_module(WRONG)


def said(name, capsys):
    """What the check says of a wrong answer, on one line."""
    check = getattr(f_principle, f"check_{name[: name.index('_wrong_')]}")
    assert check(getattr(WRONG, name)) is False
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("relative_errors_wrong_3", "divided by the size of the target's wave, and not by that of"),
        ("relative_errors_wrong_4", "your positions include both ends of the period"),
        ("exponent_wrong_4", "the median over seeds is asked for, and yours is the power of their"),
        ("exponent_wrong_5", "and yours is the power of their geometric mean"),
        ("exponent_wrong_6", "the line has an intercept, and yours goes through the origin"),
        ("exponent_wrong_7", "and your power becomes nan: is it of means?"),
        ("high_error_wrong_1", "yours is taken as a variance"),
        ("high_error_wrong_2", "the fit has a high part as well"),
        ("high_error_wrong_3", "divided by the high part of the target, and not by all of it"),
        ("high_error_wrong_4", "the square root is missing"),
        ("high_error_wrong_5", "that is the error of the low part"),
        ("high_error_wrong_6", "are to be divided by their sum over j"),
        ("high_error_wrong_7", "by the sum of its own row: keep that dimension"),
        ("high_error_wrong_8", "same at every point has no high part, so that its error is 1"),
        ("points_needed_wrong_4", "a number of points is whole: got a float, 3515.625"),
    ],
)
def test_a_known_mistake_is_named(name, words, capsys):
    assert words in said(name, capsys)


def test_positions_with_both_ends_are_not_taken_for_a_matter_of_phases(capsys):
    assert "phases" not in said("relative_errors_wrong_4", capsys)


def test_a_median_that_is_nan_is_told_with_its_times(capsys):
    words = said("middle_wrong_4", capsys)
    assert "which never arrived, the median is nan: their times are, sorted," in words
    assert words.endswith("inf, inf.")


def test_one_dimension_is_no_dimensions(capsys):
    assert "2 points in 1 dimension, " in said("high_error_wrong_9", capsys)
