"""The configuration that the pages are rendered with."""

import copy

import pytest
import yaml

from tools import site_config
from tools.pages import ROOT, listed, notebooks, pairs


@pytest.fixture
def config():
    return yaml.safe_load((ROOT / "_config.yml").read_text())


@pytest.fixture
def addressed(config):
    config["repository"]["url"] = "https://github.com/somebody/waves"
    return config


def test_the_pages_never_execute(config):
    assert site_config.adapted(config, own_scripts=True)["execute"]["execute_notebooks"] == "off"


def test_a_book_without_an_address_has_no_button_that_leads_nowhere(config):
    config["repository"]["url"] = site_config.PLACEHOLDER
    adapted = site_config.adapted(config, own_scripts=True)
    assert "launch_buttons" not in adapted
    buttons = [name for name in adapted["html"] if name.endswith("_button")]
    assert [adapted["html"][name] for name in buttons] == [False] * len(buttons)


def test_a_book_with_an_address_has_its_buttons(addressed):
    adapted = site_config.adapted(addressed, own_scripts=True)
    assert adapted["launch_buttons"] == addressed["launch_buttons"]
    assert adapted["html"]["use_repository_button"]


def test_pages_load_their_own_scripts_where_npm_brought_them(addressed):
    own = site_config.adapted(addressed, own_scripts=True)["sphinx"]["config"]
    assert own["mathjax_path"] == "vendor/mathjax-tex-svg.js"
    assert own["nb_ipywidgets_js"] == {"vendor/html-manager-embed.js": {}}
    cdn = site_config.adapted(addressed, own_scripts=False)["sphinx"]["config"]
    assert not {"mathjax_path", "nb_ipywidgets_js"} & set(cdn)


def test_the_configuration_that_is_adapted_stays_as_it_was(addressed):
    before = copy.deepcopy(addressed)
    site_config.adapted(addressed, own_scripts=True)
    assert addressed == before


def test_the_reviewed_text_of_a_pair_is_no_second_page(config):
    """A bare `jupyter-book build .` sees the pairs side by side."""
    patterns = config["exclude_patterns"]
    for source in pairs():
        name = source.relative_to(ROOT)
        assert any(name.match(p) and len(name.parts) == len(p.split("/")) for p in patterns), name


def test_every_page_in_the_contents_is_there():
    there = [name for name in listed() if any((ROOT / "book").glob(f"{name[5:]}.*"))]
    assert there == listed()
    assert set(notebooks()) <= set(listed())
