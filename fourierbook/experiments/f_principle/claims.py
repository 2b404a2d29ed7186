"""What the chapter on the frequency principle claims, written down before the runs that decide."""

import math
from functools import partial

from fourierbook.experiments.f_principle import growth, images, line, noise, photograph
from fourierbook.results.claim import Claim

row = partial(Claim, chapter="f_principle", over=("seeds",))
of_order = partial(
    row, experiment="frequency_ladder", holds=(0.75, 1.0), weaker=(0.5, 0.75), least=16,
    why="32 seeds of 32 have an interval from 0.89, 30 of 32 one from 0.80; below one half the "
    "order is not what one meets",
)  # fmt: skip
of_noise = partial(
    row, paper="1807.01251", place="early stopping", debate=("D1c",), experiment="noisy_waves",
    least=16,
)  # fmt: skip
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
    of_order(
        id="f_principle.order_three",
        short="Networks learn waves 1, 3 and 5 in this order",
        statement="Fitting sin x + sin 3x + sin 5x, tanh networks learn the frequencies (1, 3, 5) "
        "in this order of their first crossings: three of four seeds or more",
        paper="1901.06523",
        place="figure 1",
        paper_value="in order; one network",
        mark=1.0,
        quantity=partial(line.low_first, case="three"),
        against="an order by chance: one seed of six",
    ),
    of_order(
        id="f_principle.order_six",
        short="Networks learn six waves, 1 to 6, all in order",
        statement="Fitting six sines of one amplitude, tanh networks learn the frequencies 1 to 6 "
        "all in order of their first crossings: three of four seeds or more",
        quantity=partial(line.low_first, case="six"),
        against="an order by chance: one seed of 720; neighbours that come together: few",
    ),
    row(
        id="f_principle.exponent",
        short="Crossing times grow as a power of frequency, 1.5 to 3.5",
        statement="The median steps of first crossings grow as a power of the frequency, 1 to 6, "
        "between 1.5 and 3.5",
        experiment="frequency_ladder",
        quantity=growth.exponent,
        holds=(1.5, 3.5),
        weaker=(1.0, 5.0),
        least=16,
        why="A first trial had medians of 20 to 1,860 steps for 1 to 6, a power of 2.3; under "
        "gradient descent on ReLU units they would grow with about 2. The seeds are others.",
        against="times in proportion to the frequency: a power of 1",
    ),
    of_order(
        id="f_principle.order_relu",
        short="ReLU units keep the order of three waves",
        statement="The order of three first crossings stays with ReLU units, whose transform falls "
        "as a power and not exponentially",
        quantity=partial(line.low_first, case="relu"),
        against="an order by chance: one seed of six",
    ),
    of_order(
        id="f_principle.order_deep",
        short="Four hidden layers keep the order of three waves",
        statement="The order of three first crossings stays with four hidden layers instead of two",
        quantity=partial(line.low_first, case="deep"),
        against="an order by chance: one seed of six",
    ),
    of_order(
        id="f_principle.order_descent",
        short="Gradient descent with larger weights keeps the order of three waves",
        statement="The order of three lasting crossings stays with gradient descent with momentum "
        "instead of Adam, one hidden layer, larger weights",
        quantity=partial(line.low_first, case="descent", lasting=True),
        against="an order by chance: one seed of six",
        after="The first run counted first crossings; in half of the networks wave 1 swings "
        "through the mark in the first step, so that the swing decided. Lasting crossings are "
        "no earlier",
    ),
    of_noise(
        id="f_principle.early_stopping",
        short="Fitting noise, the error on the function rises again",
        statement="Where a wide network fits noisy targets, its error on the function below the "
        "noise falls and rises again, to more than 1.5 times its least in the end: three of four "
        "seeds or more",
        quantity=noise.overfits,
        holds=(0.75, 1.0),
        weaker=(0.5, 0.75),
        why="16 of 16 in a first trial, from 0.030 to 0.117; 32 seeds of 32 have an interval from "
        "0.89. The seeds are others.",
        against="noise that is learnt along with the function: an error that is least at the end, "
        "and no seed",
    ),
    of_noise(
        id="f_principle.noise_comes_late",
        short="Stopped at its best, a network holds little high noise",
        statement="At its step of least error a network has taken over less than a quarter of the "
        "noise from 7 to 24 cycles: the mean share q of the two bands, in the median over seeds",
        quantity=noise.noise_at_best,
        holds=(0.0, 0.25),
        weaker=(0.0, 0.5),
        why="The paper shows a smooth fit at the best step; with more than half of the high noise "
        "in it, a fit would not be smooth.",
        against="a fit that shrinks all frequencies alike errs least with 0.8 of the noise",
    ),
    of_filter(
        id="f_principle.digits_filtered",
        short="MNIST: the low part of the labels is learnt first",
        statement="On MNIST the low part of the labels is learnt before the high part: at the "
        "rule's δ its error is the smaller one at 95 % of the records from step 10 on, in the mean "
        "over networks and losses",
        paper_value="at all times drawn; under cross-entropy alone",
        mark=1.0,
        experiment="digits_in_parts",
    ),
    of_filter(
        id="f_principle.photographs_filtered",
        short="CIFAR-10: the low part of the labels is learnt first",
        statement="On CIFAR-10 the low part of the labels is learnt before the high part: at the "
        "rule's δ its error is the smaller one at 95 % of the records from step 10 on, in the mean "
        "over networks and losses",
        paper_value="at all times drawn; under cross-entropy alone",
        mark=1.0,
        experiment="photographs_in_parts",
    ),
    of_end(
        id="f_principle.digits_left",
        short="MNIST: little of what is left in the end is low",
        statement="On MNIST, little of what is left after 30 epochs is low: at the rule's δ the "
        "low part's share of the remaining squared error is below a quarter of its share of the "
        "labels' energy, in the mean over networks and losses",
        experiment="digits_in_parts",
    ),
    of_end(
        id="f_principle.photographs_left",
        short="CIFAR-10: little of what is left in the end is low",
        statement="On CIFAR-10, little of what is left after 30 epochs is low: at the rule's δ the "
        "low part's share of the remaining squared error is below a quarter of its share of the "
        "labels' energy, in the mean over networks and losses",
        experiment="photographs_in_parts",
    ),
    of_pairs(
        id="f_principle.digits_projected",
        short="MNIST, along one line: of two frequencies the lower is first",
        statement="On MNIST, along the first principal direction, of two integer frequencies, 0 "
        "among them, at which a class has three floors of sampling or more the lower is learnt "
        "first: in 80 % of the pairs that decide",
        experiment="digits_in_parts",
        quantity=images.pairs_low_first,
    ),
    beyond_zero(
        id="f_principle.digits_beyond_zero",
        short="MNIST, along the line, without frequency 0: the lower is first",
        statement="On MNIST, along the first principal direction, of two integer frequencies "
        "beyond 0 at which a class has three floors of sampling or more the lower is learnt first: "
        "in 80 % of the pairs that decide, most of which are of the digit 1",
        experiment="digits_in_parts",
    ),
    of_pairs(
        id="f_principle.photographs_projected",
        short="CIFAR-10, along one line: of two frequencies the lower is first",
        statement="On CIFAR-10, along the first principal direction, of two integer frequencies, 0 "
        "among them, at which a class has three floors of sampling or more the lower is learnt "
        "first: in 80 % of the pairs that decide",
        experiment="photographs_in_parts",
        quantity=images.pairs_low_first,
        paper_value="four peaks in order",
        mark=1.0,
    ),
    beyond_zero(
        id="f_principle.photographs_beyond_zero",
        short="CIFAR-10, along the line, without frequency 0: the lower is first",
        statement="On CIFAR-10, along the first principal direction, of two integer frequencies "
        "beyond 0 at which a class has three floors of sampling or more the lower is learnt first: "
        "in 80 % of the pairs that decide",
        experiment="photographs_in_parts",
    ),
    row(
        id="f_principle.photograph",
        short="Of a photograph, each ring of frequencies comes before the next",
        statement="Learning a photograph as a function of its coordinates, faded at its borders, a "
        "tanh network has every ring of |f| (from 0, 2, 5 and 9 to below 2, 5, 9 and 17 cycles per "
        "image) better than the next one at 90 % of the records from step 50 on",
        paper="1807.01251",
        place="image as a function of its coordinates",
        experiment="photograph_fit",
        quantity=photograph.in_order,
        holds=(0.9, math.inf),
        weaker=(0.5, math.inf),
        least=8,
        why="Without a window a first trial had the two lowest bands in order throughout and the "
        "two highest not early on, because borders that do not match put energy at high "
        "frequencies; fading the borders should mend that, and one in ten is left for chance. "
        "Each seed is a network and a square of one of two photographs.",
        against="rings that are learnt by chance: four in order at one record of 24",
    ),
]
