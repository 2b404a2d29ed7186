"""A picture that a command writes: where it will be, whether it can be written there, its file."""

import io
from pathlib import Path
from typing import TYPE_CHECKING

from fourierbook import settings

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PICTURES = (".png", ".jpg", ".jpeg", ".pdf", ".svg", ".eps", ".ps", ".tif", ".tiff", ".webp")


def checked(out: Path) -> Path:
    """Where the picture will be, if it can be written there.

    Raises:
        ValueError: if it is a folder, or its name ends as no picture's does.
        OSError: if it cannot be written there.

    >>> checked(Path("map")).name
    'map.png'
    """
    picture = out if out.suffix else out.with_name(out.name + ".png") if out.name else out
    if picture.suffix.lower() not in PICTURES or picture.is_dir():
        raise ValueError(
            f"--out is a picture to write, whose name ends with one of {', '.join(PICTURES)}; got "
            f"{out}" + (", a folder" if out.is_dir() else "")
        )
    settings.check_writable(picture.parent, remedy="Make room, or give another --out")
    return picture


def drawn(figure: "Figure", picture: Path) -> bytes:
    """A figure as the file of the kind that the picture's name asks for.

    >>> from matplotlib.figure import Figure
    >>> drawn(Figure(), Path("map.png"))[1:4]
    b'PNG'
    """
    buffer = io.BytesIO()
    figure.savefig(buffer, format=picture.suffix[1:].lower(), dpi=150, bbox_inches="tight")
    return buffer.getvalue()
