"""The first page: its picture shows what was measured, its cards lead to every chapter."""

import html
import io
import re

import numpy as np
import pytest
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.text import Text
from PIL import Image

from fourierbook.data import datasets
from fourierbook.experiments.intro import one_band
from fourierbook.figures import plots
from fourierbook.pages.intro import cards, hero, numbers, pictures, split
from fourierbook.results import store
from tools.pages import ROOT, listed

AT_THREE = [(view, 3) for view in hero.VIEWS]
TEXT = (ROOT / "book" / "intro.md").read_text()


@pytest.fixture(scope="module")
def shown():
    return hero.chosen(one_band.DIGITS_IN_A_BAND)


def drawn(shown, view, place):
    """The axes of a frame, its bars by row, and its words by row."""
    _, axes = plots.panels(1, 2)
    hero.draw(axes, shown, view, place)
    bars = {round(bar.get_y() + bar.get_height() / 2, 3): bar for bar in axes[1].patches}
    words = {round(text.get_position()[1], 3): text.get_text() for text in axes[1].texts}
    return axes, bars, words


def test_at_rest_the_network_of_the_band_is_right_and_the_ordinary_one_is_not(shown):
    picture, answers = pictures.still().axes
    assert picture.get_title() == "the ripples of an image"
    ordinary, trained = "trained on whole images", "trained on ripples"
    said = [text.get_text() for text in answers.texts]
    right = shown.classes[shown.labels[0]]
    assert said.index(trained) == 3, "two answers below the first network's name"
    assert said[0] == ordinary
    assert said[4] == f"{right} ✓"
    assert right not in " ".join(said[1:3])


@pytest.mark.parametrize("view", hero.VIEWS)
def test_the_left_panel_is_what_the_networks_are_shown_and_there_is_no_other_image(shown, view):
    for place in range(len(shown.labels)):
        (picture, answers), *_ = drawn(shown, view, place)
        (image,) = picture.images
        np.testing.assert_allclose(image.get_array(), shown.images[view][place])
        assert picture.get_title() == hero.TITLES[view]
        assert not answers.images


@pytest.mark.parametrize("view", hero.VIEWS)
def test_bars_are_the_surest_answers_and_the_right_one_is_filled_and_ticked(shown, view):
    for place, label in enumerate(shown.labels):
        _, bars, words = drawn(shown, view, place)
        expected = {}
        for group, (who, (title, _)) in enumerate(hero.NETWORKS.items()):
            assert words.pop(group * hero.GROUP) == title
            says = shown.says[who, view][place]
            for row, answer in enumerate(hero.surest_answers(says), start=1):
                expected[group * hero.GROUP + row] = (shown.classes[answer], says[answer])
        assert expected.keys() == bars.keys() == words.keys(), "a name to each bar, and no other"
        for row, (name, confidence) in expected.items():
            right = name == shown.classes[label]
            assert words[row] == (f"{name} ✓" if right else name)
            assert (bars[row].get_facecolor()[:3] != (1, 1, 1)) == right
            assert bars[row].get_width() == confidence


def test_of_each_network_at_most_two_answers_are_drawn_and_none_that_is_too_faint_to_see():
    assert hero.surest_answers(np.array([0.2, 0.5, 0.3])) == [1, 2]
    assert hero.surest_answers(np.array([0.985, 0.0, 0.015])) == [0]
    assert hero.surest_answers(np.full(100, 0.01))[1:] == [], "one, however unsure"


def test_nothing_jumps_from_one_frame_to_another(shown):
    places = set()
    for view, place in ((view, place) for view in hero.VIEWS for place in (0, 1, 7)):
        axes, *_ = drawn(shown, view, place)
        axes[0].figure.draw_without_rendering()
        where = tuple(np.round([panel.get_position().bounds for panel in axes], 6).ravel())
        places.add((where, axes[1].get_xlim(), axes[1].get_ylim()))
        assert axes[1].get_xticks().tolist() == [0, 0.5, 1]
    assert len(places) == 1


def test_the_longest_name_of_a_class_has_room_left_of_the_bars(shown):
    photographs = shown._replace(classes=datasets.CIFAR10_CLASSES)
    place = [*photographs.labels].index(datasets.CIFAR10_CLASSES.index("automobile"))
    (_, answers), _, words = drawn(photographs, "band", place)
    assert "automobile ✓" in words.values()
    answers.figure.set_size_inches(pictures.still().get_size_inches())
    answers.figure.draw_without_rendering()
    room = answers.get_window_extent()
    assert all(room.x0 - 1 <= word.get_window_extent().x0 for word in answers.texts), "pixels"


def test_no_letter_is_below_nine_pixels_on_a_phone():
    figure = pictures.still()
    figure.draw_without_rendering()
    phone = 345 / figure.get_size_inches()[0]  # pixels an inch, where a page has 390
    words = [word for word in figure.findobj(Text) if word.get_text() and word.get_visible()]
    assert len(words) > 8
    assert min(word.get_fontsize() for word in words) / 72 * phone >= 9


def test_the_tick_is_a_letter_of_the_font():
    fonts = [FontProperties(family="DejaVu Sans", weight=weight) for weight in ("normal", "bold")]
    assert all(ord("✓") in get_font(findfont(font)).get_charmap() for font in fonts)


def test_what_the_picture_says_in_words_at_rest_is_in_its_alternative_text(shown):
    says = [shown.says[who, "band"][0] for who in hero.NETWORKS]
    names = [
        " or ".join(shown.classes[answer] for answer in hero.surest_answers(each)) for each in says
    ]
    alt, *_ = re.findall(r"alt: (.*)", TEXT)
    assert f"trained on whole images says {names[0]}, and is wrong" in alt
    assert f"trained on ripples says {names[1]}, surely, and is right" in alt


def test_an_alternative_text_says_what_is_shown_and_who_is_right(shown):
    for place, label in enumerate(shown.labels):
        band, whole = (hero._alt(shown, view, place) for view in hero.VIEWS)
        assert band.startswith("Left, the ripples of a handwritten digit.")
        assert whole.startswith("Left, a whole handwritten digit.")
        name = shown.classes[label]
        assert re.search(rf"on ripples says {name} with confidence [\d.]+ and is right", band)
        assert re.search(r"on whole images says \d with confidence [\d.]+ and is wrong", band)
        known = shown.says["ordinary", "whole"][place].argmax() == label
        assert (f"on whole images says {name} with" in whole) == known


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
    alts = [html.unescape(row.children[3].value) for row in stage.children]
    assert all(hero._alt(shown, *at) in alt for at, alt in zip(AT_THREE, alts, strict=True))
    whole = datasets.load("digits", "test", count=one_band.SHOWN).images
    places = hero.surest(store.largest(one_band.DIGITS_IN_A_BAND), _labels("digits"))
    np.testing.assert_allclose(shown.images["whole"][3], whole[places[3], 0])


def _labels(data):
    return datasets.load(data, "test", count=one_band.SHOWN).labels.numpy()


def test_a_cutoff_splits_the_flower_into_two_parts_that_sum_to_it():
    whole = split.photograph("flower", height=split.SIDE, width=split.SIDE)
    few, many = split.parts(3), split.parts(24)
    for low, high in (few, many):
        np.testing.assert_allclose(low + high, whole, atol=1e-5)
    assert few[1].std() > 1.5 * many[1].std()
    assert np.ptp(split.parts(0)[0].numpy(), axis=(1, 2)).max() < 1e-5, "the mean colour alone"


def test_another_cutoff_draws_another_picture():
    pictures_ = [split.beside(cutoff) for cutoff in (4, 24)]
    for name in ("low waves", "high waves"):
        one, other = (each[name] for each in pictures_)
        assert one.shape == other.shape == (split.SIDE, split.SIDE, 3)
        assert np.abs(one.astype(float) - other).mean() > 5


def test_the_cutoff_moves_from_the_mean_colour_to_the_finest_waves():
    _, stage, _ = pictures.split().children
    assert len(stage.children) == len(split.CUTOFFS)
    assert stage.selected_index == split.CUTOFFS.index(split.AT_REST)


@pytest.mark.parametrize(
    "experiment",
    [
        one_band.DIGITS_IN_A_BAND,
        pytest.param(one_band.PHOTOGRAPHS_IN_A_BAND, marks=pytest.mark.real_data),
    ],
)
def test_classes_that_are_missing_are_what_the_ordinary_network_says_of_ripples(experiment):
    result = store.largest(experiment)
    labels = _labels(result.recipe.data)
    missing = {*labels} - {*labels[hero.surest(result, labels)]}
    said = one_band.says(result, "ordinary", "band").argmax(1)
    assert len(missing) in (1, 2)
    assert np.isin(said, [*missing]).mean() > 0.9
    assert len(said) == one_band.SHOWN == 100


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
