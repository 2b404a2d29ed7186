"""What the first cell of a chapter does after the install: prepare the machine, and say so."""

import sys

from fourierbook import settings

SCALE = 'import os; os.environ["FOURIERBOOK_MODE"] = "thorough"'
DRIVE = (
    'from google.colab import drive; drive.mount("/content/drive"); '
    'import os; os.environ["FOURIERBOOK_RESULTS"] = "/content/drive/MyDrive/fourierbook"'
)


def prepare() -> None:
    """Get a chapter ready to run: its device and its data, and the reader's choices in print.

    On Colab, CIFAR-10 is fetched; if that fails, one line says why, and the chapter goes on with
    embedded data. Elsewhere nothing is fetched unasked: one line says how.
    """
    from fourierbook.data import datasets

    if "google.colab" not in sys.modules:
        if not datasets.available("cifar10"):
            print("CIFAR-10 is not here: what is computed takes images that come with the book.")
            print("To fetch it, run this once: !fourierbook data fetch cifar10")
        return
    print(device_line())
    if not datasets.available("cifar10"):
        try:
            datasets.load("cifar10", "test", count=1)
        except (OSError, ValueError) as problem:
            said = str(problem).splitlines()[0].removesuffix(":")
            print(f"Going on without CIFAR-10: {said}. `fourierbook data fetch cifar10` says why.")
    print(f"Scale: {settings.mode()}. Before the next cell, this line asks for a larger one:")
    print(f"    {SCALE}")
    print(f"Before the next cell, this line keeps results on your Drive:\n    {DRIVE}")


def device_line() -> str:
    """One sentence that names the device on which the chapter computes."""
    import torch

    device = settings.device()
    if device.type == "cuda":
        return f"Computing on a GPU: {torch.cuda.get_device_name(device)}."
    return "Computing on the CPU. Runtime > Change runtime type offers a GPU."
