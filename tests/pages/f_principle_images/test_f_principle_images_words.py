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
        def two_parts(steps, errors, right):
            shares = [[each.float().mean().item() for each in row] for row in right]
            seen.update(steps=np.array(steps), errors=np.array(errors), right=np.array(shares))

    names["pictures"] = Pictures
    assert any(old in source for source in CELLS)
    for source in CELLS:
        exec(source.replace(old, new) if old else source, names)
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
    true, dealt = seen["right"].T
    some_tens = (seen["steps"] > 20) & (seen["steps"] < 100)
    assert true[some_tens].min() > 0.85
    assert dealt[some_tens].max() < 0.25
    assert dealt[-1] > 0.6 > 0.4 > true[-1]
    low, high = seen["errors"].T
    assert (low < high).all()


def test_with_nine_labels_of_ten_dealt_the_true_digits_still_win_for_a_while():
    seen, _ = trained(old="wrong = 0.5", new="wrong = 0.9")
    true, dealt = seen["right"].T
    assert true.max() > 0.3
    assert dealt[true.argmax()] < 0.2


def test_numbers_come_from_recorded_results_and_without_them_there_are_none(monkeypatch):
    monkeypatch.setattr(store, "largest", lambda experiment: None)
    for name in ("digits_alike", "ones_pairs", "widest_digit"):
        with pytest.raises(LookupError, match="is not recorded at scale thorough or full"):
            getattr(numbers, name)()


def test_the_pairs_of_the_ones_and_of_the_others_are_all_pairs():
    ones, others = map(recorded.pairs_of_digits, (recorded.ONES, recorded.OTHERS))
    assert pairs.counted(recorded.digits()) == tuple(np.add(ones, others))
