"""The whole way with the real nbgrader: cut, hand out, hand in, grade, read the grades."""

import functools
import importlib.util
import inspect
from pathlib import Path

import nbformat
import pytest

from tests.grading.handing_in import CHAPTERS, answered, found, gradebook, grades, submit
from tools import assignments, exercises
from tools.instructors import looked_for

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
        submit(course, name, "right", answered(course, name))
        if name == FIRST:
            answers = {"blank": lambda own: own.answer.source, "wrong": mistaken}
            for student, code in AT_THE_TOP.items():
                answers[student] = functools.partial(spoiled, code=code)
            for student, answer in answers.items():
                notebook = answered(course, FIRST, answer)
                for cell in notebook.cells if student == "wrong" else ():
                    if cell.source.startswith("from fourierbook.exercises"):
                        cell.source = "pass  # in the place of the check"
                submit(course, FIRST, student, notebook)
        return assignments.nbgrader(course, "autograde", name, f"--Execute.timeout={SECONDS}")

    return grade


def test_what_is_handed_out_holds_every_exercise_and_no_solution(course):
    for name in CHAPTERS:
        released = nbformat.read(course / "release" / name / f"{name}.ipynb", as_version=4)
        text = "\n".join(cell.source for cell in released.cells)
        for own in found(name):
            assert own.text.split("](")[0] in text  # behind that, links lead elsewhere
            assert own.answer.source in text or not own.name
            assert own.name in text
        assert "_solution" not in text
        assert "BEGIN SOLUTION" not in text
        assert "NotImplementedError" not in text


@pytest.mark.parametrize(
    "name", [FIRST, *(pytest.param(name, marks=pytest.mark.nightly) for name in OTHERS)]
)
def test_right_answers_get_all_points_but_those_that_a_person_gives(course, graded, name):
    assert graded(name).returncode == 0, graded(name).stderr
    own = found(name)
    assert grades(course, name, "right") == {f"check_{e.name}": e.points for e in own if e.name}
    with gradebook(course) as book:
        submission = book.find_submission(name, "right")
        assert submission.max_score == sum(e.points for e in own)
        assert submission.needs_manual_grade


@pytest.mark.parametrize("student", ["blank", "wrong"])
def test_blank_and_wrong_answers_get_no_points(course, graded, student):
    graded(FIRST)
    points = grades(course, FIRST, student)
    assert {f"check_{own.name}" for own in found(FIRST) if own.name} <= set(points)
    assert set(points.values()) == {0}


@pytest.mark.parametrize("student", ["crashing", "endless", "flooding"])
def test_a_cell_without_end_or_that_ends_all_costs_its_own_exercise_alone(course, graded, student):
    graded(FIRST)
    spoilt, *others = (own for own in found(FIRST) if own.name)
    expected = {f"check_{own.name}": own.points for own in others}
    assert grades(course, FIRST, student) == {f"check_{spoilt.name}": 0, **expected}


def test_a_flood_of_output_is_cut_off(course, graded):
    graded(FIRST)
    notebook = course / "autograded" / "flooding" / FIRST / f"{FIRST}.ipynb"
    outputs = [o for cell in nbformat.read(notebook, 4).cells for o in cell.get("outputs", [])]
    assert 50_000 < sum(len(output.get("text", "")) for output in outputs) < 110_000
    assert any("printed more than" in output.get("evalue", "") for output in outputs)


def test_a_crash_is_reported_with_its_student(course, graded):
    said = graded(FIRST).stderr
    (line,) = (line for line in said.splitlines() if "ended the process" in line)
    assert "crashing" in line
    assert AT_THE_TOP["crashing"] in line


def test_who_grades_gets_every_solution_and_what_to_look_for(course):
    for name in CHAPTERS:
        notebook = nbformat.read(course / "solutions" / f"{name}.ipynb", as_version=4)
        sources = [cell.source for cell in notebook.cells]
        for own in found(name):
            looked = f"*Look for:* {looked_for().get(own.title)}."
            assert (exercises.solved(own) if own.name else looked) in sources


def test_a_handout_fetches_no_images(course):
    for name in CHAPTERS:
        released = nbformat.read(course / "release" / name / f"{name}.ipynb", as_version=4)
        assert "missing" in released.cells[1].source  # the lines that install the package
        assert not any("prepare()" in cell.source for cell in released.cells)


def mistaken(own: exercises.Exercise) -> str:
    file = WRONG_ANSWERS / f"{FIRST}.py"
    specification = importlib.util.spec_from_file_location("wrong", file)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    source = inspect.getsource(vars(module)[f"{own.name}_wrong_1"])
    return source.replace(f"{own.name}_wrong_1", own.function)


def spoiled(own: exercises.Exercise, code: str) -> str:
    """The right answers, but for the first one, whose cell never comes to its function."""
    first = next(one for one in found(FIRST) if one.name)
    right = exercises.solved(own)
    return f"{code}\n{right}" if own.name == first.name else right
