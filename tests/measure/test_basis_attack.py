import numpy as np
import pytest
import torch

from fourierbook.data import specimens
from fourierbook.measure.accuracy import correct
from fourierbook.measure.basis_attack import (
    expected_queries,
    first_fooling_wave,
    queries_until_fooled,
)
from fourierbook.measure.basis_noise import BasisNoise, cells, wrong_under_waves
from fourierbook.measure.maps import map_frequencies
from fourierbook.measure.signs import orders
from fourierbook.models import zoo
from fourierbook.signal.basis import basis_images

NOISE = BasisNoise(2.0, seed=3)
WAVES = map_frequencies(32, 32, 9)


@pytest.fixture(scope="module")
def model():
    return zoo.load("specimens-cnn")


@pytest.fixture(scope="module")
def right(model):
    """Images that the network is right about."""
    images, labels, _ = specimens.generate(40, seed=5)
    kept = correct(model, images, labels)
    return images[kept], labels[kept]


@pytest.fixture(scope="module")
def found(model, right):
    return first_fooling_wave(model, *right, NOISE, frequencies=WAVES)


def order_of(images, first=0):
    return orders(NOISE.seed, cells(WAVES, 32, 32), first + torch.arange(len(images)))


def test_the_attack_asks_as_often_as_the_map_of_all_waves_says(model, right, found):
    wrong = wrong_under_waves(model, *right, WAVES, NOISE)
    expected = queries_until_fooled(wrong, order_of(right[0]))
    assert torch.equal(found.queries, expected)
    assert 1 < found.queries.float().mean() < len(WAVES)
    assert (found.queries == len(WAVES) + 1).any(), "some image is never fooled"
    assert found.queries.unique().numel() > 5


def test_the_waves_that_it_finds_fool_the_network_and_no_pixel_leaves_the_image(
    model, right, found
):
    images, labels = right
    fooled = found.queries <= len(WAVES)
    assert torch.equal(correct(model, found.images, labels), ~fooled)
    assert torch.equal(found.images[~fooled], images[~fooled])
    assert (found.frequencies[~fooled] == 0).all()
    assert found.images.min() >= 0
    assert found.images.max() <= 1
    place = (found.queries[fooled] - 1)[:, None]
    waves = WAVES[order_of(images)[fooled].gather(1, place)[:, 0]]
    assert torch.equal(found.frequencies[fooled], waves)


def test_the_change_is_one_wave_of_the_norm_in_each_channel(model, right):
    images, labels = 0.5 + 0.1 * (right[0] - 0.5), right[1]
    found = first_fooling_wave(model, images, labels, NOISE, frequencies=WAVES)
    fooled = found.queries <= len(WAVES)
    change = (found.images - images)[fooled]
    waves = basis_images(32, 32, found.frequencies[fooled])
    torch.testing.assert_close(
        change.abs(), 2 * waves.abs()[:, None].expand_as(change), atol=1e-6, rtol=0
    )


def test_images_may_be_split_in_any_way(model, right, found):
    images, labels = right
    for split in (slice(0, 1), slice(7, 20), slice(20, None)):
        part = first_fooling_wave(
            model, images[split], labels[split], NOISE, frequencies=WAVES, first=split.start
        )
        assert torch.equal(part.queries, found.queries[split])
        assert torch.equal(part.images, found.images[split])


def test_all_waves_are_tried_unless_some_are_named():
    fooled_by_none = lambda images: torch.eye(2)[:1].expand(len(images), 2)  # noqa: E731
    images, labels = torch.rand(2, 1, 6, 6), torch.zeros(2, dtype=torch.long)
    assert first_fooling_wave(fooled_by_none, images, labels, NOISE).queries.tolist() == [21, 21]


def test_an_order_is_one_of_all_places_and_hangs_on_seed_and_image():
    places, images = torch.arange(50), torch.arange(300)
    found = orders(1, places, images)
    assert torch.equal(found.sort(1).values, places.expand(300, 50))
    assert torch.equal(orders(1, places, images[7:9]), found[7:9])
    assert found.unique(dim=0).shape == (300, 50)
    assert not (orders(2, places, images) == found).all(1).any()
    where = found.argsort(1).double().mean(0)  # of each place, its mean rank: 24.5 ± 0.83
    assert (where - 24.5).abs().max() < 4 * 0.83


def test_an_order_of_some_places_is_the_others_left_out():
    places, images = torch.arange(20) * 3, torch.arange(9)
    kept = places[::2]
    whole = places[orders(0, places, images)]
    for row, some in zip(whole, kept[orders(0, kept, images)], strict=True):
        assert torch.equal(row[torch.isin(row, kept)], some)


def test_the_expectation_is_the_mean_over_random_orders():
    wrong = torch.zeros(12, 4, dtype=torch.bool)
    for image, fooling in enumerate((0, 1, 3, 12)):
        wrong[:fooling, image] = True
    every = [
        queries_until_fooled(wrong, orders(seed, torch.arange(12), torch.arange(4)))
        for seed in range(1500)
    ]
    expected = expected_queries(wrong.sum(0), 12)
    np.testing.assert_allclose(torch.stack(every).double().mean(0), expected, rtol=0.05)
    assert expected.tolist() == [13.0, 6.5, 3.25, 1.0]


def test_what_does_not_fit_is_refused():
    images, labels = torch.rand(2, 1, 6, 6), torch.zeros(2, dtype=torch.long)
    with pytest.raises(ValueError, match="at least one frequency"):
        first_fooling_wave(lambda x: x, images, labels, NOISE, frequencies=torch.zeros(0, 2))
    with pytest.raises(ValueError, match=r"\(K, N\)"):
        queries_until_fooled(torch.ones(3, 2) > 0, torch.ones(3, 2).long())
    for fooling, waves in ((torch.tensor([3]), 2), (torch.tensor([-1]), 2), (torch.ones(2), 2)):
        with pytest.raises(ValueError, match="from 0 to all of them"):
            expected_queries(fooling, waves)
