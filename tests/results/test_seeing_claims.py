"""Each claim on waves and corruptions, once more from its raw shards by the one helper alone.

The shards are random, so that a wrong axis, seed, severity or shell gives another interval.
"""

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from fourierbook.data.corruptions import NAMES
from fourierbook.experiments.corruptions_and_attacks import accuracy, attacks, single_waves, spectra
from fourierbook.experiments.corruptions_and_attacks.claims import CLAIMS as OF_CORRUPTIONS
from fourierbook.experiments.fourier_heatmaps import first_order, maps, photographs, wave_variants
from fourierbook.experiments.fourier_heatmaps.claims import CLAIMS as OF_MAPS
from fourierbook.measure.intervals import Interval, Sample, difference, of, rising
from fourierbook.measure.lines import fit_line, rank_correlation, slope_variance, slope_weights
from fourierbook.measure.maps import map_frequencies
from fourierbook.results import published_accuracies
from fourierbook.results.networks import ADVERSARIAL, AUTOAUGMENT, GAUSSIAN, NATURAL
from fourierbook.results.questions import Result
from fourierbook.signal.basis import are_alone

CLAIMS = {claim.id.split(".")[1]: claim for claim in (*OF_MAPS, *OF_CORRUPTIONS)}
FOG_NOISE, LOW_PASS, HIGH_PASS = (
    f"{NATURAL}-{name}" for name in ("fognoise", "lowpass15", "highpass31")
)
OTHERS = (GAUSSIAN, ADVERSARIAL, AUTOAUGMENT, LOW_PASS, HIGH_PASS, FOG_NOISE)
IMAGES, PHOTOGRAPHS = 60, 20
TRAININGS = {"one": (0,), "three": (0, 1, 2)}  # seeds of the others; the natural network has three
BOTH, AXES = ("seeds", "images"), ("seeds", "corruptions", "images")


def networks(others, seeds):
    natural = tuple((NATURAL, seed) for seed in range(3))
    return (*natural, *((name, seed) for name in others for seed in seeds))


def bits(random, rows, columns, share=0.5):
    """Rows of booleans as they are stored, some rows and columns fuller than others."""
    level = share + random.normal(size=(rows, 1)) / 10 + random.normal(size=columns) / 10
    return {"bits": np.packbits(random.random((rows, columns)) < level, 1), "count": columns}


@cache
def results(others):
    """Random shards for every experiment of both chapters."""
    random, seeds = np.random.default_rng(0), TRAININGS[others]
    found = {}

    def add(experiment, recipe, shards):
        found[experiment] = Result(experiment, "thorough", recipe, shards, {})

    for name, window, trained in (("fourier_map", None, OTHERS), ("lowest_waves", 3, OTHERS[:2])):
        recipe = maps.Map("cifar10", networks(trained, seeds), count=IMAGES, window=window)
        shells = 17 if window is None else 2
        add(name, recipe, {
            f"{network}-seed{seed}": {
                "shells": random.random((shells, IMAGES)).astype(np.float32),
                "without": random.random(IMAGES) < 0.1 + 0.1 * (network != NATURAL),
                "size": np.array([32, 32]),
            }
            for network, seed in recipe.networks
        })  # fmt: skip
    blocks = photographs.Blocks("imagenet-sample", ("imagenet-mobilenet",), count=PHOTOGRAPHS)
    add("large_image_map", blocks, {
        f"imagenet-mobilenet-waves{start}": bits(random, min(100, 1985 - start), PHOTOGRAPHS)
        for start in range(0, 1985, 100)
    })  # fmt: skip
    kinds = wave_variants.Variants("cifar10", NATURAL, count=IMAGES, seeds=(0, 1, 2))
    add("wave_variants", kinds, {
        f"{kind}-seed{seed}": {**bits(random, 514, IMAGES, 0.6), "size": np.array([32, 32])}
        for kind in kinds.variants for seed in range(3)
    })  # fmt: skip
    order = first_order.FirstOrder(
        "cifar10", networks((), ()), count=IMAGES, norms=(0.25, 1.0, 4.0)
    )
    add("first_order", order, {
        f"{NATURAL}-seed{seed}": {which: random.integers(0, IMAGES, (3, 113))
                                  for which in ("predicted", "true")}
        for seed in range(3)
    })  # fmt: skip
    tested = replace(accuracy.RECIPE, networks=networks(OTHERS, seeds), count=IMAGES)
    add("corruption_accuracy", tested, {
        f"{corruption}-{network}-seed{seed}":
            bits(random, 1 if corruption == "unchanged" else 5, IMAGES, 0.7 + 0.1 * random.random())
        for corruption in (*tested.corruptions, "unchanged") for network, seed in tested.networks
    })  # fmt: skip
    changed = replace(spectra.RECIPE, count=IMAGES)
    add("corruption_spectra", changed, {
        name: {
            "modulus": random.random((32, 32)),
            "bands": random.random((4, IMAGES)) + 0.5,
            "shares": random.random((3, IMAGES)) / 2 + random.random((3, 1)) / 2,
            "changed": random.random(IMAGES) < 0.95,
        }
        for name in (*changed.corruptions, "images")
    })  # fmt: skip
    attacked = attacks.Attacks("cifar10", networks((GAUSSIAN, ADVERSARIAL), seeds), count=IMAGES)
    add("adversarial_spectra", attacked, {
        f"{network}-{ball}-seed{seed}": {
            "shares": random.random((3, IMAGES)).astype(np.float32),
            "fooled": random.random(IMAGES) < 0.8,
        }
        for network, seed in attacked.networks for ball in attacked.balls
    })  # fmt: skip
    waves = single_waves.Tries("cifar10", networks((GAUSSIAN, ADVERSARIAL), seeds), count=IMAGES)
    add("basis_attack", waves, {
        f"{network}-norm{norm}-seed{seed}": {
            "right": random.random(IMAGES) < 0.9,
            "fooling": random.integers(0, 4, IMAGES), "waves": 514,
        }
        for network, seed in waves.networks for norm in waves.norms
    })  # fmt: skip
    return found


class Raw:
    """The shards of one set of results, and what each claim asks of them, without the package."""

    def __init__(self, others):
        self.seeds = {NATURAL: (0, 1, 2), **dict.fromkeys(OTHERS, TRAININGS[others])}
        self.shards = {name: result.shards for name, result in results(others).items()}

    def unpacked(self, experiment, shard):
        values = self.shards[experiment][shard]
        return np.unpackbits(values["bits"], axis=1)[:, : values["count"]].astype(float)

    def shells(self, name, network, first, last):
        """Errors by seed and image under the waves of some shells, the last one included."""
        side = np.arange(-16, 16)
        shell = np.maximum(abs(side)[:, None], abs(side))
        cells = np.array([(shell == r).sum() for r in range(17)])[first : last + 1]
        found = [
            self.shards[name][f"{network}-seed{seed}"]["shells"] for seed in self.seeds[network]
        ]
        rows = np.array(found)[:, first : last + 1].astype(float)
        return np.tensordot(cells / cells.sum(), rows, (0, 1))

    def plain(self, network):
        return np.array([self.shards["lowest_waves"][f"{network}-seed{seed}"]["without"]
                         for seed in self.seeds[network]])  # fmt: skip

    def gap(self, other, first, last):
        return of(
            difference,
            *(Sample(self.shells("fourier_map", network, first, last), BOTH)
              for network in (NATURAL, other)),
            within=(-1, 1),
        )  # fmt: skip

    def added_gap(self, other):
        return of(
            difference,
            *(Sample(self.shells("lowest_waves", network, 0, 1) - self.plain(network), BOTH)
              for network in (NATURAL, other)),
            within=(-1, 1),
        )  # fmt: skip

    def photographs(self, without=None):
        """Errors by image at 3 to 31 cycles, minus those up to `without`."""
        shard = "imagenet-mobilenet-waves"
        rows = np.concatenate([self.unpacked("large_image_map", f"{shard}{start}")
                               for start in range(0, 1985, 100)])  # fmt: skip
        shell = map_frequencies(224, 224, 63).abs().amax(1).numpy()
        cells = np.where(shell == 0, 1.0, 2.0)
        far, near = (shell >= 3), shell <= (without or 0)
        values = (cells[far] @ rows[far]) / cells[far].sum()
        if without is not None:
            values = values - (cells[near] @ rows[near]) / cells[near].sum()
        return of(np.mean, Sample(values, ("images",)))

    def kinds(self, first, second):
        """Errors by seed, kind, wave and image."""
        return np.array([[self.unpacked("wave_variants", f"{kind}-seed{seed}")
                          for kind in (first, second)] for seed in range(3)])  # fmt: skip

    def kinds_gap(self, first, second):
        cells = 2.0 - are_alone(map_frequencies(32, 32), 32, 32).numpy()
        rows = np.tensordot(cells / cells.sum(), self.kinds(first, second), (0, 2))
        return of(np.mean, Sample(rows[:, 0] - rows[:, 1], BOTH))

    def alike(self):
        def correlation(pairs):
            return np.mean([np.corrcoef(*pair)[0, 1] for pair in pairs])

        sample = Sample(self.kinds("phase_0", "paper"), ("seeds", "kinds", "waves", "images"))
        return of(correlation, sample, over=BOTH, averaged=("images",), within=(-1, 1))

    def foretold(self, row):
        found = [self.shards["first_order"][f"{NATURAL}-seed{seed}"] for seed in range(3)]
        values = [
            rank_correlation(each["predicted"][row][None], each["true"][row]) for each in found
        ]
        return of(np.mean, Sample(np.array(values), ("seeds",)), within=(-1, 1))

    def right(self, network, names=NAMES, severities=(3,)):
        """Right answers by seed, corruption and image."""
        rows = [1 - 1] if names == ["unchanged"] else [severity - 1 for severity in severities]
        return np.array([[self.unpacked("corruption_accuracy", f"{name}-{network}-seed{seed}")
                          [[0] if name == "unchanged" else rows].mean(0) for name in names]
                         for seed in self.seeds[network]])  # fmt: skip

    def pair(self, network, names=NAMES, severities=(3,)):
        return [Sample(self.right(each, names, severities), AXES) for each in (network, NATURAL)]

    def shares(self, reading=0):
        found = self.shards["corruption_spectra"]
        rows = [np.where(found[name]["changed"], found[name]["shares"][reading], np.nan)
                for name in NAMES]  # fmt: skip
        return np.array(rows)

    def slope(self, network):
        return of(
            lambda theirs, natural, x: slope_weights(x) @ (theirs - natural),
            *self.pair(network),
            Sample(np.nanmean(self.shares(), 1), ("corruptions",)),
            averaged=BOTH,
            known={"corruptions": lambda theirs, natural, x: slope_variance(x, theirs - natural)},
        )

    def chance(self):
        x = np.nanmean(self.shares(), 1)
        gains = (self.right(name).mean((0, 2)) - self.right(NATURAL).mean((0, 2))
                 for name in (GAUSSIAN, ADVERSARIAL, LOW_PASS))  # fmt: skip
        worst = max(fit_line(x, gained).p_value for gained in gains)
        return Interval(worst, worst, worst, 15, "corruptions")

    def chosen(self, network, names, choice):
        return of(
            lambda theirs, natural: float(choice(theirs - natural)),
            *self.pair(network, names), over=BOTH, averaged=BOTH, within=(-1, 1),
        )  # fmt: skip

    def loss(self, network):
        def beyond(theirs, natural):
            fog, contrast, plain = theirs - natural
            return float(max(fog - plain, contrast - plain))

        pair = self.pair(network, ["fog", "contrast", "unchanged"])
        return of(beyond, *pair, over=BOTH, averaged=BOTH, within=(-1, 1))

    def fog(self, severity):
        return of(
            lambda theirs, natural: float((theirs - natural)[0]),
            *self.pair(FOG_NOISE, ["fog"], [severity]), over=BOTH, averaged=BOTH, within=(-1, 1),
        )  # fmt: skip

    def gaining(self):
        return of(
            lambda theirs, natural: np.mean(theirs > natural),
            *self.pair(AUTOAUGMENT), over=BOTH, averaged=BOTH, drawn=("images",), within=(0, 1),
        )  # fmt: skip

    def lead(self):
        order = (AUTOAUGMENT, NATURAL, *(name for name in OTHERS if name != AUTOAUGMENT))
        found = (self.right(network, NAMES, range(1, 6)).mean(1) for network in order)
        return of(
            lambda ours, *theirs: ours - max(theirs),
            *(Sample(values, BOTH) for values in found), averaged=BOTH, within=(-1, 1),
        )  # fmt: skip

    def reading(self):
        def ahead(natural, shares, *theirs):
            fits = [[np.corrcoef(each - natural, share)[0, 1] ** 2 for share in shares]
                    for each in theirs]  # fmt: skip
            return np.mean([paper - max(others) for paper, *others in fits])

        shares = np.array([np.nanmean(self.shares(reading), 1) for reading in range(3)])
        return of(
            ahead,
            Sample(self.right(NATURAL), AXES),
            Sample(shares, ("readings", "corruptions")),
            *(Sample(self.right(name), AXES) for name in (GAUSSIAN, ADVERSARIAL, LOW_PASS)),
            over=("seeds", "images", "corruptions"), averaged=BOTH, within=(-1, 1),
        )  # fmt: skip

    def published(self):
        gains = np.array([[*published_accuracies.changes(name).values()]
                          for name in published_accuracies.ROBUST])  # fmt: skip

        def flattest(x, gains):
            return min(gains, key=lambda gained: slope_weights(x) @ gained)

        return of(
            lambda x, gains: slope_weights(x) @ flattest(x, gains),
            Sample(self.shares(), ("corruptions", "images")),
            Sample(gains, ("networks", "corruptions")),
            over=("images", "corruptions"),
            averaged=("images",),
            known={"corruptions": lambda x, gains: slope_variance(x, flattest(x, gains))},
        )

    def bands(self, names, choice):
        found = [self.shards["corruption_spectra"][name]["bands"] for name in names]
        low, high = (Sample(np.array([rows[band] for rows in found]), ("names", "images"))
                     for band in (0, 1))  # fmt: skip
        ratio = lambda low, high: choice(low / high)  # noqa: E731
        return of(ratio, low, high, over=("images",), averaged=("images",))

    def white(self):
        row = self.shares()[0]
        found = of(np.mean, Sample(row[~np.isnan(row)], ("images",)))
        return rising(lambda x: x - (27 / 32) ** 2, found)

    def smooth(self):
        rows = self.right(NATURAL, ["frost", "frost_antialiased"])
        return of(np.mean, Sample(rows[:, 1] - rows[:, 0], BOTH), within=(-1, 1))

    def order(self):
        published = np.array(published_accuracies.NETWORKS["Standard"].accuracies)
        return of(
            lambda rows: rank_correlation(rows, published),
            Sample(self.right(NATURAL), AXES),
            over=BOTH, averaged=("images",), drawn=("images",), within=(-1, 1),
        )  # fmt: skip

    def departure(self):
        flat = np.array([27**2, 5**2, 15**2]) / 32**2
        rows = []
        for seed in range(3):
            values = self.shards["adversarial_spectra"][f"{NATURAL}-l2-seed{seed}"]
            rows.append(np.where(values["fooled"], values["shares"] - flat[:, None], np.nan))
        return of(
            lambda each: np.mean([max(abs(bands)) for bands in each]),
            Sample(np.array(rows), ("seeds", "bands", "images")),
            over=BOTH, averaged=("images",), within=(0, 1),
        )  # fmt: skip

    def times_lower(self):
        shards = self.shards["adversarial_spectra"]
        found = {network: [shards[f"{network}-l2-seed{seed}"] for seed in self.seeds[network]]
                 for network in (ADVERSARIAL, NATURAL)}  # fmt: skip
        every = np.all([values["fooled"] for rows in found.values() for values in rows], 0)
        low = (Sample(np.array([values["shares"][1][every] for values in rows]), BOTH)
               for rows in found.values())  # fmt: skip
        logarithm = of(lambda theirs, natural: math.log(theirs / natural), *low, averaged=BOTH)
        return rising(math.exp, logarithm)

    def small_waves(self):
        found = [self.shards["basis_attack"][f"{NATURAL}-norm1-seed{seed}"] for seed in range(3)]
        rows = [np.where(values["right"], values["fooling"] > 0, np.nan) for values in found]
        return of(np.mean, Sample(np.array(rows), BOTH), within=(0, 1))


def sensitive(raw):
    return of(np.mean, Sample(raw.shells("fourier_map", NATURAL, 3, 16), BOTH), within=(0, 1))


def lowest(raw):
    values = raw.shells("fourier_map", NATURAL, 3, 16) - raw.shells("fourier_map", NATURAL, 0, 1)
    return of(np.mean, Sample(values, BOTH), within=(-1, 1))


THREE = {"gaussian": GAUSSIAN, "adversarial": ADVERSARIAL, "low_pass": LOW_PASS}
FROM_SHARDS = {
    "natural_sensitive": sensitive,
    "natural_lowest": lowest,
    "gaussian_gains_high": lambda raw: raw.gap(GAUSSIAN, 12, 16),
    "adversarial_gains_high": lambda raw: raw.gap(ADVERSARIAL, 12, 16),
    "gaussian_loses_low": lambda raw: raw.added_gap(GAUSSIAN),
    "adversarial_loses_low": lambda raw: raw.added_gap(ADVERSARIAL),
    "autoaugment_centre": lambda raw: raw.gap(AUTOAUGMENT, 1, 5),
    "photographs_sensitive": lambda raw: raw.photographs(),
    "photographs_lowest": lambda raw: raw.photographs(without=1),
    "phase_same_picture": Raw.alike,
    "clip_same_error": lambda raw: raw.kinds_gap("unclipped", "paper"),
    "grey_hurts_more": lambda raw: raw.kinds_gap("grey", "paper"),
    "first_order_small": lambda raw: raw.foretold(0),
    "first_order_large": lambda raw: raw.foretold(2),
    "noises_high": lambda raw: raw.bands(
        NAMES[:3], lambda ratios: max(ratios, key=lambda ratio: abs(math.log(ratio)))
    ),
    "white_noise_share": Raw.white,
    "fog_contrast_low": lambda raw: raw.bands(["fog", "contrast"], min),
    **{f"slope_{word}": lambda raw, of=name: raw.slope(of) for word, name in THREE.items()},
    "slopes_not_chance": Raw.chance,
    **{f"noise_{word}": lambda raw, of=name: raw.chosen(of, NAMES[:3], min)
       for word, name in THREE.items()},
    **{f"fog_{word}": lambda raw, of=name: raw.loss(of) for word, name in THREE.items()},
    "slope_high_pass": lambda raw: raw.slope(HIGH_PASS),
    "autoaugment_gains": Raw.gaining,
    "autoaugment_best": Raw.lead,
    "papers_reading": Raw.reading,
    "published_slopes": Raw.published,
    **{f"fog_noise_{n}": lambda raw, of=n: raw.fog(of) for n in range(1, 6)},
    "frost_aliasing": Raw.smooth,
    "same_order": Raw.order,
    "attack_spread_l2": Raw.departure,
    "attack_low_l2": Raw.times_lower,
    "small_wave_fools": Raw.small_waves,
}  # fmt: skip


@pytest.mark.parametrize("others", TRAININGS)
@pytest.mark.parametrize("name", CLAIMS)
def test_a_claim_gives_the_interval_that_its_raw_shards_give(name, others):
    claim, found = CLAIMS[name], results(others)
    ours = claim.quantity(*(found[each] for each in (claim.experiment, *claim.also)))
    theirs = FROM_SHARDS[name](Raw(others))
    assert ours[:3] == pytest.approx(theirs[:3], rel=1e-4, abs=2e-5)  # shells are in half precision
    assert ours[3:] == theirs[3:]
    assert (ours.low < ours.high) == (name != "slopes_not_chance")  # a p has no interval
    assert {*claim.over} <= {*ours.over.replace(" and ", ", ").split(", ")}


def test_every_claim_is_computed_from_its_shards_here():
    assert FROM_SHARDS.keys() == CLAIMS.keys()
    assert len(CLAIMS) == len(OF_MAPS) + len(OF_CORRUPTIONS)
