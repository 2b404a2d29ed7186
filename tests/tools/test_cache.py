"""What makes a chapter run again, and what does not."""

import os
import time

import nbformat.v4 as v4
import pytest

from tools import cache


def notebook(*cells, **metadata):
    return v4.new_notebook(cells=list(cells), metadata=metadata)


CODE = v4.new_code_cell("1 + 1")
BASE = notebook(v4.new_markdown_cell("words"), CODE)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (notebook(v4.new_markdown_cell("other words"), CODE), True),
        (notebook(CODE, v4.new_code_cell("  ")), True),
        (notebook(v4.new_code_cell("1 + 1", metadata={"tags": ["hide-input"]})), True),
        (notebook(v4.new_code_cell("1 + 1", metadata={"tags": ["raises-exception"]})), False),
        (notebook(v4.new_code_cell("1 + 2")), False),
        (notebook(CODE, v4.new_code_cell("1 + 1")), False),
        (notebook(CODE, execution={"timeout": 5}), False),
    ],
)
def test_code_decides_the_key_and_prose_does_not(other, same):
    assert (cache.code_hash(other) == cache.code_hash(BASE)) == same


@pytest.fixture
def sources(tmp_path):
    """What all chapters of a build depend on."""
    (tmp_path / "fourierbook").mkdir()
    (tmp_path / "tools").mkdir()
    (tmp_path / "data").mkdir()
    for name in ("fourierbook/waves.py", "requirements.txt", "pyproject.toml", "data/x.npy"):
        (tmp_path / name).write_text("1")
    (tmp_path / "tools" / "kernel_startup.py").write_text("1")
    return tmp_path


def shared(root, **environment):
    return cache.shared_key(root / "data", environment, root=root)


@pytest.mark.parametrize("name", ["fourierbook/waves.py", "requirements.txt", "data/x.npy"])
def test_the_package_the_lock_and_the_data_decide_the_key(sources, name):
    before = shared(sources)
    assert shared(sources) == before
    (sources / name).write_text("22")
    assert shared(sources) != before


def test_a_file_that_comes_or_is_renamed_decides_the_key(sources):
    before = shared(sources)
    (sources / "fourierbook" / "waves.py").rename(sources / "fourierbook" / "ripples.py")
    renamed = shared(sources)
    (sources / "data" / "y.npy").write_text("1")
    assert len({before, renamed, shared(sources)}) == 3


def test_scale_device_and_colab_decide_the_key_and_other_settings_do_not(sources):
    before = shared(sources)
    assert shared(sources, HOME="/elsewhere") == before
    assert shared(sources, FOURIERBOOK_MODE="full") != before
    assert shared(sources, FOURIERBOOK_DEVICE="cpu") != before
    assert shared(sources, FOURIERBOOK_BUILD_AS_COLAB="1") != before


def test_compiled_files_do_not_decide_the_key(sources):
    before = shared(sources)
    (sources / "fourierbook" / "__pycache__").mkdir()
    (sources / "fourierbook" / "__pycache__" / "waves.pyc").write_text("1")
    assert shared(sources) == before


def test_where_the_checkout_lies_does_not_decide_the_key(sources, tmp_path_factory):
    moved = tmp_path_factory.mktemp("moved") / "checkout"
    before = shared(sources)
    sources.rename(moved)
    assert shared(moved) == before
    moved.rename(sources)


def test_an_entry_is_kept_whole_and_the_oldest_go(tmp_path):
    run = tmp_path / "run"
    (run / "results").mkdir(parents=True)
    (run / ".installed").mkdir()
    (run / "results" / "result.json").write_text("{}")
    store = tmp_path / "executed"
    for number in range(cache.KEPT_PER_PAGE + 2):
        os.utime(run, (number, number))
        cache.keep(run, cache.entry("book/x", f"{number:024}", store))
    other = cache.entry("book/other", "0" * 24, store)
    cache.keep(run, other)
    numbers = sorted(int(path.name.rsplit("-", 1)[1]) for path in store.glob("book-x-*"))
    assert numbers == list(range(2, cache.KEPT_PER_PAGE + 2))
    assert (other / "results" / "result.json").exists()
    assert not (other / ".installed").exists()


def test_an_entry_with_a_changed_byte_counts_as_missing(tmp_path):
    run = tmp_path / "run"
    (run / "results").mkdir(parents=True)
    (run / "notebook.ipynb").write_text("{}")
    (run / "results" / "result.json").write_text("{}")
    entry = cache.entry("book/x", "1" * 24, tmp_path / "executed")
    assert not cache.whole(entry)
    cache.keep(run, entry)
    for path in [path for path in entry.rglob("*") if path.is_file()]:
        assert cache.whole(entry)
        content = path.read_bytes()
        path.write_bytes(bytes([content[0] ^ 1]) + content[1:])
        assert not cache.whole(entry)
        path.write_bytes(content)
    (entry / "results" / "result.json").unlink()
    assert not cache.whole(entry)


def test_an_entry_just_made_stays_though_all_others_are_dated_in_the_future(tmp_path):
    run, store = tmp_path / "run", tmp_path / "executed"
    run.mkdir()
    later = time.time() + 1e6
    for number in range(cache.KEPT_PER_PAGE):
        cache.keep(run, cache.entry("book/x", f"{number:024}", store))
        os.utime(cache.entry("book/x", f"{number:024}", store), (later + number,) * 2)
    for name in ("a", "b"):
        target = cache.entry("book/x", name * 24, store)
        cache.keep(run, target)
        assert cache.whole(target)
    assert cache.whole(cache.entry("book/x", "a" * 24, store)), "wrong clocks go before it"
    assert len(list(store.iterdir())) == cache.KEPT_PER_PAGE
