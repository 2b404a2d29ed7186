"""`imagenet-sample`: 1,000 images, one a class, that a reader makes from their own ImageNet folder.

ImageNet may not be passed on, so the sample is made where the images are. On disk:
`imagenet-sample/images/0000.jpg` … by class index, and `imagenet-sample/classes.csv` with the
columns index, wordnet_id, name.
"""

import csv
import hashlib
import re
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from fourierbook import progress
from fourierbook.data import pictures

NAME = "imagenet-sample"
SIZE = 224  # pixels, height and width
SHORTER_SIDE = 256  # pixels, before the crop
CLASSES = 1000
SUFFIXES = (".jpg", ".jpeg", ".png")
FILE = re.compile("[0-9]{4}[.]jpg")  # the name of an image of the sample


def paths(folder: Path) -> list[Path]:
    """Images of the sample in ascending order of their files' SHA-256: every prefix is mixed."""
    named = [path for path in (folder / "images").glob("*.jpg") if FILE.fullmatch(path.name)]
    return sorted(named, key=lambda path: hashlib.sha256(path.read_bytes()).digest())


def classes(folder: Path) -> tuple[str, ...]:
    """Class names, by index.

    Raises:
        ValueError: if the list is damaged.
    """
    path = folder / "classes.csv"
    try:
        with path.open(newline="", encoding="utf-8") as file:
            return tuple(row["name"] for row in csv.DictReader(file))
    except (KeyError, ValueError, csv.Error) as problem:
        raise ValueError(f"{path} is damaged, so it is not used: {problem}") from problem


def read(files: list[Path]) -> tuple[Tensor, Tensor]:
    """Images (N, 3, 224, 224) in [0, 1] and labels, the numbers in the files' names.

    Raises:
        ValueError: if a file is damaged or of another size.
    """
    images = torch.stack([_pixels(path) for path in files]).float().div_(255)
    return images, torch.tensor([int(path.stem) for path in files])


def problems(folder: Path) -> list[str]:
    """What is wrong with the sample, a sentence each; decodes every image."""
    try:
        files, names, found = paths(folder), classes(folder), []
    except ValueError as problem:
        return [str(problem)]
    if sorted(int(path.stem) for path in files) != list(range(len(names))):
        found.append(
            f"{folder} holds {len(files)} images, not one for each of the {len(names)} classes"
        )
    for path in files:
        try:
            _pixels(path)
        except ValueError as problem:
            found.append(str(problem))
    return found


def fingerprint(folder: Path) -> str:
    """SHA-256 over the bytes of all images, in their order."""
    total = hashlib.sha256()
    for path in paths(folder):
        total.update(path.read_bytes())
    return total.hexdigest()


def make(source: Path, target: Path) -> None:
    """Make the sample: of each class the first file by SHA-256, its centre of 224 × 224 pixels.

    The shorter side is resized to 256 pixels first (bilinear), and both lengths are rounded as
    torchvision's `Resize` and `CenterCrop` round them.

    Args:
        source: a folder with one folder a class, named by its WordNet id, such as
            `n01440764`; both the training and the validation images are commonly laid out so.
        target: an empty folder.

    Raises:
        ValueError: if `source` has not the 1,000 class folders, each with an image.
    """
    found = sorted(path for path in source.iterdir() if path.is_dir() and _wordnet(path.name))
    if len(found) != CLASSES:
        raise ValueError(
            f"an ImageNet folder holds {CLASSES:,} folders, one a class, named by its WordNet id "
            f"such as n01440764; {source} holds {len(found):,} such folders"
        )
    (target / "images").mkdir(parents=True)
    for index, folder in enumerate(progress.track(found, "imagenet-sample", total=len(found))):
        image = _cropped(_first(folder))
        image.save(target / "images" / f"{index:04d}.jpg", quality=95, subsampling=0)  # 4:4:4
    with (target / "classes.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["index", "wordnet_id", "name"])
        for index, (folder, name) in enumerate(zip(found, _names(), strict=False)):
            table.writerow([index, folder.name, name])


def _wordnet(name: str) -> bool:
    return len(name) == 9 and name[0] == "n" and name[1:].isdigit()


def _names() -> list[str]:
    from torchvision.models import ResNet50_Weights

    return ResNet50_Weights.IMAGENET1K_V1.meta["categories"]


def _first(folder: Path) -> Path:
    files = [path for path in pictures.contents(folder) if path.suffix.lower() in SUFFIXES]
    if not files:
        raise ValueError(f"{folder} holds no image ({', '.join(SUFFIXES)})")
    return min(files, key=lambda path: hashlib.sha256(path.read_bytes()).digest())


def _cropped(path: Path):
    from PIL import Image

    try:
        with Image.open(path) as opened:
            image = opened.convert("RGB")
    except Exception as problem:  # where a byte is wrong, Pillow raises almost anything
        raise ValueError(f"{path} is no image that can be read: {problem}") from problem
    short = min(image.size)
    width, height = (SHORTER_SIDE * side // short for side in image.size)
    image = image.resize((width, height), Image.Resampling.BILINEAR)
    left, top = round((width - SIZE) / 2), round((height - SIZE) / 2)
    return image.crop((left, top, left + SIZE, top + SIZE))


def _pixels(path: Path) -> Tensor:
    from PIL import Image

    try:
        with Image.open(path) as image:
            size = image.size  # known before a pixel is read
            pixels = np.array(image.convert("RGB")) if size == (SIZE, SIZE) else None
    except Exception as problem:  # where a byte is wrong, Pillow raises almost anything
        raise ValueError(f"{path} is damaged, so it is not used: {problem}") from problem
    if pixels is None:
        raise ValueError(f"{path} should be {SIZE} × {SIZE} pixels; it is {size[0]} × {size[1]}")
    return torch.from_numpy(pixels).permute(2, 0, 1)
