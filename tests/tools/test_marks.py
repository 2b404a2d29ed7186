"""Marks in prose: seen by the tool, by no reader, and refused where they would show or break."""

import json
import re

import pytest
from markdown_it import MarkdownIt

from tools import marks, sync

PAGE = """---
kernelspec: {display_name: Python 3, name: python3}
---
# Waves

From the highest the network is right in <!--= high -->0.52<!--/--> of the images,
**that is in <!--? high > 0.45 -->about
half<!--/-->** of them, [which <!--= verdict.waves.half -->holds<!--/-->](claims.ipynb#half).

- A list with $x < 1$ and <!--= low -->0.3<!--/-->, $y$.

| band | right |
|---|---|
| high | <!--= high -->0.52<!--/--> |

Here `<!--= none -->1<!--/-->` is code, and <!-- a remark --> is none of ours.

```{code-cell} ipython3
"<!--= none -->1<!--/-->"
```
"""


def test_marks_are_found_in_prose_lists_tables_and_links_and_not_in_code():
    found, problems = marks.find(PAGE)
    assert problems == []
    assert [(mark.line, mark.kind, mark.asks, mark.words) for mark in found] == [
        (6, "=", "high", "0.52"),
        (7, "?", "high > 0.45", "about\nhalf"),
        (8, "=", "verdict.waves.half", "holds"),
        (10, "=", "low", "0.3"),
        (14, "=", "high", "0.52"),
    ]
    assert all(PAGE[slice(*mark.inner)] == mark.words for mark in found)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("A\n<!--= a -->1<!--/--> is first.", 2, "first in a line or list item"),
        ("- <!--= a -->1<!--/--> is first.", 1, "first in a line or list item"),
        ("1. <!--? a > 1 -->is<!--/--> first.", 1, "first in a line or list item"),
        ("> - <!--= a -->1<!--/--> is first.", 1, "first in a line or list item"),
        ("- one\n\n  <!--= a -->1<!--/--> is first.", 3, "first in a line or list item"),
        ("It <!--? a > 1 -->is\n<!--/--> so.", 2, "first in a line or list item"),
        ("It <!--? a | b -->is<!--/--> so.", 1, "holds no | and no --"),
        ("It <!--? a --b -->is<!--/--> so.", 1, "holds no | and no --"),
        ("## It is <!--= a -->1<!--/-->", 1, "stands in a heading"),
        ("It is <!--= a -->1<!--/-->\n----", 1, "stands in a heading"),
        ("It is $x = <!--= a -->1<!--/-->$.", 1, "stands in a formula"),
        ("It is\n\n$$\nx = <!--= a -->1<!--/-->\n$$\n", 4, "stands in a formula"),
        ("It is\n\n$$\nx,\n\ny = <!--= a -->1<!--/-->\n$$\n", 6, "stands in a formula"),
        ("It is [so](a.md#<!--= a -->1<!--/-->).", 1, "stands in a link's address"),
        ("It is <!--= a -->1.\n\nMore <!--= b -->2<!--/-->.", 1, "'a' is not closed"),
        ("It is <!--= a -->1.\n\nMore<!--/--> of it.", 1, "'a' is not closed"),
        ("It is <!--= a -->1 and <!--= b -->2<!--/-->.", 1, "'a' is not closed"),
        ("It is <!--= a -->1.", 1, "'a' is not closed"),
        ("It is 1<!--/-->.", 1, "closes no mark"),
        ("It is <!--=a-->1<!--/-->.", 1, "is no mark of one line"),
        ("It is <!-- = a -->1<!--/-->.", 1, "is no mark of one line"),
        ("It is <!--= a b -->1<!--/-->.", 1, "is no mark of one line"),
        ("It is <!--= a() -->1<!--/-->.", 1, "is no mark of one line"),
        ("It <!--? a >\n b -->is<!--/--> so.", 1, "is no mark of one line"),
        ("It is <!--= a", 1, "is no mark of one line"),
    ],
)  # fmt: skip
def test_a_mark_that_would_show_or_break_is_refused_with_its_line(text, line, words):
    _, problems = marks.find(f"Text.\n\n{text}\n")
    assert (line + 2, True) in [(at, words in sentence) for at, sentence in problems]


def shown(text):
    """What a page, Jupyter, Colab or a code host makes of a text, without its comments."""
    html = MarkdownIt("commonmark").enable("table").render(text)
    return re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)


def test_a_reader_sees_the_words_and_no_trace_of_a_mark():
    prose = PAGE.split("---\n", maxsplit=2)[2].split("Here `")[0]
    plain = re.sub(r"<!--.*?-->", "", prose)
    assert plain != prose
    assert shown(prose) == shown(plain)


@pytest.mark.parametrize("text", ["- <!--= a -->**1**<!--/--> is", "A\n<!--= a -->*1*<!--/--> is"])
def test_what_is_refused_at_the_start_of_a_line_does_break_it(text):
    assert shown(text) != shown(re.sub(r"<!--.*?-->", "", text))


def test_the_pairing_keeps_the_comments_byte_for_byte(tmp_path):
    source = tmp_path / "book" / "seeing" / "waves.md"
    source.parent.mkdir(parents=True)
    source.write_text(PAGE)
    cells = json.loads(sync.notebook_text(source))["cells"]
    written = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    comments = re.findall(r"<!--.*?-->", PAGE.split("```")[0])
    assert re.findall(r"<!--.*?-->", written) == comments
    assert len(comments) == 13
