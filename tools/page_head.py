"""What a page says of itself to search engines and to whom a link to it is sent."""

import html
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from docutils import nodes

LONGEST = 300  # characters of a description
UNSAID = (nodes.raw, nodes.comment)
SITEMAP = (
    '<?xml version="1.0" encoding="utf-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
)


def described(doctree: nodes.document, question: str | None = None) -> str:
    """A page's question and the first point of its answer in short, or else its first paragraph.

    Args:
        doctree: of the page.
        question: of a page that does not ask one in its text.
    """
    asked = [plain(node) for node in _classed(doctree, nodes.paragraph, "question")]
    short = [node[0] for node in _classed(doctree, nodes.bullet_list, "in-short")]
    opening = [
        node
        for node in doctree.findall(nodes.paragraph)
        if isinstance(node.parent, nodes.section) and not node["classes"]
    ]
    said = [plain(node) for node in [*short[:1], *opening[:1]] if not _formulas(node)]
    return cut(" ".join([*(asked[:1] or [question or ""]), *said[:1]]).strip())


def plain(node: nodes.Node) -> str:
    """Text of a node without marks and comments, on one line."""
    texts = (text for text in node.findall(nodes.Text) if not isinstance(text.parent, UNSAID))
    return " ".join("".join(texts).split())


def cut(text: str) -> str:
    """The text, ended at a word where it is too long.

    >>> cut("A short one."), len(cut("word " * 99)), cut("word " * 99)[-6:]
    ('A short one.', 295, ' word…')
    """
    if len(text) <= LONGEST:
        return text
    return f"{text[: LONGEST - 1].rpartition(' ')[0]}…"


def picture(page: str, folder: Path) -> str:
    """Name, below the folder of static files, of the picture that stands for a page.

    >>> picture("book/notation", Path("nowhere"))
    'heroes/intro.png'
    """
    name = page.rpartition("/")[2]
    found = (f"{kind}/{name}.png" for kind in ("heroes", "cards"))
    return next((path for path in found if (folder / path).exists()), "heroes/intro.png")


def tags(title: str, description: str, book: str, *, base: str, page: str, image: str) -> str:
    r"""The lines of a page's head; an address and a picture, which needs one, where it is known.

    >>> tags("A", 'So "b".', "C", base="", page="d", image="e").splitlines()[0]
    '<meta name="description" content="So &quot;b&quot;." />'
    """
    rows = [
        ("name", "description", description),
        ("property", "og:type", "article"),
        ("property", "og:site_name", book),
        ("property", "og:title", title),
        ("property", "og:description", description),
    ]
    if base:
        rows += [("property", "og:url", f"{base}{page}.html")]
        rows += [("property", "og:image", f"{base}_static/{image}")]
        rows += [("name", "twitter:card", "summary_large_image")]
    lines = (f'<meta {kind}="{name}" content="{html.escape(text)}" />' for kind, name, text in rows)
    return "\n".join(lines) + "\n"


def sitemap(base: str, pages: Iterable[str]) -> str:
    """The list of all pages that search engines read.

    >>> sitemap("https://b.org/", ["a"]).splitlines()[2]
    '<url><loc>https://b.org/a.html</loc></url>'
    """
    rows = (f"<url><loc>{base}{page}.html</loc></url>" for page in sorted(pages))
    return "\n".join([*SITEMAP, *rows, "</urlset>\n"])


def _classed(doctree: nodes.document, kind: type, name: str) -> Iterator[Any]:
    return (node for node in doctree.findall(kind) if name in node["classes"])


def _formulas(node: nodes.Node) -> bool:
    return any(isinstance(inner, nodes.math | nodes.math_block) for inner in node.findall())
