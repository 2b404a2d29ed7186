"""How to cite the book: one file says it, a page shows it, `_config.yml` has the addresses."""

import shutil

import pytest
import yaml

from fourierbook import __version__
from tools import citation, site_config
from tools.pages import ROOT


@pytest.fixture
def book(tmp_path):
    """The files that a citation is made of."""
    (tmp_path / "book").mkdir()
    for name in ("_config.yml", citation.FILE, citation.PAGE):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_the_page_shows_what_the_file_says():
    for name, text in citation.written().items():
        assert (ROOT / name).read_text() == text, "run make sync"


def test_the_file_has_the_packages_version():
    assert str(yaml.safe_load((ROOT / citation.FILE).read_text())["version"]) == __version__


def test_both_name_the_address_once_there_is_one_and_forget_it_again(book):
    before = citation.written(book)
    config = (book / "_config.yml").read_text()
    (book / "_config.yml").write_text(
        config.replace(site_config.PLACEHOLDER, "https://github.com/somebody/waves")
    )
    citation.write(book)
    cited = yaml.safe_load((book / citation.FILE).read_text())
    assert cited["repository-code"] == "https://github.com/somebody/waves"
    assert cited["url"] == "https://somebody.github.io/waves/"
    assert (book / citation.PAGE).read_text().count(cited["url"]) == 2
    (book / "_config.yml").write_text(config)
    assert citation.written(book) == before
