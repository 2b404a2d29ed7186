"""Frames: the stored pictures that an explorer shows, drawn fast and kept small."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from fourierbook.figures import small
from fourierbook.figures.canvas import page

WIDTH = 320  # pixels; what a phone shows without shrinking


def render(
    draw: Callable[[Any, Any], object],
    values: Sequence[Any],
    *,
    columns: int = 1,
    ratios: Sequence[float] | None = None,
    width: int = WIDTH,
    height: int = 260,
    density: int = 1,
    steady: bool = False,
) -> list[bytes]:
    """Draw one frame for each value, all in one figure, which is much faster than one figure each.

    Args:
        draw: called as draw(axes, value) with empty axes: one, or an array where `columns` > 1.
            Fixed limits of the axes keep the frames still.
        values: one a frame.
        columns: panels side by side.
        ratios: widths of the panels, in proportion.
        width: of a frame as it is shown, in pixels.
        height: of a frame as it is shown, in pixels.
        density: pixels drawn for each one shown, along a side; 2 is sharp on any screen.
        steady: whether all frames have the places of the first one's panels, which is faster.

    Returns:
        The frames as PNG.

    >>> [frame[1:4] for frame in render(lambda axes, value: axes.plot([0, value]), [1, 2])]
    [b'PNG', b'PNG']
    """
    from fourierbook.figures import plots

    figure, axes = plots.panels(1, columns, width=width / 100, height=height / 100)
    if ratios is not None:
        figure.axes[0].get_gridspec().set_width_ratios(ratios)
    own = list(figure.axes)
    frames = []
    for value in values:
        if figure.axes == own:
            for panel in own:
                panel.clear()
        else:  # a colour bar has been added: clearing the panels does not take it away
            figure.clear()
            axes = figure.subplots(1, columns)
            own = list(np.ravel(axes))
        draw(axes, value)
        frames.append(png(figure, width=density * width))
        if steady:
            figure.set_layout_engine(None)
    return frames


def png(frame: Any, *, width: int = WIDTH) -> bytes:
    """A frame as a small PNG, with a palette unless it is tiny.

    Args:
        frame: a uint8 array (H, W, 3) or (H, W), a matplotlib figure, or the bytes of a PNG or a
            WebP, which stay as they are.
        width: of a figure, in pixels; an array keeps its own.

    Raises:
        ValueError: if it is none of them.

    >>> png(np.zeros((2, 3), np.uint8))[1:4]
    b'PNG'
    """
    if isinstance(frame, bytes):
        if not frame.startswith(b"\x89PNG") and frame[8:12] != b"WEBP":
            raise ValueError(
                f"bytes are those of a PNG or WebP; got bytes that start {frame[:4]!r}"
            )
        return frame
    if hasattr(frame, "savefig"):
        return small.png(small.drawn(frame, width))
    if getattr(frame, "dtype", None) != np.uint8 or frame.shape[2:] not in ((), (3,)):
        got = f"{getattr(frame, 'dtype', type(frame).__name__)} {getattr(frame, 'shape', '')}"
        raise ValueError(
            f"a frame is a uint8 array (H, W, 3), a figure or PNG bytes; got {got.strip()}: "
            "scale an array to 0 … 255 and convert it"
        )
    from PIL import Image

    return small.png(Image.fromarray(frame).convert("RGB"))


def size(picture: bytes) -> tuple[int, int]:
    """Width and height of a PNG or WebP, in pixels.

    >>> size(png(np.zeros((2, 3), np.uint8)))
    (3, 2)
    """
    if picture[8:12] == b"WEBP":
        from PIL import Image

        return Image.open(io.BytesIO(picture)).size
    return int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")


def titled(panels, *, width: int) -> bytes:
    """WebP of square photographs beside each other, each below its name, for a sharp screen.

    Args:
        panels: uint8 pixels (H, H, 3) by name.
        width: of the whole as it is shown, in pixels; it is drawn twice as wide.

    >>> grey = np.full((8, 8, 3), 128, np.uint8)
    >>> titled({"low": grey, "high": grey}, width=200)[8:12]
    b'WEBP'
    """
    figure, axes = page(1, len(panels), height=0.035 + 1 / len(panels))
    for each, (name, pixels) in zip(axes, panels.items(), strict=True):
        each.imshow(pixels, interpolation="bicubic")
        each.set_title(name)
        each.set_axis_off()
    drawn = small.drawn(figure, 2 * width).convert("RGB")
    return small.photograph(np.asarray(drawn), width=2 * width)
