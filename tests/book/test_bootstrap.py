"""The first cell of every chapter, and the buttons that open it: one address, in one place."""

import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
import yaml

from tests.book import pages
from tools import execute, first_cell, site_config, sync
from tools.environment import colab_environment
from tools.pages import ROOT, notebooks

ADDRESS = "https://github.com/somebody/waves"
ON_COLAB = """
import sys, types
sys.modules["google"] = types.ModuleType("google")
sys.modules["google.colab"] = types.ModuleType("google.colab")
sys.path.insert(0, sys.argv[1])
"""


@pytest.mark.parametrize("page", notebooks())
def test_the_first_cell_of_a_chapter_is_the_one_that_installs_from_this_repository(page):
    first = next(cell for cell in execute.read(page).cells if cell.cell_type == "code")
    title, _, source = first.source.partition("\n")
    assert title == "#@title Setup"
    assert source.startswith(sync.first_cell())
    assert first_cell.MARKER in source or source == sync.first_cell()
    repository = yaml.safe_load((ROOT / "_config.yml").read_text())["repository"]
    assert f'"git+{repository["url"]}.git@{repository["branch"]}"' in first.source


@pytest.fixture(scope="module")
def colab(tmp_path_factory):
    """Run the first cell twice in one session, as *Restart and run all* does; gives what it did."""
    folder = tmp_path_factory.mktemp("colab")
    (folder / "installed").mkdir()
    (folder / "data").mkdir()
    base = {**os.environ, "FOURIERBOOK_OFFLINE": "1", "FOURIERBOOK_DATA": str(folder / "data")}
    python, environment = colab_environment(folder, base)
    environment["PIP_TARGET"] = str(folder / "installed")

    def run(*, stub=ON_COLAB, **changes):
        code = stub + sync.first_cell() + "\nprint(sys.modules['fourierbook'].__file__)"
        return subprocess.run(
            [python, "-c", code, str(folder / "installed")],
            env={**environment, **changes}, cwd=folder / "data", capture_output=True, text=True,
        )  # fmt: skip

    return folder, run


def test_the_first_cell_installs_on_colab_and_again_finds_it_installed(colab):
    folder, run = colab
    first = run()
    assert first.returncode == 0, first.stderr
    assert str(folder / "installed" / "fourierbook") in first.stdout
    again = run(FOURIERBOOK_SOURCE="/nowhere/it/would/fail.whl")
    assert again.returncode == 0, again.stderr


def test_a_failed_install_stops_the_first_cell(colab):
    folder, run = colab
    shutil.rmtree(folder / "installed")
    (folder / "installed").mkdir()
    failed = run(FOURIERBOOK_SOURCE="/nowhere/it/would/fail.whl")
    assert failed.returncode != 0
    assert "CalledProcessError" in failed.stderr


def test_elsewhere_the_first_cell_installs_nothing_and_says_in_one_line_how_to(colab):
    folder, run = colab
    source = "git+https://example.org/waves.git"
    outside = run(stub="import sys\n", FOURIERBOOK_SOURCE=source)
    said = f'The book needs its package; this installs it: pip install "{source}"\n'
    assert (outside.returncode, outside.stderr, outside.stdout) == (1, said, "")
    assert list((folder / "installed").iterdir()) == []


@pytest.fixture(scope="module")
def published(html, tmp_path_factory):
    """Two pages of the book, rendered for a repository that has an address."""
    folder = tmp_path_factory.mktemp("published")
    source, site = html.parents[1] / "site", folder / "site"
    chapters = notebooks()[:2]
    shutil.copytree(source, site, ignore=shutil.ignore_patterns("*.ipynb", "*.md", "_toc.yml"))
    for page in chapters:
        notebook = nbformat.read(source / f"{page}.ipynb", as_version=4)
        notebook.cells = [cell for cell in notebook.cells if "](" not in cell.source]
        nbformat.write(notebook, site / f"{page}.ipynb")
    contents = {"format": "jb-book", "root": chapters[0], "chapters": [{"file": chapters[1]}]}
    (site / "_toc.yml").write_text(yaml.safe_dump(contents))
    config = yaml.safe_load((ROOT / "_config.yml").read_text())
    config["repository"]["url"] = ADDRESS
    config = site_config.adapted(config, own_scripts=True)
    (site / "_config.yml").write_text(yaml.safe_dump(config))
    site_config.render(site, folder)
    return folder / "_build" / "html", chapters[1]


def test_with_an_address_the_buttons_open_the_chapters_notebook(published):
    folder, chapter = published
    text = (folder / f"{chapter}.html").read_text()
    colab = "https://colab.research.google.com/github/somebody/waves/blob/main"
    assert f'href="{colab}/{chapter}.ipynb"' in text
    assert f'href="{ADDRESS}/edit/main/{chapter}.md"' in text
    assert "mybinder" not in text
    assert "OWNER/REPO" not in text.split("<main")[0]


def test_with_an_address_a_page_says_where_it_stands(published):
    folder, chapter = published
    text = (folder / f"{chapter}.html").read_text()
    base = "https://somebody.github.io/waves/"
    assert f'<link rel="canonical" href="{base}{chapter}.html"' in text
    assert f'<meta property="og:url" content="{base}{chapter}.html"' in text
    (image,) = re.findall(rf'<meta property="og:image" content="{base}([^"]+)"', text)
    assert (folder / image).is_file()
    assert f"<loc>{base}{chapter}.html</loc>" in (folder / "sitemap.xml").read_text()
    assert 'href="/waves/book/' in (folder / "404.html").read_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("menu", [".dropdown-launch-buttons", ".dropdown-source-buttons"])
def test_the_menus_of_a_published_page_have_no_serious_barrier(browser, published, menu, scheme):
    folder, chapter = published
    address = (folder / f"{chapter}.html").as_uri()
    with pages.opened(browser, address, scheme=scheme) as noted:
        noted.page.locator(f"{menu} > button").click()
        assert noted.page.locator(f"{menu} .dropdown-menu").is_visible()
        pages.settle(noted.page)
        assert pages.findings(noted.page) == []


def test_the_notebook_says_python_3(capsys):
    """Colab, Jupyter and the build all have a kernel of this name."""
    assert {execute.read(page).metadata.kernelspec.name for page in notebooks()} == {"python3"}
    assert sys.version_info >= (3, 11)
