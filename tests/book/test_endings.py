"""The foot of each page, and its folds."""

import json
import re

from tools.pages import listed


def feet(html):
    """The foot of each page, as HTML."""
    texts = {page: (html / f"{page}.html").read_text() for page in listed()}
    return {page: text.split('<footer class="prev-next-footer')[1] for page, text in texts.items()}


def test_a_page_ends_with_the_question_of_the_next_page(html):
    asked = {
        page: re.findall(r'rel="next">.*?prev-next-question">([^<]+)<', foot, re.DOTALL)
        for page, foot in feet(html).items()
    }
    wrong = [page for page, found in asked.items() if not found or not found[0].endswith("?")]
    assert wrong == listed()[-1:]


def test_a_chapter_ends_with_what_it_settles(html):
    ledger = json.loads((html / "book/reference/claims.json").read_text())
    feet_ = feet(html)
    for said in ledger["debate"]:
        for part in said["parts"]:
            for chapter in {c["chapter"] for c in ledger["claims"] if c["id"] in part["rows"]}:
                (page,) = [name for name in feet_ if name.endswith(f"/{chapter}")]
                link = f'href="../reference/claims.html#{part["id"]}">{part["verdict"]}</a>'
                assert link in feet_[page]


def test_a_folded_cell_says_what_it_holds(html):
    bars = {
        page: re.findall(
            r'collapsed admonition-title">([^<]*)<', (html / f"{page}.html").read_text()
        )
        for page in listed()
    }
    assert sum(map(len, bars.values())) > 0
    unsaid = {page for page, said in bars.items() if "Show code cell source" in said}
    assert unsaid == set()
