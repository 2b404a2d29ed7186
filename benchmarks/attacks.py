"""What does PGD cost beyond its passes, and beside foolbox's? ResNet-20 on one thread, 20 steps."""

import foolbox
import torch
import torch.nn.functional as F
from side_by_side import compare

from fourierbook.models import zoo
from fourierbook.training.adversarial import pgd

IMAGES, STEPS, EPSILON = 128, 20, 8 / 255


def bare_passes(model, images, labels):
    """Forward and backward passes to the image alone: no steps, no projections."""
    for _ in range(STEPS):
        seen = images.detach().requires_grad_()
        torch.autograd.grad(F.cross_entropy(model(seen), labels, reduction="sum"), seen)


def main():
    torch.set_num_threads(1)
    generator = torch.Generator().manual_seed(0)
    model = zoo.load("cifar10-resnet20")
    images = torch.rand(IMAGES, 3, 32, 32, generator=generator)
    images = images.contiguous(memory_format=torch.channels_last)
    labels = torch.randint(0, 10, (IMAGES,), generator=generator)
    theirs = foolbox.attacks.LinfPGD(steps=STEPS, rel_stepsize=2.5 / STEPS)
    wrapped = foolbox.PyTorchModel(model, bounds=(0, 1))
    ratios = compare(
        f"PGD with {STEPS} steps against ResNet-20",
        {
            "forward and backward passes": lambda: bare_passes(model, images, labels),
            "pgd": lambda: pgd(model, images, labels, generator, epsilon=EPSILON, steps=STEPS),
            "foolbox": lambda: theirs(wrapped, images, labels, epsilons=EPSILON),
        },
        reference="forward and backward passes",
        images=IMAGES,
        goal="pgd takes at most 1.10 times its passes, and no longer than foolbox",
    )
    print(f"pgd takes {ratios['pgd']:.3f} times its passes, foolbox {ratios['foolbox']:.3f} times")


if __name__ == "__main__":
    main()
