"""Docstrings of the library: what raises says so, and what is called has an example."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "fourierbook"
LIBRARY = "signal data models training theory measure".split()
SAYING = (*LIBRARY, "results", "ledger", "figures")
# Examples would need files, a network, a GPU, or another program.
FILES = {
    f"data/{name}"
    for name in (
        "archives",
        "cache",
        "fetching",
        "imagenet",
        "imports",
        "mirrors",
        "own",
        "pictures",
        "transfer",
    )
}
WITHOUT = {
    "data/datasets": {"weights_file"},
    "data/corruptions/__init__": {"load"},
    "data/corruptions/weather": {"frost"},  # its textures take seconds; `frost_texture` has one
    "models/published": {"mobilenet", "resnet50", "weights_of"},
    "models/zoo": {"save", "ship"},
    "training/trainer": {"fit"},
}


def functions(source):
    """Public functions of a module, and its classes' public methods."""
    for node in ast.parse(source).body:
        inner = node.body if isinstance(node, ast.ClassDef) else [node]
        for one in inner:
            if isinstance(one, ast.FunctionDef) and not one.name.startswith("_"):
                yield one, one is node


def raises(function):
    """Whether a function itself raises something new."""
    nodes = list(ast.iter_child_nodes(function))
    for node in nodes:  # grows while it is walked
        if isinstance(node, ast.Raise) and node.exc is not None:
            return True
        if not isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            nodes += ast.iter_child_nodes(node)
    return False


def silent(source):
    """Public functions that raise and do not say so."""
    for function, _ in functions(source):
        text = ast.get_docstring(function) or ""
        said = "raises" in text.lower() or text.startswith(("Refuse", "Raise"))
        if raises(function) and not said:
            yield function.name


def without_example(source):
    """Public functions, methods apart, whose docstring has no doctest."""
    for function, is_top in functions(source):
        if is_top and ">>>" not in (ast.get_docstring(function) or ""):
            yield function.name


def modules(folders):
    """Every module of some folders by its name, such as `signal/waves`."""
    paths = [path for folder in folders for path in sorted((PACKAGE / folder).rglob("*.py"))]
    return {str(path.relative_to(PACKAGE).with_suffix("")): path.read_text() for path in paths}


def test_what_a_function_raises_stands_in_its_docstring():
    found = {(name, one) for name, source in modules(SAYING).items() for one in silent(source)}
    assert found == set()


def test_every_function_of_the_library_has_an_example():
    found = {
        (name, one) for name, source in modules(LIBRARY).items() for one in without_example(source)
    }
    known = {(name, one) for name, ones in WITHOUT.items() for one in ones}
    assert {pair for pair in found if pair[0] not in FILES} == known


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('def f():\n    """Do."""\n    raise ValueError', ["f"]),
        ('def f():\n    """Do.\n\n    Raises:\n        E: always.\n    """\n    raise E', []),
        ('def f():\n    """Refuse all."""\n    raise ValueError', []),
        ('def f():\n    """Do."""\n    def g():\n        raise ValueError', []),
        ('class C:\n    def f(self):\n        """Do."""\n        raise E', ["f"]),
        ('def f():\n    """Do."""\n    try:\n        g()\n    except E:\n        raise', []),
    ],
)
def test_a_function_that_raises_in_silence_is_found(source, found):
    assert [*silent(source)] == found
