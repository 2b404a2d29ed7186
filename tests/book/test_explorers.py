"""Explorers on pages without a kernel: by keyboard, by Play, and from a file."""

import pytest

from tests.book import pages
from tools.pages import listed

# What a reader sees and hears of the explorer around a slider.
STATE = """(handle) => {
  const explorer = handle.closest(".widget-subarea");
  const shown = (e) => e.getClientRects().length > 0;
  return {
    picture: [...explorer.querySelectorAll("img")].filter(shown).map((e) => e.alt + e.src),
    said: handle.getAttribute("aria-valuetext"),
    name: handle.getAttribute("aria-label"),
  };
}"""
HANDLE = ".widget-slider .noUi-handle"


@pytest.fixture(scope="module", params=listed())
def explored(request, browser, html, server):
    """One page, opened once for all the tests of this file; not every page has an explorer."""
    if "widget-view+json" not in (html / f"{request.param}.html").read_text():
        yield None
        return
    with pages.opened(browser, f"{server}/{request.param}.html") as noted:
        yield noted.page


def found(page, selector):
    """What a page has of a kind; nothing where it has no explorer."""
    return [] if page is None else page.locator(selector).all()


def press(handle, key):
    handle.press(key)
    pages.settle(handle.page)
    return handle.evaluate(STATE)


def test_a_slider_moves_by_keyboard_and_its_picture_follows(explored):
    for handle in found(explored, HANDLE):
        first, last, back = (press(handle, key) for key in ("Home", "End", "Home"))
        stepped = press(handle, "ArrowRight")
        assert first == back
        assert first["said"] not in (stepped["said"], last["said"])
        assert first["picture"] != last["picture"]
        assert len(first["picture"]) == len(last["picture"]) > 0
        assert first["name"].strip()


def test_a_focused_slider_is_ringed(explored):
    for handle in found(explored, HANDLE):
        handle.focus()
        handle.press("Home")
        assert handle.evaluate("(e) => getComputedStyle(e).outlineStyle") == "solid"


def test_play_turns_the_pictures(explored):
    for play in found(explored, ".widget-play"):
        explorer = play.locator("xpath=ancestor::*[contains(@class, 'widget-subarea')]")
        handle = explorer.locator(HANDLE)
        before = press(handle.first, "Home")
        play.locator("button").first.click()
        turned = "([handle, said]) => handle.getAttribute('aria-valuetext') !== said"
        explored.wait_for_function(turned, arg=[handle.first.element_handle(), before["said"]])
        pages.settle(explored)
        assert handle.first.evaluate(STATE)["picture"] != before["picture"]
        play.locator("button").first.click()


def test_the_first_page_opens_from_a_file_and_its_explorer_works(browser, html):
    with pages.opened(browser, (html / f"{listed()[0]}.html").as_uri()) as noted:
        # The browser forbids the theme's preloaded fonts on file://; the pages do without them.
        complaints = [text for text in noted.complaints if "font" not in text.lower()]
        assert [text for text in complaints if "net::ERR_FAILED" not in text] == []
        assert {url.split(":")[0] for url in noted.requests} <= {"file", "data", "blob"}
        handle = noted.page.locator(HANDLE).first
        assert press(handle, "Home")["picture"] != press(handle, "End")["picture"]
