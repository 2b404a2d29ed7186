"""Small runs that several tests share; also a program that trains until it is killed."""

import sys
import time
from pathlib import Path

import torch

from fourierbook.data import specimens
from fourierbook.data.datasets import Data
from fourierbook.training.recipes import Recipe
from fourierbook.training.trainer import Record, fit

RECIPE = Recipe(
    data="specimens", model="small_cnn", epochs=2, learning_rate=0.05, batch_size=16,
    precision="fp32",
)  # fmt: skip
LONG = Recipe(
    data="specimens", model="small_cnn", epochs=30, learning_rate=0.05, batch_size=8,
    precision="fp32",
)  # fmt: skip


def data(count=48, seed=0, **strengths):
    images, labels, _ = specimens.generate(count, seed=seed, **strengths)
    return Data(images, labels, specimens.CLASSES, "specimens")


def bias(model):
    """Something to record: one number that changes at every step."""
    return {"bias": model.model.head.bias.sum().item()}


def slow_bias(model):
    time.sleep(0.1)
    return bias(model)


if __name__ == "__main__":
    torch.set_num_threads(int(sys.argv[2]))
    fit(LONG, data(16), record=Record(slow_bias, every=3), checkpoint=Path(sys.argv[1]))
