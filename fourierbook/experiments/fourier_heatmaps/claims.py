"""What the chapter on Fourier heatmaps claims, in the order of its page: its pre-registration."""

from functools import partial

from fourierbook.experiments.fourier_heatmaps import first_order, photographs, shells, wave_variants
from fourierbook.results.claim import Claim
from fourierbook.results.networks import ADVERSARIAL, AUTOAUGMENT, GAUSSIAN
from fourierbook.results.papers import YIN

row = partial(Claim, chapter="fourier_heatmaps")
LOWEST, CENTRE, BEYOND, HIGHEST = range(2), range(1, 6), range(3, 17), range(12, 17)  # shells
WIDER = range(3, 32)  # of photographs
COLOURS = "colours of the figure"
of_map = partial(
    row, paper=YIN, place="figure 3", paper_value=COLOURS, experiment="fourier_map",
    over=("seeds", "images"), least=3,
)  # fmt: skip
of_lowest = partial(
    row, paper=YIN, place="figure 3", paper_value=COLOURS, debate=("D12c",),
    experiment="lowest_waves", over=("seeds", "images"), holds=(-1.0, -0.01), weaker=(-0.01, 0.0),
    least=3,
    why="one image of a hundred is the smallest difference that a reader would care about",
    against="0 if the training only cost accuracy that no wave has to do with",
)  # fmt: skip
of_photographs = partial(
    row, paper=YIN, place="figure 4", paper_value=COLOURS, debate=("D12a",),
    experiment="large_image_map", over=("images",), least=100,
)  # fmt: skip
of_variants = partial(row, experiment="wave_variants", over=("seeds", "images"), least=3)
of_first_order = partial(row, experiment="first_order", over=("seeds",), least=3)

CLAIMS = [
    of_map(
        id="heatmaps.natural_sensitive",
        short="A wave from 3 cycles on breaks half of the answers",
        statement="The naturally trained network gets at least half of the images wrong under "
        "waves of norm 4, on average over all frequencies from 3 cycles per image on",
        debate=("D12a",),
        quantity=partial(shells.error, shells=BEYOND),
        holds=(0.5, 1.0),
        weaker=(0.3, 0.5),
        why="a network that is wrong half of the time has lost most of what it knows; below 0.3 "
        "three of four right answers would be left",
        against="about 0.1, its error without a wave, if waves that fine did nothing to it",
    ),
    of_map(
        id="heatmaps.natural_lowest",
        short="The slowest waves break far fewer answers than the others",
        statement="It errs much less under the lowest frequencies, at most 1 cycle per image along "
        "either axis, than under those from 3 on: by at least 0.3",
        debate=("D12a",),
        quantity=partial(shells.error, shells=BEYOND, without=LOWEST),
        holds=(0.3, 1.0),
        weaker=(0.1, 0.3),
        why="0.3 is three of the ten steps of a colour bar from 0 to 1; 0.1 is one, which is "
        "hardly seen",
        against="0 if only a wave's norm counted, and less if slow waves, which look like light "
        "and shade, hurt more",
    ),
    of_map(
        id="heatmaps.gaussian_gains_high",
        short="Training on noise mends the fastest waves",
        statement="Training on white noise makes the network more robust against the highest "
        "frequencies, from 12 cycles per image on: its error falls by at least 0.1",
        debate=("D12b",),
        quantity=partial(shells.gap, other=GAUSSIAN, shells=HIGHEST),
        holds=(0.1, 1.0),
        weaker=(0.0, 0.1),
        why="one step of a colour bar from 0 to 1",
        against="0 if noise in training protected from noise alone; another training, by "
        "AutoAugment, gains nothing there",
    ),
    of_map(
        id="heatmaps.adversarial_gains_high",
        short="Adversarial training mends the fastest waves",
        statement="Adversarial training makes the network more robust against the highest "
        "frequencies, from 12 cycles per image on: its error falls by at least 0.1",
        debate=("D12b",),
        quantity=partial(shells.gap, other=ADVERSARIAL, shells=HIGHEST),
        holds=(0.1, 1.0),
        weaker=(0.0, 0.1),
        why="one step of a colour bar from 0 to 1",
        against="−0.2, the cost on images without a wave, if it protected from attacks alone",
    ),
    of_lowest(
        id="heatmaps.gaussian_loses_low",
        short="After training on noise the slowest waves add more errors",
        statement="Training on white noise makes the network less robust against the lowest "
        "frequencies, at most 1 cycle per image along either axis: these waves add more to its "
        "error than to the natural network's (what they add to the natural one minus what they "
        "add to it)",
        quantity=partial(shells.added_gap, other=GAUSSIAN, shells=LOWEST),
        after="before, the error under the waves was judged whole, with what is lost without one",
    ),
    of_lowest(
        id="heatmaps.adversarial_loses_low",
        short="After adversarial training the slowest waves add more errors",
        statement="Adversarial training makes the network less robust against the lowest "
        "frequencies, at most 1 cycle per image along either axis: these waves add more to its "
        "error than to the natural network's (what they add to the natural one minus what they "
        "add to it)",
        quantity=partial(shells.added_gap, other=ADVERSARIAL, shells=LOWEST),
        after="before, the error under the waves was judged whole: nearly all of it was what is "
        "lost without one",
    ),
    row(
        id="heatmaps.autoaugment_centre",
        short="AutoAugment mends the waves around the centre",
        statement="AutoAugment makes the network more robust around the centre of the map, at 1 to "
        "5 cycles per image: its error falls by at least 0.1 (the paper's map is of ImageNet; this "
        "one of CIFAR-10)",
        paper=YIN,
        place="figure 4",
        paper_value=COLOURS,
        debate=("D12d",),
        experiment="fourier_map",
        quantity=partial(shells.gap, other=AUTOAUGMENT, shells=CENTRE),
        over=("seeds", "images"),
        holds=(0.1, 1.0),
        weaker=(0.0, 0.1),
        least=3,
        why="one step of a colour bar from 0 to 1, as for the other trainings; the map had been "
        "seen as a picture before this was written down",
        against="0 if its changes of colour and shape had nothing to do with waves",
    ),
    of_photographs(
        id="heatmaps.photographs_sensitive",
        short="Waves from 3 cycles on break half of a photograph network's answers",
        statement="A naturally trained network for photographs gets at least half of them wrong "
        "under waves of norm 15.7, on average over the frequencies from 3 to 31 cycles per image",
        quantity=partial(photographs.error, shells=WIDER),
        holds=(0.5, 1.0),
        weaker=(0.4, 0.5),
        why="as for small images; below 0.4 three of five answers would still be right",
        against="about 0.1, its error without a wave on these photographs, if the waves did "
        "nothing to it",
    ),
    of_photographs(
        id="heatmaps.photographs_lowest",
        short="The slowest waves break far fewer answers on photographs, too",
        statement="It errs much less under the lowest frequencies, at most 1 cycle per image along "
        "either axis, than under those from 3 to 31: by at least 0.3",
        quantity=partial(photographs.error, shells=WIDER, without=LOWEST),
        holds=(0.3, 1.0),
        weaker=(0.1, 0.3),
        why="as for small images: three steps of a colour bar, and one",
        against="0 if only a wave's norm counted",
        after="raised from 0.15, and from 0.05 for the weaker form. These were half of what is "
        "asked of small images, because this network was thought to be wrong about a quarter of "
        "the photographs without a wave; it is wrong about one in twelve",
    ),
    of_variants(
        id="heatmaps.phase_same_picture",
        short="Another phase changes a map less than other signs do",
        statement="A heatmap is one of frequency, not of frequency and phase, as far as two phases "
        "show it: the natural network's maps at the phases 0 and π/4 have a correlation of at "
        "least 0.97",
        quantity=partial(wave_variants.correlation, first="phase_0", second="paper"),
        holds=(0.97, 1.0),
        weaker=(0.9, 0.97),
        why="more than two maps under the same waves, with other signs in the channels, have in "
        "common on so few images; below 0.9 a fifth of their variance would be their own",
        against="0.95 to 0.96, as for other signs, if a phase were as good as another draw, and "
        "less if waves of another phase were other waves",
        after="raised from 0.9, and from 0.7 for the weaker form, which any two trainings reach",
    ),
    of_variants(
        id="heatmaps.clip_same_error",
        short="Clipping the images decides nothing",
        statement="Whether the images are clipped to [0, 1] decides nothing: without it the mean "
        "error over all frequencies differs by less than 0.01",
        quantity=partial(wave_variants.gap, first="unclipped", second="paper"),
        holds=(-0.01, 0.01),
        weaker=(-0.03, 0.03),
        why="one image of a hundred is the smallest difference that a reader would care about; "
        "0.03 is seen in a colour bar",
        against="several hundredths more, as clipping takes part of a wave away where an image is "
        "bright or dark",
        after="narrowed from 0.05, and from 0.10 for the weaker form, which nothing plausible "
        "reaches",
    ),
    of_variants(
        id="heatmaps.grey_hurts_more",
        short="Grey waves hurt more than coloured ones",
        statement="Grey waves hurt the natural network more than waves of the same norm with a "
        "random sign in each channel: the mean error over all frequencies is at least 0.03 higher",
        quantity=partial(wave_variants.gap, first="grey", second="paper"),
        holds=(0.03, 1.0),
        weaker=(0.0, 0.03),
        why="a first trial on 20 images had 0.08; 0.03 is what a reader would see in a colour bar",
        against="0 if only the norm in each channel counted",
    ),
    of_first_order(
        id="heatmaps.first_order_small",
        short="One gradient orders small waves by their true errors",
        statement="At norm 0.25, one gradient an image puts the waves in the order of their true "
        "errors: rank correlation 0.8 at least",
        quantity=partial(first_order.correlation, norm=first_order.SMALLEST),
        holds=(0.8, 1.0),
        weaker=(0.5, 0.8),
        why="0.8 leaves a third of the variance of the ranks open; below 0.5 more than three "
        "quarters of it; wrong images are counted, not kept one by one, so the interval is over "
        "trainings and signs alone",
        against="0 if so few answers change that chance orders the waves",
    ),
    of_first_order(
        id="heatmaps.first_order_large",
        short="One gradient no longer orders large waves",
        statement="At norm 4, that of the published maps, the gradient no longer knows the order: "
        "rank correlation 0.5 at most",
        quantity=partial(first_order.correlation, norm=first_order.LARGEST),
        holds=(-1.0, 0.5),
        weaker=(0.5, 0.8),
        why="the two limits of the claim on norm 0.25",
        against="0.8 and more if a network were nearly linear as far as norm 4",
    ),
]
