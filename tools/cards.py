"""Draw the small pictures of the first page's cards: `make cards`.

They are made from what ships alone, as the stills of the heroes are, and never by a check.
"""

from pathlib import Path

from fourierbook import files
from fourierbook.pages.intro import cards
from tools.hero import what_ships
from tools.pages import ROOT

FOLDER = "book/_static/cards"


def draw(name: str, root: Path = ROOT) -> Path:
    """Draw the card of one chapter, and give its file."""
    target = root / FOLDER / f"{name}.png"
    with what_ships():
        picture = cards.card(name).png()
    target.parent.mkdir(parents=True, exist_ok=True)
    files.replace(target, picture)
    return target


if __name__ == "__main__":
    for name in cards.CARDS:
        print(f"drew {draw(name).relative_to(ROOT)}")
