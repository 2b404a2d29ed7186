"""What a band leaves to recognise: each number against planted answers, and from the raw shards."""

from functools import partial

import numpy as np
import pytest
import torch

from fourierbook import experiments as book
from fourierbook.data import datasets
from fourierbook.experiments.band_limited_filters import (
    band_energy,
    band_noise,
    claims,
    filtered,
    trained_through,
)
from fourierbook.measure import intervals
from fourierbook.measure.intervals import Sample
from fourierbook.measure.populations import NotMeasured
from fourierbook.models.wrappers import FrontEnd
from fourierbook.results import store
from fourierbook.results.claim import populations
from fourierbook.results.networks import NATURAL
from fourierbook.results.questions import Result
from fourierbook.results.reading import packed
from fourierbook.signal.filters import apply_filter, nyquist_high_pass
from fourierbook.training import recipes

RECORDED = store.RECORDED
GAUSSIAN = f"{NATURAL}-gaussian"
AXES = ("seeds", "images")
WIDTHS = (1, 15, 31)


def answers(*counts, of=20):
    """A shard with a row for each count, in which so many images are right, the first ones."""
    return packed(torch.arange(of) < torch.tensor(counts)[:, None])


def made_bands(**views):
    """Two seeds, so many of 20 images right at each bandwidth, by view: a row for each seed."""
    recipe = filtered.Filtering(
        "specimens", "specimens-cnn", 20, (0, 1), WIDTHS, tuple(set(views) - {"unfiltered"})
    )
    shards = {
        f"{view}-seed{seed}": answers(*rows[seed])
        for view, rows in views.items()
        for seed in (0, 1)
    }
    return Result("band_accuracy", "thorough", recipe, shards, {})


def made_trained(**shards):
    """Two seeds, so many of 20 images right behind a filter such as low_pass_7."""
    fronts = tuple(FrontEnd(name[: name.rindex("_")], int(name.split("_")[-1])) for name in shards)
    recipe = trained_through.Training("specimens", recipes.SPECIMENS_CNN, 20, fronts, seeds=(0, 1))
    values = {
        f"{front.kind}-{front.bandwidth}-seed{seed}": answers(counts[seed])
        for front, counts in zip(fronts, shards.values(), strict=True)
        for seed in (0, 1)
    }
    return Result("trained_through", "thorough", recipe, values, {})


def made_noise(*, natural, other, seeds=(0, 1)):
    """Natural and other networks under noise: rows of counts at three bandwidths, by kind."""
    each = {NATURAL: (natural, (0, 1)), GAUSSIAN: (other, seeds)}
    networks = tuple((name, seed) for name, (_, its) in each.items() for seed in its)
    recipe = band_noise.Noise("specimens", networks, 20, bandwidths=WIDTHS)
    shards = {
        f"{name}-{kind}-seed{seed}": answers(*rows[kind][seed])
        for name, (rows, its) in each.items()
        for kind in band_noise.NOISES
        for seed in its
    }
    return Result("band_noise", "thorough", recipe, shards, {})


def test_images_with_the_spread_of_photographs_have_their_mean_and_contrast():
    images = torch.rand(3, 3, 16, 16, generator=torch.Generator().manual_seed(0))
    kind, finish = filtered.VIEWS["high_pass_natural_spread"]
    shown = finish(apply_filter(images, kind(16, 16, bandwidth=9)))
    torch.testing.assert_close(shown.mean((1, 2, 3)), torch.full((3,), 0.5))
    torch.testing.assert_close(shown.std((1, 2, 3), correction=0), torch.full((3,), 0.25))


def test_accuracies_are_shares_of_right_images_and_changes_their_differences():
    result = made_bands(unfiltered=[[20], [18]], low_pass=[[2, 10, 20], [2, 6, 18]])
    assert filtered.accuracy(result, view="low_pass", bandwidth=15).mean == pytest.approx(0.4)
    lost = filtered.change(result, first=("unfiltered",), second=("low_pass", 15))
    assert (lost.mean, lost.n) == (pytest.approx((0.5 + 0.6) / 2), 2)
    assert populations(lost) == ["seeds", "images"]


def test_the_least_rise_is_a_fall_where_one_seed_falls():
    rising = made_bands(low_pass=[[2, 10, 14], [2, 6, 16]])
    assert filtered.least_rise(rising, view="low_pass").mean == pytest.approx(0.2)
    falling = made_bands(low_pass=[[2, 10, 14], [8, 6, 16]])
    assert filtered.least_rise(falling, view="low_pass").mean == pytest.approx((0.2 - 0.1) / 2)


def test_what_a_recipe_left_out_is_not_measured():
    result = made_bands(low_pass=[[2, 10, 14], [2, 6, 16]])
    for view, width, missing in (
        ("high_pass", 15, "no shard high_pass"),
        ("low_pass", 3, "no ban"),
    ):
        with pytest.raises(NotMeasured, match=missing):
            filtered.accuracy(result, view=view, bandwidth=width)
    with pytest.raises(NotMeasured, match="no network"):
        band_noise.lead(ONE_ALONE, ahead=NATURAL, behind=GAUSSIAN, kind="low_pass", bandwidth=1)
    with pytest.raises(NotMeasured, match="no network"):
        band_noise.bands_led(ONE_ALONE, ahead=GAUSSIAN, behind=NATURAL)
    with pytest.raises(NotMeasured, match="another seed"):
        trained_through.earlier(
            made_trained(low_pass_7=(1, 2)), low=(7,), high=(9,), without=(0, 1)
        )


ONE_ALONE = Result(
    "band_noise", "quick", band_noise.Noise("specimens", ((NATURAL, 0),), 20), {}, {}
)


def test_what_training_gives_back_is_counted_from_the_network_before():
    before = made_bands(
        unfiltered=[[20], [18]],
        high_pass_recentred=[[0, 4, 12], [0, 4, 10]],
    )
    after = made_trained(high_pass_31=(17, 15), low_pass_15=(18, 18))
    lost = trained_through.still_lost(after, before, kind="low_pass", bandwidth=15)
    assert lost.mean == pytest.approx((0.1 + 0.0) / 2)
    back = trained_through.given_back(after, before, bandwidth=31)
    assert back.mean == pytest.approx((16 - 11) / (19 - 11))
    assert populations(back) == ["seeds", "images"]


def test_a_curve_that_saturates_gains_early_and_a_straight_one_does_not():
    result = made_trained(
        low_pass_7=(4, 4), low_pass_15=(16, 16), low_pass_23=(20, 20),
        high_pass_9=(2, 2), high_pass_21=(10, 10), high_pass_31=(16, 18),
    )  # fmt: skip
    assert trained_through.early(result, "low_pass", (7, 15, 23)).mean == pytest.approx(0.25)
    found = trained_through.earlier(result, low=(7, 15, 23), high=(9, 21, 31), without=(0,))
    assert found.mean == pytest.approx(0.25 - (8 / 16 - 12 / 22))


LOW = {"low_pass": [[18, 10, 4]] * 2, "high_pass": [[2, 2, 2]] * 2}
FLAT = {"low_pass": [[12, 11, 10]] * 2, "high_pass": [[10, 10, 1]] * 2}


def test_a_lead_is_that_of_one_network_over_another_in_one_band():
    result = made_noise(natural=LOW, other=FLAT)
    lead = partial(band_noise.lead, result, kind="low_pass")
    assert lead(ahead=NATURAL, behind=GAUSSIAN, bandwidth=1).mean == pytest.approx(0.3)
    assert lead(ahead=GAUSSIAN, behind=NATURAL, bandwidth=31).mean == pytest.approx(0.3)
    assert band_noise.fall(result, kind="low_pass", first=1, second=31).mean == pytest.approx(0.7)


def test_bands_are_counted_in_which_a_network_leads_by_pairs_of_trainings():
    result = made_noise(natural=LOW, other=FLAT)
    assert band_noise.bands_led(result, ahead=GAUSSIAN, behind=NATURAL).mean == pytest.approx(4 / 6)
    other = {**FLAT, "low_pass": [[12, 11, 10], [20, 11, 10]]}
    found = band_noise.bands_led(
        made_noise(natural=LOW, other=other), ahead=GAUSSIAN, behind=NATURAL
    )
    assert found.mean == pytest.approx((4 + 5) / 12)
    assert populations(found) == ["seeds", "images"]
    alone = made_noise(natural=LOW, other=FLAT, seeds=(1,))
    found = band_noise.bands_led(alone, ahead=GAUSSIAN, behind=NATURAL)
    assert "seeds" not in populations(found), "one pair of trainings has no spread"


def test_a_filter_keeps_what_was_stored_of_it():
    recipe = band_energy.Energy("specimens", 20, WIDTHS)
    values = {"mean": np.array([0.2, 0.5, 1]), "spread": np.array([0.1, 0.1, 0]), "count": 20}
    result = Result("band_energy", "thorough", recipe, {"low_pass": values}, {})
    first, _, last = band_energy.kept_curve(result, "low_pass")
    assert (first.mean, last.low, last.n) == (0.2, 1.0, 20)


def test_every_claim_has_the_interval_of_its_raw_shards(monkeypatch):
    monkeypatch.setattr(store, "RECORDED", RECORDED)
    names = {name for claim in claims.CLAIMS for name in (claim.experiment, *claim.also)}
    stored = {name: store.find(book.EXPERIMENTS[name], "thorough") for name in names}

    def bits(name, shard, place=0, seeds=(0, 1, 2)):
        shards = [stored[name].shards[f"{shard}-seed{seed}"] for seed in seeds]
        rows = [np.unpackbits(each["bits"], axis=1)[place, : each["count"]] for each in shards]
        return np.stack(rows).astype(bool)

    before, after = partial(bits, "band_accuracy"), partial(bits, "trained_through")
    noisy = partial(bits, "band_noise")

    def mean(values):
        return intervals.of(np.mean, Sample(values, AXES))

    def minus(first, second):
        return mean(first.astype(float) - second)

    def lead(first, second):
        return intervals.of(intervals.difference, Sample(first, AXES), Sample(second, AXES))

    trained = stored["band_noise"].recipe.seeds_of
    natural3, natural15 = noisy(f"{NATURAL}-low_pass", 1), noisy(f"{NATURAL}-high_pass", 7)
    robust = {
        name: [noisy(f"{NATURAL}-{name}-{kind}", place, seeds=trained(f"{NATURAL}-{name}"))
               for kind, place in (("low_pass", 1), ("high_pass", 7))]
        for name in ("gaussian", "adversarial")
    }  # fmt: skip
    expected = {
        "low_pass_hurts": minus(before("unfiltered"), before("low_pass", 7)),
        "high_pass_needs_its_mean": minus(
            before("high_pass_recentred", 15), before("high_pass", 15)
        ),
        "high_pass_untrained": mean(before("high_pass_recentred", 7)),
        "two_readings": minus(before("high_pass_recentred", 15), before("outside_recentred", 15)),
        "low_pass_trained": minus(before("unfiltered"), after("low_pass-15")),
        "low_pass_blobs": mean(after("low_pass-7")),
        "high_pass_invisible": mean(after("high_pass-15")),
        "noise_widens": minus(natural3, noisy(f"{NATURAL}-low_pass", 15)),
        **{f"noise_low_{name}": lead(natural3, low) for name, (low, _) in robust.items()},
        **{f"noise_high_{name}": lead(high, natural15) for name, (_, high) in robust.items()},
        "imagenet_untrained": mean(bits("imagenet_bands", "low_pass", 1, seeds=(0,))),
    }
    others = {"monotone", "high_pass_trained", "low_saturates_earlier"}
    others |= {"noise_always_gaussian", "noise_always_adversarial"}
    assert {claim.id.removeprefix("bands.") for claim in claims.CLAIMS} == {*expected, *others}
    for claim in claims.CLAIMS:
        found = claim.quantity(*(stored[name] for name in (claim.experiment, *claim.also)))
        name = claim.id.removeprefix("bands.")
        if name in expected:
            assert found[:3] == pytest.approx(expected[name][:3]), name
        if not name.startswith("noise_always"):  # it waits for other trainings
            assert set(claim.over) <= set(populations(found)), name


def test_the_chapter_lists_its_claims_once_and_one_is_a_check_of_the_code():
    assert {claim.chapter for claim in claims.CLAIMS} == {"band_limited_filters"}
    assert [claim.id for claim in claims.CLAIMS if claim.check] == ["bands.two_readings"]


@pytest.mark.real_data
def test_a_least_squares_fit_to_blobs_of_colour_reads_about_two_fifths():
    """What the claim on blobs of colour is held against: seven coefficients along either axis."""
    rows = []
    for split in ("train", "test"):
        spectra = torch.fft.fft2(datasets.load("cifar10", split).images)
        low = torch.cat([spectra[:, :, :4, :4], spectra[:, :, -3:, :4]], 2).flatten(1)
        rows.append(torch.cat([low.real, low.imag, torch.ones(len(low), 1)], 1).double())
    size = rows[0].std(0) + 1e-3
    train, test = (part / size.where(size > 0.01, torch.tensor(1.0).double()) for part in rows)
    wanted = torch.nn.functional.one_hot(datasets.load("cifar10", "train").labels, 10).double()
    ridge = 10 * torch.eye(train.shape[1], dtype=torch.float64)
    weights = torch.linalg.solve(train.T @ train + ridge, train.T @ wanted)
    right = (test @ weights).argmax(1) == datasets.load("cifar10", "test").labels
    assert right.double().mean().item() == pytest.approx(0.41, abs=0.01)


def test_masks_of_a_view_have_the_size_of_its_images():
    found = filtered.masks_of(nyquist_high_pass, torch.zeros(2, 3, 16, 12), (3, 5))
    assert [tuple(mask.shape) for mask in found] == [(16, 12)] * 2
    assert [int(mask.sum()) for mask in found] == [9, 25]
