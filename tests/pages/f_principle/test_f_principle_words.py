"""The page on the order of learning: what its sentences and its cells say is so."""

import ast
import re

import jupytext
import numpy as np
import pytest

from fourierbook.measure.crossings import crossing_times
from fourierbook.pages.f_principle import curves, numbers, recorded
from fourierbook.results import store
from tools.pages import ROOT

TEXT = ROOT / "book" / "learning" / "f_principle.md"
CELLS = [
    cell
    for cell in jupytext.read(TEXT, fmt="md:myst").cells
    if cell.cell_type == "code" and {"naive", "code", "live"} & {*cell.metadata["tags"]}
]


def trained(*, old="", new=""):
    """What the page's open training has noted, with a change in its cell; and the page's names."""
    names: dict = {}
    exec("import math, torch\nfrom torch import nn", names)
    seen = {}

    class Pictures:
        @staticmethod
        def training(steps, errors, waves):
            seen.update(steps=steps, errors=errors, waves=waves)

    names["pictures"] = Pictures
    *before, live = [cell.source for cell in CELLS]
    for source in before:
        exec(source, names)
    assert old in live
    exec(live.replace(old, new), {**names})
    return seen, names


def test_as_it_came_the_training_learns_wave_1_first_then_3_then_5():
    seen, names = trained()
    errors = [names["error"](names["h"], names["y"], names["t"], k) for k in (1, 3, 5)]
    assert errors == pytest.approx([0.1, 0.5, 1.0], abs=1e-4)
    times = crossing_times(seen["errors"], seen["steps"], lasting=True)
    assert [*seen["waves"]] == [1, 3, 5]
    assert (np.diff(times) > 0).all()
    assert np.isfinite(times).all()
    first, *_ = crossing_times(seen["errors"], seen["steps"])
    assert first < times[0], "wave 1 swings before it stays"


def test_a_faint_wave_1_is_the_last_to_be_right_for_good():
    seen, _ = trained(old="1: 1.0", new="1: 0.1")
    times = crossing_times(seen["errors"], seen["steps"], lasting=True)
    assert times[0] > max(times[1:])
    first = crossing_times(seen["errors"], seen["steps"])
    assert first[0] < min(first[1:]), "it still crosses first"


def test_at_first_the_even_waves_stand_upside_down():
    values = recorded.ladder().shards["six"]
    early = values["fits"][(values["fit_steps"] > 0) & (values["fit_steps"] <= 10)]
    t = np.arange(early.shape[-1]) / early.shape[-1] - 0.5
    heights = [np.median((early * np.sin(2 * np.pi * k * t)).mean(-1)) for k in range(1, 7)]
    assert min(heights[::2]) > 0 > max(heights[1::2])


def test_a_wave_without_height_is_refused():
    with pytest.raises(ValueError, match="each wave has a height"):
        curves.training([1, 2], [[1.0, 1.0], [0.5, 1.0]], {1: 1.0, 3: 0.0})


def test_numbers_come_from_recorded_results_and_without_them_there_are_none(monkeypatch):
    monkeypatch.setattr(store, "largest", lambda experiment: None)
    for name in ("networks", "flower_steps", "taken_low", "rings_in_order"):
        with pytest.raises(LookupError, match="is not recorded at scale thorough or full"):
            getattr(numbers, name)()


def test_the_page_names_what_its_cells_can_be_asked():
    """Knobs and the values that the prose proposes are among what the functions take."""
    text = re.sub(r"```.*?```", "", TEXT.read_text(), flags=re.DOTALL)
    assert "`nn.ReLU`" in text
    (choices,) = re.findall(r"^activation = .*?(\[.*\])$", TEXT.read_text(), flags=re.MULTILINE)
    assert re.findall("`(tanh|relu|swish|sine)`", text)
    assert {*re.findall("`(tanh|relu|swish|sine)`", text)} <= {*ast.literal_eval(choices)}
