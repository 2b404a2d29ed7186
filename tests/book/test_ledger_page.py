"""The ledger's page: from a file, by keyboard, on a phone, without its script; its files."""

import csv
import json
import re

import pytest

from fourierbook.ledger.entries import entries, statements
from tests.book import pages

PAGE = "book/reference/claims.html"
SHOWN = "details.claim:not([hidden])"
VERDICTS = "all => [...new Set(all.map((e) => e.dataset.verdict))]"


@pytest.fixture(scope="module")
def text(html):
    return (html / PAGE).read_text()


@pytest.fixture
def ledger(browser, html):
    """The page, opened from a file."""
    with pages.opened(browser, (html / PAGE).as_uri()) as noted:
        yield noted.page


@pytest.fixture(scope="module")
def rows():
    return entries()


@pytest.fixture(scope="module")
def debate():
    return statements()


def chosen(page, verdict):
    """Choose a verdict by keyboard alone: into the menu, and down to it."""
    menu = page.locator("select[name=verdict]")
    menu.press("Home")
    while menu.input_value() != verdict:
        menu.press("ArrowDown")
    pages.settle(page)


def said(page):
    return page.locator(".ledger-count").inner_text()


def test_every_claim_and_every_statement_is_a_target(text, rows, debate):
    ids = re.findall(r' id="([^"]+)"', text)
    wanted = [row["id"] for row in rows] + [row["id"] for row in debate]
    assert [name for name in wanted if ids.count(name) != 1] == []


def test_a_verdict_is_chosen_by_keyboard(ledger, rows):
    verdicts = sorted({row["verdict"] for row in rows})
    all_of_them = said(ledger)
    for verdict in verdicts:
        chosen(ledger, verdict)
        assert ledger.eval_on_selector_all(SHOWN, VERDICTS) == [verdict]
        found = [row["kind"] for row in rows if row["verdict"] == verdict]
        assert ledger.locator(SHOWN).count() == len(found)
        assert said(ledger).startswith(f"{found.count('claim')} claim")
        checks = found.count("check")
        assert (f"{checks} check" in said(ledger)) == (checks > 0)
    ledger.locator(".ledger-filters button").press("Enter")
    pages.settle(ledger)
    assert said(ledger) == all_of_them


def test_the_script_counts_as_the_page_was_counted(ledger, text):
    """Without the script, and with it: one sentence."""
    assert f">{said(ledger)}</p>" in text
    assert ledger.locator(".ledger-filters").is_visible()


def test_menus_narrow_each_other_and_chapters_without_a_claim_go(ledger, rows):
    paper = next(row["paper"] for row in rows if row["paper"])
    own = [row for row in rows if row["paper"] == paper and row["verdict"] == "holds"]
    ledger.locator("select[name=paper]").select_option(paper)
    chosen(ledger, "holds")
    shown = ledger.eval_on_selector_all(SHOWN, "all => all.map((e) => e.id)")
    assert shown == [row["id"] for row in own]
    assert ledger.locator("section:visible > h2").count() < ledger.locator("section > h2").count()


def test_a_link_opens_its_entry_whatever_was_chosen(browser, html, rows):
    name = next(row["id"] for row in rows if row["verdict"] == "holds")
    address = (html / PAGE).as_uri() + "?verdict=fails#" + name
    with pages.opened(browser, address) as noted:
        pages.settle(noted.page)
        entry = noted.page.locator(f"[id='{name}']")
        assert entry.locator("dl").is_visible()
        assert 0 <= entry.bounding_box()["y"] < 900


def test_a_row_stacks_on_a_phone(browser, html):
    with pages.opened(browser, (html / PAGE).as_uri(), width="phone") as noted:
        row = noted.page.locator("details.claim > summary").first
        verdict, short = (
            row.locator(f".{part}").bounding_box() for part in ("verdict", "claim-short")
        )
        assert short["y"] >= verdict["y"] + verdict["height"]
        assert short["width"] > 300


def test_without_its_script_every_claim_is_there(browser, html, rows):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto((html / PAGE).as_uri())
    assert page.locator(SHOWN).count() == len(rows)
    assert not page.locator(".ledger-filters").is_visible()
    page.context.close()


def test_the_files_beside_the_page_have_every_claim(html, text, rows, debate):
    folder = (html / PAGE).parent
    assert {"claims.csv", "claims.json"} <= set(
        re.findall(r'download="[^"]+" href="([^"]+)"', text)
    )
    with (folder / "claims.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    saved = json.loads((folder / "claims.json").read_text(encoding="utf-8"))
    ids = [row["id"] for row in rows]
    assert [row["id"] for row in rows] == ids == [row["id"] for row in saved["claims"]]
    assert [row["verdict"] for row in rows] == [row["verdict"] for row in rows]
    assert [row["id"] for row in saved["debate"]] == [row["id"] for row in debate]
