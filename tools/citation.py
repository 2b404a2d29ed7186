"""How the book is cited, from CITATION.cff; the addresses in both come from `_config.yml`."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from fourierbook import files
from tools import site_config
from tools.pages import ROOT

PAGE = "book/how_to_use.md"
FILE = "CITATION.cff"
BLOCK = re.compile(r"(<!-- citation: .*? -->\n).*?(<!-- end of the citation -->\n)", re.DOTALL)
BIBTEX = """\
```bibtex
@misc{{fourierbook,
  author  = {{{{{author}}}}},
  title   = {{{title}}},
  year    = {{{year}}},
  version = {{{version}}},{address}
}}
```"""


def addressed(text: str, repository: str | None, pages: str) -> str:
    r"""Text of CITATION.cff with the addresses that are known, and no others.

    >>> addressed("title: A\nurl: old\n", "https://b.org/a", "")
    'title: A\nrepository-code: "https://b.org/a"\n'
    """
    text = re.sub(r"^(url|repository-code): .*\n", "", text, flags=re.MULTILINE)
    rows = {"repository-code": repository, "url": pages}
    return text + "".join(f'{key}: "{value}"\n' for key, value in rows.items() if value)


def entry(cited: Mapping[str, Any], year: str) -> str:
    """The citation as a sentence and for BibTeX, in Markdown.

    >>> cited = {"authors": [{"name": "A"}], "title": "T", "version": "1"}
    >>> entry(cited, "2026").splitlines()[0]
    '> A (2026). *T*. Version 1.'
    """
    author = " and ".join(one["name"] for one in cited["authors"])
    url = cited.get("url") or cited.get("repository-code") or ""
    known = {"author": author, "title": cited["title"], "version": cited["version"], "year": year}
    address = f"\n  url     = {{{url}}}," if url else ""
    shown = f"> {author} ({year}). *{cited['title']}*. Version {cited['version']}."
    sentence = f"{shown} <{url}>" if url else shown
    return f"{sentence}\n\n{BIBTEX.format(**known, address=address)}\n"


def written(root: Path = ROOT) -> dict[str, str]:
    """What CITATION.cff and the page that shows it should be, by their names."""
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    file = (root / FILE).read_text(encoding="utf-8")
    file = addressed(file, site_config.address(root), site_config.site(config))
    block = entry(yaml.safe_load(file), config["copyright"])
    page = (root / PAGE).read_text(encoding="utf-8")
    return {FILE: file, PAGE: BLOCK.sub(lambda m: f"{m[1]}\n{block}\n{m[2]}", page)}


def write(root: Path = ROOT) -> None:
    """Write both, where they are out of date."""
    for name, text in written(root).items():
        if (root / name).read_text(encoding="utf-8") != text:
            files.replace(root / name, text)
            print(f"wrote {name}")
