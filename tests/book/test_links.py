"""Links inside the book: every page, picture, script and section that a page points to is there."""

from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest


class Targets(HTMLParser):
    """Addresses that a page points to, and the names of its own sections."""

    def __init__(self, text):
        super().__init__()
        self.addresses, self.names = [], {"", "top"}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.addresses += [found[key] for key in ("href", "src") if found.get(key)]
        self.names |= {found[key] for key in ("id", "name") if found.get(key)}


@pytest.fixture(scope="module")
def parsed(html):
    """All pages of the book, parsed."""
    return {page: Targets(page.read_text()) for page in html.glob("book/**/*.html")}


def dead_links(parsed):
    dead = []
    for page, targets in parsed.items():
        for address in targets.addresses:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            file = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            if not file.exists():
                dead.append(f"{page.name} -> {address}")
            elif file in parsed and unquote(parts.fragment) not in parsed[file].names:
                dead.append(f"{page.name} -> {address}: no such section")
    return dead


def test_every_link_inside_the_book_leads_somewhere(parsed):
    assert parsed
    assert dead_links(parsed) == []


def test_a_dead_link_is_found(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("")
    text = '<a id="here" href="#here"></a><a href="#gone"></a><img src="gone.png">'
    found = dead_links({page.resolve(): Targets(text)})
    assert found == ["page.html -> #gone: no such section", "page.html -> gone.png"]


def test_no_page_links_to_a_repository_that_does_not_exist(parsed):
    """While the address is the placeholder, there are no buttons that lead nowhere."""
    addresses = [address for targets in parsed.values() for address in targets.addresses]
    assert not [address for address in addresses if "OWNER/REPO" in address]
