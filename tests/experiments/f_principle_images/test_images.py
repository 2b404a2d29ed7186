"""The experiments on labels of images: two ways to the same numbers."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from fourierbook.data import datasets
from fourierbook.experiments.f_principle_images import images, images_training
from fourierbook.experiments.f_principle_images import images_by_chance as numbers
from fourierbook.measure.populations import NotMeasured
from fourierbook.models import zoo
from fourierbook.results import store
from fourierbook.results.questions import Result

RECIPE = images.DIGITS_IN_PARTS.embedded.tiny()


def made(experiment, recipe, **shards):
    """A result with numbers that are made up."""
    return Result(experiment.name, "thorough", recipe, shards, {})


@pytest.mark.parametrize("experiment", images.EXPERIMENTS, ids=lambda each: each.name)
def test_each_case_of_every_scale_has_a_network_a_step_size_and_a_loss(experiment):
    for recipe in (experiment.embedded, *experiment.recipes.values()):
        for kind, loss in (case.split("-", 1) for case in recipe.cases):
            assert images_training.NETWORKS[recipe.data][kind] in zoo.MODELS
            assert images_training.RATES[kind] > 0
            assert loss in images_training.LOSSES
    assert images_training.VGG16 in images.PHOTOGRAPHS_IN_PARTS.recipes["full"].cases


def test_what_is_recorded_in_the_end_is_what_the_network_says_in_the_end(monkeypatch):
    kept = {}
    original = images_training.fit

    def keeping(*arguments, **options):
        kept["history"] = original(*arguments, **options)
        return kept["history"]

    monkeypatch.setattr(images_training, "fit", keeping)
    values = images_training.watched(RECIPE, "mlp-cross_entropy-seed1")
    data = datasets.load("digits", "train", count=RECIPE.count)
    x, hot = data.images.flatten(1), F.one_hot(data.labels, 10).float()
    near = torch.exp(-torch.cdist(x, x).square() / (2 * values["delta"] ** 2)).float()
    near = near / near.sum(1, keepdim=True)
    with torch.no_grad():
        answers = kept["history"].model(data.images).softmax(1)
    low = (near @ (answers - hot)).norm() / (near @ hot).norm()
    assert values["low_rule"][-1] == pytest.approx(low.item(), rel=1e-3)
    rest = (answers - hot) - near @ (answers - hot)
    high = rest.norm() / (hot - near @ hot).norm()
    assert values["high_rule"][-1] == pytest.approx(high.item(), rel=1e-3)
    assert values["right"] == pytest.approx((answers.argmax(1) == data.labels).float().mean())


def test_what_is_left_low_is_compared_with_what_there_was():
    values = {
        "steps": np.array([0, 20]), "low_rule": np.array([1, 0.1]), "high_rule": np.array([1, 0.5]),
        "energy_low_rule": np.array(4.0), "energy_high_rule": np.array(1.0),
    }  # fmt: skip
    recipe = replace(RECIPE, seeds=(0,), cases=("mlp-mse",))
    result = made(images.DIGITS_IN_PARTS, recipe, **{"mlp-mse-seed0": values})
    expected = (0.04 / (0.04 + 0.25)) / 0.8
    assert images.left_low(result, "mlp-mse", 0) == pytest.approx(expected)
    found = images.over_cases(result, of=images.left_low)
    assert found.mean == pytest.approx(expected)
    assert images.low_below_high(result, "mlp-mse", 0, "rule") == 1
    assert images.deltas(result) == ["rule"]


def test_pairs_of_peaks_that_were_learnt_together_or_never_decide_nothing():
    result = made(
        images.DIGITS_IN_PARTS,
        replace(RECIPE, seeds=(0,), cases=("mlp-mse",)),
        **{
            "mlp-mse-seed0": {
                "classes": np.array([0, 0, 0, 1]),
                "frequencies": np.array([0.0, 3, 6, 0]),
                "steps": np.array([0, 10, 20]),
                "along": np.array([[1, 1, 1, 1], [0.1, 1, 0.1, 1], [0.1, 1, 0.1, 0]]),
            }
        },
    )
    assert images.pairs_in_order(images.learnt(result, "mlp-mse", 0)) == (1, 2)
    assert images.pairs_low_first(result).mean == 0.5


def test_pairs_with_frequency_zero_can_be_left_out_and_seeds_count_alike():
    recipe = replace(RECIPE, seeds=(0, 1), cases=("mlp-mse",))

    def shard(*learnt):  # records at which frequencies 0, 1, 2 of one class are learnt
        errors = np.arange(4)[:, None] < np.array(learnt)
        return {
            "classes": np.zeros(3, int), "frequencies": np.arange(3.0), "steps": np.arange(4),
            "along": errors.astype(float),
        }  # fmt: skip

    result = made(
        images.DIGITS_IN_PARTS, recipe,
        **{"mlp-mse-seed0": shard(1, 3, 2), "mlp-mse-seed1": shard(1, 2, 3)},
    )  # fmt: skip
    assert images.pairs_low_first(result).mean == pytest.approx((2 / 3 + 1) / 2)
    assert images.pairs_low_first(result, above=0).mean == pytest.approx(1 / 2)
    with pytest.raises(NotMeasured, match="learnt apart"):
        images.pairs_low_first(result, above=1)


def test_peaks_are_counted_beyond_zero_and_above_three_floors():
    values = {
        "spectra": np.array([[9.0, 5, 2, 4, 1, 2, 0], [9.0, 7, 5, 3, 2, 1, 0]]),
        "floors": np.array([1.0, 1.0]),
    }
    result = made(images.DIGITS_IN_PARTS, RECIPE, any=values)
    assert images.peaks_above_floor(result) == [1, 0]


def test_a_result_without_the_papers_data_still_has_its_own_split():
    result = store.compute(images.DIGITS_IN_PARTS, RECIPE)
    assert {"low_rule", "high_rule", "along"} <= next(iter(result.shards.values())).keys()


# What an answer that knows nothing gives


def test_labels_dealt_at_random_are_as_far_from_the_density_as_chance_says(monkeypatch):
    deal = torch.Generator().manual_seed(0)
    crowded = 0.5 + 0.08 * torch.randn(300, generator=deal)  # so that |ρ̂(1)|² is large
    data = datasets.load("digits", "train", count=300)
    data = data._replace(
        images=torch.cat([crowded[2:], torch.tensor([0.0, 1])])[:, None, None, None]
    )
    whole, squares = torch.arange(6).double(), []
    for _ in range(60):
        dealt = data._replace(labels=data.labels[torch.randperm(300, generator=deal)])
        monkeypatch.setattr(numbers.datasets, "load", lambda *_, dealt=dealt, **__: dealt)
        found = numbers.along(RECIPE, whole)
        squares.append(found.beyond[:, 1:].square())
        torch.testing.assert_close(found.labels[:, 0], found.places[:, 0])
    assert torch.stack(squares).mean((0, 1)) == pytest.approx(np.ones(5), abs=0.15)


def test_labels_that_are_a_wave_along_the_direction_stand_beyond_the_density(monkeypatch):
    v = torch.rand(400, generator=torch.Generator().manual_seed(0)).sort().values
    v = (v - v[0]) / (v[-1] - v[0])
    wave = (torch.cos(2 * math.pi * 3 * v) > 0).long()
    data = datasets.load("digits", "train", count=400)
    made_up = data._replace(images=v[:, None, None, None], labels=wave)
    monkeypatch.setattr(numbers.datasets, "load", lambda *_, **__: made_up)
    found = numbers.along(RECIPE, torch.arange(7).double())
    assert found.beyond[1].argmax() == 3
    assert found.beyond[1, 3] > 10
    assert found.beyond[:2, 1:3].max() < 3


def test_the_mean_label_has_its_low_part_alone():
    (found,) = numbers.low_parts(RECIPE, [2.0])
    data = datasets.load(RECIPE.data, "train", count=RECIPE.count)
    hot = F.one_hot(data.labels, len(data.classes)).float()
    split = images_training.Filtering.of(data.images, hot, delta=2.0)
    low, high = split(hot.mean(0).expand_as(hot))
    assert found.mean_label == pytest.approx(low.item(), rel=1e-4)
    assert high.item() == pytest.approx(1, rel=1e-4)
    energies = split.low.square().sum(), split.high.square().sum()
    assert found.share == pytest.approx((energies[0] / sum(energies)).item(), rel=1e-4)


def test_the_low_part_less_the_mean_label_is_asked_with_its_own_size():
    values = {
        "steps": np.array([0, 10, 20]),
        "low_rule": np.array([0.8, 0.6, 0.1]),
        "high_rule": np.array([1.0, 0.7, 0.5]),
    }
    result = made(images.DIGITS_IN_PARTS, RECIPE, **{"mlp-mse-seed0": values})
    assert images.low_below_high(result, "mlp-mse", 0, "rule") == 1
    assert numbers.low_beyond_mean(result, "mlp-mse", 0, 0.8) == 0.5
    assert numbers.high_where_behind(result, "mlp-mse", 0, 0.8) == 0.7
    assert numbers.high_where_behind(result, "mlp-mse", 0, 1.0) == np.inf
