"""One trainer for every network of the book."""

import hashlib
import io
import time
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from fourierbook import files, settings
from fourierbook.data.datasets import Data
from fourierbook.models import zoo
from fourierbook.precision import computing, usable_precision
from fourierbook.progress import track
from fourierbook.training.adversarial import ATTACKS
from fourierbook.training.augmentation import AUGMENTATIONS
from fourierbook.training.recipes import Recipe

Perturb = Callable[[nn.Module, Tensor, Tensor, torch.Generator], Tensor]
Loss = Callable[[Tensor, Tensor], Tensor]  # logits (N, classes) and labels (N,) -> a scalar
OPTIMIZERS = {
    "sgd": lambda parameters, recipe: torch.optim.SGD(
        parameters,
        lr=recipe.learning_rate,
        momentum=recipe.momentum,
        nesterov=recipe.momentum > 0,
        weight_decay=recipe.weight_decay,
    ),
    "adamw": lambda parameters, recipe: torch.optim.AdamW(
        parameters, lr=recipe.learning_rate, weight_decay=recipe.weight_decay
    ),
}


@dataclass(frozen=True)
class Record:
    """What to measure while a network trains: `measure(model)` after every `every` epochs."""

    measure: Callable[[nn.Module], dict[str, float]]
    every: int = 1
    at: tuple[int, ...] = ()  # also after so many steps; 0 is before the first


@dataclass
class History:
    """What a training run leaves: the network in evaluation mode, and one entry an epoch."""

    recipe: Recipe
    model: nn.Module
    losses: list[float] = field(default_factory=list)  # mean over the epoch's batches
    records: list[dict[str, float]] = field(default_factory=list)  # each with its "epoch" or "step"
    seconds: float = 0.0  # summed over interruptions
    precision: str = "fp32"  # the one used
    device: str = "cpu"


def fit(
    recipe: Recipe,
    data: Data,
    *,
    record: Record | None = None,
    perturb: Perturb | None = None,
    loss: Loss | None = None,
    checkpoint: Path | str | None = None,
) -> History:
    """Train the network that a recipe describes.

    The data stand on the device as one tensor; each batch is augmented as a whole. Everything
    random is drawn from generators seeded with (seed, epoch), so the same recipe gives the same
    network, and a run that goes on from its checkpoint gives the same bits as one that was never
    interrupted.

    Args:
        recipe: all that decides the run.
        data: training images and labels.
        record: what to measure along the way.
        perturb: changes a batch in view of the model, (model, images, labels, generator) -> images;
            adversarial training is `fit(..., perturb=attack)`, or a recipe that names its attack.
        loss: of a batch's logits and labels; the recipe's cross-entropy if not given.
        checkpoint: a file written after each epoch, and gone on from if it is there already.

    Returns:
        History, whose `model` is in evaluation mode.

    Raises:
        ValueError: if the data has fewer images than the recipe asks for, if an augmentation, an
            attack or an optimizer is not known, if there are two perturbations, or if the
            checkpoint belongs to another recipe or is damaged.
    """
    if recipe.attack is not None:
        if perturb is not None:
            raise ValueError(f"the recipe perturbs by {recipe.attack!r}; leave out perturb")
        perturb = _named(ATTACKS, recipe.attack, "attack")
    run = _Run(recipe, data, loss)
    checkpoint = checkpoint and Path(checkpoint)
    if checkpoint and checkpoint.exists():
        run.load(checkpoint)
    history = run.history
    first = len(history.losses)
    steps = track(
        run.steps(first, perturb),
        f"training {recipe.model}",
        total=(recipe.epochs - first) * run.batches,
    )
    if first == 0:
        run.measure(record, step=0)
    for step, epoch_done in enumerate(steps, first * run.batches + 1):
        run.measure(record, step=step, epoch=epoch_done)
        if checkpoint and epoch_done is not None:
            run.save(checkpoint)
    run.model.eval()
    return history


def initial(recipe: Recipe, classes: int) -> nn.Module:
    """The network before its first step: drawn from the seed, or the one the run starts from.

    >>> from fourierbook.training.recipes import SPECIMENS_CNN
    >>> first, again = (initial(SPECIMENS_CNN, 4).state_dict() for _ in range(2))
    >>> all(torch.equal(first[name], again[name]) for name in first)
    True
    """
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(recipe.seed)  # manual_seed would seed every GPU too
        model = zoo.architecture(
            recipe.model, recipe.data, classes=classes, front_end=recipe.front_end
        )
    if recipe.start is not None:
        start = zoo.load(recipe.start, seed=recipe.seed)
        target = model.model if recipe.front_end is not None else model
        target.load_state_dict(start.state_dict())
    return model


def _named(choices: dict, name: str, what: str):
    """One of several by its name."""
    if name not in choices:
        raise ValueError(f"the {what} is one of {', '.join(choices)}; got {name!r}")
    return choices[name]


class _Run:
    """State of one training run: the network, its optimiser, and how far it is."""

    def __init__(self, recipe: Recipe, data: Data, loss: Loss | None = None):
        device = settings.device()
        count = len(data.labels) if recipe.count is None else recipe.count
        if count > len(data.labels) or count - recipe.held_out < recipe.batch_size:
            raise ValueError(
                f"the recipe trains on {count} − {recipe.held_out} images in batches of "
                f"{recipe.batch_size}; the data has {len(data.labels)}"
            )
        count -= recipe.held_out
        self.recipe = recipe
        self.loss = loss or partial(F.cross_entropy, label_smoothing=recipe.label_smoothing)
        self.images = data.images[:count].to(device)
        self.labels = data.labels[:count].to(device)
        self.batches = count // recipe.batch_size
        self.model = initial(recipe, len(data.classes)).to(
            device, memory_format=torch.channels_last
        )
        self.augment = _named(AUGMENTATIONS, recipe.augmentation, "augmentation")
        self.optimizer = _named(OPTIMIZERS, recipe.optimizer, "optimizer")(
            self.model.parameters(), recipe
        )
        steps = recipe.epochs * self.batches + 1
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimizer,
            recipe.learning_rate,
            total_steps=steps,
            # A warm-up that is over at the first step would divide by its length, zero.
            pct_start=0.0 if recipe.warm_up * steps == 1 else recipe.warm_up,
            cycle_momentum=False,
        )
        self.history = History(
            recipe, self.model, precision=usable_precision(recipe.precision, device),
            device=device.type,
        )  # fmt: skip

    def steps(self, first: int, perturb: Perturb | None):
        """Train; yield the number of epochs done after an epoch's last step, None after others."""
        size = self.recipe.batch_size
        for epoch in range(first, self.recipe.epochs):
            started = time.perf_counter()
            generator = seeded(self.images.device, self.recipe.seed, epoch)
            order = torch.randperm(len(self.images), generator=generator, device=self.images.device)
            self.model.train()
            total = torch.zeros((), device=self.images.device)
            for batch in range(self.batches):
                chosen = order[batch * size : (batch + 1) * size]
                total += self.step(self.images[chosen], self.labels[chosen], generator, perturb)
                if batch < self.batches - 1:
                    yield None
            self.history.losses.append(total.item() / self.batches)
            self.history.seconds += time.perf_counter() - started
            yield epoch + 1

    def step(
        self, images: Tensor, labels: Tensor, generator: torch.Generator, perturb: Perturb | None
    ) -> Tensor:
        """One batch: augment, perturb, forward, backward, update."""
        images = self.augment(images, generator)
        images = images.contiguous(memory_format=torch.channels_last)
        if perturb is not None:
            # A context of its own: autocast keeps the weights that it has rounded until it ends.
            with computing(self.history.precision, images.device):
                images = perturb(self.model, images, labels, generator)
        with computing(self.history.precision, images.device):
            logits = self.model(images)
            loss = self.loss(logits.float(), labels)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        self.schedule.step()
        return loss.detach()

    def measure(self, record: Record | None, *, step: int, epoch: int | None = None) -> None:
        """Add what a record asks for after so many steps, or at the end of an epoch."""
        if record is None:
            return
        when = {"step": step} if step in record.at else {}
        if epoch is not None and epoch % record.every == 0:
            when["epoch"] = epoch
        if when:
            self.model.eval()
            self.history.records.append({**when, **record.measure(self.model)})
            self.model.train()

    def save(self, checkpoint: Path) -> None:
        """Write everything that the rest of the run depends on, whole or not at all.

        Raises:
            OSError: if the disk is full, or the folder may not be written to.
        """
        state = {
            "recipe": repr(asdict(self.recipe)),
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
            "losses": self.history.losses,
            "records": self.history.records,
            "seconds": self.history.seconds,
        }
        content = io.BytesIO()
        torch.save(state, content)
        with settings.storing(checkpoint.parent):
            files.replace(checkpoint, content.getvalue())

    def load(self, checkpoint: Path) -> None:
        """Go on from a checkpoint of the same recipe.

        Raises:
            ValueError: if it belongs to another recipe, or is damaged.
        """
        try:
            with zipfile.ZipFile(checkpoint) as parts:
                if parts.testzip() is not None:  # torch does not look at the sums in the file
                    raise zipfile.BadZipFile
            state = torch.load(checkpoint, map_location=self.images.device, weights_only=True)
            recipe = state["recipe"]
        except Exception as error:  # where a byte is wrong, zipfile and torch raise almost anything
            raise ValueError(
                f"{checkpoint} is damaged; delete it to start from the beginning"
            ) from error
        if recipe != repr(asdict(self.recipe)):
            raise ValueError(
                f"{checkpoint} was written by another recipe: {recipe}; "
                "delete it, or name another file"
            )
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])
        self.history.losses = state["losses"]
        self.history.records = state["records"]
        self.history.seconds = state["seconds"]


def seeded(device: torch.device, *numbers: int) -> torch.Generator:
    """Generator whose stream is decided by all the numbers together.

    >>> a, b = (seeded(torch.device("cpu"), 0, n) for n in (1, 2))
    >>> torch.rand(1, generator=a).item() == torch.rand(1, generator=b).item()
    False
    """
    digest = hashlib.sha256(repr(numbers).encode()).digest()
    return torch.Generator(device).manual_seed(int.from_bytes(digest[:7], "big"))
