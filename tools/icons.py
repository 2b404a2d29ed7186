"""The few icons that the pages show, as one small style sheet made of Font Awesome's own drawings.

The theme brings every icon there is, as a script of 1.5 MB that holds up each page.
"""

import re
from pathlib import Path
from urllib.parse import quote

WIDGETS = {"play", "pause", "stop", "retweet"}  # of an explorer's buttons, which come later
SHEET = "_static/icons.css"
SHAPE = """\
[class*="fa-"]::before {
  content: "" !important; display: inline-block; width: var(--wide, 1em); height: 1em;
  vertical-align: -0.125em; background: currentColor;
  -webkit-mask: var(--icon) center / contain no-repeat;
  mask: var(--icon) center / contain no-repeat;
}
[class*="fa-"] { font-family: inherit !important; }
.fa-lg { font-size: 1.25em; line-height: 0.05em; vertical-align: -0.075em; }
@media (forced-colors: active) { [class*="fa-"]::before { background: CanvasText; } }
"""
BLOCKS = r'\s*<(?:link|script)[^>]*(?:href|src)="[^"]*vendor/fontawesome/[^"]*"[^>]*>(?:</script>)?'


def named(text: str) -> set[str]:
    """Names of the icons that a page asks for.

    >>> sorted(named('<i class="fa-solid fa-bars fa-lg"></i> <span class="fas fa-list">'))
    ['bars', 'list']
    """
    found = set(re.findall(r'class="[^"]*\bfa-[^"]*"', text))
    names = {name for each in found for name in re.findall(r"\bfa-([a-z0-9-]+)", each)}
    return names - {"solid", "regular", "brands", "lg"}


def drawings(script: str) -> dict[str, tuple[int, int, str]]:
    """Width, height and path of each icon in Font Awesome's script, by its name and its old names.

    >>> drawings('{play:[384,512,[9654],"f04b","M73 39z"],pen:[1,2,[3,"pen-old"],"f1","M0z"]}')
    {'play': (384, 512, 'M73 39z'), 'pen': (1, 2, 'M0z'), 'pen-old': (1, 2, 'M0z')}
    """
    pattern = r'"?([a-z0-9-]+)"?:\[(\d+),(\d+),\[([^\]]*)\],"[0-9a-f]+","(M[^"]+)"'
    found = {}
    for name, width, height, others, path in re.findall(pattern, script):
        for each in (name, *re.findall(r'"([a-z0-9-]+)"', others)):
            found.setdefault(each, (int(width), int(height), path))
    return found


def sheet(names: set[str], script: str, licence: str) -> str:
    """The style sheet of some icons.

    Raises:
        LookupError: if Font Awesome has no such icon.
    """
    known = drawings(script)
    if missing := names - set(known):
        raise LookupError(f"Font Awesome draws no icon {', '.join(sorted(missing))}")
    rules = [f"/* {licence} */\n{SHAPE}"]
    for name in sorted(names):
        width, height, path = known[name]
        box = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        drawn = quote(f'{box}<path d="{path}"/></svg>', safe=" =:/")
        wide = f"{width / height:.4g}em"
        rules.append(f'.fa-{name} {{ --wide: {wide}; --icon: url("data:image/svg+xml,{drawn}"); }}')
    return "\n".join(rules) + "\n"


def lightened(text: str, up: str) -> str:
    """A page with the style sheet in the place of the theme's script, fonts and style sheet.

    Args:
        text: of the page.
        up: from the page to the folder of all pages, such as `../`.
    """
    text = re.sub(BLOCKS, "", text)
    return text.replace("</head>", f'<link rel="stylesheet" href="{up}{SHEET}">\n</head>', 1)


def write(html: Path, names: set[str]) -> str:
    """The style sheet of the icons that the pages of a folder ask for, from the theme's script."""
    (script,) = html.glob("_static/vendor/fontawesome/*/js/all.min.js")
    text = script.read_text(encoding="utf-8")
    version = script.parents[1].name
    said = f"Font Awesome Free {version} by @fontawesome, fontawesome.com; icons: CC BY 4.0"
    return sheet(names | WIDGETS, text, said)
