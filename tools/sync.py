"""Write each chapter's notebook, its first cell and its marked numbers, from its `NAME.md`.

The notebook is a function of the text and of the hero's still: the same two give the same bytes,
cell ids included, so that a change of one paragraph is a change of one cell.
"""

import hashlib
import re
import sys
from pathlib import Path

import jupytext
import nbformat
import yaml

from tools import kinds, prose, stills
from tools.pages import ROOT, pairs

INSTALL = """\
import importlib.util, os, subprocess, sys  # the book's package: Colab installs it, others say how
missing = importlib.util.find_spec("fourierbook") is None and os.environ.get("FOURIERBOOK_SOURCE", "git+{url}.git@{branch}")
if missing and "google.colab" not in sys.modules: sys.exit(f'The book needs its package; this installs it: pip install "{{missing}}"')
if missing: subprocess.run([sys.executable, "-m", "pip", "install", "-q", missing], check=True)
importlib.invalidate_caches(); from fourierbook import colab; colab.prepare()"""  # noqa: E501
MARKER = "# --- the chapter's own imports"
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
    """The lines that every first cell begins with; the address comes from `_config.yml`."""
    repository = yaml.safe_load((root / "_config.yml").read_text())["repository"]
    return INSTALL.format(url=repository["url"].rstrip("/"), branch=repository["branch"])


def with_first_cell(text: str, code: str) -> str:
    """The chapter's text with `code` in its first cell, above the marker; below it stays as it is.

    The first cell of a page that is not written anew yet has no marker: it is `code` alone.
    """
    old = re.search(r"^```\{code-cell\}[^\n]*\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    if old is None or not ("FOURIERBOOK_SOURCE" in old[1] or MARKER in old[1]):
        raise ValueError(
            "the first code cell of a chapter installs the book's package on Colab; put this "
            "before the others and run make sync again, which fills it in:\n\n"
            f"```{{code-cell}} ipython3\n:tags: [setup]\n\n{MARKER}\n```"
        )
    own = re.match(r"(---\n.*?\n---\n|(?::[^\n]*\n)*\n?)(.*)", old[1], flags=re.DOTALL)
    _, marker, below = own[2].partition(f"{MARKER}\n")
    block = f"{own[1] if marker else OPTIONS}{code}\n{marker}{below}"
    return f"{text[: old.start()]}```{{code-cell}} ipython3\n{block}```{text[old.end() :]}"


def notebook_text(source: Path) -> str:
    """Text of the .ipynb that belongs to a chapter's .md; its one output is the hero's still."""
    read = jupytext.read(source, fmt="md:myst")
    still, seen, cells = stills.file_of(source), {}, []
    for cell in map(kinds.in_the_notebook, read.cells):
        content = f"{cell.cell_type}\n{cell.source}"
        seen[content] = seen.get(content, 0) + 1
        name = hashlib.sha256(f"{content}\n{seen[content]}".encode()).hexdigest()[:12]
        cells.append(nbformat.from_dict({**cell, "id": name}))
        if "hero" in kinds.kinds(cell) and still.exists():
            cells[-1].outputs = [stills.output(still, cell)]
    metadata = {key: value for key, value in read.metadata.items() if key != "jupytext"}
    metadata |= {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    return nbformat.writes(notebook) + "\n"


def main() -> None:
    """Write the marked numbers, the first cells and the notebooks that are out of date."""
    wrong = prose.write()
    for source in pairs():
        try:
            source.write_text(with_first_cell(source.read_text(), first_cell()))
        except ValueError as error:
            wrong.append(f"{source.relative_to(ROOT)}: {error}")
        target, new = source.with_suffix(".ipynb"), notebook_text(source)
        if not target.exists() or target.read_text() != new:
            target.write_text(new)
            print(f"wrote {target.relative_to(ROOT)}")
    sys.exit("\n".join(wrong) or 0)


if __name__ == "__main__":
    main()
