"""The numbers in the page's prose, from recorded results: one function a name, no arguments."""

from fourierbook.experiments.f_principle_images import labels, pairs
from fourierbook.pages.f_principle_images import recorded
from fourierbook.pages.recorded import asked, claimed, half, result


def digits_ahead() -> int:
    """Percentage of the records at which the low part is ahead, on MNIST."""
    return round(100 * claimed("f_principle_images.digits_filtered"))


def photographs_ahead() -> int:
    """The same on CIFAR-10."""
    return round(100 * claimed("f_principle_images.photographs_filtered"))


def digits_ahead_half() -> int:
    """Larger half of the interval of `digits_ahead`."""
    return half("f_principle_images.digits_filtered")


def photographs_ahead_half() -> int:
    """Larger half of the interval of `photographs_ahead`."""
    return half("f_principle_images.photographs_filtered")


def bar() -> int:
    """Percentage of the records at which the claim asks for the low part ahead."""
    return round(100 * asked("f_principle_images.digits_filtered"))


def digits_alike() -> float:
    """Error of the low part of one answer for all images, on MNIST."""
    return labels.mean_label(result(labels.DIGITS_LABELS))


def high_where_behind() -> float:
    """Least error of the high part where the low one, without the mean label, is behind."""
    return recorded.high_where_behind()


def digits_left() -> float:
    """What is low of the error in the end, over what is low of the labels, on MNIST."""
    return claimed("f_principle_images.digits_left")


def photographs_left() -> float:
    """The same on CIFAR-10."""
    return claimed("f_principle_images.photographs_left")


def ones_high_first() -> int:
    """Pairs of frequencies of the ones of which the higher is learnt first."""
    return recorded.orders_of_digits(recorded.ONES).higher


def ones_low_first() -> int:
    """Pairs of the ones of which the lower is learnt first."""
    return recorded.orders_of_digits(recorded.ONES).lower


def ones_pairs() -> int:
    """All pairs of the ones."""
    return sum(recorded.orders_of_digits(recorded.ONES))


def trainings() -> int:
    """How many networks learnt MNIST, over all seeds."""
    recipe = recorded.digits().recipe
    return len(recipe.cases) * len(recipe.seeds)


def pairs_of_one_training() -> float:
    """Pairs of waves of the digit 1 that one of them has."""
    return ones_pairs() / trainings()


def others_low_first() -> int:
    """Pairs of frequencies of the other digits of which the lower is learnt first."""
    return recorded.orders_of_digits(recorded.OTHERS).lower


def others_pairs() -> int:
    """All pairs of the other digits."""
    return sum(recorded.orders_of_digits(recorded.OTHERS))


def least_high_first() -> float:
    """Percentage of all pairs with the higher frequency first, in the network where it is least."""
    return min(recorded.high_first_shares())


def most_high_first() -> float:
    """The same in the network where it is most."""
    return max(recorded.high_first_shares())


def widest_digit() -> int:
    """The digit that has the most frequencies."""
    return pairs.widest_class(recorded.digits())


def ones_highest() -> int:
    """The highest frequency of that digit that counts, in cycles along the line."""
    first = next(iter(recorded.digits().shards.values()))
    return int(first["frequencies"][first["classes"] == widest_digit()].max())


def digits_frequencies() -> int:
    """Frequencies beyond 0 of all digits that count."""
    return recorded.beyond_places()[1]


def digits_beyond_places() -> int:
    """Those of them that are more than the spectrum of the places."""
    return recorded.beyond_places()[0]


def photographs_in_pairs() -> int:
    """Percentage of the pairs of CIFAR-10, frequency 0 among them, with the lower one first."""
    return round(100 * claimed("f_principle_images.photographs_projected"))


def digits_in_pairs() -> int:
    """The same on MNIST."""
    return round(100 * claimed("f_principle_images.digits_projected"))
