"""What the chapter claims of networks of one variable, written down before the runs that decide."""

import math
from functools import partial

from fourierbook.experiments.spectral_bias import order, peak
from fourierbook.experiments.spectral_bias import perturbation_numbers as perturbed
from fourierbook.results.claim import Claim

row = partial(Claim, chapter="spectral_bias", over=("seeds",), least=10, paper="1806.08734")
of_order = partial(row, experiment="order_of_waves", place="experiment 1, figures 1 and 10")
of_change = partial(row, experiment="perturbed_waves", place="experiment 2, figure 3")
of_peak = partial(row, experiment="single_peak")

CLAIMS = [
    of_order(
        id="spectral_bias.order_equal",
        short="A ReLU network learns ten equal waves from low to high",
        statement="Of a sum of ten waves of equal amplitude, 5 to 50 cycles, a network of six "
        "layers has half of the lower wave first in nine of ten pairs or more: the mean over seeds",
        quantity=partial(order.ordered, profile="equal"),
        holds=(0.9, 1.0),
        weaker=(0.75, 0.9),
        why="The paper's map shows one order, in the mean of ten runs; one inversion of neighbours "
        "is a pair of 45, four are a tenth. Trials on other waves had 0.9 and more.",
        against="waves learnt in any order: one half of the pairs",
    ),
    of_order(
        id="spectral_bias.order_rising",
        short="They come in this order with ten times the highest amplitude, too",
        statement="The same where the amplitudes rise from 0.1 to 1 with frequency",
        quantity=partial(order.ordered, profile="rising"),
        holds=(0.9, 1.0),
        weaker=(0.75, 0.9),
        why="As with equal amplitudes: the paper says that the order stays.",
        against="the largest wave first, which is the highest: no pair",
    ),
    of_order(
        id="spectral_bias.norms_grow",
        short="Its layers' norms grow while high waves are learnt",
        statement="From the step at which a network has half of the lowest wave to that at which "
        "it has half of the last one, the largest singular value of an inner layer grows by half "
        "or more: the geometric mean over layers and seeds",
        quantity=partial(order.growth, profile="equal"),
        holds=(1.5, math.inf),
        weaker=(1.1, math.inf),
        why="The paper says that norms grow as higher frequencies are fitted, and gives no factor "
        "of singular values: its curves are of another quantity.",
        against="norms that are as large with the lowest wave alone: a factor of 1",
    ),
    row(
        id="spectral_bias.order_exponent",
        short="A wave takes about the square of its frequency in steps",
        statement="The step at which half of a wave is there grows with frequency as k to the "
        "power of 1.5 to 2.5, as the tangent kernel's k⁻² has it",
        experiment="order_of_waves",
        quantity=partial(order.exponent, profile="equal"),
        holds=(1.5, 2.5),
        weaker=(1.0, 3.0),
        paper=None,
        why="The tangent kernel of ReLU layers falls as k⁻²; Adam and a kernel that moves blur it.",
        against="times in proportion to frequency: a power of 1",
    ),
    of_change(
        id="spectral_bias.parameters_magnitude",
        short="Perturbed parameters leave low waves most of their magnitude",
        statement="After a random perturbation of the parameters of norm 5, the magnitude left, "
        "cut at 1 as in the paper, falls with frequency: a rank correlation below −0.8, the mean "
        "over seeds",
        quantity=partial(perturbed.trend, name="clipped", at=5.0),
        holds=(-1.0, -0.8),
        weaker=(-1.0, -0.5),
        why="The paper's map falls from wave to wave; one inversion of neighbours among nine waves "
        "has −0.98.",
        against="a loss that does not depend on frequency: 0",
        debate=("D7a",),
    ),
    of_change(
        id="spectral_bias.parameters_error",
        short="Perturbed parameters leave low waves the most accurate",
        statement="After a random perturbation of the parameters of norm 1, the relative error of "
        "a wave's complex coefficient rises with frequency: a rank correlation above 0.5, the mean "
        "over seeds",
        quantity=partial(perturbed.trend, name="wrong", at=1.0),
        holds=(0.5, 1.0),
        weaker=(0.0, 1.0),
        why="What robust low frequencies mean in a metric that sees phase and is not cut; trials "
        "on waves of 1 to 10 cycles had the largest error at the lowest.",
        against="an error that falls with frequency: below 0",
        debate=("D7a",),
    ),
    row(
        id="spectral_bias.inputs",
        short="Adversarial inputs leave low waves the most accurate",
        statement="Where each input is moved by at most a tenth of the shortest wave so that one "
        "wave changes most, the relative change of the highest wave is twice that of the lowest or "
        "more: the geometric mean over seeds",
        experiment="perturbed_waves",
        quantity=partial(perturbed.ends, name="aimed", at=0.1),
        holds=(2.0, math.inf),
        weaker=(1.25, math.inf),
        paper=None,
        why="The debate reads robust low frequencies as robust to adversarial inputs. To first "
        "order the change is Σ |f′| |cos| for every wave, so that none is spared.",
        against="waves that change alike: 1",
        debate=("D7b",),
        decisive=("D7b",),
    ),
    of_peak(
        id="spectral_bias.depth_over_width",
        short="Depth has more of a peak than width",
        statement="Of a peak's frequencies, six layers of 16 units have more than three layers of "
        "128, which have fifteen times as many parameters",
        place="appendix A.5, figures 15 and 16",
        quantity=partial(peak.gain, more="6x16", less="3x128"),
        holds=(0.0, 1.0),
        why="The paper says that depth helps much and width far less.",
        against="more for more parameters: below 0",
    ),
    of_peak(
        id="spectral_bias.bound",
        short="The looser parameters are bound, the more high frequencies",
        statement="With parameters kept within 0.1, 0.15, 0.2 and 2, a network of six layers of 64 "
        "units has more of the highest quarter of a peak's frequencies with each: three of four "
        "seeds or more",
        place="appendix A.5, figures 17 and 18",
        quantity=peak.rising,
        holds=(0.75, 1.0),
        weaker=(0.5, 1.0),
        why="The paper's figure rises from bound to bound; by chance one seed of 24 would.",
        against="bounds that do not matter: one seed of 24",
    ),
]
