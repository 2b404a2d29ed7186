"""What each page says of itself, and what is there beside the pages."""

import re

import pytest

from tests.book import pages
from tools.pages import listed


@pytest.fixture(scope="module")
def texts(html):
    """Each page's HTML."""
    return {page: (html / f"{page}.html").read_text() for page in listed()}


def content(text, name):
    return re.findall(rf'<meta (?:name|property)="{name}" content="([^"]*)"', text)


def test_every_page_has_one_description_of_its_own_without_marks_and_tex(texts):
    said = {page: content(text, "description") for page, text in texts.items()}
    assert [page for page, found in said.items() if len(found) != 1] == []
    assert len({found[0] for found in said.values()}) == len(said)
    odd = r"\\|\$|\*\w|\w\*|`|&lt;|--|\n"
    assert {page: f[0] for page, f in said.items() if re.search(odd, f[0])} == {}
    assert [page for page, f in said.items() if not 30 <= len(f[0]) <= 300] == []


def test_every_page_has_what_is_shown_where_a_link_to_it_is_sent(texts):
    for page, text in texts.items():
        (title,) = content(text, "og:title")
        assert f"<title>{title} " in text, page
        assert content(text, "og:description") == content(text, "description")


def test_pages_without_an_address_name_none(html, texts):
    for text in texts.values():
        assert 'rel="canonical"' not in text
        assert not content(text, "og:url") + content(text, "og:image")
    assert not (html / "sitemap.xml").exists()


def test_every_page_ends_with_licences_version_and_how_to_cite(html, texts):
    for page, text in texts.items():
        foot = text.split('class="extra_footer"')[1]
        assert re.search(r"CC BY 4\.0.*MIT.*Version \d+\.\d+\.\d+.*#citing", foot, re.DOTALL), page
    assert 'id="citing"' in texts["book/how_to_use"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_for_what_is_missing_loads_nothing_and_leads_on(browser, html, server, scheme):
    """Its links hold at any depth, since they begin at the root."""
    text = (html / "404.html").read_text()
    addresses = re.findall(r'(?:href|src|action)="([^"]*)"', text)
    assert [address for address in addresses if not address.startswith("/")] == []
    assert [address for address in addresses if not (html / address[1:]).is_file()] == []
    with pages.opened(browser, f"{server}/404.html", scheme=scheme) as noted:
        assert pages.findings(noted.page) == []
        assert len(noted.requests) <= 2  # the page, and an icon that browsers ask for
        noted.page.locator("#q").fill("phase")
        noted.page.keyboard.press("Enter")
        noted.page.wait_for_url("**/search.html?q=phase")


def test_a_printed_page_says_its_number(browser, server):
    page = browser.new_page()
    page.goto(f"{server}/book/glossary.html")
    rules = page.evaluate(
        "[...document.styleSheets].flatMap(sheet => [...sheet.cssRules])"
        ".filter(rule => rule instanceof CSSPageRule).map(rule => rule.cssText)"
    )
    page.close()
    assert any("@bottom-right" in rule and "counter(page)" in rule for rule in rules), rules
