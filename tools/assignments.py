"""Cut nbgrader assignments from the chapters: `make assignments` writes them to build/nbgrader."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat

from fourierbook import files
from tools import exercises, instructors
from tools.cutting import cut
from tools.pages import ROOT

CONFIG = "nbgrader_config.py"


def write(folder: Path, root: Path = ROOT) -> list[str]:
    """Make a course in a folder and name its assignments; a gradebook that it holds is kept.

    Raises:
        SystemExit: if nbgrader fails, with what it said.
    """
    folder.mkdir(parents=True, exist_ok=True)
    config = Path(__file__).with_name(CONFIG)
    if not (folder / CONFIG).exists():
        files.replace(folder / CONFIG, config.read_text(encoding="utf-8"))
    names = {chapter.rsplit("/", 1)[-1]: chapter for chapter in exercises.chapters(root)}
    for name, chapter in names.items():
        source, solutions = folder / "source" / name, folder / "solutions"
        source.mkdir(parents=True, exist_ok=True)
        solutions.mkdir(exist_ok=True)
        for where, solved in ((source, False), (solutions, True)):
            made = cut(chapter, root, solved=solved)
            files.replace(where / f"{name}.ipynb", nbformat.writes(made))
        made = nbgrader(folder, "generate_assignment", name, "--create", "--force")
        if made.returncode:
            raise SystemExit(made.stdout + made.stderr)
    return list(names)


def nbgrader(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    """Run nbgrader in a course; it calls other programs of its environment by name."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    command = [sys.executable, "-m", "nbgrader", *arguments]
    environment = {**os.environ, "PATH": path}
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )


if __name__ == "__main__":
    page = ROOT / "book" / "instructors.md"
    files.replace(page, instructors.with_table(page.read_text(encoding="utf-8")))
    print("Assignments in build/nbgrader:", *write(ROOT / "build" / "nbgrader"))
