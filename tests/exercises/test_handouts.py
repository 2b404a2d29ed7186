"""What is handed out stands alone: names, formulas and links are there."""

import ast
import builtins
import re

import pytest

from tests.exercises.chapters import CHAPTERS, setup
from tools import cutting, exercises, handouts

FIELDS = {"power", "rate", "power_residual", "rate_residual"}  # of what fitted_decay gives
OWN_CODE = re.compile(r"`([^`]+)`")


def texts(chapter):
    """Text of each exercise of a hand-out, and its answer's cell."""
    cells = cutting.cut(chapter).cells
    starts = [i for i, cell in enumerate(cells) if cell.source.startswith("### Exercise ")]
    return [(cells[i].source, cells[i + 1].source) for i in starts]


def unknown(code: str, names: dict) -> list[str]:
    """Names of an expression that do not lead anywhere, but for those that stand for arguments."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return []  # a piece, such as `.real`
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    whole = [node.value for node in tree.body if isinstance(node, ast.Expr)]
    missing = []
    for name in map(ast.unparse, [*whole, *(call.func for call in calls)]):
        if all(part.isidentifier() for part in name.split(".")):
            try:
                eval(name, dict(names))
            except (NameError, AttributeError):
                missing.append(name)
    for argument in (argument for call in calls for argument in call.args):
        names.setdefault(ast.unparse(argument), None)
    return missing


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_name_that_a_handout_mentions_is_there(chapter):
    for text, answer in texts(chapter):
        names = setup(chapter) | dict.fromkeys(FIELDS) | vars(builtins)
        if answer.startswith("def "):
            (function,) = ast.parse(answer).body
            names |= dict.fromkeys([function.name, *(arg.arg for arg in function.args.args)])
        spans = sorted(OWN_CODE.findall(text), key=lambda code: "(" not in code)
        missing = [name for code in spans for name in unknown(code, names)]
        assert not missing, f"{text.splitlines()[0]}: {missing}"


def test_a_name_that_is_not_there_is_found():
    assert unknown("missing.attribute", {}) == ["missing.attribute"]
    assert unknown("math.nothing(x)", {"math": __import__("math")}) == ["math.nothing"]
    assert unknown("print(x)", {}) == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_formula_that_a_handout_names_stands_below_its_text(chapter):
    known = handouts.formulas(exercises.read(chapter))
    for text, answer in texts(chapter):
        for number in handouts.mentioned(text + "\n" + answer):
            assert known[number] in text
            assert rf"\tag{{{number}}}" in text


def test_an_exercise_that_names_a_formula_gets_it():
    texts_of_turning = dict(enumerate(texts("book/learning/turning_the_order"), start=1))
    assert r"\mu_k = \cos\tfrac{k\pi}{n}" in texts_of_turning[1][0]
    with pytest.raises(KeyError):
        handouts.with_formulas("See (99).", ["99"], {})


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_handout_leads_to_its_chapter_and_has_no_link_that_leads_nowhere(chapter):
    cells = cutting.cut(chapter).cells
    assert f"]({handouts.address(chapter)})" in cells[0].source
    for cell in cells:
        if cell.cell_type == "markdown":
            assert all(
                url.startswith("https://") for url in re.findall(r"\]\(([^)]*)\)", cell.source)
            )


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_section_that_a_handout_names_is_one_of_the_chapter(chapter):
    headings = {
        line.removeprefix("## ")
        for cell in exercises.read(chapter).cells
        for line in cell.source.splitlines()
        if line.startswith("## ")
    }
    for text, _ in texts(chapter):
        assert {*re.findall(r"section \*([^*]+)\*", text)} <= headings
        assert "section on" not in text
