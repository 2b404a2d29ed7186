"""The numbers in the prose of the page on the zoo, from the networks' cards."""

from functools import partial

from fourierbook.measure.intervals import wilson
from fourierbook.models import zoo
from fourierbook.results import catalogue
from fourierbook.results.networks import ADVERSARIAL, ATTACKED, NATURAL
from fourierbook.training.adversarial import ATTACKS

FEW, HALF, WIDE = 7, 15, 27  # bandwidths that the prose speaks of
STILL_CHANCE = 19
PGD, RADIUS = f"{NATURAL}-pgd", "linf 8/255"


def networks() -> int:
    """How many have a card."""
    return len(catalogue.trained())


def band_images() -> int:
    """Test images of which a band was left."""
    return _card(NATURAL)["bands"]["images"]


def half_width() -> float:
    """The larger half of the widest interval that so many images can give."""
    middle = wilson(band_images() // 2, band_images())
    return middle.high - middle.mean


def natural_few() -> float:
    """Accuracy of the natural network from the fewest low frequencies that the prose names."""
    return _share(NATURAL, "low_pass", FEW)


def adversarial_few() -> float:
    """The same of the adversarial network."""
    return _share(ADVERSARIAL, "low_pass", FEW)


def low_ahead() -> int:
    """Networks that recognise more of what a low pass leaves than of what a high pass does."""
    return sum(
        _share(name, "low_pass", HALF) > _share(name, "high_pass", HALF)
        for name in catalogue.trained()
    )


def best_high() -> str:
    """The network on CIFAR-10 that recognises most from all but the lowest frequencies."""
    return max(_on_cifar10(), key=partial(_share, kind="high_pass", width=WIDE))


def best_high_share() -> float:
    """What that network recognises."""
    return _share(best_high(), "high_pass", WIDE)


def most_from_high() -> float:
    """The most that a network on CIFAR-10 recognises from so few high frequencies."""
    return max(_share(name, "high_pass", STILL_CHANCE) for name in _on_cifar10())


def adversarial_steps() -> int:
    """Steps of the attack that the adversarial network was trained on."""
    return _steps(_card(ADVERSARIAL)["recipe"]["attack"])


def pgd_steps() -> int:
    """Steps of the attack in the recipe of the network that is named after it."""
    return _steps(_card(PGD)["recipe"]["attack"])


def pgd_accuracy() -> int:
    """Percentage of the whole test images that it names rightly."""
    return _percentage(PGD, None)


def adversarial_accuracy() -> int:
    """The same of the adversarial network, in the mean over its seeds."""
    return _percentage(ADVERSARIAL, None)


def pgd_robust() -> int:
    """Percentage that it names rightly under projected gradient descent within 8/255."""
    return _percentage(PGD, RADIUS)


def adversarial_robust() -> int:
    """The same of the adversarial network, in the mean over its seeds."""
    return _percentage(ADVERSARIAL, RADIUS)


def attacked() -> int:
    """Test images that are attacked."""
    return _card(NATURAL)["robust_accuracy"][RADIUS]["n"]


def steps() -> int:
    """Steps of an attack by gradients."""
    return ATTACKED[RADIUS].keywords["steps"]


def queries() -> int:
    """What the attack without gradients may ask of each image."""
    return ATTACKED["square 8/255"].keywords["queries"]


def pgd_epochs() -> int:
    """How often that network saw the training images."""
    return _card(PGD)["recipe"]["epochs"]


def adversarial_epochs() -> int:
    """The same of the adversarial network."""
    return _card(ADVERSARIAL)["recipe"]["epochs"]


def _percentage(name: str, attack: str | None) -> int:
    cards = zoo.cards(name)
    found = [card["robust_accuracy"][attack] if attack else card["accuracy"] for card in cards]
    return round(100 * sum(each["mean"] for each in found) / len(found))


def _card(name: str) -> dict:
    return zoo.cards(name)[0]


def _on_cifar10() -> list[str]:
    return [name for name in catalogue.trained() if name.startswith("cifar10")]


def _share(name: str, kind: str, width: int) -> float:
    widths, found = catalogue.band_curve(name, kind)
    return found[widths.index(width)].mean


def _steps(attack: str) -> int:
    return ATTACKS[attack].keywords["steps"]
