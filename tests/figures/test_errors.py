"""The heat map of relative errors: what is drawn is what was measured."""

import numpy as np
import pytest

from fourierbook.figures import plots

TIMES = [0, 1, 10, 100]
ERRORS = np.array([[1.0, 1.0], [0.1, 1.0], [0.3, 0.9], [0.0, 0.5]])


def test_each_time_is_a_column_and_each_frequency_a_row():
    axes = plots.frequency_error(TIMES, [1, 3], ERRORS).axes[0]
    mesh = axes.collections[0]
    assert mesh.get_array().tolist() == ERRORS[1:].T.tolist()
    edges = mesh.get_coordinates()[0, :, 0]
    assert edges.tolist() == pytest.approx([10**-0.5, 10**0.5, 10**1.5, 10**2.5])
    assert [label.get_text() for label in axes.get_yticklabels()] == ["1", "3"]


def test_a_dot_marks_the_first_crossing_and_a_row_that_never_crosses_has_none():
    axes = plots.frequency_error(TIMES, [1, 3], ERRORS, below=0.2).axes[0]
    (dot,) = axes.lines
    assert (dot.get_xdata()[0], dot.get_ydata()[0]) == (1, 0)
    assert plots.frequency_error(TIMES, [1, 3], ERRORS, below=None).axes[0].lines[:] == []


def test_errors_of_another_shape_are_refused():
    with pytest.raises(ValueError, match=r"errors are \(T, K\).*got \(2, 4\)"):
        plots.frequency_error(TIMES, [1, 3], ERRORS.T)
