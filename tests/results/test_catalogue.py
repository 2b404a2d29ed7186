from dataclasses import asdict, replace

import pytest

from fourierbook.measure.intervals import student, wilson
from fourierbook.models import zoo
from fourierbook.results import catalogue
from fourierbook.results.networks import NETWORKS, Network

RECIPE = NETWORKS["specimens-cnn"].recipe


def card(accuracy, low_pass, seed=0):
    """A card of a network of which half of all images withstand everything."""
    return {
        "classes": 4,
        "recipe": asdict(replace(RECIPE, seed=seed)),
        "accuracy": wilson(round(200 * accuracy), 200)._asdict(),
        "robust_accuracy": {
            attack: wilson(50, 100)._asdict() for attack in catalogue.ATTACKED
        },
        "bands": {"images": 100, "bandwidths": [3, 7], "low_pass": low_pass,
                  "high_pass": [0.0, 1.0]},
        "seconds": 100 * (seed + 1),
        "device": "CPU, 1 thread",
    }  # fmt: skip


@pytest.fixture
def two(monkeypatch, tmp_path):
    """A zoo of two networks, one with a card, and with one seed or two."""
    monkeypatch.setattr(zoo, "WEIGHTS", tmp_path)
    chosen = {"one": Network(RECIPE, "the only one"), "none": Network(RECIPE, "is not there")}
    monkeypatch.setattr(catalogue, "NETWORKS", chosen)

    def with_cards(*cards):
        for facts in cards:
            zoo.save("one", zoo.architecture("small_cnn", "specimens", classes=4), facts,
                     seed=facts["recipe"]["seed"])  # fmt: skip

    return with_cards


def test_one_seed_has_its_interval_over_images(two):
    two(card(0.9, [0.25, 0.75]))
    assert catalogue.measured("one", catalogue.accuracy) == wilson(180, 200)
    widths, intervals = catalogue.band_curve("one", "low_pass")
    assert (widths, intervals) == ([3, 7], [wilson(25, 100), wilson(75, 100)])


def test_several_seeds_have_theirs_over_seeds(two):
    two(card(0.9, [0.2, 0.7]), card(0.8, [0.3, 0.9], seed=1))
    assert catalogue.measured("one", catalogue.accuracy) == student([0.9, 0.8])
    assert catalogue.band_curve("one", "low_pass")[1] == [student([0.2, 0.3]), student([0.7, 0.9])]


def test_the_tables_say_what_the_cards_say(two):
    two(card(0.9, [0.2, 0.7]), card(0.8, [0.3, 0.9], seed=1))
    (row,) = catalogue.reached().splitlines()[2:]
    assert row == "| `one` | 0.850 ± 0.635" + " | 0.500 ± 0.000" * len(catalogue.ATTACKED) + " |"
    (row,) = catalogue.purposes().splitlines()[2:]
    epochs = zoo.card("one")["recipe"]["epochs"]
    assert row == f"| `one` | the only one | 26,180 | 0, 1 | {epochs} | 2 minutes, CPU, 1 thread |"
    (row,) = catalogue.not_trained().splitlines()[2:]
    assert row == "| `none` | is not there | `fourierbook reproduce none` |"


def test_the_network_that_square_hurts_most_beside_pgd_is_named(two):
    hidden = card(0.9, [0.2, 0.7])
    attacks = hidden["robust_accuracy"]
    attacks["square 8/255"] = {**attacks["square 8/255"], "mean": 0.25}
    two(hidden)
    said = catalogue.least_lead_of_square()
    assert "`one`" in said
    assert said.endswith("-0.250.")


def test_every_attack_of_a_card_has_its_column():
    assert catalogue.ATTACKS.keys() == catalogue.ATTACKED.keys()
    head, _, *rows = catalogue.reached().splitlines()
    assert len(rows) == len(catalogue.trained())
    assert all(row.count("|") == head.count("|") for row in rows)
