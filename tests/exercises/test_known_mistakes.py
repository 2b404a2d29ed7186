"""A wrong answer to an exercise is told what is wrong with it, where its mistake is a known one."""

import importlib.util
from pathlib import Path

import pytest

CURVES, IMAGES, PIECES = "f_principle", "f_principle_images", "spectral_bias"


def wrong(chapter):
    """The wrong answers of a chapter, which are no module of a package."""
    path = Path(__file__).with_name(f"{chapter}.py")
    specification = importlib.util.spec_from_file_location(f"wrong_{chapter}", path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def said(chapter, name, capsys):
    """What the check says of a wrong answer, on one line."""
    checks = importlib.import_module(f"fourierbook.exercises.{chapter}")
    check = getattr(checks, f"check_{name[: name.index('_wrong_')]}")
    assert check(getattr(wrong(chapter), name)) is False
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("chapter", "name", "words"),
    [
        (CURVES, "relative_errors_wrong_3", "by the size of the target's wave, and not by that of"),
        (CURVES, "relative_errors_wrong_4", "your positions include both ends of the period"),
        (CURVES, "exponent_wrong_4", "over seeds is asked for, and yours is the power of their"),
        (CURVES, "exponent_wrong_5", "and yours is the power of their geometric mean"),
        (CURVES, "exponent_wrong_6", "has an intercept, and yours goes through the origin"),
        (CURVES, "exponent_wrong_7", "and your power becomes nan: is it of means?"),
        (IMAGES, "high_error_wrong_1", "yours is taken as a variance"),
        (IMAGES, "high_error_wrong_2", "the fit has a high part as well"),
        (IMAGES, "high_error_wrong_3", "the high part of the target, and not by all of it"),
        (IMAGES, "high_error_wrong_4", "the square root is missing"),
        (IMAGES, "high_error_wrong_5", "that is the error of the low part"),
        (IMAGES, "high_error_wrong_6", "are to be divided by their sum over j"),
        (IMAGES, "high_error_wrong_7", "by the sum of its own row: keep that dimension"),
        (IMAGES, "high_error_wrong_8", "at every point has no high part, so that its error is 1"),
        (IMAGES, "points_needed_wrong_4", "a number of points is whole: got a float, 3515.625"),
        (IMAGES, "middle_width_wrong_1", "the low part has the size"),
        (IMAGES, "amplitudes_wrong_1", "the sine counts as well as the cosine"),
        (IMAGES, "amplitudes_wrong_2", "it is a mean over the images, and yours is a sum"),
        (IMAGES, "amplitudes_wrong_3", "yours are taken as evenly spaced"),
        (IMAGES, "low_first_wrong_1", "two that were learnt at one step decide nothing"),
        (IMAGES, "low_first_wrong_2", "yours is that with the higher"),
        (PIECES, "transform_of_network_wrong_1", "its sign is turned round"),
        (PIECES, "transform_of_network_wrong_2", "the wave is given in cycles"),
        (PIECES, "transform_of_network_wrong_3", "the wave turns the other way"),
        (PIECES, "transform_of_network_wrong_4", "and so divided by k²; yours by k"),
        (PIECES, "transform_of_network_wrong_6", "its turn is a |w|"),
        (PIECES, "pieces_wrong_1", "not every unit has a kink in the interval"),
        (PIECES, "pieces_wrong_2", "those are the kinks; there is one piece more"),
        (PIECES, "pieces_wrong_3", "two units may have their kinks at one place"),
        (PIECES, "pieces_wrong_4", "changes of slope at one place add up"),
        (PIECES, "pieces_wrong_5", "a kink at an end of the interval begins no piece"),
        (PIECES, "pieces_wrong_6", "a unit whose height is 0 bends nothing"),
        (PIECES, "falloff_wrong_1", "at right angles to a fold, not those along it"),
        (PIECES, "falloff_wrong_2", "and not the first one alone"),
        (PIECES, "two_metrics_wrong_1", "the mean over shakes is clipped, and not each shake"),
        (PIECES, "two_metrics_wrong_2", "a wave that has turned is another wave"),
        (PIECES, "two_metrics_wrong_3", "is not clipped at 1"),
        (PIECES, "two_metrics_wrong_4", "and not of the mean of all shakes"),
        (PIECES, "spectral_norm_wrong_1", "A alone is iterated"),
        (PIECES, "spectral_norm_wrong_2", "the square of the norm"),
        (PIECES, "spectral_norm_wrong_3", "for a v of length 1"),
    ],
)
def test_a_known_mistake_is_named(chapter, name, words, capsys):
    assert words in said(chapter, name, capsys)


def test_positions_with_both_ends_are_not_taken_for_a_matter_of_phases(capsys):
    assert "phases" not in said(CURVES, "relative_errors_wrong_4", capsys)


def test_a_median_that_is_nan_is_told_with_its_times(capsys):
    words = said(CURVES, "middle_wrong_4", capsys)
    assert "which never arrived, the median is inf, not nan: their times are, sorted," in words
    assert "inf, inf. Called with" in words


def test_one_dimension_is_no_dimensions(capsys):
    assert "2 points in 1 dimension, " in said(IMAGES, "high_error_wrong_9", capsys)
