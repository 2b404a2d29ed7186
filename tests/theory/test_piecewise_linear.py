"""Pieces of ReLU networks, and their Fourier transforms, held against what is known otherwise."""

import itertools
import math

import numpy as np
import pytest
import torch
from torch import nn

from fourierbook.theory.creases import edges
from fourierbook.theory.piecewise_linear import along, line, regions
from fourierbook.theory.piecewise_transforms import transform
from fourierbook.theory.relu_stacks import affine_maps, lipschitz_bound, spectral_norms
from fourierbook.theory.steepness import bend, lipschitz


def stack(*sizes, seed=0, dtype=torch.float64):
    torch.manual_seed(seed)
    parts = [(nn.Linear(*pair), nn.ReLU()) for pair in itertools.pairwise(sizes)]
    return nn.Sequential(*[part for pair in parts for part in pair][:-1]).to(dtype)


def linear(weight, bias=None):
    weight = torch.tensor(weight, dtype=torch.float64)
    layer = nn.Linear(weight.shape[1], weight.shape[0], dtype=torch.float64)
    layer.weight.data = weight
    layer.bias.data = torch.zeros(len(weight)) if bias is None else torch.tensor(bias)
    return layer.double()


def pyramid():
    """max(0, 1 − |x| − |y|), which is 0 on the border of [−1, 1]²."""
    legs = linear([[1.0, 0], [-1, 0], [0, 1], [0, -1]])
    return nn.Sequential(legs, nn.ReLU(), linear([[-1.0] * 4], [1.0]), nn.ReLU(), linear([[1.0]]))


TENT = nn.Sequential(linear([[1.0]] * 3, [1.0, 0.0, -1.0]), nn.ReLU(), linear([[1.0, -2.0, 1.0]]))


def patterns(network, points):
    """Which units are on at each point, as bytes."""
    on, h = [], points
    for part in network:
        h = part(h)
        if isinstance(part, nn.ReLU):
            on.append(h > 0)
    return {row.tobytes() for row in np.packbits(torch.cat(on, 1).numpy(), axis=1)}


def test_a_line_is_the_network_at_and_between_its_knots():
    network = stack(1, 16, 16, 16, 1)
    found = line(network, low=-2, high=3)
    assert found.positions[0] == -2
    assert found.positions[-1] == 3
    x = torch.linspace(-2, 3, 10_001, dtype=torch.float64)
    right = np.interp(x, found.positions, found.values[:, 0])
    with torch.no_grad():
        np.testing.assert_allclose(network(x[:, None])[:, 0], right, atol=1e-13)


def test_no_sample_finds_a_kink_that_a_line_lacks():
    network = stack(1, 32, 32, 1, seed=1)
    found = line(network)
    middles = (found.positions[1:] + found.positions[:-1]) / 2
    with torch.no_grad():
        known = patterns(network, middles[:, None])
        sampled = patterns(network, torch.linspace(-1, 1, 200_001, dtype=torch.float64)[:, None])
    assert sampled <= known
    assert len(known) == len(middles) > 15


@pytest.mark.parametrize("sizes", [(2, 12, 1), (2, 24, 24, 1), (2, 8, 8, 8, 8, 8, 1)])
def test_regions_fill_the_box_and_are_the_network(sizes):
    network = stack(*sizes, seed=2)
    found = regions(network, low=(-2, -1), high=(1, 3))
    assert abs(found.areas().sum().item() - 12) < 12e-12
    assert found.areas().min() > 0
    middles = torch.stack([corners.mean(0) for corners in found.corners])
    right = (middles * found.gradients).sum(1) + found.offsets
    with torch.no_grad():
        torch.testing.assert_close(network(middles)[:, 0], right, atol=1e-13, rtol=0)
        known = patterns(network, middles)
        torch.manual_seed(0)
        points = torch.rand(100_000, 2, dtype=torch.float64) * torch.tensor([3, 4]) - torch.tensor(
            [2, 1]
        )
        sampled = patterns(network, points)
    assert sampled <= known
    assert len(known) == len(middles) >= len(sampled)


def test_n_lines_in_general_position_cut_the_plane_into_the_known_number_of_pieces():
    """1 + n + n(n − 1)/2 (Zaslavsky 1975), in a box that holds every crossing."""
    angles = torch.arange(7) * 0.4
    weight = torch.stack([angles.cos(), angles.sin()], 1).tolist()
    network = nn.Sequential(
        linear(weight, [0.1, -0.2, 0.3, 0.05, -0.15, 0.25, -0.35]), nn.ReLU(), linear([[1.0] * 7])
    )
    assert len(regions(network, low=(-50, -50), high=(50, 50)).corners) == 1 + 7 + 21


def test_a_segment_is_cut_where_a_plane_network_is():
    network = stack(2, 20, 20, 1, seed=4)
    start, end = torch.tensor([-1.0, -0.3]), torch.tensor([1.0, 0.7])
    passed = along(network, start, end)
    t = torch.linspace(0, 1, 50_001, dtype=torch.float64)[:, None]
    points = start.double() + t * (end - start).double()
    with torch.no_grad():
        sampled = len(patterns(network, points))
    assert len(passed.positions) - 1 == sampled


def test_inputs_of_many_numbers_and_many_outputs():
    network = stack(784, 32, 32, 10, seed=5)
    start, end = torch.zeros(784), torch.ones(784)
    found = along(network, start, end)
    with torch.no_grad():
        ends = network(torch.stack([start, end]).double())
    torch.testing.assert_close(found.values[[0, -1]], ends, atol=1e-12, rtol=0)
    assert found.values.shape == (len(found.positions), 10)


def test_the_steepest_piece_is_below_the_product_of_norms():
    network = stack(2, 16, 16, 1, seed=6)
    points = torch.rand(20_000, 2, dtype=torch.float64) * 2 - 1
    points.requires_grad_()
    (slopes,) = torch.autograd.grad(network(points).sum(), points)
    steepest = lipschitz(regions(network))
    assert slopes.norm(dim=1).max() <= steepest * (1 + 1e-12)
    assert steepest < lipschitz_bound(network)
    assert slopes.norm(dim=1).max() > 0.9 * steepest
    torch.testing.assert_close(
        spectral_norms(network)[1], torch.linalg.svdvals(network[2].weight)[0].detach()
    )


def test_layers_without_units_between_them_are_one():
    network = nn.Sequential(linear([[2.0]]), nn.Flatten(), linear([[3.0]], [1.0]), nn.ReLU())
    (first, last) = affine_maps(network, inputs=1)
    assert first[0].item() == 6
    assert first[1].item() == 1
    assert last[0].item() == 1


# Transforms


def test_the_tent_and_the_exercise_of_the_kinks():
    """f̂ = (2 − 2 cos k)/k², which is 0.4422205548 at k = 3; of the opposite sign by equation 4."""
    k = torch.tensor([3.0, 0.5, 40.0], dtype=torch.float64)
    waves, right = k / (2 * math.pi), (2 - 2 * torch.cos(k)) / k**2
    assert right[0].item() == pytest.approx(0.4422205548, abs=1e-10)
    for border in (True, False):
        found = transform(line(TENT, low=-1.5, high=2), waves, border=border)
        torch.testing.assert_close(found.real, right, atol=1e-12, rtol=0)
        torch.testing.assert_close(found.imag, torch.zeros(3).double(), atol=1e-12, rtol=0)


def legendre(function, low, high, breaks, k, points=60):
    """∫ f e^(−ikx) between every two breaks, by Gauss and Legendre: exact but for rounding."""
    node, weight = np.polynomial.legendre.leggauss(points)
    total = 0
    for a, b in itertools.pairwise(sorted({low, high, *breaks})):
        x = (a + b) / 2 + (b - a) / 2 * node
        total += (b - a) / 2 * (weight * function(x) * np.exp(-1j * k * x)).sum()
    return total


@pytest.mark.parametrize("xi", [0.0, 1e-9, 1e-3, 0.05, 0.4, 3.0, 30.0])
def test_a_line_s_transform_is_the_integral(xi):
    network = stack(1, 24, 24, 1, seed=7)
    found = line(network, low=-1, high=2)

    def function(x):
        with torch.no_grad():
            return network(torch.from_numpy(x)[:, None])[:, 0].numpy()

    right = legendre(function, -1, 2, found.positions.tolist(), 2 * math.pi * xi)
    (value,) = transform(found, torch.tensor([xi], dtype=torch.float64))
    assert abs(value.item() - right) < 1e-12


def on_a_grid(network, waves, n=1000):
    """Midpoints of an n × n grid in [−1, 1]²."""
    x = (torch.arange(n, dtype=torch.float64) + 0.5) / n * 2 - 1
    with torch.no_grad():
        values = network(torch.cartesian_prod(x, x))[:, 0].reshape(n, n) + 0j
    u, v = (torch.exp(-2j * math.pi * wave[:, None] * x) for wave in waves.T)
    return ((u @ values) * v).sum(1) * (2 / n) ** 2


def test_a_plane_s_transform_is_the_integral():
    network = stack(2, 16, 16, 1, seed=8)
    waves = torch.tensor(
        [[0, 0], [1e-7, 0], [0.02, -0.03], [0.05, 0.03], [0.5, 0], [0, -1], [1, 2], [-3, 0.5]],
        dtype=torch.float64,
    )
    found, right = transform(regions(network), waves), on_a_grid(network, waves)
    assert (found - right).abs().max() < 1e-6
    assert (found - right)[3:].abs().max() < 1e-6 < found[3:].abs().min()


def test_slow_and_fast_waves_meet():
    """The sum over edges and the quadrature, on either side of where one takes over."""
    found = regions(stack(2, 12, 12, 1, seed=9))
    for angle in (0.0, 0.3, math.pi / 2):
        wave = torch.tensor([math.cos(angle), math.sin(angle)], dtype=torch.float64)
        edge = 1 / math.sqrt(8) / (2 * math.pi)
        slow, fast = transform(found, torch.stack([wave * edge * (1 + e) for e in (-1e-9, 1e-9)]))
        assert abs(slow - fast) < 1e-8


def test_the_border_is_what_is_left_out_without_it():
    """A pyramid is 0 on its border, a plane is nothing but border."""
    waves = torch.tensor([[0.7, 0.2], [3.0, 0.0], [1.0, 1.0]])
    apex = regions(pyramid())
    torch.testing.assert_close(
        transform(apex, waves), transform(apex, waves, border=False), atol=1e-14, rtol=0
    )
    plane = regions(nn.Sequential(linear([[0.0, 3.0]], [2.0])))
    assert transform(plane, waves, border=False).abs().max() == 0
    right = 2 * (torch.sinc(2 * waves.double()) * 2).prod(1)  # of the box [−1, 1]², height 2
    torch.testing.assert_close(transform(plane, waves).real, right, atol=1e-14, rtol=0)


def by_pieces(pieces, k):
    """Lemma 2 for triangles, in the plain recursion of the paper: an edge, then its ends."""
    total = 0
    for corners, gradient in zip(pieces.corners, pieces.gradients, strict=True):
        for a, b in zip(corners, torch.roll(corners, -1, 0), strict=True):
            along, across = b - a, torch.stack([(b - a)[1], (a - b)[0]])
            turns = torch.exp(-1j * (k @ torch.stack([a, b], 1)))
            edge = 1j * (turns[:, 1] - turns[:, 0]) / (k @ along)
            total = total + (k @ gradient) * (k @ across) * edge / (k**2).sum(1) ** 2
    return total


def test_directions_along_and_across_an_edge_are_the_limit_of_those_beside_them():
    """At the normal of a crease the recursion is 0/0; the pyramid has creases along both axes."""
    pieces = regions(pyramid())
    for normal in (0.0, math.pi / 4, math.pi / 2):
        angles = normal + torch.tensor([0.0, 1e-300, 1e-12, 1e-7, 1e-5], dtype=torch.float64)
        k = 40 * torch.stack([angles.cos(), angles.sin()], 1)
        found = transform(pieces, k / (2 * math.pi), border=False)
        assert (found - found[0]).abs().max() < 1e-4 * found[0].abs()
        beside = transform(pieces, k[-1:] / (2 * math.pi), border=False)
        assert (beside - by_pieces(pieces, k[-1:])).abs() < 1e-8 * found[0].abs()


@pytest.mark.parametrize("seed", range(3))
def test_creases_alone_are_the_paper_s_recursion_less_what_the_box_adds(seed):
    """On a pyramid in a larger box nothing is added; a network that is cut off has the rest."""
    network = nn.Sequential(stack(2, 8, 4, seed=seed), linear([[-1.0] * 4], [0.3]), nn.ReLU())
    network.append(linear([[1.0]]))
    k = torch.tensor([[30.0, 11.0], [-7.0, 20.0], [3.0, 4.0]], dtype=torch.float64)
    waves, pieces = k / (2 * math.pi), regions(network)
    inside = transform(pieces, waves, border=False)
    side = by_pieces(pieces, k)
    flat = regions(network, low=(-1.0, -1.0), high=(1.0, 1.0))
    every, on_box = edges(flat)
    box = every.where(on_box)
    turn = (box.gradient * k[:, None]).sum(-1) * (box.across * k[:, None]).sum(-1)
    means = torch.exp(-1j * (k @ box.middle.T)) * torch.sinc(k @ box.half.T / math.pi)
    added = (turn * means).sum(1) / (k**2).sum(1) ** 2
    torch.testing.assert_close(inside + added, side, atol=1e-14, rtol=0)


@pytest.mark.parametrize("seed", range(4))
def test_what_the_slopes_change_in_all_bounds_the_transform(seed):
    generator = torch.Generator().manual_seed(seed)
    for pieces in (line(stack(1, 16, 16, 1, seed=seed)), regions(stack(2, 12, 12, 1, seed=seed))):
        flat = hasattr(pieces, "positions")
        k = torch.randn(4000, *([] if flat else [2]), generator=generator).double() * 300
        size = k.abs() if flat else k.norm(dim=1)
        found = transform(pieces, k / (2 * math.pi), border=False).abs() * size**2
        assert 0.01 < found.max() / bend(pieces) <= 1


def test_a_line_and_a_plane_of_the_same_folds_bend_alike():
    """A function of x alone has a crease of length 3 at each kink of a line."""
    across = nn.Sequential(linear([[1.0, 0.0]]), stack(1, 9, 9, 1, seed=3))
    kinks = bend(line(stack(1, 9, 9, 1, seed=3), low=-1, high=2))
    found = bend(regions(across, low=(-1, -2), high=(2, 1)))
    assert found == pytest.approx(3 * kinks, rel=1e-12)
    assert kinks > 0
    aslant = nn.Sequential(linear([[3.0, 4.0]]), nn.ReLU())  # a slope of 5 over 2½
    assert bend(regions(aslant)) == pytest.approx(12.5)


def test_thousands_of_regions_of_five_layers_fill_the_box_and_none_is_missed():
    network = stack(2, 40, 40, 40, 40, 40, 1, seed=1)
    found = regions(network, low=(-3, -3), high=(3, 3))
    assert len(found.corners) > 2000
    assert abs(found.areas().sum().item() - 36) < 36e-12
    with torch.no_grad():
        known = patterns(network, torch.stack([corners.mean(0) for corners in found.corners]))
        torch.manual_seed(1)
        sampled = patterns(network, torch.rand(100_000, 2, dtype=torch.float64) * 6 - 3)
    assert sampled <= known
    assert len(known) == len(found.corners)


@pytest.mark.parametrize(
    ("angle", "power"), [(0.0, -2), (math.pi / 4, -2), (0.3, -3)]
)  # along the normal of a crease, of an outer edge, of none
def test_the_pyramid_decays_by_its_creases(angle, power):
    k = torch.logspace(1.5, 3.5, 20_000, dtype=torch.float64)
    waves = torch.stack([k * math.cos(angle), k * math.sin(angle)], 1) / (2 * math.pi)
    size = transform(regions(pyramid()), waves).abs()
    highest = size.reshape(40, -1).max(1)  # the envelope
    x, y = k.reshape(40, -1)[range(40), highest.indices].log(), highest.values.log()
    slope = ((x - x.mean()) * y).sum() / ((x - x.mean()) ** 2).sum()
    assert slope.item() == pytest.approx(power, abs=0.15)


# What is refused


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (lambda: regions(nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))), "part Tanh"),
        (lambda: regions(stack(3, 4, 1)), "takes 3 numbers; got 2"),
        (lambda: regions(stack(2, 4, 2)), "one output; got 2"),
        (lambda: regions(stack(2, 4, 1), low=(0, 0), high=(1, 0)), "left of and below"),
        (lambda: line(stack(1, 4, 1), low=1, high=1), "low < high"),
        (lambda: along(stack(2, 4, 1), torch.zeros(2), torch.zeros(3)), "equally many numbers"),
        (lambda: along(stack(2, 4, 1), torch.zeros(1, 2), torch.zeros(2)), "start is one input"),
        (lambda: transform(line(stack(1, 4, 1)), torch.zeros(3, 2)), r"frequencies \(K,\)"),
        (lambda: transform(regions(stack(2, 4, 1)), torch.zeros(3)), r"frequencies \(K, 2\)"),
        (lambda: transform(line(stack(1, 4, 2)), torch.ones(1)), "one output; got 2"),
        (lambda: transform(line(TENT), torch.zeros(1), border=False), "no wave is 0"),
    ],
)
def test_what_has_no_exact_pieces_is_refused(asked, said):
    with pytest.raises(ValueError, match=said):
        asked()
