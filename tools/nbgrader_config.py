"""Options of the course, written by `make assignments`: your own go to the end of this file."""

from pathlib import Path

c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "fourierbook"
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.ClearSolutions.enabled = False  # the answers are stubs already; the solutions are cut out

c.Execute.timeout = 120  # seconds a cell: an endless loop costs its exercise, not the others
c.Execute.startup_timeout = c.Execute.iopub_timeout = 300  # a busy machine is no failed answer
c.Execute.interrupt_on_timeout = False  # code may refuse an interrupt: the process is ended
c.Execute.shutdown_kernel = "immediate"
# A cell that prints or shows without end costs its exercise alone, too.
c.Execute.extra_arguments = ["--IPKernelApp.extra_extensions=fourierbook.exercises.grading"]

# Copied, deleted, edited cells and renamed notebooks are mended; lines marked WARNING name them.
c.Autograde.pre_convert_hook = "fourierbook.exercises.course.find_notebook"
c.Autograde.sanitize_preprocessors.prepend(["fourierbook.exercises.course.Restore"])
c.Autograde.autograde_preprocessors = [
    "fourierbook.exercises.course.Run",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "fourierbook.exercises.course.Marks",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.GenerateFeedback.exporter_class = "fourierbook.exercises.course.Feedback"
