"""Write each chapter's notebook, and its first cell, from the reviewed `NAME.md` beside it.

The notebook is a function of the text: the same text gives the same bytes, cell ids included, so
that a change of one paragraph is a change of one cell.
"""

import hashlib
import re
import sys
from pathlib import Path

import jupytext
import nbformat
import yaml

from tools.pages import ROOT

FIRST_CELL = """\
# On Colab: install the book's helpers. Elsewhere nothing to install.
import importlib.util, os, subprocess, sys
on_colab = "google.colab" in sys.modules
if on_colab and importlib.util.find_spec("fourierbook") is None:
    source = "git+{url}.git@{branch}"
    source = os.environ.get("FOURIERBOOK_SOURCE", source)
    pip = [sys.executable, "-m", "pip", "install", "-q"]
    subprocess.run([*pip, source], check=True)
    importlib.invalidate_caches()
from fourierbook import colab
colab.prepare()"""
OPTIONS = """\
---
mystnb:
  code_prompt_hide: Hide the setup
  code_prompt_show: Setup
tags: [exercise-setup, hide-input, remove-output]
---
"""
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def first_cell(root: Path = ROOT) -> str:
    """First code cell of every chapter; the repository's address comes from `_config.yml`."""
    repository = yaml.safe_load((root / "_config.yml").read_text())["repository"]
    return FIRST_CELL.format(url=repository["url"].rstrip("/"), branch=repository["branch"])


def notebook_text(source: Path) -> str:
    """Text of the .ipynb that belongs to a chapter's .md: no outputs, ids made from the content."""
    read = jupytext.read(source, fmt="md:myst")
    seen: dict[str, int] = {}
    cells = []
    for cell in read.cells:
        content = f"{cell.cell_type}\n{cell.source}"
        seen[content] = seen.get(content, 0) + 1
        name = hashlib.sha256(f"{content}\n{seen[content]}".encode()).hexdigest()[:12]
        cells.append(nbformat.from_dict({**cell, "id": name}))
    metadata = {key: value for key, value in read.metadata.items() if key != "jupytext"}
    metadata |= {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    return nbformat.writes(notebook) + "\n"


def with_first_cell(text: str, code: str) -> str:
    """The chapter's text with `code` as the code of its first cell, tags and all."""
    block = f"```{{code-cell}} ipython3\n{OPTIONS}{code}\n```"
    old = re.search(r"^```\{code-cell\}[^\n]*\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    if old is None or "FOURIERBOOK_SOURCE" not in old[1]:
        raise ValueError(
            "the first code cell of a chapter installs the book's helpers on Colab; put this "
            f"before the others and run make sync again:\n\n{block}"
        )
    return text[: old.start()] + block + text[old.end() :]


def pairs(root: Path = ROOT) -> list[Path]:
    """Reviewed sources of all notebooks: the texts whose header names a kernel."""
    texts = [*(root / "book").glob("*.md"), *(root / "book").glob("*/*.md")]
    return sorted(text for text in texts if _names_a_kernel(text.read_text()))


def _names_a_kernel(text: str) -> bool:
    header = text.split("\n---\n", maxsplit=1)[0]
    return header.startswith("---\n") and "\nkernelspec:" in header


def main() -> None:
    """Write every pair that is out of date, and name it."""
    for source in pairs():
        try:
            source.write_text(with_first_cell(source.read_text(), first_cell()))
        except ValueError as error:
            sys.exit(f"{source.relative_to(ROOT)}: {error}")
        target, new = source.with_suffix(".ipynb"), notebook_text(source)
        if not target.exists() or target.read_text() != new:
            target.write_text(new)
            print(f"wrote {target.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
