"""Poisson's equation: what is known of its solution, its modes and the sweeps over a grid."""

import math

import pytest
import torch

from fourierbook.theory import poisson


def mode(k, intervals):
    return torch.sin(k * math.pi * torch.arange(intervals + 1, dtype=torch.float64) / intervals)


def rough(intervals, *batch, seed=0):
    """Values without any order that are zero at the ends."""
    generator = torch.Generator().manual_seed(seed)
    values = torch.randn(*batch, intervals + 1, generator=generator, dtype=torch.float64)
    values[..., [0, -1]] = 0
    return values


@pytest.mark.parametrize("intervals", [100, 201, 400])
def test_the_direct_solution_comes_as_close_as_the_square_of_the_spacing(intervals):
    x = poisson.grid(intervals)
    error = poisson.solve(poisson.four_waves(x)) - poisson.four_waves_solution(x)
    assert error.abs().max() < 3.5 * (2 / intervals) ** 2
    assert error.abs().max() > 1.5 * (2 / intervals) ** 2


def test_minus_the_second_derivative_of_the_solution_is_the_source():
    x = poisson.grid(10).requires_grad_()
    u = poisson.four_waves_solution(x)
    (slope,) = torch.autograd.grad(u.sum(), x, create_graph=True)
    (bend,) = torch.autograd.grad(slope.sum(), x)
    assert torch.allclose(-bend, poisson.four_waves(x.detach()))
    assert u[[0, -1]].abs().max() < 1e-12


@pytest.mark.parametrize("intervals", [3, 8, 33])
@pytest.mark.parametrize("weight", [1.0, 2 / 3])
def test_the_direct_solution_is_what_sweeps_do_not_change(intervals, weight):
    g = rough(intervals, 2)
    u = poisson.solve(g)
    assert torch.allclose(poisson.jacobi(u, g, sweeps=5, weight=weight), u)
    zero = torch.zeros_like(g)
    many = poisson.jacobi(zero, g, sweeps=20 * intervals**2, weight=weight)
    assert torch.allclose(many, u, atol=1e-6)


@pytest.mark.parametrize("intervals", [5, 12])
@pytest.mark.parametrize("weight", [1.0, 2 / 3, 0.1])
def test_a_sweep_multiplies_each_mode_by_its_factor(intervals, weight):
    zero = torch.zeros(intervals + 1, dtype=torch.float64)
    for k in range(1, intervals):
        swept = poisson.jacobi(mode(k, intervals), zero, sweeps=3, weight=weight)
        factor = poisson.jacobi_factor(k, intervals, weight=weight)
        assert torch.allclose(swept, factor**3 * mode(k, intervals), atol=1e-12)


def test_sweeps_change_no_argument_and_leave_the_ends():
    values, source = rough(6) + 1, rough(6, seed=1)
    before = values.clone(), source.clone()
    swept = poisson.jacobi(values, source, sweeps=2)
    assert torch.equal(values, before[0])
    assert torch.equal(source, before[1])
    assert swept[[0, -1]].tolist() == [1, 1]


def test_plain_sweeps_are_as_slow_at_the_fastest_mode_as_at_the_slowest_and_damped_ones_are_not():
    for k in (1, 7, 60):
        plain = [poisson.jacobi_factor(one, 200) for one in (k, 200 - k)]
        assert plain[0] == pytest.approx(-plain[1])
    damped = [abs(poisson.jacobi_factor(k, 200, weight=2 / 3)) for k in range(1, 200)]
    assert damped[0] > 0.9998
    assert max(damped[99:]) == pytest.approx(1 / 3, abs=1e-3)


@pytest.mark.parametrize("intervals", [2, 9, 16])
def test_modes_give_back_the_values_between_the_ends(intervals):
    values = rough(intervals, 3)
    amplitudes = poisson.sine_modes(values)
    assert amplitudes.shape == (3, intervals - 1)
    waves = torch.stack([mode(k, intervals) for k in range(1, intervals)])
    assert torch.allclose(amplitudes @ waves, values, atol=1e-12)


def test_no_values_have_less_energy_than_the_solution_where_the_ends_are_held():
    g = rough(20)
    u = poisson.solve(g)
    least = poisson.ritz_energy(u, g, boundary=3.0)
    others = poisson.ritz_energy(u + 0.1 * rough(20, 50, seed=2), g, boundary=3.0)
    assert (others > least).all()


def test_the_energy_is_flat_at_the_solution():
    g = rough(20)
    u = poisson.solve(g).requires_grad_()
    (gradient,) = torch.autograd.grad(poisson.ritz_energy(u, g, boundary=0.0), u)
    assert gradient[1:-1].abs().max() < 1e-10


def test_a_weak_penalty_leaves_a_straight_line_through_the_ends():
    n, beta = 1000, 10.0
    x = poisson.grid(n)
    g, u = poisson.four_waves(x), poisson.four_waves_solution(x)
    slope = sum(size / omega * math.cos(omega) for omega, size in poisson.WAVES.items())
    slope -= sum(size / omega**2 * math.sin(omega) for omega, size in poisson.WAVES.items())
    alpha = slope / (1 + 2 * beta)
    energies = [
        poisson.ritz_energy(u - share * alpha * x, g, boundary=beta).item()
        for share in (0, 0.9, 1, 1.1)
    ]
    assert min(energies) == energies[2]
    assert torch.allclose(poisson.anchored(u - alpha * x), u, atol=1e-9)


def test_anchored_values_are_zero_at_the_ends_and_bend_as_before():
    values = rough(11, 2) + torch.linspace(1, 3, 12, dtype=torch.float64)
    held = poisson.anchored(values)
    assert held[:, [0, -1]].abs().max() < 1e-12
    assert torch.allclose(held.diff(n=2), values.diff(n=2))


def test_the_penalty_is_on_both_ends_and_on_nothing_else():
    values, g = rough(7, 4) + rough(7, 4, seed=3).flip(-1) + 0.5, rough(7, seed=1)
    extra = poisson.ritz_energy(values, g, boundary=2.0) - poisson.ritz_energy(
        values, g, boundary=0.0
    )
    values[:, 0] += 1
    more = poisson.ritz_energy(values, g, boundary=2.0) - poisson.ritz_energy(
        values, g, boundary=0.0
    )
    assert torch.allclose(extra, torch.full_like(extra, 2 * (0.25 + 0.25)))
    assert torch.allclose(more, torch.full_like(more, 2 * (2.25 + 0.25)))
