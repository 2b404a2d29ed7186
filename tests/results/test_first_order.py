import numpy as np
import pytest

from fourierbook.results.experiments import first_order
from fourierbook.results.experiments.fourier_heatmaps import NATURAL, NATURALS
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
    claims = {claim.id.split(".")[1]: claim.quantity(found) for claim in first_order.CLAIMS}
    assert claims == {"first_order_small": small, "first_order_large": large}


def test_without_the_norm_or_the_network_there_is_no_correlation():
    found = result(small=[0, 2, 3, 8, 9], large=[9, 7, 7, 1, 0])
    assert first_order.correlation(found, 2.0) is None
    other = result((("specimens-cnn", 0),), small=[0, 2, 3, 8, 9], large=[9, 7, 7, 1, 0])
    assert first_order.correlation(other, 4.0) is None


def test_the_mean_error_is_a_share_of_the_images():
    found = result(((NATURAL, 0),), small=[0, 2, 3, 8, 7], large=[9, 7, 7, 1, 1])
    assert first_order.mean_error(found, "true", 0.25).mean == pytest.approx(0.4)
    assert first_order.mean_error(found, "predicted", 4.0).mean == pytest.approx(0.6)
