"""Sizes and sums of what can be fetched, each against the list that it was taken from."""

import pytest
from torchvision import datasets as torchvision

from fourierbook.data import datasets, registry
from fourierbook.experiments import EXPERIMENTS
from fourierbook.results import store

# Name, bytes and sum as published: by Keras (`cifar10.py`, `mnist.py`), the Ruby port of
# torchvision (the binary archive and MNIST's four files), GoMLX and fast.ai (its list of MD5).
FILES = {
    "cifar-10-python.tar.gz": (
        170_498_071,
        "sha256:6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce",
    ),
    "cifar-10-binary.tar.gz": (
        170_052_171,
        "sha256:c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
    ),
    "cifar10.tgz": (168_168_549, "md5:a5f8c31371b63a406b23368042812d3c"),
    "train-images-idx3-ubyte.gz": (
        9_912_422,
        "sha256:440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    ),
    "train-labels-idx1-ubyte.gz": (
        28_881,
        "sha256:3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    ),
    "t10k-images-idx3-ubyte.gz": (
        1_648_877,
        "sha256:8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    ),
    "t10k-labels-idx1-ubyte.gz": (
        4_542,
        "sha256:f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
    ),
    "mnist.npz": (
        11_490_434,
        "sha256:731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
    ),
}
FOUND = {
    file
    for dataset in registry.DATASETS.values()
    for mirror in dataset.mirrors
    for file in mirror.files
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_the_published_size_and_sum(name):
    assert [(file.size, file.hash) for file in FOUND if file.name == name] == [FILES[name]]


def test_all_files_of_data_sets_are_held_and_have_the_names_that_torchvision_asks_for():
    assert {file.name for file in FOUND} == FILES.keys()
    assert {name for name, _ in torchvision.MNIST.resources} < FILES.keys()
    assert torchvision.CIFAR10.filename in FILES


def test_the_sums_of_the_splits_are_those_that_recorded_results_were_computed_on():
    """A recorded result names a sum over all sums of its data set."""
    recorded = {}
    for name in EXPERIMENTS:
        for path in store.RECORDED.glob(f"{name}/*/result.json"):
            document = store.entries.document(path.parent)
            recorded.setdefault(document["recipe"].get("data"), set()).add(document["data"])
    assert {"cifar10", "mnist"} <= recorded.keys()
    for name in ("cifar10", "mnist"):
        assert recorded[name] == {datasets.fingerprint(name)}


def test_splits_have_as_many_images_as_their_authors_say():
    """Krizhevsky (2009) and LeCun et al. (1998)."""
    counts = {
        name: [split.count for split in dataset.splits.values()]
        for name, dataset in registry.DATASETS.items()
    }
    assert counts == {"cifar10": [50_000, 10_000], "mnist": [60_000, 10_000]}
