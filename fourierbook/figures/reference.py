"""The pages *Reference*: every docstring of a module as Markdown, its equations as TeX."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import fourierbook
from fourierbook.figures.text import say

Definition = ast.FunctionDef | ast.ClassDef

CALL = r"(?:argmax|conv|cos|exp|max|min|relu|sin|std)(?=[²(])"
WORD = rf"(?!{CALL})\b[A-Za-z][a-z]+\d*(?:'s)?"
INNER = r"\(((?:[^()]|\([^()]*\))*)\)"
SMALL = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻₀₁₂₃₄₅₆₇₈₉", "0123456789-0123456789")
RULES = [  # from an equation in plain characters to TeX
    (rf" ?{WORD}(?:[ ,]+{WORD})* ?", lambda m: rf"\text{{{m[0]}}}"),
    (rf"\b{CALL}", lambda m: rf"\operatorname{{{m[0]}}}"),
    (r"_([a-z]{2,})", r"_{\\text{\1}}"),
    (rf"√{INNER}|√(\w+|…)", lambda m: rf"\sqrt{{{m[1] or m[2]}}}"),
    (rf"\^{INNER}", r"^{\1}"),
    (r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+", lambda m: f"^{{{m[0].translate(SMALL)}}}"),
    (r"[₀₁₂₃₄₅₆₇₈₉]+", lambda m: f"_{{{m[0].translate(SMALL)}}}"),
    ("(.)\u0302", r"\\hat{\1}"),
    ("(.)\u0304", r"\\bar{\1}"),
    ("Σ", r"\\sum "),
    ("−", "-"),
    (r"(?<=\w) (?=[^\W\d](?:\b|_))", r"\\,"),
]
LONG = 78  # columns of a line that calls a function


def module(name: str) -> None:
    """Show everything that a module exports.

    Args:
        name: below the package, such as "signal.filters".

    Raises:
        FileNotFoundError: if there is no such module.

    >>> module("experiments.f_principle.tables")
    Traceback (most recent call last):
    FileNotFoundError: ...
    """
    tree, _ = _parsed(name)
    blocks = [ast.get_docstring(tree) or ""]
    for node, source in members(name):
        call = f"```python\n{signature(node)}\n```"
        entry = prose(ast.get_docstring(node) or "")
        blocks += [f"### {node.name}", call, entry, fields(node, source)]
    say("\n\n".join(filter(None, blocks)))


def chapter(name: str) -> None:
    """Show every module of a chapter's experiments but those of its claims.

    Args:
        name: of the chapter, such as "f_principle".
    """
    folder = _file(f"experiments.{name}").parent
    for stem in sorted(path.stem for path in folder.glob("[a-z]*.py")):
        if not stem.endswith("claims"):
            say(f"### *{stem}*")
            module(f"experiments.{name}.{stem}")


def formula(text: str) -> str:
    r"""An equation in plain characters as TeX.

    >>> formula("M(f) = exp(−|f|² / 2σ²)")
    'M(f) = \\operatorname{exp}(-|f|^{2} / 2σ^{2})'
    """
    for pattern, tex in RULES:
        text = re.sub(pattern, tex, text)
    return text


def summary(text: str) -> str:
    r"""The first sentence of a docstring; an equation in it is set apart.

    >>> summary("Keep low ones: M = 1 if |f| ≤ r.")
    'Keep low ones:\n\n$$M = 1\\text{ if }|f| ≤ r$$'
    """
    sentence, _, rest = " ".join(text.split()).partition(": ")
    if not re.search(r"[=↦≈√Σ±]|\|[fF]", rest) or "`" in rest:
        return " ".join(text.split())
    return f"{sentence}:\n\n$${formula(rest.removesuffix('.'))}$$"


def prose(docstring: str) -> str:
    r"""A docstring in Google style as Markdown.

    >>> prose("Add one.\n\nArgs:\n    x: a number.")
    'Add one.\n\n**Args.**\n\n- `x`: a number.'
    """
    text, mark, example = docstring.partition("\n>>> ")
    pattern = r"^(Args|Returns|Yields|Raises|Reference):\n"
    head, *rest = re.split(pattern, text, flags=re.MULTILINE)
    first, _, more = head.strip().partition("\n\n")
    blocks = [summary(first), more, *map(_section, rest[::2], rest[1::2])]
    if mark:
        blocks.append(f"```pycon\n>>> {example.strip()}\n```")
    return "\n\n".join(block for block in blocks if block)


def signature(node: Definition) -> str:
    """What is typed to call a function or class, one argument a line where it is long.

    >>> signature(ast.parse("def double(x: int) -> int: return 2 * x").body[0])
    'double(x: int) -> int'
    """
    made = [n for n in node.body if isinstance(n, ast.FunctionDef) and n.name == "__init__"]
    if isinstance(node, ast.ClassDef) and not made:
        return f"class {node.name}"
    (called,) = made or [node]
    gives = f" -> {ast.unparse(called.returns)}" if called.returns else ""
    takes = ast.unparse(called.args).removeprefix("self, ")
    line = f"{node.name}({takes}){gives}"
    if len(line) <= LONG:
        return line
    takes = re.sub(r", (?=\w+:|\*|/)", ",\n    ", takes)
    return f"{node.name}(\n    {takes},\n){gives}"


def fields(node: Definition, source: str) -> str:
    r"""Fields of a dataclass or tuple, each with the comment behind it.

    >>> text = "class Row:\n    count: int  # of images"
    >>> fields(ast.parse(text).body[0], text)
    '- `count: int`: of images'
    """
    if isinstance(node, ast.FunctionDef):
        return ""
    found = [one for one in node.body if isinstance(one, ast.AnnAssign)]
    lines = source.splitlines()
    notes = [lines[one.end_lineno - 1].partition("  # ")[2] for one in found]
    return "\n".join(
        f"- `{ast.unparse(one.target)}: {ast.unparse(one.annotation)}`" + (note and f": {note}")
        for one, note in zip(found, notes, strict=True)
    )


def members(name: str) -> Iterator[tuple[Definition, str]]:
    """Public functions and classes of a module, also those it hands on, each with its file's text.

    >>> [node.name for node, _ in members("figures.text")]
    ['number', 'two_figures', 'interval', 'say']
    """
    tree, source = _parsed(name)
    handed = next(
        (
            ast.literal_eval(node.value)
            for node in tree.body
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        ),
        None,
    )
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and handed:
            names = {alias.name for alias in node.names} & set(handed)
            inner = (node.module or "").removeprefix("fourierbook.")
            yield from (each for each in members(inner) if each[0].name in names) if names else ()
        elif isinstance(node, Definition):
            if node.name in (handed or [node.name]) and node.name[0] != "_":
                yield node, source


def _section(name: str, body: str) -> str:
    """One of Args, Returns, Raises, Reference."""
    if name not in ("Args", "Raises"):
        return f"**{name}.** {' '.join(body.split())}"
    items = re.findall(r"^    (\w+): (.*(?:\n {5,}.*)*)", body, re.MULTILINE)
    lines = [f"- `{key}`: {' '.join(text.split())}" for key, text in items]
    return "\n".join([f"**{name}.**", "", *lines])


def _file(name: str) -> Path:
    """A module's file; a package's is the one inside it."""
    path = Path(fourierbook.__file__).parent.joinpath(*name.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _parsed(name: str) -> tuple[ast.Module, str]:
    source = _file(name).read_text(encoding="utf-8")
    return ast.parse(source), source
