"""The page on images: what its sentences and its cells say is so."""

import jupytext
import numpy as np
import pytest
import torch

from fourierbook.experiments.f_principle_images import pairs
from fourierbook.measure.filtering import Filtering
from fourierbook.pages.f_principle_images import numbers, recorded
from fourierbook.results import store
from tools.pages import ROOT

TEXT = ROOT / "book" / "learning" / "f_principle_images.md"
CELLS = [
    cell.source
    for cell in jupytext.read(TEXT, fmt="md:myst").cells
    if cell.cell_type == "code" and {"naive", "code", "live"} & {*cell.metadata["tags"]}
]


def trained(*, old="", new=""):
    """What the page's open training has noted, with a change in its cells."""
    names: dict = {}
    exec("import torch\nfrom torch import nn\nfrom fourierbook.data import datasets", names)
    seen = {}

    class Pictures:
        @staticmethod
        def two_parts(steps, errors, alike):
            seen.update(steps=np.array(steps), errors=np.array(errors), alike=float(alike))

    names["pictures"] = Pictures
    assert any(old in source for source in CELLS)
    for source in CELLS:
        exec(source.replace(old, new) if old else source, names)
    true, labels = names["digits"].labels, names["labels"]
    wrong = true != labels
    for name, named in (("true", true), ("labelled", labels)):
        seen[name] = np.array([(each == named)[wrong].float().mean() for each in names["said"]])
    return seen, names


def test_a_mean_over_neighbours_is_the_packages_low_part():
    names: dict = {"torch": torch}
    (source,) = [source for source in CELLS if "def low_part" in source]
    exec(source, names)
    points, values = torch.randn(2, 30, 2, generator=torch.Generator().manual_seed(0)).double()
    split = Filtering.of(points, values, delta=0.7)
    torch.testing.assert_close(split.low, names["low_part"](points, values, 0.7))


def test_half_the_labels_are_wrong_and_for_a_while_nearly_all_true_digits_are_named():
    seen, names = trained()
    wrong = names["labels"] != names["digits"].labels
    assert 0.4 < wrong.float().mean() < 0.5
    some_tens = (seen["steps"] > 20) & (seen["steps"] < 100)
    assert seen["true"][some_tens].min() > 0.8
    assert seen["labelled"][some_tens].max() < 0.1
    assert seen["labelled"][-1] > 0.6 > 0.4 > seen["true"][-1]
    low, high = seen["errors"].T
    assert (low < high).all()
    assert low[0] > seen["alike"] > 2 * low[-1]


def test_with_nine_labels_of_ten_at_random_the_true_digits_still_win_for_a_while():
    seen, _ = trained(old="wrong = 0.5", new="wrong = 0.9")
    assert 1 / 3 < seen["true"].max() < 0.8
    assert seen["labelled"][seen["true"].argmax()] < 0.15


def test_numbers_come_from_recorded_results_and_without_them_there_are_none(monkeypatch):
    monkeypatch.setattr(store, "largest", lambda experiment: None)
    for name in ("digits_alike", "ones_pairs", "widest_digit"):
        with pytest.raises(LookupError, match="is not recorded at scale thorough or full"):
            getattr(numbers, name)()


def test_the_pairs_of_the_ones_and_of_the_others_are_all_pairs():
    ones, others = map(recorded.orders_of_digits, (recorded.ONES, recorded.OTHERS))
    counted = pairs.counted(recorded.digits())
    assert counted.low_first == ones.lower + others.lower
    assert counted.deciding == counted.low_first + ones.higher + others.higher
    assert ones.together > max(ones.lower, others.together)
