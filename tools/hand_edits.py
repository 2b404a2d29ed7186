"""Whether a notebook is as `make sync` wrote it: nothing that somebody put into one is overwritten.

The id of each cell is made of what the cell says and of the cell before it. So a cell that was
changed, added, moved or taken out by hand shows, and a run, which leaves outputs alone, does not.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def ids(cells: Sequence[Mapping[str, Any]]) -> list[str]:
    """The id that `make sync` gives to each cell of a notebook.

    >>> cells = [{"cell_type": "markdown", "source": text, "metadata": {}} for text in "abca"]
    >>> before, after = ids(cells), ids([cells[0], *cells[2:]])
    >>> [name in before for name in after], len(set(before))
    ([True, False, True], 4)
    """
    contents = [_content(cell) for cell in cells]
    found: list[str] = []
    for place, content in enumerate(contents):
        whole = [contents[place - 1] if place else "", content, place == len(contents) - 1]
        number = 0
        while (name := _hash([*whole, number])) in found:  # two cells may say the same
            number += 1
        found.append(name)
    return found


def problem(notebook: Path) -> str | None:
    """What was changed by hand in a notebook, and what to do; None where it is as it was written.

    >>> problem(Path("/nowhere/waves.ipynb")) is None
    True
    """
    if not notebook.exists():
        return None
    what, content = f"{notebook.name} was changed by hand", notebook.read_bytes()
    if b"\n<<<<<<< " in content:  # git keeps both sides
        return f"a merge has left its marks in {notebook.name}: delete it and run make sync"
    try:
        cells = json.loads(content)["cells"]
        changed = [cell for cell, name in zip(cells, ids(cells), strict=True) if cell["id"] != name]
    except (ValueError, KeyError, TypeError):  # another program wrote it
        changed, what = [{"source": ""}], f"{notebook.name} is not as make sync wrote it"
    if not changed:
        return None
    first = "".join(changed[0]["source"]).strip().split("\n")[0][:60]
    return (
        f"{what}{f', first at the cell {first!r}' if first else ''}. make sync does not overwrite "
        f"it: put what you want to keep into {notebook.stem}.md, move the notebook out of the "
        "book's folder, and run make sync again"
    )


def _content(cell: Mapping[str, Any]) -> str:
    kept = {name: cell["metadata"].get(name) for name in ("tags", "nbgrader")}
    return _hash([cell["cell_type"], "".join(cell["source"]), kept])


def _hash(parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:12]
