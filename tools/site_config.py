"""Configuration of one rendering: the root `_config.yml`, adapted to what this build has."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import yaml

from tools import downloads, folds, outputs, questions, verdict_links
from tools.cache import code_hash
from tools.pages import ROOT, listed
from tools.vendor import VENDOR, vendored

PLACEHOLDER = "https://github.com/OWNER/REPO"


def address(root: Path = ROOT) -> str | None:
    """The repository's address, or None while `_config.yml` holds the placeholder."""
    url = yaml.safe_load((root / "_config.yml").read_text())["repository"]["url"]
    return None if url == PLACEHOLDER else url


def adapted(config: dict[str, Any], *, own_scripts: bool) -> dict[str, Any]:
    """The configuration with execution off, the pages' own scripts, and no dead buttons."""
    config = {**config, "execute": {**config["execute"], "execute_notebooks": "off"}}
    sphinx = dict(config["sphinx"]["config"])
    if own_scripts:
        scripts = Path(VENDOR).relative_to("book/_static")
        sphinx["nb_ipywidgets_js"] = {f"{scripts}/html-manager-embed.js": {}}
        sphinx["mathjax_path"] = f"{scripts}/mathjax-tex-svg.js"
    config["sphinx"] = {**config["sphinx"], "config": sphinx}
    if config["repository"]["url"] == PLACEHOLDER:
        config.pop("launch_buttons")
        buttons = {name: False for name in config["html"] if name.endswith("_button")}
        config["html"] = {**config["html"], **buttons}
    return config


def assemble(site: Path, executed: Mapping[str, Path]) -> None:
    """Lay out the sources of the pages: the texts, and the notebooks with their outputs."""
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(ROOT / "book", site / "book", ignore=shutil.ignore_patterns("*.ipynb", ".*"))
    shutil.copy2(ROOT / "_toc.yml", site)
    notebooks = {page: finished(page, entry) for page, entry in executed.items()}
    saved = {page: downloads.taken_out(notebook) for page, notebook in notebooks.items()}
    for page, files in saved.items():
        downloads.write(files, site, page)
    ledger = verdict_links.read(saved.get(verdict_links.LEDGER, {}))
    for page, notebook in notebooks.items():
        (site / f"{page}.md").unlink()
        nbformat.write(notebook, site / f"{page}.ipynb")
    verdict_links.check(site, listed(), ledger)
    for page in listed():
        prepare(site, page)
    config = adapted(yaml.safe_load((ROOT / "_config.yml").read_text()), own_scripts=vendored())
    write_config(site, with_endings(config, endings(site, ledger)))


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
        path.write_text(questions.marked(path.read_text()))
        return
    notebook = nbformat.read(path, as_version=4)
    folds.named(notebook)
    notebook.cells[0].source = questions.marked(notebook.cells[0].source)
    for data in outputs.shown_as(notebook, "text/html"):
        data["text/html"] = verdict_links.pointed(data["text/html"], page)
    nbformat.write(notebook, path)


def endings(site: Path, ledger: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What stands at the foot of each page: questions of its neighbours, what it settles."""
    found = questions.neighbours(questions.gathered(site, listed()))
    return {
        page: {**beside, "settles": verdict_links.settled(ledger, page.rsplit("/", 1)[-1])}
        for page, beside in found.items()
    }


def with_endings(config: dict[str, Any], endings: dict[str, Any]) -> dict[str, Any]:
    """The configuration with what stands at the foot of the pages, and with the files to save."""
    own = dict(config["sphinx"]["config"])
    own["html_context"] = {**own["html_context"], "endings": endings}
    own["html_extra_path"] = [downloads.FOLDER]
    return {**config, "sphinx": {**config["sphinx"], "config": own}}


def write_config(site: Path, config: dict[str, Any]) -> None:
    """Write a configuration, without patterns for the texts that the copy does not hold."""
    (site / "_config.yml").write_text(yaml.safe_dump(config, sort_keys=False))


def render(site: Path, output: Path, *, builder: str = "html") -> Path:
    """Render the pages, every warning an error; always from nothing, so that none is missed.

    Returns:
        The page to open.
    """
    shutil.rmtree(output / "_build", ignore_errors=True)
    command = [Path(sys.executable).with_name("jupyter-book"), "build", site, "-W", "-n"]
    command += ["--keep-going", "--path-output", output, "--builder", builder]
    done = subprocess.run(list(map(str, command)), check=False, capture_output=True, text=True)
    (output / "render.log").write_text(done.stdout + done.stderr)
    page = output / "_build" / builder / f"{listed()[0]}.html"
    if done.returncode or not page.exists():
        warnings = [line for line in done.stderr.splitlines() if "WARNING" in line or "Err" in line]
        lines = warnings or done.stderr.splitlines()[-30:]
        raise SystemExit("\n".join(["The pages were not rendered:", *lines]))
    return page
