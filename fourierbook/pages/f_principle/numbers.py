"""The numbers in the page's prose, from recorded results: one function a name, no arguments."""

import numpy as np

from fourierbook.experiments.f_principle import growth, labels, noise, pairs, photograph
from fourierbook.pages.f_principle import recorded


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
    return recorded.claimed("exponent")


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
    """First recorded step at which waves leave less than places do in the end."""
    result = recorded.flower()
    values, end = result.shards["waves"], result.shards["place"]["left"][-1]
    return int(values["steps"][(values["left"] < end).argmax()])


def rings_in_order() -> int:
    """Percentage of the records at which all four rings are in order."""
    return round(100 * photograph.in_order(recorded.result(photograph.PHOTOGRAPH_FIT)).mean)


def rings_half() -> int:
    """Larger half of its interval."""
    return recorded.half("photograph")


def noisy_networks() -> int:
    """How many networks learnt noisy points."""
    return len(recorded.noisy().recipe.seeds)


def noisy_rise() -> float:
    """How many times as large the error is in the end as at its least, in the median."""
    return float(np.median(noise.rise(recorded.noisy())))


def got_worse() -> int:
    """How many networks end with more than one and a half times their least error."""
    return int((noise.rise(recorded.noisy()) > 1.5).sum())


def taken_low() -> int:
    """Percentage of the lowest band of noise taken at the best step, in the median."""
    return recorded.taken(0)


def taken_middle() -> int:
    """The same of the middle band."""
    return recorded.taken(1)


def taken_high() -> int:
    """The same of the highest band."""
    return recorded.taken(2)


def digits_ahead() -> int:
    """Percentage of the records at which the low part is ahead, on MNIST."""
    return round(100 * recorded.claimed("digits_filtered"))


def photographs_ahead() -> int:
    """The same on CIFAR-10."""
    return round(100 * recorded.claimed("photographs_filtered"))


def digits_ahead_half() -> int:
    """Larger half of the interval of `digits_ahead`."""
    return recorded.half("digits_filtered")


def photographs_ahead_half() -> int:
    """Larger half of the interval of `photographs_ahead`."""
    return recorded.half("photographs_filtered")


def digits_alike() -> float:
    """Error of the low part of one answer for all images, on MNIST."""
    return labels.mean_label(recorded.result(labels.DIGITS_LABELS))


def high_where_behind() -> float:
    """Least error of the high part where the low one, without the mean label, is behind."""
    return recorded.high_where_behind()


def digits_left() -> float:
    """What is low of the error in the end, over what is low of the labels, on MNIST."""
    return recorded.claimed("digits_left")


def photographs_left() -> float:
    """The same on CIFAR-10."""
    return recorded.claimed("photographs_left")


def ones_high_first() -> int:
    """Pairs of frequencies of the ones of which the higher is learnt first."""
    found = recorded.pairs_of_digits(recorded.ONES)
    return found.deciding - found.low_first


def ones_pairs() -> int:
    """Pairs of the ones that decide."""
    return recorded.pairs_of_digits(recorded.ONES).deciding


def others_low_first() -> int:
    """Pairs of frequencies of the other digits of which the lower is learnt first."""
    return recorded.pairs_of_digits(recorded.OTHERS).low_first


def others_pairs() -> int:
    """Pairs of the other digits that decide."""
    return recorded.pairs_of_digits(recorded.OTHERS).deciding


def least_high_first() -> float:
    """Percentage of all pairs with the higher frequency first, in the network where it is least."""
    return min(recorded.high_first_shares())


def most_high_first() -> float:
    """The same in the network where it is most."""
    return max(recorded.high_first_shares())


def widest_digit() -> int:
    """The digit that has the most frequencies."""
    return pairs.widest_class(recorded.digits())


def digits_frequencies() -> int:
    """Frequencies beyond 0 of all digits that count."""
    return recorded.beyond_places()[1]


def digits_beyond_places() -> int:
    """Those of them that are more than the spectrum of the places."""
    return recorded.beyond_places()[0]


def photographs_in_pairs() -> int:
    """Percentage of the pairs of CIFAR-10, frequency 0 among them, with the lower one first."""
    return round(100 * recorded.claimed("photographs_projected"))


def digits_in_pairs() -> int:
    """The same on MNIST."""
    return round(100 * recorded.claimed("digits_projected"))
