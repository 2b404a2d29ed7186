"""Every file is written whole or not at all, every text is UTF-8, and a clone keeps every byte."""

import ast
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from fourierbook import files

ROOT = Path(__file__).parents[1]
SOURCES = sorted(
    path
    for folder in ("fourierbook", "tools", "benchmarks")
    for path in (ROOT / folder).rglob("*.py")
)
# Writing that is right without `files.replace`, by file and name of the call, with the reason.
ALLOWED = {
    ("benchmarks/book.py", "shutil.copytree"): "into a clone of its own",
    ("fourierbook/cli/pictures.py", "figure.savefig"): "into memory",
    ("fourierbook/data/cache.py", "np.save"): "into a workspace, from which files are renamed",
    ("fourierbook/data/imagenet.py", "image.save"): "into a workspace",
    ("fourierbook/data/imagenet.py", "(target / 'classes.csv').open"): "into a workspace",
    ("fourierbook/data/imports.py", "shutil.copyfile"): "into a workspace",
    ("fourierbook/figures/canvas.py", "self.savefig"): "into memory",
    ("fourierbook/figures/small.py", "figure.savefig"): "into memory",
    ("fourierbook/figures/small.py", "image.save"): "into memory",
    ("fourierbook/measure/maps.py", "np.savez_compressed"): "into memory",
    ("fourierbook/results/entries.py", "np.savez_compressed"): "into memory",
    ("fourierbook/training/trainer.py", "torch.save"): "into memory",
    ("tools/cache.py", "shutil.copytree"): "into a folder that is renamed when it is whole",
    ("tools/environment.py", "shutil.copy2"): "scratch, emptied before each build",
    ("tools/environment.py", "shutil.copytree"): "scratch, emptied before each build",
    ("tools/hero.py", "drawn.savefig"): "into memory",
    ("tools/kernel_startup.py", "half.write_text"): "renamed there; it must not see the package",
    ("tools/report.py", "shutil.copytree"): "scratch, emptied before each build",
    ("tools/site_copy.py", "shutil.copy2"): "scratch, emptied before each build",
    ("tools/site_copy.py", "shutil.copytree"): "scratch, emptied before each build",
}
WRITING = {"write_text", "write_bytes", "savefig", "save", "save_file", "savez", "savez_compressed",
           "savetxt", "tofile", "copy", "copy2", "copyfile", "copytree", "imsave"}  # fmt: skip
WRITERS = ("np", "torch", "shutil", "nbformat", "json", "image", "pickle", "plt")


def calls(path):
    """Every call in a file: its name as it is written, such as `path.read_text`, and its node."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            yield ast.unparse(node.func), node


def mode(name, node):
    """The mode of a call of open(); None for what opens no plain file."""
    if name.split(".")[0] in ("Image", "tarfile", "zipfile", "gzip", "archive", "os", "webbrowser"):
        return None
    place = 1 if name == "open" else 0
    given = [*node.args[place : place + 1], *(k.value for k in node.keywords if k.arg == "mode")]
    return given[0].value if given else "r"


def writes(name, node):
    """Whether a call writes a file by itself."""
    owner, _, last = name.rpartition(".")
    if last == "open" and mode(name, node) is not None:
        return mode(name, node) not in ("r", "rb", "xb", "ab")  # "ab" is how a lock is opened
    if last in ("save", "copy"):
        return owner in WRITERS
    return last in WRITING or (owner == "nbformat" and last == "write")


def reads_as_the_locale_has_it(name, node):
    """Whether a call reads or writes text without saying that it is UTF-8."""
    last = name.rpartition(".")[2]
    said = {keyword.arg: keyword.value for keyword in node.keywords}
    if last in ("read_text", "write_text"):
        text = True
    elif last == "open" and mode(name, node) is not None:
        text = "b" not in mode(name, node)
    else:
        text = name.startswith("subprocess.") and bool({"text", "universal_newlines"} & set(said))
    return text and getattr(said.get("encoding"), "value", None) not in ("utf-8", "utf-8-sig")


def test_every_text_is_read_and_written_as_utf_8():
    wrong = [
        f"{path}:{node.lineno}: {name}"
        for path in SOURCES
        for name, node in calls(path)
        if reads_as_the_locale_has_it(name, node)
    ]
    assert not wrong, "say encoding='utf-8'"


def test_every_file_is_written_by_the_one_function_that_writes_whole_files():
    found = {
        (str(path.relative_to(ROOT)), name)
        for path in SOURCES
        for name, node in calls(path)
        if writes(name, node)
    }
    assert found - set(ALLOWED) == set(), "use files.replace"
    assert set(ALLOWED) - found == set(), "an exception that is not needed any more"


def test_a_write_that_fails_leaves_what_was_there_and_nothing_beside_it(tmp_path, monkeypatch):
    def full(descriptor):
        raise OSError("no space left")

    path = tmp_path / "file"
    files.replace(path, b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space left"):
        files.replace(path, b"new")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("file", b"old")]


def test_a_link_is_replaced_and_what_it_leads_to_stays(tmp_path):
    (tmp_path / "own").write_bytes(b"mine")
    (tmp_path / "file").symlink_to(tmp_path / "own")
    files.replace(tmp_path / "file", "new")
    assert (tmp_path / "own").read_bytes() == b"mine"
    assert (tmp_path / "file").read_bytes() == b"new"


def test_of_two_that_write_at_once_one_wins_whole(tmp_path):
    path, contents = tmp_path / "file", [bytes([letter]) * 300_000 for letter in b"abcd"]

    def write(content):
        for _ in range(10):
            files.replace(path, content)

    threads = [threading.Thread(target=write, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        assert not path.exists() or path.read_bytes() in contents
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_what_a_killed_process_left_is_removed_after_an_hour_and_no_other_file(tmp_path):
    old, new, other = (tmp_path / name for name in (".file.1.half", ".file.2.half", ".else.1.half"))
    for half in (old, new, other):
        half.write_bytes(b"half")
    for half in (old, other):
        os.utime(half, (1, 1))
    files.replace(tmp_path / "file", "whole")
    assert not old.exists()
    assert new.exists()
    assert other.exists()


def test_a_name_as_long_as_the_system_takes_can_be_written(tmp_path):
    path = tmp_path / ("é" * 127)
    files.replace(path, "whole")
    assert path.read_bytes() == b"whole"


def test_a_clone_that_wants_windows_ends_of_lines_keeps_every_byte(tmp_path):
    first, clone = tmp_path / "first", tmp_path / "clone"
    first.mkdir()
    shutil.copy(ROOT / ".gitattributes", first)
    contents = {
        "card.json": b"{\n}\n",
        "text.md": b"a\nb\n",
        "odd.csv": b"a\r\nb\n",
        "net.bin": b"\0\n",
    }
    for name, content in contents.items():
        (first / name).write_bytes(content)
    author = ["-c", "user.name=A", "-c", "user.email=a@localhost", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "-A"], [*author, "commit", "-qm", "files"]):
        subprocess.run(["git", "-C", first, *words], check=True)
    windows = ["-c", "core.autocrlf=true", "-c", "core.eol=crlf"]
    subprocess.run(["git", "clone", "-q", *windows, first, clone], check=True)
    assert {name: (clone / name).read_bytes() for name in contents} == contents


def in_a_locale_without_utf_8(*words, cwd=ROOT):
    """What a module does where texts are ASCII unless they say otherwise."""
    environment = os.environ | {
        "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "latin-1",
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", *words], cwd=cwd, env=environment, capture_output=True, timeout=300,
    )  # fmt: skip


def test_where_the_locale_is_not_utf_8_commands_print_and_pairs_are_in_order():
    claims = in_a_locale_without_utf_8("fourierbook.cli", "claims")
    assert claims.returncode == 0, claims.stderr[-500:]
    assert b"bands.high_pass_invisible" in claims.stdout
    pairs = in_a_locale_without_utf_8("tools.check_pairs")
    assert (pairs.returncode, pairs.stdout, pairs.stderr) == (0, b"", b"")
