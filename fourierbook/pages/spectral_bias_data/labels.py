"""Noise on the labels of digits that has a frequency: what it does to them, and when it comes."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import torch

from fourierbook.experiments.spectral_bias_data import kernel_signs, label_noise
from fourierbook.experiments.spectral_bias_data.kernel_basis import basis
from fourierbook.experiments.spectral_bias_data.label_noise import CLEAN, Case
from fourierbook.figures import plots, style
from fourierbook.figures.canvas import Picture
from fourierbook.results import store
from fourierbook.results.questions import Result

SEEDS = (0, 1, 2)
LOW = 0.2  # cycles in a unit of the norm, of the noise to compare with
CYCLES, SIZES = (0.05, 3.0), (0.25, 2.0)
BLUE, GREEN, GREY = style.role("first").colour, style.role("third").colour, "#6b6b6b"
NUMBERS = (1, 2, 3, 6)  # of eigenvectors that are drawn
SHOWN_WIDTH = 0.05  # of the kernel
HEIGHT = 0.42  # of an eigenvector, in rows


def noisy_labels(cycles: float = 1, size: float = 1) -> Picture:
    """Networks on digits whose labels have a wave of the images' norm added to them.

    Left is the error on the clean labels of other digits, right how much of the wave they have
    taken over. Green is a wave of 0.2 cycles as strong, grey are clean labels; each line is the
    mean of three networks.

    Args:
        cycles: of the wave in a unit of the norm, from 0.05 to 3.
        size: of the wave, from 0.25 to 2; labels are −1 and 1.

    Raises:
        ValueError: if a number is outside its range.
    """
    for name, value, (least, most) in (("cycles", cycles, CYCLES), ("size", size, SIZES)):
        if not least <= value <= most:
            raise ValueError(f"{name} is {least:g} to {most:g}; got {value!r}")
    steps, found = curves(float(cycles), float(size))
    figure, (left, right) = plots.page(1, 2, height=0.46)
    looks = (("clean", GREY, ":"), ("low", GREEN, "-."), ("own", BLUE, "-"))
    for name, colour, line in looks:
        left.plot(steps, found[name][0], color=colour, linestyle=line)
        if name != "clean":
            right.plot(steps, found[name][1], color=colour, linestyle=line)
    for axes in (left, right):
        plots.plain_logarithmic(axes, names="x", marked=(1,))
        axes.set(xlim=(10, steps[-1]), xlabel="training steps")
    left.set(ylim=(0, 1.1))
    left.set_title("error on clean labels", loc="left")
    right.set(ylim=(-0.1, 1.1), yticks=(0, 0.5, 1))
    right.set_title("share of the noise taken", loc="left")
    names = ["clean labels", f"{LOW:g} cycles", f"{cycles:g} cycle" + "s" * (cycles != 1)]
    left.legend(left.lines, names, loc="upper right", handlelength=2)
    return figure


@lru_cache(16)
def curves(cycles: float, size: float) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Steps (T,), and of each noise the error on clean labels and the share taken, (2, T)."""
    recipe = replace(
        label_noise.LABEL_NOISE.embedded, seeds=SEEDS, text=(), notebook=(LOW, cycles),
        sizes=(size,), layers=4,
    )  # fmt: skip
    values = [label_noise.trained(recipe, f"seed{seed}") for seed in SEEDS]
    every = label_noise.cases(recipe)
    asked = {
        "clean": CLEAN, "low": Case("notebook", LOW, size), "own": Case("notebook", cycles, size),
    }  # fmt: skip
    found = {
        name: np.mean(
            [[each[key][:, every.index(case)] for key in ("held", "taken")] for each in values], 0
        )
        for name, case in asked.items()
    }
    return values[0]["steps"], found


def eigenvectors(result: Result | None = None) -> Picture:
    """Some eigenvectors of a Gaussian kernel on even points of a line, the smoothest first.

    Args:
        result: of the experiment `kernel_signs`; the recorded one without it.
    """
    result = result or store.largest(kernel_signs.KERNEL_SIGNS)
    recipe = result.recipe
    changes = result.shards["line"]["changes"][recipe.widths.index(SHOWN_WIDTH)]
    places = torch.linspace(0, 1, recipe.points, dtype=torch.float64)
    vectors = basis(places[:, None], SHOWN_WIDTH).vectors.numpy()
    figure, axes = plots.page(height=0.5)
    shown = [number for number in NUMBERS if number <= recipe.points]
    for row, number in enumerate(shown):
        vector, said = vectors[:, number - 1], changes[number - 1]
        upright = np.sign(vector[0]) / np.abs(vector).max()  # else the machine decides on its sign
        axes.axhline(-row, color="#b5b5b5", linewidth=0.8)
        axes.plot(places, HEIGHT * upright * vector - row, ".-", color=BLUE)
        name = f"number {number}:\n{said} change" + "s" * int(said != 1)
        axes.annotate(
            name, (1, -row), (8, 0), color=BLUE, textcoords="offset points", va="center",
            annotation_clip=False,
        )  # fmt: skip
    axes.set(xlim=(0, 1), ylim=(0.4 - len(shown), 0.6), yticks=[], xlabel="place on the line")
    axes.grid(visible=False)
    return figure
