"""The defaults of every experiment's recipe are those that recorded results were computed with.

What a result is stored under leaves out fields that have their default: whoever changes one here
raises the version of the experiment. A field of `LISTED` names shards, and is not among them.
"""

from dataclasses import MISSING, fields

import pytest

from fourierbook.data import corruptions
from fourierbook.experiments import EXPERIMENTS

ODD = tuple(range(1, 32, 2))  # bandwidths of a 32 × 32 image: both filters keep odd squares
POISSON = {
    "widths": (64, 64), "first": 6.0, "learning_rate": 1e-3, "boundary": 10.0, "intervals": 200,
    "steps": 500, "every": 5,
}  # fmt: skip
DEFAULTS = {
    # Yin et al. (2019): figure 5 has noise of norm 8 in each channel, figure 3 waves of norm 4,
    # figure 4 waves of 15.7 at the central 63 × 63 frequencies; figure 2 is of severity 3.
    "band_noise": {"norm": 8.0, "bandwidths": ODD},
    "fourier_map": {"norm": 4.0, "window": None, "precision": "bf16"},
    "wave_variants": {"norm": 4.0, "every": 1, "precision": "bf16"},
    "large_image_map": {"norm": 15.7, "window": 63, "block": 100, "seed": 0, "precision": "bf16"},
    "corruption_spectra": {"severity": 3, "seed": 0},
    "corruption_accuracy": {"severities": (1, 2, 3, 4, 5), "precision": "bf16"},
    # Ours, as the paper gives none.
    "band_energy": {"bandwidths": ODD, "seed": 0},
    "band_accuracy": {"bandwidths": ODD},
    "trained_through": {},
    "photographs_in_a_band": {},
    "adversarial_spectra": {"steps": 20},
    "basis_attack": {"window": None, "seed": 0, "precision": "bf16"},
    "first_order": {"window": 15, "precision": "bf16"},
    "natural_spectra": {"side": None, "seed": 0},
    "phase_swap": {"radii": (0, 1, 2, 3, 4, 6, 8, 12, 23), "seed": 0},
    "photograph_in_focus": {
        "name": "flower", "seed": 0, "side": 96, "width": 128, "steps": 4000, "cycles": 3.0,
        "waves": 64, "learning_rate": 3e-3,
    },
    "frequency_ladder": {"points": 128, "shown": 3},
    "noisy_waves": {
        "width": 256, "points": 64, "noise": 0.4, "first": (8.0, 16.0), "learning_rate": 3e-3,
        "shown": 3,
    },
    "photograph_fit": {"side": 32, "shrunk": 6, "windowed": True, "learning_rate": 3e-3},
    # Xu's book, figure 1.12: δ of 3 and 7 for the two smaller networks; see `images_training`.
    "digits_in_parts": {"deltas": (3.0, 7.0), "batch_size": 200, "records": 30},
    "digits_labels": {"deltas": (3.0, 7.0), "seed": 0},
    # Xu et al. (2020) have ten signs; the rest of parity is of the first author's released code.
    "parity_and_smooth": {
        "inputs": 10, "count": 200, "widths": (200, 50), "spread": 0.05, "learning_rate": 1e-3,
        "steps": 400, "seeds": (0, 1, 2),
    },
    "other_activations": {
        "seeds": (0, 1, 2), "widths": (100, 100, 50), "spread": 0.1, "points": 64, "steps": 400,
        "learning_rate": 5e-4,
    },
    "poisson_order": {**POISSON, "seeds": (0, 1, 2, 3)},
    "poisson_hybrid": {**POISSON, "switches": (0, 20, 120, 500), "sweeps": 4000, "compared": 2000},
    "ricker_reversal": {
        "seeds": (0, 1, 2), "units": 300, "points": 64, "steps": 400, "network_steps": 100,
        "learning_rate": 3e-3,
    },
    "activation_ladder": {
        "waves": 4, "width": 128, "bias": 1.8, "points": 64, "steps": 600, "learning_rate": 0.01,
        "every": 5, "seeds": (0, 1, 2),
    },
    "gradient_dominance": {
        "scales": (100.0, 30.0, 10.0, 3.0, 1.0, 0.5, 0.25, 0.1, 0.05), "ratios": (1.0, 1e2, 1e4),
        "low": 1, "high": 5, "units": 32, "draws": 16_000,
    },
    "tangent_rates": {
        "width": 4096, "points": 24, "waves": 6, "steps": 350, "share": 0.9, "records": 70,
        "seeds": (0, 1, 2),
    },
    # Rahaman et al. (2019): six layers, 200 points; figures 15 to 18 have the bounds of a peak.
    "order_of_waves": {
        "points": 200, "layers": 6, "block": 5, "every": 100,
        "precision": "fp32",
    },
    "perturbed_waves": {
        "sizes": (0.5, 1.0, 2.0, 3.0, 4.0, 5.0), "radii": (0.02, 0.05, 0.1), "ascent": 20,
        "points": 200, "layers": 6, "block": 5,
        "precision": "fp32",
    },
    "single_peak": {
        "points": 200, "bound": 10.0, "clipped": "6x64", "bounds": (0.1, 0.15, 0.2, 2.0),
        "records": 60, "shown": 2,
    },
    "training_stages": {
        "width": 64, "points": 192, "length": 20.0, "scale": 2.0, "steps": 500, "share": 0.5,
        "cuts": (4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 12.0, 14.0, 16.0), "seeds": (0, 1, 2),
    },
    # Ours: ranges of k beyond which creases part; a grid of a thousand by a thousand.
    "decay_of_pieces": {
        "units": 10, "bins": 24, "each": 250, "line_range": (1e2, 1e5), "plane_range": (1e4, 1e6),
        "side": 1000,
    },
    "bounds_of_pieces": {
        "depths": (1, 2, 3, 4, 5), "width": 16, "waves": 1000, "kernel_width": 192, "points": 128,
    },
    "high_frequency_volume": {"units": 8, "clip": 1.0, "least": 0.005, "grid": 0.02},
    # Rahaman et al. (2019): six layers; neighbours as in their figure 22.
    "petals": {"layers": 6, "precision": "fp32"},
    "petal_classes": {"layers": 6, "precision": "fp32"},
    "petal_twins": {"layers": 6, "side": 128},
    "nearest_neighbours": {"layers": 6, "counts": (1, 5, 10, 15, 20), "side": 256},
    # Rahaman et al. (2019): six linear layers; 64 features; four times ten steps of 0.001, in
    # pixels over their standard deviation.
    "label_noise": {
        "loaded": None, "zoom": 1.0, "text": (0.1, 1.0), "notebook": (0.05, 0.2, 1.0),
        "sizes": (0.5, 1.0, 2.0), "layers": 6, "records": 60, "precision": "fp32",
    },
    "kernel_spectrum": {
        "loaded": None, "zoom": 1.0, "layers": 6, "groups": 10, "records": 60, "precision": "fp32",
    },
    "kernel_signs": {"points": 50, "widths": (0.02, 0.05, 0.1, 0.25), "seed": 0},
    "noise_on_sets": {"features": 64, "layers": 6, "records": 60, "precision": "fp32"},
    "connected_classes": {"points": 17, "rounds": 4, "steps": 10, "rate": 0.001 / 16},
}  # fmt: skip
KINDS = {}
for experiment in EXPERIMENTS.values():
    for recipe in filter(None, (*experiment.recipes.values(), experiment.embedded)):
        KINDS.setdefault(type(recipe), experiment.name)


@pytest.mark.parametrize("kind", KINDS, ids=KINDS.get)
def test_the_defaults_of_a_recipe_are_those_that_stored_results_were_computed_with(kind):
    own = [each for each in fields(kind) if each.name not in (*getattr(kind, "LISTED", ()), "data")]
    found = {each.name: each.default for each in own if each.default is not MISSING}
    assert found == DEFAULTS[KINDS[kind]]


def test_every_kind_of_recipe_stands_here_once():
    assert sorted(KINDS.values()) == sorted(DEFAULTS)


def test_corruptions_that_are_measured_are_all_there_are():
    recipe = EXPERIMENTS["corruption_spectra"].recipes["thorough"]
    assert recipe.corruptions == (*corruptions.NAMES, *corruptions.EXTRA, *corruptions.OURS)
    assert EXPERIMENTS["corruption_accuracy"].recipes["thorough"].corruptions == (
        *corruptions.NAMES, *corruptions.OURS,
    )  # fmt: skip
