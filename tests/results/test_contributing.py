"""The worked example of CONTRIBUTING.md is an experiment that runs."""

import re
from pathlib import Path

import numpy as np
import pytest

from fourierbook.data import datasets
from fourierbook.results import store

TEXT = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text()


@pytest.fixture
def example():
    names = {"__name__": "example"}
    exec(re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)[1], names)
    return names["GREY"]


def test_the_example_of_an_experiment_runs_and_is_stored(example, monkeypatch):
    monkeypatch.setattr(datasets, "available", lambda name: name in datasets.EMBEDDED)
    result = store.compute(example, "quick")
    right = result.shards["seed0"]["right"]
    assert right.shape == (500,)
    # Without its colours a specimen keeps its fine texture, which the network reads as well.
    assert right.mean() > 0.9
    again = store.compute(example, "quick")
    assert np.array_equal(again.shards["seed0"]["right"], right)


def test_the_example_has_a_tiny_form_and_lists_its_seeds(example):
    result = store.compute(example, example.embedded.tiny())
    assert result.shards["seed0"]["right"].shape == (4,)
    several = example.recipes["thorough"]
    assert example.shards(several) == ("seed0", "seed1", "seed2")
    assert store.questions.described(several) == store.questions.described(
        type(several)(several.data, several.network, several.count)
    )
