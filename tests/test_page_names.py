"""Every name that a chapter takes from the package is there: seen without running a cell."""

import ast
import importlib
from types import ModuleType

import jupytext
import pytest

from tools.pages import ROOT
from tools.sync import pairs

PAGES = {str(path.relative_to(ROOT)): path for path in pairs()}


def source_of(path):
    """The code of a page, its cells one after the other."""
    cells = jupytext.read(path, fmt="md:myst").cells
    lines = "\n".join(cell.source for cell in cells if cell.cell_type == "code").splitlines()
    return "\n".join(line for line in lines if not line.startswith(("%", "!")))


def imported(name, attribute=None):
    """What an import binds: a module, or what is in one; None where there is none."""
    try:
        module = importlib.import_module(name)
        if attribute is None or hasattr(module, attribute):
            return module if attribute is None else getattr(module, attribute)
        return importlib.import_module(f"{name}.{attribute}")
    except ImportError:
        return None


def taken(tree):
    """What the imports from the package bind, by name; names that are bound otherwise are left."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("fourierbook"):
            for alias in node.names:
                found[alias.asname or alias.name] = imported(node.module, alias.name)
    arguments = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    stores = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
    bound = {node.id for node in stores if isinstance(node.ctx, ast.Store)}
    return {name: value for name, value in found.items() if name not in arguments | bound}


def missing(source):
    """Names that a source text takes from the package and that are not there."""
    tree = ast.parse(source)
    found = taken(tree)
    yield from (name for name, value in found.items() if value is None)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = found.get(node.value.id)
            if isinstance(module, ModuleType) and not hasattr(module, node.attr):
                if imported(module.__name__, node.attr) is None:
                    yield f"{node.value.id}.{node.attr}"


@pytest.mark.parametrize("page", PAGES)
def test_every_name_that_a_page_takes_from_the_package_is_there(page):
    assert sorted({*missing(source_of(PAGES[page]))}) == []


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("from fourierbook.signal import filters as f\nf.gone(1)\nf.square_low_pass", ["f.gone"]),
        ("from fourierbook.signal.filters import gone", ["gone"]),
        ("from fourierbook.signal import gone", ["gone"]),
        ("import numpy as np\nfrom fourierbook import signal\nsignal.waves.plane_wave, np.no", []),
        ("from fourierbook.signal import waves\nwaves = [1]\nwaves.append(2)", []),
        ("from fourierbook.signal import waves\ndef f(waves):\n    return waves.mean()", []),
    ],
)
def test_a_name_that_is_not_there_is_found(source, names):
    assert [*missing(source)] == names
