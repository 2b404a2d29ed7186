"""Every exercise of every chapter: the solution is right, wrong answers and the stub are not."""

import re

import pytest

from tests.exercises.chapters import CASES, CHAPTERS, check, checks, setup, wrong_answers
from tools import exercises, instructors
from tools.pages import FIRST_EDITION


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_has_four_exercises_that_check_themselves_and_one_that_a_person_grades(chapter):
    found = exercises.exercises(exercises.read(chapter))
    assert sum(bool(own.name) for own in found) >= 4
    assert any(not own.name for own in found)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_check_belongs_to_an_exercise_and_every_wrong_answer_too(chapter):
    names = {own.name for own in exercises.exercises(exercises.read(chapter)) if own.name}
    module = vars(checks(chapter))
    assert {name.removeprefix("check_") for name in module if name.startswith("check_")} == names
    wrong = (re.fullmatch(r"(\w+)_wrong_\d+", name) for name in vars(wrong_answers(chapter)))
    assert {match[1] for match in wrong if match} == names


@pytest.mark.parametrize(("chapter", "own"), CASES)
def test_the_solution_is_right(chapter, own, capsys):
    names = setup(chapter)
    exec(own.solution, names)
    capsys.readouterr()
    assert check(chapter, own)(names[f"{own.function}_solution"]) is True
    assert capsys.readouterr().out.startswith("Right: ")
    shown = chapter in FIRST_EDITION  # since then the page's solutions are silent
    assert (f"assert check_{own.name}({own.function}_solution)" in own.solution) == shown


@pytest.mark.parametrize(("chapter", "own"), CASES)
def test_the_empty_answer_is_not_answered_yet(chapter, own, capsys):
    names = setup(chapter)
    exec(own.answer.source, names)
    for empty in (names[own.function], ...):
        assert check(chapter, own)(empty) is False
        assert capsys.readouterr().out.startswith("Not answered yet")


@pytest.mark.parametrize(("chapter", "own"), CASES)
def test_two_wrong_answers_or_more_name_their_misconceptions_and_are_found_wrong(
    chapter, own, capsys
):
    module = vars(wrong_answers(chapter))
    wrong = [module[name] for name in module if name.startswith(f"{own.name}_wrong_")]
    assert len({answer.__doc__.strip() for answer in wrong}) >= 2
    for answer in wrong:
        assert check(chapter, own)(answer) is False
        said = capsys.readouterr().out
        assert said.startswith("Not right yet: "), answer.__name__
        assert "your function stops" not in said, f"{answer.__name__} is wrong for another reason"
        assert re.search(r"\nCalled with \w+ = .*your\sfunction\sgave\s", said, re.DOTALL)


def test_the_instructors_table_is_that_of_the_chapters():
    page = (exercises.ROOT / "book" / "instructors.md").read_text()
    assert instructors.table() in page, "run make assignments, which writes the table"


def test_the_instructors_page_says_what_to_look_for_in_each_open_exercise_and_no_other():
    found = (own for name in CHAPTERS for own in exercises.exercises(exercises.read(name)))
    assert {*instructors.looked_for()} == {own.title for own in found if not own.name}
