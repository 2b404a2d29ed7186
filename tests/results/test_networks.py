import json
from dataclasses import replace
from fractions import Fraction
from functools import partial

import pytest
import torch

from fourierbook.data import datasets
from fourierbook.measure.accuracy import accuracy, predict_unbounded
from fourierbook.measure.robustness import robust_accuracy
from fourierbook.models import zoo
from fourierbook.results import networks
from fourierbook.results.networks import ATTACKED, NETWORKS
from fourierbook.signal.filters import apply_filter, nyquist_high_pass, square_low_pass
from fourierbook.training.adversarial import ATTACKS, pgd, square

TINY = replace(
    NETWORKS["specimens-cnn"].recipe, epochs=4, count=64, held_out=16, batch_size=16,
    attack="linf8_single_step",
)  # fmt: skip


# Two of the kinds that a card names, short.
SHORT = {
    "l2 0.5": partial(pgd, norm="l2", epsilon=0.5, steps=2),
    "square 8/255": partial(square, epsilon=8 / 255, queries=5),
}


@pytest.fixture
def small(places, monkeypatch, small_blocks):
    """One small network, on few specimens, shipped into an empty folder, its attacks short."""
    few = {split: datasets.load("specimens", split, count=80) for split in ("train", "test")}
    monkeypatch.setattr(networks, "ATTACKED", SHORT)
    monkeypatch.setattr(networks.datasets, "load", lambda name, split: few[split])
    monkeypatch.setitem(NETWORKS, "small", networks.Network(TINY, "for this test"))
    monkeypatch.setattr(zoo, "WEIGHTS", places / "package")
    zoo.WEIGHTS.mkdir()
    return few["test"]


def test_a_card_says_what_the_shipped_network_does(small):
    facts = networks.train("small", seed=3, record=True)
    model = zoo.load("small", seed=3)
    card = zoo.card("small", seed=3)
    assert card["recipe"]["seed"] == 3
    assert card["purpose"] == "for this test"
    del card["weights_sha256"]
    assert json.loads(json.dumps(facts)) == card
    with torch.no_grad():
        right = (model(small.images).argmax(1) == small.labels).float().mean().item()
    assert card["accuracy"]["mean"] == pytest.approx(right, abs=1e-6)
    assert card["robust_accuracy"].keys() == SHORT.keys()
    assert card["bands"] == networks.in_bands(model, small)
    for name, attack in SHORT.items():
        found = robust_accuracy(model, small.images, small.labels, attack)
        assert card["robust_accuracy"][name]["mean"] == pytest.approx(found.mean, abs=1e-6)
    (record,) = card["records"]
    assert record.keys() == {"epoch", "held_out", "held_out_attacked"}


def test_a_network_is_shipped_only_when_asked_and_can_be_loaded_anyway(small):
    facts = networks.train("small")
    assert not list(zoo.WEIGHTS.iterdir())
    assert zoo.card("small")["accuracy"] == facts["accuracy"]
    assert accuracy(zoo.load("small"), small.images, small.labels).mean == facts["accuracy"]["mean"]


def test_of_a_network_too_large_to_ship_only_the_card_does(small, monkeypatch):
    monkeypatch.setitem(NETWORKS, "small", networks.Network(TINY, "for this test", ships=False))
    networks.train("small", record=True)
    assert [path.name for path in zoo.WEIGHTS.iterdir()] == ["small-seed0.json"]


def test_a_card_says_what_the_network_recognises_in_each_band():
    test, model = datasets.load("specimens", "test", count=200), zoo.load("specimens-cnn")
    bands = networks.in_bands(model, test)
    assert bands["images"] == 200
    assert bands["bandwidths"] == [3, 7, 11, 15, 19, 23, 27, 31]
    for kind, build, shift in (
        ("low_pass", square_low_pass, 0),
        ("high_pass", nyquist_high_pass, 0.5),
    ):
        for share, bandwidth in zip(bands[kind], bands["bandwidths"], strict=True):
            seen = apply_filter(test.images, build(32, 32, bandwidth=bandwidth)) + shift
            named = predict_unbounded(model, seen).argmax(1)
            right = (named == test.labels).float().mean().item()
            assert share == pytest.approx(right, abs=1e-5), (kind, bandwidth)


def test_a_card_names_small_and_usual_balls_of_both_norms_and_an_attack_without_gradients():
    """Each attack runs, and stays in the ball that its name says."""
    images, labels = datasets.load("specimens", "test", count=2)[:2]
    model, generator = zoo.load("specimens-cnn"), torch.Generator().manual_seed(0)
    for name, attack in ATTACKED.items():
        kind, size = name.split()
        change = attack(model, images, labels, generator) - images
        length = change.flatten(1).norm(dim=1).max() if kind == "l2" else change.abs().max()
        radius = float(Fraction(size))
        assert 0.9 * radius < length <= radius * (1 + 1e-5), name


def test_a_network_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match=r"cifar10-resnet20.*got 'vgg'"):
        networks.train("vgg")


def test_every_network_ships_under_a_name_of_its_data_and_says_what_it_is_for():
    for name, network in NETWORKS.items():
        assert name.startswith(network.recipe.data + "-")
        assert len(network.purpose) > 20


def test_a_network_that_is_trained_on_an_attack_says_of_how_many_steps():
    said = {1: "an attack of one single step", 7: "an attack of seven steps"}
    trained_on = {name: each for name, each in NETWORKS.items() if each.recipe.attack}
    assert {"cifar10-resnet20-adversarial", "cifar10-resnet20-pgd"} <= set(trained_on)
    for network in trained_on.values():
        assert said[ATTACKS[network.recipe.attack].keywords["steps"]] in network.purpose


def test_a_recipe_lists_what_has_been_trained_since_after_what_it_had(monkeypatch):
    trained = {"a": [0, 1, 2, 7], "b": [2]}
    monkeypatch.setattr(zoo, "trained_seeds", trained.__getitem__)
    found = networks.every_seed([("b", 0), ("a", 0), ("a", 1)])
    assert found == (("b", 0), ("a", 0), ("a", 1), ("b", 2), ("a", 2))
