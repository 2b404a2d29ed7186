"""What the page on the zoo says, from the networks' cards: tables in Markdown, curves per band."""

from collections.abc import Callable, Sequence

from fourierbook.measure.intervals import Interval, student, wilson
from fourierbook.models import zoo
from fourierbook.results import estimates, tables
from fourierbook.results.networks import ATTACKED, NETWORKS

# How an attack of a card is called in the head of a column.
ATTACKS = {
    "linf 2/255": "PGD, ℓ∞ 2/255",
    "linf 8/255": "PGD, ℓ∞ 8/255",
    "l2 0.5": "PGD, ℓ₂ 0.5",
    "square 8/255": "Square, ℓ∞ 8/255",
}


def trained() -> list[str]:
    """Networks of the book that have a card, in its order."""
    return [name for name in NETWORKS if zoo.cards(name)]


def measured(name: str, value: Callable[[dict], Interval]) -> Interval:
    """A value on a network's cards: over images where it has one seed, else over its seeds.

    Args:
        name: one of `trained()`.
        value: finds the value on a card.
    """
    found = [value(card) for card in zoo.cards(name)]
    return found[0] if len(found) == 1 else student([each.mean for each in found])


def accuracy(card: dict) -> Interval:
    """Accuracy on all test images."""
    return Interval(**card["accuracy"])


def band_curve(name: str, kind: str) -> tuple[list[int], list[Interval]]:
    """Bandwidths, and a network's accuracy when only so much is left of an image.

    Args:
        name: one of `trained()`.
        kind: `low_pass`, or `high_pass`, whose images get their lost mean back as one half.
    """

    def share(place: int) -> Callable[[dict], Interval]:
        def found(card: dict) -> Interval:
            images = card["bands"]["images"]
            return wilson(round(card["bands"][kind][place] * images), images)

        return found

    bandwidths = zoo.cards(name)[0]["bands"]["bandwidths"]
    return bandwidths, [measured(name, share(place)) for place in range(len(bandwidths))]


def reached() -> str:
    """Accuracy on test images, plain and under each attack."""
    header = ["network", "accuracy", *(ATTACKS[attack] for attack in ATTACKED)]
    return tables.markdown(header, [_reached(name) for name in trained()])


def purposes() -> str:
    """What each network is for, its size, its seeds, and what one training took."""
    header = ["network", "what it is for", "parameters", "seeds", "epochs", "one training"]
    return tables.markdown(header, [_purpose(name) for name in trained()])


def least_lead_of_square() -> str:
    """Where Square leaves least beside PGD in the same ball: a sentence."""

    def lead(name: str) -> float:
        square, pgd = (
            measured(name, lambda card, a=attack: Interval(**card["robust_accuracy"][a])).mean
            for attack in ("square 8/255", "linf 8/255")
        )
        return square - pgd

    leads = {name: lead(name) for name in trained()}
    least = min(leads, key=leads.get)
    return (
        "The smallest difference, accuracy under Square minus that under PGD, is that of "
        f"`{least}`: {leads[least]:+.3f}."
    )


def not_trained() -> str:
    """Networks of the book that have no card yet, and the command for each."""
    rows = [
        (f"`{name}`", network.purpose, f"`fourierbook reproduce {name}`")
        for name, network in NETWORKS.items()
        if name not in trained()
    ]
    header = ["network", "what it will be for", "how to train it"]
    return tables.markdown(header, rows) if rows else "Every network has been trained."


def _reached(name: str) -> Sequence[str]:
    def under(attack: str) -> str:
        return _share(measured(name, lambda card: Interval(**card["robust_accuracy"][attack])))

    return f"`{name}`", _share(measured(name, accuracy)), *map(under, ATTACKED)


def _purpose(name: str) -> Sequence[str]:
    cards = zoo.cards(name)
    recipe = cards[0]["recipe"]
    model = zoo.architecture(recipe["model"], recipe["data"], classes=cards[0]["classes"])
    seconds = sum(card["seconds"] for card in cards) / len(cards)
    return (
        f"`{name}`",
        NETWORKS[name].purpose,
        f"{sum(weights.numel() for weights in model.parameters()):,}",
        ", ".join(str(card["recipe"]["seed"]) for card in cards),
        str(recipe["epochs"]),
        f"{estimates.duration(seconds)}, {cards[0]['device']}",
    )


def _share(found: Interval) -> str:
    """A share of images and how far its interval reaches, to the further side."""
    return f"{found.mean:.3f} ± {max(found.high - found.mean, found.mean - found.low):.3f}"
