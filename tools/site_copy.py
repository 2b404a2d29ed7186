"""The build's copy of the book: texts, notebooks with their outputs, and what only a page shows."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import nbformat
import yaml

from fourierbook import files
from tools import downloads, endings, folds, outputs, questions, site_config, verdict_links
from tools.cache import code_hash
from tools.pages import ROOT, listed
from tools.vendor import vendored


def assemble(site: Path, executed: Mapping[str, Path]) -> None:
    """Lay out the sources of the pages: the texts, and the notebooks with their outputs."""
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(ROOT / "book", site / "book", ignore=shutil.ignore_patterns("*.ipynb", ".*"))
    shutil.copy2(ROOT / "_toc.yml", site)
    notebooks = {page: finished(page, entry) for page, entry in executed.items()}
    saved = {page: downloads.taken_out(notebook) for page, notebook in notebooks.items()}
    (site / downloads.FOLDER).mkdir()
    for page, offered in saved.items():
        downloads.write(offered, site, page)
    ledger = verdict_links.read(saved.get(verdict_links.LEDGER, {}))
    for page, notebook in notebooks.items():
        (site / f"{page}.md").unlink()
        files.replace(site / f"{page}.ipynb", nbformat.writes(notebook))
    verdict_links.check(site, listed(), ledger)
    feet = endings.of_pages(questions.gathered(site, listed()), ledger)
    for page in listed():
        prepare(site, page)
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    config = site_config.adapted(config, own_scripts=vendored())
    site_config.write_config(site, endings.added(config, feet))


def finished(page: str, entry: Path) -> nbformat.NotebookNode:
    """A page's notebook with the outputs of its run.

    Raises:
        SystemExit: if the notebook has changed since.
    """
    notebook = nbformat.read(ROOT / f"{page}.ipynb", as_version=4)
    done = nbformat.read(entry / "notebook.ipynb", as_version=4)
    if code_hash(notebook) != code_hash(done):
        raise SystemExit(f"{page} changed while the book was built; build it again")
    return outputs.with_outputs(notebook, done)


def prepare(site: Path, page: str) -> None:
    """Write into a page's copy what the notebook does not say: question, bars of folds, links."""
    path = site / f"{page}.ipynb"
    if not path.exists():
        path = path.with_suffix(".md")
        files.replace(path, questions.marked(path.read_text(encoding="utf-8")))
        return
    notebook = nbformat.read(path, as_version=4)
    folds.named(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = questions.marked(cell.source)
    for data in outputs.shown_as(notebook, "text/html"):
        data["text/html"] = verdict_links.pointed(data["text/html"], page)
    files.replace(path, nbformat.writes(notebook))
