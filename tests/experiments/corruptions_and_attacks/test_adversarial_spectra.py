import math

import numpy as np
import pytest
import torch

from fourierbook.data import specimens
from fourierbook.experiments.corruptions_and_attacks import attacks
from fourierbook.experiments.corruptions_and_attacks.claims import CLAIMS
from fourierbook.measure.accuracy import correct
from fourierbook.measure.populations import NotMeasured
from fourierbook.models import zoo
from fourierbook.results import store
from fourierbook.results.questions import Result

COUNT = 40
ALL = attacks.ALL
# Of the shares in the three bands: the natural network's, and the adversarially trained one's.
NATURAL_SHARES, OTHER_SHARES = (0.66, 0.03, 0.24), (0.4, 0.12, 0.5)


@pytest.fixture(scope="module")
def recipe():
    network = (("specimens-cnn", 0),)
    return attacks.Attacks("specimens", network, count=30, balls=("linf16", "l2"), steps=4)


@pytest.fixture(autouse=True)
def large_enough(monkeypatch):
    """An L2 ball in which the network for specimens is fooled at times; some labels are false."""
    monkeypatch.setitem(attacks.BALLS, "l2", ("l2", 1.5))
    load = attacks.datasets.load

    def changed(name, split, *, count):
        data = load(name, split, count=count)
        return data._replace(labels=torch.cat([(data.labels[:5] + 1) % 4, data.labels[5:]]))

    monkeypatch.setattr(attacks.datasets, "load", changed)


@pytest.fixture
def computed(recipe):
    return store.compute(attacks.ADVERSARIAL_SPECTRA, recipe)


def test_the_shards_are_those_of_the_perturbations_in_their_ball(recipe, monkeypatch):
    seen = []
    attacked = attacks.attacked

    def watch(*arguments):
        seen.append((arguments[1], attacked(*arguments)))
        return seen[-1][1]

    monkeypatch.setattr(attacks, "attacked", watch)
    result = store.compute(attacks.ADVERSARIAL_SPECTRA, recipe)
    for ball, (images, changed) in zip(recipe.balls, seen, strict=True):
        norm, epsilon = attacks.BALLS[ball]
        change = (changed - images).double().numpy()
        flat = np.abs(change.reshape(30, -1))
        lengths = flat.max(1) if norm == "linf" else np.sqrt((flat**2).sum(1))
        assert lengths.max() <= epsilon * (1 + 1e-6)
        assert lengths.mean() > 0.9 * epsilon
        fooled = attacks.fooled(result, "specimens-cnn", ball, 0)
        assert 0 < fooled.sum() <= 25
        spectra = np.fft.fftshift(np.abs(np.fft.fft2(change)), axes=(-2, -1))
        np.testing.assert_allclose(
            attacks.modulus(result, "specimens-cnn", ball, 0),
            spectra[fooled].mean((0, 1)),
            rtol=1e-3, atol=1e-5,
        )  # fmt: skip
        low = (spectra[:, :, 14:19, 14:19] ** 2).sum((1, 2, 3)) / (spectra**2).sum((1, 2, 3))
        found = attacks.shares(result, "specimens-cnn", ball, 0)["low5"]
        np.testing.assert_allclose(found, low, rtol=5e-4)  # kept in half precision


def test_no_random_start_is_left_in_a_perturbation(recipe, monkeypatch):
    asked = []
    monkeypatch.setattr(attacks, "attacked", lambda *given: asked.append(given[3]) or given[1])
    store.compute(attacks.ADVERSARIAL_SPECTRA, recipe)
    images, labels = specimens.split("test")
    model, generator = zoo.load("specimens-cnn"), torch.Generator()
    first, second = (asked[0](model, images[:3], labels[:3], generator) for _ in range(2))
    assert torch.equal(first, second)
    assert asked[0].keywords["steps"] == recipe.steps


def test_an_image_is_fooled_that_was_right_and_is_wrong(computed):
    images, labels = specimens.split("test")
    right = correct(zoo.load("specimens-cnn"), images[:30], labels[:30]).numpy()
    right[:5] = False  # whose labels are false
    for ball in ("linf16", "l2"):
        assert (attacks.attackable(computed, "specimens-cnn", ball, 0) == right).all()
        fooled = attacks.fooled(computed, "specimens-cnn", ball, 0)
        assert not (fooled & ~right).any()


def test_without_a_fooled_image_there_is_no_modulus(monkeypatch, recipe):
    monkeypatch.setattr(attacks, "attacked", lambda model, images, *rest: images)
    result = store.compute(attacks.ADVERSARIAL_SPECTRA, recipe)
    assert not attacks.fooled(result, "specimens-cnn", "l2", 0).any()
    assert torch.equal(attacks.modulus(result, "specimens-cnn", "l2", 0), torch.zeros(32, 32))


def made(networks, balls=("linf4", "linf8", "l2"), overlap=True):
    """Made shares. About images that are not fooled by both, they are far off."""
    recipe = attacks.Attacks("cifar10", networks, count=COUNT, balls=balls)
    shards = {}
    for name, seed in networks:
        for ball in balls:
            other = name != attacks.NATURAL
            fooled = np.arange(COUNT) < 30 if not other else np.arange(COUNT) >= 10 * (1 + overlap)
            fooled = fooled if overlap or not other else np.arange(COUNT) >= 30
            shares = np.array(OTHER_SHARES if other else NATURAL_SHARES)[:, None] * np.ones(COUNT)
            shares[:, ~fooled] = 0.99
            shards[f"{name}-{ball}-seed{seed}"] = {
                "modulus": np.ones((32, 32)), "shares": shares,
                "right": np.ones(COUNT, bool), "fooled": fooled,
            }  # fmt: skip
    return Result("adversarial_spectra", "thorough", recipe, shards, {})


OF_ATTACKS = {claim.id.split(".")[1]: claim.quantity for claim in CLAIMS
              if claim.experiment == "adversarial_spectra"}  # fmt: skip
EXPECTED = {"attack_spread_l2": 0.7119 - 0.66, "attack_low_l2": 0.12 / 0.03}


@pytest.mark.parametrize("name", EXPECTED)
def test_each_claim_finds_its_number(name):
    assert EXPECTED.keys() == OF_ATTACKS.keys()
    found = OF_ATTACKS[name](made(ALL))
    assert found.mean == pytest.approx(EXPECTED[name], abs=1e-3)
    words = "seeds and images" + ", one spread borrowed" * ("low" in name)
    assert (found.n, found.over) == (3, words)
    one = OF_ATTACKS[name](made((ALL[0], *ALL[3:])))
    assert one.mean == pytest.approx(EXPECTED[name], abs=1e-3)
    assert one.over == "images"


@pytest.mark.parametrize("name", EXPECTED)
def test_a_claim_is_not_measured_without_its_networks_ball_or_images(name):
    for lacking in (made(ALL[3:]), made(ALL, balls=("linf4",))):
        with pytest.raises(NotMeasured, match="in the ball l2"):
            OF_ATTACKS[name](lacking)
    if "low" in name:
        with pytest.raises(NotMeasured, match="it has no cifar10-resnet20-adversarial"):
            OF_ATTACKS[name](made(ALL[:3]))
        with pytest.raises(NotMeasured, match="fewer than two images are fooled"):
            OF_ATTACKS[name](made(ALL, overlap=False))
    never = made(ALL)
    for values in never.shards.values():
        values["fooled"] = np.zeros(COUNT, bool)
    with pytest.raises(NotMeasured, match="fooled"):
        OF_ATTACKS[name](never)


def test_the_share_of_a_flat_spectrum_is_that_of_its_coefficients():
    flat = attacks.flat_shares()
    assert flat["high27"] == pytest.approx(27**2 / 1024)
    assert flat["low15"] == pytest.approx(15**2 / 1024)
    assert not math.isclose(flat["low5"], flat["low15"])
