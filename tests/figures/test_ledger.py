"""The ledger as its page shows it: every claim whole, whatever its words are."""

import base64
import math
import re
from html.parser import HTMLParser

import pytest

from fourierbook.figures import claims, ledger

ROW = {
    "id": "a.b", "chapter": "f_principle", "kind": "claim", "short": "Slow before fast",
    "statement": "The slow wave is learnt before the fast one", "paper": "1806.08734",
    "place": "figure 1", "paper_value": None, "debate": ["D1a"], "decisive": ["D1a"],
    "experiments": ["line"], "holds": (0.5, math.inf), "weaker": None,
    "holds_in_words": "[0.5, ∞)", "weaker_in_words": None, "least": 3, "over": ["seeds"],
    "why": "a half is chance", "against": None, "after": None, "verdict": "holds",
    "reason": "the interval lies inside [0.5, ∞)", "mean": 0.9, "low": 0.8, "high": 1.0, "n": 32,
    "counted": "seeds", "measured": "0.90 ± 0.10 (32 seeds)", "scale": "thorough",
    "device": "CPU", "date": "2026-01-02", "quick": None,
}  # fmt: skip
UNTESTED = {**ROW, "id": "a.c", "verdict": "untested", "reason": "not run", "mean": None,
            "low": None, "high": None, "measured": "not measured", "scale": None, "device": None,
            "date": None}  # fmt: skip
DEBATE = [{"id": "D1", "text": "Low comes first.", "verdict": None, "parts": [
    {"id": "D1a", "text": "On MNIST.", "verdict": "holds", "reason": "1 holds", "rows": ["a.b"]},
    {"id": "D1b", "text": "Everywhere.", "verdict": "not measured", "reason": "", "rows": []},
]}]  # fmt: skip


class Seen(HTMLParser):
    """Words, elements that are open, and ids of a text in HTML."""

    def __init__(self, text):
        super().__init__()
        self.words, self.open, self.ids, self.links = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value for name, value in attrs if name == "href"]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def seen(text):
    found = Seen(text)
    assert found.open == []
    return found


def test_an_entry_says_all_that_is_known_of_its_claim():
    text = " ".join(seen(claims.entry(ROW)).words)
    for part in ("holds", ROW["short"], ROW["statement"], "Rahaman et al. (2019), figure 1",
                 ROW["measured"], ROW["reason"], "at least 3 seeds", ROW["why"], "D1a", "decisive",
                 "fourierbook reproduce line --scale thorough", "a.b"):  # fmt: skip
        assert part in text


def test_what_is_not_known_has_no_line():
    text = " ".join(seen(claims.entry(UNTESTED)).words)
    assert "None" not in text
    assert not re.search("Measured|Computed now|To repeat it|If it were false", text)


@pytest.mark.parametrize("name", ["short", "statement", "place", "why", "reason", "measured"])
def test_words_are_words_whatever_characters_they_hold(name):
    odd = "|f| < 3 & a > b <script>1</script>"
    found = seen(claims.entry({**ROW, name: odd}))
    assert "script" not in claims.entry({**ROW, name: odd}).replace("&lt;script", "").replace(
        "&lt;/script", ""
    )
    assert "< 3 & a > b" in " ".join(found.words)


def test_an_entry_is_a_target_and_links_to_what_it_decides():
    found = seen(claims.entry(ROW))
    assert found.ids == ["a.b"]
    assert {"#a.b", "#D1a", "https://arxiv.org/abs/1806.08734"} == set(found.links)


def test_a_statement_links_to_its_claims_and_says_where_it_is_open():
    found = seen(claims.debated(DEBATE, [ROW]))
    assert found.ids == ["D1", "D1a", "D1b"]
    assert found.links == ["#a.b"]
    assert "open" in found.words
    assert "not measured" in found.words


def test_the_panel_offers_what_there_is_and_both_files():
    text = ledger.panel_of([ROW, {**UNTESTED, "paper": None}], DEBATE)
    values = re.findall(r'<option value="([^"]*)"', seen(text) and text)
    assert values == ["", "1806.08734", "ours", "", "f_principle", "", "holds", "untested"]
    files = re.findall(r'download="(claims\.\w+)" href="data:[^,]+,([^"]+)"', text)
    assert [name for name, _ in files] == ["claims.csv", "claims.json"]
    assert all(b"a.b" in base64.b64decode(data) for _, data in files)


def test_the_counts_leave_checks_of_the_code_out():
    rows = [ROW, UNTESTED, {**ROW, "kind": "check", "verdict": "fails"}]
    assert ledger.counted(rows) == "2 claims: 1 holds, 1 is untested; 1 check of the code"
