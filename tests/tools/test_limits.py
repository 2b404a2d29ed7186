"""The limits of a chapter: its words and sentences, its cells, and one table of them all."""

import re

import pytest

from tools import cells, check_cells, lengths, words
from tools.first_cell import MARKER
from tools.pages import FIRST_EDITION, notebooks

SHORT = "One two three four five six seven eight nine ten. "
TEXT = """---
kernelspec: {name: python3}
---
# Waves come first

What is it, *really*? It is `one` of $x + y$ and [two words](a/long/address.md).

```{code-cell} ipython3
words = "that are not counted"
```

![Three words here](picture.png)

| a | b |
|---|---|
| in a | table |

<details><summary>Fine print: a control</summary>

Fine words are <!--= counted -->five<!--/--> here.

</details>

$$
x = y
$$

## Exercises

### Exercise 1: Of it

*easy · 10 minutes · 2 points*

Say (e.g. here) what.

## Further reading

A book.
"""


def test_words_are_counted_where_they_stand():
    found = lengths.measured(TEXT).words
    assert found == {
        "prose": 3 + 4 + 8 + 2 + 3 + 2 + 2,
        "fine print": 4 + 5,
        "exercises": 1 + 4 + 4,
    }


def test_sentences_are_those_that_a_reader_sees():
    blocks = words.blocks(TEXT)
    seen = [re.sub(r" +", " ", s) for block in blocks for s in words.sentences(block)]
    assert seen == [
        "What is it, *really*?",
        "It is X of X and [two words] .",
        "Fine words are five here.",
        "Say (e.g. here) what.",
        "A book.",
    ]
    assert lengths.measured(TEXT)[1:] == (23 / 5, 8)


def test_a_question_in_a_sentence_does_not_end_it():
    (block,) = words.blocks('It asks "why?" and goes on. Then it ends.')
    assert len([*words.sentences(block)]) == 2


def test_items_of_a_list_are_no_one_sentence():
    (one, two), (three,) = (
        [*words.sentences(block)] for block in words.blocks("- It is.\n  It was.\n- Not so\n")
    )
    assert (one, two, three) == ("It is.", "It was.", "Not so")


LONG = "word " * 34
YES = "Yes. " * 9
FORM, OPEN = "the fold is not of this form", "# A\n\n<details><summary>B</summary>"
HEADING = "One two three four five six seven eight nine ten"
CELL = "```{code-cell} ipython3\n1\n```"
BRACKET = "(A second thought.)"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (f"# A\n\n{SHORT * 199}", None, ""),
        (f"# A\n\n{SHORT * 200}", 1, "2,001 words of prose; at most 2,000"),
        (f"# A\n\n## Exercises\n\n{SHORT * 201}", None, ""),
        (f"{OPEN}\n\n{SHORT * 59}\n\n</details>", None, ""),
        (f"{OPEN}\n\n{SHORT * 60}\n\n</details>", 1, "601 words of fine print"),
        (f"# A\n\nIt\n{LONG}. {YES}", None, ""),
        (f"# A\n\nIt is\n{LONG}. {YES}", 3, "36 words in 'It is word word word word …'"),
        (f"# A\n\n## Exercises\n\nIt is {LONG}. {YES}", 5, "36 words in"),
        ("# A\n\n" + "word " * 20 + "end. " + "Word " * 20 + "end.", 1, "21.0 words in a sentence"),
        (f"# A\n\nIt is. {BRACKET}", 3, "'(A second thought.) …' stands in brackets"),
        ("# A\n\n(One. Two.) Three.", 3, "'(One. …' stands in brackets"),
        ("# A\n\nIt is (so). (2) is an equation.", None, ""),
        (f"# {HEADING}", None, ""),
        (f"# {HEADING} eleven", 1, "more than 10 words"),
        (f"## Exercises\n\n### Exercise 10: {HEADING}", None, ""),
        ("# A\n\n<details>\n<summary>B</summary>\n\nC.\n\n</details>", 3, FORM),
        (f"{OPEN}\nC.\n\n</details>", 3, FORM),
        ("# A\n\nB <details><summary>C</summary>\n\nD.\n\n</details>", 3, FORM),
        (f"{OPEN}\n\nC.\n</details>", 3, FORM),
        (f"{OPEN}\n\n{CELL}\n\n</details>", 3, "a cell stands in the fold"),
    ],
)  # fmt: skip
def test_what_of_the_prose_passes_a_limit_is_said_with_its_line(text, line, said):
    found = lengths.problems(text.replace(" .", "."))
    assert [(at, said in sentence) for at, sentence in found] == ([(line, True)] if line else [])


def cell(kind, *lines, alt=""):
    image = f"---\nmystnb:\n  image:\n    alt: {alt}\ntags: [{kind}]\n---\n"
    head = image if alt else f":tags: [{kind}]\n\n" if kind else ""
    return "```{code-cell} ipython3\n" + head + "\n".join(lines) + "\n```\n\n"


def said_of(*cells_):
    (only,) = cells.read("# A\n\n" + "".join(cells_))
    return [*cells.problems(only)]


KNOB = 'width = 40  #@param {type:"slider", min:5, max:200, step:5, and: "more than 68 columns"}'


@pytest.mark.parametrize(
    ("kind", "lines", "said"),
    [
        ("code", ["x = 1"] * 8, None),
        ("code", ["x = 1", "", "", *["x = 1"] * 7], None),
        ("code", ["x = 1"] * 9, "9 lines in a cell of kind code; at most 8"),
        ("code", [f"x = '{'y' * 62}'"], None),
        ("code", [f"x = '{'y' * 63}'"], "is longer than 68 columns"),
        ("naive", ["x = 1"] * 20, None),
        ("live", ["x = 1"] * 21, "21 lines in a cell of kind live; at most 20"),
        ("picture", ["x = 1"] * 4, "4 lines in a cell of kind picture; at most 3"),
        ("verdicts", ["x = 1"] * 2, "at most 1"),
        ("computed", ["x = 1"] * 2, "at most 1"),
        ("generated", ["x = 1"] * 2, "at most 1"),
        ("setup", ["x = 1"] * 25 + [MARKER] + ["y = 1"] * 20, None),
        ("setup", [f"x = '{'y' * 63}'", MARKER] + ["y = 1"] * 21, "21 lines in a cell of kind"),
        ("try", [KNOB, "pictures.fit(width)"], None),
        ("try", ["pictures.fit(40)"], "a line for each knob"),
        ("try", ["width = 40", "pictures.fit(width)"], "a line for each knob"),
        ("try", [KNOB, "width"], "a line for each knob"),
        ("try", [KNOB, "pictures.fit(width)", "pictures.fit(width)"], "a line for each knob"),
        ("try", [KNOB] * 6 + ["pictures.fit(width)"], "7 lines in a cell of kind try; at most 6"),
        ("solution", ["import math", "def middle_solution(v):", "    print(v)"], None),
        ("solution", ["def middle_solution(v):", "    pass", "say('3')"], "a solution is silent"),
        ("solution", ["x = 1", "assert check_x(x)"], "a solution is silent"),
        ("hero", ["pictures.hero()"], "the hero needs mystnb: image: alt:"),
        ("", ["x = 1"], "its tags are []; give it one of setup, hero, code"),
        ("code, live", ["x = 1"], "its tags are ['code', 'live']"),
        ("code, hide-input", ["x = 1"], "its tags are ['code', 'hide-input']"),
        ("code, raises-exception", ["x = 1"], None),
        ("code", ["x ="], "it is no Python"),
    ],
)  # fmt: skip
def test_what_of_a_cell_passes_a_limit_is_said(kind, lines, said):
    found = said_of(cell(kind, *lines))
    assert [said in sentence for sentence in found] == ([True] if said else []), found


def test_a_hero_that_says_what_is_seen_is_in_order():
    assert said_of(cell("hero", "pictures.hero()", alt="A wave")) == []


HEADER = "---\nkernelspec:\n  display_name: Python 3\n  name: python3\n---\n\n"
SETUP, HERO = cell("setup", MARKER), cell("hero", "pictures.hero()", alt="A wave")
TRY, LIVE = cell("try", KNOB, "pictures.fit(width)"), cell("live", "train()")
GOOD = f"{HEADER}# A\n\n{SETUP}{HERO}A wave.\n\n## B\n\n{TRY * 3}{LIVE}C.\n"


@pytest.fixture
def book(tmp_path):
    """A book of one chapter and one page of the reference; gives what writes and checks one."""
    for folder in ("seeing", "reference", "_static/heroes"):
        (tmp_path / "book" / folder).mkdir(parents=True)
    (tmp_path / "_toc.yml").write_text(
        "root: book/seeing/waves\nchapters: [file: book/reference/zoo]\n"
    )
    for name in ("seeing/waves", "reference/zoo"):
        (tmp_path / "book" / f"{name}.ipynb").write_text("{}")
    still = tmp_path / "book" / "_static" / "heroes" / "waves.png"
    still.write_bytes(b"1" * 150_000)

    def said(text, page="book/seeing/waves"):
        (tmp_path / f"{page}.md").write_text(text)
        return check_cells.problems(page, tmp_path)

    return said, still


def test_a_chapter_in_order_has_no_problem(book):
    said, _ = book
    assert said(GOOD) == []


@pytest.mark.parametrize(
    ("right", "wrong", "words_"),
    [
        (SETUP + HERO, HERO + SETUP, ["the first code cell is tagged setup, and no other one"]),
        (LIVE, LIVE + SETUP, ["the first code cell is tagged setup, and no other one"]),
        (HERO, "", ["0 cells of kind hero; exactly one, before the first section"]),
        (HERO, HERO * 2, ["2 cells of kind hero"]),
        (f"{HERO}A wave.\n\n## B\n\n", f"A wave.\n\n## B\n\n{HERO}", ["before the first section"]),
        (TRY * 3, TRY * 2, ["2 cells of kind try; at least 3"]),
        (LIVE, "", ["0 cells of kind live; at least 1"]),
        (LIVE, LIVE + cell("generated", "x()"), [":56: generated is for the pages of the"]),
        ("A wave.", BRACKET, [":25: '(A second thought.) …' stands in brackets"]),
        (LIVE, LIVE + cell("code", *["x = 1"] * 9), [":56: 9 lines in a cell of kind code"]),
    ],
)  # fmt: skip
def test_what_is_missing_or_too_much_is_said(book, right, wrong, words_):
    said, _ = book
    assert right in GOOD
    found = said(GOOD.replace(right, wrong))
    assert [word in sentence for word, sentence in zip(words_, found, strict=True)] == [True]
    assert found[0].startswith("book/seeing/waves.md:")


def test_a_still_that_is_missing_or_too_large_is_said(book):
    said, still = book
    still.write_bytes(b"1" * 150_001)
    (large,) = said(GOOD)
    assert "book/_static/heroes/waves.png has more than 150 KB" in large
    still.unlink()
    (missing,) = said(GOOD)
    assert "book/_static/heroes/waves.png is not there; make hero draws it" in missing


def test_a_page_of_the_reference_has_cells_of_one_line_and_prose_of_any_length(book):
    said, _ = book
    line, page = cell("generated", "say(x())"), "book/reference/zoo"
    assert said(f"{HEADER}# A\n\n{SETUP}{line}It is {LONG}. {BRACKET}", page) == []
    (long,) = said(f"{HEADER}# A\n\n{SETUP}{line}{cell('code', 'x = 1', 'x = 1')}", page)
    assert "2 lines; each cell of a page that is made has one" in long


def test_a_page_of_the_reference_that_is_a_readers_code_keeps_the_limits_and_needs_no_hero(book):
    said, _ = book
    page, start = "book/reference/zoo", f"{HEADER}# A\n\n{SETUP}"
    eight = cell("code", *["x = 1"] * 8)
    assert said(f"{start}It is.\n\n{eight}{TRY}{LIVE}", page) == []
    (long,) = said(f"{start}It is {LONG}. {YES}\n\n{eight}", page)
    assert "36 words in 'It is word" in long
    (much,) = said(f"{start}It is.\n\n{cell('code', *['x = 1'] * 9)}", page)
    assert "9 lines in a cell of kind code; at most 8" in much


def test_one_table_tells_how_long_every_chapter_is(capsys):
    rows = check_cells.table().splitlines()[1:]
    assert [row.split()[0] for row in rows] == ["page", *notebooks()]
    assert rows[0].split() == check_cells.COLUMNS
    numbers = check_cells._row("book/x", GOOD)
    assert numbers == ["book/x", "5", "0", "1.5", "2", "6", "2", "1"]


def test_the_list_of_pages_that_are_not_written_anew_can_only_get_shorter():
    assert [page for page in FIRST_EDITION if not check_cells.problems(page)] == []
    assert set(FIRST_EDITION) <= set(notebooks())


def test_every_page_that_is_written_anew_keeps_the_limits():
    new = [page for page in notebooks() if page not in FIRST_EDITION]
    assert [what for page in new for what in check_cells.problems(page)] == []
