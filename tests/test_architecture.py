"""The package is a data flow from left to right: a module imports from its left alone."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "fourierbook"
FLOW = "signal data models training theory measure results experiments ledger figures pages cli"
FLOW = FLOW.split()
LEFT_OF_ALL = ("types", "settings", "progress", "signed")
BESIDE_CLI = ("cli", "colab")


def place(part):
    """Where a module or folder of the package stands: further right is larger."""
    if part in LEFT_OF_ALL:
        return -1
    if part == "exercises":
        return len(FLOW)
    return FLOW.index("cli" if part in BESIDE_CLI else part)


def part_of(path):
    """The folder, or the module beside the folders, that a file belongs to."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported_parts(source, package):
    """Parts of the package that a source text imports, wherever the import stands in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            home = package[: len(package) - node.level + 1] if node.level else []
            start = ".".join([*home, *([node.module] if node.module else [])])
            names = [f"{start}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            if name.startswith("fourierbook.") and name != "fourierbook.__version__":
                yield name.split(".")[1]


def violations(source, path):
    """Imports of a file that do not come from its left."""
    importer, package = part_of(path), ["fourierbook", *path.relative_to(PACKAGE).parts[:-1]]
    for part in imported_parts(source, package):
        to_the_left = place(part) < place(importer) or part == importer
        beside = importer in BESIDE_CLI and part in BESIDE_CLI
        if not (to_the_left or beside):
            yield f"{path.relative_to(PACKAGE)} imports {part}"


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_from_its_left_alone(path):
    assert [*violations(path.read_text(), path)] == []


@pytest.mark.parametrize(
    ("importer", "source"),
    [
        ("signal/a.py", "from fourierbook.data import datasets"),
        ("data/a.py", "import fourierbook.models.zoo"),
        ("data/a.py", "def f():\n    from fourierbook import cli"),
        ("signal/a.py", "from ..measure import accuracy"),
        ("experiments/fourier_primer/a.py", "from ...figures.plots import heatmap"),
        ("types.py", "from fourierbook.signal import filters"),
        ("cli.py", "from fourierbook.exercises import fourier_primer"),
        ("figures/a.py", "from fourierbook import signal, colab"),
    ],
)
def test_an_import_from_the_right_is_found_however_it_is_written(importer, source):
    assert len([*violations(source, PACKAGE / importer)]) == 1


@pytest.mark.parametrize(
    ("importer", "source"),
    [
        ("cli.py", "from fourierbook.figures import plots"),
        ("cli/a.py", "from fourierbook.cli.data import app"),
        ("exercises/a.py", "from fourierbook import cli"),
        ("data/a.py", "from . import registry\nfrom ..signal import filters"),
        ("data/a.py", "import torch, types\nfrom fourierbook import settings"),
        ("signal/a.py", "from fourierbook import __version__"),
    ],
)
def test_an_import_from_the_left_is_allowed(importer, source):
    assert [*violations(source, PACKAGE / importer)] == []


def test_every_part_of_the_package_has_its_place():
    parts = {part_of(path) for path in MODULES}
    unplaced = parts - {*LEFT_OF_ALL, *FLOW, *BESIDE_CLI, "exercises"}
    assert unplaced == set()


def test_importing_the_package_imports_nothing_else():
    program = (
        "import sys; known = {*sys.modules}; import fourierbook; print(*{*sys.modules} - known)"
    )
    new = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "fourierbook" in new.stdout.split()
    assert "torch" not in new.stdout.split()


def test_the_suite_checks_shapes_and_types_while_it_runs():
    import torch
    from jaxtyping import TypeCheckError

    from fourierbook.signal.filters import apply_filter, square_low_pass

    with pytest.raises(TypeCheckError):
        square_low_pass(4.5, 4, bandwidth=3)
    with pytest.raises(TypeCheckError):
        apply_filter(torch.ones(4, 4), torch.ones(1, 4, 4))


def test_the_package_with_its_weights_and_results_stays_below_15_megabytes():
    files = [path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    sizes = {str(path.relative_to(PACKAGE)): path.stat().st_size for path in files}
    largest = sorted(sizes, key=sizes.get)[-3:]
    assert sum(sizes.values()) <= 15e6, f"the largest are {', '.join(largest)}"
