"""Every built page, as readers meet it: wide and on a phone, light and dark.

On every push two readers meet each page, one of each width and of each scheme; each night all four.
"""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from tests.book import pages
from tools.pages import listed

READERS = (("wide", "light"), ("phone", "dark"))
OTHERS = (("wide", "dark"), ("phone", "light"))
VISITED: dict[tuple, list["Visit"]] = {}
MEETINGS = [
    pytest.param((page, readers), marks=marks, id=f"{page}-{name}")
    for page in listed()
    for name, readers, marks in (("two", READERS, []), ("others", OTHERS, pytest.mark.nightly))
]


class Visit(NamedTuple):
    """What one reader met on one page."""

    reader: str
    complaints: list[str]
    hosts: set[str]
    findings: list[str]
    too_wide: dict[int, int]  # pixels, by the width of the screen
    tracks: dict[int, list[int]]  # of sliders: pixels, by the width of the screen
    explorers: list[int]  # pixels
    formulas: list[str]  # what MathJax could not read
    pictures: list[str]  # their descriptions
    marks: list[str]  # of Colab, such as "#@title"


@pytest.fixture(params=MEETINGS)
def visits(request, browser, server):
    """Visits of some readers to one page; each is made once for all the tests of this file."""
    if request.param not in VISITED:
        page, readers = request.param
        address = f"{server}/{page}.html"
        VISITED[request.param] = [visit(browser, address, *reader) for reader in readers]
    return VISITED[request.param]


def visit(browser, address, width, scheme):
    with pages.opened(browser, address, width=width, scheme=scheme) as noted:
        found = [f"at rest: {finding}" for finding in pages.findings(noted.page)]
        pages.open_details(noted.page)
        found += [f"unfolded: {finding}" for finding in pages.findings(noted.page)]
        explorers = noted.page.eval_on_selector_all(".widget-subarea img", pages.TRACKS)
        screens = pages.PHONES if width == "phone" else [pages.WIDTHS[width]]
        too_wide, tracks = {}, {}
        for screen in screens:
            pages.narrowed(noted.page, screen)
            too_wide[screen] = noted.page.evaluate(pages.TOO_WIDE)
            tracks[screen] = noted.page.eval_on_selector_all(
                ".widget-slider .noUi-target", pages.TRACKS
            )
        return Visit(
            f"{width}, {scheme}",
            noted.complaints,
            {urlsplit(url).hostname for url in noted.requests if not url.startswith("data:")},
            found,
            too_wide,
            tracks,
            explorers,
            noted.page.eval_on_selector_all(
                "[data-mjx-error]", "all => all.map((e) => e.getAttribute('data-mjx-error'))"
            ),
            noted.page.eval_on_selector_all("main img", "all => all.map((e) => e.alt)"),
            noted.page.eval_on_selector("main", "main => main.textContent.match(/#@\\w+/g) ?? []"),
        )


def test_a_page_complains_of_nothing(visits):
    assert {visit.reader: visit.complaints for visit in visits if visit.complaints} == {}


def test_a_page_asks_no_other_host(visits):
    assert set.union(*(visit.hosts for visit in visits)) == {"127.0.0.1"}


def test_a_page_has_no_serious_barrier_folded_or_unfolded(visits):
    assert {visit.reader: visit.findings for visit in visits if visit.findings} == {}


def test_a_page_never_scrolls_sideways(visits):
    wide = {visit.reader: visit.too_wide for visit in visits if max(visit.too_wide.values()) > 0}
    assert wide == {}


def test_every_slider_has_a_track_that_a_finger_can_use(visits):
    """About 240 px on a phone of 360 px; never less than 150."""
    tracks = [(screen, px) for v in visits for screen, each in v.tracks.items() for px in each]
    assert [found for found in tracks if found[1] < (200 if found[0] >= 360 else 150)] == []


def test_an_explorer_is_560_pixels_wide_where_there_is_room(visits):
    wide = [px for visit in visits if visit.reader.startswith("wide") for px in visit.explorers]
    assert [px for px in wide if px < 560] == []


def test_every_formula_is_drawn(visits):
    """Sphinx sets what holds a line break in *split*, where no tag may be: break lines with cr."""
    assert {fault for visit in visits for fault in visit.formulas} == set()


def test_what_is_said_to_colab_alone_does_not_stand_on_a_page(visits):
    assert {mark for visit in visits for mark in visit.marks} == set()


def test_every_picture_says_in_words_what_is_seen(visits):
    wordless = [alt for visit in visits for alt in visit.pictures if not re.search(r"\w+ \w+", alt)]
    assert wordless == []
    assert not [alt for visit in visits for alt in visit.pictures if alt.endswith((".png", ".svg"))]
