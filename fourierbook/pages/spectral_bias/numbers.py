"""The numbers in the page's prose, from recorded results: one function a name, no arguments."""

import numpy as np

from fourierbook.experiments.spectral_bias import decay, order, peak, perturbation_numbers
from fourierbook.experiments.spectral_bias.perturbation import PERTURBED
from fourierbook.pages.recorded import claimed, result


def networks() -> int:
    """How many untrained networks of each kind have a power."""
    return len(result(decay.DECAY).recipe.seeds)


def power_across() -> str:
    """Mean power across the strongest fold."""
    return _signed(decay.exponents(result(decay.DECAY), "plane", "along").mean())


def power_beside() -> str:
    """Mean power in a random direction."""
    return _signed(decay.exponents(result(decay.DECAY), "plane", "off").mean())


def rank() -> str:
    """Rank correlation of the ceiling with the strongest wave."""
    return f"{claimed('spectral_bias.bound_informs'):.2f}"


def looser() -> float:
    """Factor by which each layer makes the bound by norms looser."""
    return claimed("spectral_bias.looser_with_depth")


def few() -> str:
    """Percentage of random networks with any high wave."""
    return f"{100 * claimed('spectral_bias.few_parameters'):.2f}"


def deep() -> int:
    """Percentage of a peak's frequencies that six layers of 16 units have."""
    return _reached("6x16")


def wide() -> int:
    """The same of three layers of 128 units."""
    return _reached("3x128")


def equal_ordered() -> int:
    """Percentage of pairs of equal waves of which the lower one comes first."""
    return round(100 * claimed("spectral_bias.order_equal"))


def rising_ordered() -> int:
    """The same where higher waves are larger."""
    return round(100 * claimed("spectral_bias.order_rising"))


def growth() -> float:
    """Factor by which an inner layer's norm grows."""
    return order.growth(result(order.ORDER), profile="equal").mean


def time_power() -> float:
    """Power of the frequency with which the time until a wave is there grows."""
    return claimed("spectral_bias.order_exponent")


def kernel_power() -> str:
    """Power with which the tangent kernel answers to waves."""
    return _signed(claimed("spectral_bias.kernel_power"), digits=1)


def steadiest() -> int:
    """Wave that is the most accurate after a shake of norm 1, in the median over networks."""
    found = result(PERTURBED)
    errors = np.median(perturbation_numbers.measured(found, "wrong", 1.0), 0)
    return int(found.recipe.frequencies[errors.argmin()])


def by_inputs() -> float:
    """How many times as much the highest wave changes by moved inputs as the lowest."""
    return claimed("spectral_bias.inputs")


def _reached(net: str) -> int:
    return round(100 * float(np.mean(peak.reached(peak.final(result(peak.PEAK), net)))))


def _signed(value: float, *, digits: int = 2) -> str:
    return f"{value:.{digits}f}".replace("-", "−")
