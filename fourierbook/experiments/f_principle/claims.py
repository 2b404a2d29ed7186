"""What the chapter on the frequency principle claims, written down before the runs that decide."""

import math
from functools import partial

from fourierbook.experiments.f_principle import growth, line, noise, photograph
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
        short="Gradient descent, one layer, larger weights: the order lasts",
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
