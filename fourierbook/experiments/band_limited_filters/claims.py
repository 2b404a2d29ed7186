"""What the chapter claims, in the order of its page, written down before the runs or marked."""

from functools import partial

from fourierbook.experiments.band_limited_filters import band_noise, filtered, trained_through
from fourierbook.results.claim import Claim
from fourierbook.results.networks import NATURAL

GAUSSIAN, ADVERSARIAL = f"{NATURAL}-gaussian", f"{NATURAL}-adversarial"
row = partial(Claim, chapter="band_limited_filters", over=("seeds", "images"), least=3)
whole = partial(row, experiment="band_accuracy")
trained = partial(row, experiment="trained_through", paper="1906.08988", place="figure 1")
noisy = partial(row, experiment="band_noise", paper="1906.08988", place="figure 5")
always = partial(row, experiment="band_noise", place="the review that started the book")

LATER = (
    "the second half of the paper's sentence had no row; this one was written when the curves were "
    "known"
)
BANDS = "a share instead of the smallest lead, which the rows on low pass 3 measure already"

CLAIMS = [
    whole(
        id="bands.low_pass_hurts",
        short="A low pass 15 costs a network that never saw it 0.40",
        statement="A low pass of bandwidth 15 costs a network that never saw it at least 0.40 of "
        "its accuracy",
        quantity=partial(filtered.change, first=("unfiltered",), second=("low_pass", 15)),
        holds=(0.40, 1.0),
        weaker=(0.20, 0.40),
        why="half of the natural network's accuracy is about 0.45; a loss below 0.20 would not be "
        "called large",
        against="below 0.10, what it costs a network that was trained through it: the band "
        "contains nearly all that is needed",
    ),
    whole(
        id="bands.monotone",
        short="A wider low pass is never worse",
        statement="A wider low pass is never worse: for a network that never saw the filter, the "
        "smallest change of accuracy from one bandwidth to the next is not below 0",
        quantity=partial(filtered.least_rise, view="low_pass"),
        holds=(0.0, 1.0),
        weaker=(-0.01, 1.0),
        why="never means at no bandwidth; a fall of 0.01 is not seen in a figure",
        against="below 0: at some bandwidth a network is misled by what was added",
        after="at first the rank correlation of accuracy with bandwidth had to be above 0.95, "
        "which two neighbours swapped still pass",
    ),
    whole(
        id="bands.high_pass_needs_its_mean",
        short="Much of what a high pass costs is the lost mean",
        statement="Much of what a high pass of bandwidth 31 costs is the lost mean: adding 0.5 "
        "back gives at least 0.20 of accuracy",
        quantity=partial(
            filtered.change, first=("high_pass_recentred", 31), second=("high_pass", 31)
        ),
        holds=(0.20, 1.0),
        weaker=(0.05, 0.20),
        why="about half of the loss that a first trial had shown without re-centring",
        against="0: the mean of an image does not matter to the network",
    ),
    whole(
        id="bands.high_pass_untrained",
        short="Untrained for it, a network is near chance at high pass 15",
        statement="Without training through it, a network is near chance on high-pass images of "
        "bandwidth 15, where one that was trained through it is right about half",
        quantity=partial(filtered.accuracy, view="high_pass_recentred", bandwidth=15),
        holds=(0.0, 0.15),
        weaker=(0.15, 0.25),
        why="chance is 0.10",
        against="0.5, if a network that was trained on whole images used what the band contains",
        after="at first bandwidth 13; moved to 15, where more is left and a network trained "
        "through the filter stands beside it",
    ),
    whole(
        id="bands.two_readings",
        short="The paper's high pass 31 is not what the low pass leaves",
        statement="Read as everything outside the low square, a high pass of bandwidth 31 leaves "
        "a network near chance; the paper's reading does not",
        quantity=partial(
            filtered.change, first=("high_pass_recentred", 31), second=("outside_recentred", 31)
        ),
        holds=(0.50, 1.0),
        weaker=(0.25, 0.50),
        why="the two readings keep 961 and 63 of 1,024 coefficients",
        check=True,
    ),
    trained(
        id="bands.low_pass_trained",
        short="Trained through low pass 15, a network loses little",
        statement="Trained and tested through a low pass of bandwidth 15, the network comes back "
        "to within 0.10 of its unfiltered accuracy: what is still lost",
        also=("band_accuracy",),
        quantity=partial(trained_through.still_lost, kind="low_pass", bandwidth=15),
        paper_value="curve of figure 1",
        debate=("D10a",),
        holds=(-1.0, 0.10),
        weaker=(0.10, 0.20),
        why="a tenth is what a figure of accuracy from 0 to 1 shows as close",
        against="above 0.5, as much as the filter costs the network that never saw it",
        after="at first the accuracy had to reach 0.81, a tenth below 0.91; now the tenth is "
        "counted from what the same networks reach without a filter",
    ),
    trained(
        id="bands.high_pass_trained",
        short="Training through high pass 31 gives back half of its cost",
        statement="Training through a high pass of bandwidth 31 gives back at least half of what "
        "the filter costs the network that never saw it, whose images are re-centred",
        also=("band_accuracy",),
        quantity=partial(trained_through.given_back, bandwidth=31),
        paper_value="curve of figure 1",
        debate=("D10a",),
        holds=(0.5, 1.5),
        weaker=(0.25, 0.5),
        why="half is the least that one would call coming back; 1 is all",
        against="0: the network that never saw this filter is right as often",
        after="at first the accuracy had to reach 0.81, which the network that never saw the "
        "filter reaches too",
    ),
    trained(
        id="bands.low_pass_blobs",
        short="Trained for it, a network recognises most images from blobs",
        statement="Trained through it, a network recognises more than half of the images of which "
        "a low pass leaves blobs of colour (bandwidth 7 of 32)",
        quantity=partial(trained_through.through, kind="low_pass", bandwidth=7),
        paper_value="more than 30 % of top-1 on ImageNet",
        debate=("D10a",),
        decisive=("D10a",),
        holds=(0.50, 1.0),
        weaker=(0.45, 0.50),
        why="the threshold of the high pass; chance is 0.10",
        against="about 0.41, what a least-squares fit to the same 7 × 7 coefficients of each "
        "colour reaches: they tell the class by themselves, and there is nothing to recognise",
        after="at first 0.40, two fifths of 0.91 as 30 % is two fifths of what a ResNet-50 reaches "
        "on ImageNet; a least-squares fit passes that",
    ),
    trained(
        id="bands.high_pass_invisible",
        short="Trained for it, a network recognises half at high pass 15",
        statement="Trained through it, a network recognises more than half of the images of which "
        "a high pass leaves next to nothing (bandwidth 15 of 32)",
        quantity=partial(trained_through.through, kind="high_pass", bandwidth=15),
        paper_value="more than 50 % of top-1 on ImageNet",
        debate=("D10a",),
        decisive=("D10a",),
        holds=(0.50, 1.0),
        weaker=(0.25, 0.50),
        why="the paper's own threshold; chance is 0.10",
        against="0.1 to 0.2: the band tells next to nothing of the class",
    ),
    trained(
        id="bands.low_saturates_earlier",
        short="Low frequencies saturate, high ones help gradually",
        statement="Low frequencies saturate and high ones help gradually: of its whole rise, the "
        "curve of the low pass gains more up to its middle bandwidth than the curve of the high "
        "pass, each compared with a straight line",
        quantity=partial(trained_through.earlier, low=(7, 15, 23), high=(9, 21, 31), without=(0,)),
        paper_value="the two shapes",
        debate=("D10c",),
        holds=(0.10, 1.0),
        weaker=(0.0, 0.10),
        least=2,
        why="two curves of one shape would give 0; a tenth of the rise is visible in a figure. The "
        "row was written when seed 0 was known, so only other seeds decide it",
        against="0: both curves have one shape",
    ),
    noisy(
        id="bands.noise_widens",
        short="Noise hurts the natural network least where it is lowest",
        statement="Noise of one norm hurts the natural network least where it is lowest: low pass "
        "3 leaves at least 0.30 more accuracy than low pass 31",
        quantity=partial(band_noise.fall, kind="low_pass", first=3, second=31),
        paper_value="curve of figure 5",
        holds=(0.30, 1.0),
        weaker=(0.10, 0.30),
        why="the natural network falls to near chance under wide noise of this norm",
        against="0: it matters how much noise there is, and not where",
    ),
    *(
        noisy(
            id=f"bands.noise_low_{name}",
            short=f"The natural network beats the {words} one at low-pass noise",
            statement=f"Under noise in low pass 3 the natural network beats the {words} one",
            quantity=partial(
                band_noise.lead, ahead=NATURAL, behind=other, kind="low_pass", bandwidth=3
            ),
            paper_value="order of the curves",
            debate=("D13a",),
            decisive=("D13a",),
            holds=(0.0, 1.0),
            weaker=(-0.02, 0.0),
            why="any lead counts; a difference of 0.02 is not seen in a figure",
            against="below 0: robust is robust, whatever the band",
        )
        for name, other, words in (
            ("gaussian", GAUSSIAN, "Gaussian-augmented"),
            ("adversarial", ADVERSARIAL, "adversarially trained"),
        )
    ),
    *(
        noisy(
            id=f"bands.noise_high_{name}",
            short=f"The {words} network beats the natural one at high-pass noise",
            statement=f"Under noise in high pass 15 the {words} network beats the natural one",
            quantity=partial(
                band_noise.lead, ahead=other, behind=NATURAL, kind="high_pass", bandwidth=15
            ),
            paper_value="order of the curves",
            debate=("D13b",),
            decisive=("D13b",),
            holds=(0.02, 1.0),
            weaker=(0.0, 0.02),
            why="a lead that is seen in a figure, of the size that the rows on low pass 3 have",
            against="0 or below: what helps against one noise helps against no other",
            after=LATER,
        )
        for name, other, words in (
            ("gaussian", GAUSSIAN, "Gaussian-augmented"),
            ("adversarial", ADVERSARIAL, "adversarially trained"),
        )
    ),
    *(
        always(
            id=f"bands.noise_always_{name}",
            short=f"The {words} network leads under noise of every band",
            statement=f"Under band-limited noise the {words} network is more accurate than the "
            "natural one at every bandwidth: share of the 32 bands",
            quantity=partial(band_noise.bands_led, ahead=other, behind=NATURAL),
            debate=(part,),
            decisive=(part,),
            holds=(1.0, 1.0),
            why="always means at its worst bandwidth too",
            against="below 1: there is a band in which the natural network leads",
            after=BANDS,
        )
        for name, other, words, part in (
            ("gaussian", GAUSSIAN, "Gaussian-augmented", "D23a"),
            ("adversarial", ADVERSARIAL, "adversarially trained", "D23b"),
        )
    ),
    row(
        id="bands.imagenet_untrained",
        short="Untrained for it, an ImageNet network fails at low pass 15",
        statement="An ImageNet network that was not trained through the filter stays below 3 % "
        "at low pass 15 of 224, a tenth of the paper's 30 %",
        experiment="imagenet_bands",
        quantity=partial(filtered.accuracy, view="low_pass", bandwidth=15),
        over=("images",),
        least=1000,
        paper_value="more than 30 %, of a network that was trained through it",
        mark=0.30,
        holds=(0.0, 0.03),
        weaker=(0.03, 0.10),
        why="a tenth of the paper's threshold; chance is 0.001",
        against="0.30, if the paper's number were of a network that never saw the filter",
        after="at first 0.10, a third of the paper's threshold, far above what was found",
    ),
]
