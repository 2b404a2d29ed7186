"""What a project that builds upon the package finds: types, paths as strings, plain numbers."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import fourierbook
from tests.test_reference_page import SHOWN

PACKAGE = Path(fourierbook.__file__).parent
ROOT = PACKAGE.parent


def test_the_package_says_that_it_is_typed_and_ships_the_file_that_says_so():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "py.typed" in settings["tool"]["setuptools"]["package-data"]["fourierbook"]
    assert (PACKAGE / "py.typed").is_file()


def arguments(module):
    """Name and type of every argument of a module's public functions and methods."""
    path = PACKAGE.joinpath(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    nodes = ast.parse(path.read_text(encoding="utf-8")).body
    public = [node for node in nodes if not getattr(node, "name", "_").startswith("_")]
    for node in [*public, *(each for parent in public for each in parent.body)]:
        if isinstance(node, ast.FunctionDef):
            for argument in [*node.args.args, *node.args.kwonlyargs]:
                if argument.annotation is not None:
                    yield f"{node.name}({argument.arg})", ast.unparse(argument.annotation)


def test_a_path_may_be_a_string_everywhere():
    given = {
        f"{module}.{name}": kind
        for module in [*SHOWN, "data.imports"]
        for name, kind in arguments(module)
        if re.search(r"\bPath\b", kind)
    }
    assert len(given) >= 8
    assert {name for name, kind in given.items() if not re.search(r"\bstr\b", kind)} == set()


def test_a_number_may_be_an_integer_a_scalar_of_numpy_or_a_tensor_without_axes():
    run = subprocess.run(
        [sys.executable, "-m", "tests.given_numbers"], cwd=ROOT, capture_output=True, text=True
    )
    said = re.match(r"(\d+) numbers tried, (\d+) not taken", run.stdout)
    assert said, run.stderr[-2000:]
    assert int(said[2]) == run.returncode == 0, run.stdout
    assert int(said[1]) >= 200
