import numpy as np
import pytest
import torch

from fourierbook.data import datasets
from fourierbook.experiments.fourier_heatmaps import photographs as large
from fourierbook.experiments.fourier_heatmaps.claims import CLAIMS
from fourierbook.measure.accuracy import correct
from fourierbook.measure.heatmap import fourier_heatmap
from fourierbook.measure.maps import centred_map, map_frequencies
from fourierbook.measure.populations import NotMeasured
from fourierbook.models import zoo
from fourierbook.results import questions, store
from fourierbook.results.questions import Result
from fourierbook.results.reading import packed

IMAGES = torch.rand(5, 3, 224, 224, generator=torch.Generator().manual_seed(0))
LABELS = torch.tensor([0, 1, 0, 1, 1])
NETWORK = "imagenet-mobilenet"


def small(images):
    """Two classes, by four pixels and the mean of the top rows against a grey."""
    pixels = images[:, :, ::150, ::150].flatten(1).sum(1) / 12
    return torch.stack([pixels, images[:, :, :9].mean((1, 2, 3))], 1)


@pytest.fixture
def stand_ins(monkeypatch):
    data = datasets.Data(IMAGES, LABELS, ("a", "b"), "imagenet-sample")
    monkeypatch.setattr(datasets, "load", lambda name, split, *, count: data)
    monkeypatch.setattr(datasets, "fingerprint", lambda name: "stand-in")
    monkeypatch.setattr(zoo, "load", lambda name: small)


def recipe(**fields):
    return large.Blocks("imagenet-sample", (NETWORK,), **{"count": 5, "window": 7, **fields})


def test_blocks_of_waves_make_up_the_heatmap(stand_ins):
    result = store.compute(large.LARGE_IMAGE_MAP, recipe(block=10, precision="fp32"))
    assert list(result.shards) == [f"{NETWORK}-waves{start}" for start in (0, 10, 20)]
    whole = fourier_heatmap(small, IMAGES, LABELS, norm=15.7, window=7).error
    assert torch.equal(large.error_map(result, NETWORK), whole)
    assert 0 < whole.min() or whole.min() < whole.max()
    without = ~correct(small, IMAGES, LABELS).numpy()
    assert (large.wrong_without(result, NETWORK) == without).all()


def test_rings_are_means_over_the_cells_of_the_map(stand_ins):
    result = store.compute(large.LARGE_IMAGE_MAP, recipe(precision="fp32"))
    found = large.error_map(result, NETWORK)
    for shells, square in ((range(1), found[3:4, 3:4]), (range(2), found[2:5, 2:5]),
                           (range(9), found)):  # fmt: skip
        errors = large.shell_errors(result, NETWORK, shells)
        assert errors.shape == (5,)
        assert errors.mean() == pytest.approx(square.mean().item(), abs=1e-3)


def test_a_whole_window_is_twenty_shards_that_workers_may_share():
    for scale in ("thorough", "full"):
        shards = questions.shards(large.LARGE_IMAGE_MAP, large.LARGE_IMAGE_MAP.recipes[scale])
        assert len(shards) == 20
    assert large.LARGE_IMAGE_MAP.recipes["full"].waves == 1985


def made(window=63):
    """Made results of a hundred images: about 30 it errs without a wave, about 80 from shell 3."""
    frequencies = map_frequencies(224, 224, window)
    level = torch.where(frequencies.abs().amax(1) < 3, 30, 80)
    wrong = torch.arange(100)[None] < level[:, None]
    shards = {
        f"{NETWORK}-waves{start}": {
            **packed(wrong[start : start + 100]),
            "without": np.arange(100) < 30,
        }
        for start in range(0, len(frequencies), 100)
    }
    chosen = recipe(count=100, window=window)
    return Result("large_image_map", "thorough", chosen, shards, {})


OF_PHOTOGRAPHS = [claim for claim in CLAIMS if claim.experiment == "large_image_map"]


@pytest.mark.parametrize("claim", OF_PHOTOGRAPHS, ids=lambda claim: claim.id)
def test_each_claim_finds_its_number(claim):
    found = claim.quantity(made())
    expected = 0.8 if claim.id.endswith("sensitive") else 0.5
    assert found.mean == pytest.approx(expected, abs=1e-3)
    assert (found.n, found.over) == (100, "images")
    with pytest.raises(NotMeasured, match="it has no shell 3"):
        claim.quantity(made(window=5))


def test_the_map_has_frequency_zero_in_its_centre():
    found = large.error_map(made(), NETWORK)
    assert found.shape == (63, 63)
    assert found[31, 31] == pytest.approx(0.3)
    frequencies = map_frequencies(224, 224, 63)
    shells = centred_map(frequencies.abs().amax(1), 224, 224, 63)
    assert (found[shells == 3] == 0.8).all()
