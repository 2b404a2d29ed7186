import re
from xml.etree import ElementTree

import pytest

from fourierbook.figures import verdicts
from fourierbook.results import store
from tests.results.fakes import claim, experiment

ROW = {
    "id": "a.b",
    "mean": 0.5, "low": 0.4, "high": 0.6, "holds": (0.3, float("inf")), "weaker": (0.1, 0.3),
    "mark": None, "measured": "0.50 ± 0.10 (3 seeds)", "holds_in_words": "[0.3, ∞)",
}  # fmt: skip


def drawn(**fields):
    """Boxes, line and dot of a bar, by what they are."""
    root = ElementTree.fromstring(verdicts.bar({**ROW, **fields}))
    found = {"zones": [], "line": None, "dot": None, "paper": None}
    for node in root.iter():
        if node.tag == "rect" and "y" in node.attrib:
            left = float(node.attrib["x"])
            found["zones"].append((left, left + float(node.attrib["width"])))
        elif node.tag == "line" and node.attrib["stroke"] == "currentColor":
            found["line"] = float(node.attrib["x1"]), float(node.attrib["x2"])
        elif node.tag == "circle":
            found["dot"] = float(node.attrib["cx"])
        elif node.tag == "text" and "class" in node.attrib:
            found["paper"] = float(node.attrib["x"])
    return found


def test_a_bar_lies_where_its_numbers_do():
    found = drawn()
    weaker, holds = found["zones"]
    left, right = found["line"]
    per_unit = (right - left) / 0.2
    assert found["dot"] == pytest.approx((left + right) / 2, abs=0.1)
    assert left - holds[0] == pytest.approx(0.1 * per_unit, abs=0.2)
    assert holds[0] - weaker[0] == pytest.approx(0.2 * per_unit, abs=0.2)
    assert weaker[1] == pytest.approx(holds[0], abs=0.1)
    assert holds[1] == verdicts.WIDTH, "a range without an end reaches the edge"


def test_other_numbers_draw_another_bar():
    assert drawn(low=0.2, mean=0.4)["line"][0] < drawn()["line"][0]
    assert drawn(mark=0.45)["paper"] < drawn()["dot"]


def test_numbers_of_many_sizes_stand_on_a_logarithmic_axis():
    found = drawn(mean=100.0, low=50.0, high=200.0, holds=(10.0, 1e4), weaker=None)
    left, right = found["line"]
    assert found["dot"] == pytest.approx((left + right) / 2, abs=0.1)
    ((start, end),) = found["zones"]
    assert (end - start) / (right - left) == pytest.approx(5, rel=0.02)


def test_an_interval_without_an_end_and_an_even_one_are_drawn():
    assert drawn(low=float("-inf"), high=float("inf"))["line"] == (0.0, verdicts.WIDTH)
    even = drawn(mean=1.0, low=1.0, high=1.0, holds=(1.0, 1.0), weaker=None)
    assert 0 < even["dot"] < verdicts.WIDTH


def test_a_weaker_range_that_holds_the_other_is_drawn_on_both_sides_of_it():
    first, second, holds = drawn(holds=(0.3, 0.6), weaker=(0.1, 0.9))["zones"]
    assert first[1] == pytest.approx(holds[0], abs=0.1)
    assert holds[1] == pytest.approx(second[0], abs=0.1)


def test_the_ends_of_the_range_that_holds_are_written_below_the_bar():
    written = [
        re.findall(r">([\d.]+)</text>", verdicts.bar({**ROW, "holds": (0.3, high)}))
        for high in (0.6, 0.301)
    ]
    assert written == [["0.3", "0.6"], ["0.3"]], "two that would overlap are one"


def test_what_was_not_measured_has_no_bar():
    assert verdicts.bar({**ROW, "mean": None}) == ""


def test_rows_that_do_not_hold_come_first_and_checks_are_left_out(book):
    draws = experiment()
    fields = {"debate": (), "holds": (5.0, 6.0)}
    book(
        draws,
        claims=[
            claim(short="It is small & near"),
            claim(id="b", short="It is large", **fields),
            claim(id="c", short="It is itself", check=True, against="", debate=()),
        ],
    )
    store.compute(draws, "thorough")
    text = verdicts.picture("fourier_primer").html
    assert re.findall(r'data-claim="([\w.]+)"[^>]*>(\w+)<', text) == [
        ("b", "fails"), ("draws.mean", "holds")
    ]  # fmt: skip
    assert "It is small &amp; near" in text
    assert "It is itself" not in text
    ElementTree.fromstring(text)


def test_many_claims_that_hold_are_folded_and_counted_and_none_is_lost(monkeypatch):
    def text(held):
        verdict = {True: "holds", False: "weaker"}
        rows = [
            {**ROW, "kind": "claim", "id": f"a.b{n}", "short": f"It is {n}", "verdict": verdict[ok]}
            for n, ok in enumerate([True] * held + [False])
        ]
        monkeypatch.setattr(verdicts, "entries", lambda chapter: rows)
        return verdicts.picture("any").html

    few, many = text(verdicts.FOLDED - 1), text(verdicts.FOLDED)
    assert "<details>" not in few
    open_, folded = many.split("<details>")
    assert f"<summary>{verdicts.FOLDED} claims that hold</summary>" in folded
    assert re.findall(r"data-claim=\"([\w.]+)\"", open_) == [f"a.b{verdicts.FOLDED}"]
    assert len(re.findall("data-claim", folded)) == verdicts.FOLDED
