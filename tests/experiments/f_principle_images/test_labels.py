"""Labels before any training, and pairs of their frequencies: counted, with a known answer."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from fourierbook.experiments.f_principle_images import images, images_training, labels, pairs
from fourierbook.experiments.f_principle_images import images_by_chance as by_chance
from fourierbook.results.questions import Result

RECIPE = replace(images.DIGITS_IN_PARTS.embedded, seeds=(0, 1), cases=("mlp-mse",))


def made(experiment, recipe, **shards):
    """A result with numbers that are made up."""
    return Result(experiment.name, "thorough", recipe, shards, {})


def test_what_is_recorded_of_labels_is_what_an_answer_by_chance_would_meet():
    recipe = labels.DIGITS_LABELS.embedded.tiny()
    values = labels._labels(recipe, "labels")
    same = images.InParts(recipe.data, recipe.count, epochs=1, seeds=(0,))
    (low,) = by_chance.low_parts(same, values["deltas"].tolist())
    result = made(labels.DIGITS_LABELS, recipe, labels=values)
    assert labels.mean_label(result) == pytest.approx(low.mean_label)
    assert labels.share(result) == pytest.approx(low.share)
    assert values["places"].sum() == recipe.count
    assert values["spectrum_labels"].shape == (10, len(images_training.FREQUENCIES))


def test_the_spectrum_of_a_bump_is_the_transform_of_its_samples():
    t = np.arange(4000) / 4000 - 0.5
    bump = np.exp(-(t**2) / (2 * 0.03**2))
    sampled = np.abs(np.fft.rfft(bump))
    np.testing.assert_allclose(
        labels.bump_spectrum(np.arange(12), width=0.03), sampled[:12] / sampled[0], atol=1e-6
    )


def test_the_last_part_of_the_line_holds_its_end():
    found = labels.crowds(torch.tensor([0.999, 1.0, 0.5]), torch.tensor([0, 0, 1]), 2)
    assert found[0, -1] == 2
    assert found[1, labels.BINS // 2] == 1


def learnt(seed):
    """Class 0 learns 1 before 2, class 1 learns 3 before 2 before 1, frequency 0 comes at once."""
    times = np.array([0, 10, 20, 0, 30, 20, 10 + 10 * seed])
    steps = np.array([0, 10, 20, 30])
    return {
        "classes": np.array([0, 0, 0, 1, 1, 1, 1]),
        "frequencies": np.array([0.0, 1, 2, 0, 1, 2, 3]),
        "steps": steps,
        "along": (steps[:, None] < times).astype(float),
    }


def test_pairs_are_counted_over_all_seeds_without_frequency_zero():
    result = made(
        images.DIGITS_IN_PARTS, RECIPE, **{f"mlp-mse-seed{seed}": learnt(seed) for seed in (0, 1)}
    )
    # In seed 1 the frequencies 2 and 3 of class 1 are learnt together, which decides nothing.
    assert pairs.counted(result) == (2, 7)
    assert pairs.counted(result, only=0) == (2, 2)
    assert pairs.counted(result, but=0) == (0, 5)
    assert pairs.counted(result, cases=["mlp-mse"]) == (2, 7)
    assert pairs.widest_class(result) == 1


def test_a_frequency_is_more_than_the_places_where_it_is_three_times_chance():
    result = made(images.DIGITS_IN_PARTS, RECIPE, **{"mlp-mse-seed0": learnt(0)})
    beyond = np.zeros((2, len(images_training.FREQUENCIES)))
    whole = images_training.FREQUENCIES.tolist().index(1)
    beyond[1, 3 * whole] = 3.1
    beyond[0, 2 * whole] = 2.9
    beyond[1, 3] = 50  # between two whole ones
    known = made(labels.DIGITS_LABELS, None, labels={"spectrum_beyond": beyond})
    assert pairs.beyond_the_places(result, known) == (1, 5)
