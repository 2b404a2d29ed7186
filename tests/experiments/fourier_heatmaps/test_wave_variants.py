import numpy as np
import pytest
import torch

from fourierbook.data import datasets
from fourierbook.experiments.fourier_heatmaps import wave_variants as kinds
from fourierbook.experiments.fourier_heatmaps.claims import CLAIMS
from fourierbook.measure.basis_noise import BasisNoise, wrong_under_waves
from fourierbook.measure.heatmap import fourier_heatmap
from fourierbook.measure.maps import map_frequencies
from fourierbook.measure.populations import NotMeasured
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
    "phase_same_picture": 1.0,
    "clip_same_error": 0.02,
}


OF_VARIANTS = {claim.id.split(".")[1]: claim for claim in CLAIMS
               if claim.experiment == "wave_variants"}  # fmt: skip


def test_every_claim_on_kinds_of_waves_has_a_number_here():
    assert EXPECTED.keys() == OF_VARIANTS.keys()


@pytest.mark.parametrize("claim", OF_VARIANTS.values(), ids=lambda claim: claim.id)
def test_each_claim_finds_its_number(claim):
    found = claim.quantity(made((0, 1, 2)))
    assert found.mean == pytest.approx(EXPECTED[claim.id.split(".")[1]], abs=1e-6)
    assert (found.n, found.over) == (3, "seeds and images")
    one = claim.quantity(made((0,)))
    assert one.mean == pytest.approx(found.mean)
    assert (one.n, one.over) == (100, "images")
    with pytest.raises(NotMeasured, match="it has no waves of the kind"):
        claim.quantity(made((0, 1, 2), variants=("other_signs",)))


def test_the_correlation_is_that_of_the_two_maps():
    claim = OF_VARIANTS["phase_same_picture"]
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
