"""How much of a second core do worker processes use? One experiment by one process and by two.

Two workers are at most twice as fast: 100 % efficient. They lose their start (each imports torch
and warms up) and the end, when one of them is already out of work.
"""

import os
import tempfile
from dataclasses import replace

import torch
from side_by_side import compare

from fourierbook.experiments.band_limited_filters.filtered import BAND_ACCURACY, Filtering
from fourierbook.results import executors, store

# A network of the usual size, on images that are always there; its answers do not matter.
RECIPE = Filtering("specimens", "cifar10-resnet20", count=250)
VIEWS = ("low_pass", "high_pass", "high_pass_recentred", "high_pass_unit_std")


def computed(workers):
    recipe = replace(RECIPE, views=VIEWS)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FOURIERBOOK_RESULTS"] = folder
        if workers == 1:
            return store.compute(BAND_ACCURACY, recipe)
        with executors.processes(workers) as executor:
            return store.compute(BAND_ACCURACY, recipe, executor=executor)


def main():
    torch.set_num_threads(1)  # as each of two workers has on two cores
    ratios = compare(
        "an experiment of four equal shards and a small one",
        {"one process": lambda: computed(1), "two workers": lambda: computed(2)},
        reference="one process",
        images=RECIPE.count * (len(RECIPE.bandwidths) * len(VIEWS) + 1),
        goal="two workers take half the time: a ratio of 0.5",
        rounds=5,
        clock="wall",
    )
    print(f"two workers are {1 / ratios['two workers'] / 2:.0%} efficient")


if __name__ == "__main__":
    main()
