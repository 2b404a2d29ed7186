"""The package is a data flow from left to right: a module imports from its left alone."""

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tools import package_size

PACKAGE = Path(__file__).parents[1] / "fourierbook"
FLOW = (
    "signal data models training theory measure results experiments ledger figures pages cli"
).split()
LEFT_OF_ALL = ("types", "settings", "progress", "files", "signed", "locks", "precision")
BESIDE_CLI = ("cli", "colab")
ROOMED = ("experiments", "pages")  # a room for each chapter in them


def place(part):
    """Where a module or folder of the package stands: further right is larger."""
    if part in LEFT_OF_ALL:
        return LEFT_OF_ALL.index(part) - len(LEFT_OF_ALL)
    if part == "exercises":
        return len(FLOW)
    return FLOW.index("cli" if part in BESIDE_CLI else part)


def part_of(path):
    """The folder, or the module beside the folders, that a file belongs to."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported(source, package):
    """Dotted names of the package that a source text imports, wherever the import stands in it."""
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
                yield name


def package_of(path):
    """The package that a file stands in, as a list of names."""
    return ["fourierbook", *path.relative_to(PACKAGE).parts[:-1]]


def violations(source, path):
    """Imports of a file that do not come from its left."""
    importer = part_of(path)
    for name in imported(source, package_of(path)):
        part = name.split(".")[1]
        to_the_left = place(part) < place(importer) or part == importer
        beside = importer in BESIDE_CLI and part in BESIDE_CLI
        if not (to_the_left or beside):
            yield f"{path.relative_to(PACKAGE)} imports {part}"


def neighbours(source, path, rooms):
    """Imports of a chapter's room from another chapter's."""
    package = package_of(path)
    if len(package) < 3 or package[1] not in ROOMED:
        return
    for name in imported(source, package):
        parts = name.split(".")
        if parts[1] in ROOMED and set(parts[2:3]) & (rooms - {package[2]}):
            yield f"{path.relative_to(PACKAGE)} imports {name}"


def graph(sources):
    """The modules that each module imports, from source texts by path below the package.

    A package that gathers what is in it (`pkgutil`) imports all of it.
    """
    modules = {
        ".".join([*package_of(PACKAGE / path), Path(path).stem]).removesuffix(".__init__"): path
        for path in sources
    }
    edges = {}
    for module, path in modules.items():
        found = set()
        for name in imported(sources[path], package_of(PACKAGE / path)):
            while name not in modules and "." in name:
                name = name.rpartition(".")[0]
            found |= {name} & modules.keys()
        if "pkgutil" in sources[path]:
            found |= {name for name in modules if name.startswith(f"{module}.")}
        edges[module] = found - {module}
    return edges


def circle(sources):
    """Modules that import each other in a circle, as `a → b → a`; empty where there is none."""
    try:
        TopologicalSorter(graph(sources)).prepare()
    except CycleError as error:
        return " → ".join(reversed(error.args[1]))
    return ""


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")
SOURCES = {str(path.relative_to(PACKAGE)): path.read_text() for path in MODULES}
ROOMS = {path.name for folder in ROOMED for path in (PACKAGE / folder).glob("*/")}


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


def test_no_chapters_room_imports_from_another_s():
    found = [line for path in MODULES for line in neighbours(path.read_text(), path, ROOMS)]
    assert found == []


def test_no_modules_import_each_other_in_a_circle():
    assert circle(SOURCES) == ""


@pytest.mark.parametrize(
    ("path", "source", "count"),
    [
        ("pages/one/a.py", "from fourierbook.experiments.two import b", 1),
        ("experiments/one/a.py", "from fourierbook.experiments import two", 1),
        ("experiments/one/a.py", "def f():\n    from ..two.b import c", 1),
        ("pages/one/a.py", "from fourierbook.experiments.one import b", 0),
        ("experiments/one/a.py", "from fourierbook.experiments import line", 0),
        ("ledger/a.py", "from fourierbook.experiments.two import b", 0),
    ],
)
def test_an_import_from_another_chapters_room_is_found(path, source, count):
    assert len([*neighbours(source, PACKAGE / path, {"one", "two"})]) == count


@pytest.mark.parametrize(
    ("sources", "found"),
    [
        (("import fourierbook.data.b", "from . import a"), True),
        (("from fourierbook.data.b import c", "def f():\n    from . import a"), True),
        (("from fourierbook.data import b", "import torch"), False),
    ],
)
def test_a_circle_of_two_files_of_one_folder_is_found_however_it_is_written(sources, found):
    seen = circle(dict(zip(("data/a.py", "data/b.py"), sources, strict=True)))
    assert bool(seen) == found
    assert not found or {"fourierbook.data.a", "fourierbook.data.b"} <= {*seen.split(" → ")}


def test_a_package_that_gathers_its_modules_is_not_imported_by_them():
    gathering = {"data/__init__.py": "import pkgutil", "data/a.py": "from fourierbook import data"}
    assert circle(gathering)


def crowded(source):
    """Functions with more than five positional parameters."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and len(node.args.posonlyargs + node.args.args) > 5:
            yield node.name


def test_functions_take_at_most_five_positional_arguments():
    # What typer calls takes everything by name.
    found = {path: [*crowded(source)] for path, source in SOURCES.items() if "cli/" not in path}
    assert {path: names for path, names in found.items() if names} == {}
    assert [*crowded("def f(a, b, c, d, e): pass\ndef g(a, b, c, d, e, f): pass")] == ["g"]


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


def test_the_package_with_its_weights_and_results_stays_below_30_megabytes():
    found = package_size.sizes(PACKAGE)
    assert package_size.LIMIT == 30e6
    whole = sum(size for names in found.values() for size in names.values())
    assert whole <= package_size.LIMIT, package_size.table(found)
