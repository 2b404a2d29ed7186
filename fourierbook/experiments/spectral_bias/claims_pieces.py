"""What the chapter claims of untrained networks and their exact transforms; most are theorems."""

from functools import partial

from fourierbook.experiments.spectral_bias import bounds, decay, volume
from fourierbook.results.claim import Claim

row = partial(
    Claim, chapter="spectral_bias", paper="1806.08734", experiment="decay_of_pieces",
    over=("networks",), least=16,
)  # fmt: skip
of_bounds = partial(row, experiment="bounds_of_pieces")
WHY = (
    "The theorem has whole numbers for envelopes without end; over three decades the envelope of "
    "some twenty kinks still rises a little, by 0.03 in a first trial."
)


def near(power: float, *, holds: float = 0.1, weaker: float = 0.3) -> dict:
    """Ranges around a power."""
    return {"holds": (power - holds, power + holds), "weaker": (power - weaker, power + weaker)}


CLAIMS = [
    row(
        id="spectral_bias.line_decay",
        short="In one dimension kinks make a spectrum of power −2",
        statement="The spectrum of a ReLU network of one input falls as 1/k²: exponent of its "
        "envelope, mean over networks",
        place="theorem 1",
        quantity=partial(decay.exponent, shard="line", name="f"),
        check=True,
        paper_value="−2",
        mark=-2.0,
        why=WHY,
        **near(-2),
    ),
    row(
        id="spectral_bias.biases_decay",
        short="Biases move it with power −1",
        statement="The derivative of this spectrum by the biases falls as 1/k: exponent of its "
        "envelope, mean over networks",
        place="proposition 1",
        quantity=partial(decay.exponent, shard="line", name="by_biases"),
        check=True,
        paper_value="−1",
        mark=-1.0,
        why=WHY,
        **near(-1),
    ),
    row(
        id="spectral_bias.outputs_decay",
        short="Output weights move it with power −2",
        statement="The derivative of this spectrum by the weights of the output falls as 1/k²: "
        "exponent of its envelope, mean over networks",
        place="proposition 1",
        quantity=partial(decay.exponent, shard="line", name="by_outputs"),
        check=True,
        paper_value="−2 at most",
        mark=-2.0,
        why=WHY,
        **near(-2),
    ),
    row(
        id="spectral_bias.transform_exact",
        short="The transform from the pieces is that of the network",
        statement="Summed over the linear pieces, the transform of a network of two inputs is that "
        "of its values on a grid that knows no pieces: largest difference over networks, as a "
        "share of the mean amplitude of the function",
        place="lemmas 1 and 2",
        quantity=partial(decay.most, shard="plane", name="misses"),
        holds=(0.0, 1e-5),
        weaker=(0.0, 1e-3),
        debate=("D6a",),
        decisive=("D6a",),
        why="A grid of 1,000 by 1,000 errs by some 1e-6 itself; the wrong sign of equation 4, or a "
        "region that is missing, makes a difference of 1e-3 and more.",
        against="pieces that are missing, or a formula that is not the transform: 1e-3 or more",
    ),
    row(
        id="spectral_bias.anisotropy",
        short="Off creases the spectrum falls by one power more",
        statement="In a random direction the spectrum of a network of two inputs falls with an "
        "exponent that is lower by one than along the normal of its strongest crease, on average "
        "over networks",
        place="theorem 1",
        quantity=decay.steeper_off,
        holds=(0.85, 1.15),
        weaker=(0.5, 1.5),
        debate=("D6b",),
        decisive=("D6b",),
        paper_value="1",
        mark=1.0,
        why="Almost every direction is off every normal, but of hundreds of creases some lie near: "
        "one network in twenty at −2 takes 0.05 off. A first trial of six gave 1.00.",
        against="a decay that knows no direction: 0",
    ),
    of_bounds(
        id="spectral_bias.bound_informs",
        short="Regions times steepness foretell the spectrum's amplitude",
        statement="Over untrained networks of one to five hidden layers, the largest k² |f̂| goes "
        "with the number of regions times the Lipschitz constant, which bounds it: a rank "
        "correlation of 0.5 or more",
        place="equation 7",
        quantity=partial(bounds.amplitude_follows, what="pieces"),
        holds=(0.5, 1.0),
        weaker=(0.2, 1.0),
        debate=("D6c",),
        why="That it is a bound is a theorem; a bound that explains the amplitudes ranks them. A "
        "first trial gave 0.46, within 0.21 and 0.64. The seeds are others.",
        against="a bound so far above that it ranks nothing: 0",
    ),
    of_bounds(
        id="spectral_bias.bound_holds",
        short="Changes of slope bound the spectrum",
        statement="The largest k² |f̂| is at most the sum of all changes of slope, each times the "
        "length of its crease: largest share over networks",
        place="equation 7",
        quantity=bounds.largest_share,
        holds=(0.0, 1.0),
        why="The triangle inequality on the sum over creases",
        check=True,
    ),
    of_bounds(
        id="spectral_bias.looser_with_depth",
        short="Each layer makes the bound by norms twice as loose",
        statement="The product of the layers' spectral norms over the Lipschitz constant grows by "
        "a factor of two or so with each hidden layer, one to five: between 1.5 and 3, mean over "
        "networks",
        paper=None,
        quantity=bounds.looser_a_layer,
        holds=(1.5, 3.0),
        weaker=(1.1, 5.0),
        why="A first trial of twelve networks gave 2.3; random layers do not line up, and a factor "
        "near 1 would be seen if they did. The seeds are others.",
        against="layers that line up with one another, as after long training: 1",
    ),
    of_bounds(
        id="spectral_bias.kernel_power",
        short="The tangent kernel answers to waves with power −2",
        statement="At the start, the eigenvalue of a wave in the tangent kernel of networks with "
        "four hidden layers falls as 1/k²: exponent between −2.2 and −1.8, mean over networks",
        paper=None,
        quantity=partial(bounds.kernel_exponent, depth=4),
        **near(-2, holds=0.2, weaker=0.5),
        why="A first trial gave −2.07, and −2.7 with one hidden layer, which is weaker here. The "
        "seeds are others.",
        against="a kernel that forgets kinks: an exponent of −4, as of output weights alone",
    ),
    row(
        id="spectral_bias.few_parameters",
        short="Few settings of the parameters have any high frequency",
        statement="Of the cube of all parameters within ±1 of eight units, a hundredth or less has "
        "an amplitude above 0.005 anywhere beyond k = 24",
        place="appendix D",
        experiment="high_frequency_volume",
        quantity=partial(volume.share, above=24),
        holds=(0.0, 0.01),
        weaker=(0.0, 0.1),
        least=1000,
        why="The bound that always holds, Σ|a w|/k², lets the whole cube through up to k = 40; the "
        "share that the paper bounds has to be far below. A first trial gave 0 of 1,000.",
        against="kinks that add up in step: most of the cube up to k = 40",
    ),
]
