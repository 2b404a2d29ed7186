"""Claims on six activations: what smoothness explains, and what it does not."""

from fourierbook.experiments.why_low_first import activations_numbers as numbers
from fourierbook.results.claim import Claim

LEARNT = (
    "Exponents are taken over the waves that every seed of each network learns, three at least. "
    "This rule came after the run: in a first form a wave that was not learnt counted as learnt at "
    "the end, so that a difference was a bound. The ranges are as before"
)


def _claim(name: str, **fields) -> Claim:
    shared = {
        "paper": None, "place": "our run", "paper_value": None, "chapter": "why_low_first",
        "debate": ("D5",), "experiment": "activation_ladder", "least": 16,
    }  # fmt: skip
    return Claim(id=f"why_low.{name}", **{**shared, **fields})


CLAIMS = [
    _claim(
        "tanh_exponential",
        paper="1901.06523",
        place="transform of a tanh unit",
        statement="The spectrum of a tanh unit falls exponentially, by e^(−π²/|w|) for each cycle "
        "per unit length: rate times |w|, in units of π²",
        paper_value="1",
        quantity=numbers.tanh_rate,
        holds=(0.99, 1.01),
        weaker=(0.9, 1.1),
        why="the closed form; 0.01 is left for the bell through which a unit is seen",
    ),
    _claim(
        "relu_power",
        statement="The spectrum of a ReLU unit, which has a kink, falls as the power −2",
        quantity=numbers.relu_power,
        holds=(-2.15, -1.85),
        weaker=(-2.5, -1.5),
        why="its second derivative is a spike, whose spectrum is flat; two integrations divide by "
        "ξ². A bell of finite width bends the slope by a few hundredths",
    ),
    _claim(
        "relu_is_covered",
        place="statement D5 of the review",
        decisive=("D5",),
        statement="What explains tanh explains ReLU: the spectrum of a ReLU unit falls "
        "exponentially too, and an exponential fits it at least twice as well as a power: distance "
        "to the power over that to the exponential",
        quantity=numbers.relu_exponential,
        holds=(2.0, 1e6),
        weaker=(1.0, 2.0),
        why="the theorem needs the exponential; where a power fits better, the theorem is not "
        "about this unit. We expected that: a ratio below 1",
    ),
    _claim(
        "swish_and_mish",
        statement="Swish falls twice as fast as tanh and Mish one and a half times, as their "
        "nearest poles at the distances π and 3π/4 say: largest relative miss",
        quantity=numbers.pole_miss,
        holds=(0.0, 0.01),
        weaker=(0.0, 0.1),
        why="moving the line of integration up to the pole gives e^(−2πd|ξ|) exactly; 0.01 as for "
        "tanh",
    ),
    _claim(
        "six_low_first",
        statement="All six activations learn the waves of a sum of sines of equal amplitude in "
        "the order of their frequencies, by the step from which on each stays learnt: share of "
        "seeds",
        quantity=numbers.all_low_first,
        holds=(0.9, 1.0),
        weaker=(0.7, 1.0),
        why="for tanh all of 32 seeds of a deeper network did in a first run; nine of ten is the "
        "book's bar for an order",
    ),
    _claim(
        "smoother_is_steeper",
        statement="The smoother unit learns high frequencies later, in the plainest reading of D5: "
        "exponent p of tanh, whose wave of k cycles is learnt after about k^p steps, minus that of "
        "ReLU is above 0 at weights of scale 2",
        quantity=numbers.steeper_than_relu,
        holds=(0.0, 10.0),
        weaker=None,
        why="this is what exponential against power decay would lead one to expect, if the decay "
        f"of the unit were all; we expected it to fail. {LEARNT}",
    ),
    _claim(
        "narrow_tanh_is_steeper",
        statement="With small weights, of scale ½, tanh learns high frequencies later than ReLU by "
        "what D5 demands: exponent of tanh's crossing times minus that of ReLU's at least 1",
        quantity=numbers.steeper("tanh-narrow", "relu-narrow"),
        holds=(1.0, 20.0),
        weaker=(0.0, 1.0),
        why="at |w| = ½ the amplitude of a tanh unit falls from 1 to 6 cycles by a factor of "
        "millions, that of ReLU by 36; over normal weights of this scale by some 700 against 36, "
        "which is an exponent larger by 1.7. 1 is a factor of 6, and we expected less. Written "
        "after a quick look at three seeds (four waves) and before the thorough run, in which only "
        f"two waves are learnt by every seed of ReLU at this scale. {LEARNT}; by the first form "
        "the verdict was weaker",
    ),
    _claim(
        "farther_pole_is_slower",
        statement="At equal weights, Swish and Mish learn 4 cycles later than tanh: logarithm of "
        "the ratio of the times, the smaller of the two",
        quantity=numbers.slower_than_tanh,
        holds=(0.0, 5.0),
        weaker=None,
        why="their poles lie farther from the line, so that their spectra fall faster; a first "
        "trial had 320 and 335 steps against 195",
    ),
    _claim(
        "scale_matters_for_tanh",
        statement="Weights of a quarter of the size raise the exponent of the crossing times of "
        "tanh by more than that of ReLU, whose kinks are as sharp at any scale: difference of the "
        "rises",
        quantity=numbers.scale_matters_more,
        holds=(0.3, 10.0),
        weaker=(0.0, 0.3),
        why="σ(sz) = sσ(z) for ReLU, so that its spectrum keeps its shape; that of tanh falls as "
        "e^(−π²ξ/|w|). 0.3 is a factor of 1.5 between the times of 1 and 4 cycles. "
        f"{LEARNT}; by the first form the claim held",
    ),
    _claim(
        "relu_network",
        statement="The spectrum of a trained ReLU network keeps the power of its units",
        quantity=numbers.network_power("relu"),
        holds=(-2.5, -1.5),
        weaker=(-3.0, -1.0),
        why="a sum of kinks has the power −2; the kinks' interference makes a single spectrum "
        "rough",
    ),
    _claim(
        "tanh_network",
        statement="The spectrum of a trained tanh network falls faster than the powers −2 and −3 "
        "of units with a kink: its slope",
        quantity=numbers.network_power("tanh"),
        holds=(-60.0, -4.0),
        weaker=(-60.0, -3.0),
        why="a mixture of exponentials; ReLU² has −3, so that −4 is beyond a kink",
    ),
]  # fmt: skip
