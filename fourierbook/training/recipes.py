"""Recipes: all that decides a training run, and nothing else."""

from dataclasses import dataclass, replace

from fourierbook.models.wrappers import FrontEnd


@dataclass(frozen=True)
class Recipe:
    """One training run.

    Stochastic gradient descent with Nesterov momentum and a one-cycle schedule: the learning rate
    rises along half a cosine from 1/25 of `learning_rate` over the first `warm_up` of the steps,
    then falls along another to almost zero.
    """

    data: str
    model: str  # a name in `models.cnns.MODELS`
    epochs: int
    learning_rate: float  # at its peak
    seed: int = 0
    front_end: FrontEnd | None = None
    start: str | None = None  # the zoo's network whose weights the run starts from
    count: int | None = None  # use the first so many training images; None is all
    held_out: int = 0  # keep the last so many training images out, to choose recipes on
    augmentation: str = "crop_and_flip"
    batch_size: int = 128
    momentum: float = 0.9
    weight_decay: float = 5e-4
    label_smoothing: float = 0.0
    warm_up: float = 0.25
    precision: str = "bf16"  # or fp32

    def tiny(self) -> "Recipe":
        """The same run on two batches of eight images."""
        return replace(self, epochs=1, count=16, held_out=0, batch_size=8)


CIFAR10_RESNET20 = Recipe(
    data="cifar10", model="resnet20", epochs=36, learning_rate=0.2, held_out=5000
)
SPECIMENS_CNN = Recipe(
    data="specimens", model="small_cnn", epochs=8, learning_rate=0.1, augmentation="none"
)


# Two more epochs of the natural network, to be given a front end.
CIFAR10_THROUGH_FILTER = replace(
    CIFAR10_RESNET20, epochs=2, learning_rate=0.05, start="cifar10-resnet20"
)
