import numpy as np
import pytest
import torch

from fourierbook.data import specimens
from fourierbook.experiments.corruptions_and_attacks import single_waves as tries
from fourierbook.experiments.corruptions_and_attacks.single_waves_claims import CLAIMS
from fourierbook.measure.accuracy import correct
from fourierbook.measure.basis_attack import first_fooling_wave
from fourierbook.measure.basis_noise import BasisNoise
from fourierbook.measure.maps import map_frequencies
from fourierbook.models import zoo
from fourierbook.results import store
from fourierbook.results.questions import Result

COUNT, WAVES = 40, 59
ALL = tries.ALL


def test_the_queries_are_those_of_the_attack_itself():
    recipe = tries.Tries(
        "specimens", (("specimens-cnn", 0),), count=30, norms=(1, 4), window=5, precision="fp32"
    )
    result = store.compute(tries.BASIS_ATTACK, recipe)
    images, labels = specimens.split("test")
    images, labels = images[:30], labels[:30]
    model, waves = zoo.load("specimens-cnn"), map_frequencies(32, 32, 5)
    for norm in recipe.norms:
        found = first_fooling_wave(
            model, images, labels, BasisNoise(float(norm)), frequencies=waves
        )
        queries = tries.queries(result, "specimens-cnn", norm, 0)
        assert (queries == found.queries.numpy()).all()
        share = tries.fooling_share(result, "specimens-cnn", norm, 0)
        assert ((share > 0) == (queries <= len(waves))).all()
        right = tries.attackable(result, "specimens-cnn", norm, 0)
        assert (right == correct(model, images, labels).numpy()).all()
    small, large = (tries.fooling_share(result, "specimens-cnn", n, 0).mean() for n in (1, 4))
    assert small < large


def made(networks, norms=(1, 2, 4)):
    """Made results: images that are wrong from the start say something else.

    Those are the last ten for the natural network, the first three and the last seven for others.
    """
    recipe = tries.Tries("cifar10", networks, count=COUNT, norms=norms)
    shards = {}
    for name, seed in networks:
        for norm in norms:
            # (59 + 1)/(m + 1) queries on average: 3, 4 and 6 at norm 4.
            m = {tries.NATURAL: 19, tries.ADVERSARIAL: 9}.get(name, 14)
            fooling = np.full(COUNT, m if norm == 4 else 1)
            fooling[:3] = 0 if norm < 4 else m
            fooling[30:] = 59 if name == tries.NATURAL else 0
            queries = np.where(np.arange(COUNT) % 3, 3, 9)  # median 3, mean 5
            queries[30:] = 50
            shards[f"{name}-norm{norm}-seed{seed}"] = {
                "right": np.roll(np.arange(COUNT) < 30, 0 if name == tries.NATURAL else 3),
                "fooling": fooling.astype(np.int16), "queries": queries, "waves": WAVES,
            }  # fmt: skip
    return Result("basis_attack", "thorough", recipe, shards, {})


EXPECTED = {
    "wave_always_fools": 1.0,
    "wave_is_simple": 3.0,
    "small_wave_fools": 0.9,
    "waves_gaussian": 4 / 3,
    "waves_adversarial": 2.0,
}


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_each_claim_finds_its_number(claim):
    expected = EXPECTED[claim.id.split(".")[1]]
    found = claim.quantity(made(ALL))
    assert found.mean == pytest.approx(expected)
    assert (found.n, found.over) == (3, "seeds")
    one = claim.quantity(made((ALL[0], *ALL[3:])))
    assert one.mean == pytest.approx(expected)
    pair = claim.id.rsplit("_")[-1] in ("gaussian", "adversarial")
    assert (one.n, one.over) == (27 if pair else 30, "images")


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_a_claim_is_not_measured_without_its_networks_norm_or_images(claim):
    assert claim.quantity(made(ALL[3:])) is None
    assert claim.quantity(made(ALL, norms=(2,))) is None
    nothing_right = made(ALL)
    for values in nothing_right.shards.values():
        values["right"] = np.zeros(COUNT, bool)
    assert claim.quantity(nothing_right) is None
    if claim.id.rsplit("_")[-1] in ("gaussian", "adversarial"):
        assert claim.quantity(made(ALL[:3])) is None


def test_the_expectation_counts_an_image_that_no_wave_fools():
    result = made(ALL)
    found = tries.expected(result, tries.NATURAL, 1, 0)
    assert found[0] == WAVES + 1
    assert found[5] == (WAVES + 1) / 2
    assert isinstance(found, np.ndarray)
    assert not isinstance(found, torch.Tensor)
