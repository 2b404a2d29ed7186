"""What the page's numbers are made of: the recorded results, and what is counted in them."""

from fourierbook.experiments.f_principle_images import images, images_by_chance, labels, pairs
from fourierbook.pages.recorded import result
from fourierbook.results.questions import Result

ONES, OTHERS = "only", "but"  # of the digit that has the most frequencies, or of all the others


def digits() -> Result:
    """Classifiers of MNIST."""
    return result(images.DIGITS_IN_PARTS)


def high_where_behind() -> float:
    """Least error of the high part, on both data sets, where the low one is behind."""
    least = []
    for experiment, known in zip(images.EXPERIMENTS, labels.EXPERIMENTS, strict=True):
        learnt, alike = result(experiment), labels.mean_label(result(known))
        least += [
            images_by_chance.high_where_behind(learnt, case, seed, alike)
            for case in learnt.recipe.cases
            for seed in learnt.recipe.seeds
        ]
    return min(least)


def orders_of_digits(which: str) -> pairs.Orders:
    """Pairs of frequencies of the ones, or of all the other digits, over all networks."""
    learnt = digits()
    return pairs.orders(learnt, learnt.recipe.cases, **{which: pairs.widest_class(learnt)})


def high_first_shares() -> list[float]:
    """Percentage of the pairs of all digits with the higher frequency first, network by network."""
    learnt = digits()
    found = [pairs.counted(learnt, cases=[case]) for case in learnt.recipe.cases]
    return [100 * (1 - each.low_first / each.deciding) for each in found]


def beyond_places() -> tuple[int, int]:
    """Of the frequencies of the digits, those that are more than the places', and all."""
    return pairs.beyond_the_places(digits(), result(labels.DIGITS_LABELS))
