import math

import pytest
import torch

from fourierbook.measure.rates import fitted_rate

STEPS = torch.tensor([0.0, 1.0, 2.0, 5.0, 9.0, 20.0, 50.0])


def test_each_rate_is_found_whatever_the_size_of_its_error():
    rates = torch.tensor([[0.2, 0.03], [1.0, 0.0]])
    errors = torch.tensor([[3.0, 1e-3], [1.0, 7.0]]) * torch.exp(-STEPS[:, None, None] * rates)
    torch.testing.assert_close(fitted_rate(errors, STEPS), rates, atol=1e-5, rtol=1e-4)


def test_what_is_left_of_a_fast_error_does_not_count():
    errors = torch.exp(-0.1 * STEPS)
    stuck = errors.clone()
    stuck[STEPS > 20] = errors[STEPS == 20]
    assert fitted_rate(stuck, STEPS).item() == pytest.approx(0.1, rel=1e-5)
    everything = fitted_rate(stuck, STEPS, reach=100.0).item()
    assert everything < 0.09


def test_an_error_that_falls_at_once_is_measured_by_its_first_step():
    errors = torch.tensor([1.0, 1e-3, 1e-3])
    assert fitted_rate(errors, torch.arange(3.0)).item() == pytest.approx(math.log(1e3))


def test_the_clock_starts_with_the_first_record():
    errors = torch.exp(-0.1 * STEPS)
    assert fitted_rate(errors, STEPS + 7).item() == pytest.approx(0.1, rel=1e-5)
