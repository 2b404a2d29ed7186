"""Menus, drawers, the search dialog and a page reached by a search: no serious barrier in any."""

import pytest

from tests.book import pages
from tools.pages import notebooks

STATES = {
    "search dialog": ("wide", ".search-button-field"),
    "search dialog on a phone": ("phone", ".search-button:visible"),
    "contents drawer": ("phone", ".primary-toggle:visible"),
    "drawer of this page's sections": ("phone", ".secondary-toggle:visible"),
    "downloads menu": ("wide", ".dropdown-download-buttons > button"),
}


@pytest.fixture(scope="module")
def chapter(html):
    """Path of the longest chapter."""
    sizes = {name: (html / f"{name}.html").stat().st_size for name in notebooks()}
    return max(sizes, key=sizes.get)


# The short form: each state in one scheme.
SCHEMES = [pytest.param("light", marks=pytest.mark.nightly), "dark"]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("state", STATES)
def test_what_a_button_opens_has_no_serious_barrier(browser, server, chapter, state, scheme):
    width, button = STATES[state]
    address = f"{server}/{chapter}.html"
    with pages.opened(browser, address, width=width, scheme=scheme) as noted:
        closed = noted.page.locator("body").aria_snapshot()
        noted.page.locator(button).first.click()
        pages.settle(noted.page)
        assert noted.page.locator("body").aria_snapshot() != closed, "the button opened nothing"
        assert pages.findings(noted.page) == []
        assert noted.complaints == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_searched_word_is_marked_legibly(browser, server, chapter, scheme):
    address = f"{server}/{chapter}.html?highlight=frequency"
    with pages.opened(browser, address, scheme=scheme) as noted:
        assert noted.page.locator("span.highlighted").count() > 0
        assert pages.findings(noted.page) == []


def test_the_search_finds_a_word_of_the_book(browser, server):
    with pages.opened(browser, f"{server}/search.html?q=frequency") as noted:
        noted.page.locator("#search-results li").first.wait_for()
        assert pages.findings(noted.page) == []
        assert noted.complaints == []
