"""What the chapter on Fourier heatmaps claims about a network for photographs."""

from collections.abc import Callable

import numpy as np

from fourierbook.experiments.fourier_heatmaps.photographs import shell_errors
from fourierbook.measure import intervals
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.results.claim import Claim
from fourierbook.results.questions import Result

CHAPTER = "fourier_heatmaps"
PAPER = "1906.08988"
LOWEST, BEYOND = range(2), range(3, 32)  # shells of the map


def error(shells: range, *, without: range | None = None) -> Callable[[Result], Interval | None]:
    """A network's error in some shells, minus that in others if there are any, over images."""

    def quantity(result: Result) -> Interval | None:
        if shells.start > result.recipe.window // 2:
            return None
        network = result.recipe.networks[0]
        found = shell_errors(result, network, shells)
        if without is not None:
            found = found - shell_errors(result, network, without)
        return intervals.of(np.mean, Sample(found, ("images",)))

    return quantity


CLAIMS = [
    Claim(
        id="heatmaps.photographs_sensitive",
        paper=PAPER,
        place="figure 4",
        chapter=CHAPTER,
        debate=("D12a",),
        statement="A naturally trained network for photographs gets at least half of them wrong "
        "under waves of norm 15.7, on average over the frequencies from 3 to 31 cycles per image",
        paper_value="colours of the figure",
        experiment="large_image_map",
        quantity=error(BEYOND),
        holds=(0.5, 1.0),
        weaker=(0.4, 0.5),
        least=100,
        why="as for small images; without any wave such a network is wrong about more than a "
        "quarter, so below 0.4 little is due to the waves",
    ),
    Claim(
        id="heatmaps.photographs_lowest",
        paper=PAPER,
        place="figure 4",
        chapter=CHAPTER,
        debate=("D12a",),
        statement="It errs less under the lowest frequencies, at most 1 cycle per image along "
        "either axis, than under those from 3 to 31: by at least 0.15",
        paper_value="colours of the figure",
        experiment="large_image_map",
        quantity=error(BEYOND, without=LOWEST),
        holds=(0.15, 1.0),
        weaker=(0.05, 0.15),
        least=100,
        why="half of what is asked of the network for small images, as this one is wrong about "
        "more than a quarter without any wave; 0.05 is hardly seen",
    ),
]
