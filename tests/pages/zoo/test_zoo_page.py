"""The page on the zoo: its picture and its words follow the networks' cards."""

import re

import numpy as np
import pytest
from matplotlib.colors import to_hex

from fourierbook.figures import style
from fourierbook.measure import accuracy
from fourierbook.models import zoo
from fourierbook.pages.zoo import numbers, pictures
from fourierbook.results import catalogue
from tools import marked, page_numbers
from tools.pages import ROOT

PAGE = "book/reference/zoo"
TEXT = (ROOT / f"{PAGE}.md").read_text()
PGD = "cifar10-resnet20-pgd"


@pytest.fixture
def with_cards(monkeypatch):
    """Replaces every card of the zoo by what a function makes of its network's name and cards."""
    real = zoo.cards

    def replaced(made):
        monkeypatch.setattr(zoo, "cards", lambda name: made(name, real(name)))

    return replaced


def rows(axes):
    """Names of the rows of a panel, and the words in each of their cells."""
    names = [label.get_text() for label in axes.get_yticklabels()]
    found = {name: {} for name in names}
    for text in axes.texts:
        column, row = text.get_position()
        found[names[row]][column] = text.get_text()
    return found


@pytest.mark.parametrize(("panel", "kind"), [*enumerate(pictures.KINDS)])
def test_each_cell_says_the_accuracy_of_a_card_and_the_last_one_that_on_whole_images(panel, kind):
    axes = pictures.bands().axes[panel]
    shown, heads = rows(axes), [label.get_text() for label in axes.get_xticklabels()]
    assert list(shown) == catalogue.trained()
    for name, cells in shown.items():
        widths, found = catalogue.band_curve(name, kind)
        at = dict(zip(map(str, widths), (f"{each.mean:.2f}" for each in found), strict=True))
        at[pictures.WHOLE] = f"{catalogue.measured(name, catalogue.accuracy).mean:.2f}"
        assert cells == {place: at.get(head, "–") for place, head in enumerate(heads)}
    assert "–" in shown["mnist-cnn"].values()


def test_each_number_can_be_read_on_its_colour_and_all_colours_share_one_scale():
    for axes in pictures.bands().axes:
        (image,) = axes.images
        assert image.get_clim() == (0, 1)
        for text in axes.texts:
            column, row = text.get_position()
            share = image.get_array()[row, column]
            below = pictures.EMPTY if np.ma.is_masked(share) else to_hex(image.to_rgba(share))
            assert style.contrast(text.get_color(), below) >= 4.5


def test_a_reader_chooses_the_rows_and_is_told_which_there_are():
    few = ["mnist-cnn", "specimens-cnn"]
    assert list(rows(pictures.bands(few).axes[0])) == few
    for wrong in ([], ["mnist-cnn", "none"]):
        with pytest.raises(ValueError, match=r"networks are some of cifar10-resnet20, .*; got"):
            pictures.bands(wrong)


def test_the_network_of_seven_steps_stands_in_every_table_with_the_numbers_of_its_card(with_cards):
    assert PGD in rows(pictures.bands().axes[0])
    assert f"`{PGD}`" in catalogue.reached()
    assert f"`{PGD}`" in catalogue.purposes()
    assert f"`{PGD}`" not in catalogue.not_trained()
    assert marked.problems(TEXT, page_numbers.functions(PAGE)) == []
    (card,) = zoo.cards(PGD)
    assert numbers.pgd_epochs() == card["recipe"]["epochs"] != numbers.adversarial_epochs()
    assert numbers.pgd_accuracy() == round(100 * card["accuracy"]["mean"])
    assert numbers.pgd_robust() == round(100 * card["robust_accuracy"]["linf 8/255"]["mean"])
    least = {"linf 8/255": {"mean": 0.25, "n": 1000}}
    with_cards(lambda name, cards: [{**c, "robust_accuracy": least} for c in cards])
    assert numbers.pgd_robust() == numbers.adversarial_robust() == 25
    assert numbers.pgd_steps() == 7


def test_other_cards_change_every_number_that_comes_from_them(with_cards):
    names = ("band_images half_width natural_few adversarial_few low_ahead best_high_share "
             "most_from_high adversarial_steps attacked").split()  # fmt: skip

    def made(_, cards):
        return [other(card) for card in cards]

    def other(card):
        bands = card["bands"]
        attacks = {name: {**found, "n": 7} for name, found in card["robust_accuracy"].items()}
        swapped = {"low_pass": bands["high_pass"], "high_pass": bands["low_pass"], "images": 50}
        recipe = {**card["recipe"], "attack": "linf8_pgd7"}
        return card | {"bands": bands | swapped, "robust_accuracy": attacks, "recipe": recipe}

    before = {name: getattr(numbers, name)() for name in names}
    with_cards(made)
    assert [name for name in names if getattr(numbers, name)() == before[name]] == []
    said = "\n".join(what for _, what in marked.problems(TEXT, page_numbers.functions(PAGE)))
    for condition in ("adversarial_steps == 1", "low_ahead == networks"):
        assert condition in said


def test_the_code_that_loads_a_network_runs():
    (code,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    names = {}
    exec(code.replace('"test")', '"test", count=8)'), names)
    assert names["card"]["recipe"]["data"] == "specimens"
    found = accuracy.accuracy(names["model"], names["images"], names["labels"])
    assert found.mean == 1
