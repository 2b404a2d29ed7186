"""A Sphinx extension: what every page of the book gets that its text does not say.

Head and foot, an edit button that opens the text, the search's index, places of the reference's
entries; beside the pages, 404.html and, where the site's address is known, sitemap.xml.
"""

import functools
import subprocess
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from docutils import nodes
from sphinx.application import Sphinx

from fourierbook import __version__, files
from tools import page_head, reference_targets, search_index
from tools.pages import ROOT

LICENCES = (
    'Text and pictures: <a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>. '
    'Code, networks and results: <a href="https://opensource.org/license/mit">MIT</a>.'
)


def base(app: Sphinx) -> str:
    """Address of the site, with a slash at its end; empty where it has none."""
    address = app.config.html_baseurl
    return f"{address.rstrip('/')}/" if address else ""


def finish(app: Sphinx, page: str, _: str, context: dict[str, Any], doctree: Any) -> None:
    """Complete what a page's template is given."""
    how_to_use = context["pathto"]("book/how_to_use").removesuffix("#")  # which is that page itself
    context["theme_extra_footer"] = foot(how_to_use, changed())
    context["book_root"] = urlsplit(base(app)).path or "/"
    edit_the_text(context.get("header_buttons", []))
    if page == "search":
        app.add_js_file("search.js")
    if doctree is not None:
        context["metatags"] += head(app, page, doctree)


def head(app: Sphinx, page: str, doctree: nodes.document) -> str:
    """Description, title and picture of a page, for its head."""
    table = Path(app.srcdir) / "book" / "questions.yml"
    questions = yaml.safe_load(table.read_text(encoding="utf-8")) if table.exists() else {}
    title, static = app.env.titles[page].astext(), Path(app.srcdir) / "book" / "_static"
    said = page_head.described(doctree, questions.get(page))
    book, image = app.config.html_title, page_head.picture(page, static)
    return page_head.tags(title, said, book, base=base(app), page=page, image=image)


def foot(how_to_use: str, day: date | None) -> str:
    """Licences, version, date and how to cite.

    >>> foot("h.html", date(2026, 3, 1)).split("<br>")[1].split(", ")[1]
    'as of 2026-03-01. <a href="h.html#citing">How to cite it</a>.</p>'
    """
    of = f", as of {day}" if day else ""
    cite = f'<a href="{how_to_use}#citing">How to cite it</a>.'
    return f"<p>{LICENCES}<br>Version {__version__}{of}. {cite}</p>"


@functools.cache
def changed(root: Path = ROOT) -> date | None:
    """Day of the last commit, on which the pages depend; None where git does not know."""
    command = ["git", "--no-optional-locks", "-C", str(root), "log", "-1", "--format=%cs"]
    try:
        said = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
        return date.fromisoformat(said.strip())
    except (OSError, subprocess.SubprocessError, ValueError):
        return None


def edit_the_text(buttons: list[dict[str, Any]]) -> None:
    """Let *Suggest edit* open a chapter's text, from which its notebook is made."""
    for button in buttons:
        edit_the_text(button.get("buttons", []))
        if button.get("label") == "source-edit-button":
            button["url"] = f"{button['url'].removesuffix('.ipynb').removesuffix('.md')}.md"


def sitemap(app: Sphinx, problem: Exception | None) -> None:
    """Write the list of pages, where their addresses are known."""
    if base(app) and problem is None and app.builder.name == "html":
        text = page_head.sitemap(base(app), app.env.found_docs)
        files.replace(Path(app.outdir) / "sitemap.xml", text)


def setup(app: Sphinx) -> dict[str, Any]:
    """Hook into Sphinx; after the theme, which makes the buttons."""
    app.add_builder(search_index.SearchedPages, override=True)
    app.connect("doctree-read", reference_targets.note)
    app.connect("doctree-resolved", reference_targets.add_names)
    app.connect("html-page-context", finish, priority=900)
    app.connect("build-finished", sitemap)
    return {"parallel_read_safe": False, "parallel_write_safe": False}
