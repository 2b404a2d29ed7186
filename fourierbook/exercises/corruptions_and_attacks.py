"""Checks of the exercises on corruptions and attacks: spectra, shares, slopes, and queries."""

import itertools
from collections.abc import Callable

import numpy as np

from fourierbook.exercises import Answer, close, judge, numbers, require, tensor


def check_contrast_modulus(answer: Answer) -> bool:
    """Whether `answer(image, factor)` is the modulus of what a lower contrast changes."""
    right = "it is the transform of the change, at every frequency, for every factor"
    return judge(answer, _laws_of_contrast_modulus, right=right)


def check_noise_modulus(answer: Answer) -> bool:
    """Whether `answer(deviation, height, width)` is the mean modulus of noise at zero."""
    right = "noise that was drawn has the mean modulus that you say"
    return judge(answer, _laws_of_noise_modulus, right=right)


def check_joint_share(answer: Answer) -> bool:
    """Whether `answer(energies, shares)` is the share of a sum of changes in a band."""
    return judge(answer, _laws_of_joint_share, right="it is the share that the sum has")


def check_slope_p_value(answer: Answer) -> bool:
    """Whether `answer(x, y)` is the share of all orders of y with a slope as steep."""
    right = "it counts every order whose line is as steep, up or down"
    return judge(answer, _laws_of_slope_p_value, right=right)


def check_mean_queries(answer: Answer) -> bool:
    """Whether `answer(waves, fooling)` is the mean number of queries to the first that fools."""
    right = "over all orders of the waves, that is the mean"
    return judge(answer, _laws_of_mean_queries, right=right)


def _laws_of_contrast_modulus(answer: Callable) -> None:
    random = np.random.default_rng(0)
    for height, width, factor in ((4, 4, 0.5), (6, 5, 0.1), (8, 8, 1.0), (7, 9, 0.0), (6, 5, 0.8)):
        image = random.random((height, width))
        got = numbers(answer(tensor(image), factor), "the modulus", shape=(height, width))
        lower = image.mean() + factor * (image - image.mean())
        found = np.abs(np.fft.fft2(lower - image)).round(12)
        place = divmod(int(np.abs(got - found).argmax()), width)
        where = "frequency zero" if place == (0, 0) else f"the frequency with the index {place}"
        require(
            close(got, found, tolerance=1e-6),
            f"with the factor {factor:g} on {height} × {width} pixels, {where} is changed by "
            f"{found[place]:.4g}, not by {got[place]:.4g}",
        )


def _laws_of_noise_modulus(answer: Callable) -> None:
    random = np.random.default_rng(0)
    for deviation, height, width in ((1.0, 8, 8), (0.1, 16, 32), (3.0, 9, 7)):
        got = float(numbers(answer(deviation, height, width), "the mean modulus"))
        noise = random.normal(0, deviation, (4000, height, width))
        found = float(np.abs(noise.sum((1, 2))).mean())
        require(
            close(got / found, 1.0, tolerance=0.05),
            f"noise of standard deviation {deviation:g} on {height} × {width} pixels, drawn 4000 "
            f"times, has the mean modulus {found:.4g} at frequency zero, not {got:.4g}",
        )


def _laws_of_joint_share(answer: Callable) -> None:
    random = np.random.default_rng(0)
    for count, size in ((1, 6), (2, 8), (3, 12), (5, 40)):
        energies, inside = _uncorrelated_changes(random, count, size)
        got = float(
            numbers(answer(tensor(energies), tensor(inside / energies)), "the share of the sum")
        )
        share = inside.sum() / energies.sum()
        require(
            close(got, share),
            f"the sum of uncorrelated changes with the energies {energies.round(2).tolist()} and "
            f"the shares {(inside / energies).round(2).tolist()} has the share {share:.4g} in the "
            f"band, not {got:.4g}",
        )
    lone = tensor(np.array([2.0, 0.0])), tensor(np.array([0.25, 0.9]))
    alone = float(numbers(answer(*lone), "the share of the sum"))
    require(close(alone, 0.25), "a change without energy adds nothing to the other's share")


def _uncorrelated_changes(random, count: int, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Energy of changes of which no two share a coefficient, and the energy each has in a band."""
    owner = np.arange(size) % count
    energy = random.random(size) * np.array([1.0, 10.0, 0.1, 3.0, 0.5])[owner]
    band = random.random(size) < 0.5
    whole = np.array([energy[owner == one].sum() for one in range(count)])
    return whole, np.array([energy[(owner == one) & band].sum() for one in range(count)])


def _laws_of_slope_p_value(answer: Callable) -> None:
    random = np.random.default_rng(0)
    rising = [("a rising line", np.arange(4.0), np.arange(4.0))]
    falling = [("a falling line", np.arange(4.0), np.array([3.0, 2.0, 1.0, 0.5]))]
    drawn = [
        (f"{count} points that were drawn", random.random(count), random.normal(size=count))
        for count in (3, 4, 5, 6)
    ]
    for name, x, y in (*rising, *falling, *drawn):
        got = float(numbers(answer(tensor(x), tensor(y)), "the share of orders"))
        slopes = [_slope(x, order) for order in itertools.permutations(y)]
        found = np.mean(np.abs(slopes) >= abs(slopes[0]) - 1e-9)
        require(
            close(got, found, tolerance=1e-6),
            f"for {name}, {found:.4g} of all orders have a line as steep, not {got:.4g}",
        )


def _slope(x, y) -> float:
    centred = np.asarray(x) - np.mean(x)
    return float(centred @ np.asarray(y) / (centred @ centred))


def _laws_of_mean_queries(answer: Callable) -> None:
    for waves, fooling in ((1, 1), (5, 5), (5, 2), (6, 1), (7, 3), (4, 0)):
        got = float(numbers(answer(waves, fooling), "the mean number of queries"))
        firsts = [
            min(places, default=waves) + 1
            for places in itertools.combinations(range(waves), fooling)
        ]
        require(
            close(got, np.mean(firsts), tolerance=1e-6),
            f"where {fooling} of {waves} waves fool the network, the mean over all orders is "
            f"{np.mean(firsts):.4g}, not {got:.4g}",
        )
