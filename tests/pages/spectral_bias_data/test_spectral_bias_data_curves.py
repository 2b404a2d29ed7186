"""The page on the shape of the data: curves with petals, and waves along them."""

import jupytext
import numpy as np
import pytest
import torch

from fourierbook.experiments.spectral_bias_data import petal_curve
from fourierbook.figures import style
from fourierbook.pages.spectral_bias_data import curves, hero, lengths, pictures, plane, waves
from fourierbook.pages.spectral_bias_data.curves import Case
from tools.pages import ROOT

TEXT = ROOT / "drafts" / "spectral_bias_data.md"
CODE = [cell for cell in jupytext.read(TEXT, fmt="md:myst").cells if cell.cell_type == "code"]
CELLS = {
    tag: [cell.source for cell in CODE if tag in cell.metadata["tags"]]
    for tag in ("naive", "code", "live")
}


def drawn(figure, *, panel=0):
    """What the lines of a panel show: their y values."""
    return [np.asarray(each.get_ydata(), float) for each in figure.axes[panel].lines]


@pytest.fixture
def page_names():
    """What the page's open cells define, before its training, and what their last lines give."""
    names: dict = {}
    exec("import math, torch\nfrom torch import nn", names)
    exec(CELLS["naive"][0], names)
    given = []
    for source in CELLS["code"]:
        *lines, last = source.splitlines()
        exec("\n".join(lines), names)
        given.append(eval(last, names))
    return names, given


# Curves


def test_the_open_curve_and_amplitude_are_those_of_the_pictures(page_names):
    names, _ = page_names
    t = petal_curve.places(curves.POINTS)
    for petals in (0, 3, 16):
        own = names["curve"](t, petals)
        torch.testing.assert_close(own, petal_curve.curve(t, petals))
    values = torch.sin(t) + t**2
    expected = curves.amplitude(values, curves.wave(t, Case(0, 5)))
    assert names["amplitude"](values, t, 5).item() == pytest.approx(expected.item())


def test_wave_m_on_m_petals_is_twice_the_distance_from_the_circle(page_names):
    t = petal_curve.places(500)
    for petals in (1, 4, 16):
        bowl = 2 * (petal_curve.curve(t, petals).norm(dim=1) - 1)
        torch.testing.assert_close(bowl, curves.wave(t, Case(petals, petals)))
    _, given = page_names
    assert given[0] == [0.0, 0.0, 1.0]


def test_the_steepness_that_the_page_names_is_what_its_cell_gives(page_names):
    """Prose: 16 on the circle, 2 in step with the petals, 29 out of step."""
    _, given = page_names
    assert given[1] == [16, 2, 29]
    assert (
        "a steepness of 16. On 16 petals it takes 2 in step with them, and 29" in TEXT.read_text()
    )


def test_a_wave_off_by_one_is_half_a_bowl_times_a_low_wave():
    """Equation 4 of the page, and that its two terms are equally large."""
    t, m, j = petal_curve.places(400), 16, 3
    first = curves.wave(t, Case(0, m)) * torch.cos(2 * torch.pi * j * t)
    both = curves.wave(t, Case(0, m + j))
    assert curves.amplitude(first, both).item() == pytest.approx(0.5)
    square = curves.wave(t, Case(m, m)) ** 2
    assert curves.amplitude(square, curves.wave(t, Case(m, 2 * m, 0.25))).item() == pytest.approx(
        -0.5
    )


def test_networks_that_are_trained_together_are_what_each_is_alone():
    cases = [Case(16, 16), Case(0, 4, 0.25), Case(5, 4, kind="equal")]
    together = curves.learnt(cases, (0, 5))
    for place, case in enumerate(cases):
        alone = curves.learnt([case], (0, 5))
        torch.testing.assert_close(alone.amplitudes[:, 0], together.amplitudes[:, place])
    member = together.networks.member(1)
    there = curves.inputs(cases)
    torch.testing.assert_close(
        curves.along(together.networks, there)[1], member(there[1])[:, 0].detach()
    )


def test_a_map_shows_each_place_of_the_plane_where_it_is():
    values = plane.sheet(lambda places: places[:, :1] + 10 * places[:, 1:], 4)
    assert values[0, 1] - values[0, 0] == pytest.approx(2 * plane.REACH / 4)
    assert values[1, 0] - values[0, 0] == pytest.approx(20 * plane.REACH / 4)


# The first picture


def test_at_rest_the_wave_is_there_on_as_many_petals_as_it_has_cycles_and_there_alone():
    kept = hero.found().amplitudes
    assert hero.AT_REST == hero.WAVE == int(kept.argmax())
    assert kept[hero.WAVE] > 0.9
    assert sorted(kept)[-2] < 0.6
    assert max(kept[0], kept[8], kept[24]) < 0.1
    assert f"with {hero.AT_REST} petals" in hero.CAPTION
    assert f"after {hero.STEPS} steps" in hero.CAPTION
    assert f"up and down {hero.WAVE} times" in hero.CAPTION


def test_the_first_picture_is_the_same_before_and_after_it_runs():
    figure = pictures.still()
    line, dot = drawn(figure, panel=1)
    np.testing.assert_allclose(line, hero.found().amplitudes)
    assert dot.tolist() == [pytest.approx(line[hero.AT_REST])]
    explorer = pictures.hero()
    (_, slider), stage = explorer.children[0].children, explorer.children[1]
    assert slider.label == str(hero.AT_REST)
    assert slider.index == stage.selected_index
    assert len(stage.children) == len(hero.SHOWN)
    assert "16 petals" in stage.children[slider.index].value
    assert {0, 8} <= {*hero.SHOWN}  # which the caption proposes


def test_on_15_petals_there_is_half_of_the_wave_a_bowl_on_one_side_and_a_hill_on_the_other():
    kept = hero.found()
    assert kept.amplitudes[15] == pytest.approx(0.5, abs=0.1)
    middle, sheet = plane.SIDE // 2, kept.sheets[15]
    row = sheet[middle - 4 : middle + 4].mean(0)
    inside, outside = plane.SIDE // 6, 5  # pixels from the middle, and from the border
    left, right = (
        row[near] - row[far]
        for near, far in ((middle - inside, outside), (middle + inside, -outside))
    )
    assert left * right < 0, "one rises outwards, the other falls"


# One training, two phases, all waves


def test_on_the_page_the_petals_have_the_wave_in_a_few_dozen_steps_and_the_circle_in_hundreds(
    page_names,
):
    names, _ = page_names
    seen = {}

    class Pictures:
        @staticmethod
        def training(net, kept, petals, wave):
            seen.update(
                net=net, kept=np.array(kept), figure=waves.training(net, kept, petals, wave)
            )

    names["pictures"] = Pictures
    exec(CELLS["live"][0], names)
    assert 10 < (seen["kept"] > 0.8).argmax() < 60
    circle, own = drawn(seen["figure"], panel=1)
    np.testing.assert_allclose(own, seen["kept"])
    assert waves.CIRCLE_STEPS[(circle > 0.8).argmax()] > 200
    assert circle[-1] > 0.8


def test_a_quarter_ahead_nothing_of_the_wave_is_there_and_it_stays_behind_the_circle():
    cases = [Case(16, 16), Case(16, 16, waves.QUARTER), Case(0, 16)]
    inside, ahead, circle = curves.learnt(cases, waves.CIRCLE_STEPS).amplitudes.T
    assert (ahead[5:] < circle[5:]).all()
    assert inside[4] > 0.85
    said = [axes.get_title(loc="left").split(": ") for axes in pictures.phases().axes]
    assert [name for name, _ in said] == ["in step with the petals", "a quarter ahead"]
    assert [float(share.split()[0]) for _, share in said] == pytest.approx([0.96, 0.0], abs=0.05)


def test_two_hills_stand_around_the_number_of_petals_and_twice_that():
    circle, inside, ahead = drawn(pictures.easy())
    assert circle[11:].max() < 0.1
    wave = {k: (inside[k - 1], ahead[k - 1]) for k in waves.WAVES}
    assert wave[16][0] > 0.9 > 0.1 > wave[16][1]
    assert wave[32][1] > 0.9 > 0.1 > wave[32][0]
    for k in (14, 15, 17, 18):
        assert wave[k] == (pytest.approx(0.5, abs=0.05), pytest.approx(0.5, abs=0.05))
    assert max(wave[25]) < 0.15


def test_each_knob_of_the_hills_moves_them(monkeypatch):
    monkeypatch.setattr(waves, "WAVES", range(3, 12))
    waves._each.cache_clear()
    plain, longer, other = (drawn(pictures.easy(*knobs)) for knobs in ((6, 20), (6, 40), (9, 20)))
    waves._each.cache_clear()
    assert plain[1].argmax() == 3, "wave 6"
    assert other[1].argmax() == 6, "wave 9"
    assert longer[1].sum() > plain[1].sum()
    np.testing.assert_array_equal(plain[0], other[0])


# Length


def test_the_four_curves_differ_in_petals_and_length_as_they_are_named():
    t, around = petal_curve.places(20_000), {}
    for kind in lengths.KINDS:
        points = lengths.points(t, kind, 16)
        around[kind] = (points.roll(-1, 0) - points).norm(dim=1).sum().item()
    assert around["equal"] == pytest.approx(around["circle"])
    assert around["long"] == pytest.approx(around["petals"])
    assert around["petals"] / around["circle"] == pytest.approx(5.27, abs=0.01)
    assert "sixteen petals are also five times as long" in TEXT.read_text()


def test_length_helps_and_shape_may_help_or_harm_as_the_page_says():
    sixteen, ten = ({k: v[-1] for k, v in lengths.left(m).items()} for m in (16, 10))
    assert sixteen["petals"] < sixteen["long"] < sixteen["circle"] / 2
    assert sixteen["equal"] > 1.5 * sixteen["circle"]
    assert ten["equal"] < 0.8 * ten["circle"]
    assert ten["circle"] == pytest.approx(sixteen["circle"])


def test_the_lines_of_the_four_curves_are_named_in_their_order_and_move_with_the_knob(monkeypatch):
    monkeypatch.setattr(lengths, "STEPS", 40)
    lengths.left.cache_clear()
    few, many = pictures.lengths(3), pictures.lengths(9)
    lengths.left.cache_clear()
    assert [text.get_text() for text in few.axes[0].texts] == list(lengths.NAMES.values())
    for text, line, kind in zip(few.axes[0].texts, few.axes[0].lines, lengths.KINDS, strict=True):
        assert text.get_color() == line.get_color() == style.role(lengths.KINDS[kind]).colour
    moved = [not np.allclose(*pair) for pair in zip(drawn(few), drawn(many), strict=True)]
    assert moved == [False, True, True, True]


def test_an_average_over_steps_leaves_a_straight_line_as_it_is():
    line = lengths._smooth(np.arange(100.0))
    np.testing.assert_allclose(line[20:80], np.arange(20, 80))
    np.testing.assert_allclose(lengths._smooth(np.ones(7)), 1)
