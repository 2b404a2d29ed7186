"""Draw the still picture of each page's hero: `make hero`, or of some, `make hero PAGES=waves`.

`still()` in `fourierbook/pages/NAME/pictures.py` makes it, from what ships alone: no data folder
and no results of the reader's own are seen. It is drawn when somebody asks, never by a check, since
fonts differ between machines.
"""

import importlib
import io
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from matplotlib.figure import Figure
from PIL import Image

from fourierbook import files
from tools import stills
from tools.pages import FIRST_EDITION, ROOT, notebooks, reads_results
from tools.recorded import only_recorded

COLOURS = (256, 128, 64, 32, 16)


def png(drawn: Figure | bytes) -> bytes:
    """A picture as wide as a page at double density, in as many colours as fit the limit.

    Raises:
        ValueError: if it is no picture, or even sixteen colours are too many.
    """
    if isinstance(drawn, Figure):
        buffer, pixels = io.BytesIO(), 2 * stills.WIDTH
        drawn.savefig(buffer, format="png", dpi=pixels / drawn.get_size_inches()[0])
        drawn = buffer.getvalue()
    if not isinstance(drawn, bytes):
        raise ValueError(
            f"still() gives a figure or the bytes of a PNG; got {type(drawn).__name__}"
        )
    image = Image.open(io.BytesIO(drawn)).convert("RGBA")
    flat = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    flat.thumbnail((2 * stills.WIDTH, 4 * stills.WIDTH), Image.Resampling.LANCZOS)
    for colours in COLOURS:
        buffer = io.BytesIO()
        flat.quantize(colours).save(buffer, format="png", optimize=True)
        if len(buffer.getvalue()) <= 1000 * stills.KILOBYTES:
            return buffer.getvalue()
    raise ValueError(
        f"a still has at most {stills.KILOBYTES} KB; this one has {buffer.tell() // 1000} KB in "
        f"{COLOURS[-1]} colours: draw less of it, or a smaller image"
    )


@contextmanager
def what_ships() -> Iterator[None]:
    """See no data but what the package holds, and no result but the recorded ones."""
    with tempfile.TemporaryDirectory() as empty, only_recorded():
        seen = {"FOURIERBOOK_DATA": empty, "FOURIERBOOK_OFFLINE": "1", "FOURIERBOOK_DEVICE": "cpu"}
        with mock.patch.dict(os.environ, seen):
            yield


def draw(page: str, root: Path = ROOT) -> Path:
    """Draw the still of one page, and give its file.

    Raises:
        ValueError: as `png` does, with the page's name.
    """
    name = page.rsplit("/", 1)[-1]
    try:
        with what_ships():
            pictures = importlib.import_module(f"fourierbook.pages.{name}.pictures")
            made = png(pictures.still())
    except ValueError as error:
        raise ValueError(f"{page}: {error}") from error
    target = stills.file_of(root / f"{page}.md")
    target.parent.mkdir(parents=True, exist_ok=True)
    files.replace(target, made)
    return target


def main(names: Sequence[str]) -> None:
    """Draw the stills of the pages named, or of all that are written anew."""
    new = [p for p in notebooks() if p not in FIRST_EDITION and not reads_results(p)]
    unknown = {*names} - {page.rsplit("/", 1)[-1] for page in new}
    if unknown:
        sys.exit(f"No page with a hero is called {', '.join(sorted(unknown))}: {', '.join(new)}")
    for page in new:
        if not names or page.rsplit("/", 1)[-1] in names:
            print(f"drew {draw(page).relative_to(ROOT)}; now make sync")


if __name__ == "__main__":
    main(sys.argv[1:])
