"""A chapter's first cell: lines that install the book's package, then the chapter's imports."""

import re
from pathlib import Path

import yaml

from tools.pages import ROOT

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


def first_cell(root: Path = ROOT) -> str:
    """The lines that every first cell begins with; the address comes from `_config.yml`."""
    repository = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))["repository"]
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
    above, marker, below = own[2].partition(f"{MARKER}\n")
    if above.partition("colab.prepare()")[2].strip():
        raise ValueError(
            "the first cell is the book's, and make sync would overwrite your lines in it: put "
            f"them below the line {MARKER!r}, or into a cell of their own"
        )
    block = f"{own[1] if marker else OPTIONS}{code}\n{marker}{below}"
    return f"{text[: old.start()]}```{{code-cell}} ipython3\n{block}```{text[old.end() :]}"
