"""Warnings above limits, sizes of modules, scripts and licences, a browser."""

import pytest

from tools import browser, module_sizes, package_size, pages, report, vendor

COST = {"cpu_seconds": 10.0, "memory_mib": 500, "first_picture_seconds": 5.0, "seconds": 11.0}


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        ({"cpu_seconds": 120.6}, "takes 121 CPU seconds; the limit is 120"),
        ({"memory_mib": 2049}, "takes 2049 MiB; the limit is 2048"),
        ({"first_picture_seconds": 21.0}, "shows its first picture after 21 seconds"),
    ],
)
def test_a_limit_that_a_chapter_passes_is_said(passed, words):
    assert report.warnings({"book/x": COST}) == []
    (warning,) = report.warnings({"book/x": COST, "book/y": {**COST, **passed}})
    assert warning.startswith(f"book/y {words}")


def test_the_table_says_what_ran_now_and_what_has_no_picture():
    costs = {"book/x": COST, "book/y": {**COST, "first_picture_seconds": None}}
    _, x, y = report.table(costs, cached={"book/y"}).splitlines()
    assert x.split() == ["book/x", "11.0", "10.0", "500", "5.0"]
    assert y.split()[4:] == ["none", "(from", "an", "earlier", "run)"]


def test_every_tool_has_at_most_a_hundred_lines():
    sizes = module_sizes.sizes(pages.ROOT / "tools")
    assert {path: lines for path, lines in sizes.items() if lines > 100} == {}
    assert list(sizes.values()) == sorted(sizes.values(), reverse=True)


def test_every_byte_of_the_package_is_counted_once_and_the_largest_comes_first():
    found = package_size.sizes(pages.ROOT / "fourierbook")
    files = [path for path in (pages.ROOT / "fourierbook").rglob("*") if path.is_file()]
    whole = sum(path.stat().st_size for path in files if path.suffix != ".pyc")
    totals = [sum(names.values()) for names in found.values()]
    assert sum(totals) == whole
    assert totals == sorted(totals, reverse=True)
    assert next(iter(found["weights"])) == "cifar10-vit"


@pytest.fixture
def packages(tmp_path):
    """A checkout into which npm has brought its packages."""
    for source in vendor.FILES.values():
        (tmp_path / "node_modules" / source).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "node_modules" / source).write_text(source)
    return tmp_path


def test_scripts_come_with_their_licences(packages):
    assert not vendor.vendored(packages)
    vendor.copy(packages)
    assert vendor.vendored(packages)
    names = {path.name for path in (packages / vendor.VENDOR).iterdir()}
    assert {"html-manager.LICENSE.txt", "mathjax.LICENSE.txt"} <= names


def test_without_npm_the_pages_turn_to_the_network_and_the_build_says_so(
    packages, monkeypatch, capsys
):
    monkeypatch.setattr(vendor.shutil, "which", lambda _: None)
    vendor.install(packages)
    assert "npm is not here" in capsys.readouterr().out
    assert not vendor.vendored(packages)
    vendor.copy(packages)
    vendor.install(packages)
    assert capsys.readouterr().out == ""


def test_without_any_browser_the_message_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(browser.shutil, "which", lambda _: None)
    monkeypatch.setattr(browser, "MAC", tmp_path / "none")
    monkeypatch.setattr(browser, "_playwrights_own", lambda: tmp_path / "none")
    monkeypatch.setattr(browser, "install", lambda: None)
    assert "sudo apt-get install chromium" in browser.main()


def test_a_browser_that_is_there_is_found_and_nothing_is_installed(monkeypatch, tmp_path):
    monkeypatch.setattr(browser.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(browser, "install", lambda: pytest.fail("it installed one"))
    assert browser.main() is None
    assert browser.find().name == "chromium"
