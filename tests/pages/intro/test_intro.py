"""The first page: its picture shows what was measured, its cards lead to every chapter."""

import io
import re

import numpy as np
import pytest
from PIL import Image

from fourierbook.data import datasets
from fourierbook.experiments.intro import one_band
from fourierbook.pages.intro import cards, hero, numbers, pictures, split
from fourierbook.results import store
from tools.pages import ROOT, listed

TEXT = (ROOT / "book" / "intro.md").read_text()


@pytest.fixture(scope="module")
def shown():
    return hero.chosen(one_band.DIGITS_IN_A_BAND)


def test_at_rest_the_network_of_the_band_is_right_and_the_ordinary_one_is_not(shown):
    figure = pictures.still()
    band, answers, whole = figure.axes
    np.testing.assert_allclose(whole.images[0].get_array(), shown.images["whole"][0])
    np.testing.assert_allclose(band.images[0].get_array(), shown.images["band"][0])
    framed = [all(spine.get_visible() for spine in axes.spines.values()) for axes in (whole, band)]
    assert framed == [False, True]
    widths = [bar.get_width() for bar in answers.patches]
    names = [label.get_text() for label in answers.get_yticklabels()]
    right = shown.classes[shown.labels[0]]
    ordinary, trained = names[: hero.MOST], names[hero.MOST :]
    assert ordinary[0] != right
    assert trained[0] == right
    filled = [bar.get_facecolor()[:3] != (1, 1, 1) for bar in answers.patches]
    assert filled == [name == right for name in names]
    for group, who in enumerate(hero.NETWORKS):
        best = np.sort(shown.says[who, "band"][0])[::-1][: hero.MOST]
        np.testing.assert_allclose(widths[group * hero.MOST : (group + 1) * hero.MOST], best)


def test_what_the_picture_says_in_words_at_rest_is_in_its_alternative_text(shown):
    says = [shown.classes[shown.says[who, "band"][0].argmax()] for who in hero.NETWORKS]
    alt, *_ = re.findall(r"alt: (.*)", TEXT)
    assert f"says {says[0]} and is wrong" in alt
    assert f"says {says[1]}, surely, and is right" in alt


def test_each_image_is_of_another_class_and_the_network_of_the_band_names_it_right(shown):
    assert len({*shown.labels}) == len(shown.labels) >= 5
    every = np.arange(len(shown.labels))
    assert (shown.says["trained", "band"].argmax(1) == shown.labels).all()
    assert (shown.says["ordinary", "band"].argmax(1) != shown.labels).all()
    sure = shown.says["trained", "band"][every, shown.labels]
    assert (np.diff(sure) <= 0).all()


def test_the_other_button_shows_the_whole_image_of_the_same_digit(shown, monkeypatch):
    monkeypatch.setattr(hero.datasets, "available", lambda name: False)
    choice, slider, stage, stand_in = pictures.hero().children
    assert "handwritten digits" in stand_in.value
    assert [name for name, _ in choice.options] == list(hero.VIEWS.values())
    assert (choice.index, slider.index) == hero.REST
    assert [*hero.VIEWS][choice.index] == "band"
    assert [len(row.children) for row in stage.children] == [len(shown.labels)] * 2
    named = [re.search("It shows: ([^.]*)", row.children[3].value)[1] for row in stage.children]
    assert named == [shown.classes[shown.labels[3]]] * 2
    whole = datasets.load("digits", "test", count=one_band.SHOWN).images
    places = hero.surest(store.largest(one_band.DIGITS_IN_A_BAND), _labels())
    np.testing.assert_allclose(shown.images["whole"][3], whole[places[3], 0])


def _labels():
    return datasets.load("digits", "test", count=one_band.SHOWN).labels.numpy()


def test_a_cutoff_splits_the_flower_into_two_parts_that_sum_to_it():
    whole = split.photograph("flower", height=split.SIDE, width=split.SIDE)
    few, many = split.parts(3), split.parts(24)
    for low, high in (few, many):
        np.testing.assert_allclose(low + high, whole, atol=1e-5)
    assert few[1].std() > 1.5 * many[1].std()
    assert np.ptp(split.parts(0)[0].numpy(), axis=(1, 2)).max() < 1e-5, "the mean colour alone"


def test_another_cutoff_draws_another_picture():
    pictures_ = [split.beside(cutoff) for cutoff in (4, 24)]
    assert all(each.shape == (split.SIDE, 2 * split.SIDE + split.GAP, 3) for each in pictures_)
    assert np.abs(pictures_[0].astype(float) - pictures_[1]).mean() > 5


def test_the_cutoff_moves_from_the_mean_colour_to_the_finest_waves():
    _, stage, _ = pictures.split().children
    assert len(stage.children) == len(split.CUTOFFS)
    assert stage.selected_index == split.CUTOFFS.index(split.AT_REST)


def test_what_the_caption_says_of_both_networks_is_so_for_all_that_is_shown(shown):
    said = {pair: answers.argmax(1) for pair, answers in shown.says.items()}
    for lost in (("ordinary", "band"), ("trained", "whole")):
        two = np.sort(np.bincount(said[lost]))[-2:].sum()
        assert two / len(said[lost]) > 0.85, "one or two answers to nearly everything"
    assert (said["ordinary", "whole"] == shown.labels).mean() > 0.8
    assert (said["trained", "whole"] == shown.labels).mean() < 0.3


def test_without_recorded_answers_there_is_no_picture(monkeypatch):
    monkeypatch.setattr(store, "largest", lambda experiment: None)
    with pytest.raises(LookupError, match="digits_in_a_band is not recorded"):
        pictures.still()
    with pytest.raises(LookupError, match="photographs_in_a_band is not recorded"):
        numbers.trained_band()


# Cards


def test_every_chapter_has_a_card_with_its_picture_and_a_link():
    chapters = [name for name in listed() if name.split("/")[1] in ("basics", "learning", "seeing")]
    for chapter in chapters:
        name = chapter.rsplit("/", 1)[-1]
        assert f"](_static/cards/{name}.png)" in TEXT
        assert f"]({chapter.removeprefix('book/')}.ipynb)" in TEXT
    assert list(cards.CARDS) == [chapter.rsplit("/", 1)[-1] for chapter in chapters]


@pytest.mark.parametrize("name", cards.CARDS)
def test_a_card_is_drawn_from_what_ships_and_is_the_one_that_is_committed(name):
    drawn = cards.card(name)
    (axes,) = drawn.axes
    assert axes.has_data()
    file = ROOT / "book" / "_static" / "cards" / f"{name}.png"
    assert file.stat().st_size < 120_000
    image = Image.open(file)
    assert image.size == (640, 400)
    now, then = (
        np.asarray(each.convert("L").resize((32, 20)), float)
        for each in (Image.open(io.BytesIO(drawn.png())), image)
    )
    assert np.abs(now - then).mean() < 6  # fonts and rounding differ between machines


def test_a_page_without_a_card_is_an_error():
    with pytest.raises(ValueError, match="cards are those of fourier_primer"):
        cards.card("debate")
