"""Serve the pages that `make book` has built, to this machine alone, until Ctrl-C."""

import sys
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tools.pages import ROOT

PAGES = ROOT / "build/book/_build/html"


class Pages(SimpleHTTPRequestHandler):
    """Serves files, and for what is missing the book's own page, as a public server does."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with `404.html` where a page is missing and the book has one."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            return super().send_error(code, message, explain)
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page.read_bytes())
        return None


def serve(folder: Path, port: int) -> None:
    """Serve a folder at a port.

    Raises:
        SystemExit: if the folder holds no pages, or the port cannot be used; with what to do.
    """
    if not (folder / "index.html").is_file():
        raise SystemExit("There are no pages yet: make book builds them.")
    handler = partial(Pages, directory=folder)
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    except (OSError, OverflowError) as problem:
        raise SystemExit(
            f"Port {port} cannot be used: {problem}. Name another with make serve PORT=8001."
        ) from None
    with server:
        print(f"Open http://127.0.0.1:{server.server_port}/ (Ctrl-C stops)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print("\nStopped.")


if __name__ == "__main__":
    serve(PAGES, int(sys.argv[1]))
