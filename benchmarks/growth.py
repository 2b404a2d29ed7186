"""How do time and memory of a Fourier heatmap grow with images, waves and workers? ResNet-20."""

import resource
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import torch
from side_by_side import compare

from fourierbook.measure.heatmap import fourier_heatmap
from fourierbook.measure.maps import map_frequencies
from fourierbook.models import zoo
from fourierbook.results import executors

FEW, MANY = 7, 13  # sides of the square of frequencies
IMAGES = 64


def heatmap(images=IMAGES, window=FEW, executor=None):
    generator = torch.Generator().manual_seed(0)
    pictures = torch.rand(images, 3, 32, 32, generator=generator)
    labels = torch.randint(0, 10, (images,), generator=generator)
    model = zoo.load("cifar10-resnet20")
    return fourier_heatmap(model, pictures, labels, norm=4.0, window=window, executor=executor)


def highest_memory(window):
    """MiB of a process that makes one heatmap."""
    torch.set_num_threads(1)
    heatmap(window=window)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main():
    torch.set_num_threads(1)
    waves = {side: len(map_frequencies(32, 32, side)) for side in (FEW, MANY)}
    compare(
        "a Fourier heatmap of ResNet-20 as images and waves grow",
        {
            f"{IMAGES} images, {waves[FEW]} waves": heatmap,
            f"{4 * IMAGES} images, {waves[FEW]} waves": lambda: heatmap(4 * IMAGES),
            f"{IMAGES} images, {waves[MANY]} waves": lambda: heatmap(window=MANY),
        },
        reference=f"{IMAGES} images, {waves[FEW]} waves",
        images=IMAGES * waves[FEW],
        unit="images of the first row",
        goal=f"linear: 4 times, and {waves[MANY] / waves[FEW]:.2f} times",
        rounds=5,
    )
    with executors.processes(2) as two:
        ratios = compare(
            f"a Fourier heatmap of {waves[MANY]} waves by two workers",
            {
                "one process": lambda: heatmap(window=MANY),
                "two workers": lambda: heatmap(window=MANY, executor=two),
            },
            reference="one process",
            images=IMAGES * waves[MANY],
            goal="two workers take half the time: a ratio of 0.5",
            rounds=5,
            clock="wall",
        )
    print(f"two workers are {1 / ratios['two workers'] / 2:.0%} efficient")
    memory = {}
    for side in (FEW, MANY):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            memory[side] = process.submit(highest_memory, side).result()
    print(
        f"memory: {memory[FEW]:.0f} MiB with {waves[FEW]} waves, {memory[MANY]:.0f} MiB with "
        f"{waves[MANY]}"
    )


if __name__ == "__main__":
    main()
