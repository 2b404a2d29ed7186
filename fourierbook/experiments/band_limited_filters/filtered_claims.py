"""What the chapter on band-limited filters claims, and when each claim holds."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from fourierbook.experiments.band_limited_filters.filtered import (
    early_gain,
    kept_curve,
    right,
    trained_samples,
)
from fourierbook.measure import intervals, lines
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.results.claim import Claim
from fourierbook.results.networks import NATURAL
from fourierbook.results.questions import Result
from fourierbook.results.reading import AXES, gathered, over_seeds, unpacked

CHAPTER = "band_limited_filters"
PAPER = "1906.08988"


def at(view: str, bandwidth: int) -> Callable[[Result], Interval]:
    """Accuracy on one view at one bandwidth."""
    return lambda result: over_seeds(result, lambda seed: right(result, view, seed, bandwidth))


def change(first: tuple, second: tuple) -> Callable[[Result], Interval]:
    """Accuracy on one (view, bandwidth) minus that on another, on the same images."""

    def difference(result: Result, seed: int) -> np.ndarray:
        pair = [right(result, view, seed, *rest).astype(float) for view, *rest in (first, second)]
        return pair[0] - pair[1]

    return lambda result: over_seeds(result, lambda seed: difference(result, seed))


def rank_correlation(view: str) -> Callable[[Result], Interval]:
    """Spearman's correlation of accuracy with bandwidth, mean over seeds."""

    def quantity(result: Result) -> Interval:
        rows = [unpacked(result.shards[f"{view}-seed{seed}"]) for seed in result.recipe.seeds]
        return intervals.of(
            lambda found: lines.rank_correlation(found, np.array(result.recipe.bandwidths)),
            Sample(np.array(rows), ("seeds", "bandwidths", "images")),
            over=AXES,
            averaged=("images",),
            drawn=("images",),
            within=(-1, 1),
        )

    return quantity


def through(kind: str, bandwidth: int) -> Callable[[Result], Interval]:
    """Accuracy of the network trained and tested through one filter."""
    return lambda result: over_seeds(
        result, lambda seed: right(result, f"{kind}-{bandwidth}", seed)
    )


def bend(kind: str, bandwidths: Sequence[int]) -> Callable[[Result], Interval]:
    """Height of the middle one of three points above the straight line between the outer two."""
    left, middle, end = bandwidths
    weight = (middle - left) / (end - left)
    return lambda result: intervals.of(
        lambda a, b, c: b - (1 - weight) * a - weight * c,
        *trained_samples(result, kind, bandwidths, result.recipe.seeds),
        averaged=AXES,
    )


def contrast(
    low: Sequence[int], high: Sequence[int], *, without: Sequence[int]
) -> Callable[[Result], Interval | None]:
    """How much earlier the low pass gains than the high pass, by seeds other than some.

    None until others have run.
    """

    def quantity(result: Result) -> Interval | None:
        seeds = [seed for seed in result.recipe.seeds if seed not in without]
        if not seeds:
            return None
        return intervals.of(
            lambda *ends: early_gain(ends[:3], low) - early_gain(ends[3:], high),
            *trained_samples(result, "low_pass", low, seeds),
            *trained_samples(result, "high_pass", high, seeds),
            averaged=AXES,
        )

    return quantity


def kept(filter_name: str, bandwidth: int) -> Callable[[Result], Interval]:
    """Mean share of an image's variance that a filter keeps."""

    def quantity(result: Result) -> Interval:
        return kept_curve(result, filter_name)[result.recipe.bandwidths.index(bandwidth)]

    return quantity


def noise_gap(other: str, kind: str, bandwidth: int) -> Callable[[Result], Interval | None]:
    """Natural minus another network's accuracy under noise of one band; None until both have run.

    On the same images.
    """

    def quantity(result: Result) -> Interval | None:
        if other not in result.recipe.names:
            return None
        pair = (
            gathered(
                lambda seed, of=network: right(result, f"{of}-{kind}", seed, bandwidth),
                result.recipe.seeds_of(network),
            )
            for network in (NATURAL, other)
        )
        return intervals.of(intervals.difference, *pair, within=(-1, 1))

    return quantity


def always_better(other: str) -> Callable[[Result], Interval | None]:
    """Smallest lead of another network over the natural one, over every band of the noise."""

    def quantity(result: Result) -> Interval | None:
        if other not in result.recipe.names:
            return None
        gaps = [
            noise_gap(other, kind, bandwidth)(result)
            for kind in ("low_pass", "high_pass")
            for bandwidth in result.recipe.bandwidths
        ]
        worst = max(gaps, key=lambda gap: gap.mean)
        return Interval(-worst.mean, -worst.high, -worst.low, worst.n, worst.over)

    return quantity


def noise(kind: str, first: int, second: int) -> Callable[[Result], Interval]:
    """The first network's accuracy under noise of one bandwidth minus that under another."""

    def quantity(result: Result) -> Interval:
        network = result.recipe.names[0]

        def fall(seed: int) -> np.ndarray:
            pair = [right(result, f"{network}-{kind}", seed, width) for width in (first, second)]
            return pair[0].astype(float) - pair[1]

        return over_seeds(result, fall, seeds=result.recipe.seeds_of(network))

    return quantity


INF = math.inf
CLAIMS = [
    Claim(
        id="bands.low_pass_hurts",
        paper=None,
        place="our run",
        chapter=CHAPTER,
        debate=(),
        statement="A low pass of bandwidth 15 costs a network that never saw it at least 0.40 of "
        "its accuracy",
        paper_value=None,
        experiment="band_accuracy",
        quantity=change(("unfiltered",), ("low_pass", 15)),
        holds=(0.40, 1.0),
        weaker=(0.20, 0.40),
        least=3,
        why="half of the natural network's accuracy is about 0.45; a loss below 0.20 would not be "
        "called large",
    ),
    Claim(
        id="bands.low_pass_trained",
        paper=PAPER,
        place="figure 1",
        chapter=CHAPTER,
        debate=("D10",),
        statement="Trained and tested through a low pass of bandwidth 15, the network comes back "
        "to within 0.10 of its unfiltered accuracy",
        paper_value="curve of figure 1",
        experiment="trained_through",
        quantity=through("low_pass", 15),
        holds=(0.81, 1.0),
        weaker=(0.71, 0.81),
        least=3,
        why="the natural network ships with 0.90 or more, and 0.91 − 0.10 = 0.81",
    ),
    Claim(
        id="bands.high_pass_trained",
        paper=PAPER,
        place="figure 1",
        chapter=CHAPTER,
        debate=("D10",),
        statement="Trained and tested through a high pass of bandwidth 31, the network comes back "
        "to within 0.10 of its unfiltered accuracy",
        paper_value="curve of figure 1",
        experiment="trained_through",
        quantity=through("high_pass", 31),
        holds=(0.81, 1.0),
        weaker=(0.71, 0.81),
        least=3,
        why="the natural network ships with 0.90 or more, and 0.91 − 0.10 = 0.81",
    ),
    Claim(
        id="bands.low_pass_blobs",
        paper=PAPER,
        place="figure 1",
        chapter=CHAPTER,
        debate=("D10",),
        statement="Trained through it, a network still recognises images of which a low pass "
        "leaves blobs of colour (bandwidth 7 of 32)",
        paper_value="more than 30 % of top-1 on ImageNet",
        experiment="trained_through",
        quantity=through("low_pass", 7),
        holds=(0.40, 1.0),
        weaker=(0.20, 0.40),
        least=3,
        decisive=("D10",),
        why="30 % on ImageNet is two fifths of what a ResNet-50 reaches unfiltered; two fifths of "
        "0.91, and well above the chance of 0.10",
    ),
    Claim(
        id="bands.high_pass_invisible",
        paper=PAPER,
        place="figure 1",
        chapter=CHAPTER,
        debate=("D10",),
        statement="Trained through it, a network recognises more than half of the images of which "
        "a high pass leaves next to nothing (bandwidth 15 of 32)",
        paper_value="more than 50 % of top-1 on ImageNet",
        experiment="trained_through",
        quantity=through("high_pass", 15),
        holds=(0.50, 1.0),
        weaker=(0.25, 0.50),
        least=3,
        decisive=("D10",),
        why="the paper's own threshold; chance is 0.10",
    ),
    Claim(
        id="bands.high_pass_energy",
        paper=None,
        place="our run",
        chapter=CHAPTER,
        debate=("D10",),
        statement="A high pass of bandwidth 15 leaves less than one part in a hundred of an "
        "image's variance",
        paper_value=None,
        experiment="band_energy",
        quantity=kept("high_pass", 15),
        holds=(0.0, 0.01),
        weaker=(0.01, 0.05),
        least=1000,
        why="a contrast of a tenth of the image's is hard to see, and 0.1² = 0.01",
    ),
    Claim(
        id="bands.low_pass_energy",
        paper=None,
        place="our run",
        chapter=CHAPTER,
        debate=(),
        statement="A low pass of bandwidth 15 leaves nine tenths of an image's variance",
        paper_value=None,
        experiment="band_energy",
        quantity=kept("low_pass", 15),
        holds=(0.90, 1.0),
        weaker=(0.80, 0.90),
        least=1000,
        why="an amplitude that falls as 1/f leaves about nine tenths below half the highest "
        "frequency",
    ),
    Claim(
        id="bands.low_saturates",
        paper=PAPER,
        place="figure 1",
        chapter=CHAPTER,
        debate=("D10",),
        statement="Adding low frequencies helps fast and then saturates: the accuracy at low pass "
        "15 lies above the line from 7 to 23",
        paper_value="shape of the curve",
        experiment="trained_through",
        quantity=bend("low_pass", (7, 15, 23)),
        holds=(0.03, 1.0),
        weaker=(0.0, 0.03),
        least=3,
        why="a straight line would give 0; 0.03 is visible in a figure",
    ),
    Claim(
        id="bands.high_gradual",
        paper=PAPER,
        place="figure 1",
        chapter=CHAPTER,
        debate=("D10",),
        statement="Adding high frequencies helps gradually: the accuracy at high pass 21 lies "
        "within 0.10 of the line from 9 to 31",
        paper_value="shape of the curve",
        experiment="trained_through",
        quantity=bend("high_pass", (9, 21, 31)),
        holds=(-0.10, 0.10),
        weaker=(-0.20, 0.20),
        least=3,
        why="a straight line gives 0; a jump at one end gives more than 0.20",
    ),
    Claim(
        id="bands.low_saturates_earlier",
        paper=PAPER,
        place="figure 1",
        chapter=CHAPTER,
        debate=("D10",),
        statement="Low frequencies saturate and high ones help gradually: of its whole rise, the "
        "curve of the low pass gains more up to its middle bandwidth than the curve of the high "
        "pass, each compared with a straight line",
        paper_value="the two shapes",
        experiment="trained_through",
        quantity=contrast((7, 15, 23), (9, 21, 31), without=(0,)),
        holds=(0.10, 1.0),
        weaker=(0.0, 0.10),
        least=1000,
        why="two curves of one shape would give 0; a tenth of the rise is visible in a figure. The "
        "row was written when seed 0 was known, so only other seeds decide it",
    ),
    Claim(
        id="bands.monotone",
        paper=None,
        place="our run",
        chapter=CHAPTER,
        debate=(),
        statement="A wider low pass is never worse: for a network that never saw the filter, the "
        "rank correlation of accuracy with bandwidth is 1",
        paper_value=None,
        experiment="band_accuracy",
        quantity=rank_correlation("low_pass"),
        holds=(0.95, 1.0),
        weaker=(0.80, 0.95),
        least=1000,
        why="16 points with two neighbours swapped still give 0.99",
    ),
    Claim(
        id="bands.high_pass_needs_its_mean",
        paper=None,
        place="our run",
        chapter=CHAPTER,
        debate=(),
        statement="Much of what a high pass of bandwidth 31 costs is the lost mean: adding 0.5 "
        "back gives at least 0.20 of accuracy",
        paper_value=None,
        experiment="band_accuracy",
        quantity=change(("high_pass_recentred", 31), ("high_pass", 31)),
        holds=(0.20, 1.0),
        weaker=(0.05, 0.20),
        least=3,
        why="about half of the loss that a first trial had shown without re-centring",
    ),
    Claim(
        id="bands.high_pass_untrained",
        paper=None,
        place="our run",
        chapter=CHAPTER,
        debate=(),
        statement="Without training through it, a network is near chance on high-pass images of "
        "bandwidth 13",
        paper_value=None,
        experiment="band_accuracy",
        quantity=at("high_pass_recentred", 13),
        holds=(0.0, 0.15),
        weaker=(0.15, 0.25),
        least=3,
        why="chance is 0.10",
    ),
    Claim(
        id="bands.two_readings",
        paper=None,
        place="our run",
        chapter=CHAPTER,
        debate=(),
        statement="Read as everything outside the low square, a high pass of bandwidth 31 leaves "
        "a network near chance; the paper's reading does not",
        paper_value=None,
        experiment="band_accuracy",
        quantity=change(("high_pass_recentred", 31), ("outside_recentred", 31)),
        holds=(0.50, 1.0),
        weaker=(0.25, 0.50),
        least=3,
        why="the two readings keep 961 and 63 of 1,024 coefficients",
    ),
    Claim(
        id="bands.imagenet_untrained",
        paper=None,
        place="our run",
        chapter=CHAPTER,
        debate=("D10",),
        statement="An ImageNet network that was not trained through the filter stays below 10 % "
        "at low pass 15 of 224, far from the paper's 30 %",
        paper_value=None,
        experiment="imagenet_bands",
        quantity=at("low_pass", 15),
        holds=(0.0, 0.10),
        weaker=(0.10, 0.30),
        least=1000,
        why="a third of the paper's threshold at most",
    ),
    Claim(
        id="bands.noise_widens",
        paper=PAPER,
        place="figure 5",
        chapter=CHAPTER,
        debate=("D13",),
        statement="Noise of one norm hurts the natural network least where it is lowest: low pass "
        "3 leaves at least 0.30 more accuracy than low pass 31",
        paper_value="curve of figure 5",
        experiment="band_noise",
        quantity=noise("low_pass", 3, 31),
        holds=(0.30, 1.0),
        weaker=(0.10, 0.30),
        least=3,
        why="the natural network falls to near chance under wide noise of this norm",
    ),
    *(
        Claim(
            id=f"bands.noise_low_{other}",
            paper=PAPER,
            place="figure 5",
            chapter=CHAPTER,
            debate=("D13",),
            statement=f"Under noise in low pass 3 the natural network beats the {words} one",
            paper_value="order of the curves",
            experiment="band_noise",
            quantity=noise_gap(f"cifar10-resnet20-{other}", "low_pass", 3),
            holds=(0.0, 1.0),
            weaker=(-0.02, 0.0),
            least=3,
            decisive=("D13",),
            why="any lead counts; a difference of 0.02 is not seen in a figure",
        )
        for other, words in (
            ("gaussian", "Gaussian-augmented"),
            ("adversarial", "adversarially trained"),
        )
    ),
    *(
        Claim(
            id=f"bands.noise_always_{other}",
            paper=None,
            place="the review that started the book",
            chapter=CHAPTER,
            debate=("D23",),
            statement=f"Under band-limited noise the {words} network is more accurate than the "
            "natural one at every bandwidth",
            paper_value=None,
            experiment="band_noise",
            quantity=always_better(f"cifar10-resnet20-{other}"),
            holds=(0.0, 1.0),
            weaker=(-0.02, 0.0),
            least=3,
            decisive=("D23",),
            why="always means at its worst bandwidth too",
        )
        for other, words in (
            ("gaussian", "Gaussian-augmented"),
            ("adversarial", "adversarially trained"),
        )
    ),
]
