"""Configuration of one rendering: the root `_config.yml`, adapted to what this build has."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from fourierbook import files
from tools import downloads, finish
from tools.pages import ROOT, listed
from tools.vendor import VENDOR

PLACEHOLDER = "https://github.com/OWNER/REPO"


def address(root: Path = ROOT) -> str | None:
    """The repository's address, or None while `_config.yml` holds the placeholder."""
    url = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))["repository"]["url"]
    return None if url == PLACEHOLDER else url


def site(config: dict[str, Any]) -> str:
    """Address of the pages: what is set, else GitHub Pages of the repository; empty without one.

    >>> site({"repository": {"url": "https://github.com/somebody/waves"}, "html": {}})
    'https://somebody.github.io/waves/'
    """
    url = config["repository"]["url"]
    found = re.fullmatch(r"https://github\.com/([\w-]+)/([\w.-]+?)(?:\.git)?/?", url)
    if own := config["html"].get("baseurl"):
        return f"{own.rstrip('/')}/"
    if found is None or url == PLACEHOLDER:
        return ""
    host, name = f"{found[1].lower()}.github.io", found[2]
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"


def adapted(config: dict[str, Any], *, own_scripts: bool) -> dict[str, Any]:
    """The configuration with execution off, the pages' own scripts, and no dead buttons."""
    config = {**config, "execute": {**config["execute"], "execute_notebooks": "off"}}
    sphinx = {**config["sphinx"]["config"], "html_extra_path": [downloads.FOLDER]}
    if own_scripts:
        scripts = Path(VENDOR).relative_to("book/_static")
        sphinx["nb_ipywidgets_js"] = {f"{scripts}/html-manager-embed.js": {}}
        sphinx["mathjax_path"] = f"{scripts}/mathjax-tex-svg.js"
    extensions = dict.fromkeys(config["sphinx"]["local_extensions"], str(ROOT))
    config["sphinx"] = {**config["sphinx"], "config": sphinx, "local_extensions": extensions}
    config["html"] = {**config["html"], "baseurl": site(config)}
    if config["repository"]["url"] == PLACEHOLDER:
        config.pop("launch_buttons")
        buttons = {name: False for name in config["html"] if name.endswith("_button")}
        config["html"] = {**config["html"], **buttons}
    return config


def write_config(site: Path, config: dict[str, Any]) -> None:
    """Write a configuration, without patterns for the texts that the copy does not hold."""
    files.replace(site / "_config.yml", yaml.safe_dump(config, sort_keys=False))


def render(site: Path, output: Path, *, builder: str = "html") -> Path:
    """Render the pages, every warning an error; always from nothing, so that none is missed.

    Returns:
        The page to open.
    """
    shutil.rmtree(output / "_build", ignore_errors=True)
    command = [Path(sys.executable).with_name("jupyter-book"), "build", site, "-W", "-n"]
    command += ["--keep-going", "--path-output", output, "--builder", builder]
    done = subprocess.run(
        list(map(str, command)),
        check=False,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    files.replace(output / "render.log", done.stdout + done.stderr)
    page = output / "_build" / builder / f"{listed()[0]}.html"
    if done.returncode or not page.exists():
        warnings = [line for line in done.stderr.splitlines() if "WARNING" in line or "Err" in line]
        lines = warnings or done.stderr.splitlines()[-30:]
        raise SystemExit("\n".join(["The pages were not rendered:", *lines]))
    if builder == "html":
        finish.finish(page.parents[len(Path(listed()[0]).parts) - 1])
    return page
