"""One course with the real nbgrader: what students do to a notebook costs nobody else a mark."""

import copy
import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from tests.grading.handing_in import answered, found, gradebook, grades, named, submit, waiting
from tools import assignments, exercises

NAME = "f_principle"
SECONDS = 40  # a cell; more than the set-up needs on a busy machine
FIRST, SECOND, *_ = (own for own in found(NAME) if own.name)
FULL = {f"check_{own.name}": own.points for own in found(NAME) if own.name}
(OPEN,) = (own.answer.metadata["nbgrader"]["grade_id"] for own in found(NAME) if not own.name)
BUT_THE_FIRST = {**FULL, f"check_{FIRST.name}": 0}
STUBBORN = """
import time
while True:
    try:
        while True:
            time.sleep(0.01)
    except:
        pass
"""
NOISY = """
import logging, os
logging.basicConfig(level="INFO")
def noisy(function):
    def call(*given):
        logging.error("this library talks")
        os.system("echo this one, too >&2")
        return function(*given)
    return call
"""
pytestmark = pytest.mark.timeout(1800)  # one fixture does all the grading


def place(notebook, name):
    return next(i for i, cell in enumerate(notebook.cells) if named(cell) == name)


def copied(notebook):
    for own in (FIRST, SECOND):
        at = place(notebook, own.function)
        notebook.cells.insert(at, copy.deepcopy(notebook.cells[at]))  # the cell's id, too
    notebook.cells[at].source = "import math"  # split in two, the second time
    notebook.cells[at]["id"] = "first-half"


def deleted(notebook):
    del notebook.cells[place(notebook, f"check_{FIRST.name}")]
    del notebook.cells[place(notebook, OPEN)]
    del notebook.cells[place(notebook, "setup_1")]


def edited(notebook):
    notebook.cells[place(notebook, f"check_{FIRST.name}")].source = "pass"
    answer = notebook.cells.pop(place(notebook, SECOND.function))
    check = notebook.cells[place(notebook, f"check_{SECOND.name}")]
    check.source = f"{answer.source}\n\n{check.source}"
    notebook.cells[place(notebook, OPEN)].source += "\n\nWritten into the task itself."


def stripped(notebook):
    for cell in notebook.cells:
        cell.metadata = nbformat.NotebookNode()
    notebook.metadata = nbformat.NotebookNode()


def from_elsewhere(notebook):
    for cell, version in zip(notebook.cells, [0, 1, 2, 99] * len(notebook.cells), strict=False):
        cell.metadata.setdefault("nbgrader", nbformat.NotebookNode(grade=True)).update(
            schema_version=version, points=100
        )


def stubborn(notebook):
    cell = notebook.cells[place(notebook, FIRST.function)]
    cell.source = STUBBORN + cell.source


def showing(notebook):
    cell = notebook.cells[place(notebook, FIRST.function)]
    cell.source = f"from IPython.display import HTML\ndisplay(HTML('x' * 10**8))\n{cell.source}"


def noisy(notebook):
    notebook.cells.insert(place(notebook, FIRST.function), new_code_cell(NOISY))
    cell = notebook.cells[place(notebook, FIRST.function)]
    cell.source += f"\n{FIRST.function} = noisy({FIRST.function})\nexit()"


def unanswered(notebook):
    for own in (own for own in found(NAME) if own.name):
        notebook.cells[place(notebook, own.function)].source = own.answer.source


def skipping(notebook):
    unanswered(notebook)
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution"]


def below(notebook):
    unanswered(notebook)
    notebook.cells[place(notebook, OPEN) + 1].source = "*Your answer goes here.*"
    notebook.cells.append(new_markdown_cell("Written at the end."))


def right(notebook):
    pass


STUDENTS = {
    "ada": right, "below": below, "copied": copied, "deleted": deleted, "edited": edited,
    "elsewhere": from_elsewhere, "noisy": noisy, "renamed": showing, "skipping": skipping,
    "stripped": stripped, "stubborn": stubborn, "zoe": right,
}  # fmt: skip
POINTS = dict.fromkeys(STUDENTS, FULL) | {
    "below": dict.fromkeys(FULL, 0),
    "renamed": BUT_THE_FIRST,
    "skipping": dict.fromkeys(FULL, 0),
    "stubborn": BUT_THE_FIRST,
}
SAID = {
    "copied": f"there are 2 cells {FIRST.function}: all are run, and the last one stands for it",
    "deleted": "the locked cell setup_1 was missing and is put back",
    "edited": f"the locked cell {OPEN} was changed: it is put back, the change above",
    "noisy": "essay.txt was handed in, too, and is not graded",
    "renamed": "Copy of f_principle.ipynb is graded as f_principle.ipynb",
    "stubborn": f"a cell did not end in {SECONDS} s: import time",
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("one") / "course"
    with pytest.MonkeyPatch.context() as patch:
        chapters = [chapter for chapter in exercises.chapters() if chapter.endswith(f"/{NAME}")]
        patch.setattr(exercises, "chapters", lambda root=None: chapters)
        assignments.write(folder)
    for student, change in STUDENTS.items():
        notebook = answered(folder, NAME)
        change(notebook)
        file = f"Copy of {NAME}.ipynb" if student == "renamed" else ""
        submit(folder, NAME, student, notebook, file)
    submit(folder, NAME, "noisy", "My work is here.", "essay.txt")
    submit(folder, NAME, "nothing", "My work is here.", "essay.txt")
    submit(folder, NAME, "torn", nbformat.writes(answered(folder, NAME))[:-100])
    return folder


@pytest.fixture(scope="module")
def said(course):
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTEST_CURRENT_TEST", raising=False)  # kernels behave otherwise with it
        made = assignments.nbgrader(course, "autograde", NAME, f"--Execute.timeout={SECONDS}")
    assert made.returncode != 0  # as some could not be graded
    return made.stderr


@pytest.mark.parametrize("student", STUDENTS)
def test_each_student_gets_the_marks_of_the_work_that_is_there(course, said, student):
    assert grades(course, NAME, student) == POINTS[student], said


@pytest.mark.parametrize("student", STUDENTS)
def test_every_open_exercise_waits_for_a_person(course, said, student):
    assert waiting(course, NAME, student) == {OPEN}


@pytest.mark.parametrize("student", SAID)
def test_what_was_mended_is_said_with_the_students_name(said, student):
    lines = [line for line in said.splitlines() if "WARNING" in line and student in line]
    assert any(line.endswith(SAID[student]) for line in lines), lines


@pytest.mark.parametrize("student", ["nothing", "torn"])
def test_what_cannot_be_graded_is_named(course, said, student):
    lines = [line for line in said.splitlines() if re.search("WARNING|ERROR", line)]
    assert any(student in line for line in lines)
    assert not (course / "autograded" / student).exists()


def test_those_who_did_nothing_unusual_are_not_named(said):
    lines = [line for line in said.splitlines() if re.search("WARNING|ERROR", line)]
    assert not any(re.search(r"\b(ada|zoe)\b", line) for line in lines)


def test_what_a_student_wrote_into_a_locked_cell_is_kept(course, said):
    (sources,) = sources_of(course / "autograded" / "edited")
    assert any("Written into the task itself." in source for source in sources)
    assert sources[0].startswith("**Mended before grading**")


def test_feedback_names_each_exercise(course, said):
    made = assignments.nbgrader(course, "generate_feedback", NAME)
    assert made.returncode == 0, made.stderr
    assert {path.name for path in (course / "feedback").iterdir()} == set(STUDENTS)
    page = (course / "feedback" / "zoe" / NAME / f"{NAME}.html").read_text()
    for number, own in enumerate(found(NAME), start=1):
        assert f"Exercise {number}: {own.title}</a> (Score: " in page
        (target,) = re.findall(rf'href="#([\w-]+)">Exercise {number}: ', page)
        assert f'<a name="{target}"></a>' in page


def test_an_open_answer_that_is_handed_in_again_waits_again(course, said):
    with gradebook(course) as book:
        (notebook,) = book.find_submission(NAME, "zoe").notebooks
        (grade,) = (grade for grade in notebook.grades if grade.name == OPEN)
        grade.manual_score, grade.needs_manual_grade = 3, False
        book.db.commit()
    assignments.nbgrader(course, "autograde", NAME, "--student=zoe", "--force")
    assert waiting(course, NAME, "zoe") == {OPEN}


def sources_of(folder: Path) -> list[list[str]]:
    notebooks = [nbformat.read(path, as_version=4) for path in folder.rglob("*.ipynb")]
    return [[cell.source for cell in notebook.cells] for notebook in notebooks]
