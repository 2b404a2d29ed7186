"""Constants of experiments outside of their recipes, each against the paper that it comes from.

No stored result names them: whoever changes one raises the version of the experiment.
"""

import importlib
import inspect
import math
import re
from functools import partial

import pytest
import torch
from torch import nn

from fourierbook.experiments import CLAIMS
from fourierbook.experiments.f_principle import line, noise
from fourierbook.experiments.turning_the_order import deep, parity
from fourierbook.experiments.why_low_first import activations, rates, stages
from fourierbook.measure.basis_noise import BasisNoise
from fourierbook.measure.first_order import first_order_heatmap
from fourierbook.measure.heatmap import fourier_heatmap
from fourierbook.measure.layers import layer_heatmap
from fourierbook.models.mlps import Ricker
from fourierbook.signal.basis import basis_images
from fourierbook.theory.poisson import four_waves, four_waves_solution, grid

VALUES = {  # by their chapter's room, or from `measure`
    # Signs of a variant are other seeds; a colour is one number a channel.
    "fourier_heatmaps.wave_variants.OTHER": 1000,
    "fourier_heatmaps.wave_variants.VARIANTS": {
        "paper": {},
        "other_signs": {},
        "phase_0": {"phase": 0.0},
        "unclipped": {"clip": False},
        "grey": {"colour": (1.0, 1.0, 1.0)},
        "opponent": {"colour": (1.0, -1.0, 0.0)},
    },
    "fourier_heatmaps.first_order.SMALLEST": 0.25,
    "fourier_heatmaps.first_order.LARGEST": 4.0,
    # RobustBench (Croce et al., 2021): on CIFAR-10 8/255, and 0.5 in the ℓ2 norm; half and twice.
    "corruptions_and_attacks.attacks.BALLS": {
        "linf4": ("linf", 4 / 255),
        "linf8": ("linf", 8 / 255),
        "linf16": ("linf", 16 / 255),
        "l2": ("l2", 0.5),
    },
    # Shells of a 32 × 32 image, in cycles; 16 is the last there is.
    "corruptions_and_attacks.spectra.BANDS": {
        "low": (1, 3),
        "high": (12, 16),
        "first": (1, 1),
        "last": (16, 16),
    },
    "corruptions_and_attacks.accuracy_numbers.EVERY": (1, 2, 3, 4, 5),
    "corruptions_and_attacks.accuracy_numbers.SMOOTH_FROST": "frost_antialiased",
    "corruptions_and_attacks.accuracy_numbers.NOISES": (
        "gaussian_noise",
        "shot_noise",
        "impulse_noise",
    ),
    # Xu et al. (2020), figures on Δ_F: learnt where the relative error is below a fifth.
    "measure.crossings.BELOW": 0.2,
    "turning_the_order.poisson.BELOW": 0.2,
    # Xu et al. (2020): sin x + sin 3x + sin 5x; six sines are ours. He et al. (2015): a gain of √2
    # for ReLU units.
    "f_principle.line.CASES": {
        "three": line.Case((1, 3, 5)),
        "six": line.Case((1, 2, 3, 4, 5, 6)),
        "relu": line.Case((1, 3, 5), activation="relu", gain=2**0.5, bias=0.5),
        "deep": line.Case((1, 3, 5), layers=4),
        "descent": line.Case((1, 3, 5), layers=1, first=(2.0, 2.0), optimizer="sgd"),
    },
    "f_principle.line.MOMENTUM": 0.9,
    "f_principle.line.SHARE": 1.0,
    "turning_the_order.ricker.WAVES": (1, 3, 5),
    "f_principle.noise.BANDS": {
        "3 to 6": (3, 6),
        "7 to 12": (7, 12),
        "13 to 24": (13, 24),
    },
    "f_principle.noise.RISEN": 1.5,
    "f_principle.noise.FINE": 4,
    "f_principle.photograph.BANDS": ((0, 2), (2, 5), (5, 9), (9, 17)),
    "f_principle.photograph.FROM": 50,
    "f_principle.focus.CROP": 384,
    "f_principle.focus.FRAMES": 12,
    # Three times what chance gives, for a peak as for a frequency.
    "measure.projection.TIMES_THE_FLOOR": 3.0,
    "f_principle_images.pairs.TIMES_CHANCE": 3.0,
    "measure.filtering.SHARES": (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6),
    "measure.filtering.EMPTY": 1e-4,
    "measure.filtering.POINTS": 2000,
    "f_principle_images.images_training.RATES": {
        "mlp": 5e-4,
        "cnn": 2e-3,
        "vgg16": 1e-3,
    },
    "f_principle_images.images_training.NETWORKS": {
        "digits": {"mlp": "digits_mlp", "cnn": "mnist_cnn_plain"},
        "mnist": {"mlp": "mnist_mlp", "cnn": "mnist_cnn_plain"},
        "cifar10": {"mlp": "colour_mlp", "cnn": "colour_cnn_plain", "vgg16": "vgg16"},
        "specimens": {"mlp": "colour_mlp", "cnn": "colour_cnn_plain"},
    },
    "f_principle_images.images_training.FREQUENCIES": [n / 4 for n in range(161)],
    "f_principle_images.images_training.WHOLE": [*range(21)],
    "f_principle_images.labels.BINS": 80,
    "f_principle_images.images_by_chance.ROWS": 1000,
    # What intervals are made of: as many units and draws as their coverage was simulated with.
    "measure.populations.ALONE": 100,
    "measure.populations.GROUPS": 50,
    "measure.populations.DRAWS": 300,
    "measure.populations.FEWER": 10,
    "measure.populations.LEAST": 10,
    "measure.spread.MANY": 2000,
    "measure.exact_intervals.LEVEL": 0.95,
    # The peaks of Xu et al. (2020) on Poisson's equation, and their network, 1-4000-500-400-1.
    "turning_the_order.poisson.MODES": (2, 6, 16),
    "turning_the_order.poisson.PUBLISHED": (4000, 500, 400),
    "turning_the_order.ricker.REACH": 1.5 * math.pi,
    "turning_the_order.turning.PEAK": math.sqrt(2) / 5,
    "turning_the_order.parity.LOW": 0.1,
    "turning_the_order.parity.FREQUENCIES": pytest.approx([n / 200 for n in range(51)]),
    # Rahaman et al. (2019): amplitudes of 1, and from 0.1 to 1; half of a wave is our mark.
    "spectral_bias.wave_sums.PROFILES": ("equal", "rising"),
    "spectral_bias.order.HALF": 0.5,
    "spectral_bias.peak.BANDS": 4,
    "spectral_bias.peak.NETS": (
        "3x16",
        "4x16",
        "5x16",
        "6x16",
        "3x32",
        "3x64",
        "3x128",
        "clipped",
    ),
    "why_low_first.activations.SCALES": {"wide": 2.0, "narrow": 0.5},
    "why_low_first.activations.UNIT": (0.7, 1.2, 11),
    "why_low_first.activations.CYCLES": (8, 40),
    "why_low_first.activations.FITS": 9,
    "why_low_first.rates.CASES": {
        "small": (0.02, 1.0),
        "large": (1.0, 1.0),
        "bias_free": (0.02, 0.0),
    },
    "why_low_first.stages.STAGES": (0.0, 0.03, 0.3, 1.0),
    # Rahaman et al. (2019): figures 7 to 9 have R = 1 + ½ sin 2πLz, L of 0, 4, 10 and 16, and a
    # sine above ½. What is early, low, right or fitted is ours.
    "spectral_bias_data.petal_curve.HEIGHT": 0.5,
    "spectral_bias_data.petals.LADDER": (0, 4, 10, 16),
    "spectral_bias_data.petals.EARLY": 1 / 6,
    "spectral_bias_data.petal_classes.ABOVE": 0.5,
    "spectral_bias_data.petal_twins.REACH": 1.6,
    "spectral_bias_data.petal_twins.RIGHT": 0.97,
    "spectral_bias_data.petal_twins.FEWEST": 2,
    "spectral_bias_data.neighbours.FITTED": (0.03, 0.3),
    "spectral_bias_data.neighbours.LOWEST": 0.03,
    "spectral_bias.decay.STEP": 1e-8,
    "spectral_bias.decay.BETWEEN": (1, 3, 5, 7),
    "spectral_bias.decay.ANGLES": (0.0, math.pi / 4, 0.3),
    "spectral_bias.decay.PYRAMID_RANGE": (100.0, 10_000.0),
    "spectral_bias.bounds.WAVES": (30.0, 300.0),
    "spectral_bias.bounds.WATCHED": (4, 40),
    "spectral_bias.volume.ABOVE": (4, 8, 12, 16, 24, 32, 40),
    "spectral_bias.volume.BEYOND": 8,
    # Rahaman et al. (2019): threes and eights and σ = 1.25 are of the authors' notebooks, γ = 2 and
    # both units of the noise of their text and code; the attack has the usual ball.
    "spectral_bias_data.digits.KINDS": (3, 8),
    "spectral_bias_data.label_noise.UNITS": {"text": 1 / (2 * math.pi), "notebook": 1.0},
    "spectral_bias_data.kernel_spectrum.NARROW": 1.25,
    "spectral_bias_data.kernel_spectrum.TARGETS": ("white", "rough_narrow", "rough_median"),
    "spectral_bias_data.kernel_spectrum.POWER": 2,
    "spectral_bias_data.point_sets.HIDDEN": 256,
    "spectral_bias_data.point_sets.NOISE": 0.3,
    "spectral_bias_data.point_sets.RATE": 4e-3,
    "spectral_bias_data.point_sets.BATCH": 100,
    "spectral_bias_data.noise_on_sets.SPREAD": 12**-0.5,
    "spectral_bias_data.noise_on_sets.LITTLE": 1e-3,
    "spectral_bias_data.paths.MOMENTUM": 0.9,
    "spectral_bias_data.connected.RATE": 2e-3,
    "spectral_bias_data.connected.FINE": 4,
    "spectral_bias_data.image_pairs.EPSILON": 8 / 255,
    "spectral_bias_data.image_pairs.PUSHES": 10,
}


@pytest.mark.parametrize("name", VALUES)
def test_a_constant_is_the_one_that_results_were_computed_with(name):
    module, constant = name.rsplit(".", 1)
    home = "fourierbook" if module.startswith("measure.") else "fourierbook.experiments"
    found = getattr(importlib.import_module(f"{home}.{module}"), constant)
    assert (found.tolist() if isinstance(found, torch.Tensor) else found) == VALUES[name]


DOORS = (basis_images, BasisNoise, fourier_heatmap, first_order_heatmap, layer_heatmap)


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_waves_have_the_phase_of_the_authors_code_at_every_door(door):
    """Google's `frequency_heatmap` has the coefficient ½ + ½i at a frequency: π/4."""
    assert inspect.signature(door).parameters["phase"].default == math.pi / 4


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
    # Rahaman et al. (2019), theorem 1: from −2 to −3 in the plane; and its propositions.
    "spectral_bias.line_decay": -2.0,
    "spectral_bias.biases_decay": -1.0,
    "spectral_bias.outputs_decay": -2.0,
    "spectral_bias.anisotropy": 1.0,
    # Rahaman et al. (2019), A.7: every pair, by paths that are 3 % longer than the segments.
    "spectral_bias_data.paths_joined": 1.0,
    "spectral_bias_data.paths_crossed": 1.0,
    "spectral_bias_data.paths_longer": 0.03,
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
    assert NUMBERS(words["spectral_bias_data.paths_longer"])[0] == "3.0"
    for name in ("early_switch", "late_switch", "hybrid_beats_network"):
        mark, numbers = (
            MARKS[f"poisson.{name}"],
            [float(n) for n in NUMBERS(words[f"poisson.{name}"])],
        )
        ratios = [math.log10(a / b) for a in numbers for b in numbers if a > b]
        assert any(math.isclose(mark, ratio) for ratio in ratios), name


# What the intervals of an experiment's claims are over, and of how many at least; recorded results
# have these, a lone training's spread being borrowed.
TRAININGS, BOTH, ALL = ("seeds",), ("seeds", "images"), ("seeds", "images", "corruptions")
POPULATIONS = {
    "natural_spectra": {(("images",), 1000)},
    "phase_swap": {(BOTH, 3)},
    "frequency_ladder": {(TRAININGS, 16)},
    "noisy_waves": {(TRAININGS, 16)},
    "photograph_fit": {(TRAININGS, 8)},
    "digits_in_parts": {(TRAININGS, 5)},
    "photographs_in_parts": {(TRAININGS, 5)},
    "gradient_dominance": {(TRAININGS, 16), (("networks",), 1000)},
    "activation_ladder": {(TRAININGS, 16)},
    "training_stages": {(TRAININGS, 16)},
    "tangent_rates": {(TRAININGS, 16)},
    "ricker_reversal": {(TRAININGS, 8)},
    "other_activations": {(TRAININGS, 16)},
    "poisson_order": {(TRAININGS, 16), (("modes",), 3)},
    "poisson_hybrid": {(TRAININGS, 8)},
    "parity_and_smooth": {(TRAININGS, 16)},
    "band_accuracy": {(BOTH, 3)},
    "trained_through": {(BOTH, 3), (BOTH, 2)},  # two: the seed that was known decides nothing
    "band_noise": {(BOTH, 3)},
    "imagenet_bands": {(("images",), 1000)},
    "fourier_map": {(BOTH, 3)},
    "lowest_waves": {(BOTH, 3)},
    "large_image_map": {(("images",), 100)},
    "first_order": {(TRAININGS, 3)},
    "wave_variants": {(BOTH, 3)},
    "corruption_spectra": {(("images",), 1000), (("images", "corruptions"), 1000)},
    "corruption_accuracy": {(BOTH, 3), (ALL, 3), (("corruptions",), 15)},
    "order_of_waves": {(TRAININGS, 10)},
    "perturbed_waves": {(TRAININGS, 10)},
    "single_peak": {(TRAININGS, 10)},
    "adversarial_spectra": {(BOTH, 3)},
    "basis_attack": {(BOTH, 3)},
    "decay_of_pieces": {(("networks",), 16)},
    "bounds_of_pieces": {(("networks",), 16)},
    "high_frequency_volume": {(("networks",), 1000)},
    "petals": {(TRAININGS, 10)},
    "petal_classes": {(TRAININGS, 10)},
    "petal_twins": {(("networks",), 8)},
    "nearest_neighbours": {(TRAININGS, 10)},
    "label_noise": {(TRAININGS, 10)},
    "kernel_spectrum": {(TRAININGS, 10)},
    "kernel_signs": {(("modes",), 50)},
    "noise_on_sets": {(TRAININGS, 10)},
    "connected_classes": {(("seeds", "pairs"), 3)},
}


def test_every_claim_is_over_all_that_could_have_been_otherwise():
    found: dict[str, set] = {}
    for claim in CLAIMS:
        found.setdefault(claim.experiment, set()).add((claim.over, claim.least))
    assert found == POPULATIONS
