"""An explorer's pictures as files of their own, and the one at rest in the page itself.

A notebook holds the pictures of an explorer in its state, as text. On a page that would be
megabytes before the first word; there they are files, which a browser fetches when they are shown.
"""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

from fourierbook import files

KIND = '<script type="application/vnd.jupyter.widget-'
STATE = re.compile(rf"\s*{KIND}state\+json\">(.*?)</script>", re.DOTALL)
VIEW = re.compile(rf"{KIND}view\+json\">(.*?)</script>")
HELD = re.compile(r'src="data:image/(\w+);base64,([A-Za-z0-9+/=]+)"')
FOLDER = "_images"


def taken_out(text: str, up: str, html: Path) -> str:
    """A page with its widgets' state at its end, its pictures in files, and its explorers at rest.

    Args:
        text: of the page.
        up: from the page to the folder of all pages, such as `../`.
        html: folder of all pages, below which the pictures are written.
    """
    found = STATE.search(text)
    if found is None:
        return text
    state = json.loads(found[1])
    for model in state["state"].values():
        if isinstance(value := model["state"].get("value"), str):
            model["state"]["value"] = HELD.sub(lambda held: _filed(held, up, html), value)
    text = text.replace(found[0], "")
    text = VIEW.sub(lambda view: _placed(state["state"], view), text)
    kept = json.dumps(state).replace("</", "<\\/")
    return text.replace("</body>", f'{KIND}state+json">{kept}</script>\n</body>')


def _placed(models: dict[str, Any], view: re.Match[str]) -> str:
    """The place of an explorer, with the addresses of its pictures, and what it shows at rest."""
    model = json.loads(view[1])["model_id"]
    pictures = " ".join(dict.fromkeys(re.findall(r' src="([^"]+)"', _said(models, model))))
    place = view[0].replace("<script ", f'<script data-pictures="{pictures}" ')
    return place + at_rest(models, model)


def at_rest(models: dict[str, Any], name: str) -> str:
    """What an explorer shows before anything is moved, and below it what it says.

    Args:
        models: of the page's widgets.
        name: of one of them.

    Returns:
        HTML, with an empty place for each row of controls; nothing for a widget without a picture.
    """
    children = _children(models, name)
    parts = [_said(models, each, at_rest=True) for each in children]
    first = next((place for place, part in enumerate(parts) if "<img" in part), None)
    if first is None:
        return ""
    kinds = [models[name]["model_name"] for name in children[:first]]
    rows = [f'<div class="row" data-kind="{kind}"></div>' for kind in kinds]
    return f'<div class="at-rest">{"".join([*rows, *parts[first:]])}</div>'


def _children(models: dict[str, Any], name: str) -> list[str]:
    children = models[name]["state"].get("children", [])
    return [child.removeprefix("IPY_MODEL_") for child in children]


def _said(models: dict[str, Any], name: str, *, at_rest: bool = False) -> str:
    """The HTML that a widget holds, or what it shows of it at rest."""
    model, children = models[name]["state"], _children(models, name)
    if models[name]["model_name"] == "HTMLModel":
        return model["value"]
    if at_rest and models[name]["model_name"] == "StackModel":
        children = [children[model["selected_index"]]]
    return "".join(_said(models, child, at_rest=at_rest) for child in children)


def _filed(held: re.Match[str], up: str, html: Path) -> str:
    """Write a picture that an element holds, and return the element's address of it."""
    picture = base64.b64decode(held[2])
    name = f"{hashlib.sha256(picture).hexdigest()}.{held[1]}"
    if not (html / FOLDER / name).exists():
        (html / FOLDER).mkdir(exist_ok=True)
        files.replace(html / FOLDER / name, picture)
    return f'src="{up}{FOLDER}/{name}"'
