import numpy as np
import pytest
import torch

from fourierbook.data import datasets
from fourierbook.experiments.fourier_heatmaps import wave_variants as kinds
from fourierbook.experiments.fourier_heatmaps.wave_variants_claims import CLAIMS
from fourierbook.measure.basis_noise import BasisNoise, wrong_under_waves
from fourierbook.measure.heatmap import fourier_heatmap
from fourierbook.measure.maps import map_frequencies
from fourierbook.models import zoo
from fourierbook.results import store
from fourierbook.results.questions import Result
from fourierbook.results.reading import packed

RECIPE = kinds.Variants(
    "specimens", "specimens-cnn", count=12, every=40, norm=2.0, precision="fp32"
)


@pytest.fixture
def computed():
    return store.compute(kinds.WAVE_VARIANTS, RECIPE)


def test_each_kind_is_what_it_is_called(computed):
    data, model = datasets.load("specimens", "test", count=12), zoo.load("specimens-cnn")
    waves = map_frequencies(32, 32)[::40]
    said = {
        "paper": BasisNoise(2.0),
        "other_signs": BasisNoise(2.0, seed=kinds.OTHER),
        "phase_0": BasisNoise(2.0, phase=0),
        "unclipped": BasisNoise(2.0, clip=False),
        "grey": BasisNoise(2.0, colour=(1, 1, 1)),
        "opponent": BasisNoise(2.0, colour=(1, -1, 0)),
    }
    assert said.keys() == {*RECIPE.variants}
    for variant, noise in said.items():
        expected = wrong_under_waves(model, data.images, data.labels, waves, noise)
        assert (kinds.wrong(computed, variant, 0) == expected.numpy()).all()
    assert (kinds.wrong(computed, "grey", 0) != kinds.wrong(computed, "paper", 0)).any()


def test_the_map_is_the_heatmap_where_there_are_waves(computed):
    data = datasets.load("specimens", "test", count=12)
    whole = fourier_heatmap(zoo.load("specimens-cnn"), data.images, data.labels, norm=2.0).error
    found = kinds.variant_map(computed, "paper")
    there = ~found.isnan()
    assert torch.equal(found[there], whole[there])
    alone = 1  # of the 13 waves
    assert there.sum() in (26 - alone, 26)
    cells = found[there].mean().item()
    assert kinds.image_errors(computed, "paper", 0).mean() == pytest.approx(cells)


def test_a_squared_difference_of_nothing_but_noise_is_zero_on_average():
    random = np.random.default_rng(0)
    first, second = random.random((2, 400, 30)) < 0.5
    # Of 400 waves, each with an error of √(2 · 0.25 / 30)² in its squared difference.
    found = kinds.squared_difference(first, second).mean()
    assert abs(found) < 4 * np.sqrt(2) * (0.5 / 30) / np.sqrt(400)
    plain = ((first.mean(1) - second.mean(1)) ** 2).mean()
    assert plain == pytest.approx(0.5 / 30, rel=0.3)


def test_a_squared_difference_is_the_square_and_its_spread_that_of_images():
    random = np.random.default_rng(1)
    every = []
    for _ in range(200):
        first, second = random.random((50, 60)) < 0.7, random.random((50, 60)) < 0.4
        # The images differ among themselves: some are never wrong.
        first, second = (rows & (random.random(60) < 0.8) for rows in (first, second))
        every.append(kinds.squared_difference(first, second))
    means = np.array([values.mean() for values in every])
    assert means.mean() == pytest.approx((0.8 * 0.3) ** 2, rel=0.05)
    said = np.mean([values.std(ddof=1) / np.sqrt(60) for values in every])
    assert said == pytest.approx(means.std(), rel=0.2)


def test_a_squared_difference_is_the_mean_over_pairs_of_images():
    first, second = np.random.default_rng(2).random((2, 7, 5)) < 0.5
    d = first.astype(float) - second
    pairs = [(d[:, i] * d[:, j]).mean() for i in range(5) for j in range(5) if i != j]
    assert kinds.squared_difference(first, second).mean() == pytest.approx(np.mean(pairs))


def made(seeds, variants=tuple(kinds.VARIANTS)):
    """Made results: so many of a hundred images are wrong, from wave to wave one more."""
    recipe = kinds.Variants("cifar10", kinds.NATURAL, count=100, seeds=seeds, variants=variants)
    level = {"grey": 60, "opponent": 30, "paper": 40, "unclipped": 42, "phase_0": 45}
    waves = len(map_frequencies(6, 6))
    shards = {
        f"{variant}-seed{seed}": {
            **packed(
                torch.arange(100)[None] < level.get(variant, 40) + torch.arange(waves)[:, None]
            ),
            "size": np.array([6, 6]),
        }
        for seed in seeds
        for variant in variants
    }
    return Result("wave_variants", "thorough", recipe, shards, {})


EXPECTED = {
    "grey_hurts_more": 0.20,
    "opponent_hurts_less": 0.10,
    "phase_same_picture": 1.0,
    "phase_same_error": (0.05**2 * 100**2 - 5) / (100 * 99),
    "clip_same_error": 0.02,
}


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_each_claim_finds_its_number(claim):
    found = claim.quantity(made((0, 1, 2)))
    assert found.mean == pytest.approx(EXPECTED[claim.id.split(".")[1]], abs=1e-6)
    assert (found.n, found.over) == (3, "seeds")
    one = claim.quantity(made((0,)))
    assert one.mean == pytest.approx(found.mean)
    assert (one.n, one.over) == (100, "images")
    assert claim.quantity(made((0, 1, 2), variants=("other_signs",))) is None


def test_the_correlation_is_that_of_the_two_maps():
    (claim,) = [claim for claim in CLAIMS if claim.id.endswith("same_picture")]
    result = made((0,))
    rows = torch.rand(20, 100, generator=torch.Generator().manual_seed(0)) < torch.rand(20, 1)
    result.shards["phase_0-seed0"].update(packed(rows))
    maps = [kinds.wrong(result, variant, 0).mean(1) for variant in ("phase_0", "paper")]
    assert claim.quantity(result).mean == pytest.approx(np.corrcoef(maps)[0, 1])
    result.shards["phase_0-seed0"].update(packed(torch.ones(20, 100) > 0))
    assert claim.quantity(result).mean == 0


def test_the_profile_is_the_mean_over_the_waves_of_each_shell(computed):
    shells, values = kinds.profile(computed, "grey")
    waves = map_frequencies(32, 32)[::40].tolist()
    wrong = kinds.wrong(computed, "grey", 0)
    for shell, value in zip(shells, values, strict=True):
        rows = [row for wave, row in zip(waves, wrong, strict=True) if max(map(abs, wave)) == shell]
        assert value.mean == pytest.approx(np.mean(rows))
        assert (value.n, value.over) == (12, "images")
    assert sorted({max(map(abs, wave)) for wave in waves}) == shells
