"""Find a Chromium for the tests of the built pages, or bring one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
MISSING = (
    "The tests of the pages need a Chromium, and none could be installed from here. Install one "
    "(Debian, Ubuntu: sudo apt-get install chromium; macOS: Google Chrome; any: "
    "python -m playwright install --with-deps chromium) and run make test again."
)


def find() -> Path | None:
    """Program of a Chromium: the system's, else Playwright's own, else None."""
    for name in NAMES:
        if path := shutil.which(name):
            return Path(path)
    if MAC.exists():
        return MAC
    own = _playwrights_own()
    return own if own.exists() else None


def install() -> None:
    """Bring a Chromium: from Debian's packages where this is root, else from Playwright."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        commands = [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]]
    else:
        commands = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in commands:
        subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)


def main() -> str | None:
    """Make sure that there is a Chromium; else give the message that says what to install."""
    if find() is None:
        install()
    return None if find() else MISSING


def _playwrights_own() -> Path:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


if __name__ == "__main__":
    sys.exit(main())
