"""What does the trainer cost beyond the passes? ResNet-20 on one thread, fit beside its passes."""

from dataclasses import replace

import torch
from side_by_side import compare

from fourierbook.data.datasets import CIFAR10_CLASSES, Data
from fourierbook.precision import computing, usable_precision
from fourierbook.training.recipes import CIFAR10_RESNET20
from fourierbook.training.trainer import fit, initial

BATCHES = 6


def bare_passes(model, batches, precision):
    """Forward and backward passes alone: no crops, no flips, no update."""
    for images, labels in batches:
        model.zero_grad(set_to_none=True)
        with computing(precision, images.device):
            loss = torch.nn.functional.cross_entropy(model(images).float(), labels)
        loss.backward()


def main():
    torch.set_num_threads(1)
    generator = torch.Generator().manual_seed(0)
    size = CIFAR10_RESNET20.batch_size
    images = torch.rand(BATCHES * size, 3, 32, 32, generator=generator)
    labels = torch.randint(0, 10, (BATCHES * size,), generator=generator)
    data = Data(images, labels, CIFAR10_CLASSES, "cifar10")
    batches = [
        (part.contiguous(memory_format=torch.channels_last), which)
        for part, which in zip(images.split(size), labels.split(size), strict=True)
    ]
    cpu = torch.device("cpu")
    for precision in sorted({"fp32", usable_precision("bf16", cpu)}):
        recipe = replace(CIFAR10_RESNET20, epochs=1, held_out=0, precision=precision)
        model = initial(recipe, 10).to(memory_format=torch.channels_last).train()
        ratios = compare(
            f"training ResNet-20 in {precision}",
            {
                "forward and backward passes": lambda m=model, p=precision: bare_passes(
                    m, batches, p
                ),
                "fit": lambda r=recipe: fit(r, data),
            },
            reference="forward and backward passes",
            images=len(images),
            goal="fit takes at most 1.10 times the passes",
        )
        print(f"fit in {precision} takes {ratios['fit']:.3f} times its bare passes")


if __name__ == "__main__":
    main()
