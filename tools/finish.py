"""The last pass over the rendered pages: what a reader does not need at once comes later.

A page shows its text and its first pictures without waiting for a script: icons are a small style
sheet, scripts run when the text is there, and the state of the explorers stands at the end.
"""

import re
from pathlib import Path

from PIL import Image

from fourierbook import files
from tools import frames, icons, references

LARGE = 200_000  # bytes of a picture
AT_ONCE = "documentation_options.js"  # small, and what stands in the page speaks to it
GLOSSARY = "book/glossary.html"
CHAPTERS = {f"book/{part}" for part in ("basics", "learning", "seeing", "defending")}
SETS = re.compile(
    r"\s*<script[^>]*>window\.MathJax[^<]*</script>|\s*<script[^>]*mathjax[^>]*></script>"
)
PICTURE = re.compile(r'<img [^>]*src="([^":]+\.(?:png|webp|jpg))"[^>]*>')
SOURCE = re.compile(r"<script (?![^>]*\bdefer\b)([^>]*\bsrc=)")


def finish(html: Path) -> None:
    """Finish every page below a folder."""
    wanted: set[str] = set()
    glossary = html / GLOSSARY
    words = references.terms(glossary.read_text(encoding="utf-8")) if glossary.exists() else {}
    for page in sorted(html.rglob("*.html")):
        if "_static" in page.relative_to(html).parts:
            continue
        text = later(page.read_text(encoding="utf-8"), page)
        up = "../" * len(page.relative_to(html).parent.parts)
        text = frames.taken_out(references.numbered(text), up, html)
        if page.parent.relative_to(html).as_posix() in CHAPTERS:
            text = references.explained(text, words, f"{up}{GLOSSARY}")
        wanted |= icons.named(text)
        files.replace(page, deferred(without_mathematics(icons.lightened(text, up))))
    files.replace(html / icons.SHEET, icons.write(html, wanted))


def without_mathematics(text: str) -> str:
    """A page without the script that sets formulas, where it has none.

    >>> without_mathematics('<script>window.MathJax = {}</script>text')
    'text'
    """
    return text if 'class="math' in text else SETS.sub("", text)


def later(text: str, page: Path) -> str:
    """A page whose pictures are fetched when a reader comes near them, and keep their place.

    Args:
        text: of the page.
        page: its path, from which the pictures are found.
    """
    return PICTURE.sub(lambda found: _reserved(found[0], found[1], page), text)


def _reserved(element: str, source: str, page: Path) -> str:
    file = page.parent / source
    if "loading=" in element or not file.exists():
        return element
    with Image.open(file) as picture:
        wide, tall = picture.size
        if file.suffix == ".png" and file.stat().st_size > LARGE:  # a photograph
            picture.convert("RGB").save(file.with_suffix(".webp"), quality=90)
            element = element.replace(source, source.removesuffix(".png") + ".webp")
    styled = element.replace('style="', f'style="aspect-ratio: {wide} / {tall}; ', 1)
    return styled.replace("<img ", '<img loading="lazy" ', 1)


def deferred(text: str) -> str:
    """A page whose scripts wait for its text; the one that others need at once does not.

    >>> deferred('<script src="a.js"></script><script>b()</script>')
    '<script defer src="a.js"></script><script>b()</script>'
    """
    head, end, rest = text.partition("</head>")
    lines = [
        line if AT_ONCE in line else SOURCE.sub(r"<script defer \1", line)
        for line in head.split("\n")
    ]
    return "\n".join(lines) + end + rest
