"""Every name that a chapter takes from the package is there: seen without running a cell."""

import ast
import importlib
from types import ModuleType

import jupytext
import pytest

from tools.pages import ROOT
from tools.sync import pairs

SCOPES = (
    ast.FunctionDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
)  # fmt: skip
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
    """What the imports from the package bind, by name."""
    return {
        alias.asname or alias.name: imported(node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("fourierbook")
        for alias in node.names
    }


def bound(scope):
    """Names that a scope binds by anything but an import: arguments, assignments, loops."""
    inner = [node for part in ast.iter_child_nodes(scope) for node in within(part)]
    names = {node.id for node in inner if isinstance(node, ast.Name) and stored(node)}
    return names | {node.arg for node in inner if isinstance(node, ast.arg)}


def within(node):
    """A node and what is below it, down to where another scope begins."""
    yield node
    if not isinstance(node, SCOPES):
        for child in ast.iter_child_nodes(node):
            yield from within(child)


def stored(node):
    return isinstance(node.ctx, ast.Store)


def attributes(scope, hidden=frozenset()):
    """Pairs of a name and an attribute that is taken of it, where the name is the page's import."""
    hidden = hidden | bound(scope)
    for node in (node for part in ast.iter_child_nodes(scope) for node in within(part)):
        if isinstance(node, SCOPES):
            yield from attributes(node, hidden)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id not in hidden:
                yield node.value.id, node.attr


def missing(source):
    """Names that a source text takes from the package and that are not there."""
    tree = ast.parse(source)
    found = taken(tree)
    yield from (name for name, value in found.items() if value is None)
    for name, attribute in attributes(tree):
        module = found.get(name)
        if isinstance(module, ModuleType) and not hasattr(module, attribute):
            if imported(module.__name__, attribute) is None:
                yield f"{name}.{attribute}"


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
        ("from fourierbook.signal import waves\n[waves.x for waves in ()], waves.y", ["waves.y"]),
        ("from fourierbook.signal import waves\nlambda n: waves.gone(n)", ["waves.gone"]),
    ],
)
def test_a_name_that_is_not_there_is_found(source, names):
    assert [*missing(source)] == names
