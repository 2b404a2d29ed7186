"""What the package says to bad input, as a reader meets it: without the suite's runtime types.

`python -m tests.bad_input` feeds every door of the public functions with generated bad input and
prints how many it tried and which got no clear error. The inputs are the same in every run.

A clear error is one ValueError or TypeError that our own code raised; it names the quantity, says
what is allowed, and what came.
"""

import math
import re
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import torch
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from torch import nn

import fourierbook
from fourierbook.data import corruptions, datasets, specimens
from fourierbook.data.corruptions import weather
from fourierbook.measure import (
    accuracy,
    bands,
    basis_attack,
    change_spectra,
    crossings,
    filtering,
    frequency_error,
    intervals,
    lines,
    maps,
    projection,
    rates,
    robustness,
)
from fourierbook.measure.basis_noise import BasisNoise, wrong_under_waves
from fourierbook.measure.first_order import first_order_heatmap
from fourierbook.measure.heatmap import fourier_heatmap
from fourierbook.measure.layers import layer_heatmap
from fourierbook.models import mlps, wrappers
from fourierbook.models.two_layer import TwoLayer
from fourierbook.signal import (
    basis,
    falloff,
    filters,
    frequencies,
    phases,
    plasma,
    spectra,
    waves,
)
from fourierbook.theory import (
    piecewise_linear,
    piecewise_transforms,
    poisson,
    random_features,
    relu_stacks,
    tangent_kernel,
    unit_decay,
    unit_spectra,
)
from fourierbook.training import adversarial, ensembles

PACKAGE = str(Path(fourierbook.__file__).parent)
EXAMPLES = 12  # of each argument
NAN, INF = math.nan, math.inf

# Good input


def seeded():
    return torch.Generator().manual_seed(0)


IMAGES = torch.rand(2, 3, 8, 8, generator=seeded())
LABELS = torch.tensor([0, 3])
WEIGHTS = torch.randn(192, 4, generator=seeded())
MASK = filters.square_low_pass(8, 8, bandwidth=3)
X = torch.rand(1, 5, 2, generator=seeded())
NETWORKS = [nn.Linear(2, 1) for _ in range(3)]
ENSEMBLE = ensembles.Ensemble.of(NETWORKS)
STACK = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))


def linear(images):
    """A classifier of four classes."""
    return images.flatten(1) @ WEIGHTS


# Bad input


def sized(*sides):
    """Tensors of shapes, each side a number or a strategy."""
    sides = [st.just(side) if isinstance(side, int) else side for side in sides]
    return st.tuples(*sides).map(lambda shape: torch.rand(shape, generator=seeded()))


def broken(tensor, values=(NAN, INF, -INF)):
    """A tensor with one value that is none."""

    def place(where, value):
        changed = tensor.clone()
        changed.view(-1)[where] = value
        return changed

    return st.builds(place, st.integers(0, tensor.numel() - 1), st.sampled_from(values))


def other_sides(side):
    return st.integers(1, 12).filter(lambda other: other != side)


few = st.integers(1, 9)
strings = st.sampled_from(["", "3", "0.5", "low", "nan"])
not_real = strings | st.sampled_from([None, 1j, [], [1.0], torch.ones(2), NAN])  # or infinite
no_number = not_real | st.sampled_from([INF, -INF])
negative = st.floats(-1e9, -1e-9) | st.integers(-9, -1)
no_whole = no_number | st.floats(-9, 9) | st.sampled_from([3.0, True])
no_count = no_whole | st.integers(-9, 0)
no_seed = strings | st.sampled_from([None, 1.5, NAN, INF, [1]])
no_name = st.text(max_size=8) | st.sampled_from([None, 0, NAN, ("test",)])
no_tensor = strings | st.sampled_from(
    [None, 3, 0.5, [[0.5]], np.zeros((8, 8)), np.zeros((2, 3, 8, 8))]
)
no_function = st.sampled_from(["pgd", "mse", 3, NAN])
whole_tensor = st.sampled_from([torch.uint8, torch.int64, torch.bool, torch.complex64]).map(
    lambda kind: torch.ones(2, 3, 8, 8, dtype=kind)
)
no_images = no_tensor | whole_tensor | st.just(torch.tensor(0.5)) | sized(few)
no_images = no_images | sized(2, 3, 0, 8) | sized(2, 3, 8, 0)
no_channels = no_images | sized(few, few) | sized(2, 0, 8, 8)
no_batch = no_channels | sized(few, few, few) | sized(1, 2, 3, 8, 8)
outside = st.floats(1.01, 255).map(lambda scale: scale * IMAGES / IMAGES.max()) | st.just(-IMAGES)
no_size_of_mask = (
    no_tensor.filter(lambda mask: not isinstance(mask, np.ndarray))
    | st.sampled_from([np.ones((8, 8)), torch.ones(8, 8, dtype=torch.complex64)])
    | sized(8, other_sides(8))
    | sized(other_sides(8), 8)
    | sized(few)
    | sized(1, 8, 8)
)
no_mask = no_size_of_mask | sized(8, 8) | broken(MASK)  # random: M(−f) ≠ M(f)
no_labels = (
    no_tensor
    | st.sampled_from([LABELS.float(), LABELS.bool(), LABELS[:, None], LABELS[0]])
    | st.just(nn.functional.one_hot(LABELS, 4))
    | st.integers(0, 9).filter(lambda n: n != 2).map(lambda n: torch.zeros(n, dtype=torch.long))
    | st.integers(-100, -1).map(lambda label: torch.tensor([0, label]))
    | st.integers(4, 100).map(lambda label: torch.tensor([0, label]))
)
no_model = st.sampled_from(
    [
        lambda images: None,
        lambda images: images,
        lambda images: images.flatten(1).sum(1),
        lambda images: images.flatten()[None],
        lambda images: images.flatten(1).tolist(),
    ]
)
no_frequencies = (
    no_tensor
    | sized(few)
    | sized(few, st.sampled_from([0, 1, 3]))
    | broken(torch.zeros(2, 2), (0.5, NAN, INF))
    | st.just(torch.zeros(1, 2, dtype=torch.complex64))
)
no_values = st.sampled_from(["", "3", None, ["a"], [None], [[1.0], [1.0, 2.0]], 1.0, [], [[1.0]]])
no_values = no_values | broken(torch.ones(3)).map(torch.Tensor.tolist)
no_sequence = st.sampled_from(["ab", 1.0, ["a", "b"], [None, 1.0], [NAN, 1.0], [1.0, INF]])
other_length = st.sampled_from([[], [1.0], [1.0] * 3])
no_weight = st.sampled_from(["", "3", None, 1j, [1.0], NAN, INF, 0, 0.0])
no_positive = broken(torch.ones(4), (NAN, INF, 0.0, -1.0))
no_pair = other_length | no_sequence | st.sampled_from(["", None, 3.0, NAN, 1j])
no_stack = st.sampled_from(
    [None, 3, torch.relu, nn.Tanh(), nn.Sequential(nn.Linear(7, 1)), nn.Sequential(nn.GELU())]
)
no_corner = st.sampled_from([None, 1.0, "ab", (1.0,), (0.0, NAN), (0.0, INF), (1.0, 1.0, 1.0)])
no_networks = st.sampled_from(
    [
        [],
        NETWORKS[0],
        "networks",
        None,
        [1, 2],
        [nn.Linear(2, 1), nn.Linear(3, 1)],
        [nn.Linear(2, 1), nn.Bilinear(2, 2, 1)],
        [nn.Flatten(), nn.Flatten()],
        [nn.Linear(2, 1), nn.Linear(2, 1).eval()],
        [nn.Sequential(nn.Linear(2, 1), nn.BatchNorm1d(1)) for _ in range(3)],
    ]
)
no_data = (
    no_tensor.filter(lambda data: not isinstance(data, np.ndarray))
    | st.sampled_from([X.numpy(), torch.tensor(0.5), torch.rand(2, 5, 2), torch.rand(4, 5, 2)])
    | st.sampled_from(
        [torch.rand(0, 5, 2), torch.rand(1, 0, 2), torch.rand(5), torch.rand(1, 4, 2)]
    )
    | broken(X)
)

SIZE = {"height": 8, "width": 8}
NO_SIZE = {"height": no_count, "width": no_count}
MEASURED = {"model": linear, "images": IMAGES, "labels": LABELS}
NO_MEASURED = {
    "model": no_model,
    "images": no_batch
    | broken(IMAGES)
    | outside
    | st.sampled_from([IMAGES[:0], IMAGES.to(torch.float8_e4m3fn)]),
    "labels": no_labels,
}
ATTACKED = {**MEASURED, "generator": seeded()}
no_window = no_count.filter(lambda window: window is not None) | st.sampled_from([2, 6, 8, 9, 99])
no_points = no_tensor.filter(lambda given: not isinstance(given, np.ndarray)) | st.sampled_from(
    [torch.rand(5), torch.zeros(5, 2), torch.rand(1, 2), torch.ones(5, 2, dtype=torch.long)]
) | broken(X[0])  # fmt: skip
no_target = no_tensor.filter(lambda given: not isinstance(given, np.ndarray)) | st.sampled_from(
    [torch.rand(5), torch.rand(4, 1), torch.ones(5, 1, dtype=torch.long)]
)
no_time = st.sampled_from(["", "3", None, ["a"], [[NAN, 1.0]], [[-1.0, 2.0]]])
no_grid = no_tensor.filter(lambda given: not isinstance(given, np.ndarray)) | st.sampled_from(
    [torch.rand(2), torch.tensor(0.5), torch.ones(5, dtype=torch.long), np.ones(5)]
) | broken(torch.rand(5))  # fmt: skip
no_damping = no_number | negative | st.sampled_from([0, 1.01, 2])
NET = nn.Sequential(nn.Flatten(), nn.Linear(192, 4))
NO_WAVES = {
    "norm": no_number | negative, "seed": no_seed, "phase": no_number,
    "colour": st.sampled_from(["red", 1.0, (0, 0, 0), (1, NAN, 1), ("a", "b", "c")]),
}  # fmt: skip
NO_ATTACKED = {
    **NO_MEASURED,
    "images": no_batch | broken(IMAGES) | outside,
    "generator": st.sampled_from([None, 0, 3.5, "seed"]),
    "epsilon": no_number | negative,
}


def built(network, images):
    return network()(images)


def made(kind, bandwidth, **size):
    return wrappers.FrontEnd(kind, bandwidth).mask(**size)


normalized = partial(wrappers.Normalized, nn.Flatten(), mean=(0.5,) * 3, std=(0.25,) * 3)
filtered = partial(wrappers.Filtered, nn.Flatten(), MASK)

# Each door: a function, good arguments, and bad values for some of them.
DOORS: list[tuple[Callable, dict, dict[str, st.SearchStrategy]]] = [
    (frequencies.frequency_grid, SIZE, NO_SIZE),
    (frequencies.radius, SIZE, NO_SIZE),
    *[
        (mask, {**SIZE, "bandwidth": 3},
         {**NO_SIZE, "bandwidth": no_count | few.map(lambda half: 2 * half)})
        for mask in (filters.square_low_pass, filters.nyquist_high_pass)
    ],
    (filters.disk_low_pass, {**SIZE, "radius": 2},
     {**NO_SIZE, "radius": not_real | negative | st.just(-INF)}),
    (filters.gaussian_low_pass, {**SIZE, "width_in_cycles": 2},
     {**NO_SIZE, "width_in_cycles": no_number | negative | st.just(0)}),
    (filters.apply_filter, {"images": IMAGES, "mask": MASK},
     {"images": no_images, "mask": no_mask}),
    (filters.apply_filter, {"images": torch.rand(65, 65), "mask": torch.ones(65, 65)},
     {"mask": broken(torch.ones(65, 65)) | no_size_of_mask}),
    (spectra.mean_amplitude, {"images": IMAGES}, {"images": no_images | sized(0, 3, 8, 8)}),
    (spectra.radial_profile, {"spectrum": MASK, "rings": "round"},
     {"spectrum": no_batch | sized(0, 8) | sized(2, 3, 8, 8), "rings": no_name}),
    (spectra.energy_fraction, {"images": IMAGES, "mask": MASK},
     {"images": no_channels, "mask": no_size_of_mask}),
    (basis.frequency_classes, SIZE, NO_SIZE),
    (basis.basis_images, {**SIZE, "frequencies": torch.tensor([[1, 2]]), "phase": 0.5},
     {**NO_SIZE, "frequencies": no_frequencies, "phase": no_number}),
    (basis.pair_mask, {**SIZE, "frequencies": torch.tensor([[1, 2]])},
     {**NO_SIZE, "frequencies": no_frequencies}),
    (falloff.ring_amplitudes, {"images": IMAGES}, {"images": no_batch}),
    (falloff.ring_radii, SIZE, NO_SIZE),
    (falloff.slopes,
     {"rings": torch.ones(2, 5), "radii": torch.arange(5), "first": 1, "last": 4},
     {"rings": no_tensor | sized(few) | sized(2, other_sides(5)) | sized(2, 5, 5)
               | broken(torch.ones(2, 4), (NAN, INF, 0.0, -1.0))
               .map(lambda rings: torch.cat([rings[:, :1], rings], 1))
               | st.just(torch.ones(2, 5, dtype=torch.long)),
      "radii": no_tensor | sized(other_sides(5)) | sized(5, 5)
               | broken(torch.ones(4), (NAN, INF, 0.0, -1.0))
               .map(lambda radii: torch.cat([radii[:1], radii])),
      "first": no_count | st.integers(4, 9),
      "last": no_count | st.integers(5, 9)}),
    (falloff.faded, {"images": IMAGES}, {"images": no_images}),
    (falloff.cardinal_share, {"images": IMAGES},
     {"images": no_batch | sized(2, 3, st.integers(1, 5), 8) | sized(2, 3, 8, st.integers(1, 5))}),
    (phases.with_phases_of, {"images": IMAGES, "others": IMAGES, "radius": 2.0},
     {"images": no_images | sized(2, 3, 8, other_sides(8)),
      "others": no_images | sized(2, 3, 8, other_sides(8)),
      "radius": not_real}),
    (spectra.nonuniform_dft,
     {"positions": torch.rand(5), "values": torch.rand(2, 5), "frequencies": [0, 1.5]},
     {"positions": no_tensor | sized(5, 1) | broken(torch.rand(5)),
      "values": no_tensor | sized(2, other_sides(5)) | st.just(torch.tensor(1.0)),
      "frequencies": no_sequence | st.sampled_from([None, 3.0, [1j]])}),
    (frequency_error.peaks, {"heights": torch.rand(5), "least": 0.1},
     {"heights": no_tensor | sized(2, 5) | st.just(torch.arange(5)), "least": no_number}),
    (projection.sampling_floor, {"target": torch.rand(5, 2)},
     {"target": no_tensor | sized(5) | sized(0, 2) | st.just(torch.ones(5, 2).long())}),
    (projection.projections, {"inputs": X[0]}, {"inputs": no_points}),
    (projection.projected,
     {"inputs": torch.rand(20, 2), "target": torch.ones(20, 1), "frequencies": [0.0]},
     {"inputs": no_points,
      "target": no_tensor | st.sampled_from([torch.rand(20), torch.arange(20) % 3])}),
    (projection.above_floor,
     {"inputs": torch.rand(20, 2), "target": torch.ones(20, 1), "frequencies": [0.0]},
     {"inputs": no_points,
      "target": no_tensor | st.sampled_from([torch.rand(20), torch.arange(20) % 3])}),
    (filtering.squared_distances, {"inputs": X[0]}, {"inputs": no_points}),
    (filtering.neighbours, {"squared": torch.rand(5, 5), "delta": 1.0},
     {"delta": no_number | negative | st.just(0)}),
    (filtering.Filtering.of,
     {"inputs": X[0], "target": torch.tensor([[1.0], [0], [1], [0], [0]]), "delta": 0.3},
     {"inputs": no_points, "target": no_target,
      "delta": no_number | negative | st.sampled_from([0, 1e-6])}),
    (filtering.choose_delta,
     {"inputs": X[0], "target": torch.tensor([[1.0], [0], [1], [0], [0]])},
     {"inputs": no_points, "target": no_target}),
    (crossings.crossing_times, {"errors": np.ones((3, 2)), "times": [0, 1, 5], "below": 0.2},
     {"errors": st.sampled_from([np.ones((2, 3)), np.array(1.0)]),
      "times": no_sequence | st.sampled_from([[], [0, 1], [0, 1, 1], [0, 2, 1]]),
      "below": no_number | negative | st.just(0)}),
    (crossings.order, {"times": [[1.0, 2.0]]}, {"times": no_time | st.just([[1.0], [2.0]])}),
    (crossings.median, {"times": [1.0, 2.0]}, {"times": no_time | st.sampled_from([[], [[1.0]]])}),
    (mlps.FourierFeatures, {"frequencies": [1.0]},
     {"frequencies": no_sequence | st.sampled_from([[], None, 3])}),
    (mlps.dense, {"widths": (1, 4, 1), "generator": seeded(), "gain": 1.0, "bias": 0.5},
     {"widths": st.sampled_from(["12", (), (1,), (1, 0, 1), (1, 2.5), (1, None)]),
      "activation": no_name, "gain": no_number | negative, "bias": no_number | negative,
      "first": st.sampled_from([(1.0,), (1.0, -1.0), (NAN, 1.0), [1.0, 2.0, 3.0]])}),
    (waves.sum_of_sinusoids,
     {"positions": X, "frequencies": [1, 2], "amplitudes": [1, 1], "phases": (0, 0.5)},
     {"positions": no_tensor | st.just(X * 1j),
      **dict.fromkeys(("frequencies", "amplitudes", "phases"), no_sequence | other_length)}),
    (waves.plane_wave, {**SIZE, "frequency": (1, 2), "phase": 0.5},
     {**NO_SIZE, "frequency": no_pair, "phase": no_number}),
    (plasma.plasma, {"count": 2, "side": 8, "generator": seeded(), "decay": 2.0},
     {"count": no_count, "side": no_count | st.sampled_from([1, 3, 6, 12, 100]),
      "decay": no_number | negative | st.just(0), "generator": NO_ATTACKED["generator"]}),
    (accuracy.predict, {"model": linear, "images": IMAGES},
     {"model": no_model, "images": NO_MEASURED["images"]}),
    (accuracy.correct, MEASURED, NO_MEASURED),
    (accuracy.accuracy, MEASURED, NO_MEASURED),
    (bands.correct_in_bands, {**MEASURED, "masks": [MASK]},
     {**NO_MEASURED,
      "masks": no_mask.map(lambda mask: [mask]) | st.sampled_from([[], None, 3, "low", MASK])}),
    (bands.recentred, {"images": IMAGES}, {"images": no_images}),
    (bands.unit_std, {"images": IMAGES},
     {"images": no_channels | broken(IMAGES)
                | st.floats(0, 1, width=16).map(lambda grey: torch.full((2, 3, 8, 8), grey))}),
    (bands.band_noise, {"white": IMAGES, "mask": MASK, "norm": 8},
     {"white": no_images | broken(IMAGES, (NAN,)) | st.just(0 * IMAGES),
      "mask": no_mask | st.just(0 * MASK), "norm": no_number | negative}),
    (bands.correct_under_noise, {**MEASURED, "masks": [MASK], "norm": 8.0, "seed": 0},
     {**NO_MEASURED,
      "masks": no_mask.map(lambda mask: [mask]) | st.sampled_from([[], None, 3, "low", MASK]),
      "norm": no_number | negative, "seed": no_seed}),
    (change_spectra.mean_modulus, {"change": IMAGES}, {"change": no_batch | sized(0, 3, 8, 8)}),
    (change_spectra.energy_share, {"change": IMAGES, "mask": MASK},
     {"change": no_batch, "mask": no_size_of_mask}),
    (BasisNoise, {"norm": 1.0, "seed": 0, "phase": 0.5, "colour": (1, 1, 1)}, NO_WAVES),
    (wrong_under_waves,
     {**MEASURED, "frequencies": torch.tensor([[1, 2]]), "noise": BasisNoise(1.0), "first": 0},
     {**NO_MEASURED,
      "frequencies": no_frequencies | st.just(torch.zeros(0, 2)),
      "first": no_whole | st.integers(-9, -1)}),
    (basis_attack.first_fooling_wave,
     {**MEASURED, "noise": BasisNoise(1.0), "frequencies": torch.tensor([[1, 2]]), "first": 0},
     {**NO_MEASURED,
      "frequencies": no_frequencies.filter(lambda given: given is not None)
                     | st.just(torch.zeros(0, 2)),
      "first": no_whole | st.integers(-9, -1)}),
    (basis_attack.queries_until_fooled,
     {"wrong": torch.ones(3, 2) > 0, "order": torch.tensor([[0, 1, 2], [2, 1, 0]])},
     {"wrong": no_tensor | sized(few) | sized(other_sides(3), 2),
      "order": no_tensor | sized(few) | sized(2, other_sides(3))}),
    (basis_attack.expected_queries, {"fooling": torch.tensor([0, 2]), "waves": 3},
     {"fooling": no_tensor | sized(2) | st.sampled_from([torch.tensor([4]), torch.tensor([-1])]),
      "waves": no_count | st.just(1)}),
    *[
        (measure, {**MEASURED, "norm": 1.0, "window": 3},
         {**NO_MEASURED, **NO_WAVES,
          "window": no_window})
        for measure in (fourier_heatmap, first_order_heatmap)
    ],
    (layer_heatmap, {"model": NET, "layer": "1", "images": IMAGES, "norm": 1.0, "window": 3},
     {"images": NO_MEASURED["images"], "window": no_window,
      "layer": no_name.filter(lambda name: name not in ("", "0", "1")),
      "norm": NO_WAVES["norm"], "seed": no_seed, "phase": no_number}),
    (maps.map_frequencies, {**SIZE, "window": 3}, {**NO_SIZE, "window": no_window}),
    (intervals.wilson, {"correct": 5, "total": 10},
     {"correct": no_whole | st.integers(-9, -1) | st.integers(11, 99),
      "total": no_count | st.integers(1, 4)}),
    (intervals.student, {"values": [1.0, 2.0]}, {"values": no_values}),
    (intervals.student_from, {"mean": 1.0, "spread": 1.0, "n": 3, "over": "seeds"},
     {"mean": no_number, "spread": no_number | negative, "n": no_count}),
    (intervals.paired, {"first": [0, 1, 1], "second": [1, 1, 0]},
     {"first": no_values | st.just([1, 0]) | st.just([0, 1, 2]),
      "second": no_values | st.just([1, 0]) | st.just([-1, 1, 0.5])}),
    (lines.fit_line, {"x": [0.0, 1.0, 2.0], "y": [1.0, 0.0, 2.0], "shuffles": 9, "seed": 0},
     {"x": no_sequence | other_length, "y": no_sequence | st.sampled_from([[], [1.0], [1.0] * 2]),
      **dict.fromkeys(("shuffles", "seed"), no_whole | st.integers(-9, -1))}),
    (lines.slope_weights, {"x": [0.0, 1.0, 2.0]}, {"x": no_sequence | other_length}),
    (TwoLayer,
     {"width": 4, "scales": (1.0, 0.5), "generator": seeded(), "activation": "tanh", "outer": 1.0},
     {"width": no_count | st.sampled_from([1, 3, 99]), "activation": no_name,
      "scales": no_sequence | st.sampled_from([[], [1.0, -0.5], None]),
      "outer": no_number | negative, "generator": NO_ATTACKED["generator"]}),
    (tangent_kernel.circle_kernel, {"positions": X[0, :, 0], "bias": 1.0, "layers": "both"},
     {"positions": no_tensor | st.just(X * 1j), "bias": no_number | negative,
      "layers": no_name}),
    (tangent_kernel.kernel_eigenvalues, {"kernel": torch.ones(4)},
     {"kernel": no_tensor | whole_tensor | sized(few, few) | sized(0) | broken(torch.ones(4))}),
    (tangent_kernel.predicted_rates,
     {"eigenvalues": torch.tensor([0.5, 0.1]), "learning_rate": 1.0},
     {"eigenvalues": no_tensor | whole_tensor
                     | broken(torch.tensor([0.5, 0.1]), (1.0, 3.0, NAN, INF)),
      "learning_rate": no_number | negative | st.floats(2, 99)}),
    (tangent_kernel.tangent_kernel, {"network": nn.Linear(2, 1), "inputs": X[0]},
     {"network": no_function | st.just(nn.Linear(2, 3)), "inputs": no_tensor}),
    (rates.fitted_rate, {"errors": torch.ones(4), "steps": torch.arange(4.0), "reach": 1.0},
     {"errors": no_tensor | no_positive | sized(other_sides(4), 2),
      "steps": no_tensor | sized(other_sides(4)) | st.just(torch.zeros(4)),
      "reach": no_number | negative | st.just(0)}),
    *[
        (transform, {"frequencies": torch.ones(4), "weights": 1.0},
         {"frequencies": no_tensor | broken(torch.ones(4), (NAN, INF, 0.0)), "weights": no_weight})
        for transform in (unit_spectra.tanh_log_amplitude, unit_spectra.tanh_transform)
    ],
    (unit_spectra.log_tie_ratio, {"low": 1.0, "high": 5.0, "weights": 2.0},
     {"low": no_number | negative | st.floats(5.1, 99) | st.just(0),
      "high": no_number | negative | st.just(0.9), "weights": no_weight}),
    (unit_spectra.tanh_log_gradients,
     {"frequency": 1.0, **dict.fromkeys(("weights", "biases", "outputs", "phases"), torch.ones(4))},
     {"frequency": no_number | negative | st.just(0),
      "weights": no_weight | broken(torch.ones(4), (NAN, INF, 0.0))}),
    (piecewise_linear.along,
     {"network": STACK, "start": torch.zeros(2), "end": torch.ones(2)},
     {"network": no_stack, "start": no_tensor | broken(torch.zeros(2), (NAN, INF)),
      "end": no_tensor | st.just(torch.ones(3)) | broken(torch.zeros(2), (NAN, INF))}),
    (piecewise_linear.line, {"network": nn.ReLU(), "low": -1.0, "high": 1.0},
     {"network": no_stack, "low": no_number | st.just(1.0), "high": no_number | st.just(-1.0)}),
    (piecewise_linear.regions, {"network": STACK, "low": (-1.0, -1.0), "high": (1.0, 1.0)},
     {"network": no_stack, "low": no_corner | st.just((1.0, -1.0)),
      "high": no_corner | st.just((1.0, -1.0))}),
    *[
        (piecewise_transforms.transform, {"pieces": pieces, "waves": waves},
         {"waves": no_tensor | broken(waves, (NAN, INF)) | st.just(torch.ones(3, 3))})
        for pieces, waves in (
            (piecewise_linear.line(nn.ReLU()), torch.ones(2)),
            (piecewise_linear.regions(STACK), torch.ones(2, 2)),
        )
    ],
    (relu_stacks.affine_maps, {"network": STACK, "inputs": 2},
     {"network": no_stack, "inputs": no_count | st.just(3)}),
    (unit_decay.unit_amplitudes,
     {"unit": torch.tanh, "frequencies": torch.ones(3), "width": 1.0, "points": 64},
     {"unit": no_function, "frequencies": no_tensor | sized(few, few),
      "width": no_number | negative | st.just(0), "points": no_count | st.just(1)}),
    (unit_decay.fitted_decay, {"frequencies": torch.arange(1.0, 5), "amplitudes": torch.ones(4)},
     {"frequencies": no_tensor | no_positive | sized(other_sides(4)) | st.just(torch.ones(4)),
      "amplitudes": no_tensor | no_positive | sized(other_sides(4))}),
    *[
        (measure, {**MEASURED, "attack": adversarial.fgsm},
         {**NO_MEASURED, "attack": no_function})
        for measure in (
            robustness.attacked, robustness.correct_under_attack, robustness.robust_accuracy
        )
    ],
    (adversarial.fgsm, ATTACKED, NO_ATTACKED),
    (adversarial.pgd, {**ATTACKED, "steps": 2},
     {**NO_ATTACKED, "norm": no_name,
      "step_size": no_number.filter(lambda step: step is not None) | negative,
      **dict.fromkeys(("steps", "restarts", "samples"), no_count)}),
    (adversarial.pgd, {**ATTACKED, "steps": 2, "norm": "l2", "restarts": 2}, NO_ATTACKED),
    (adversarial.square, {**ATTACKED, "queries": 3},
     {**NO_ATTACKED, "queries": no_count,
      "share": no_number | negative | st.just(0) | st.floats(1.001, 9)}),
    (ensembles.Ensemble.of, {"models": NETWORKS}, {"models": no_networks}),
    (ENSEMBLE.member, {"index": 0}, {"index": no_whole | st.integers(3, 9) | st.integers(-9, -1)}),
    (ensembles.fit, {"models": NETWORKS, "inputs": X, "targets": X[..., :1], "steps": 2},
     {"models": no_networks, "inputs": no_data, "targets": no_data,
      "steps": no_count, "chunk": no_count, "optimizer": no_name,
      "learning_rate": st.sampled_from(["", "0.1", None, NAN, INF, [0.1, NAN, 0.1], [0.1] * 2])
                       | negative,
      "momentum": no_number | negative | st.floats(1, 9), "loss": no_function,
      "clip": st.sampled_from(["", "0.1", NAN, INF, 0, [0.1, NAN, 0.1], [0.1] * 2]) | negative,
      "at": st.sampled_from([3, [3], [-1], [0.5], None, [NAN], [None]])}),
    (partial(wrappers.Normalized, nn.Flatten()), {"mean": (0.5, 0.5), "std": (0.2, 0.2)},
     {"mean": no_pair,
      "std": no_pair | st.sampled_from([(0.2, 0), (-0.2, 0.2), (0.2, NAN)])}),
    (partial(built, normalized), {"images": IMAGES},
     {"images": no_channels | sized(2, other_sides(3), 8, 8)}),
    (partial(wrappers.Filtered, nn.Flatten()), {"mask": MASK},
     {"mask": no_tensor | whole_tensor | sized(few)}),
    (partial(built, filtered), {"images": IMAGES},
     {"images": no_images | sized(2, 3, 8, other_sides(8))}),
    (made, {"kind": "low_pass", "bandwidth": 3, **SIZE},
     {"kind": no_name, "bandwidth": no_count | few.map(lambda half: 2 * half), **NO_SIZE}),
    (specimens.generate, {"count": 2, "seed": 0, "low": 0.1, "high": 0.1},
     {"count": no_count, "seed": no_seed,
      **dict.fromkeys(("low", "high"), no_number | negative)}),
    (specimens.split, {"name": "test"}, {"name": no_name.filter(lambda name: name != "test")}),
    (corruptions.corrupt, {"images": IMAGES, "name": "fog", "severity": 3},
     {"images": no_batch | broken(IMAGES) | outside | sized(2, other_sides(3), 8, 8)
                | sized(2, 3, 8, other_sides(8)) | sized(2, 3, 12, 12) | sized(2, 3, 4, 4),
      "name": no_name, "severity": no_count | st.integers(6, 99), "seed": no_seed,
      "start": no_whole | st.integers(-9, -1)}),
    (weather.frost_texture, {"which": 4},
     {"which": no_whole | st.integers(-9, -1) | st.integers(5, 99)}),
    (datasets.load, {"name": "digits", "split": "test", "count": 3},
     {"name": no_name, "split": no_name,
      "count": no_count.filter(lambda count: count is not None) | st.integers(1798, 9999)}),
    (poisson.grid, {"intervals": 4}, {"intervals": no_count | st.just(1)}),
    (poisson.solve, {"source": torch.rand(5)}, {"source": no_grid}),
    (poisson.jacobi, {"values": torch.rand(5), "source": torch.rand(5), "sweeps": 2, "weight": 0.5},
     {"values": no_grid | sized(other_sides(5)), "source": no_grid | sized(other_sides(5)),
      "sweeps": no_whole | st.integers(-9, -1), "weight": no_damping}),
    (poisson.jacobi_factor, {"mode": 2, "intervals": 5, "weight": 0.5},
     {"mode": no_count | st.integers(5, 9), "intervals": no_count | st.just(1),
      "weight": no_damping}),
    (poisson.sine_modes, {"values": torch.rand(5)}, {"values": no_grid}),
    (poisson.anchored, {"values": torch.rand(5)}, {"values": no_grid}),
    (poisson.ritz_energy,
     {"values": torch.rand(5), "source": torch.rand(5), "boundary": 1.0},
     {"values": no_tensor | sized(other_sides(5)) | st.just(torch.tensor(0.5)),
      "source": no_tensor | sized(other_sides(5)) | st.just(torch.rand(2, 5)),
      "boundary": no_number | negative}),
    (random_features.ricker_transform, {"frequencies": [0.0, 1.0], "width": 0.5},
     {"frequencies": no_sequence | st.sampled_from([None, 3.0, [1j]]),
      "width": no_number | negative | st.just(0)}),
    (random_features.feature_rates,
     {"transform": torch.ones_like, "frequencies": [1.0], "weights": torch.ones(3)},
     {"frequencies": no_sequence | st.sampled_from([None, 3.0, [1j]]),
      "weights": no_tensor.filter(lambda given: not isinstance(given, np.ndarray))
                 | st.just(torch.tensor([1.0, 0.0])) | broken(torch.ones(3))}),
    (random_features.ricker_tie, {"low": 1, "high": 5, "weight": 2.0},
     {"low": no_number | negative | st.sampled_from([0, 5, 6]),
      "high": no_number | negative | st.sampled_from([0, 1]), "weight": no_number | st.just(0)}),
    (mlps.Ricker, {"width": 0.3}, {"width": no_number | negative | st.just(0)}),
    (mlps.Sine, {"rate": 0.3}, {"rate": no_number}),
]  # fmt: skip

# What is unusual, and no mistake.
TAKEN: list[Callable] = [
    lambda: filters.square_low_pass(np.int64(8), 8, bandwidth=np.int32(99)),
    lambda: filters.disk_low_pass(8, 8, radius=INF),
    lambda: filters.apply_filter(IMAGES[:0], MASK),
    lambda: filters.apply_filter(IMAGES * NAN, MASK.bool()),
    lambda: basis.pair_mask(8, 8, torch.ones(1, 2)),
    lambda: basis.basis_images(8, 8, torch.ones(0, 2, dtype=torch.uint8), phase=np.float32(1)),
    lambda: phases.with_phases_of(IMAGES, IMAGES, radius=-1),
    lambda: waves.plane_wave(8, 8, frequency=torch.tensor([1.0, 2.0])),
    lambda: waves.sum_of_sinusoids(torch.arange(3), frequencies=np.arange(2)),
    lambda: accuracy.accuracy(linear, IMAGES, LABELS.to(torch.uint8)),
    lambda: bands.correct_in_bands(linear, IMAGES, LABELS, torch.stack([MASK, MASK])),
    lambda: bands.band_noise(IMAGES, MASK, norm=0),
    lambda: layer_heatmap(NET, "", IMAGES, norm=0, window=1),  # the whole network
    lambda: robustness.robust_accuracy(linear, IMAGES, LABELS.int(), adversarial.pgd),
    lambda: adversarial.pgd(linear, IMAGES[:0], LABELS[:0], seeded(), epsilon=0),
    lambda: intervals.student_from(0.5, NAN, 1, over="seeds"),
    lambda: ensembles.fit(nn.ModuleList(NETWORKS), X, X[..., :1], steps=1, learning_rate=0),
    lambda: specimens.generate(1, seed=-1, low=0),
    lambda: corruptions.corrupt(IMAGES[:0].double(), "snow", severity=np.int64(1), seed=-1),
]

# What a message calls an argument, where it is not its name.
CALLED = {
    "images": "images?",
    "others": "images?",
    "change": "images?",
    "white": "white noise|images",
    "mask": "mask|size",
    "masks": "masks?|size",
    "labels": "labels?",
    "model": "logits",
    "models": "networks?|members",
    "spectrum": "spectrum",
    "first": "first|lists?|values?",
    "second": "lists?|values?",
    "frequencies": "frequencies|frequency",
    "amplitudes": "amplitudes?",
    "phases": "phases?",
    "frequency": "frequency",
    "learning_rate": "learning.rates?",
    "at": "recorded",
    "kind": "front end",
    "name": "data sets|split|name",
    "generator": "generator",
}


def complaint(function: Callable, good: dict, argument: str, value: object) -> str | None:
    """What is wrong with the answer to one bad value, None if it is a clear error."""
    try:
        result = function(**{**good, argument: value})
    except (ValueError, TypeError) as error:
        last = traceback.extract_tb(error.__traceback__)[-1].filename
        said = str(error)
        if not last.startswith(PACKAGE):
            return f"raised elsewhere, {type(error).__name__}: {said[:200]}"
        if not re.search(rf"\b({CALLED.get(argument, argument)})\b", said):
            return f"does not name {argument}: {said[:200]}"
        if not re.search(r"\b(got|these have)\b", said):
            return f"does not say what came: {said[:200]}"
        came = f"{value}", repr(value), f"type {type(value).__name__}", "shape"
        if isinstance(value, int | float | str) and not any(part in said for part in came):
            return f"does not say that {value!r} came: {said[:200]}"
        return None
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:200]}"
    return f"no error, but {str(result)[:80]!r}"


def try_all() -> tuple[set[str], list[str]]:
    """Every bad input that was tried, and up to three for each argument without a clear error."""
    tried, failed = set(), []
    for taken in TAKEN:
        taken()
    for function, good, bad in DOORS:
        function(**good)
        name = getattr(function, "__qualname__", "wrappers")
        for argument, values in bad.items():
            given_values: list = []
            collected(values, given_values)
            tried |= {f"{name} {argument} {value!r}" for value in given_values}
            answers = [(v, complaint(function, good, argument, v)) for v in given_values]
            wrong = [f"{name}({argument}={str(v)[:60]!r}): {said}" for v, said in answers if said]
            failed += wrong[:3]
    return tried, failed


def collected(values: st.SearchStrategy, into: list) -> None:
    """Draw values, the same in every run."""

    @settings(
        max_examples=EXAMPLES, derandomize=True, database=None, deadline=None,
        phases=[Phase.generate], suppress_health_check=[*HealthCheck],
    )  # fmt: skip
    @given(values)
    def collect(value):
        into.append(value)

    collect()


if __name__ == "__main__":
    torch.set_num_threads(1)
    tried, failed = try_all()
    print(f"{len(tried)} bad inputs tried, {len(failed)} without a clear error")
    print(*failed, sep="\n")
    sys.exit(bool(failed))
