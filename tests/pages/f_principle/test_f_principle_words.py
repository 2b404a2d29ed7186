"""The page on the order of learning: what its sentences and its cells say is so."""

import re

import jupytext
import matplotlib
import numpy as np
import pytest

from fourierbook.measure.crossings import crossing_times
from fourierbook.pages.f_principle import numbers, recorded
from fourierbook.results import store
from tools.pages import ROOT

TEXT = ROOT / "book" / "learning" / "f_principle.md"
CELLS = [
    cell
    for cell in jupytext.read(TEXT, fmt="md:myst").cells
    if cell.cell_type == "code" and {"naive", "code", "live"} & {*cell.metadata["tags"]}
]


def test_with_the_first_line_as_it_came_wave_1_is_learnt_first_then_3_then_5(monkeypatch):
    names: dict = {}
    exec("import math, torch\nfrom torch import nn", names)
    seen = {}

    class Pictures:
        @staticmethod
        def training(steps, errors, waves):
            seen.update(steps=steps, errors=errors, waves=waves)

    names["pictures"] = Pictures
    *before, live = [cell.source for cell in CELLS if "low_part" not in cell.source]
    for source in before:
        exec(source, names)
    errors = [names["delta"](names["h"], names["y"], names["t"], k) for k in (1, 3, 5)]
    assert errors == pytest.approx([0.1, 0.5, 1.0], abs=1e-4)
    exec(live, names)
    times = crossing_times(seen["errors"], seen["steps"], lasting=True)
    assert seen["waves"] == (1, 3, 5)
    assert (np.diff(times) > 0).all()
    assert np.isfinite(times).all()


def test_a_mean_over_neighbours_is_the_packages_low_part():
    import torch

    from fourierbook.measure.filtering import Filtering

    names: dict = {"torch": torch}
    (source,) = [cell.source for cell in CELLS if "low_part" in cell.source]
    exec(source, names)
    points, values = torch.randn(2, 30, 2, generator=torch.Generator().manual_seed(0)).double()
    split = Filtering.of(points, values, delta=0.7)
    torch.testing.assert_close(split.low, names["low_part"](points, values, 0.7))


def test_numbers_come_from_recorded_results_and_without_them_there_are_none(monkeypatch):
    monkeypatch.setattr(store, "largest", lambda experiment: None)
    for name in ("networks", "flower_steps", "taken_low", "ones_pairs"):
        with pytest.raises(LookupError, match="is not recorded at scale thorough or full"):
            getattr(numbers, name)()


def test_the_pairs_of_the_ones_and_of_the_others_are_all_pairs():
    ones, others = map(recorded.pairs_of_digits, (recorded.ONES, recorded.OTHERS))
    from fourierbook.experiments.f_principle import pairs

    assert pairs.counted(recorded.digits()) == tuple(np.add(ones, others))


def test_the_page_names_what_its_cells_can_be_asked():
    """Knobs and the values that the prose proposes are among what the functions take."""
    text = re.sub(r"```.*?```", "", TEXT.read_text(), flags=re.DOTALL)
    assert "`(1, 9)`" in text
    assert "`nn.ReLU`" in text
    assert "sine" in TEXT.read_text().split('activation = "tanh"')[1].splitlines()[0]
    assert matplotlib.get_backend()  # nothing here opens a window
