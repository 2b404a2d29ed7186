"""What the chapter on Fourier heatmaps claims, and when each claim holds."""

import numpy as np

from fourierbook.experiments.fourier_heatmaps.maps import measures, shell_errors
from fourierbook.measure import intervals
from fourierbook.measure.intervals import Interval
from fourierbook.results.claim import Claim, Quantity
from fourierbook.results.networks import ADVERSARIAL, AUTOAUGMENT, GAUSSIAN, NATURAL
from fourierbook.results.questions import Result
from fourierbook.results.reading import gathered, over_networks, seeds_of

CHAPTER = "fourier_heatmaps"
PAPER = "1906.08988"
LOWEST, CENTRE, BEYOND, HIGHEST = range(2), range(1, 6), range(3, 17), range(12, 17)  # shells


def error(shells: range, *, without: range | None = None) -> Quantity:
    """The natural network's error in some shells, minus that in others if there are any."""

    def quantity(result: Result) -> Interval | None:
        if not measures(result, {NATURAL}, shells):
            return None

        def value(seed: int) -> np.ndarray:
            found = shell_errors(result, NATURAL, seed, shells)
            return (
                found if without is None else found - shell_errors(result, NATURAL, seed, without)
            )

        return over_networks(result, value)

    return quantity


def gap(other: str, shells: range) -> Quantity:
    """Natural minus another network's error in some shells, on the same images."""

    def quantity(result: Result) -> Interval | None:
        if not measures(result, {NATURAL, other}, shells):
            return None
        pair = (
            gathered(
                lambda seed, of=network: shell_errors(result, of, seed, shells),
                seeds_of(result, network),
            )
            for network in (NATURAL, other)
        )
        return intervals.of(intervals.difference, *pair, within=(-1, 1))

    return quantity


CLAIMS = [
    Claim(
        id="heatmaps.natural_sensitive",
        paper=PAPER,
        place="figure 3",
        chapter=CHAPTER,
        debate=("D12a",),
        statement="The naturally trained network gets at least half of the images wrong under "
        "waves of norm 4, on average over all frequencies from 3 cycles per image on",
        paper_value="colours of the figure",
        experiment="fourier_map",
        quantity=error(BEYOND),
        holds=(0.5, 1.0),
        weaker=(0.3, 0.5),
        least=3,
        why="a network that is wrong half of the time has lost most of what it knows; below 0.3 "
        "three of four right answers would be left",
    ),
    Claim(
        id="heatmaps.natural_lowest",
        paper=PAPER,
        place="figure 3",
        chapter=CHAPTER,
        debate=("D12a",),
        statement="It errs much less under the lowest frequencies, at most 1 cycle per image along "
        "either axis, than under those from 3 on: by at least 0.3",
        paper_value="colours of the figure",
        experiment="fourier_map",
        quantity=error(BEYOND, without=LOWEST),
        holds=(0.3, 1.0),
        weaker=(0.1, 0.3),
        least=3,
        why="0.3 is three of the ten steps of a colour bar from 0 to 1; 0.1 is one, which is "
        "hardly seen",
    ),
    Claim(
        id="heatmaps.gaussian_gains_high",
        paper=PAPER,
        place="figure 3",
        chapter=CHAPTER,
        debate=("D12b",),
        statement="Training on white noise makes the network more robust against the highest "
        "frequencies, from 12 cycles per image on: its error falls by at least 0.1",
        paper_value="colours of the figure",
        experiment="fourier_map",
        quantity=gap(GAUSSIAN, HIGHEST),
        holds=(0.1, 1.0),
        weaker=(0.0, 0.1),
        least=3,
        why="one step of a colour bar from 0 to 1",
    ),
    Claim(
        id="heatmaps.adversarial_gains_high",
        paper=PAPER,
        place="figure 3",
        chapter=CHAPTER,
        debate=("D12b",),
        statement="Adversarial training makes the network more robust against the highest "
        "frequencies, from 12 cycles per image on: its error falls by at least 0.1",
        paper_value="colours of the figure",
        experiment="fourier_map",
        quantity=gap(ADVERSARIAL, HIGHEST),
        holds=(0.1, 1.0),
        weaker=(0.0, 0.1),
        least=3,
        why="one step of a colour bar from 0 to 1",
    ),
    Claim(
        id="heatmaps.gaussian_loses_low",
        paper=PAPER,
        place="figure 3",
        chapter=CHAPTER,
        debate=("D12c",),
        statement="Training on white noise makes the network less robust against the lowest "
        "frequencies, at most 1 cycle per image along either axis: its error under them rises, "
        "what is lost without a wave included",
        paper_value="colours of the figure",
        experiment="lowest_waves",
        quantity=gap(GAUSSIAN, LOWEST),
        holds=(-1.0, -0.01),
        weaker=(-0.01, 0.0),
        least=3,
        why="one image of a hundred is the smallest difference that a reader would care about",
    ),
    Claim(
        id="heatmaps.adversarial_loses_low",
        paper=PAPER,
        place="figure 3",
        chapter=CHAPTER,
        debate=("D12c",),
        statement="Adversarial training makes the network less robust against the lowest "
        "frequencies, at most 1 cycle per image along either axis: its error under them rises, "
        "what is lost without a wave included",
        paper_value="colours of the figure",
        experiment="lowest_waves",
        quantity=gap(ADVERSARIAL, LOWEST),
        holds=(-1.0, -0.01),
        weaker=(-0.01, 0.0),
        least=3,
        why="one image of a hundred is the smallest difference that a reader would care about",
    ),
    Claim(
        id="heatmaps.autoaugment_centre",
        paper=PAPER,
        place="figure 4",
        chapter=CHAPTER,
        debate=("D12d",),
        statement="AutoAugment makes the network more robust around the centre of the map, at 1 to "
        "5 cycles per image: its error falls by at least 0.1 (the paper's map is of ImageNet; this "
        "one of CIFAR-10)",
        paper_value="colours of the figure",
        experiment="fourier_map",
        quantity=gap(AUTOAUGMENT, CENTRE),
        holds=(0.1, 1.0),
        weaker=(0.0, 0.1),
        least=3,
        why="one step of a colour bar from 0 to 1, as for the other trainings; the map had been "
        "seen as a picture before this was written down",
    ),
]
