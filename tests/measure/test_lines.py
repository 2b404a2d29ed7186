"""The line against scipy's, and its test against every order of the points."""

import itertools

import numpy as np
import pytest
from scipy import stats

from fourierbook.measure.lines import fit_line, slope_weights


def points(count, seed=0):
    random = np.random.default_rng(seed)
    x = random.uniform(-1, 3, count)
    return x, 0.7 * x + random.normal(size=count)


@pytest.mark.parametrize("count", [3, 15, 100])
def test_the_line_is_the_textbooks(count):
    x, y = points(count)
    line, expected = fit_line(x, y, shuffles=0), stats.linregress(x, y)
    assert line.slope == pytest.approx(expected.slope)
    assert line.intercept == pytest.approx(expected.intercept)
    assert line.r_squared == pytest.approx(expected.rvalue**2)
    distances = y - expected.intercept - expected.slope * x
    assert line.residual == pytest.approx(np.sqrt(np.mean(distances**2)))
    assert line.p_value == 1


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("count", [3, 6])
def test_chance_is_the_share_of_all_orders_with_a_slope_as_steep(count, sign):
    x, y = points(count, seed=3)
    slope = abs(stats.linregress(x, y).slope)
    orders = [stats.linregress(x, order).slope for order in itertools.permutations(y)]
    share = np.mean(np.abs(orders) >= slope - 1e-9)
    assert 0.05 < share < 0.95
    found = fit_line(x, sign * y, shuffles=20_000, seed=5).p_value
    assert found == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / 20_000))


def test_noise_seldom_has_a_slope_that_is_called_more_than_chance():
    x = points(15)[0]
    random = np.random.default_rng(1)
    values = [fit_line(x, random.normal(size=15), shuffles=199).p_value for _ in range(300)]
    assert np.mean(np.array(values) <= 0.05) == pytest.approx(0.05, abs=0.04)
    assert np.mean(values) == pytest.approx(0.5, abs=0.06)


def test_a_steep_line_is_no_chance_and_its_value_is_never_zero():
    x = np.arange(15.0)
    assert fit_line(x, 2 * x, shuffles=999).p_value == pytest.approx(1 / 1000)
    assert fit_line(x, 2 * x)[:4] == pytest.approx((2, 0, 0, 1), abs=1e-9)


def test_the_seed_decides_the_shuffles():
    x, y = points(15)
    y = 0.1 * x + y[::-1]
    state = np.random.get_state()[1].tolist()  # noqa: NPY002
    values = [fit_line(x, y, seed=seed, shuffles=500).p_value for seed in (0, 1, 2, 3)]
    assert len(set(values)) > 1
    assert values == [fit_line(x, y, seed=seed, shuffles=500).p_value for seed in (0, 1, 2, 3)]
    assert np.random.get_state()[1].tolist() == state  # noqa: NPY002


def test_values_that_are_all_equal_have_nothing_to_explain():
    assert fit_line([0, 1, 2], [3, 3, 3], shuffles=9) == (0, 3, 0, 0, 1)


def test_the_slope_of_a_mean_is_the_mean_of_the_slopes():
    x = points(15)[0]
    rows = np.random.default_rng(2).integers(0, 2, (15, 40))
    slopes = slope_weights(x) @ rows
    assert slopes.shape == (40,)
    assert slopes.mean() == pytest.approx(fit_line(x, rows.mean(1), shuffles=0).slope)
