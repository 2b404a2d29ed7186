"""What an output offers to save becomes a file beside its page.

In a notebook such a link carries its file, `<a download="NAME" href="data:…">`, and works alone.
"""

import base64
import re
from pathlib import Path

from nbformat import NotebookNode

from fourierbook import files
from tools.outputs import shown_as

FOLDER = "saved"  # in the build's copy: laid over the pages, whose folders it has
LINK = re.compile(r'<a download="([\w.-]+)" href="data:[\w/+.-]+;base64,([A-Za-z0-9+/=]*)">')


def taken_out(notebook: NotebookNode) -> dict[str, bytes]:
    """Files that the outputs carry, by name; the outputs link to them from now on.

    Args:
        notebook: with its outputs; changed in place.
    """
    found: dict[str, bytes] = {}

    def beside(link: re.Match) -> str:
        found[link[1]] = base64.b64decode(link[2])
        return f'<a download="{link[1]}" href="{link[1]}">'

    for data in shown_as(notebook, "text/html"):
        data["text/html"] = LINK.sub(beside, data["text/html"])
    return found


def write(offered: dict[str, bytes], site: Path, page: str) -> None:
    """Lay files out so that they come to stand beside a page."""
    for name, content in offered.items():
        target = (site / FOLDER / page).with_name(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        files.replace(target, content)
