"""What the Fourier primer claims of images, written down before the runs that decide."""

from functools import partial

from fourierbook.experiments.fourier_primer import natural_spectra, phase_swap
from fourierbook.results.claim import Claim

row = partial(Claim, chapter="fourier_primer", least=1000)
of_images = partial(row, experiment="natural_spectra", over=("images",))

CLAIMS = [
    row(
        id="primer.phase_decides",
        short="Shown swapped phases, a network names the image of the phases",
        statement="Shown the amplitudes of one image with the phases of another, a network that "
        "names the class of either names that of the phases",
        place="after Oppenheim and Lim (1981), who showed it for people",
        experiment="phase_swap",
        over=("seeds", "images"),
        least=3,
        quantity=phase_swap.phase_share,
        holds=(0.75, 1.0),
        weaker=(0.5, 0.75),
        why="Of the answers that name either image's class, one half would go to the phases if "
        "they meant no more than the amplitudes; three of four is a clear majority.",
        against="amplitudes that mean as much: one half; amplitudes that decide: none",
    ),
    of_images(
        id="primer.amplitude_exponent",
        short="The amplitude of natural images falls about as 1/f",
        statement="The amplitude of natural images falls about as 1/f: on logarithmic axes its "
        "slope is about −1",
        place="after Field (1987) and Tolhurst et al. (1992)",
        paper_value="−1; mean −1.2, single photographs −1.5 to −0.8",
        mark=-1.2,
        quantity=partial(natural_spectra.mean_of, name="slopes"),
        holds=(-1.2, -0.8),
        weaker=(-1.5, -0.8),
        why="Tolhurst et al. found a mean of −1.2 over 135 photographs: as far from −1 on either "
        "side still counts as about 1/f. They found −1.5 to −0.8 for single photographs: a mean "
        "of many images out there is still a photograph's slope, but not 1/f any more.",
        against="white noise: 0; disks, and other shapes with sharp edges: steeper than −1.5",
    ),
    of_images(
        id="primer.cardinal_directions",
        short="Natural images hold more energy near the axes than between",
        statement="Natural images hold more energy at horizontal and vertical frequencies than at "
        "oblique ones, also where their edges are faded out",
        place="after Switkes et al. (1978) and Torralba and Oliva (2003)",
        quantity=partial(natural_spectra.mean_of, name="cardinal"),
        holds=(0.55, 1.0),
        weaker=(0.5, 0.55),
        why="One half is what a round spectrum gives. Below 0.55 the two halves of the directions "
        "differ by less than a fifth of their mean, which is hard to see in a picture of a "
        "spectrum.",
        against="a round spectrum: one half",
    ),
]
