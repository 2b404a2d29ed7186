"""The HTML of the pictures of an explorer, within the limits of a page."""

import base64
import html
from collections.abc import Sequence
from typing import Any

from fourierbook.figures.frames import png, size

DENSITY = 2  # pixels that are drawn of a figure for each one that is shown, along a side
MOST_FRAMES = 100  # of one explorer
MOST_BYTES = 1_500_000  # of one explorer in its page


def rows(frames: Sequence, alts: Sequence, width: int) -> list[list[str]]:
    """HTML of each frame of a rectangle.

    Raises:
        ValueError: if there are not as many texts as frames, in rows of one length.
    """
    lengths = {len(row) for row in (*frames, *alts)}
    if len(frames) != len(alts) or len(lengths) != 1:
        raise ValueError(
            "frames and alts are rows of one length, as many of each; got "
            f"{len(frames)} and {len(alts)} rows of lengths {sorted(lengths)}"
        )
    flat = views([x for row in frames for x in row], [alt for row in alts for alt in row], width)
    columns = lengths.pop()
    return [flat[first : first + columns] for first in range(0, len(flat), columns)]


def views(frames: Sequence[Any], alts: Sequence[str], width: int) -> list[str]:
    """HTML of each frame, within the limits of a page.

    Raises:
        ValueError: if there are too many frames, or too many bytes.
    """
    if not 1 <= len(frames) <= MOST_FRAMES:
        raise ValueError(
            f"an explorer holds 1 to {MOST_FRAMES} frames; got {len(frames)}: take fewer values"
        )
    empty = sum(not alt.strip() for alt in alts)
    if len(alts) != len(frames) or empty:
        raise ValueError(
            f"every frame needs an alt that says what is seen in it; got {len(alts)} alts for "
            f"{len(frames)} frames, {empty} of them empty"
        )
    shown = [
        _view(png(frame, width=DENSITY * width), alt, width)
        for frame, alt in zip(frames, alts, strict=True)
    ]
    total = sum(len(view.encode()) for view in shown)
    if total > MOST_BYTES:
        raise ValueError(
            f"an explorer takes at most {MOST_BYTES:,} bytes of its page; {len(shown)} frames take "
            f"{total:,}: take fewer frames, or draw them smaller"
        )
    return shown


def _view(picture: bytes, alt: str, width: int) -> str:
    """An image element; a small picture is enlarged by a whole factor, pixel by pixel.

    A picture that is drawn for a sharp screen is shown at half of its pixels.
    """
    own, tall = size(picture)
    factor = max(1, width // own)
    shown = width if own == DENSITY * width else own * factor
    sharp = "; image-rendering: pixelated" if factor > 1 else ""
    data, kind = base64.b64encode(picture).decode(), "webp" if picture[8:12] == b"WEBP" else "png"
    return (
        f'<img alt="{html.escape(alt)}" width="{shown}" height="{round(shown * tall / own)}" '
        f'style="max-width: 100%; height: auto{sharp}" src="data:image/{kind};base64,{data}">'
    )
