"""The build of the book on embedded data alone: what ran, as where, and what it left."""

import json

import nbformat
import pytest

from tools import check_pairs, outputs
from tools.pages import ROOT, listed, notebooks

FOLDER = ROOT / "build" / "embedded"


@pytest.fixture(scope="module")
def costs(html):
    """What each chapter cost, as the status page reads it."""
    return json.loads((FOLDER / "chapters.json").read_text())


@pytest.fixture(scope="module")
def shown(html):
    """The notebooks as the pages show them."""
    return {
        page: nbformat.read(FOLDER / "site" / f"{page}.ipynb", as_version=4) for page in notebooks()
    }


def test_every_notebook_is_what_its_text_says():
    assert check_pairs.problems() == []


def test_every_page_is_built(html):
    assert [page for page in listed() if not (html / f"{page}.html").exists()] == []


def test_every_chapter_ran_as_on_colab_with_the_package_that_its_first_cell_installed(shown, costs):
    packages = {page: cost["package"] for page, cost in costs.items()}
    assert packages
    assert [page for page, path in packages.items() if "/.installed/" not in path] == []


def test_every_chapter_ran_to_its_end(shown):
    unfinished = [
        page
        for page, notebook in shown.items()
        if any(cell.execution_count is None for cell in outputs.code_cells(notebook))
    ]
    assert unfinished == []


def test_a_progress_bar_leaves_nothing_on_a_page(shown):
    texts = {
        output.text
        for page, notebook in shown.items()
        for cell in outputs.code_cells(notebook)
        for output in cell.outputs
        if output.output_type == "stream"
    }
    assert [text for text in texts if "\r" in text or "it/s" in text or not text.strip()] == []


def test_the_build_measured_what_each_chapter_costs(costs):
    for cost in costs.values():
        assert 0 < cost["cpu_seconds"]
        assert 20 < cost["memory_mib"]
        assert 0 < cost["seconds"]


def test_the_book_has_an_explorer_and_its_chapters_have_pictures(html, costs):
    assert "application/vnd.jupyter.widget-view+json" in (html / f"{listed()[0]}.html").read_text()
    without = {page for page, cost in costs.items() if cost["first_picture_seconds"] is None}
    assert {page for page in without if "/reference/" not in page} == set()
