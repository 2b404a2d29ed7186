"""Copy the two scripts that pages load, and their licences, from npm's packages to the pages."""

import hashlib
import shutil
import subprocess
from pathlib import Path

from fourierbook import files
from tools.pages import ROOT

VENDOR = "book/_static/vendor"
FILES = {
    "html-manager-embed.js": "@jupyter-widgets/html-manager/dist/embed.js",
    "html-manager-embed.js.LICENSE.txt": "@jupyter-widgets/html-manager/dist/embed.js.LICENSE.txt",
    "html-manager.LICENSE.txt": "@jupyter-widgets/schema/LICENSE",
    "mathjax-tex-svg.js": "mathjax/es5/tex-svg.js",
    "mathjax.LICENSE.txt": "mathjax/LICENSE",
}
NO_NPM = (
    "npm is not here: the pages will load their two scripts from a content delivery network "
    "when they are read. With npm (Node.js) installed, they hold their own copies."
)


def vendored(root: Path = ROOT) -> bool:
    """Whether the pages hold their own copies of the scripts."""
    return all((root / VENDOR / name).exists() for name in FILES)


def install(root: Path = ROOT) -> None:
    """Bring npm's packages as locked, unless they are here already, and copy the scripts."""
    npm = shutil.which("npm")
    if npm is None:
        if not vendored(root):
            print(NO_NPM)
        return
    locked = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    stamp = root / "node_modules" / ".fourierbook-lock"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != locked:
        command = [npm, "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--silent"]
        subprocess.run(command, cwd=root, check=True)
        files.replace(stamp, locked)
    copy(root)


def copy(root: Path = ROOT) -> None:
    """Copy the scripts from `node_modules`."""
    (root / VENDOR).mkdir(parents=True, exist_ok=True)
    for name, source in FILES.items():
        files.replace(root / VENDOR / name, (root / "node_modules" / source).read_bytes())


if __name__ == "__main__":
    install()
