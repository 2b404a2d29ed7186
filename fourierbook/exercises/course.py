"""What a course hooks into nbgrader, so that no submission stops another and no work goes unseen.

`nbgrader_config.py` names these by their paths; nothing else needs nbgrader.
"""

import re
from pathlib import Path
from typing import Any

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from nbgrader.api import Gradebook, Notebook
from nbgrader.preprocessors import Execute, NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import is_grade, is_task
from traitlets.log import get_logger

from fourierbook.exercises import submissions

SKIPPED = "skip-execution"  # nbclient's tag of a cell that is not run


def find_notebook(*, notebooks: list[str], **_: Any) -> None:
    """Give a submission's notebook the name that it was handed out under, and name what is left.

    Args:
        notebooks: paths of the notebooks in one student's folder; changed in place.
    """
    folder = Path(notebooks[0]).parent
    student, expected = folder.parent.name, folder / f"{folder.name}.ipynb"
    found = [*map(Path, notebooks)]
    others = [path for path in found if _holds_marks(path)] or found
    if not expected.exists() and len(others) == 1:
        get_logger().warning("%s: %s is graded as %s", student, others[0].name, expected.name)
        others[0].rename(expected)
        notebooks[:] = [str(expected)]
    left = {path.name for path in folder.iterdir()} - {expected.name, "timestamp.txt"}
    for name in sorted(name for name in left if not name.startswith(".")):
        get_logger().warning("%s: %s was handed in, too, and is not graded", student, name)


class Restore(NbGraderPreprocessor):
    """Restores each submission, and says above it and in the log what was mended."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Restore one notebook, before nbgrader looks at its marks."""
        told = resources["nbgrader"]
        with Gradebook(told["db_url"]) as book:
            handed_out = _handed_out(book.find_notebook(told["notebook"], told["assignment"]))
        nb.cells, remarks = submissions.restored(nb.cells, handed_out)
        for remark in remarks:
            self.log.warning("%s, %s: %s", told["student"], told["assignment"], remark)
        if remarks:
            listed = "\n".join(f"- {remark}" for remark in remarks)
            nb.cells.insert(0, new_markdown_cell(f"**Mended before grading**\n\n{listed}"))
        return nb, resources


class Run(Execute):
    """Runs a notebook; a cell that cannot be stopped, or ends its process, costs that cell alone.

    Such a cell gets an error for its output, and all the others are run again without it.
    """

    def preprocess(self, nb: NotebookNode, resources: dict, *more: Any) -> tuple:
        """Run all cells, as often as it takes."""
        while True:
            self.at = None
            try:
                return super().preprocess(nb, resources, *more)
            except (CellTimeoutError, DeadKernelError) as error:
                if self.at is None:
                    raise
                self._give_up(nb.cells[self.at], error, resources["nbgrader"])

    def preprocess_cell(self, cell: NotebookNode, resources: dict, index: int) -> tuple:
        """Run one cell, and remember which."""
        self.at = index
        return super().preprocess_cell(cell, resources, index)

    def _give_up(self, cell: NotebookNode, error: Exception, told: dict) -> None:
        ran_out = isinstance(error, CellTimeoutError)
        said = f"did not end in {self.timeout} s" if ran_out else "ended the process that ran it"
        line = cell.source.strip().partition("\n")[0]
        self.log.warning("%s, %s: a cell %s: %s", told["student"], told["assignment"], said, line)
        kind, said = type(error).__name__, f"this cell {said}"
        trace = [f"{kind}: {said}"]
        cell.outputs.append(new_output("error", ename=kind, evalue=said, traceback=trace))
        cell.metadata["tags"] = [*cell.metadata.get("tags", []), SKIPPED]


class Marks(SaveAutoGrades):
    """Marks each check by whether it fails, and leaves each open exercise to a person."""

    def preprocess_cell(self, cell: NotebookNode, resources: dict, index: int) -> tuple:
        """Mark one cell; to nbgrader any word on stderr is a failure, here it is none."""
        if is_grade(cell):
            for output in cell.get("outputs", []):
                if output.output_type == "stream":
                    output.name = "stdout"
        cell, resources = super().preprocess_cell(cell, resources, index)
        if is_task(cell):  # again, too, where it was graded and is handed in anew
            own = (submissions.name(cell), self.notebook_id, self.assignment_id, self.student_id)
            self.gradebook.find_grade(*own).needs_manual_grade = True
            self.gradebook.db.commit()
        return cell, resources


class Feedback(HTMLExporter):
    """A student's page, whose list of marks names the exercises."""

    def from_notebook_node(self, nb: NotebookNode, *more: Any, **options: Any) -> tuple:
        """The page of a graded notebook."""
        html, resources = super().from_notebook_node(nb, *more, **options)
        return named(html, nb.cells), resources


def named(html: str, cells: list[NotebookNode]) -> str:
    """A page whose links to graded cells say the exercise, in the place of the cell's kind.

    >>> told = {"nbgrader": {"grade_id": "check_middle"}}
    >>> cells = [new_markdown_cell("### Exercise 2: Half"), new_code_cell("", metadata=told)]
    >>> named('<li><a href="#check_middle">Test cell</a> (2 / 2)</li>', cells)
    '<li><a href="#check_middle">Exercise 2: Half</a> (2 / 2)</li>'
    """
    titles, title = {}, "Exercise"
    for cell in cells:
        title = next(iter(re.findall(r"^### (Exercise .+)", cell.source, re.MULTILINE)), title)
        titles[submissions.name(cell)] = title
    # nbgrader's link to a task leads nowhere, as only its comment has an anchor
    html = re.sub(r'<a href="#(\w+)">Task</a>', r'<a href="#comment-\1">Task</a>', html)
    link = re.compile(r'(<a href="#(?:comment-)?(\w+)">)(?:Test cell|Task)(?=</a>)')
    return link.sub(lambda found: f"{found[1]}{titles[found[2]]}", html)


def _holds_marks(path: Path) -> bool:
    """Whether a file is a notebook in which nbgrader knows a cell."""
    try:
        return any(map(submissions.name, nbformat.read(path, as_version=4).cells))
    except Exception:  # it is no notebook, in one of many ways
        return False


def _handed_out(notebook: Notebook) -> list[NotebookNode]:
    """Cells of an assignment that nbgrader knows, in order, with what it knows of them."""
    points = {cell.name: cell.max_score for cell in [*notebook.grade_cells, *notebook.task_cells]}
    answers, tasks, checks = (
        {cell.name for cell in cells}
        for cells in (notebook.solution_cells, notebook.task_cells, notebook.grade_cells)
    )
    cells = []
    for own in notebook.source_cells:
        told = {
            "cell_type": own.cell_type, "checksum": own.checksum, "grade": own.name in checks,
            "grade_id": own.name, "locked": own.locked, "schema_version": 3,
            "solution": own.name in answers, "task": own.name in tasks,
        }  # fmt: skip
        told |= {"points": points[own.name]} if own.name in points else {}
        new = new_code_cell if own.cell_type == "code" else new_markdown_cell
        cells.append(new(own.source, metadata={"nbgrader": told}))
    return cells
