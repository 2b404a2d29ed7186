"""Prose is held against what was measured: marks, names, and numbers that are typed."""

import time

import pytest

from fourierbook import settings
from tools import marked, page_numbers, prose, recorded, typed_numbers

HEADER = "---\nkernelspec:\n  display_name: Python 3\n  name: python3\n---\n"
NUMBERS = '''"""What the page on waves says."""

from fourierbook.signal.filters import square_low_pass

CUT = 0.45


def high():
    return 0.5243


def low():
    return "three in ten"


def images():
    return 10_000


def _private():
    return 1


class Kept:
    pass
'''
TEXT = f"""{HEADER}
# Waves

It names <!--= high -->0.52<!--/--> of <!--= images -->10,000<!--/--> images,
so <!--? high > 0.45 -->about half<!--/-->, and <!--= low -->three in ten<!--/--> of others.
"""


@pytest.fixture
def book(tmp_path):
    """A book of one chapter, in order; gives its root and what writes its text."""
    (tmp_path / "book" / "seeing").mkdir(parents=True)
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "prose_numbers.toml").write_text("[everywhere]\n")
    numbers = page_numbers.file_of("book/seeing/waves", tmp_path)
    numbers.parent.mkdir(parents=True)
    numbers.write_text(NUMBERS)

    def write(text, name="seeing/waves"):
        (tmp_path / "book" / f"{name}.md").write_text(text)
        return prose.problems(tmp_path)

    assert write(TEXT) == []
    return tmp_path, write


@pytest.mark.parametrize(
    ("right", "wrong", "line", "words"),
    [
        ("0.52<", "0.53<", 9, "high is 0.52, the text says '0.53'; run make sync"),
        ("= high", "= hihg", 9, "numbers.py defines no hihg; did you mean high?"),
        ("= high", "= zebra", 9, "numbers.py defines no zebra, with a function of this name"),
        ("> 0.45", "> 0.6", 10, "'high > 0.6' is false (high = 0.5243); rewrite 'about half'"),
        ("high > 0.45", "2 > 1", 10, "it names no number, so that nothing could make it false"),
        ("high > 0.45", "high", 10, "'high' is no yes or no"),
        ("high > 0.45", "low > 0.45", 10, "compares words with a number"),
        ("= high -->0.52<!--/-->", "= high -->0.52", 9, "'high' is not closed"),
        ("It names ", "- ", 9, "first in a line or list item"),
        ("of others", "of 3 seeds", 10, "'3 seeds' is typed; mark it"),
        ("of others", "of 0.25", 10, "'0.25' is typed; mark it"),
        ("about half", "0.52 of it", 10, "'0.52' is typed; mark it"),
    ],
)
def test_what_is_not_true_is_found_with_its_file_and_line(book, right, wrong, line, words):
    _, write = book
    found = write(TEXT.replace(right, wrong))
    assert [
        sentence.startswith(f"book/seeing/waves.md:{line}: ")
        for sentence in found
        if words in sentence
    ] == [True], found


def test_a_name_that_no_mark_uses_is_found_with_its_line(book):
    _, write = book
    (problem,) = write(TEXT.replace("<!--= low -->three in ten<!--/-->", "some"))
    line = NUMBERS.splitlines().index("def low():") + 1
    assert problem == f"fourierbook/pages/waves/numbers.py:{line}: no mark uses low(); take it out"


def test_a_name_that_a_condition_alone_uses_is_used_and_one_in_words_is_not(book):
    _, write = book
    guard = "<!--? low == 'three in ten' -->some<!--/-->"
    assert write(TEXT.replace("<!--= low -->three in ten<!--/-->", guard)) == []
    (problem,) = write(TEXT.replace("<!--= low -->three in ten<!--/-->", "low"))
    assert "no mark uses low()" in problem


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("return 0.5243", "high cannot be computed: ZeroDivisionError: division by zero"),
        ("raise", "waves/numbers.py cannot be loaded: RuntimeError: no"),
        ("None", "high gives None; it gives a number"),
        ("nan", "high gives nan; it gives a number"),
        ("pipe", "high gives 'a | b'; it gives a number, or words of one line"),
    ],
)
def test_a_name_that_gives_nothing_to_say_is_found(book, broken, words):
    root, write = book
    new = {
        "return 0.5243": "return 1 / 0",
        "raise": "return 1\n\n\nraise RuntimeError('no')",
        "None": "return None",
        "nan": "return float('nan')",
        "pipe": "return 'a | b'",
    }[broken]
    page_numbers.file_of("waves", root).write_text(NUMBERS.replace("return 0.5243", new))
    assert any(words in sentence for sentence in write(TEXT))


def test_sync_writes_numbers_and_leaves_words_for_a_person(book, capsys):
    root, write = book
    old = TEXT.replace(">0.52<", "><").replace(">10,000<", ">200<").replace("> 0.45", "> 0.9")
    write(old.replace("= low", "= lo"))
    (false, unknown) = prose.write(root)
    assert "book/seeing/waves.md:10: 'lo': numbers.py defines no lo" in unknown
    assert "is false" in false
    text = (root / "book" / "seeing" / "waves.md").read_text()
    assert text == TEXT.replace("> 0.45", "> 0.9").replace("= low", "= lo")
    assert capsys.readouterr().out == "wrote the numbers of book/seeing/waves.md\n"
    prose.write(root)
    assert capsys.readouterr().out == ""


def test_a_page_without_a_chapter_of_its_own_has_marks_too(book):
    root, write = book
    numbers = page_numbers.file_of("book/intro", root)
    numbers.parent.mkdir()
    numbers.write_text("def papers():\n    return 9\n")
    assert write("# Start\n\nOf <!--= papers -->9<!--/-->.\n", "intro") == []
    (problem,) = write("# Start\n\nOf <!--= papers -->8<!--/-->.\n", "intro")
    assert problem.startswith("book/intro.md:3: papers is 9")
    (problem,) = write(
        "# Start\n\nOf <!--= networks -->8<!--/--> and <!--= papers -->9<!--/-->.\n", "intro"
    )
    assert "numbers.py defines no networks" in problem


def test_a_verdict_is_the_ledgers_word_with_a_link_around_it(book, monkeypatch):
    from fourierbook.ledger import claims

    _, write = book
    row = claims.ledger()[0]
    word = claims.verdicts([row])[row.id].verdict
    line = f"\nThe claim [<!--= verdict.{row.id} -->{word}<!--/-->](../claims.ipynb#{row.id}).\n"
    assert write(TEXT + line) == []
    guard = f"\nSo <!--? verdict.{row.id} == '{word}' -->it is<!--/-->.\n"
    assert write(TEXT + guard) == []
    (stale,) = write(TEXT + line.replace(f">{word}<", ">was tried<"))
    assert f"verdict.{row.id} is {word}, the text says 'was tried'" in stale
    (unknown,) = write(TEXT + line.replace(row.id, f"{row.id}_of_mine"))
    assert f"no claim '{row.id}_of_mine'; near it: {row.id}" in unknown


def test_three_hundred_marks_compute_each_name_once_and_are_checked_in_two_seconds():
    calls = []

    def number(name):
        return lambda: calls.append(name) or 0.5

    found = {f"name_{n}": number(n) for n in range(30)} | {
        "wrong": lambda: calls.append("w") or None
    }
    line = (
        "Then $x^2$ and <!--= name_{0} -->0.50<!--/--> of `it`, <!--? name_{0} < 1 -->less<!--/-->."
    )
    text = "\n\n".join(line.format(n % 30) for n in range(150))
    start = time.perf_counter()
    assert marked.problems(text, found) == []
    assert sorted(calls) == list(range(30))
    seconds = time.perf_counter() - start
    assert len(marked.problems("A <!--= wrong -->1<!--/-->.\n\n" * 20, found)) == 20
    assert calls.count("w") == 1
    print(f"{300} marks in {seconds:.3f} s")  # a machine may be busy: seen, not asserted


def test_only_what_ships_is_read_and_each_result_once(monkeypatch, tmp_path):
    from fourierbook import experiments
    from fourierbook.results import store

    monkeypatch.setenv("FOURIERBOOK_RESULTS", str(tmp_path))
    experiment, read = experiments.EXPERIMENTS["noisy_waves"], []
    monkeypatch.setattr(store, "find", lambda *asked: read.append(asked))
    with recorded.only_recorded():
        assert settings.results_folder() != tmp_path
        store.largest(experiment)
        asked = len(read)
        store.largest(experiment)
        assert len(read) == asked > 0
    assert settings.results_folder() == tmp_path
    store.largest(experiment)
    assert len(read) == 2 * asked


PAGE = """---
kernelspec: {name: python3}
version: 0.5
---
# Waves
The network keeps 91.2 % of the images,
and 0.25 of the rest. See [arXiv](https://arxiv.org/abs/1906.08988), arXiv:1906.08988v3,
$r = 0.5$, `radius=0.5`, 16 frequencies, version 3.2.1.

$$
f = 0.75
$$

```{code-cell} ipython3
:tags: [hide-input]
x = 0.125
```
It is 5 percent, or
95 % in all.
"""


def test_decimals_and_percentages_are_found_in_prose_alone():
    assert typed_numbers.numbers(PAGE) == [
        (6, "91.2 %"), (7, "0.25"), (18, "5 percent"), (19, "95 %"),
    ]  # fmt: skip


def test_an_allowed_phrase_covers_the_number_in_it_and_no_other():
    left = typed_numbers.numbers(PAGE, ["5 percent, or 95 %", "keeps 0.25"])
    assert left == [(6, "91.2 %"), (7, "0.25")]


def test_a_phrase_covers_a_number_and_one_that_no_page_says_any_more_is_found(book):
    root, write = book
    allowed = root / "tools" / "prose_numbers.toml"
    allowed.write_text(
        '["book/seeing/waves"]\n"to 0.9" = "why"\n"0.25 of" = "why"\n["book/gone"]\n'
    )
    assert write(f"{TEXT}\nIt goes\nto\n0.9.\n") == [
        "tools/prose_numbers.toml: book/seeing/waves.md does not say '0.25 of' any more; "
        "take it out",
        "tools/prose_numbers.toml: book/gone is no chapter",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("of 10,000 of them", ["10,000"]),
        ("in 178 of 452 pairs", ["178 of 452"]),
        ("over 3 seeds and 40 trained networks", ["3 seeds", "40 trained networks"]),
        ("at step 120, wave 3 of the picture of 2019", []),
        ("the 15 × 15 images, 32 × 32 pixels, 5 frequencies", []),
        ("of <!--= n -->3<!--/--> seeds, <!--? n > 2 -->of more than 2 runs<!--/-->", []),
        ("of <!--? n > 2 -->4 runs<!--/-->", ["4 runs"]),
        ("$n = 3$ runs, `3 runs`, [runs](3-runs.md)", []),
        (
            "## Exercises\n\n*easy · 10 minutes · 2 points*\n\nOf 3 runs.\n\n## More\n\nIn 4 runs",
            ["4 runs"],
        ),
    ],
)
def test_a_count_without_a_mark_is_found_but_in_exercises(text, found):
    assert [what for _, what in typed_numbers.numbers(text, counts=True)] == found
    assert typed_numbers.numbers(text) == []


def test_the_counts_of_a_page_of_the_first_edition_may_stand_as_they_are(book, monkeypatch):
    _, write = book
    assert len(write(f"{TEXT}\nOf 3 seeds.\n")) == 1
    monkeypatch.setattr(prose, "FIRST_EDITION", ["book/seeing/waves"])
    assert write(f"{TEXT}\nOf 3 seeds.\n") == []
    (problem,) = write(f"{TEXT}\nOf 0.3.\n")
    assert "'0.3' is typed; let a cell say it" in problem


def test_the_prose_of_the_book_is_what_was_measured():
    assert prose.problems() == []
