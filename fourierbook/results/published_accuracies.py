"""Accuracies on the published CIFAR-10-C that others measured, to hold ours against.

Each row is one network of RobustBench's leaderboard on CIFAR-10-C, its share of right answers on
10,000 images under each of the fifteen corruptions at severity 3, rounded to four decimals. Facts
only: the networks and the images behind them are not part of the book.

Reference:
    Croce et al. (2021), RobustBench, `unaggregated_results.csv` of CIFAR-10's corruptions, at the
    commit 78fcc9e of 2025.
"""

from typing import NamedTuple

from fourierbook.data.corruptions import NAMES

SEVERITY = 3


class Published(NamedTuple):
    """One network of the leaderboard."""

    trained: str  # in a few words
    accuracies: tuple[float, ...]  # in the order of `corruptions.NAMES`


# By the name that the leaderboard gives; the first is the one that the others are compared with.
STANDARD = "Standard"
NETWORKS = {
    STANDARD: Published(
        "naturally, Wide ResNet-28-10",
        (0.3919, 0.5349, 0.5737, 0.8898, 0.5695, 0.7440, 0.7748, 0.8365, 0.7261, 0.9229, 0.9378,
         0.8972, 0.8586, 0.8002, 0.7796),
    ),
    "Kireev2021Effectiveness_Gauss50percent": Published(
        "half of each batch with Gaussian noise, ResNet-18",
        (0.9064, 0.9113, 0.8947, 0.8902, 0.8417, 0.8045, 0.8575, 0.8561, 0.8631, 0.8402, 0.9173,
         0.7560, 0.8717, 0.9045, 0.8975),
    ),
    "Kireev2021Effectiveness_RLAT": Published(
        "adversarially in a perceptual distance, ResNet-18",
        (0.8571, 0.8808, 0.8461, 0.8962, 0.8531, 0.8024, 0.8676, 0.8648, 0.8583, 0.8280, 0.9215,
         0.7116, 0.8796, 0.9148, 0.9048),
    ),
    "Gowal2020Uncovering_70_16_Linf": Published(
        "adversarially in the ℓ∞ norm, Wide ResNet-70-16",
        (0.8089, 0.8211, 0.7647, 0.8161, 0.8015, 0.7611, 0.8004, 0.8086, 0.7157, 0.6732, 0.8396,
         0.4366, 0.8004, 0.8365, 0.8282),
    ),
    "Gowal2020Uncovering_70_16_L2": Published(
        "adversarially in the ℓ2 norm, Wide ResNet-70-16",
        (0.8750, 0.8890, 0.8680, 0.8860, 0.8640, 0.8510, 0.8730, 0.8800, 0.8840, 0.7850, 0.9130,
         0.6320, 0.8660, 0.9060, 0.9030),
    ),
    "Addepalli2021Towards_WRN34": Published(
        "adversarially in the ℓ∞ norm, Wide ResNet-34-10",
        (0.7719, 0.7994, 0.7542, 0.8150, 0.7935, 0.7601, 0.8043, 0.8177, 0.7935, 0.6840, 0.8568,
         0.5305, 0.7952, 0.8333, 0.8279),
    ),
    "Hendrycks2020AugMixWRN": Published(
        "on mixed augmentations, Wide ResNet-40-2",
        (0.7955, 0.8536, 0.9030, 0.9458, 0.8707, 0.9143, 0.9349, 0.9014, 0.8860, 0.9367, 0.9447,
         0.9282, 0.9262, 0.9041, 0.8787),
    ),
    "Kireev2021Effectiveness_AugMixNoJSD": Published(
        "on mixed augmentations, ResNet-18",
        (0.7522, 0.8295, 0.8746, 0.9444, 0.7870, 0.8996, 0.9215, 0.8785, 0.8628, 0.9306, 0.9424,
         0.9220, 0.9202, 0.9117, 0.8630),
    ),
}  # fmt: skip
# Those trained on white noise or on attacks.
ROBUST = tuple(NETWORKS)[1:6]


def changes(network: str) -> dict[str, float]:
    """Accuracy of a network minus that of the standard one, by corruption.

    >>> round(changes("Kireev2021Effectiveness_Gauss50percent")["fog"], 4)
    -0.0827
    """
    pairs = zip(NETWORKS[network].accuracies, NETWORKS[STANDARD].accuracies, strict=True)
    return {name: ours - theirs for name, (ours, theirs) in zip(NAMES, pairs, strict=True)}
