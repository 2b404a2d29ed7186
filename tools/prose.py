"""Hold the prose of all pages against what was measured: `make check`.

Every mark says what `numbers.py` or the ledger gives, every condition holds, every number has its
mark, and no name is unused. `make sync` writes the texts of the marks.
"""

import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from fourierbook import files
from tools import marked, marks, page_numbers, typed_numbers
from tools.pages import FIRST_EDITION, ROOT, pairs, texts
from tools.recorded import only_recorded

ALLOWED = Path("tools/prose_numbers.toml")
MARK_IT = (
    f"mark it, <!--= name -->…<!--/-->; a paper's own value or a constant goes into {ALLOWED}, "
    "with the reason"
)
SAY_IT = f"let a cell say it if a run measured it; else add it to {ALLOWED}, with the reason"
Allowed = Mapping[str, Mapping[str, str]]


def problems(root: Path = ROOT) -> list[str]:
    """One sentence for each thing that is wrong: file, line, what it is and what to do."""
    read, chapters = texts(root), {str(p.relative_to(root).with_suffix("")) for p in pairs(root)}
    allowed = tomllib.loads((root / ALLOWED).read_text(encoding="utf-8"))
    with only_recorded():
        found = [sentence for page, text in read.items() for sentence in _marks(page, text, root)]
    for page in sorted(chapters):
        found += _typed(page, read[page], allowed)
    pages = {"everywhere", *chapters}
    return found + [f"{ALLOWED}: {page} is no chapter" for page in allowed if page not in pages]


def write(root: Path = ROOT) -> list[str]:
    """Write the marked numbers of all pages; give what could not be written, and why."""
    wrong = []
    for page, text in texts(root).items():
        if not marks.find(text)[0]:
            continue
        with only_recorded():
            new, found = marked.written(text, page_numbers.functions(page, root))
        wrong += [f"{page}.md:{line}: {sentence}" for line, sentence in found]
        if new != text:
            files.replace(root / f"{page}.md", new)
            print(f"wrote the numbers of {page}.md")
    return wrong


def _marks(page: str, text: str, root: Path) -> Iterator[str]:
    file = page_numbers.file_of(page, root).relative_to(root)
    try:
        found = page_numbers.functions(page, root)
    except Exception as error:  # of any kind: it is the chapter's own code that runs
        yield f"{file} cannot be loaded: {type(error).__name__}: {error}"
        return
    yield from (f"{page}.md:{line}: {what}" for line, what in marked.problems(text, found))
    yield from (f"{file}:{line}: {what}" for line, what in marked.unused(text, found))


def _typed(page: str, text: str, allowed: Allowed) -> Iterator[str]:
    """Numbers that are typed, counts only where a page is written anew, and phrases that went."""
    new, own = page not in FIRST_EDITION, allowed.get(page, {})
    phrases = [*allowed.get("everywhere", {}), *own]
    for line, number in typed_numbers.numbers(text, phrases, counts=new):
        yield f"{page}.md:{line}: {number!r} is typed; {MARK_IT if new else SAY_IT}"
    for phrase in typed_numbers.unused(text, own):
        yield f"{ALLOWED}: {page}.md does not say {phrase!r} any more; take it out"


if __name__ == "__main__":
    found = problems()
    sys.exit("\n".join(["The prose is not what was measured:", *found]) if found else 0)
