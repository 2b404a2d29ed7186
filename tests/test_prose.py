"""What README and the prose pages say of the project is true of it, and their example runs."""

import re
import tomllib
from importlib import metadata

import pytest
import typer.main
import yaml
from pybtex.database import parse_file

from fourierbook import __version__, cli, settings
from fourierbook.results import papers
from tools.pages import ROOT, pairs
from tools.typed_numbers import numbers

BIBLIOGRAPHY = ROOT / "book" / "references.bib"
README = (ROOT / "README.md").read_text()
FILES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md")]
PAGES = sorted({*(ROOT / "book").glob("*.md")} - {*pairs()})
TEXTS = {path.name: path.read_text() for path in [*FILES, *PAGES]}
EVERYWHERE = {path.name: path.read_text() for path in [*FILES, *(ROOT / "book").rglob("*.md")]}
# What may stand in prose though it has a decimal point: levels, versions, licences.
CONSTANTS = ["95 %", "CC BY 4.0", "CC BY 2.0", "Python 3.11"]


def commands(text):
    """What a text shows as code: in a line between back-ticks, or in a fence for the shell."""
    fences = re.findall(r"^```bash\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return "\n".join([*fences, *re.findall(r"`([^`\n]+)`", prose)])


def test_the_readmes_example_runs_and_gives_the_known_answer(capsys):
    """A low pass of bandwidth 7 leaves the specimens' low code, the high pass neither code."""
    (example,) = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    exec(compile(example, "README.md", "exec"), {})
    printed = dict(line.split(": ") for line in capsys.readouterr().out.splitlines())
    shares = {name: float(text.split()[0]) for name, text in printed.items()}
    assert shares["low pass 7"] > 0.9
    assert shares["high pass 7"] < 0.5


@pytest.mark.parametrize("name", TEXTS)
def test_every_make_command_that_the_prose_names_is_there(name):
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = re.findall(r"^make (\w+)", commands(TEXTS[name]), re.MULTILINE)
    assert set(named) <= targets


@pytest.mark.parametrize("name", TEXTS)
def test_every_fourierbook_command_that_the_prose_names_is_there(name):
    known = typer.main.get_command(cli.app).commands
    for first, second in re.findall(r"\bfourierbook (\w+)(?: (\w+))?", commands(TEXTS[name])):
        assert first in known
        assert not second or second in getattr(known[first], "commands", [second])


def test_the_page_on_use_lists_every_setting():
    variables = r"FOURIERBOOK_[A-Z]+"
    told = set(re.findall(variables, TEXTS["how_to_use.md"]))
    assert told == set(re.findall(variables, settings.__doc__))
    assert [scale for scale in settings.SCALES if f"`{scale}`" not in TEXTS["how_to_use.md"]] == []


def test_what_a_machine_without_a_gpu_leaves_out_is_needed_by_torch_alone():
    pattern = re.search(r"grep -vE '([^']+)' requirements.txt", README)[1]
    locked = (ROOT / "requirements.txt").read_text().splitlines()
    left_out = {line.split("==")[0] for line in locked if re.search(pattern, line)}
    assert {"triton", "cuda-toolkit"} <= left_out
    for one in metadata.distributions():
        needs = {re.match(r"[\w.-]+", need)[0].lower() for need in one.requires or []}
        if needs & left_out and "extra ==" not in str(one.requires):
            assert one.name in {"torch", *left_out}


@pytest.mark.parametrize("name", TEXTS)
def test_prose_outside_the_chapters_states_no_measured_number(name):
    text = re.sub(r"^(```+|:::+)\{.*?$", "", TEXTS[name], flags=re.MULTILINE)
    assert numbers(text, [c for c in CONSTANTS if c in " ".join(text.split())]) == []


def test_every_paper_that_the_book_links_or_weighs_is_in_the_bibliography():
    """In the same year, too: a chapter names papers by author and year."""
    entries = [one.fields for one in parse_file(BIBLIOGRAPHY).entries.values()]
    years = {one[key]: one["year"] for one in entries for key in ("eprint", "doi") if key in one}
    link = re.compile(r"https://(?:arxiv\.org/abs|doi\.org)/([^)\s#]+)")
    linked = {number for text in EVERYWHERE.values() for number in link.findall(text)}
    assert linked | set(papers.PAPERS) <= set(years)
    named = {number: name[-5:-1] for number, name in papers.PAPERS.items()}
    assert named == {number: years[number] for number in named}


def test_every_reference_can_be_found():
    for key, entry in parse_file(BIBLIOGRAPHY).entries.items():
        venue = {"journal", "booktitle", "publisher", "institution", "howpublished", "eprint"}
        assert {"title", "year"} <= set(entry.fields), key
        assert venue & set(entry.fields), key
        assert entry.persons["author"], key


def test_one_version_is_named_everywhere():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert {citation["version"], project["version"]} == {__version__}
    assert __version__ in (ROOT / "CHANGELOG.md").read_text()


def test_the_licences_that_are_named_lie_there():
    assert (ROOT / "LICENSE").read_text().startswith("MIT License")
    text = (ROOT / "LICENSE-TEXT").read_text()
    assert "Creative Commons Attribution 4.0 International Public License" in text
    assert "Section 8 -- Interpretation." in text
