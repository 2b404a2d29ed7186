"""What the kernels of a build see, and what they do not."""

import json
import subprocess
import zipfile

import pytest

from tools import build, environment, kernel_startup, report


def test_a_build_on_embedded_data_forgets_what_the_shell_says(tmp_path):
    said = {"FOURIERBOOK_MODE": "full", "FOURIERBOOK_DATA": "/data", "HOME": "/home/me"}
    seen = environment.embedded_data_alone(tmp_path, said)
    assert "FOURIERBOOK_MODE" not in seen
    assert seen["HOME"] == "/home/me"
    assert list((tmp_path / "no-data").iterdir()) == []
    assert seen["FOURIERBOOK_DATA"] == str(tmp_path / "no-data")


def test_kernels_never_download(tmp_path):
    seen = environment.kernel_environment(tmp_path, {"FOURIERBOOK_OFFLINE": "0"})
    assert seen["FOURIERBOOK_OFFLINE"] == "1"


def test_a_data_folder_that_is_named_but_missing_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setenv("FOURIERBOOK_DATA", str(tmp_path / "gone"))
    with pytest.raises(SystemExit, match=r"FOURIERBOOK_DATA names .*gone, which is not a folder"):
        build.prepared("book", tmp_path)


def test_a_data_folder_is_made_absolute(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOURIERBOOK_DATA", "data")
    _, seen, folder = build.prepared("book", tmp_path)
    assert seen["FOURIERBOOK_DATA"] == str(folder) == str(tmp_path / "data")


def test_results_of_all_chapters_are_merged_with_what_they_cost(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name / "results" / "waves" / name).mkdir(parents=True)
        (tmp_path / name / "results" / "waves" / name / "result.json").write_text(name)
        (tmp_path / name / "stats.json").write_text("{}")
    entries = {f"book/{name}": tmp_path / name for name in ("one", "two")}
    report.merge_results(entries, tmp_path / "all")
    found = sorted(path.parent.name for path in (tmp_path / "all").rglob("result.json"))
    assert found == ["one", "two"]
    assert json.loads((tmp_path / "all" / "chapters.json").read_text()) == {
        "book/one": {}, "book/two": {},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("data", "picture"),
    [
        ({"image/png": "…", "text/plain": "<Figure>"}, True),
        ({"text/html": '<img alt="" src="">'}, True),
        ({"application/vnd.jupyter.widget-view+json": {}}, True),
        ({"text/html": "<table></table>"}, False),
        ({"text/plain": "an image/png"}, False),
    ],
)
def test_a_picture_is_told_from_a_table(data, picture):
    assert kernel_startup.is_picture(data) == picture


@pytest.fixture(scope="module")
def colab(tmp_path_factory):
    folder = tmp_path_factory.mktemp("colab")
    return environment.colab_environment(folder, {})


def test_the_stand_in_for_colab_has_the_libraries_but_not_the_package(colab):
    python, _ = colab
    code = """
from importlib.util import find_spec
print([bool(find_spec(name)) for name in ("torch", "fourierbook")])"""
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, cwd="/", check=True)
    assert done.stdout.strip() == "[True, False]"


def test_the_wheel_holds_the_package_and_only_the_package(colab):
    names = zipfile.ZipFile(colab[1]["FOURIERBOOK_SOURCE"]).namelist()
    assert "fourierbook/settings.py" in names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"fourierbook"}
