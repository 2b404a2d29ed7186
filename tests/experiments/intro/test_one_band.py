"""Two networks before the same images: the filter, who is asked what, and the shares."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from fourierbook.data import datasets
from fourierbook.experiments.intro import one_band
from fourierbook.models.wrappers import Filtered
from fourierbook.results.questions import Result
from fourierbook.results.reading import packed

TINY = one_band.DIGITS_IN_A_BAND.recipes["quick"].tiny()


class Reader(nn.Module):
    """Says 1 where an image has a mean, else 0."""

    def __init__(self):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, images):
        mean = images.mean((1, 2, 3)).abs() > 1e-4
        return torch.stack([~mean, mean], 1).float() + self.bias


def test_each_network_is_asked_of_the_band_and_of_the_whole_without_its_own_filter(monkeypatch):
    mask = TINY.recipe.front_end.mask(8, 8)
    made = []

    def fit(recipe, data):
        made.append(recipe.front_end)
        model = Reader() if recipe.front_end is None else Filtered(Reader(), mask)
        return type("History", (), {"model": model})

    monkeypatch.setattr(one_band.trainer, "fit", fit)
    values = one_band._one_band(TINY, "seed0")
    assert made == [TINY.recipe.front_end, None]
    for who in one_band.WHO:
        assert values[f"says_{who}_band"].argmax(1).tolist() == [0] * TINY.count
        assert values[f"says_{who}_whole"].argmax(1).tolist() == [1] * TINY.count
    labels = datasets.load("digits", "test", count=TINY.count).labels
    right = packed((labels == 1)[None])["bits"]
    np.testing.assert_array_equal(values["bits_trained_whole"], right)


def test_the_band_is_the_highest_frequencies_and_has_no_mean():
    images = torch.rand(3, 1, 8, 8, generator=torch.Generator().manual_seed(0))
    found = torch.fft.fft2(one_band.band(TINY, images)).abs()
    kept = found[0, 0] > 1e-4
    assert kept.sum() == 25
    assert kept[4, 4]
    assert not kept[0].any()


def test_a_share_is_that_of_the_network_and_of_the_view_over_all_seeds():
    right = {"ordinary_band": [1, 0, 0, 0], "trained_band": [1, 1, 0, 1]}

    def shard(**more):
        return {
            f"{name}_{key}": part
            for key, row in (right | more).items()
            for name, part in packed(torch.tensor([row], dtype=torch.bool)).items()
        }

    recipe = replace(TINY, seeds=(0, 1))
    shards = {"seed0": shard(), "seed1": shard(trained_band=[0, 1, 0, 0])}
    result = Result("digits_in_a_band", "thorough", recipe, shards, {})
    assert one_band.accuracy(result, "ordinary", "band").mean == 0.25
    assert one_band.accuracy(result, "trained", "band").mean == 0.5


def test_a_network_without_a_filter_is_refused():
    with pytest.raises(ValueError, match="a filter in front; got a Reader"):
        one_band._bare(Reader())


def test_the_ordinary_network_of_photographs_is_the_book_s_own():
    recipe = one_band.PHOTOGRAPHS_IN_A_BAND.recipes["thorough"]
    assert recipe.recipe.start == recipe.ordinary == "cifar10-resnet20"
    assert recipe.recipe.front_end.bandwidth == 15
