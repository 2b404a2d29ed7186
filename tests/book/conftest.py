"""The book that `make test` has built from embedded data, served to a real browser."""

import functools
import http.server
import os
import threading

import pytest
from playwright.sync_api import sync_playwright

from tools import browser as browsers
from tools.pages import ROOT

HTML = ROOT / "build" / "embedded" / "_build" / "html"
ARGUMENTS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files and prints nothing."""

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="session")
def html():
    """Folder of the built pages."""
    if not (HTML / "index.html").exists():
        pytest.fail("the book is not built; run make test, or python -m tools.build embedded")
    return HTML


@pytest.fixture(scope="session")
def server(html):
    """Address under which the pages are served, on this machine only."""
    handler = functools.partial(QuietHandler, directory=html)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()


@pytest.fixture(scope="session")
def browser():
    """A Chromium; without one the tests fail."""
    program = browsers.find()
    if program is None:
        pytest.fail(browsers.MISSING)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS, *sandbox])
        yield chromium
        chromium.close()
