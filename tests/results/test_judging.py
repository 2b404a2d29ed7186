import math
from itertools import product

import numpy as np
import pytest

from fourierbook.measure.intervals import Interval
from fourierbook.results.judging import judged, stated, union, weighed

STEPS = [k / 2 for k in range(9)]  # 0 to 4
RANGES = [
    (low, high) for low, high in product((0.0, 1.0, 2.0, 3.0), (1.0, 2.0, 3.0)) if low <= high
]


def images(low, high, n=100):
    return Interval((low + high) / 2, low, high, n, "images")


def expected(low, high, holds, weaker):
    """Verdict by the rules, for each point of the interval one by one."""
    points = np.arange(low, high + 0.01, 0.125)
    in_holds = (points >= holds[0]) & (points <= holds[1])
    in_weaker = (points >= weaker[0]) & (points <= weaker[1])
    if in_holds.all():
        return "holds"
    if (in_holds | in_weaker).all():
        return "weaker"
    return "inconclusive" if (in_holds | in_weaker).any() else "fails"


def test_a_verdict_is_what_every_point_of_the_interval_says():
    seen = set()
    for holds, weaker in product(RANGES, RANGES):
        for low, high in product(STEPS, STEPS):
            if low <= high:
                verdict, _ = judged(images(low, high), holds, weaker, least=1)
                assert verdict == expected(low, high, holds, weaker), (low, high, holds, weaker)
                seen.add(verdict)
    assert seen == {"holds", "weaker", "fails", "inconclusive"}


def test_without_a_weaker_form_a_claim_holds_or_fails_or_is_inconclusive():
    for low, high in product(STEPS, STEPS):
        if low <= high:
            verdict, _ = judged(images(low, high), (1.0, 2.0), None, least=1)
            assert verdict == expected(low, high, (1.0, 2.0), (1.0, 2.0))


@pytest.mark.parametrize(
    ("interval", "verdict"),
    [((0.5, 0.9), "holds"), ((-0.2, 0.9), "weaker"), ((-9.0, -2.0), "fails")],
)
def test_ranges_may_have_no_end(interval, verdict):
    assert judged(images(*interval), (0.0, math.inf), (-1.0, 0.0), least=1)[0] == verdict
    high, low = (-x for x in interval)
    assert judged(images(low, high), (-math.inf, 0.0), (0.0, 1.0), least=1)[0] == verdict


@pytest.mark.parametrize("interval", [(0.6, 0.7), (-0.5, 0.7), (-9.0, -5.0)])
def test_too_few_images_decide_nothing(interval):
    assert judged(images(*interval, n=99), (0.5, 1.0), (0.0, 0.5), least=100) == (
        "inconclusive",
        "99 images, at least 100 are needed",
    )


def test_one_seed_decides_nothing():
    one = Interval(0.9, -math.inf, math.inf, 1, "seeds")
    assert judged(one, (0.5, 1.0), None, least=1)[0] == "inconclusive"
    assert judged(one, (0.5, 1.0), None, least=3) == (
        "inconclusive",
        "1 seeds, at least 3 are needed",
    )


@pytest.mark.parametrize("place", ["mean", "low", "high"])
def test_what_is_not_a_number_decides_nothing(place):
    broken = images(0.6, 0.7)._replace(**{place: math.nan})
    assert judged(broken, (0.5, 1.0), None, least=1) == (
        "inconclusive",
        "the measurement is not a number",
    )


def test_every_verdict_has_a_reason_that_names_the_range():
    for interval, verdict in (
        (images(0.6, 0.7), "holds"),
        (images(0.4, 0.7), "weaker"),
        (images(0.1, 0.2), "fails"),
        (images(0.1, 0.7), "inconclusive"),
    ):
        found, reason = judged(interval, (0.5, 1.0), (0.3, 0.5), least=1)
        assert found == verdict
        assert "[0.5, 1]" in reason or "[0.3, 1]" in reason


@pytest.mark.parametrize(
    ("interval", "in_question"), [((0.1, 0.7), "[0.5, 1]"), ((0.1, 0.4), "[0.3, 0.5]")]
)
def test_a_wide_interval_is_compared_with_the_range_that_it_meets(interval, in_question):
    _, reason = judged(images(*interval), (0.5, 1.0), (0.3, 0.5), least=1)
    assert reason == f"the interval is too wide to tell whether it lies inside {in_question}"


def test_a_union_covers_the_same_points():
    ranges = [(0.0, 1.0), (1.0, 2.0), (3.0, 4.0), (3.5, 3.75)]
    assert union(ranges) == union(reversed(ranges)) == [(0.0, 2.0), (3.0, 4.0)]


def test_a_part_holds_if_all_its_claims_hold():
    assert weighed({"a": "holds", "b": "holds"}, decisive=["a"]).verdict == "holds"
    for other in ("weaker", "fails", "inconclusive", "untested"):
        assert weighed({"a": "holds", "b": other}, decisive=["a"]).verdict == "weaker"
    assert weighed({"a": "weaker", "b": "holds"}, decisive=["a"]).verdict == "weaker"


def test_a_part_fails_if_a_decisive_claim_fails_or_all_do():
    assert weighed({"a": "fails", "b": "holds"}, decisive=["a"]).verdict == "fails"
    assert weighed({"a": "fails", "b": "fails"}).verdict == "fails"
    assert weighed({"a": "fails", "b": "holds"}).verdict == "weaker"


@pytest.mark.parametrize("open_", ["inconclusive", "untested"])
def test_a_part_waits_for_what_could_not_tell(open_):
    assert weighed({"a": open_, "b": "holds"}, decisive=["a"]).verdict == "inconclusive"
    assert weighed({"a": open_, "b": "holds"}).verdict == "inconclusive"
    assert weighed({"a": open_, "b": "fails"}, decisive=["a", "b"]).verdict == "fails"


def test_a_part_of_which_nothing_has_run_is_not_measured():
    assert weighed({}).verdict == "not measured"
    assert weighed({"a": "untested", "b": "untested"}, decisive=["a"]).verdict == "not measured"


def test_a_statement_has_a_verdict_only_where_all_its_parts_have_one():
    assert stated({"a": "holds", "b": "holds"}) == "holds"
    assert stated({"a": "holds", "b": "fails"}) == "in part"
    assert stated({"a": "holds", "b": "weaker"}, decisive=["a"]) == "in part"
    assert stated({"a": "fails", "b": "holds"}, decisive=["a"]) == "fails"
    for open_ in ("inconclusive", "not measured"):
        assert stated({"a": "fails", "b": open_}, decisive=["a"]) is None
