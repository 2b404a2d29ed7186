"""What the chapter on corruptions and attacks claims, in its page's order: its pre-registration."""

import math
from functools import partial

from fourierbook.data.corruptions import NAMES
from fourierbook.experiments.corruptions_and_attacks import (
    accuracy_lines,
    accuracy_numbers,
    attacks,
    single_waves,
    spectra,
)
from fourierbook.experiments.corruptions_and_attacks.accuracy import ROBUST
from fourierbook.results import published_accuracies
from fourierbook.results.claim import Claim
from fourierbook.results.networks import ADVERSARIAL, AUTOAUGMENT, GAUSSIAN, NATURAL
from fourierbook.results.papers import YIN

row = partial(Claim, chapter="corruptions_and_attacks")
FOG_NOISE, LOW_PASS, HIGH_PASS = (
    f"{NATURAL}-{training}" for training in ("fognoise", "lowpass15", "highpass31")
)
NOISES, FOGGY = NAMES[:3], ("fog", "contrast")
INF = math.inf
EVERYTHING = ("seeds", "images", "corruptions")
# Of the three that should gain at high frequencies: in an id, in a short statement, in a long one.
THREE = {
    GAUSSIAN: ("gaussian", "Training on noise", "The Gaussian-augmented network"),
    ADVERSARIAL: ("adversarial", "Adversarial training", "The adversarially trained network"),
    LOW_PASS: ("low_pass", "A low pass in front", "The network with a low pass in front"),
}
of_changes = partial(
    row, paper=YIN, place="figure 2", paper_value="colours of the figure",
    experiment="corruption_spectra", over=("images",), least=1000,
)  # fmt: skip
of_slope = partial(
    row, paper=YIN, place="figure 6", experiment="corruption_accuracy",
    also=("corruption_spectra",), over=EVERYTHING, least=3,
)  # fmt: skip
of_accuracy = partial(row, experiment="corruption_accuracy", over=("seeds", "images"), least=3)
of_points = partial(of_accuracy, paper=YIN, place="figure 6", paper_value="points of the figure")
of_attacks = partial(
    row, paper=YIN, place="figure 7", paper_value="colours of the figure",
    experiment="adversarial_spectra", over=("seeds", "images"), least=3,
)  # fmt: skip

CLAIMS = [
    of_changes(
        id="corruptions.noises_high",
        short="Noises concentrate in high frequencies",
        statement="Gaussian, shot and impulse noise concentrate in high frequencies: the modulus "
        "of what they change is smaller at 1 to 3 cycles per image than from 12 on, by 13 % at "
        "least; weaker: not larger by more than 15 %, so that they are high only in having most "
        "of the frequencies (the ratio, of the one of the three where it is farthest from 1)",
        debate=("D11a",),
        quantity=partial(spectra.ratio, names=NOISES, choice=spectra.farthest),
        holds=(0.0, 0.87),
        weaker=(0.87, 1.15),
        why="white noise has ratio 1; within 15 % of it, a frequency has no more noise for being "
        "high, and the weaker statement is left: noise is high because most frequencies are, and "
        "because images are not",
        against="2 for JPEG, 6 and more for frost, blurs and fog",
    ),
    row(
        id="corruptions.white_noise_share",
        short="White noise keeps its share of the coefficients",
        statement="Of what Gaussian noise changes, the high pass of bandwidth 27 keeps its share "
        "of the coefficients, (27/32)², and no more (what it keeps minus that)",
        check=True,
        experiment="corruption_spectra",
        quantity=partial(spectra.excess, name="gaussian_noise", reading="nyquist27"),
        over=("images",),
        holds=(-0.01, 0.01),
        weaker=(-0.03, 0.03),
        least=1000,
        why="white noise has the same energy at every coefficient; rounding down to grey levels "
        "and clipping move a hundredth at most to the mean",
    ),
    of_changes(
        id="corruptions.fog_contrast_low",
        short="Fog and contrast concentrate in low frequencies",
        statement="Fog and contrast concentrate in low frequencies: the modulus of what they "
        "change is more than 20 times as large at 1 to 3 cycles per image as from 12 on (the one "
        "of the two with less)",
        debate=("D11b",),
        quantity=partial(spectra.ratio, names=FOGGY, choice=min),
        holds=(20.0, INF),
        weaker=(5.0, 20.0),
        why="contrast scales the image itself, whose modulus falls about as 1/f^1.5: from 2 to 14 "
        "cycles by about 20",
        against="1 for a change that is white, 7 for one that falls as 1/f",
    ),
    *(
        of_slope(
            id=f"corruptions.slope_{name}",
            short=f"{words} gains more under corruptions of high frequency",
            statement=f"{network_} gains with the high-frequency share of a corruption: its "
            "accuracy minus the natural network's has a positive slope over corruptions such as "
            "these fifteen (the slope)",
            paper_value="positive slope in the legend",
            debate=("D14a",),
            decisive=("D14a",),
            quantity=partial(accuracy_lines.slope, network=network),
            holds=(0.10, INF),
            weaker=(0.0, 0.10),
            why="the shares run from 0 to 0.7: a slope of 0.1 is 0.07 of accuracy from one end to "
            "the other, the least that a figure shows. It is a statement about corruptions, so "
            "others in the place of these fifteen have to give it too",
            against="0 if it gained as much under one corruption as under another",
        )
        for network, (name, words, network_) in THREE.items()
    ),
    row(
        id="corruptions.slopes_not_chance",
        short="Chance would draw none of these three slopes",
        statement="None of these three slopes is an accident of fifteen points: dealt out anew, "
        "the gains give one as steep in less than 5 % of all cases (p of each network, the largest "
        "of the three)",
        debate=("D14a",),
        experiment="corruption_accuracy",
        also=("corruption_spectra",),
        quantity=partial(accuracy_lines.largest_p, networks=tuple(THREE)),
        over=("corruptions",),
        holds=(0.0, 0.05),
        weaker=(0.05, 0.10),
        least=15,
        why="the usual level; a corruption is a point, and related ones make fewer points than "
        "fifteen, so the test is on the mild side. A p says itself what chance among corruptions "
        "does, so it has no interval; it is taken for each network once, from the means over seeds",
        against="any p from 0 to 1, each as likely as another, if the gains of one of them had "
        "nothing to do with the shares",
    ),
    *(
        of_points(
            id=f"corruptions.noise_{name}",
            short=f"{words} helps under each of the three noises",
            statement=f"{network_} is more accurate than the natural one under each of the three "
            "noises (its gain where it gains least)",
            debate=("D14a",),
            quantity=partial(accuracy_numbers.extreme, network=network, names=NOISES, choice=min),
            holds=(0.05, 1.0),
            weaker=(0.0, 0.05),
            why="a gain of 0.05 is seen in a figure whose axis covers about 0.6",
            against="0 for a training that has nothing to do with noise, and below it one of the "
            "three that is worse for the network than for the natural one",
        )
        for network, (name, words, network_) in THREE.items()
    ),
    *(
        of_points(
            id=f"corruptions.fog_{name}",
            short=f"{words} costs extra under fog and contrast",
            statement=f"{network_} loses under fog and under contrast: its accuracy minus the "
            "natural network's is lower there than without a corruption (how much, where it is "
            "less)",
            debate=("D14b",),
            quantity=partial(
                accuracy_numbers.extreme,
                network=network,
                names=FOGGY,
                choice=max,
                beyond_unchanged=True,
            ),
            holds=(-1.0, -0.01),
            weaker=(-0.01, 0.0),
            why="one image of a hundred is the smallest difference that a reader would care about",
            against="0 if it only were less accurate on every image, corrupted or not",
            after="before, the loss was judged whole, with what is lost without a corruption: for "
            "the adversarially trained network half of it",
        )
        for network, (name, words, network_) in THREE.items()
    ),
    of_slope(
        id="corruptions.slope_high_pass",
        short="A high pass in front loses with the share of high frequencies",
        statement="The network with a high pass in front loses with the high-frequency share of a "
        "corruption: its accuracy minus the natural network's has a negative slope over "
        "corruptions such as these fifteen (the slope)",
        paper_value="negative slope in the legend",
        debate=("D14c",),
        quantity=partial(accuracy_lines.slope, network=HIGH_PASS),
        holds=(-INF, 0.0),
        weaker=(0.0, 0.10),
        why="any negative slope counts; below 0.1 a positive one would not be seen in a figure",
        against="0 if it lost as much under one corruption as under another",
    ),
    of_points(
        id="corruptions.autoaugment_gains",
        short="AutoAugment gains under twelve of the fifteen corruptions or more",
        statement="AutoAugment gains on nearly all corruptions, on twelve of the fifteen at least "
        "(the share of the fifteen)",
        debate=("D14d",),
        quantity=partial(accuracy_numbers.gaining, network=AUTOAUGMENT),
        holds=(0.80, 1.0),
        weaker=(0.50, 0.80),
        why="12/15 is 0.80; a half is what a network that is neither better nor worse would reach",
        against="0.5 if AutoAugment made no difference; training on noise gains under 11 or 12",
        after="raised from 0.77, which a mean over seeds of 11 and 12 would have passed, and "
        "bounded by 1, as a share is",
    ),
    of_accuracy(
        id="corruptions.autoaugment_best",
        short="AutoAugment's network is the most accurate of all",
        statement="Of all these networks AutoAugment's is the most accurate, on average over the "
        "fifteen corruptions and five severities (its lead over the next)",
        paper=YIN,
        place="abstract",
        paper_value="state of the art of its time on CIFAR-10-C",
        debate=("D14e",),
        quantity=partial(
            accuracy_numbers.best_overall,
            network=AUTOAUGMENT,
            others=(NATURAL, *(name for name, _ in ROBUST if name != AUTOAUGMENT)),
        ),
        holds=(0.0, 1.0),
        weaker=(-0.02, 0.0),
        why="any lead counts; a gap of 0.02 would not be seen in a figure",
        against="below 0 if another training were better on average",
    ),
    row(
        id="corruptions.papers_reading",
        short="The paper's high pass predicts the gains best",
        statement="Of three meanings of high frequency the paper's, a high pass of bandwidth 27, "
        "predicts the gains of the gaussian, the adversarial and the low-pass network best: its "
        "R² minus that of the better of two others, everything outside the lowest 27 × 27 or "
        "5 × 5 frequencies (mean over the three networks)",
        experiment="corruption_accuracy",
        also=("corruption_spectra",),
        quantity=partial(accuracy_lines.lead_of_the_papers_reading, networks=tuple(THREE)),
        over=EVERYTHING,
        holds=(0.0, 1.0),
        weaker=(-0.10, 0.0),
        least=3,
        why="on published accuracies it had given 0.51 to 0.63, outside 27 × 27 0.43 to 0.60; a "
        "tenth of the variance less would be a tie",
        against="below 0 if another of the three predicted better",
    ),
    row(
        id="corruptions.published_slopes",
        short="Published robust networks gain with the share, too",
        statement="Five published networks that were trained on white noise or adversarially gain "
        "accuracy on CIFAR-10-C with the high-frequency share of a corruption (the one with the "
        "smallest slope; that slope)",
        place="accuracies of RobustBench's leaderboard, spectra of our run",
        debate=("D14a",),
        experiment="corruption_spectra",
        quantity=partial(spectra.published_slopes, networks=published_accuracies.ROBUST),
        over=("images", "corruptions"),
        holds=(0.30, INF),
        weaker=(0.0, 0.30),
        least=1000,
        why="the shares run from 0 to 0.7, so a slope of 0.3 means 0.2 of accuracy from one end "
        "to the other; a first trial had given about 0.5, so half of that",
        against="0 if they gained as much under one corruption as under another",
    ),
    *(
        of_accuracy(
            id=f"corruptions.fog_noise_{severity}",
            short=f"Fog noise in training does not help under fog of severity {severity}",
            statement="Training on fog-like noise does not make the network more accurate under "
            f"fog of severity {severity} (its gain)",
            paper=YIN,
            place="section 4.3",
            paper_value="a table by severity",
            quantity=partial(
                accuracy_numbers.extreme,
                network=FOG_NOISE,
                names=("fog",),
                choice=max,
                severities=(severity,),
            ),
            holds=(-1.0, 0.01),
            weaker=(0.01, 0.03),
            why="one image of a hundred is the smallest gain that a reader would care about; three "
            "are still small beside what fog costs at the highest severity",
            against="a gain of several hundredths, as noise in training brings under noise",
            after="the same range as for the mean over the severities, which the run had answered "
            "first; the paper's table is by severity",
        )
        for severity in range(1, 6)
    ),
    of_accuracy(
        id="corruptions.frost_aliasing",
        short="Part of what frost costs is aliasing",
        statement="A part of what frost costs is aliasing: with a texture that is smoothed before "
        "it is shrunk, the natural network is more accurate by at least 0.10 (by how much)",
        quantity=accuracy_numbers.smooth_frost,
        holds=(0.10, 1.0),
        weaker=(0.03, 0.10),
        why="a first trial with photographs of frost had given 0.85 instead of 0.66; half of that",
        against="0 if only the low frequencies of frost hurt, which smoothing hardly touches",
    ),
    of_accuracy(
        id="corruptions.same_order",
        short="The corruptions made here are as hard as the published ones",
        statement="The corruptions that are made here are as hard as the published ones, in the "
        "same order: rank correlation of the natural network's accuracies with those of a "
        "published natural network on the published images",
        place="RobustBench's leaderboard",
        quantity=accuracy_numbers.published_order,
        holds=(0.85, 1.0),
        weaker=(0.70, 0.85),
        why="two networks of different size on the same images give about 0.95; frost has another "
        "texture here and may change its place",
        against="0.84 or less, as where blurs or weather are made at severity 1 or 5 instead of 3",
    ),
    of_attacks(
        id="heatmaps.attack_spread_l2",
        short="Attacks on the natural network spread over all frequencies",
        statement="Perturbations that fool the natural network spread over all frequencies: in the "
        "ℓ2 ball of 0.5, their share of the energy in each of three bands is within 0.10 of a flat "
        "spectrum's (the largest of the three distances)",
        debate=("D15a",),
        decisive=("D15a",),
        quantity=partial(attacks.departure, ball="l2"),
        holds=(0.0, 0.10),
        weaker=(0.10, 0.25),
        why="an image holds two thirds of its variance in the lowest 5 × 5 frequencies, where "
        "a flat spectrum has 0.02, so a departure may be 0.6; a quarter of the energy out of "
        "place is seen in a figure. The sign that is taken in an ℓ∞ ball flattens any spectrum",
        against="0.2, as for attacks on the network that was trained on noise",
        after="the lower end is 0 again, as a distance has it; it was −0.05 while intervals could "
        "reach below 0",
    ),
    of_attacks(
        id="heatmaps.attack_low_l2",
        short="Attacks on the adversarially trained network are low",
        statement="Those that fool the adversarially trained network are biased to low "
        "frequencies: in the ℓ2 ball of 0.5, on the same images, the lowest 5 × 5 frequencies hold "
        "at least 6 times the share of energy that they hold for the natural one (one share over "
        "the other)",
        debate=("D15b",),
        decisive=("D15b",),
        quantity=partial(attacks.times_lower, ball="l2"),
        holds=(6.0, INF),
        weaker=(3.0, 6.0),
        why="networks of a first trial had 6 to 8 times the share",
        against="1 if robust networks had attacks like others, and 3, as for the network that was "
        "trained on noise, if that did as much",
        after="raised from 3, which training on noise reaches, and from 1.5 for the weaker form; 3 "
        "was half of what the first trial had",
    ),
    row(
        id="heatmaps.small_wave_fools",
        short="Nine of ten images have a small wave that fools the network",
        statement="Single waves are a black-box attack, and small ones are enough: at norm 1, nine "
        "of ten images that the natural network is right about have a wave of the basis that fools "
        "it (the share of these images)",
        paper=YIN,
        place="figure 7",
        paper_value="examples in the figure",
        debate=("D15c",),
        decisive=("D15c",),
        experiment="basis_attack",
        quantity=partial(single_waves.fooled, norm=1),
        over=("seeds", "images"),
        holds=(0.90, 1.0),
        weaker=(0.50, 0.90),
        least=3,
        why="a first trial on 40 images had 0.97; below one half most images would withstand every "
        "wave. Norm 1 is the amplitude of usual attacks; at norm 4 two thirds of all waves fool it",
        against="below one half, as for networks that were trained on noise or against attacks",
    ),
]
