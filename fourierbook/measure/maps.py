"""Maps over frequencies: one value for each wave, laid out with frequency zero in the centre."""

import io
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from fourierbook import files, settings
from fourierbook.measure.basis_noise import BasisNoise
from fourierbook.signal.basis import are_alone, frequency_classes
from fourierbook.types import is_count


@dataclass(frozen=True)
class Heatmap:
    """How many images a network gets wrong under each wave.

    Attributes:
        wrong: (K,) images, one number for each of the map's frequencies.
        images: that were tested.
        wrong_without: of them, without any wave.
        height: of the images, in pixels.
        width: of the images, in pixels.
        window: side of the square of frequencies around zero; none for all frequencies.
        noise: how the waves were added.
        made: network, images, device, size of its blocks, versions and date.
    """

    wrong: np.ndarray
    images: int
    wrong_without: int
    height: int
    width: int
    window: int | None
    noise: BasisNoise
    made: dict[str, object]

    @property
    def frequencies(self) -> Tensor:
        """The frequencies (K, 2) of `wrong`, one of each pair f, −f."""
        return map_frequencies(self.height, self.width, self.window)

    @property
    def error(self) -> Tensor:
        """Share of wrong images (H, W), or (window, window), with frequency zero in the centre."""
        return self._centred(self.wrong / self.images)

    @property
    def standard_error(self) -> Tensor:
        """Standard error √(p(1 − p)/n) of each share over images, laid out as `error`."""
        share = self.wrong / self.images
        return self._centred(np.sqrt(share * (1 - share) / self.images))

    def save(self, path: Path | str) -> None:
        """Write the map as an `.npz` file that holds numbers alone.

        Raises:
            OSError: if the disk is full, or the folder may not be written to.
        """
        path = Path(path)
        with settings.storing(path.parent, remedy="Make room, or give another path"):
            files.replace(path, self.packed())

    def packed(self) -> bytes:
        """What `save` writes."""
        facts = {name: value for name, value in asdict(self).items() if name != "wrong"}
        content = io.BytesIO()
        np.savez_compressed(content, wrong=self.wrong, facts=np.array(json.dumps(facts)))
        return content.getvalue()

    @staticmethod
    def load(path: Path | str) -> "Heatmap":
        """Read a map that `save` has written.

        Raises:
            ValueError: if the file is not one, or is damaged.
        """
        try:
            with np.load(path, allow_pickle=False) as stored:
                facts = json.loads(str(stored["facts"]))
                colour = facts["noise"].pop("colour")
                noise = BasisNoise(**facts.pop("noise"), colour=colour and tuple(colour))
                return Heatmap(wrong=stored["wrong"], noise=noise, **facts)
        except Exception as problem:  # where a byte is wrong, zipfile raises almost anything
            raise ValueError(f"{path} holds no heatmap: {problem}") from problem

    def _centred(self, values: np.ndarray) -> Tensor:
        return centred_map(torch.from_numpy(values), self.height, self.width, self.window)


def map_frequencies(height: int, width: int, window: int | None = None) -> Tensor:
    """The frequencies of a map, one of each pair f, −f: all, or those of a square around zero.

    Args:
        height: H, in pixels.
        width: W, in pixels.
        window: side of the square, an odd number, at most H and W.

    Returns:
        (K, 2) whole numbers f_y, f_x; a window of w × w has (w² + 1)/2.

    Raises:
        ValueError: if a side is not positive, or the window is not odd or too large.

    >>> len(map_frequencies(32, 32)), len(map_frequencies(224, 224, 63))
    (514, 1985)
    """
    frequencies = frequency_classes(height, width)
    if window is None:
        return frequencies
    if not (is_count(window) and window % 2 and window <= min(height, width)):
        raise ValueError(
            "window is an odd number of frequencies, so that zero is its centre, at most the side "
            f"of the image, {height} × {width}; got {window!r}"
        )
    return frequencies[(frequencies.abs() <= window // 2).all(1)]


def cell_counts(frequencies: Tensor, height: int, width: int) -> Tensor:
    """How many cells of the map each wave fills, (K,): those of f and −f, which may be one.

    >>> cell_counts(map_frequencies(3, 3), 3, 3)
    tensor([2., 2., 2., 2., 1.])
    """
    return 2.0 - are_alone(frequencies, height, width).float()


def shell_sizes(frequencies: Tensor, height: int, width: int) -> Tensor:
    """How many cells of the map lie in each shell, from max(|f_y|, |f_x|) = 0 on.

    >>> shell_sizes(map_frequencies(5, 5), 5, 5)
    tensor([ 1.,  8., 16.])
    """
    counts = cell_counts(frequencies, height, width)
    return torch.bincount(frequencies.abs().amax(1), weights=counts)


def centred_map(values: Tensor, height: int, width: int, window: int | None = None) -> Tensor:
    """Lay one value for each of a map's frequencies out, with zero in the centre.

    Args:
        values: (K,), in the order of `map_frequencies`.
        height: H, in pixels.
        width: W, in pixels.
        window: as there.

    Returns:
        (H, W), or (window, window): the value of f stands at f and at −f.

    >>> centred_map(torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0]), 3, 3)
    tensor([[1., 2., 3.],
            [4., 5., 4.],
            [3., 2., 1.]])
    """
    frequencies = map_frequencies(height, width, window)
    rows, columns = (window or height), (window or width)
    found = values.new_zeros(rows, columns)
    middle = torch.tensor([rows // 2, columns // 2])
    for y, x in ((frequencies + middle).T, (middle - frequencies).T):
        found[y % rows, x % columns] = values
    return found
