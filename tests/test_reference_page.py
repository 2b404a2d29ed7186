"""The page *Reference*: it reads every docstring whole, and misses no module that is imported."""

import ast
import re

import jupytext
import pytest

from tools.pages import ROOT, pairs

PAGE = ROOT / "book" / "reference" / "api.md"
CELLS = [cell.source for cell in jupytext.read(PAGE, fmt="md:myst").cells]
SHOWN = [m[1] for cell in CELLS if (m := re.fullmatch(r'reference\("([\w.]+)"\)', cell))]
# Modules that the pages import and a reader never calls.
INNER = {"colab", "results.catalogue", "ledger.status", "figures.verdicts"}


@pytest.fixture(scope="module")
def page():
    """Names that the page's own cell defines."""
    names = {}
    exec(next(cell for cell in CELLS if "def formula" in cell), names)
    return names


@pytest.fixture(scope="module")
def entries(page):
    """Every function and class on the page."""
    return {(module, node.name): node for module in SHOWN for node, _ in page["members"](module)}


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
def test_an_equation_in_plain_characters_becomes_tex(page, plain, tex):
    assert page["formula"](plain) == tex


def test_an_equation_is_set_apart_from_its_sentence(page):
    assert page["summary"]("Keep low ones: M(f) = 1 if |f| ≤ r,\nelse 0.").startswith(
        "Keep low ones:\n\n$$M(f) = 1"
    )
    plain = "Every name: the book's own, then others."
    assert page["summary"](plain) == plain


def test_every_equation_of_the_package_is_balanced_tex_without_words(page, entries):
    for node in entries.values():
        first = (ast.get_docstring(node) or "").partition("\n\n")[0]
        for tex in re.findall(r"\$\$(.*?)\$\$", page["summary"](first)):
            assert tex.count("{") == tex.count("}"), tex
            bare = re.sub(r"\\(text|operatorname)\{[^}]*\}|\\[a-z]+", "", tex)
            assert not re.search(r"[a-z]{3,}|[√Σ²₂̄̂]", bare), tex


def test_nothing_that_a_docstring_says_of_an_argument_is_lost(page, entries):
    for name, node in entries.items():
        text = ast.get_docstring(node) or ""
        said = re.search(r"^Args:\n((?:    .*\n?|\n)+)", text, re.MULTILINE)
        if said:
            lines = page["prose"](text).split("**Args.**")[1]
            lines = re.split(r"\*\*|```", lines)[0]
            words = re.sub(r"[`\s:-]+", " ", lines).split()
            assert words == re.sub(r"[`\s:-]+", " ", said[1]).split(), name


def test_an_entry_begins_with_what_one_types(page, entries):
    low_pass = page["signature"](entries["signal.filters", "square_low_pass"])
    assert low_pass == "square_low_pass(height: int, width: int, *, bandwidth: int) -> Mask"
    for node in entries.values():
        for line in page["signature"](node).splitlines():
            assert len(line) <= 90


def test_the_fields_of_a_tuple_stand_with_their_comments(page):
    ((node, source),) = [m for m in page["members"]("data.datasets") if m[0].name == "Data"]
    assert "- `labels: Labels`: int64 (N,)" in page["fields"](node, source)


def test_a_module_that_hands_on_names_shows_exactly_those(page):
    from fourierbook.figures import plots

    assert {node.name for node, _ in page["members"]("figures.plots")} == set(plots.__all__)


def test_every_module_that_the_book_imports_is_on_the_page():
    texts = [path.read_text() for path in (*pairs(), ROOT / "README.md")]
    imported = set()
    line = re.compile(r"^ *(from fourierbook[\w.]* import [^\n(]+)", re.MULTILINE)
    for code in line.findall("\n".join(texts)):
        (node,) = ast.parse(code).body
        for alias in node.names:
            inner = ".".join([*node.module.split(".")[1:], alias.name])
            module = ROOT / "fourierbook" / (inner.replace(".", "/") + ".py")
            imported.add(inner if module.exists() else ".".join(node.module.split(".")[1:]))
    rooms = ("exercises", "pages")  # of single pages
    missing = {name for name in imported if not name.startswith(rooms)} - {*SHOWN, *INNER}
    assert missing == set(), f"add a heading and a cell to {PAGE.relative_to(ROOT)} for each"
