"""The page on images: its pictures of moons, parts and digits."""

import math

import numpy as np
import pytest
import torch

from fourierbook.data import datasets
from fourierbook.experiments.f_principle_images import images, labels, pairs
from fourierbook.experiments.f_principle_images import moons as toy
from fourierbook.figures.canvas import page
from fourierbook.measure.projection import TIMES_THE_FLOOR
from fourierbook.pages.f_principle_images import bumps, hero, look, neighbours, pictures
from fourierbook.results import store


def drawn(figure, *, panel=0):
    """What the lines of a panel show: their y values."""
    return [np.asarray(each.get_ydata(), float) for each in figure.axes[panel].lines]


def test_the_parts_of_the_moons_are_their_labels_in_one_scale_and_the_circle_has_their_width():
    drawn = toy.moons()
    for delta in neighbours.DELTAS:
        _, axes = page(1, 3)
        neighbours.draw_moons(axes, drawn, delta)
        label, low, high = (panel.collections[0].get_array().filled() for panel in axes)
        np.testing.assert_allclose(label, low + high, atol=1e-6)
        np.testing.assert_allclose(low, toy.split(drawn, delta=delta).low[:, 0], atol=1e-6)
        for panel in axes:
            assert panel.collections[0].get_clim() == (-2, 2)
            assert np.abs(panel.collections[0].get_array()).max() <= 2
        (circle,) = axes[0].patches
        assert circle.get_radius() == delta
        assert [*circle.get_center()] in axes[0].collections[0].get_offsets().tolist()


def test_the_explorer_of_the_moons_goes_from_a_narrow_neighbourhood_to_one_as_wide_as_a_moon():
    controls, stage, _ = pictures.moons().children
    slider = controls.children[-1]
    assert [name for name, _ in slider.options] == [f"{delta:g}" for delta in neighbours.DELTAS]
    assert slider.options[slider.index][0] == "0.25"
    assert neighbours.DELTAS[-1] == 1
    assert "neighbourhoods 0.25 wide" in stage.children[stage.selected_index].value


def test_a_neighbourhood_of_both_moons_leaves_little_in_the_low_part():
    """What the page says of a neighbourhood of 1, and of the one it begins with."""
    drawn = toy.moons()
    narrow, wide = (toy.split(drawn, delta=delta) for delta in (0.25, 1.0))
    assert wide.low.abs().max() < 0.5
    upper = drawn.labels[:, 0] * torch.where(drawn.wrong, -1, 1)
    assert (narrow.low[:, 0].sign() == upper).float().mean() > 0.95
    assert narrow.high[drawn.wrong].abs().min() > 2 * narrow.high[~drawn.wrong].abs().median()


def test_at_rest_the_moons_are_learnt_and_the_exceptions_are_not():
    drawn = hero.learnt()
    place = hero.STEPS.index(hero.AT_REST)
    assert drawn.said.low[place] < 0.15
    assert drawn.said.high[place] > 0.9
    assert drawn.said.high[-1] < 0.8
    figure = pictures.still()
    plane, errors = figure.axes
    *_, right, wrong = plane.collections
    assert len(wrong.get_offsets()) == drawn.points.wrong.sum()
    assert len(right.get_offsets()) + len(wrong.get_offsets()) == len(drawn.points.labels)
    assert f"after {hero.AT_REST} steps" == plane.get_title(loc="left")
    faint, bold, dot, *_ = errors.lines
    np.testing.assert_allclose(faint.get_ydata(), drawn.said.low)
    assert len(bold.get_ydata()) == place + 1
    assert [*dot.get_ydata()] == [bold.get_ydata()[-1]]


def test_the_explorer_of_the_moons_begins_at_rest_and_says_both_errors_of_each_step(monkeypatch):
    monkeypatch.setattr(hero, "STEPS", (1, 2, 100))
    controls, stage, _ = pictures.hero().children
    assert controls.children[-1].options[-1][0] == "100"
    assert stage.selected_index == 2
    assert len(stage.children) == 3
    assert "After 100 steps the error of what neighbours share is" in stage.children[2].value


def test_a_training_is_drawn_by_its_two_errors_with_the_level_of_one_answer_for_all():
    errors = [[9, 9], [0.8, 1.0], [torch.tensor(0.1), 0.9]]
    figure = pictures.two_parts([0, 1, 10], errors, torch.tensor(0.5))
    low, high, level = drawn(figure)
    np.testing.assert_allclose([low, high], [[9, 0.8, 0.1], [9, 1.0, 0.9]], rtol=1e-6)
    assert set(level) == {0.5}
    assert figure.axes[0].get_xlim() == (1, 10)
    said = [text.get_text() for text in figure.axes[0].texts]
    assert said == ["one answer for all", "low part", "high part"]


def labelled():
    """Four digits, the last three with a wrong label, and what a network said at three steps."""
    digits = datasets.load("digits", "train", count=4)
    labels = digits.labels.clone()
    labels[1:] = (labels[1:] + 1) % 10
    return digits, labels, [1, 46, 300], [labels * 0, digits.labels, labels]


def test_each_example_has_its_wrong_label_and_what_was_said_early_and_in_the_end():
    digits, labels, steps, said = labelled()
    figure = pictures.examples(digits, labels, steps, said)
    for place, axes in enumerate(figure.axes, 1):
        np.testing.assert_array_equal(axes.images[0].get_array(), digits.images[place, 0])
        true, wrong = digits.labels[place], labels[place]
        assert axes.get_title() == f"a {true}, labelled {wrong}"
        expected = f"step 46: it says {true} ✓\nstep 300: it says {wrong}"
        assert axes.get_xlabel() == expected
    said[1] = torch.where(torch.arange(4) == 1, labels, said[1])
    first, *_, last = pictures.examples(digits, labels, steps, said).axes
    np.testing.assert_array_equal(first.images[0].get_array(), digits.images[2, 0])
    np.testing.assert_array_equal(last.images[0].get_array(), digits.images[1, 0])
    with pytest.raises(ValueError, match="3 images or more carry a wrong label; got 0"):
        pictures.examples(digits, digits.labels, steps, said)


def test_the_exception_is_nearest_to_images_of_one_other_label():
    at = torch.tensor([0, 0.1, 0.2, 0.3, 0.4, 3, 3.3, 3.6, 3.9, 4.2])
    images = at[:, None, None, None] * torch.ones(1, 1, 8, 8)
    kinds = torch.tensor([7, 7, 1, 7, 7, 8, 8, 2, 8, 8])
    figure = pictures.exception(datasets.Data(images, kinds, (), "digits"))
    shown = [axes.images[0].get_array().max() for axes in figure.axes]
    np.testing.assert_allclose(shown[0], 0.2, atol=1e-6)
    np.testing.assert_allclose(sorted(shown[1:]), [0.1, 0.3], atol=1e-6)
    assert [axes.get_title() for axes in figure.axes] == ["a 1, the exception", "a 7", "a 7"]
    with pytest.raises(ValueError, match="each image has the label of one of its neighbours"):
        pictures.exception(datasets.Data(images, kinds * 0, (), "digits"))


def test_the_page_says_what_the_exception_of_the_digits_is_and_what_its_low_part_says():
    digits = datasets.load("digits", "train")
    figure = pictures.exception(digits)
    names = [axes.get_title() for axes in figure.axes]
    assert names == ["a 5, the exception", "a 9", "a 9"]
    shown = torch.tensor(figure.axes[0].images[0].get_array())
    (place,) = (digits.images[:, 0] == shown).flatten(1).all(1).nonzero()
    near = torch.exp(-(digits.images - shown).flatten(1).square().sum(1) / 2)  # δ = 1, as live
    assert torch.zeros(10).index_add_(0, digits.labels, near).argmax() == 9
    assert digits.labels[place] == 5


def test_neighbours_on_the_line_are_the_pair_in_order_that_differs_most():
    along = torch.tensor([0.0, 10.0, 11.0, 20.0, 20.5])  # other pixels, of which few differ, follow
    across = torch.tensor([0.0, 0.0, 0.0, 3.0, -3.0])
    images = torch.stack([along, across], 1)[:, None, None]
    for last, shown in ((5, {"a 0,", "a 5,"}), (1, {"a 2,", "a 3,"})):  # ones are left out
        labels = torch.tensor([3, 0, 2, 4, last])
        digits = datasets.Data(images[[3, 0, 2, 4, 1]], labels, (), "digits")
        assert {each.get_title()[:4] for each in pictures.side_by_side(digits).axes} == shown
    near = datasets.Data(images[2:], torch.tensor([2, 3, 4]), (), "digits")
    assert {each.get_title()[:4] for each in pictures.side_by_side(near).axes} == {"a 2,", "a 3,"}
    alone = datasets.Data(images[:2], torch.tensor([0, 1]), (), "digits")
    with pytest.raises(ValueError, match="no two images beside each other"):
        pictures.side_by_side(alone)


def test_shares_are_of_the_images_with_a_wrong_label_alone():
    digits, labels, steps, said = labelled()
    said[0] = torch.where(torch.arange(4) == 1, digits.labels, labels)
    true, wrong = drawn(pictures.shares(digits, labels, steps, said))
    np.testing.assert_allclose(true, [1 / 3, 1, 0])
    np.testing.assert_allclose(wrong, [2 / 3, 0, 1])
    with pytest.raises(ValueError, match="no image carries a wrong label"):
        pictures.shares(digits, digits.labels, steps, said)


def test_the_two_parts_of_the_chosen_network_are_drawn_as_medians_over_its_seeds():
    for network, loss in (("dense", "squared error"), ("convolutional", "cross-entropy")):
        figure = pictures.parts(network, loss)
        for panel, (experiment, known) in enumerate(
            zip(images.EXPERIMENTS, labels.EXPERIMENTS, strict=True)
        ):
            result = store.largest(experiment)
            case = look.case_of(network, loss)
            *lines, alike = drawn(figure, panel=panel)
            for part, line in enumerate(lines, 1):
                runs = [images.curves(result, case, seed) for seed in result.recipe.seeds]
                np.testing.assert_allclose(
                    line, np.median([run[part] for run in runs], 0)[1:], rtol=1e-3
                )
            assert alike[0] == labels.mean_label(store.largest(known))
            assert figure.axes[panel].get_ylim()[1] > max(line.max() for line in lines)
            said = [text.get_text() for text in figure.axes[panel].texts]
            assert said == ["one answer for all", "low part", "high part"]
    with pytest.raises(ValueError, match=r"network is one of dense, convolutional .*'vgg'"):
        pictures.parts("vgg")
    with pytest.raises(ValueError, match=r"loss one of squared error, cross-entropy; .*'hinge'"):
        pictures.parts(loss="hinge")


def test_the_narrower_the_bump_the_farther_its_waves_reach():
    reach = []
    for width in (0.02, 0.04, 0.2):
        (_, bump), (_, waves) = (drawn(pictures.bump(width), panel=panel) for panel in (0, 1))
        reach.append((waves > 0.1).sum())
        assert bump.max() == pytest.approx(1, abs=0.01)
        title = pictures.bump(width).axes[0].get_title(loc="left")
        assert title == f"spread {width:g}; dashed 0.11"
    assert reach == sorted(reach, reverse=True)
    assert len(set(reach)) == 3
    with pytest.raises(ValueError, match=r"spread is 0.01 to 0.3 of the line; got 0.5"):
        pictures.bump(0.5)


def test_the_ones_lie_together_and_the_others_apart():
    known = store.largest(labels.DIGITS_LABELS)
    places, line = known.shards["labels"]["places"], np.arange(labels.BINS)
    middle = places @ line / places.sum(1)
    spread = np.sqrt((places * (line - middle[:, None]) ** 2).sum(1) / places.sum(1))
    assert spread.argmin() == bumps.ONE
    assert spread[bumps.ONE] < 0.5 * np.delete(spread, bumps.ONE).min()
    wide = np.median(np.delete(spread, bumps.ONE)) / labels.BINS
    assert wide == pytest.approx(bumps.WIDE, abs=0.02)


def kept_waves(digit):
    """Of each digit, how many whole frequencies reach the level that is drawn."""
    *spectra, level = pictures.digit_hill(digit).axes[1].lines
    assert (np.asarray(level.get_ydata()) == TIMES_THE_FLOOR).all()
    return [
        sum(y >= TIMES_THE_FLOOR for x, y in line.get_xydata() if x > 0 and x == round(x))
        for line in spectra
    ]


def test_the_bars_of_the_pairs_are_those_of_all_networks_and_of_the_waves_that_count():
    learnt = store.largest(images.DIGITS_IN_PARTS)
    kept = kept_waves(bumps.ONE)
    (order,) = pictures.orders().axes
    for row, which in enumerate(bumps.NAMES.values()):
        found = pairs.orders(learnt, learnt.recipe.cases, **{which: bumps.ONE})
        widths = [bar.get_width() for bar in order.patches[3 * row : 3 * row + 3]]
        np.testing.assert_allclose(widths, np.array(found) / sum(found))
        digits = [bumps.ONE] if which == "only" else [*{*range(10)} - {bumps.ONE}]
        trainings = len(learnt.recipe.seeds) * len(learnt.recipe.cases)
        count = trainings * sum(math.comb(kept[each], 2) for each in digits)
        assert sum(found) == count
        assert any(f"{count:,} pairs" in text.get_text() for text in order.texts)


@pytest.mark.parametrize("digit", [1, 7])
def test_a_chosen_digit_is_black_where_its_images_lie_and_in_its_waves(digit):
    known = store.largest(labels.DIGITS_LABELS)
    places = known.shards["labels"]["places"]
    figure = pictures.digit_hill(digit)
    for line, row in zip(drawn(figure), places, strict=True):
        np.testing.assert_allclose(line, row / row.sum())
    for axes in figure.axes:
        thick = [line.get_linewidth() > 2 for line in axes.lines[: len(places)]]
        assert np.flatnonzero(thick).tolist() == [digit]
    assert figure.axes[0].get_title(loc="left") == f"where the images of a {digit} lie"
    with pytest.raises(ValueError, match="digit is 0 to 9; got 10"):
        pictures.digit_hill(10)


def test_letters_are_large_enough_for_a_phone(smallest_letter):
    for name in ("still", "parts", "bump", "digit_hill", "orders"):
        assert smallest_letter(getattr(pictures, name)()) > 7
