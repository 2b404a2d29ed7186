import io
import os
import resource
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest
import tiny

from fourierbook.data import datasets, fetching, mirrors, registry, transfer

BAD = ("stalls", "truncated", "wrong", "dies", "absent", "drips", "refused")


def place(server, behaviour):
    return tiny.refusing() if behaviour == "refused" else server.mirror(behaviour)


def hidden(folder):
    return [path for path in folder.iterdir() if path.is_dir() and path.name.startswith(".")]


def assert_is_tiny(data):
    images, labels = tiny.canonical(*tiny.COLOUR["train"])
    assert np.array_equal(data.images.numpy().transpose(0, 2, 3, 1) * np.float32(255), images)
    assert data.labels.tolist() == labels.tolist()


def fetch_elsewhere(*urls, **environment):
    script = Path(tiny.__file__)
    return subprocess.Popen(
        [sys.executable, str(script), *urls],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_until(true, seconds=60):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def test_load_fetches_what_is_missing(folder, server, register):
    register(server.mirror("right"))
    assert not datasets.available("tiny")
    assert_is_tiny(datasets.load("tiny", "train"))
    assert datasets.available("tiny")
    assert hidden(folder) == []


def test_what_is_there_is_not_fetched_again(folder, server, register):
    register(server.mirror("right"))
    datasets.load("tiny", "train")
    datasets.load("tiny", "test")
    assert server.log == ["right"]


def test_what_is_there_needs_neither_network_nor_lock(folder, server, register, monkeypatch):
    register(server.mirror("right"))
    fetching.fetch_dataset("tiny")
    monkeypatch.setenv("FOURIERBOOK_OFFLINE", "1")
    assert fetching.fetch_dataset("tiny") == folder / "tiny"
    with pytest.raises(FileNotFoundError, match="FOURIERBOOK_OFFLINE forbids"):
        fetching.fetch_dataset("tiny", again=True)


@pytest.mark.parametrize("bad", BAD)
def test_the_next_mirror_is_used_when_one_fails(bad, folder, server, register, monkeypatch):
    monkeypatch.setattr(transfer, "PACE_SECONDS", 0.3)
    register(place(server, bad), server.mirror("right"))
    assert_is_tiny(datasets.load("tiny", "train"))
    assert server.log == ([bad] if bad != "refused" else []) + ["right"]
    assert hidden(folder) == []


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("stalls", "stalled: no byte for 0.5 seconds"),
        ("truncated", "wrong bytes, or not all"),
        ("wrong", "wrong bytes, or not all"),
        ("dies", "the connection broke in the middle"),
        ("absent", "answers HTTP 404"),
        ("refused", "cannot be reached"),
    ],
)
def test_the_error_says_what_was_wrong_with_a_mirror(bad, words, folder, server, register):
    register(place(server, bad))
    with pytest.raises(FileNotFoundError, match=words):
        datasets.load("tiny")


def test_with_every_mirror_down_one_error_names_all_that_helps(folder, server, register):
    places = [place(server, bad) for bad in BAD if bad != "drips"]
    register(*places)
    with pytest.raises(FileNotFoundError) as caught:
        datasets.load("tiny")
    message = str(caught.value)
    for part in ("tiny", str(folder), "fourierbook data fetch tiny", *(m.url for m in places)):
        assert part in message
    assert not (folder / "tiny").exists()
    assert hidden(folder) == []


def test_a_slow_mirror_is_waited_for_when_all_others_have_failed(
    folder, server, register, monkeypatch
):
    monkeypatch.setattr(transfer, "PACE_SECONDS", 0.3)
    register(server.mirror("drips"), server.mirror("absent"))
    assert_is_tiny(datasets.load("tiny", "train"))
    assert server.log == ["drips", "absent", "drips"]


@pytest.mark.parametrize("bad", ["trickles", "header-drips", "endless", "endless-and-packed"])
def test_a_mirror_that_never_ends_is_left_and_named(bad, folder, server, register, monkeypatch):
    monkeypatch.setattr(transfer, "PACE_SECONDS", 0.5)
    register(server.mirror(bad), server.mirror("right"))
    largest, install = [], fetching.install

    def measured(built, target):
        work = built[0].parent.parent
        largest.extend(path.stat().st_size for path in work.rglob("*.gz"))
        install(built, target)

    monkeypatch.setattr(fetching, "install", measured)
    assert_is_tiny(datasets.load("tiny", "train"))
    assert server.log == [bad, "right"]
    assert max(largest) <= tiny.FILE.size, "no more than the size on record is written"
    register(server.mirror(bad), name="other")
    words = "more than the .* bytes on record" if "endless" in bad else "slow, 0.. kB/s"
    with pytest.raises(FileNotFoundError, match=words):
        datasets.load("other", "train")


def test_a_disk_that_is_full_is_said_and_no_other_mirror_is_asked(folder, server):
    limit = (tiny.FILE.size // 2,) * 2
    process = subprocess.run(
        [sys.executable, tiny.__file__, server.url("right"), server.url("right")],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit),
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    last = process.stderr.strip().splitlines()[-1]
    assert f"cannot write into {folder}: File too large" in last
    assert "set FOURIERBOOK_DATA to another folder" in last
    assert server.log == ["right"]
    assert hidden(folder) == []


def test_a_mirror_that_leads_from_https_to_http_is_passed_by(tmp_path, monkeypatch):
    class Answer(io.BytesIO):
        history, url = (), "http://elsewhere/"

        def raise_for_status(self):
            """Nothing is wrong with it."""

        def iter_content(self, size):
            return iter([b"any"])

    monkeypatch.setattr("requests.get", lambda *words, **options: Answer())
    for url, wrong in (("https://here/", True), ("http://here/", False)):
        path = tmp_path / url[:5]
        with pytest.raises(ValueError, match="from https to http") if wrong else nullcontext():
            transfer.fetch(url, path, 3, least_pace=0, title="any")
        assert path.read_bytes() == (b"" if wrong else b"any")


def test_an_archive_with_other_rows_is_passed_by(folder, server, register):
    other = tiny.binary_archive(tiny.rows((16, 16, 3), seed=5))
    server.files["other.tar.gz"] = other
    (folder / "other").write_bytes(other)
    file = registry.File(
        "other.tar.gz", len(other), mirrors.digest(folder / "other", "sha256:" + "0" * 64)
    )
    register(server.mirror("right", (file,)))
    with pytest.raises(FileNotFoundError, match=r"other.tar.gz is not tiny.*not the images on rec"):
        datasets.load("tiny")
    register(server.mirror("right", (file,)), server.mirror("right"))
    assert_is_tiny(datasets.load("tiny", "train"))


def test_offline_nothing_is_asked_of_any_mirror(folder, server, register, monkeypatch):
    monkeypatch.setenv("FOURIERBOOK_OFFLINE", "1")
    mirror = server.mirror("right")
    register(mirror)
    with pytest.raises(FileNotFoundError) as caught:
        datasets.load("tiny")
    for part in ("tiny", str(folder), "FOURIERBOOK_OFFLINE", "data fetch tiny", mirror.url):
        assert part in str(caught.value)
    assert server.log == []


def test_a_folder_that_cannot_be_written_to_is_named(folder, server, register):
    (folder / ".tiny.lock").mkdir()  # so that the lock cannot be opened, not even by root
    register(server.mirror("right"))
    with pytest.raises(PermissionError, match="Set FOURIERBOOK_DATA to a folder"):
        datasets.load("tiny")


def test_a_process_killed_while_it_downloads_leaves_nothing_that_is_used(folder, server, register):
    register(server.mirror("right"))
    process = fetch_elsewhere(server.url("stalls"))
    wait_until(lambda: any(path.stat().st_size for path in folder.glob(".tiny-*/*/tiny.tar.gz")))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert not datasets.available("tiny")
    assert len(hidden(folder)) == 1
    assert_is_tiny(datasets.load("tiny", "train"))
    assert hidden(folder) == []  # what the killed process left is gone


def test_a_process_killed_while_it_moves_files_leaves_nothing_that_is_used(
    folder, server, register, monkeypatch
):
    register(server.mirror("right"))
    process = fetch_elsewhere(server.url("right"), DIE_AFTER_ONE_FILE="1")
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert len(list((folder / "tiny").iterdir())) == 1
    monkeypatch.setenv("FOURIERBOOK_OFFLINE", "1")
    with pytest.raises(FileNotFoundError, match="not whole"):
        datasets.load("tiny", "train")
    monkeypatch.setenv("FOURIERBOOK_OFFLINE", "0")
    assert_is_tiny(datasets.load("tiny", "train"))


def test_two_processes_at_once_fetch_once(folder, server, register):
    register()
    both = [fetch_elsewhere(server.url("slow-start")) for _ in range(2)]
    outputs = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], outputs
    assert server.log == ["slow-start"]
    assert sum("waiting for it" in output for output in outputs) == 1
    assert_is_tiny(datasets.load("tiny", "train"))


def test_two_processes_without_locks_both_end_well(folder, server, register):
    register()
    both = [fetch_elsewhere(server.url("slow-start"), NO_LOCKS="1") for _ in range(2)]
    outputs = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], outputs
    assert server.log == ["slow-start"] * 2
    assert_is_tiny(datasets.load("tiny", "train"))
    assert hidden(folder) == []


@pytest.fixture
def weights(server, monkeypatch):
    """Weights that a first mirror serves wrong and a second right."""
    file = registry.File("net-1234.pth", tiny.FILE.size, tiny.FILE.hash[: len("sha256:") + 8])
    places = (server.mirror("wrong", (file,)), server.mirror("right", (file,)))
    entry = registry.Weights("net", places, "none", "http://localhost/")
    monkeypatch.setitem(registry.WEIGHTS, "net", entry)
    return "net"


def test_weights_come_through_the_same_door(folder, server, weights):
    path = datasets.weights_file(weights)
    assert path == folder / "weights" / "net-1234.pth"
    assert path.read_bytes() == tiny.ARCHIVE
    datasets.weights_file(weights)
    assert server.log == ["wrong", "right"]


def test_damaged_weights_are_named_and_not_used(folder, server, weights):
    path = datasets.weights_file(weights)
    path.write_bytes(tiny.ARCHIVE[:-1])
    with pytest.raises(ValueError, match=r"net-1234.pth is damaged.*data fetch net"):
        datasets.weights_file(weights)
    fetching.fetch_weights(weights, again=True)
    assert datasets.weights_file(weights).read_bytes() == tiny.ARCHIVE


def test_weights_offline_are_one_error(folder, server, weights, monkeypatch):
    monkeypatch.setenv("FOURIERBOOK_OFFLINE", "1")
    with pytest.raises(FileNotFoundError, match="FOURIERBOOK_OFFLINE forbids"):
        datasets.weights_file(weights)
    monkeypatch.setenv("FOURIERBOOK_OFFLINE", "0")
    path = datasets.weights_file(weights)
    monkeypatch.setenv("FOURIERBOOK_OFFLINE", "1")
    assert datasets.weights_file(weights) == path


def test_unknown_weights_are_refused():
    with pytest.raises(ValueError, match="weights are mobilenet_v2, resnet50; got 'vgg'"):
        datasets.weights_file("vgg")
