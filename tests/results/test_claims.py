import json
import re

import pytest

from fourierbook.data import datasets
from fourierbook.ledger import claims, entries, quick
from fourierbook.measure import written
from fourierbook.measure.intervals import Interval
from fourierbook.measure.populations import NotMeasured
from fourierbook.results import store
from fourierbook.results.debate import DEBATE, PARTS
from tests.results import fakes
from tests.results.fakes import Draws, claim, experiment


def shifted(shift):
    """The fake experiment's run with all its draws moved."""

    def run(recipe, shard):
        values = fakes.run(recipe, shard)
        return {**values, "mean": values["mean"] + shift}

    return run


def without(result):
    raise NotMeasured("no network of that name")


def of(one):
    """Verdict on one claim by what is stored."""
    return claims.verdicts([one])[one.id]


def cells(line):
    """Cells of one line of a Markdown table."""
    return re.split(r"(?<!\\)\|", line)[1:-1]


def test_a_claim_is_judged_by_the_largest_scale_that_has_run(book):
    draws = experiment()
    draws = experiment(recipes={**draws.recipes, "full": Draws(9)})
    one = claim()
    book(draws, claims=[one])
    assert of(one) == ("untested", "not run at scale thorough or full", None, None)
    for scale in ("thorough", "full"):
        result = store.compute(draws, scale)
        assert of(one).verdict == "holds"
        assert of(one).scale == scale
        assert of(one).interval == fakes.mean(result)


def test_a_quick_result_never_decides(book):
    draws = experiment()
    book(draws, claims=[claim()])
    result = store.compute(draws, "quick")
    assert of(claim()).verdict == "untested"
    assert claims.verdict(claim(), result)[:2] == ("untested", "scale quick never decides")


def test_a_result_of_an_older_version_decides_nothing(book):
    store.compute(experiment(version=1), "thorough")
    book(experiment(version=2), claims=[claim()])
    assert of(claim()).verdict == "untested"


def test_a_quantity_that_the_run_does_not_measure_leaves_a_claim_untested():
    result = store.compute(experiment(), "thorough")
    found = claims.verdict(claim(quantity=without), result)
    assert found.verdict == "untested"
    assert found.reason == "the thorough run does not measure it: no network of that name"


def test_another_experiments_result_is_refused():
    result = store.compute(experiment(name="other"), "thorough")
    with pytest.raises(ValueError, match="decided by draws; got other"):
        claims.verdict(claim(), result)


@pytest.mark.parametrize(
    "fields",
    [
        {"paper": "1234.56789"},
        {"chapter": "chapter_7"},
        {"debate": ("D10",)},
        {"decisive": ("D11a",)},
        {"holds": (1.0, 0.0)},
        {"weaker": (1.0, 0.0)},
        {"least": 0},
        {"why": ""},
        {"against": ""},
        {"short": " ".join(["word"] * 13)},
        {"over": ("people",)},
        {"over": ()},
    ],
)
def test_a_claim_that_means_nothing_is_refused_by_name(fields):
    (name,) = fields
    with pytest.raises(ValueError, match=f"draws.mean.*{name}.* cannot be so"):
        claim(**fields)


def test_two_claims_with_one_id_are_refused(book):
    book(experiment(), claims=[claim(), claim()])
    with pytest.raises(ValueError, match=r"not so \{'draws.mean'\}"):
        claims.ledger()


def test_a_claim_on_no_experiment_is_refused(book):
    book(experiment(name="other"), claims=[claim()])
    with pytest.raises(ValueError, match=r"not so \{'draws.mean'\}"):
        claims.ledger()


def test_the_ledger_is_in_the_order_of_the_book(book):
    book(
        experiment(),
        claims=[claim(id="b", chapter="debate"), claim(id="c"), claim(id="a", chapter="debate")],
    )
    assert [one.id for one in claims.ledger()] == ["c", "b", "a"]


def test_a_check_of_the_code_decides_nothing_and_has_no_alternative():
    assert claim(check=True, against="", debate=()).check
    for fields in ({"against": "", "debate": ("D10a",)}, {"debate": ()}):
        with pytest.raises(ValueError, match=r"draws.mean.* cannot be so"):
            claim(check=True, **fields)


def test_a_statement_of_the_debate_is_weighed_by_its_parts(book):
    draws = experiment()
    book(
        draws,
        claims=[
            claim(id="a", debate=("D4a", "D4b")),
            claim(id="b", debate=("D4b", "D23a"), holds=(500.0, 600.0), decisive=("D23a",)),
            claim(id="c", debate=("D23b",)),
            claim(id="d", check=True, against="", debate=()),
        ],
    )
    store.compute(draws, "thorough")
    found = claims.debate_verdicts()
    assert list(found) == [f"D{number}" for number in range(1, 24)]
    assert found["D4"].parts["a"] == ("holds", "1 holds", ("a",))
    assert found["D4"].parts["b"] == ("weaker", "1 holds, 1 fails", ("a", "b"))
    assert found["D4"].verdict == "in part"
    assert found["D23"].parts["a"] == ("fails", "b decides; 1 fails", ("b",))
    assert found["D23"].verdict == "fails"
    assert found["D1"].verdict is None
    assert found["D1"].parts["a"] == ("not measured", "no claim measures it", ())


def test_the_table_of_the_debate_shows_every_part(book):
    book(experiment(), claims=[])
    lines = claims.debate_table().splitlines()
    assert len(lines) == 2 + len(DEBATE) + len(PARTS)
    assert len({len(cells(line)) for line in lines}) == 1


def test_a_quantity_may_read_two_results(book):
    both = claim(also=("other",), quantity=lambda first, second: fakes.mean(second))
    draws, other = experiment(), experiment(name="other", run=shifted(1e3))
    book(draws, other, claims=[both])
    store.compute(draws, "thorough")
    assert of(both).reason == "other has not run at scale thorough or full"
    result = store.compute(other, "thorough")
    assert of(both).interval == fakes.mean(result)
    with pytest.raises(ValueError, match="decided by other; got draws"):
        claims.verdict(both, *[store.find(draws, "thorough")] * 2)


def test_an_interval_that_does_not_count_all_that_varies_decides_nothing(book):
    draws = experiment()
    one = claim(over=("seeds", "images"))
    book(draws, claims=[one])
    store.compute(draws, "thorough")
    assert of(one)[:2] == ("inconclusive", "the interval does not count the spread of images")


@pytest.mark.parametrize("computed", [(), ("quick",), ("quick", "thorough")])
def test_every_entry_says_the_same_kinds_of_things(book, computed):
    draws = experiment()
    rows = [claim(statement="where |f| < 3"), claim(id="b", paper=None, place="our run")]
    book(draws, claims=rows)
    for scale in computed:
        store.compute(draws, scale)
    found = entries.entries()
    assert [entry["id"] for entry in found] == ["draws.mean", "b"]
    assert len({tuple(entry) for entry in found}) == 1
    json.dumps(found)
    lines = claims.opening_table("fourier_primer").splitlines()
    assert len(lines) == 2 + len(rows)
    assert len({len(cells(line)) for line in lines}) == 1


def test_an_entry_has_the_measurement_its_verdict_scale_and_device(book):
    draws = experiment()
    book(draws, claims=[claim()])
    result = store.compute(draws, "thorough")
    store.compute(draws, "quick")
    (entry,) = entries.entries()
    spread = fakes.mean(result)
    assert entry["citation"] == "[Yin et al. (2019), figure 1](https://arxiv.org/abs/1906.08988)"
    assert entry["measured"] == written.interval(spread)
    assert (entry["mean"], entry["low"], entry["high"]) == spread[:3]
    assert entry["verdict"] == "holds"
    assert (entry["scale"], entry["device"]) == ("thorough", result.provenance["device"])
    quick_value = written.interval(fakes.mean(store.find(draws, "quick")))
    assert entry["quick"] == f"{quick_value}, embedded data"


def test_an_entry_says_why_there_is_no_measurement(book):
    book(experiment(), claims=[claim()])
    (entry,) = entries.entries()
    assert entry["verdict"] == "untested"
    assert entry["reason"] == "not run at scale thorough or full"
    assert entry["mean"] is entry["scale"] is entry["quick"] is None


def test_a_failing_claim_is_shown_as_failing_and_remarked_on(book):
    draws = experiment()
    book(draws, claims=[claim(), claim(id="b", holds=(5.0, 6.0), statement="The mean is large")])
    store.compute(draws, "thorough")
    assert [entry["verdict"] for entry in entries.entries()] == ["holds", "fails"]
    assert claims.remarks("fourier_primer") == (
        "- **fails**: The mean is large. Reason: the interval lies outside [5, 6]."
    )


def test_claims_that_share_verdict_and_reason_share_a_remark(book):
    names = {"a": "The mean is near zero", "b": "The mean is small", "c": "It is large"}
    wide = {"least": 10_000}
    claims_ = [claim(id=name, statement=words) for name, words in names.items()]
    claims_[1] = claim(id="b", statement=names["b"], holds=(5.0, 6.0))
    draws = experiment()
    book(draws, claims=claims_)
    assert claims.remarks("fourier_primer") == (
        "- **untested**, 3 claims with one reason: not run at scale thorough or full "
        "(The mean is near zero · The mean is small · It is large)."
    )
    book(draws, claims=[*claims_, claim(id="e", statement="It is odd")])
    assert claims.remarks("fourier_primer") == (
        "- **untested**, 4 claims with one reason: not run at scale thorough or full."
    ), "many are counted only"
    book(draws, claims=claims_)
    store.compute(draws, "thorough")
    book(draws, claims=[claims_[1], claim(id="d", statement="It is known", **wide)])
    assert len(claims.remarks("fourier_primer").splitlines()) == 2, "two verdicts are two lines"


def test_a_chapter_without_claims_is_an_error_that_lists_the_others(book):
    book(experiment(), claims=[claim()])
    with pytest.raises(ValueError, match="the chapters fourier_primer; got 'debate'"):
        claims.of_chapter("debate")


def test_a_quick_value_moves_only_when_the_intervals_part(book):
    draws = experiment()
    book(draws, claims=[claim()])
    store.compute(draws)
    assert quick.unrecorded() == ["draws.mean"]
    assert quick.moved() == [], "what was never recorded has not moved"
    assert quick.update() == ["draws.mean"]
    assert quick.unrecorded() == quick.moved() == []
    interval = fakes.mean(store.find(draws, "quick"))
    width = interval.high - interval.low
    for version, share, expected in ((2, 0.9, False), (3, 1.1, True), (4, -1.1, True)):
        other = experiment(version=version, run=shifted(share * width))
        book(other, claims=[claim()])
        store.compute(other)
        assert bool(quick.moved()) == expected
    (found,) = quick.moved()
    assert (found.id, found.kind, found.before) == ("draws.mean", "embedded", interval)
    assert found.now.mean == pytest.approx(interval.mean - 1.1 * width)


def test_a_value_that_is_measured_no_more_has_moved(book):
    draws = experiment()
    book(draws, claims=[claim()])
    store.compute(draws)
    quick.update()
    book(draws, claims=[claim(quantity=without)])
    assert [(found.id, found.now) for found in quick.moved()] == [("draws.mean", None)]


def test_run_times_are_shown_and_neither_recorded_nor_compared(book):
    draws = experiment()
    book(draws, claims=[claim()])
    store.compute(draws)
    quick.update()
    book(experiment(version=2, run=shifted(1e3), timed=True), claims=[claim()])
    store.compute(experiment(version=2, run=shifted(1e3), timed=True))
    assert quick.values(claims.ledger())["draws.mean"][1] is not None
    assert quick.moved() == quick.unrecorded() == quick.update() == []
    assert quick.read(store.RECORDED / quick.FILE) == {}


def test_values_on_embedded_and_on_real_data_are_kept_apart(book, monkeypatch):
    there = []
    monkeypatch.setattr(datasets, "available", lambda name: name in there)
    draws = experiment(Draws(5, data="cifar10"), embedded=Draws(4, data="specimens"))
    book(draws, claims=[claim()])
    for kind in ("embedded", "real"):
        there += ["cifar10"] if kind == "real" else []
        result = store.compute(draws)
        assert quick.kind(result) == kind
        quick.update()
    values = quick.read(store.RECORDED / quick.FILE)["draws.mean"]
    assert values == {
        "embedded": fakes.mean(store.compute(draws, Draws(4, data="specimens"))),
        "real": fakes.mean(store.compute(draws, Draws(5, data="cifar10"))),
    }
    assert quick.moved() == []


def test_a_claim_without_a_quick_form_has_no_quick_value(book):
    slow = experiment(recipes={"thorough": Draws(5)})
    book(slow, claims=[claim()])
    store.compute(slow, "thorough")
    assert quick.values(claims.ledger()) == {}
    assert quick.moved() == quick.update() == []


def test_values_of_claims_that_are_gone_are_dropped(book):
    draws = experiment()
    book(draws, claims=[claim(), claim(id="old")])
    store.compute(draws)
    quick.update()
    book(draws, claims=[claim()])
    quick.update()
    assert list(quick.read(store.RECORDED / quick.FILE)) == ["draws.mean"]


def test_a_value_with_no_spread_moves_by_more_than_rounding():
    value = Interval(0.25, 0.25, 0.25, 3, "seeds")
    assert not quick.disjoint(value, Interval(0.25 + 1e-9, 0.25 + 1e-9, 0.25 + 1e-9, 3, "seeds"))
    assert quick.disjoint(value, Interval(0.2501, 0.2501, 0.2501, 3, "seeds"))


def test_quick_values_are_read_as_they_were_written(places):
    whole = Interval(0.5, float("-inf"), float("inf"), 1, "seeds")
    values = {"a": {"embedded": whole, "real": Interval(0.1, 0.0, 0.2, 1000, "images")}}
    quick.write(places / "new" / quick.FILE, values)
    assert quick.read(places / "new" / quick.FILE) == values
    assert "Infinity" not in (places / "new" / quick.FILE).read_text()


def test_every_bit_of_the_quick_values_counts(places):
    path = places / quick.FILE
    quick.write(path, {"a": {"embedded": Interval(0.1, 0.0, 0.2, 1000, "images")}})
    content = path.read_bytes()
    for place in range(len(content)):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(ValueError, match=r"quick\.json is damaged"):
            quick.read(path)


def test_a_measurement_shows_two_digits_of_its_spread():
    assert written.interval(Interval(-0.5, -0.6, -0.4, 5, "seeds")) == "−0.50 ± 0.10 (5 seeds)"
    assert written.interval(Interval(5000, 4880, 5120, 5, "seeds")) == "5000 ± 120 (5 seeds)"
    assert written.interval(Interval(0.25, 0.25, 0.25, 5, "seeds")) == "0.250 ± 0.000 (5 seeds)"
    assert written.interval(Interval(0.0, 0.0, 0.0, 5, "seeds")) == "0.00 ± 0.00 (5 seeds)"
    assert written.interval(None) == "not measured"
