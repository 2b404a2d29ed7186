"""What the chapter on Fourier heatmaps claims about the conventions of its waves."""

import numpy as np

from fourierbook.experiments.fourier_heatmaps.wave_variants import (
    image_errors,
    squared_difference,
    wrong,
)
from fourierbook.measure import intervals
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.results.claim import Claim, Quantity
from fourierbook.results.questions import Result
from fourierbook.results.reading import over_seeds

CHAPTER = "fourier_heatmaps"


def gap(first: str, second: str) -> Quantity:
    """Mean error over the map under one kind of waves minus that under another."""

    def quantity(result: Result) -> Interval | None:
        if not {first, second} <= {*result.recipe.variants}:
            return None
        return over_seeds(
            result,
            lambda seed: image_errors(result, first, seed) - image_errors(result, second, seed),
        )

    return quantity


def correlation(first: str, second: str) -> Quantity:
    """Correlation over the waves of two maps, as they were measured: mean over the seeds."""

    def quantity(result: Result) -> Interval | None:
        if not {first, second} <= {*result.recipe.variants}:
            return None
        maps = [
            [wrong(result, variant, seed) for variant in (first, second)]
            for seed in result.recipe.seeds
        ]
        return intervals.of(
            lambda pairs: np.mean([_correlated(*pair) for pair in pairs]),
            Sample(np.array(maps), ("seeds", "variants", "waves", "images")),
            over=("seeds", "images"),
            averaged=("images",),
            within=(-1, 1),
        )

    return quantity


def true_difference(first: str, second: str) -> Quantity:
    """Mean squared difference of two maps, freed of what few images add."""

    def quantity(result: Result) -> Interval | None:
        if not {first, second} <= {*result.recipe.variants}:
            return None
        return over_seeds(
            result,
            lambda seed: squared_difference(
                wrong(result, first, seed), wrong(result, second, seed)
            ),
        )

    return quantity


def _correlated(first: np.ndarray, second: np.ndarray) -> float:
    flat = min(np.ptp(first), np.ptp(second)) == 0  # a map of one value goes with nothing
    return 0.0 if flat else float(np.corrcoef(first, second)[0, 1])


CLAIMS = [
    Claim(
        id="heatmaps.grey_hurts_more",
        paper=None,
        place="our run",
        chapter=CHAPTER,
        debate=(),
        statement="Grey waves hurt the natural network more than waves of the same norm with a "
        "random sign in each channel: the mean error over all frequencies is at least 0.03 higher",
        paper_value=None,
        experiment="wave_variants",
        quantity=gap("grey", "paper"),
        holds=(0.03, 1.0),
        weaker=(0.0, 0.03),
        least=3,
        why="a first trial had 0.08; 0.03 is what a reader would see in a colour bar",
    ),
    Claim(
        id="heatmaps.opponent_hurts_less",
        paper=None,
        place="our run",
        chapter=CHAPTER,
        debate=(),
        statement="Waves of red against green hurt it less than random signs: the mean error over "
        "all frequencies is at least 0.03 lower",
        paper_value=None,
        experiment="wave_variants",
        quantity=gap("paper", "opponent"),
        holds=(0.03, 1.0),
        weaker=(0.0, 0.03),
        least=3,
        why="one in four draws of the signs is grey, so that they lie between grey and coloured "
        "waves; 0.03 as for grey waves",
    ),
    Claim(
        id="heatmaps.phase_same_picture",
        paper=None,
        place="our run",
        chapter=CHAPTER,
        debate=(),
        statement="A heatmap is one of frequency, not of frequency and phase, as far as two phases "
        "show it: the natural network's maps at the phases 0 and π/4 have a correlation of at "
        "least 0.9",
        paper_value=None,
        experiment="wave_variants",
        quantity=correlation("phase_0", "paper"),
        holds=(0.9, 1.0),
        weaker=(0.7, 0.9),
        least=3,
        why="two draws of the signs had 0.73 in a first trial of 20 images, so that they would "
        "have about 0.96 on 200; below 0.7 the maps share less than half of their variance",
    ),
    Claim(
        id="heatmaps.phase_same_error",
        paper=None,
        place="our run",
        chapter=CHAPTER,
        debate=(),
        statement="Their difference is below what is seen: its mean square, freed of what few "
        "images add, is at most 0.03²",
        paper_value=None,
        experiment="wave_variants",
        quantity=true_difference("phase_0", "paper"),
        holds=(-0.0009, 0.0009),
        weaker=(-0.0036, 0.0036),
        least=3,
        why="0.03 is what a reader would see in a colour bar, and 0.03² = 0.0009; the estimate of "
        "a difference of 0 may be negative. Twice that, 0.06² = 0.0036, is the weaker form",
    ),
    Claim(
        id="heatmaps.clip_same_error",
        paper=None,
        place="our run",
        chapter=CHAPTER,
        debate=(),
        statement="Whether the images are clipped to [0, 1] decides little: without it the mean "
        "error over all frequencies differs by less than 0.05",
        paper_value=None,
        experiment="wave_variants",
        quantity=gap("unclipped", "paper"),
        holds=(-0.05, 0.05),
        weaker=(-0.10, 0.10),
        least=3,
        why="half a step of a colour bar from 0 to 1; in a first trial of 20 images the maps "
        "differed by 0.03 from cell to cell, chance included",
    ),
]
