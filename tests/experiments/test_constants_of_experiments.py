"""Constants of experiments outside of their recipes, each against the paper that it comes from.

No stored result names them: whoever changes one raises the version of the experiment.
"""

import math
import re
from functools import partial

import numpy as np
import pytest
import torch
from torch import nn

from fourierbook.experiments import CLAIMS
from fourierbook.experiments.corruptions_and_attacks import accuracy_numbers, attacks, spectra
from fourierbook.experiments.f_principle import focus, line, noise, photograph
from fourierbook.experiments.f_principle_images import (
    images_by_chance,
    images_training,
    labels,
    pairs,
)
from fourierbook.experiments.fourier_heatmaps import first_order, wave_variants
from fourierbook.experiments.turning_the_order import deep, parity, poisson, ricker, turning
from fourierbook.experiments.why_low_first import activations, rates, stages
from fourierbook.measure import crossings, filtering, projection
from fourierbook.models.mlps import Ricker
from fourierbook.results import networks
from fourierbook.theory.poisson import four_waves, four_waves_solution, grid

VALUES = [
    # Yin et al. (2019): waves as in their code, of phase π/4; signs of a variant are other seeds.
    (wave_variants.OTHER, 1000),
    (wave_variants.VARIANTS["phase_0"], {"phase": 0.0}),
    (wave_variants.VARIANTS["opponent"], {"colour": (1.0, -1.0, 0.0)}),
    ((first_order.SMALLEST, first_order.LARGEST), (0.25, 4.0)),
    # RobustBench (Croce et al., 2021): 8/255 and, in the ℓ2 norm, 0.5 on CIFAR-10.
    (attacks.BALLS["linf4"], ("linf", 4 / 255)),
    (attacks.BALLS["linf8"], ("linf", 8 / 255)),
    (attacks.BALLS["linf16"], ("linf", 16 / 255)),
    (attacks.BALLS["l2"], ("l2", 0.5)),
    (networks.ATTACKED["square 8/255"].keywords["queries"], 500),
    # Shells of a 32 × 32 image, in cycles; 16 is the last there is.
    (spectra.BANDS, {"low": (1, 3), "high": (12, 16), "first": (1, 1), "last": (16, 16)}),
    (accuracy_numbers.EVERY, (1, 2, 3, 4, 5)),
    # Xu et al. (2020), figures on Δ_F: learnt where the relative error is below a fifth.
    (crossings.BELOW, 0.2),
    (poisson.BELOW, 0.2),
    # Xu et al. (2020): sin x + sin 3x + sin 5x; six sines are ours.
    (line.THREE, (1, 3, 5)),
    (line.SIX, (1, 2, 3, 4, 5, 6)),
    (ricker.WAVES, (1, 3, 5)),
    (line.CASES["three"], line.Case((1, 3, 5))),
    (line.CASES["six"], line.Case((1, 2, 3, 4, 5, 6))),
    # He et al. (2015): a gain of √2 for ReLU units.
    (line.CASES["relu"], line.Case((1, 3, 5), activation="relu", gain=2**0.5, bias=0.5)),
    (line.CASES["deep"], line.Case((1, 3, 5), layers=4)),
    (
        line.CASES["descent"],
        line.Case((1, 3, 5), layers=1, first=(2.0, 2.0), optimizer="sgd"),
    ),
    ((line.MOMENTUM, line.SHARE), (0.9, 1.0)),
    (noise.BANDS, {"3 to 6": (3, 6), "7 to 12": (7, 12), "13 to 24": (13, 24)}),
    ((noise.RISEN, noise.FINE), (1.5, 4)),
    (photograph.BANDS, ((0, 2), (2, 5), (5, 9), (9, 17))),
    (photograph.FROM, 50),
    ((focus.CROP, focus.FRAMES), (384, 12)),
    # Three times what chance gives, for a peak as for a frequency.
    (projection.TIMES_THE_FLOOR, 3.0),
    (pairs.TIMES_CHANCE, 3.0),
    (filtering.SHARES, (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6)),
    ((filtering.EMPTY, filtering.POINTS), (1e-4, 2000)),
    (images_training.RATES, {"mlp": 5e-4, "cnn": 2e-3, "vgg16": 1e-3}),
    (images_training.NETWORKS["mnist"], {"mlp": "mnist_mlp", "cnn": "mnist_cnn_plain"}),
    (
        images_training.NETWORKS["cifar10"],
        {"mlp": "colour_mlp", "cnn": "colour_cnn_plain", "vgg16": "vgg16"},
    ),
    (images_training.FREQUENCIES.tolist(), [n / 4 for n in range(161)]),
    (images_training.WHOLE.tolist(), [*range(21)]),
    ((labels.BINS, images_by_chance.ROWS), (80, 1000)),
    # The peaks of Xu et al. (2020) on Poisson's equation, and their network, 1-4000-500-400-1.
    (poisson.MODES, (2, 6, 16)),
    (poisson.PUBLISHED, (4000, 500, 400)),
    ((ricker.REACH, turning.PEAK), (1.5 * math.pi, math.sqrt(2) / 5)),
    (parity.LOW, 0.1),
    (parity.FREQUENCIES.tolist(), pytest.approx(np.linspace(0, 0.25, 51).tolist())),
    (activations.SCALES, {"wide": 2.0, "narrow": 0.5}),
    ((activations.UNIT, activations.CYCLES, activations.FITS), ((0.7, 1.2, 11), (8, 40), 9)),
    (rates.CASES, {"small": (0.02, 1.0), "large": (1.0, 1.0), "bias_free": (0.02, 0.0)}),
    (stages.STAGES, (0.0, 0.03, 0.3, 1.0)),
]


@pytest.mark.parametrize(("found", "expected"), VALUES)
def test_a_constant_is_the_one_that_results_were_computed_with(found, expected):
    assert found == expected


def test_activations_of_deep_networks_are_the_released_ones():
    """Ricker units of width 0.3 and 0.1, sin x and sin 10x, by the authors' book, chapter A4."""
    z = torch.linspace(-2, 2, 41)
    expected = {
        "tanh": z.tanh(), "sine1": z.sin(), "sine10": (10 * z).sin(),
        "ricker30": Ricker(0.3)(z), "ricker10": Ricker(0.1)(z),
    }  # fmt: skip
    assert expected.keys() == deep.ACTIVATIONS.keys()
    for name, values in expected.items():
        torch.testing.assert_close(deep.ACTIVATIONS[name]()(z), values)
    assert isinstance(deep.ACTIVATIONS["tanh"](), nn.Tanh)


def test_a_ricker_unit_has_the_height_of_the_released_code():
    """There 2/(30a) π^¼ at 0: 0.296 for a width of 0.3, 0.888 for one of 0.1."""
    heights = [Ricker(width)(torch.zeros(1)).item() for width in (0.3, 0.1)]
    assert heights == pytest.approx([2 / 9 * math.pi**0.25, 2 / 3 * math.pi**0.25])


def test_the_source_of_poissons_equation_is_the_papers_wave_by_wave():
    """Xu et al. (2020): sin x + 4 sin 4x − 8 sin 8x + 16 sin 24x, and u as their book has it."""
    x = grid(50)
    g = x.sin() + 4 * (4 * x).sin() - 8 * (8 * x).sin() + 16 * (24 * x).sin()
    torch.testing.assert_close(four_waves(x), g)
    u = x.sin() + (4 * x).sin() / 4 - (8 * x).sin() / 8 + (24 * x).sin() / 36
    torch.testing.assert_close(four_waves_solution(x), u - x * u[-1])


def test_targets_are_the_functions_that_their_pages_print():
    t = torch.linspace(-0.5, 0.5, 33, dtype=torch.float64)
    x = 2 * math.pi * t
    torch.testing.assert_close(noise.signal(t), x.sin() + (2 * x).sin() / 2)
    points = parity.signs(5)
    smooth = parity.target("smooth", points, torch.Generator())
    torch.testing.assert_close(smooth, (points.sum(1) / 3).tanh())
    place = stages.line(stages.Stages(points=64))
    x = place.inputs[:, 0]
    assert (x[0].item(), x[1].item() - x[0].item()) == (-10, 20 / 64)
    torch.testing.assert_close(place.target, x.sin() + (2 * x).sin() / 2 + 0.3 * (3 * x).sin())
    bell = torch.exp(-x.square() / 2) / math.sqrt(2 * math.pi) * 20 / 64
    torch.testing.assert_close(place.weights.square(), bell)
    cycles = torch.fft.fftfreq(64, 20 / 64, dtype=torch.float64).abs() * 2 * math.pi
    for cut, above in zip(stages.Stages().cuts, place.above, strict=True):
        assert above.tolist() == (cycles > cut).tolist()
    inputs, target = activations.line(activations.Ladder())
    x = inputs[:, 0]
    assert x[0].item() == pytest.approx(-math.pi)
    torch.testing.assert_close(target, sum((k * x).sin() for k in (1, 2, 3, 4)))
    x, inputs, target = rates.circle(rates.Rates(), "large")
    turn = 2 * math.pi * x
    torch.testing.assert_close(target, sum((k * turn).sin() for k in range(1, 7)))
    torch.testing.assert_close(inputs, torch.stack([turn.cos(), turn.sin(), turn * 0 + 1], 1))


# What a paper gives, in the unit of the claim's quantity, for the claims that show it as a mark.
MARKS = {
    "bands.imagenet_untrained": 0.30,  # Yin et al. (2019), figure 1: more than 30 %
    # Tolhurst et al. (1992): the mean over photographs, between −1.5 and −0.8.
    "primer.amplitude_exponent": -1.2,
    # Shares of networks that are in order, where a paper shows one network: all of it, or none.
    "f_principle.order_three": 1.0,
    "f_principle_images.digits_filtered": 1.0,
    "f_principle_images.photographs_filtered": 1.0,
    "f_principle_images.photographs_projected": 1.0,
    "ricker.deep_wide": 1.0,
    "ricker.deep_narrow": 0.0,
    "poisson.network_low_first": 1.0,
    # Xu's book, figure of the hybrid: 10⁻¹ beside 10⁻³, 125 s beside 75 s, 10⁻² beside 10⁻³.
    "poisson.early_switch": 2.0,
    "poisson.late_switch": math.log10(125 / 75),
    "poisson.hybrid_beats_network": 1.0,
    "parity.accuracy": 0.5,  # ibid.: about 50 %
    "why_low.tanh_exponential": 1.0,  # the closed form, in units of π²
}


def test_every_mark_of_a_paper_is_the_value_that_the_paper_gives():
    assert {claim.id: claim.mark for claim in CLAIMS if claim.mark is not None} == MARKS


NUMBERS = partial(re.findall, r"\d+(?:\.\d+)?")


def test_a_mark_is_said_in_the_papers_words_too():
    """By the numbers in them: the mark itself, its percentage, or both sides of its ratio."""
    words = {claim.id: claim.paper_value for claim in CLAIMS if claim.mark is not None}
    assert "30" in NUMBERS(words["bands.imagenet_untrained"])
    assert "mean −1.2" in words["primer.amplitude_exponent"]
    assert NUMBERS(words["parity.accuracy"]) == ["50"]
    for name in ("early_switch", "late_switch", "hybrid_beats_network"):
        mark, numbers = (
            MARKS[f"poisson.{name}"],
            [float(n) for n in NUMBERS(words[f"poisson.{name}"])],
        )
        ratios = [math.log10(a / b) for a in numbers for b in numbers if a > b]
        assert any(math.isclose(mark, ratio) for ratio in ratios), name
