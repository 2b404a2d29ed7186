import numpy as np
import pytest
import torch

from fourierbook.data import specimens
from fourierbook.experiments.corruptions_and_attacks import single_waves as tries
from fourierbook.experiments.corruptions_and_attacks.claims import CLAIMS
from fourierbook.measure.accuracy import correct
from fourierbook.measure.basis_attack import first_fooling_wave
from fourierbook.measure.basis_noise import BasisNoise
from fourierbook.measure.maps import map_frequencies
from fourierbook.measure.populations import NotMeasured
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


def small_wave_fools(result):
    """The quantity of the one claim."""
    (claim,) = [claim for claim in CLAIMS if claim.experiment == "basis_attack"]
    assert claim.id == "heatmaps.small_wave_fools"
    return claim.quantity(result)


def test_the_claim_counts_the_images_it_is_right_about_that_some_wave_fools():
    found = small_wave_fools(made(ALL))
    assert found.mean == pytest.approx(0.9)
    assert (found.n, found.over) == (3, "seeds and images")
    one = small_wave_fools(made(ALL[:1]))
    assert one.mean == pytest.approx(0.9)
    assert one.over == "images"


def test_the_claim_is_not_measured_without_its_network_norm_or_images():
    for result in (made(ALL[3:]), made(ALL, norms=(2,))):
        with pytest.raises(NotMeasured, match="it has no cifar10-resnet20 under waves of norm 1"):
            small_wave_fools(result)
    nothing_right = made(ALL)
    for values in nothing_right.shards.values():
        values["right"] = np.zeros(COUNT, bool)
    with pytest.raises(NotMeasured, match="right about fewer than two images"):
        small_wave_fools(nothing_right)


def test_the_expectation_counts_an_image_that_no_wave_fools():
    result = made(ALL)
    found = tries.expected(result, tries.NATURAL, 1, 0)
    assert found[0] == WAVES + 1
    assert found[5] == (WAVES + 1) / 2
    assert isinstance(found, np.ndarray)
    assert not isinstance(found, torch.Tensor)
