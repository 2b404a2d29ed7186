"""The reference: pages that a phone can open, and places that links and searches lead to."""

import re

import pytest

from tests.book import pages
from tools.pages import listed

INDEX = "book/reference/api"
REFERENCE = [page for page in listed() if page.startswith(INDEX)]
MOST = 15_000  # elements of a page


@pytest.mark.parametrize("page", REFERENCE)
def test_a_page_of_the_reference_is_small_enough_for_a_phone(browser, server, page):
    with pages.opened(browser, f"{server}/{page}.html", width="phone") as noted:
        assert 200 < noted.page.evaluate("document.querySelectorAll('*').length") < MOST


def test_the_index_lists_every_entry_of_its_pages(html):
    index = (html / f"{INDEX}.html").read_text()
    listed_ = re.findall(r'<li id="[^"]+"><p><a class="[^"]*" href="([^"]+)"', index)
    listed_ += re.findall(r'<li><p><a class="reference internal" href="(\w*\.html#[^"]+)"', index)
    places = [
        f"{page.rpartition('/')[2]}.html#{name}"
        for page in REFERENCE[1:]
        for name in re.findall(
            r'<h3 class="rubric" id="([\w.]+\.\w+)"', (html / f"{page}.html").read_text()
        )
    ]
    assert len(places) > 300
    assert set(places) <= set(listed_)


def test_a_link_to_the_page_that_held_all_arrives_at_a_line_with_a_link(browser, server):
    with pages.opened(browser, f"{server}/{INDEX}.html#square-low-pass") as noted:
        line = noted.page.locator("#square-low-pass")
        assert 0 <= line.bounding_box()["y"] < 900
        line.locator("a").click()
        heading = noted.page.locator("[id='signal.filters.square_low_pass']")
        assert heading.inner_text() == "square_low_pass"
        assert 0 <= heading.bounding_box()["y"] < 900
        assert noted.complaints == []
