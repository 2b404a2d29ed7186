"""`make serve`: one line when it starts, one when it stops, one where it cannot."""

import re
import signal
import socket
import subprocess
import sys
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tools.pages import ROOT
from tools.serve import Pages, serve


@pytest.fixture
def pages(tmp_path):
    (tmp_path / "index.html").write_text("the book")
    return tmp_path


def test_without_pages_the_reader_is_told_to_build_them(tmp_path):
    with pytest.raises(SystemExit, match=r"no pages yet: make book builds them"):
        serve(tmp_path, 0)


@pytest.mark.parametrize("free", [True, False])
def test_a_port_that_cannot_be_used_is_named(pages, free):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = 70_000 if free else other.getsockname()[1]
        with pytest.raises(SystemExit, match=rf"Port {port} cannot be used: .*PORT=8001"):
            serve(pages, port)


def answer(folder, path):
    """Status and text of what the pages' server says to a path."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Pages, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            with urlopen(f"http://127.0.0.1:{server.server_port}{path}") as page:
                return page.status, page.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()
        finally:
            server.shutdown()


@pytest.mark.parametrize("path", ["/gone.html", "/book/deep/down/gone.html"])
def test_a_page_that_is_missing_is_answered_by_the_books_own_page(pages, path):
    assert "gone" not in answer(pages, path)[1]
    (pages / "404.html").write_text("no such page")
    assert answer(pages, path) == (404, "no such page")
    assert answer(pages, "/") == (200, "the book")


def test_ctrl_c_ends_in_one_line(pages):
    code = (
        # A suite that runs in the background hands down that the signal is ignored.
        "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"from pathlib import Path\nfrom tools.serve import serve\nserve(Path({str(pages)!r}), 0)"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    address = re.search(r"http://127\.0\.0\.1:\d+/", server.stdout.readline())[0]
    with urlopen(address) as page:
        assert page.read() == b"the book"
    server.send_signal(signal.SIGINT)
    output, errors = server.communicate(timeout=60)
    assert (server.returncode, output) == (0, "\nStopped.\n")
    assert "Traceback" not in errors
