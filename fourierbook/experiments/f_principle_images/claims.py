"""What the chapter on images claims, written down before the runs that decide."""

import math
from functools import partial

from fourierbook.experiments.f_principle_images import images
from fourierbook.results.claim import Claim

row = partial(Claim, chapter="f_principle_images", over=("seeds",))
of_filter = partial(
    row, paper="1901.06523", place="filtering method", debate=("D1a",), decisive=("D1a",),
    holds=(0.95, math.inf), weaker=(0.75, math.inf), least=5,
    quantity=partial(images.over_cases, of=images.low_below_high),
    why="All records of three first trials, and 84 % of a fourth, whose exceptions were within its "
    "first steps; three of four is a rule with exceptions. The mean label counts as low, as in "
    "the paper: an answer that is the same for all images may be ahead, too.",
    against="the high part first, or parts that are learnt by chance: half of the records or less",
)  # fmt: skip
of_end = partial(
    row, place="the argument, D1", debate=("D1b",), holds=(0.0, 0.25), weaker=(0.0, 0.5), least=5,
    quantity=partial(images.over_cases, of=images.left_low),
    why="In a first trial about a tenth; a quarter would still be little.",
    after="The first bounds were 0.5 and 1; half is not little",
    against="parts that are left alike: 1",
)  # fmt: skip
of_pairs = partial(
    row, paper="1901.06523", place="projection method", debate=("D1a",), holds=(0.8, math.inf),
    weaker=(0.5, math.inf), least=5,
    why="One half is what chance gives; the authors' own figure for MNIST, of peaks, is not in "
    "order at every one. The images, and so the pairs, are the same for all seeds.",
    against="an order by chance: half of the pairs",
)  # fmt: skip
beyond_zero = partial(
    of_pairs, quantity=partial(images.pairs_low_first, above=0),
    after="The first run counted pairs with frequency 0, whose amplitude is the share of the "
    "class: nearly all of them are in order as soon as a network knows the mean label. This row "
    "was written when its result was known",
)  # fmt: skip

CLAIMS = [
    of_filter(
        id="f_principle_images.digits_filtered",
        short="MNIST: the low part of the labels is learnt first",
        statement="On MNIST the low part of the labels is learnt before the high part: at the "
        "rule's δ its error is the smaller one at 95 % of the records from step 10 on, in the mean "
        "over networks and losses",
        paper_value="at all times drawn; under cross-entropy alone",
        mark=1.0,
        experiment="digits_in_parts",
    ),
    of_filter(
        id="f_principle_images.photographs_filtered",
        short="CIFAR-10: the low part of the labels is learnt first",
        statement="On CIFAR-10 the low part of the labels is learnt before the high part: at the "
        "rule's δ its error is the smaller one at 95 % of the records from step 10 on, in the mean "
        "over networks and losses",
        paper_value="at all times drawn; under cross-entropy alone",
        mark=1.0,
        experiment="photographs_in_parts",
    ),
    of_end(
        id="f_principle_images.digits_left",
        short="MNIST: little of what is left in the end is low",
        statement="On MNIST, little of what is left after 30 epochs is low: at the rule's δ the "
        "low part's share of the remaining squared error is below a quarter of its share of the "
        "labels' energy, in the mean over networks and losses",
        experiment="digits_in_parts",
    ),
    of_end(
        id="f_principle_images.photographs_left",
        short="CIFAR-10: little of what is left in the end is low",
        statement="On CIFAR-10, little of what is left after 30 epochs is low: at the rule's δ the "
        "low part's share of the remaining squared error is below a quarter of its share of the "
        "labels' energy, in the mean over networks and losses",
        experiment="photographs_in_parts",
    ),
    of_pairs(
        id="f_principle_images.digits_projected",
        short="MNIST, along the line with frequency 0: the lower is first",
        statement="On MNIST, along the first principal direction, of two integer frequencies, 0 "
        "among them, at which a class has three floors of sampling or more the lower is learnt "
        "first: in 80 % of the pairs that decide",
        experiment="digits_in_parts",
        quantity=images.pairs_low_first,
    ),
    beyond_zero(
        id="f_principle_images.digits_beyond_zero",
        short="MNIST, along the line: the lower of two waves is first",
        statement="On MNIST, along the first principal direction, of two integer frequencies "
        "beyond 0 at which a class has three floors of sampling or more the lower is learnt first: "
        "in 80 % of the pairs that decide, most of which are of the digit 1",
        experiment="digits_in_parts",
    ),
    of_pairs(
        id="f_principle_images.photographs_projected",
        short="CIFAR-10, along the line with frequency 0: the lower is first",
        statement="On CIFAR-10, along the first principal direction, of two integer frequencies, 0 "
        "among them, at which a class has three floors of sampling or more the lower is learnt "
        "first: in 80 % of the pairs that decide",
        experiment="photographs_in_parts",
        quantity=images.pairs_low_first,
        paper_value="four peaks in order",
        mark=1.0,
    ),
    beyond_zero(
        id="f_principle_images.photographs_beyond_zero",
        short="CIFAR-10, along the line: the lower of two waves is first",
        statement="On CIFAR-10, along the first principal direction, of two integer frequencies "
        "beyond 0 at which a class has three floors of sampling or more the lower is learnt first: "
        "in 80 % of the pairs that decide",
        experiment="photographs_in_parts",
    ),
]
