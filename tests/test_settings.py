from pathlib import Path

import pytest
import torch

from fourierbook import settings

FOLDERS = {"DATA": settings.data_folder, "RESULTS": settings.results_folder}


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    for name in ("MODE", "DEVICE", "DATA", "RESULTS", "OFFLINE"):
        monkeypatch.delenv(f"FOURIERBOOK_{name}", raising=False)


def test_without_a_word_chapters_are_quick_and_may_download():
    assert settings.mode() == "quick"
    assert not settings.offline()


@pytest.mark.parametrize("scale", settings.SCALES)
def test_the_mode_is_read_when_it_is_asked_for(scale, monkeypatch):
    monkeypatch.setenv("FOURIERBOOK_MODE", scale)
    assert settings.mode() == scale


@pytest.mark.parametrize("wrong", ["", "fast", "Quick"])
def test_a_mode_that_does_not_exist_is_refused_with_those_that_do(wrong, monkeypatch):
    monkeypatch.setenv("FOURIERBOOK_MODE", wrong)
    message = f"FOURIERBOOK_MODE is one of quick, thorough, full; got '{wrong}'"
    with pytest.raises(ValueError, match=message):
        settings.mode()


@pytest.mark.parametrize("there", [True, False])
def test_the_device_is_a_gpu_where_there_is_one(there, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: there)
    assert settings.device() == torch.device("cuda" if there else "cpu")
    monkeypatch.setenv("FOURIERBOOK_DEVICE", "cpu")
    assert settings.device() == torch.device("cpu")


@pytest.mark.parametrize("name", ["cuda", "cuda:1"])
def test_a_gpu_that_is_not_there_is_refused(name, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setenv("FOURIERBOOK_DEVICE", name)
    message = f"FOURIERBOOK_DEVICE is '{name}', but torch finds no GPU here; unset it"
    with pytest.raises(ValueError, match=message):
        settings.device()


@pytest.mark.parametrize("name", ["", "gpu", "cuda:first"])
def test_a_device_that_torch_does_not_know_is_refused(name, monkeypatch):
    monkeypatch.setenv("FOURIERBOOK_DEVICE", name)
    with pytest.raises(ValueError, match=f"such as cpu or cuda; got '{name}'"):
        settings.device()


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_that_is_named_is_used_and_made_absolute(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "here").mkdir()
    for written in (str(tmp_path / "here"), "here", "~/here"):
        monkeypatch.setenv(f"FOURIERBOOK_{name}", written)
        assert FOLDERS[name]() == tmp_path / "here"


@pytest.mark.parametrize("name", FOLDERS)
def test_without_a_word_a_folder_is_in_the_users_cache(name, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = FOLDERS[name]()
    assert folder.name == name.lower()
    assert folder.is_absolute()
    assert "fourierbook" in folder.parts
    assert not Path.cwd().is_relative_to(folder)


def test_a_data_folder_that_is_missing_is_an_error_and_a_results_folder_is_not(
    tmp_path, monkeypatch
):
    for name in FOLDERS:
        monkeypatch.setenv(f"FOURIERBOOK_{name}", str(tmp_path / "missing"))
    with pytest.raises(ValueError, match=r"FOURIERBOOK_DATA names .*missing, which is not"):
        settings.data_folder()
    assert settings.results_folder() == tmp_path / "missing"
    assert not (tmp_path / "missing").exists()


@pytest.mark.parametrize("name", FOLDERS)
def test_an_empty_name_is_not_the_folder_one_happens_to_be_in(name, monkeypatch):
    monkeypatch.setenv(f"FOURIERBOOK_{name}", "")
    with pytest.raises(ValueError, match=f"FOURIERBOOK_{name} is empty; name a folder"):
        FOLDERS[name]()


@pytest.mark.parametrize(("value", "offline"), [("1", True), ("yes", True), ("0", False), ("", 0)])
def test_offline_is_said_with_a_one(value, offline, monkeypatch):
    monkeypatch.setenv("FOURIERBOOK_OFFLINE", value)
    assert settings.offline() == bool(offline)


@pytest.mark.parametrize("name", FOLDERS)
@pytest.mark.parametrize("value", [None, "~/folder", "~nobody-of-that-name/folder"])
def test_without_a_home_folder_one_line_says_what_to_set(name, value, monkeypatch):
    def nobody(*number):
        raise KeyError("uid not found")

    for variable in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("pwd.getpwuid", nobody)
    if value is not None:
        monkeypatch.setenv(f"FOURIERBOOK_{name}", value)
    message = (
        rf"^[^\n]*without a home folder; set FOURIERBOOK_{name} to a folder's whole path, or HOME$"
    )
    with pytest.raises(ValueError, match=message):
        FOLDERS[name]()
