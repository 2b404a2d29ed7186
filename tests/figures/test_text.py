"""Numbers in sentences, and the cell that says them."""

import math

import pytest

from fourierbook.figures import text
from fourierbook.measure.intervals import Interval, student, wilson


def test_an_interval_says_its_half_width_and_what_it_was_taken_over():
    assert text.interval(wilson(424, 1000)) == "0.424 ± 0.031 (1,000 images)"


def test_an_uneven_interval_says_its_ends():
    assert text.interval(wilson(99, 100)) == "0.990, 0.946 to 0.998 (100 images)"


def test_an_interval_of_differences_has_a_real_minus_sign():
    said = text.interval(Interval(-0.05, -0.1, 0.0, 3, "seeds"), digits=2)
    assert said == "−0.05 ± 0.05 (3 seeds)"


def test_one_seed_has_no_interval_and_says_so():
    assert text.interval(student([0.91])) == "0.91 (1 seed, no interval)"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (3, "3"),
        (3.0, "3"),
        (-7, "−7"),
        (10000, "10,000"),
        (0.5, "0.5"),
        (0.42378, "0.424"),
        (0.99996, "1"),
        (31.41592, "31.4"),
        (123456.7, "123,457"),
        (-0.004567, "−0.00457"),
        (1.23e-5, "1.23 × 10⁻⁵"),
        (2.5e9 + 0.5, "2.5 × 10⁹"),
        (math.nan, "not a number"),
        (-math.inf, "−∞"),
    ],
)
def test_a_number_is_written_as_prose_writes_it(value, said):
    assert text.number(value) == said


def test_outside_a_notebook_say_prints(capsys):
    text.say("**0.5** of the images")
    assert capsys.readouterr().out == "**0.5** of the images\n"
