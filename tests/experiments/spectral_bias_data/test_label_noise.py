"""Digits with waves of their norm as noise: known targets, planted networks, made-up curves."""

import math

import numpy as np
import pytest
import torch
from torch import nn

from fourierbook.experiments import relu_stacks
from fourierbook.experiments.spectral_bias_data import digits, label_noise
from fourierbook.experiments.spectral_bias_data.label_noise import CLEAN, Case
from fourierbook.measure.populations import NotMeasured
from fourierbook.results.questions import Result
from fourierbook.training.ensembles import Ensemble, Runs

RECIPE = label_noise.LABEL_NOISE.embedded.tiny()


def made(recipe, **shards):
    """A result with numbers that are made up."""
    return Result("label_noise", "thorough", recipe, shards, {})


def test_the_pool_holds_threes_and_eights_alone_and_tells_them_apart():
    data = label_noise.digits.datasets.load("digits", "train", count=300)
    found = digits.pool("digits", 300, zoom=2.0)
    places = [n for n, label in enumerate(data.labels.tolist()) if label in (3, 8)]
    expected = torch.stack([2 * data.images[place].flatten() for place in places])
    torch.testing.assert_close(found.points, expected)
    assert found.signs.tolist() == [{3: -1.0, 8: 1.0}[int(data.labels[n])] for n in places]


def test_no_digit_is_drawn_twice_and_other_seeds_draw_others():
    points = torch.arange(9.0)[:, None]
    found = digits.Digits(points, points[:, 0])
    own, held = digits.drawn(found, (5, 4), seed=1)
    assert sorted([*own.signs.tolist(), *held.signs.tolist()]) == list(range(9))
    assert torch.equal(own.points[:, 0], own.signs)
    assert digits.drawn(found, (5, 4), seed=2)[0].signs.tolist() != own.signs.tolist()
    with pytest.raises(ValueError, match="10 digits are asked for; got 9"):
        digits.drawn(found, (5, 5), seed=1)


def test_networks_begin_as_linear_layers_of_pytorch_do():
    found = relu_stacks.stack(100, 40, layers=6, seed=3)
    layers = [part for part in found if isinstance(part, nn.Linear)]
    assert [layer.in_features for layer in layers] == [100, 40, 40, 40, 40, 40]
    for layer in layers:
        most = 1 / math.sqrt(layer.in_features)
        for values in (layer.weight, layer.bias):
            assert values.abs().max() <= most
        if len(layer.weight) > 1:
            assert layer.weight.std().item() == pytest.approx(most / math.sqrt(3), rel=0.05)
    again, other = (relu_stacks.stack(100, 40, layers=6, seed=seed) for seed in (3, 4))
    assert torch.equal(found[0].weight, again[0].weight)
    assert not torch.equal(found[0].weight, other[0].weight)


def test_the_units_of_text_and_notebook_differ_by_a_turn():
    points = torch.rand(20, 7)
    norms = points.numpy().astype(float)
    norms = np.sqrt((norms**2).sum(1))
    text = label_noise.noise(points, Case("text", 1.5, 0.5)).numpy()
    notebook = label_noise.noise(points, Case("notebook", 1.5, 0.5)).numpy()
    np.testing.assert_allclose(text, 0.5 * np.sin(1.5 * norms), atol=1e-5)
    np.testing.assert_allclose(notebook, 0.5 * np.sin(2 * np.pi * 1.5 * norms), atol=1e-5)


def test_every_target_of_a_recipe_is_there_once_the_clean_one_first():
    every = label_noise.cases(label_noise.LABEL_NOISE.recipes["thorough"])
    assert every[0] == CLEAN
    assert len(every) == len(set(every)) == 1 + 5 * 3


def test_what_is_recorded_is_what_the_networks_say_of_both_kinds_of_images(monkeypatch):
    given = {}

    def fit(models, inputs, targets, *, measure, at, **options):
        given.update(models=models, inputs=inputs, targets=targets, options=options)
        records = [measure(Ensemble.of(models)) for _ in at]
        stacked = {name: torch.stack([each[name] for each in records]) for name in records[0]}
        return Runs(Ensemble.of(models), torch.zeros(0), stacked)

    monkeypatch.setattr(label_noise.ensembles, "fit", fit)
    run = label_noise.trained(RECIPE, "seed4")
    pool = digits.pool("digits", 300, zoom=RECIPE.zoom)
    own, held = digits.drawn(pool, (12, 8), seed=4)
    model = relu_stacks.stack(64, 4, layers=6, seed=4)
    answers, others = (model(each.points)[:, 0].detach().numpy() for each in (own, held))
    assert torch.equal(given["inputs"][0], own.points)
    norms = own.points.norm(dim=1).numpy()
    for place, case in enumerate(label_noise.cases(RECIPE)):
        turns = {"text": 1 / (2 * np.pi), "notebook": 1}[case.unit] * case.k
        wave = case.size * np.sin(2 * np.pi * turns * norms)
        target = given["targets"][place, :, 0].numpy()
        np.testing.assert_allclose(target, own.signs.numpy() + wave, atol=1e-5)
        missed = np.square(answers - target).mean()
        assert run["train"][0, place] == pytest.approx(missed, rel=1e-4)
        clean = np.square(others - held.signs.numpy()).mean()
        assert run["held"][0, place] == pytest.approx(clean, rel=1e-4)
        if case != CLEAN:
            slope = (answers - own.signs.numpy()) @ wave / (wave @ wave)
            assert run["taken"][0, place] == pytest.approx(slope, rel=1e-3, abs=1e-5)
            assert run["spreads"][place] == pytest.approx(wave.std(ddof=1), rel=1e-4)
            assert run["offsets"][place] == pytest.approx(wave.mean(), abs=1e-5)
    assert run["norms"] == pytest.approx([norms.mean(), norms.std(ddof=1)], rel=1e-5)
    assert given["options"]["learning_rate"] == RECIPE.learning_rate


def test_dips_and_their_neighbours_are_read_off_made_up_curves():
    every = label_noise.cases(RECIPE)
    falling = {CLEAN: [4, 1, 1]}
    falling |= {case: [8, case.size / case.k, 6] for case in every[1:]}
    held = np.array([falling[case] for case in every]).T
    one = {"steps": np.array([0, 1, 2]), "held": held}
    two = one | {"held": 2 * held}
    result = made(RECIPE, seed0=one, seed1=two)
    case = Case("notebook", 0.2, 1.0)
    assert label_noise.least(result, case).tolist() == [5, 10]
    assert label_noise.rise(result, case).mean == pytest.approx(6 / 5)
    assert label_noise.beside_clean(result, case).mean == pytest.approx(5)
    grows = label_noise.with_size(result, "notebook", 0.2, sizes=(1.0, 2.0))
    assert grows.mean == pytest.approx(6 / 5)
    assert (grows.n, grows.over) == (2, "seeds")
    assert label_noise.deepens(result, "notebook", size=1.0).mean == 1
    held[1, every.index(case)] = 0.5
    assert label_noise.deepens(result, "notebook", size=1.0).mean == 0.5
    with pytest.raises(NotMeasured, match="no network was trained on"):
        label_noise.least(result, Case("text", 7.0, 1.0))
