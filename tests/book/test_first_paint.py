"""What a reader has before a script has run: text, pictures, and nothing that moves later."""

import gzip

import pytest

from tests.book import pages
from tools.pages import listed

MANAGER = "**/html-manager-embed.js*"
WIDTHS = (320, 390, 1300)
PROSE = 150_000  # bytes of a page, as a server sends them
BESIDES = {"mathjax": 700_000, "widget-view": 480_000, "cell_output": 250_000}  # formulas, pictures
SHIFTED = """new PerformanceObserver((list) => {
  for (const each of list.getEntries()) if (!each.hadRecentInput) window.shifted += each.value;
}).observe({ type: "layout-shift", buffered: true });
window.shifted = 0;"""
SHOWN = "(e) => e.complete && e.naturalWidth > 0 && e.getBoundingClientRect().height > 50"


def with_explorers(html):
    """Pages that hold an explorer."""
    return [page for page in listed() if "at-rest" in (html / f"{page}.html").read_text()]


def test_without_any_script_each_explorer_shows_its_picture_and_caption(browser, html, server):
    found = with_explorers(html)
    assert len(found) >= 7
    context = browser.new_context(java_script_enabled=False)
    for name in found:
        page = context.new_page()
        page.goto(f"{server}/{name}.html")
        for picture in page.locator(".at-rest img").all():
            assert picture.evaluate(SHOWN), name
            assert picture.get_attribute("alt")
        page.close()
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_moves_when_the_explorers_stand(browser, html, server, width):
    for name in with_explorers(html):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.add_init_script(SHIFTED)
        page.route("**/mathjax*", lambda route: route.abort())  # formulas are another matter
        page.goto(f"{server}/{name}.html")
        page.wait_for_function("!document.querySelector('.at-rest')")
        pages.settle(page)
        assert page.evaluate("window.shifted") < 0.05, name
        page.close()


def test_an_explorer_fetches_its_other_pictures_when_it_is_touched(browser, server):
    with pages.opened(browser, f"{server}/{listed()[0]}.html") as noted:
        page = noted.page

        def fetched():
            return {url for url in noted.requests if "/_images/" in url}

        before = fetched()
        assert 1 <= len(before) < 8
        many = page.locator("[data-pictures]").first.get_attribute("data-pictures").split()
        assert len(many) > len(before)
        page.locator(".widget-subarea .noUi-handle").first.hover()
        page.wait_for_load_state("networkidle")
        assert {each.split("/")[-1] for each in many} <= {url.split("/")[-1] for url in fetched()}


def test_a_slider_says_its_label_and_what_is_seen(browser, html, server):
    with pages.opened(browser, f"{server}/{listed()[0]}.html") as noted:
        handle = noted.page.locator(".widget-slider .noUi-handle").first
        handle.press("End")
        pages.settle(noted.page)
        seen = handle.evaluate(
            "(e) => [...e.closest('.widget-subarea').querySelectorAll('img')]"
            ".find((img) => img.getClientRects().length).alt"
        )
        assert handle.get_attribute("aria-valuetext").endswith(f": {seen}")


def test_pages_weigh_little_before_an_explorer_is_touched(browser, html, server):
    for name in listed():
        page, requests = browser.new_page(viewport={"width": 390, "height": 844}), []
        page.on("requestfinished", lambda request, seen=requests: seen.append(request))
        page.goto(f"{server}/{name}.html")
        page.wait_for_load_state("networkidle")
        text = (html / f"{name}.html").read_text()
        most = PROSE + sum(more for part, more in BESIDES.items() if part in text)
        assert sum(_sent(request) for request in requests) <= most, name
        page.close()


def _sent(request) -> int:
    """Bytes of an answer as a server with gzip sends them."""
    body = request.response().body()
    return len(body) if request.resource_type == "image" else len(gzip.compress(body))


def test_what_names_an_equation_leads_to_it_and_terms_to_the_glossary(browser, html, server):
    with pages.opened(browser, f"{server}/book/learning/f_principle_images.html") as noted:
        link = noted.page.locator('a[href="#equation-1"]').first
        link.click()
        assert noted.page.locator("#equation-1").evaluate(
            "(e) => e.getBoundingClientRect().top < 900"
        )
        word = noted.page.locator("a.term").first
        address = word.get_attribute("href").split("#")[1]
        assert f'id="{address}"' in (html / "book/glossary.html").read_text()
