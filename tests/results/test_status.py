import json

import pytest

from fourierbook.data import datasets
from fourierbook.ledger import status
from fourierbook.results import catalogue, store
from fourierbook.results.networks import NETWORKS
from tests.results.fakes import Draws, claim, experiment


def page():
    parts = (status.data, status.machine, status.costs, status.recorded, status.not_run)
    return "\n".join(part() for part in parts)


@pytest.mark.parametrize("there", [True, False])
def test_the_page_says_cifar10_if_and_only_if_the_build_had_it(there, book, monkeypatch):
    recipes = {"thorough": Draws(5, data="cifar10"), "full": Draws(6, data="cifar10")}
    draws = experiment(recipes=recipes)
    book(draws, claims=[claim()])
    store.compute(draws, "thorough")
    monkeypatch.setattr(datasets, "available", lambda name: there or name != "cifar10")
    assert ("cifar10" in page()) == there
    assert "CIFAR-10" in page()


def test_what_has_run_and_what_has_not_are_told_apart(book):
    recipes = {"quick": Draws(3), "thorough": Draws(5), "full": Draws(6)}
    draws = experiment(recipes=recipes)
    book(draws, claims=[claim(), claim(id="b", least=100)])
    store.compute(draws, "thorough")
    row = status.recorded().splitlines()[2]
    assert row.startswith("| draws | thorough | none | 0, 1, 2 |")
    assert row.endswith("| this machine |")
    networks, trained = len(NETWORKS), len(catalogue.trained())
    assert status.not_run().splitlines() == [
        "- `draws` at scale full, on no data: not run.",
        f"- Of {networks} networks, {networks - trained} are not trained yet.",
        "- Of 2 claims, 0 have not been run.",
    ]


def test_the_costs_are_those_that_the_build_measured(places, monkeypatch):
    cost = {
        "seconds": 12.34,
        "cpu_seconds": 10.0,
        "memory_mib": 1234,
        "first_picture_seconds": None,
        "package": None,
    }
    path = places / "chapters.json"
    path.write_text(json.dumps({"book/basics/fourier_primer": cost}))
    monkeypatch.setenv(status.STATS, str(path))
    row = status.costs().splitlines()[2]
    assert row == "| basics/fourier_primer | 12.3 | 10.0 | 1,234 | none |"
    monkeypatch.delenv(status.STATS)
    assert "not known" in status.costs()


def test_the_machine_is_told_without_its_name(book, places):
    text = status.machine()
    assert "| scale that the chapters compute | quick |" in text
    assert "| device | CPU, " in text
    assert "torch" in text
    assert str(places) not in text
