import numpy as np
import pytest

from fourierbook.experiments.fourier_heatmaps import first_order
from fourierbook.experiments.fourier_heatmaps.claims import CLAIMS
from fourierbook.measure.populations import NotMeasured
from fourierbook.results.networks import NATURAL, NATURALS
from fourierbook.results.questions import Result


def result(networks=NATURALS, **true):
    recipe = first_order.FirstOrder("cifar10", networks, count=10, norms=(0.25, 4.0), window=3)
    shards = {
        f"{name}-seed{seed}": {
            "predicted": np.array([[0, 1, 2, 3, 4], [2, 4, 6, 8, 10]]),
            "true": np.array([true["small"], true["large"]]),
        }
        for name, seed in networks
    }
    return Result("first_order", "thorough", recipe, shards, {})


def test_the_correlation_is_that_of_the_order_at_its_norm():
    found = result(small=[0, 2, 3, 8, 9], large=[9, 7, 7, 1, 0])
    small, large = (first_order.correlation(found, norm) for norm in (0.25, 4.0))
    assert (small.mean, small.n, small.over) == (pytest.approx(1.0), 3, "seeds")
    assert large.mean == pytest.approx(-0.975, abs=1e-3)  # a tie shares its rank
    claims = {
        claim.id.split(".")[1]: claim.quantity(found)
        for claim in CLAIMS
        if claim.experiment == "first_order"
    }
    assert claims == {"first_order_small": small, "first_order_large": large}


def test_without_the_norm_or_the_network_there_is_no_correlation():
    found = result(small=[0, 2, 3, 8, 9], large=[9, 7, 7, 1, 0])
    with pytest.raises(NotMeasured, match="under waves of norm 2"):
        first_order.correlation(found, 2.0)
    other = result((("specimens-cnn", 0),), small=[0, 2, 3, 8, 9], large=[9, 7, 7, 1, 0])
    with pytest.raises(NotMeasured, match="it has no cifar10-resnet20"):
        first_order.correlation(other, 4.0)


@pytest.mark.filterwarnings("ignore:An input array is constant")
def test_a_map_that_is_the_same_everywhere_has_no_correlation():
    found = result(small=[3, 3, 3, 3, 3], large=[9, 7, 7, 1, 0])
    with pytest.raises(NotMeasured, match="all values of a sample are missing"):
        first_order.correlation(found, 0.25)


def test_the_mean_error_is_a_share_of_the_images():
    found = result(((NATURAL, 0),), small=[0, 2, 3, 8, 7], large=[9, 7, 7, 1, 1])
    assert first_order.mean_error(found, "true", 0.25).mean == pytest.approx(0.4)
    assert first_order.mean_error(found, "predicted", 4.0).mean == pytest.approx(0.6)


def test_the_distance_orders_the_waves_where_the_error_grows_with_it():
    # The five waves of a 3 × 3 window: zero and four of |f| 1 or √2, in the order of the map.
    found = result(small=[9, 5, 9, 5, 1], large=[1, 5, 1, 5, 9])
    small, large = (first_order.distance_correlation(found, norm) for norm in (0.25, 4.0))
    assert (small.mean, small.n) == (pytest.approx(1.0), 3)
    assert large.mean == pytest.approx(-1.0)
    gradient = first_order.correlation(found, 0.25).mean
    ahead = first_order.ahead_of_distance(found, 0.25)
    assert ahead.mean == pytest.approx(gradient - 1.0)
    for quantity in (first_order.distance_correlation, first_order.ahead_of_distance):
        with pytest.raises(NotMeasured):
            quantity(found, 2.0)


def test_seeds_agree_as_their_true_orders_do():
    found = result(small=[0, 2, 3, 8, 9], large=[9, 7, 6, 1, 0])
    found.shards[f"{NATURAL}-seed1"]["true"] = np.array([[9, 8, 3, 2, 0], [9, 7, 6, 1, 0]])
    # Of the three pairs one is of the same order and two are of the opposite one.
    assert first_order.agreement(found, 0.25) == pytest.approx(-1 / 3)
    assert first_order.agreement(found, 4.0) == pytest.approx(1.0)
    one = result(((NATURAL, 0),), small=[0, 2, 3, 8, 9], large=[9, 7, 6, 1, 0])
    assert first_order.agreement(one, 0.25) is None
