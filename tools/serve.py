"""Serve the pages that `make book` has built, to this machine alone, until Ctrl-C."""

import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tools.pages import ROOT

PAGES = ROOT / "build/book/_build/html"


def serve(folder: Path, port: int) -> None:
    """Serve a folder at a port.

    Raises:
        SystemExit: if the folder holds no pages, or the port cannot be used; with what to do.
    """
    if not (folder / "index.html").is_file():
        raise SystemExit("There are no pages yet: make book builds them.")
    handler = partial(SimpleHTTPRequestHandler, directory=folder)
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
