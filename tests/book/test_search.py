"""The search leads: its first result is the page that a reader would want."""

from urllib.parse import quote

import pytest

from tests.book import pages

REFERENCE = "book/reference/api_"
# Where a query leads; a question may have two good answers.
WANTED = {
    "CIFAR-10": ["book/how_to_use"],
    "low-pass filter": ["book/seeing/band_limited_filters"],
    "why do networks learn low frequencies first": ["book/learning/why_low_first"],
    "networks learn low frequencies first": ["book/learning/f_principle"],
    "heatmap": ["book/seeing/fourier_heatmaps"],
    "adversarial attack": ["book/seeing/corruptions_and_attacks"],
    "aliasing": ["book/glossary.html#term-aliasing"],
    "how to cite": ["book/how_to_use"],
    "fourier_heatmap": [f"{REFERENCE}measure.html#measure.heatmap.fourier_heatmap"],
    "square_low_pass": [f"{REFERENCE}signal.html#signal.filters.square_low_pass"],
}
RESULTS = "#search-results li"


@pytest.fixture
def results(browser, server):
    """Ask, and get the open page once all results are there."""
    opened = []

    def ask(query):
        opened.append(pages.opened(browser, f"{server}/search.html?q={quote(query)}"))
        noted = opened[-1].__enter__()
        noted.page.wait_for_function("document.querySelector('.search-summary')?.innerText")
        noted.page.wait_for_load_state("networkidle")
        return noted

    yield ask
    for one in opened:
        one.__exit__(None, None, None)


@pytest.mark.parametrize("query", WANTED)
def test_the_first_result_is_the_page_that_a_reader_wants(results, query):
    noted = results(query)
    first = noted.page.locator(f"{RESULTS} > a").first.get_attribute("href")
    assert any(first.startswith(page) for page in WANTED[query]), first
    assert noted.complaints == []


@pytest.mark.parametrize("query", ["CIFAR-10", "low-pass filter", "filters"])
def test_what_a_result_shows_is_neither_code_nor_tex(results, query):
    summaries = results(query).page.locator(f"{RESULTS} .context").all_inner_texts()
    assert len(summaries) > 3
    marks = ("#@", ">>>", "\\(", "\\[", "\\frac", "\\lvert", "Fold it", "Contents")
    assert {mark: text for text in summaries for mark in marks if mark in text} == {}
    # A sentence may name an import, code has several.
    assert [text for text in summaries if text.count("import ") > 1] == []


def test_a_function_that_a_search_finds_is_where_its_link_leads(results):
    noted = results("radial_profile")
    noted.page.locator(f"{RESULTS} > a").first.click()
    heading = noted.page.locator("[id='signal.spectra.radial_profile']")
    assert 0 <= heading.bounding_box()["y"] < 900


def test_code_and_tex_are_not_in_the_index(html):
    index = (html / "searchindex.js").read_text()
    for word in ("importlib", "nograd", "lvert", "operatornam", "mathcal"):
        assert f'"{word}"' not in index
