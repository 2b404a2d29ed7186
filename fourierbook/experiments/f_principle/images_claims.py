"""What the chapter on the frequency principle claims about images."""

import math
from collections.abc import Callable
from statistics import mean

from fourierbook.experiments.f_principle import images
from fourierbook.measure.intervals import Interval, student
from fourierbook.results.claim import Claim, Quantity
from fourierbook.results.questions import Result

CHAPTER = "f_principle"
NAMES = {"digits_in_parts": "MNIST", "photographs_in_parts": "CIFAR-10"}


def over_cases(of: Callable[[Result, str, int], float]) -> Quantity:
    """Mean over networks and losses of a number of each training, with its interval over seeds."""

    def quantity(result: Result) -> Interval:
        recipe = result.recipe
        return student(
            [mean(of(result, case, seed) for case in recipe.cases) for seed in recipe.seeds]
        )

    return quantity


def low_first(result: Result) -> Interval:
    """Share of the records from step 10 on at which the low part errs less, at the rule's δ."""
    return over_cases(
        lambda result, case, seed: images.low_below_high(result, case, seed, images.RULE)
    )(result)


def low_first_at_paper(result: Result) -> Interval | None:
    """The same at the paper's δ that split the data, on average; under cross-entropy, as there."""
    found = [delta for delta in images.deltas(result) if delta != images.RULE]
    if not found:
        return None
    cases = [case for case in result.recipe.cases if case.endswith("cross_entropy")]
    return student(
        [
            mean(
                images.low_below_high(result, case, seed, delta)
                for case in cases
                for delta in found
            )
            for seed in result.recipe.seeds
        ]
    )


def pairs_low_first(result: Result) -> Interval | None:
    """Share of the pairs of a class's frequencies that decide, the lower learnt first."""
    shares = []
    for seed in result.recipe.seeds:
        pairs = [
            images.pairs_in_order(images.learnt(result, case, seed)) for case in result.recipe.cases
        ]
        if sum(decided for _, decided in pairs) == 0:
            return None
        shares.append(sum(low for low, _ in pairs) / sum(decided for _, decided in pairs))
    return student(shares)


def claims(experiment: str) -> list[Claim]:
    """The four claims on one data set."""
    name, short = NAMES[experiment], experiment.removesuffix("_in_parts")
    common = {"chapter": CHAPTER, "paper_value": None, "experiment": experiment, "least": 5}
    return [
        Claim(
            id=f"f_principle.{short}_filtered",
            paper="1901.06523",
            place="filtering method",
            debate=("D1",),
            decisive=("D1",),
            statement=f"On {name} the low part of the labels is learnt before the high part: at "
            "the rule's δ its error is the smaller one at 95 % of the records from step 10 on, in "
            "the mean over networks and losses",
            quantity=low_first,
            holds=(0.95, math.inf),
            weaker=(0.75, math.inf),
            why="all records of three first trials, and 84 % of a fourth, whose exceptions were "
            "within its first steps; three of four is a rule with exceptions",
            **common,
        ),
        Claim(
            id=f"f_principle.{short}_paper_delta",
            paper="1901.06523",
            place="filtering method",
            debate=(),
            statement=f"On {name} it does so under cross-entropy at the paper's widths δ, 3 and 7 "
            "as standard deviations, in the mean over both; where a width leaves one part nearly "
            "empty, or little but the mean label in the low one, this tests little",
            quantity=low_first_at_paper,
            holds=(0.95, math.inf),
            weaker=(0.75, math.inf),
            why="the low error is the smaller one in all six panels of the authors' figure; the "
            "range is that of the other rows",
            **common,
        ),
        Claim(
            id=f"f_principle.{short}_left",
            paper=None,
            place="the argument, D1",
            debate=("D1",),
            statement=f"On {name}, little of what is left in the end is low: at the rule's δ the "
            "low part's share of the remaining squared error is below half of its share of the "
            "labels' energy, in the mean over networks and losses",
            quantity=over_cases(images.left_low),
            holds=(0.0, 0.5),
            weaker=(0.0, 1.0),
            why="in a first trial about a tenth; at 1 both parts would be left alike",
            **common,
        ),
        Claim(
            id=f"f_principle.{short}_projected",
            paper="1901.06523",
            place="projection method",
            debate=("D1",),
            statement=f"On {name}, along the first principal direction, of two integer "
            "frequencies, 0 among them, at which a class has three floors of sampling or more the "
            "lower is learnt first: in 80 % of the pairs that decide",
            quantity=pairs_low_first,
            holds=(0.8, math.inf),
            weaker=(0.5, math.inf),
            why="one half is what chance gives; the authors' own figure for MNIST, of peaks, is "
            "not in order at every one",
            **common,
        ),
    ]


CLAIMS = [claim for experiment in NAMES for claim in claims(experiment)]
