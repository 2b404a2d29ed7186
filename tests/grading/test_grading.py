"""The whole way with the real nbgrader: cut, hand out, hand in, grade, read the grades."""

import functools
import importlib.util
import inspect
import re
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from tools import assignments, exercises

CHAPTERS = {chapter.rsplit("/", 1)[-1]: chapter for chapter in exercises.chapters()}
FIRST, *OTHERS = CHAPTERS
WRONG_ANSWERS = Path(__file__).parents[1] / "exercises"
SECONDS = 40  # a cell; more than the set-up needs on a busy machine
pytestmark = pytest.mark.timeout(1800)  # one fixture does all the grading
AT_THE_TOP = {
    "crashing": "import os; os._exit(1)",
    "endless": "import time\nwhile True: time.sleep(0.1)",
    "flooding": "while True: print('flood' * 100)",
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("grading") / "course"
    assert assignments.write(folder) == list(CHAPTERS)
    return folder


@pytest.fixture(scope="module")
def graded(course):
    """Return a function: what the graders say about a chapter whose right answers are handed in."""

    @functools.cache
    def grade(name):
        submit(course, name, "right", solved)
        if name == FIRST:
            submit(course, FIRST, "blank", lambda own: own.answer.source)
            submit(course, FIRST, "wrong", mistaken)
            for student, code in AT_THE_TOP.items():
                submit(course, FIRST, student, lambda own, code=code: spoiled(own, code))
        return assignments.nbgrader(course, "autograde", name, f"--Execute.timeout={SECONDS}")

    return grade


def test_what_is_handed_out_holds_every_exercise_and_no_solution(course):
    for name, chapter in CHAPTERS.items():
        released = nbformat.read(course / "release" / name / f"{name}.ipynb", as_version=4)
        text = "\n".join(cell.source for cell in released.cells)
        for own in found(chapter):
            assert own.text.split("](")[0] in text  # behind that, links lead elsewhere
            assert own.answer.source in text
            assert own.name in text
        assert "_solution" not in text
        assert "BEGIN SOLUTION" not in text
        assert "NotImplementedError" not in text


@pytest.mark.parametrize(
    "name", [FIRST, *(pytest.param(name, marks=pytest.mark.nightly) for name in OTHERS)]
)
def test_right_answers_get_all_points_but_those_that_a_person_gives(course, graded, name):
    assert graded(name).returncode == 0 or name == FIRST, graded(name).stderr
    own = found(CHAPTERS[name])
    assert grades(course, name, "right") == {f"check_{e.name}": e.points for e in own if e.name}
    with gradebook(course) as book:
        submission = book.find_submission(name, "right")
        assert submission.max_score == sum(e.points for e in own)
        assert submission.needs_manual_grade


@pytest.mark.parametrize("student", ["blank", "wrong"])
def test_blank_and_wrong_answers_get_no_points(course, graded, student):
    graded(FIRST)
    points = grades(course, FIRST, student)
    assert {f"check_{own.name}" for own in found(FIRST_CHAPTER) if own.name} <= set(points)
    assert set(points.values()) == {0}


@pytest.mark.parametrize("student", ["endless", "flooding"])
def test_a_cell_without_end_costs_its_own_exercise_alone(course, graded, student):
    graded(FIRST)
    spoilt, *others = (own for own in found(FIRST_CHAPTER) if own.name)
    expected = {f"check_{own.name}": own.points for own in others}
    assert grades(course, FIRST, student) == {f"check_{spoilt.name}": 0, **expected}


def test_a_flood_of_output_is_cut_off(course, graded):
    graded(FIRST)
    notebook = course / "autograded" / "flooding" / FIRST / f"{FIRST}.ipynb"
    outputs = [o for cell in nbformat.read(notebook, 4).cells for o in cell.get("outputs", [])]
    assert 50_000 < sum(len(output.get("text", "")) for output in outputs) < 110_000
    assert any("printed more than" in output.get("evalue", "") for output in outputs)


def test_a_crash_is_reported_with_its_student_and_stops_nobody_else(course, graded):
    said = graded(FIRST)
    assert said.returncode != 0
    assert re.search(r"error processing assignment '\w+' for student 'crashing'", said.stderr)
    assert said.stderr.count("for student") == 1
    assert not (course / "autograded" / "crashing" / FIRST).exists()
    with gradebook(course) as book:
        assert book.find_submission(FIRST, "crashing").score == 0


FIRST_CHAPTER = CHAPTERS[FIRST]


def found(chapter: str) -> list[exercises.Exercise]:
    return exercises.exercises(exercises.read(chapter))


def solved(own: exercises.Exercise) -> str:
    """The solution's function, under the name that the exercise asks for."""
    function, *_ = own.solution.split("\nassert ", maxsplit=1)
    return function.replace(f"{own.function}_solution", own.function)


def mistaken(own: exercises.Exercise) -> str:
    file = WRONG_ANSWERS / f"{FIRST}.py"
    specification = importlib.util.spec_from_file_location("wrong", file)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    source = inspect.getsource(vars(module)[f"{own.name}_wrong_1"])
    return source.replace(f"{own.name}_wrong_1", own.function)


def spoiled(own: exercises.Exercise, code: str) -> str:
    """The right answers, but for the first one, whose cell never comes to its function."""
    first = next(one for one in found(FIRST_CHAPTER) if one.name)
    return f"{code}\n{solved(own)}" if own.name == first.name else solved(own)


def submit(course: Path, name: str, student: str, answer) -> None:
    """Hand in the released notebook with every answer's cell, and some other, written anew."""
    notebook = nbformat.read(course / "release" / name / f"{name}.ipynb", as_version=4)
    answers = {own.answer.metadata["nbgrader"]["grade_id"]: own for own in found(CHAPTERS[name])}
    for cell in notebook.cells:
        own = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
        if student == "wrong" and cell.source.startswith("from fourierbook.exercises"):
            cell.source = "pass  # in the place of the check"
        if own and own.name:
            cell.source = answer(own)
        elif own and student != "blank":
            cell.source = "An argument for a person to read."
    folder = course / "submitted" / student / name
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{name}.ipynb")


def gradebook(course: Path) -> Gradebook:
    return Gradebook(f"sqlite:///{course / 'gradebook.db'}", "fourierbook")


def grades(course: Path, name: str, student: str) -> dict[str, float]:
    """Points of each cell that a program grades, and 0 for open answers that were left blank."""
    with gradebook(course) as book:
        (notebook,) = book.find_submission(name, student).notebooks
        return {g.name: g.auto_score for g in notebook.grades if g.auto_score is not None}
