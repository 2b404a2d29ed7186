"""The pages *Reference*: they read every docstring whole, and miss no module that is imported."""

import ast
import re
from pathlib import Path

import jupytext
import pytest

from fourierbook.figures import reference
from tools.pages import ROOT, listed, pairs

INDEX = ROOT / "book" / "reference" / "api.md"
PAGES = sorted(INDEX.parent.glob("api_*.md"))


def names(kind, page):
    """What the cells of a page show of a kind, `module` or `chapter`."""
    cells = [cell.source for cell in jupytext.read(page, fmt="md:myst").cells]
    found = (re.fullmatch(rf'reference\.{kind}\("([\w.]+)"\)', cell) for cell in cells)
    return [m[1] for m in found if m]


CHAPTERS = [name for page in PAGES for name in names("chapter", page)]
SHOWN = [
    *(name for page in [INDEX, *PAGES] for name in names("module", page)),
    *(
        f"experiments.{chapter}.{path.stem}"
        for chapter in CHAPTERS
        for path in sorted((ROOT / "fourierbook" / "experiments" / chapter).glob("[a-z]*.py"))
        if not path.stem.endswith("claims")
    ),
]
# Modules that the pages import and a reader never calls; so are a page's own pictures and numbers.
INNER = {"colab", "results.catalogue", "ledger.status", "figures.ledger", "figures.reference"}


@pytest.fixture(scope="module")
def entries():
    """Every function and class on the pages."""
    return {(module, node.name): node for module in SHOWN for node, _ in reference.members(module)}


@pytest.mark.parametrize(
    ("plain", "tex"),
    [
        ("f = k if k < N/2, else k − N", r"f = k\text{ if }k < N/2,\text{ else }k - N"),
        ("|f| = √(f_y² + f_x²)", r"|f| = \sqrt{f_y^{2} + f_x^{2}}"),
        ("x̄ ± t s/√n", r"\bar{x} ± t\,s/\sqrt{n}"),
        ("M(f) = exp(−|f|² / 2σ²)", r"M(f) = \operatorname{exp}(-|f|^{2} / 2σ^{2})"),
        ("x ↦ F⁻¹(M · F x)", r"x ↦ F^{-1}(M · F\,x)"),
        ("y = e^(i(a + b)) / ‖w‖₂", r"y = e^{i(a + b)} / ‖w‖_{2}"),
        ("Σ_k max(a_k, 0)", r"\sum _k \operatorname{max}(a_k, 0)"),
    ],
)
def test_an_equation_in_plain_characters_becomes_tex(plain, tex):
    assert reference.formula(plain) == tex


def test_an_equation_is_set_apart_from_its_sentence():
    assert reference.summary("Keep low ones: M(f) = 1 if |f| ≤ r,\nelse 0.").startswith(
        "Keep low ones:\n\n$$M(f) = 1"
    )
    plain = "Every name: the book's own, then others."
    assert reference.summary(plain) == plain


def test_every_equation_of_the_package_is_balanced_tex_without_words(entries):
    for node in entries.values():
        first = (ast.get_docstring(node) or "").partition("\n\n")[0]
        for tex in re.findall(r"\$\$(.*?)\$\$", reference.summary(first)):
            assert tex.count("{") == tex.count("}"), tex
            bare = re.sub(r"\\(text|operatorname)\{[^}]*\}|\\[a-z]+", "", tex)
            assert not re.search(r"[a-z]{3,}|[√Σ²₂̄̂]", bare), tex


def test_nothing_that_a_docstring_says_of_an_argument_is_lost(entries):
    for name, node in entries.items():
        text = ast.get_docstring(node) or ""
        said = re.search(r"^Args:\n((?:    .*\n?|\n)+)", text, re.MULTILINE)
        if said:
            lines = reference.prose(text).split("**Args.**")[1]
            lines = re.split(r"\*\*|```", lines)[0]
            words = re.sub(r"[`\s:-]+", " ", lines).split()
            assert words == re.sub(r"[`\s:-]+", " ", said[1]).split(), name


def test_an_entry_begins_with_what_one_types(entries):
    low_pass = reference.signature(entries["signal.filters", "square_low_pass"])
    assert low_pass == "square_low_pass(height: int, width: int, *, bandwidth: int) -> Mask"
    for node in entries.values():
        for line in reference.signature(node).splitlines():
            assert len(line) <= 90


def test_the_fields_of_a_tuple_stand_with_their_comments():
    ((node, source),) = [m for m in reference.members("data.datasets") if m[0].name == "Data"]
    assert "- `labels: Labels`: int64 (N,)" in reference.fields(node, source)


def test_a_module_that_hands_on_names_shows_exactly_those():
    from fourierbook.figures import plots

    assert {node.name for node, _ in reference.members("figures.plots")} == set(plots.__all__)


def modules_imported(code):
    """Modules of the package, named below it, that a source text imports, however it is written."""
    lines = [line for line in code.splitlines() if not line.startswith(("%", "!"))]
    for node in ast.walk(ast.parse("\n".join(lines))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("fourierbook"):
            home = node.module.split(".")[1:]
            for alias in node.names:
                inner = Path("fourierbook", *home, alias.name)
                below = (ROOT / inner).with_suffix(".py").exists() or (ROOT / inner).is_dir()
                yield ".".join([*home, alias.name] if below else home)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("fourierbook."):
                    yield alias.name.removeprefix("fourierbook.")


def code_of_the_book():
    """Every code cell of every page, and the Python of the README."""
    for path in pairs():
        cells = jupytext.read(path, fmt="md:myst").cells
        yield from (cell.source for cell in cells if cell.cell_type == "code")
    yield from re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)


def test_every_module_that_the_book_imports_is_on_a_page_of_the_reference():
    found = {module for code in code_of_the_book() for module in modules_imported(code)}
    own = re.compile(r"exercises|pages|experiments\.\w+\.(\w+_)?claims$")
    missing = {name for name in found if not own.match(name)} - {*SHOWN, *INNER}
    assert missing == set(), "add a heading and a cell to its page, book/reference/api_FOLDER.md"


def test_a_page_holds_the_modules_of_its_folder_under_their_names():
    for page in PAGES:
        folder, shown = page.stem.removeprefix("api_"), names("module", page)
        assert [name for name in shown if name.split(".")[0] != folder] == []
        headings = re.findall(r"^## (.+)$", page.read_text(), re.MULTILINE)
        assert headings == [*shown, *names("chapter", page)]
    assert sorted({*SHOWN}) == sorted(SHOWN)


def test_the_index_lists_every_page_and_the_contents_have_them_below_it():
    linked = re.findall(r"^\| \[\w+\]\((\w+)\.ipynb\) \| \w", INDEX.read_text(), re.MULTILINE)
    assert sorted(linked) == [page.stem for page in PAGES]
    at = listed().index("book/reference/api")
    below = listed()[at + 1 : at + 1 + len(PAGES)]
    assert below == [f"book/reference/{name}" for name in linked]


@pytest.mark.parametrize(
    "code",
    [
        "from fourierbook.signal import (\n    filters,\n    waves,\n)",
        "import fourierbook.signal.filters\nfrom fourierbook.signal.waves import plane_wave",
        "def f():\n    from fourierbook.signal import filters, waves",
    ],
)
def test_a_module_is_found_however_its_import_is_written(code):
    assert {*modules_imported(code)} == {"signal.filters", "signal.waves"}
