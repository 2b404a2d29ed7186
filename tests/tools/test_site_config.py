"""The configuration that the pages are rendered with."""

import copy
from pathlib import Path

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


@pytest.mark.parametrize(
    ("repository", "own", "address"),
    [
        (site_config.PLACEHOLDER, "", ""),
        (site_config.PLACEHOLDER, "https://waves.org", "https://waves.org/"),
        ("https://github.com/Somebody/waves", "", "https://somebody.github.io/waves/"),
        ("https://github.com/somebody/waves.git", "", "https://somebody.github.io/waves/"),
        ("https://github.com/somebody/somebody.github.io", "", "https://somebody.github.io/"),
        ("https://github.com/somebody/waves", "https://waves.org/b", "https://waves.org/b/"),
        ("https://gitlab.com/somebody/waves", "", ""),
    ],
)
def test_pages_know_their_address_only_where_one_place_says_it(config, repository, own, address):
    config["repository"]["url"], config["html"]["baseurl"] = repository, own
    assert site_config.adapted(config, own_scripts=True)["html"]["baseurl"] == address


def test_pages_are_launched_where_they_can_run(config):
    """Binder cannot install what is locked here, which is built for CUDA."""
    assert set(config["launch_buttons"]) == {"notebook_interface", "colab_url"}


def test_the_books_extension_is_found_from_the_builds_copy(config):
    adapted = site_config.adapted(config, own_scripts=True)["sphinx"]
    for name, folder in adapted["local_extensions"].items():
        assert name in adapted["config"]["extensions"]
        assert (Path(folder) / name.replace(".", "/")).with_suffix(".py").is_file()


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
