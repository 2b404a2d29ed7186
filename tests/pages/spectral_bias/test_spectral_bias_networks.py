"""The page on folded sheets: what untrained, trained and shaken networks do."""

from dataclasses import replace

import jupytext
import numpy as np
import pytest
import torch

from fourierbook.experiments.spectral_bias import bounds, decay, order, peak, perturbation
from fourierbook.pages.spectral_bias import ceilings, numbers, pictures, shaking
from fourierbook.results import store
from fourierbook.results.questions import Result
from tools.pages import ROOT

TEXT = ROOT / "book" / "learning" / "spectral_bias.md"
CODE = [cell for cell in jupytext.read(TEXT, fmt="md:myst").cells if cell.cell_type == "code"]
CELLS = {
    tag: [cell.source for cell in CODE if tag in cell.metadata["tags"]]
    for tag in ("naive", "code", "live")
}


def drawn(figure, *, panel=0):
    """What the lines of a panel show: their y values."""
    return [np.asarray(each.get_ydata(), float) for each in figure.axes[panel].lines]


def names():
    found: dict = {}
    exec("import math, torch\nfrom torch import nn", found)
    return found


# Untrained networks


def test_the_dots_of_the_falloffs_are_the_recorded_powers():
    result = store.largest(decay.DECAY)
    (axes,) = pictures.falloffs().axes
    rows = [np.asarray(each.get_xdata(), float) for each in axes.lines]
    for place, (shard, name) in enumerate((("line", "f"), ("plane", "along"), ("plane", "off"))):
        powers = decay.exponents(result, shard, name)
        np.testing.assert_allclose(rows[2 * place], powers)
        assert rows[2 * place + 1] == pytest.approx(powers.mean())
        assert (np.array(axes.get_xlim()) - powers.min() < 0).any()
        assert axes.get_xlim()[0] < powers.min() < powers.max() < axes.get_xlim()[1]


def test_a_network_that_is_made_now_is_measured_as_the_recorded_ones_were():
    result = store.largest(bounds.BOUNDS)
    values, seed = result.shards["depth2"], result.recipe.seeds[3]
    regions, steep, size = ceilings.measured(2, result.recipe.width, seed)
    assert regions == values["regions"][3]
    assert steep == pytest.approx(values["steepest"][3], rel=1e-5)
    assert size == pytest.approx(values["amplitudes"][3], rel=1e-4)


def test_the_orange_network_moves_with_each_knob_and_the_grey_ones_stay():
    plain, *others = (
        pictures.ceilings(*knobs) for knobs in ((2, 8, 0), (3, 8, 0), (2, 16, 0), (2, 8, 1))
    )
    for other in others:
        *grey, own = drawn(other)
        assert not np.allclose(own, drawn(plain)[-1])
        for left, right in zip(grey, drawn(plain)[:-1], strict=True):
            np.testing.assert_array_equal(left, right)
    assert "2 layers of 8 units" in plain.axes[0].get_title(loc="left")


def test_the_cloud_rises_slowly_as_the_page_says():
    """The ceiling grows more than a hundredfold, the waves a few times."""
    result = store.largest(bounds.BOUNDS)
    shards = [result.shards[f"depth{depth}"] for depth in result.recipe.depths]
    ceiling = np.concatenate([each["regions"] * each["steepest"] for each in shards])
    sizes = np.concatenate([each["amplitudes"] for each in shards])
    assert ceiling.max() / ceiling.min() > 100
    low, high = (sizes[np.argsort(ceiling)[part]] for part in (slice(0, 16), slice(-16, None)))
    assert 1.5 < np.median(high) / np.median(low) < 6


# Training


def trained():
    """What the page's open training has noted."""
    found, seen = names(), {}

    class Pictures:
        @staticmethod
        def learning(steps, kept, norms, waves):
            seen.update(steps=steps, kept=np.array(kept), norms=np.array(norms), waves=waves)

    found["pictures"] = Pictures
    _, target = CELLS["code"]
    (live,) = CELLS["live"]
    exec(f"{target}\n{live}", found)
    return seen


def test_on_the_page_low_waves_come_first_although_they_are_small_and_inner_layers_grow():
    seen = trained()
    half = (seen["kept"] > 0.5).argmax(0).astype(float)
    half[~(seen["kept"] > 0.5).any(0)] = np.inf
    assert (np.diff(half[:7]) >= 0).all(), "the front climbs"
    assert min(half[7:]) > half[6]
    inner = seen["norms"][:, 1:4]
    assert (inner[-1] > 2 * inner[0]).all()


def test_the_map_of_a_training_is_cut_at_all_of_a_wave_and_each_layer_has_a_line():
    kept, norms = [[0.1, 0.0], [2.0, 0.5]], [[1.0, 2.0, 3.0], [2.0, 3.0, 4.0]]
    figure = pictures.learning(range(0, 20, 10), kept, norms, [1, 2])
    shown = figure.axes[0].collections[0].get_array()
    np.testing.assert_allclose(np.asarray(shown).reshape(2, 2), [[0.1, 1.0], [0.0, 0.5]])
    assert [each.tolist() for each in drawn(figure, panel=1)] == [[1, 2], [2, 3], [3, 4]]
    assert [text.get_text() for text in figure.axes[1].texts] == ["layer 1", "layer 2", "layer 3"]


def test_the_open_function_is_the_transform_of_the_tent():
    found = names()
    exec(CELLS["naive"][0], found)
    first, _ = CELLS["code"]
    *lines, last = first.splitlines()
    exec("\n".join(lines), found)
    waves = np.array([0.5, 1.5, 2.5])
    expected = (np.sin(np.pi * waves) / (np.pi * waves)) ** 2
    assert eval(last, found) == pytest.approx(expected.round(3).tolist())


def planted(experiment, scale, shards, **changes):
    recipe = replace(experiment.recipes[scale], **changes)
    return Result(experiment.name, scale, recipe, shards, {})


def test_the_orders_are_drawn_for_both_profiles_and_what_is_not_learnt_is_left_out():
    steps = np.array([0, 10, 100])
    kept = np.zeros((3, 2, 2))
    kept[1:, :, 0] = kept[2, 0, 1] = 1.0  # the second network never has the second wave
    shards = {f"{profile}-seed0": {"steps": steps, "kept": kept} for profile in order.PROFILES}
    result = planted(order.ORDER, "quick", shards, frequencies=(1, 2), seeds=(0, 1))
    lines = drawn(pictures.orders(result))
    assert len(lines) == 2 * 3
    np.testing.assert_array_equal(lines[0], [10, 100])
    np.testing.assert_array_equal(lines[1], [10, np.nan])


def test_the_peaks_are_those_of_the_tightest_and_of_the_loosest_bound():
    recipe = peak.PEAK.recipes["quick"]
    fits = np.random.default_rng(0).random((3, len(recipe.bounds), 2, recipe.points))
    result = planted(peak.PEAK, "quick", {peak.CLIPPED: {"fits": fits}})
    figure = pictures.peaks(result)
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert titles == ["within ±0.1", "within ±0.15", "within ±2"]
    for panel, place in enumerate((0, 1, 3)):
        asked, own = drawn(figure, panel=panel)
        np.testing.assert_array_equal(own, fits[-1, place, 0])
        assert asked.max() == asked[recipe.points // 2] == 1


# Shaken


@pytest.fixture
def short(monkeypatch):
    """A training cut short."""
    monkeypatch.setattr(shaking, "STEPS", 30)
    monkeypatch.setattr(shaking, "DRAWS", 5)
    shaking._trained.cache_clear()
    yield
    shaking._trained.cache_clear()


def test_both_measures_of_a_shake_are_drawn_and_the_first_is_cut(short):
    found = shaking.left_after(3.0, 0)
    assert found["kept"].max() > 1
    left, right = pictures.shaken(3, 0).axes
    heights = [[bar.get_height() for bar in axes.patches] for axes in (left, right)]
    np.testing.assert_allclose(heights[0], np.minimum(found["kept"], 1))
    np.testing.assert_allclose(heights[1], found["wrong"])


def test_each_knob_of_a_shake_changes_what_is_drawn(short):
    plain, larger, other = (shaking.left_after(*k)["wrong"] for k in ((1, 0), (4, 0), (1, 1)))
    assert (larger > plain).all()
    assert not np.allclose(plain, other)


def test_no_shake_leaves_every_wave_as_it_was(short):
    found = shaking.left_after(1e-12, 0)
    np.testing.assert_allclose(found["kept"], 1, atol=1e-5)
    np.testing.assert_allclose(found["wrong"], 0, atol=1e-5)


def test_at_rest_the_two_measures_disagree_as_the_page_says():
    found = shaking.left_after(3.0, 0)
    heights = np.minimum(found["kept"], 1)
    assert (heights[:4] == 1).all()
    assert heights[6:].max() < 0.8
    assert found["wrong"].argmax() == 0
    assert found["wrong"][0] > 2 * found["wrong"][5:].max()


def test_the_three_meanings_of_sturdy_are_the_measured_ones():
    recipe = perturbation.PERTURBED.recipes["quick"]
    random, count = np.random.default_rng(1), len(recipe.frequencies)
    values = {
        name: random.random((4, len(axis), count)) * 2
        for names, axis in ((("kept", "wrong"), recipe.sizes), (("aimed",), recipe.radii))
        for name in names
    }
    figure = pictures.withstood(planted(perturbation.PERTURBED, "quick", {"seed0": values}))
    shown = (("kept", recipe.sizes.index(5.0)), ("wrong", recipe.sizes.index(1.0)),
             ("aimed", recipe.radii.index(0.1)))  # fmt: skip
    for panel, (name, place) in enumerate(shown):
        rows = values[name][:, place]
        expected = np.minimum(rows, 1) if name == "kept" else rows
        np.testing.assert_allclose(drawn(figure, panel=panel)[-1], np.median(expected, 0))


def test_without_recorded_results_there_are_no_numbers(monkeypatch):
    monkeypatch.setattr(store, "largest", lambda experiment: None)
    for name in ("networks", "power_across", "deep", "growth"):
        with pytest.raises(LookupError, match="is not recorded at scale thorough or full"):
            getattr(numbers, name)()


def test_all_waves_of_the_shaken_network_have_one_height():
    """So that a relative error is what the shake adds, as the page says."""
    _, waves = shaking._trained(0)
    assert torch.equal(waves.amplitudes, torch.ones(10, dtype=torch.float64))
