"""Recipes: all that decides a training run, and nothing else."""

from dataclasses import dataclass, replace

from fourierbook.models.wrappers import FrontEnd


@dataclass(frozen=True)
class Recipe:
    """One training run.

    Stochastic gradient descent with Nesterov momentum, or AdamW, and a one-cycle schedule: the
    learning rate rises along half a cosine from 1/25 of `learning_rate` over the first `warm_up` of
    the steps, then falls along another to almost zero.
    """

    data: str
    model: str  # a name in `models.zoo.MODELS`
    epochs: int
    learning_rate: float  # at its peak
    seed: int = 0
    front_end: FrontEnd | None = None
    start: str | None = None  # the zoo's network whose weights the run starts from
    count: int | None = None  # use the first so many training images; None is all
    held_out: int = 0  # keep the last so many training images out, to choose recipes on
    augmentation: str = "crop_and_flip"  # a name in `augmentation.AUGMENTATIONS`
    attack: str | None = None  # a name in `adversarial.ATTACKS`: train on what it makes
    optimizer: str = "sgd"  # or adamw, which has no momentum of ours
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
CIFAR10_GAUSSIAN = replace(CIFAR10_RESNET20, augmentation="crop_flip_gaussian")
CIFAR10_ADVERSARIAL = replace(CIFAR10_RESNET20, epochs=28, attack="linf8_single_step")
CIFAR10_PGD = replace(CIFAR10_RESNET20, epochs=12, attack="linf8_pgd7")
CIFAR10_AUTOAUGMENT = replace(CIFAR10_RESNET20, augmentation="crop_flip_autoaugment")
CIFAR10_FOGNOISE = replace(CIFAR10_RESNET20, augmentation="crop_flip_fog")
CIFAR10_LOWPASS15 = replace(CIFAR10_RESNET20, front_end=FrontEnd("low_pass", 15))
CIFAR10_HIGHPASS31 = replace(CIFAR10_RESNET20, front_end=FrontEnd("high_pass", 31))
CIFAR10_CNN_BATCHNORM = replace(
    CIFAR10_RESNET20, model="cnn_batchnorm", epochs=20, learning_rate=0.1
)
CIFAR10_CNN_PLAIN = replace(CIFAR10_CNN_BATCHNORM, model="cnn_plain", learning_rate=0.05)
CIFAR10_VIT = replace(
    CIFAR10_RESNET20, model="vit", learning_rate=1e-3, optimizer="adamw",
    weight_decay=0.05, label_smoothing=0.1,
)  # fmt: skip
CIFAR10_WIDE = replace(CIFAR10_RESNET20, model="wideresnet28_10", epochs=40, learning_rate=0.1)
CIFAR10_WIDE_GAUSSIAN = replace(CIFAR10_WIDE, augmentation="crop_flip_gaussian")
CIFAR10_WIDE_ADVERSARIAL = replace(CIFAR10_WIDE, attack="linf8_single_step")
CIFAR10_WIDE_AUTOAUGMENT = replace(CIFAR10_WIDE, augmentation="crop_flip_autoaugment")
MNIST_CNN = Recipe(
    data="mnist", model="mnist_cnn", epochs=6, learning_rate=0.1, held_out=5000,
    augmentation="none",
)  # fmt: skip
MNIST_MLP = replace(MNIST_CNN, model="mnist_mlp", epochs=10)

# Two more epochs of the natural network, to be given a front end.
CIFAR10_THROUGH_FILTER = replace(
    CIFAR10_RESNET20, epochs=2, learning_rate=0.05, start="cifar10-resnet20"
)
