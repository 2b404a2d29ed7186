"""The question of each page: set below its title, and shown at the foot of the pages beside it.

A page asks its question in its first paragraph: one sentence that ends with a question mark, or a
paragraph all in emphasis that does. For a page that does not, `book/questions.yml` has one.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import nbformat
import yaml

TABLE = "book/questions.yml"
SHORT = re.compile(r"^(\*\*In short\*\*\n\n)- ", re.MULTILINE)
TITLE = re.compile(r"\A(?:.*\n)*?# .+\n+", re.MULTILINE)


def asked(text: str) -> str | None:
    r"""The question that a Markdown text opens with, after its title.

    >>> asked("# Waves\n\n*Which wave comes first?*\n\nMore.")
    'Which wave comes first?'
    >>> asked("# Waves\n\nWhich? The slow one.") is None
    True
    """
    title = TITLE.match(text)
    first = text[title.end() :].split("\n\n")[0].strip() if title else ""
    plain = re.sub(r"<!--.*?-->|[*_]", "", " ".join(first.split()))
    emphasised = re.fullmatch(r"[*_][^*_]+[*_]", first) is not None
    one = not re.search(r"[.?!] ", plain)
    return plain if plain.endswith("?") and (one or emphasised) else None


def marked(text: str) -> str:
    r"""The text with its question and its answer in short set apart, by lines that MyST reads.

    >>> marked("# Waves\n\nWhich wave comes first?")
    '# Waves\n\n{.question}\nWhich wave comes first?'
    >>> marked("**In short**\n\n- The slow one.")
    '{.in-short}\n**In short**\n\n{.in-short}\n- The slow one.'
    """
    text = SHORT.sub(r"{.in-short}\n\1{.in-short}\n- ", text)
    if asked(text) is None:
        return text
    end = TITLE.match(text).end()
    return f"{text[:end]}{{.question}}\n{text[end:]}"


def opening(site: Path, page: str) -> str:
    """A page's text up to its second cell or, for a page that is no notebook, all of it."""
    notebook = site / f"{page}.ipynb"
    if notebook.exists():
        return nbformat.read(notebook, as_version=4).cells[0].source
    return (site / f"{page}.md").read_text(encoding="utf-8")


def gathered(site: Path, pages: Sequence[str]) -> dict[str, str]:
    """The question of every page.

    Raises:
        SystemExit: if a page has none, or one of its own and one in the table.
    """
    table = yaml.safe_load((site / TABLE).read_text(encoding="utf-8"))
    own = {page: asked(opening(site, page)) for page in pages}
    twice = [page for page in pages if own[page] and page in table]
    none = [page for page in pages if not own[page] and page not in table]
    gone = [page for page in table if page not in pages]
    wrong = {"asks its own question; take it out of": twice, "has no question: open with one, or "
             "put it into": none, "is no page; take it out of": gone}  # fmt: skip
    said = [f"{page} {what} {TABLE}" for what, found in wrong.items() for page in found]
    if said:
        raise SystemExit("\n".join(said))
    return {page: own[page] or table[page] for page in pages}
