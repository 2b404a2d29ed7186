"""The index that the pages' search reads: prose alone, and how much each page says of each word.

Sphinx indexes all text of a page alike. Here code, outputs of cells and TeX are left out, and each
word has a weight on each page, which `book/_static/search.js` orders the results by.
"""

import math
from collections import Counter
from collections.abc import Mapping
from typing import Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.search import IndexBuilder

TITLE, HEADING, LEAD = 30, 12, 4  # a word there, or in a page's name, counts as so many in the text
HALF = 4  # so often in a page of usual length gives half of a word's greatest weight
UNREAD = (nodes.literal_block, nodes.math, nodes.math_block, nodes.comment)


def prose(doctree: nodes.document) -> nodes.document:
    """A copy of a page without code, TeX and what cells put out, but on pages that are made so."""
    copy = doctree.deepcopy()
    for node in list(copy.findall(nodes.Element)):
        if node.parent is not None and _unread(node):
            node.parent.remove(node)
    return copy


def _unread(node: nodes.Element) -> bool:
    if isinstance(node, UNREAD):
        return True
    made = "tag_generated" in node.parent.get("classes", [])
    classes = node.get("classes", [])
    return "cell_input" in classes or ("cell_output" in classes and not made)


def weights(counts: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, int]]:
    """Weight of each word on each page, more for rare words; what rounds to 0 is left out.

    Args:
        counts: of words, by page.

    >>> weights({"a": {"wave": 4, "phase": 4}, "b": {"wave": 4, "noise": 4}})["phase"]
    {'a': 5}
    """
    sizes = {page: sum(words.values()) for page, words in counts.items()}
    usual = sum(sizes.values()) / max(len(sizes), 1)
    pages = Counter(word for words in counts.values() for word in words)
    found: dict[str, dict[str, int]] = {}
    for page, words in counts.items():
        for word, count in words.items():
            rare = math.log(1 + (len(counts) - pages[word] + 0.5) / (pages[word] + 0.5))
            share = count / (count + HALF * (0.25 + 0.75 * sizes[page] / usual))
            if weight := round(15 * rare * share):
                found.setdefault(word, {})[page] = weight
    return found


class Indexer(IndexBuilder):
    """Sphinx's index of prose, with weights."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.counts: dict[str, Counter] = {}

    def feed(self, docname: str, filename: str, title: str, doctree: nodes.document) -> None:
        """Add a page."""
        text = prose(doctree)
        super().feed(docname, filename, title, text)
        self.counts[docname] = Counter()
        name = docname.rpartition("/")[2].replace("_", " ")
        parts = [(title, TITLE), (name, TITLE)]
        parts += [(heading, HEADING) for heading, _ in self._all_titles[docname]]
        parts += [(node.astext(), LEAD) for node in text.findall(_leads)] + [(text.astext(), 1)]
        for part, weight in parts:
            for word in self.lang.split(part):
                self.counts[docname][self.lang.stem(word.lower()).lower()] += weight

    def freeze(self) -> dict[str, Any]:
        """What the pages read, with `weights`: of each word, by the page's number."""
        frozen = super().freeze()
        number = {name: at for at, name in enumerate(frozen["docnames"])}
        rows = weights(self.counts).items()
        numbered = {word: {number[page]: n for page, n in row.items()} for word, row in rows}
        return {**frozen, "weights": numbered}


def _leads(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and bool({"question", "in-short"} & {*node["classes"]})


class SearchedPages(StandaloneHTMLBuilder):
    """Sphinx's own builder of pages, with this index."""

    def prepare_writing(self, docnames: set[str]) -> None:
        """Put the index in the place of Sphinx's own."""
        super().prepare_writing(docnames)
        self.indexer = Indexer(self.env, self.config.language, {}, "")
        self.load_indexer(docnames)
