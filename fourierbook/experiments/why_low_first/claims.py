"""What the chapter claims, in the order of its page, written down before the runs.

Every interval is over seeds, of the weights or of what is drawn; networks are counted where each
is a draw of its own.
"""

from functools import partial

from fourierbook.experiments.why_low_first import activations_numbers as activations
from fourierbook.experiments.why_low_first import dominance, rates
from fourierbook.experiments.why_low_first import stages_numbers as stages
from fourierbook.results.claim import Claim

LEARNT = (
    "Exponents are taken over the waves that every seed of each network learns, three at least. "
    "This rule came after the run: in a first form a wave that was not learnt counted as learnt at "
    "the end, so that a difference was a bound. The ranges are as before"
)
row = partial(Claim, chapter="why_low_first", over=("seeds",), least=16)
drawn = partial(
    row, experiment="gradient_dominance", paper="1901.06523", place="theorem on low frequencies"
)
ladder = partial(row, experiment="activation_ladder")
staged = partial(row, experiment="training_stages", paper="1906.09235", place="our statement of it")
kernel = partial(row, experiment="tangent_rates")

CLAIMS = [
    row(
        id="why_low.parseval",
        short="The squared error is the same in space and in frequency",
        statement="The squared error is the same in space and in frequency: largest relative "
        "difference over all steps of all runs",
        experiment="training_stages",
        quantity=stages.parseval_miss,
        paper="1901.06523",
        place="Parseval's identity",
        holds=(-1e-10, 1e-10),
        weaker=(-1e-6, 1e-6),
        why="an identity; double precision leaves about 1e-15 for each of some hundred terms",
        check=True,
    ),
    ladder(
        id="why_low.tanh_exponential",
        short="The spectrum of a tanh unit falls as its closed form says",
        statement="The spectrum of a tanh unit falls exponentially, by e^(−π²/|w|) for each cycle "
        "per unit length: rate times |w|, in units of π²",
        quantity=activations.tanh_rate,
        paper="1901.06523",
        place="transform of a tanh unit",
        paper_value="1",
        mark=1.0,
        holds=(0.99, 1.01),
        weaker=(0.9, 1.1),
        why="the closed form; 0.01 is left for the bell through which a unit is seen",
        check=True,
    ),
    ladder(
        id="why_low.swish_and_mish",
        short="Swish and Mish fall at the rates of their nearest poles",
        statement="Swish falls twice as fast as tanh and Mish one and a half times, as their "
        "nearest poles at the distances π and 3π/4 say: largest relative miss",
        quantity=activations.pole_miss,
        holds=(0.0, 0.01),
        weaker=(0.0, 0.1),
        why="moving the line of integration up to the pole gives e^(−2πd|ξ|) exactly; 0.01 as for "
        "tanh",
        check=True,
    ),
    ladder(
        id="why_low.relu_power",
        short="The spectrum of a ReLU unit falls as the power −2",
        statement="The spectrum of a ReLU unit, which has a kink, falls as the power −2",
        quantity=activations.relu_power,
        holds=(-2.15, -1.85),
        weaker=(-2.5, -1.5),
        why="its second derivative is a spike, whose spectrum is flat; two integrations divide by "
        "ξ². A bell of finite width bends the slope by a few hundredths",
        check=True,
    ),
    drawn(
        id="why_low.small_weights",
        short="At small weights every gradient heeds the lower frequency more",
        statement="At small weights every gradient heeds the lower frequency more: at a scale of "
        "0.05, in 99 of 100 networks of 32 tanh units, even where the error of the high frequency "
        "is 10,000 times as large",
        quantity=dominance.at_small_weights,
        over=("networks",),
        least=1000,
        debate=("D4a",),
        decisive=("D4a",),
        holds=(0.99, 1.0),
        weaker=(0.9, 0.99),
        why="the theorem says that the share tends to 1; a first trial had 1.000 at this scale",
        against="0: where gradients go as a power of the frequency, an error 10,000 times as large "
        "outweighs frequencies whose ratio is 5",
    ),
    drawn(
        id="why_low.exponentially_sure",
        short="Halving the weights at least squares the share of failures",
        statement="Halving the scale from 0.5 to 0.25 at least squares the share of failures, as "
        "an exponential in 1/s would: logarithm of the share at 0.25 over that at 0.5, for output "
        "weights and errors of the ratio 10,000",
        quantity=dominance.squaring,
        debate=("D4a",),
        holds=(2.0, 20.0),
        weaker=(1.2, 2.0),
        why="a share C e^(−c/s) with C = 1 is squared when s is halved; measured where failures "
        "are neither rare nor the rule. A first trial had 2.7",
        against="about 1.4, if failures were in proportion to the scale",
    ),
    drawn(
        id="why_low.large_weights",
        short="At large weights the order falls back to a power law",
        statement="At large weights the order is not lost, it falls back to the 1/ξ law of a step: "
        "the gradients tie where the errors have the ratio of the frequencies, 5",
        quantity=partial(dominance.tie_at, scale=100.0),
        paper=None,
        place="our run",
        debate=("D4b",),
        holds=(4.75, 5.5),
        weaker=(4.0, 6.5),
        why="sinh(5z)/sinh(z) tends to 5 as z = π/2|w| falls; the few small weights among those of "
        "scale 100 lift the median a little",
        against="1, if the order were lost; hundreds and more, if the exponential still ruled",
    ),
    ladder(
        id="why_low.six_low_first",
        short="All six activations learn the waves in order",
        statement="All six activations learn the waves of a sum of sines of equal amplitude in "
        "the order of their frequencies, by the step from which on each stays learnt: share of "
        "seeds",
        quantity=activations.all_low_first,
        debate=("D5d",),
        holds=(0.9, 1.0),
        weaker=(0.7, 1.0),
        why="for tanh all of 32 seeds of a deeper network did in a first run; nine of ten is the "
        "book's bar for an order",
        against="next to 0, if only one of the six had no order: six waves have 720 orders",
    ),
    ladder(
        id="why_low.relu_is_covered",
        short="An exponential fits a ReLU unit's spectrum better than a power",
        statement="What explains tanh explains ReLU: the spectrum of a ReLU unit falls "
        "exponentially too, and an exponential fits it at least twice as well as a power: distance "
        "to the power over that to the exponential",
        quantity=activations.relu_exponential,
        place="statement D5 of the review",
        debate=("D5c",),
        decisive=("D5c",),
        holds=(2.0, 1e6),
        weaker=(1.0, 2.0),
        why="the theorem needs the exponential; where a power fits better, the theorem is not "
        "about this unit. We expected that: a ratio below 1",
        against="below 1: a power fits better",
    ),
    ladder(
        id="why_low.smoother_is_steeper",
        short="With large weights tanh learns high frequencies later than ReLU",
        statement="The smoother unit learns high frequencies later, in the plainest reading of D5: "
        "exponent p of tanh, whose wave of k cycles is learnt after about k^p steps, minus that of "
        "ReLU is above 0 at weights of scale 2",
        quantity=partial(activations.steeper, case="tanh-wide", than="relu-wide"),
        debate=("D5b",),
        holds=(0.0, 10.0),
        why="this is what exponential against power decay would lead one to expect, if the decay "
        f"of the unit were all; we expected it to fail. {LEARNT}",
        against="0 or less: ReLU is as steep, or steeper",
    ),
    ladder(
        id="why_low.narrow_tanh_is_steeper",
        short="With small weights tanh learns high frequencies later than ReLU",
        statement="With small weights, of scale ½, tanh learns high frequencies later than ReLU by "
        "what D5 demands: exponent of tanh's crossing times minus that of ReLU's at least 1",
        quantity=partial(activations.steeper, case="tanh-narrow", than="relu-narrow"),
        debate=("D5b",),
        holds=(1.0, 20.0),
        weaker=(0.0, 1.0),
        why="at |w| = ½ the amplitude of a tanh unit falls from 1 to 6 cycles by a factor of "
        "millions, that of ReLU by 36; over normal weights of this scale by some 700 against 36, "
        "which is an exponent larger by 1.7. 1 is a factor of 6, and we expected less. Written "
        "after a quick look at three seeds (four waves) and before the thorough run, in which only "
        f"two waves are learnt by every seed of ReLU at this scale. {LEARNT}; by the first form "
        "the verdict was weaker",
        against="0: the exponential of a small weight is not heard",
    ),
    ladder(
        id="why_low.farther_pole_is_slower",
        short="Swish and Mish learn 4 cycles later than tanh",
        statement="At equal weights, Swish and Mish learn 4 cycles later than tanh: logarithm of "
        "the ratio of the times, the smaller of the two",
        quantity=activations.slower_than_tanh,
        debate=("D5b",),
        holds=(0.0, 5.0),
        why="their poles lie farther from the line, so that their spectra fall faster; a first "
        "trial had 320 and 335 steps against 195",
        against="0 or less: one of them is as early as tanh, or earlier",
    ),
    ladder(
        id="why_low.scale_matters_for_tanh",
        short="Small weights raise the exponent of tanh more than ReLU's",
        statement="Weights of a quarter of the size raise the exponent of the crossing times of "
        "tanh by more than that of ReLU, whose kinks are as sharp at any scale: difference of the "
        "rises",
        quantity=activations.scale_matters_more,
        debate=("D5b",),
        holds=(0.3, 10.0),
        weaker=(0.0, 0.3),
        why="σ(sz) = sσ(z) for ReLU, so that its spectrum keeps its shape; that of tanh falls as "
        "e^(−π²ξ/|w|). 0.3 is a factor of 1.5 between the times of 1 and 4 cycles. "
        f"{LEARNT}; by the first form the claim held",
        against="0: the scale means no more to tanh than to ReLU",
    ),
    ladder(
        id="why_low.relu_network",
        short="The spectrum of a trained ReLU network keeps its units' power",
        statement="The spectrum of a trained ReLU network keeps the power of its units",
        quantity=partial(activations.spectrum_powers, case="relu-wide"),
        debate=("D5a",),
        holds=(-2.5, -1.5),
        weaker=(-3.0, -1.0),
        why="a sum of kinks has the power −2; the kinks' interference makes a single spectrum "
        "rough",
        against="−1, the power of a jump, or −3, that of a kink one derivative later",
    ),
    ladder(
        id="why_low.tanh_network",
        short="That of a trained tanh network falls faster than any kink's",
        statement="The spectrum of a trained tanh network falls faster than the powers −2 and −3 "
        "of units with a kink: its slope",
        quantity=partial(activations.spectrum_powers, case="tanh-wide"),
        debate=("D5a",),
        holds=(-60.0, -4.0),
        weaker=(-60.0, -3.0),
        why="a mixture of exponentials; ReLU² has −3, so that −4 is beyond a kink",
        against="−2 or −3, if training made units so steep that they act as kinks",
    ),
    staged(
        id="why_low.bound_holds",
        short="No share of a step exceeds its bound",
        statement="The share r_η of a step that goes to frequencies above η stays below the bound "
        "2AB/|∇L| at every stage, as it must: largest ratio over all seeds",
        quantity=stages.tightest,
        holds=(0.0, 1.0),
        why="it is proved on the page, so that a ratio above 1 is a mistake",
        check=True,
    ),
    staged(
        id="why_low.initial_tanh",
        short="Initial stage, tanh: high frequencies move least, beyond a kink's power",
        statement="Initial stage: for tanh the share above η falls faster than the power −4.5",
        quantity=partial(stages.share_slope, activation="tanh", stage=stages.START),
        debate=("D2a",),
        decisive=("D2a",),
        holds=(-60.0, -4.5),
        weaker=(-60.0, -3.5),
        why="first runs had −5.2 to −8.2; beyond the powers of units with kinks",
        against="about −0.3, if a step moved all frequencies above the target alike; −2 to −3, if "
        "tanh acted as a kink",
    ),
    staged(
        id="why_low.initial_relu",
        short="Initial stage, ReLU: high frequencies move least, by a kink's power",
        statement="Initial stage: for ReLU it falls with a power between −3.5 and −2",
        quantity=partial(stages.share_slope, activation="relu", stage=stages.START),
        debate=("D2a",),
        decisive=("D2a",),
        holds=(-3.5, -2.0),
        weaker=(-4.5, -1.5),
        why="the error of a network with kinks has û ~ ξ⁻², the gradients of output weights ξ⁻² "
        "and those of input weights ξ⁻¹: an integral of ξ⁻⁴ or ξ⁻³ beyond η. First runs had −3.1 "
        "to −2.7",
        against="about −0.3, if a step moved all frequencies above the target alike",
    ),
    staged(
        id="why_low.share_grows",
        short="For tanh the high share of a step grows with training",
        statement="The initial stage is the one with the lowest share: r_8 of tanh is larger at "
        "the end than at the start, logarithm of the ratio, base 10",
        quantity=partial(stages.share_growth, activation="tanh"),
        holds=(0.0, 12.0),
        why="in first runs it grew by more than 100",
        against="0 or less: what a step moves is as low at the end as at the start",
    ),
    staged(
        id="why_low.intermediate_tanh",
        short="Intermediate stage, tanh: high frequencies move least, beyond a kink's power",
        statement="Intermediate stage: what moves above η while the loss is halved, over the fall "
        "of the loss, falls for tanh faster than the power −4.5 (mean over the halvings of a run)",
        quantity=partial(stages.mean_halving_slope, activation="tanh"),
        debate=("D2b",),
        decisive=("D2b",),
        holds=(-60.0, -4.5),
        weaker=(-60.0, -3.5),
        why="first runs had −5.2 to −7.2 over six halvings",
        against="about −0.3, if all frequencies above the target moved alike; −2 to −3, if tanh "
        "acted as a kink",
    ),
    staged(
        id="why_low.intermediate_relu",
        short="Intermediate stage, ReLU: high frequencies move least, by a kink's power",
        statement="Intermediate stage: the same falls for ReLU with a power between −3.5 and −2",
        quantity=partial(stages.mean_halving_slope, activation="relu"),
        debate=("D2b",),
        decisive=("D2b",),
        holds=(-3.5, -2.0),
        weaker=(-4.5, -1.5),
        why="as for the share; first runs had −3.1 to −2.7",
        against="about −0.3, if all frequencies above the target moved alike",
    ),
    staged(
        id="why_low.intermediate_grows",
        short="From halving to halving more of ReLU's movement is high",
        statement="From the first halving of the loss to the last, more of the movement goes "
        "above η = 8 for ReLU: logarithm of the ratio, base 10",
        quantity=partial(stages.halving_growth, activation="relu"),
        holds=(0.0, 10.0),
        why="in first runs it grew from one halving to the next by about 200 in all",
        against="0 or less: high frequencies take the same part at every loss",
    ),
    staged(
        id="why_low.final_tanh",
        short="Final stage, tanh: high frequencies move least, beyond the power −3",
        statement="Final stage: at the end of the run the share still falls for tanh faster than "
        "the power −3",
        quantity=partial(stages.share_slope, activation="tanh", stage=stages.END),
        debate=("D2c",),
        decisive=("D2c",),
        holds=(-60.0, -3.0),
        weaker=(-60.0, -2.0),
        why="one factor of smoothness is lost there in our third statement; first runs had −6.6",
        against="about −0.3, if a step moved all frequencies above the target alike",
    ),
    staged(
        id="why_low.final_relu",
        short="Final stage, ReLU: high frequencies move least, by some power",
        statement="Final stage: at the end of the run it falls for ReLU with a power between −4.5 "
        "and −1",
        quantity=partial(stages.share_slope, activation="relu", stage=stages.END),
        debate=("D2c",),
        decisive=("D2c",),
        holds=(-4.5, -1.0),
        weaker=(-5.5, -0.5),
        why="between one factor and two of the smoothness of a kink; first runs had −4.4",
        against="about −0.3, if a step moved all frequencies above the target alike",
    ),
    kernel(
        id="why_low.rates_foretold",
        short="The tangent kernel foretells the rates for a small target",
        statement="The eigenvalues of the tangent kernel, the products of the gradients of the "
        "outputs, foretell the rate of every wave from 2 cycles on: largest relative miss",
        quantity=partial(rates.worst_miss, case="small", against="predicted", first=2),
        paper="1806.07572",
        place="the kernel at infinite width",
        holds=(0.0, 0.15),
        weaker=(0.0, 0.3),
        why="a first run of half the width had at most 0.08 in the mean over seeds, and single "
        "seeds about twice that",
        against="above 0.5, as for the large target, where the kernel changes",
    ),
    kernel(
        id="why_low.own_kernel",
        short="The network's own kernel foretells them better still",
        statement="With the network's own kernel before training the miss is that of linear theory "
        "alone, for a small target: largest relative miss over all waves",
        quantity=partial(rates.worst_miss, case="small", against="own", first=1),
        holds=(0.0, 0.05),
        weaker=(0.0, 0.15),
        why="the kernel of a finite width is known exactly, so that only its change is left",
        against="above 0.05: no better than the kernel of infinite width does over all waves",
    ),
    kernel(
        id="why_low.large_target",
        short="For a large target the kernel misses the rates",
        statement="For a target of amplitude 1 linear theory misses the rates: measured over "
        "predicted rate, in the mean of the waves from 3 cycles on",
        quantity=rates.large_target_ratio,
        holds=(0.0, 0.67),
        weaker=(0.0, 0.85),
        why="a first run had 0.37 to 0.67; at 0.67 the predicted time is wrong by half",
        against="1: in a linear law the amplitude does not matter",
    ),
    kernel(
        id="why_low.odd_never",
        short="Without biases odd waves are never learnt",
        statement="Without biases a two-layer ReLU network cannot learn the odd waves from 3 "
        "cycles on: their rate over that of 4 cycles",
        quantity=rates.odd_rates,
        paper="1906.00425",
        place="networks without biases",
        holds=(0.0, 1e-6),
        weaker=(0.0, 1e-2),
        why="such a network is a linear function plus an even one, whatever its weights; what is "
        "left is rounding",
        check=True,
    ),
]
