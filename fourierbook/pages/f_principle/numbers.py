"""The numbers in the page's prose, from recorded results: one function a name, no arguments."""

import numpy as np

from fourierbook.experiments.f_principle import growth, noise, photograph
from fourierbook.pages.f_principle import recorded
from fourierbook.pages.recorded import claimed, half, result


def networks() -> int:
    """How many networks learnt waves."""
    return len(recorded.ladder().recipe.seeds)


def six_in_order() -> int:
    """How many learnt six waves from low to high."""
    return recorded.in_order("six")


def six_in_lasting_order() -> int:
    """The same by crossings that last."""
    return recorded.in_order("six", lasting=True)


def relu_in_order() -> int:
    """How many networks of ReLU units learnt three waves from low to high."""
    return recorded.in_order("relu")


def deep_in_order() -> int:
    """How many of four layers did."""
    return recorded.in_order("deep")


def descent_in_order() -> int:
    """How many did under gradient descent, by first crossings."""
    return recorded.in_order("descent")


def descent_in_lasting_order() -> int:
    """How many did under gradient descent, by lasting crossings."""
    return recorded.in_order("descent", lasting=True)


def first_step() -> float:
    """Median crossing time of wave 1 among six."""
    return recorded.middle_step("six", 0)


def first_lasting_step() -> float:
    """Median lasting crossing time of wave 1 among six."""
    return recorded.two_figures(recorded.middle_step("six", 0, lasting=True))


def last_step() -> float:
    """Median crossing time of wave 6 among six."""
    return recorded.two_figures(recorded.middle_step("six", -1))


def power() -> float:
    """Power of the frequency with which the median crossing time grows."""
    return claimed("f_principle.exponent")


def lasting_power() -> float:
    """The same for steps after which a wave stays learnt."""
    return growth.exponent(recorded.ladder(), lasting=True).mean


def flower_steps() -> int:
    """Steps of the networks that draw the flower."""
    return recorded.flower().recipe.steps


def flower_waves() -> int:
    """How many waves the other network is given."""
    return recorded.flower().recipe.waves


def waves_overtake() -> int:
    """First step of the explorer at which waves leave less than places do in the end."""
    result = recorded.flower()
    values, end = result.shards["waves"], result.shards["place"]["left"][-1]
    shown = np.isin(values["steps"], values["frame_steps"])
    return int(values["steps"][shown & (values["left"] < end)][0])


def rings_in_order() -> int:
    """Percentage of the records at which all four rings are in order."""
    return round(100 * photograph.in_order(result(photograph.PHOTOGRAPH_FIT)).mean)


def rings_half() -> int:
    """Larger half of its interval."""
    return half("f_principle.photograph")


def noisy_networks() -> int:
    """How many networks learnt noisy points."""
    return len(recorded.noisy().recipe.seeds)


def noisy_rise() -> float:
    """How many times as large the error is in the end as at its least, in the median."""
    return float(np.median(noise.rise(recorded.noisy())))


def taken_low() -> int:
    """Percentage of the lowest band of noise taken at the best step, in the median."""
    return recorded.taken(0)


def taken_middle() -> int:
    """The same of the middle band."""
    return recorded.taken(1)


def taken_high() -> int:
    """The same of the highest band."""
    return recorded.taken(2)
