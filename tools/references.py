"""Links that a page gains where its text names an equation of its own, or a word of the glossary.

In a notebook they are plain words: an anchor there would lead nowhere.
"""

import re
from collections.abc import Iterator

TOKEN = re.compile(r"(<script.*?</script>|<[^>]+>)", re.DOTALL)
NUMBERED = re.compile(r'<div class="math notranslate nohighlight">(?=[^<]*?\\tag\{(\d+)\})')
NAMED = re.compile(r"\b((?i:formula|equation) \((\d+)\))")
TERM = re.compile(r'<dt id="(term-[^"]+)">([^<]+)')
QUIET = {"a", "code", "dt", "h1", "h2", "h3", "h4", "pre", "span", "summary", "td", "th"}
EVERYDAY = {  # words of the glossary that a page also uses as everybody does
    "card", "chance", "claim", "cross", "energy", "experiment", "explorer", "interval", "mask",
    "recipe", "ring", "scale", "seed", "Square", "window",
}  # fmt: skip
BEGIN, END = '<article class="bd-article">', "</article>"


def terms(glossary: str) -> dict[str, str]:
    """The anchors of the words of the glossary, longest words first, without everyday ones.

    >>> terms('<dt id="term-low">low<a></a></dt><dt id="term-low-pass">low pass<a></a></dt>')
    {'low pass': 'term-low-pass', 'low': 'term-low'}
    """
    found = {word.strip(): anchor for anchor, word in TERM.findall(glossary)}
    found = {word: anchor for word, anchor in found.items() if word not in EVERYDAY}
    return dict(sorted(found.items(), key=lambda each: -len(each[0])))


def numbered(text: str) -> str:
    r"""A page whose numbered equations have an address, and what names one leads there.

    >>> page = f'{BEGIN}<div class="math notranslate nohighlight">\\[x \\tag{{1}}\\]</div>'
    >>> numbered(f"{page}<p>By formula (1).</p>{END}").split("</div>")[1]
    '<p>By <a href="#equation-1">formula (1)</a>.</p></article>'
    """
    known = set(NUMBERED.findall(text))
    text = NUMBERED.sub(lambda tag: f'{tag[0][:-1]} id="equation-{tag[1]}">', text)

    def linked(said: re.Match[str]) -> str:
        return f'<a href="#equation-{said[2]}">{said[1]}</a>' if said[2] in known else said[0]

    return _changed(text, lambda plain: NAMED.sub(linked, plain))


def explained(text: str, words: dict[str, str], glossary: str) -> str:
    """A page where the first mention of each word of the glossary leads to it.

    Args:
        text: of the page.
        words: as `terms` gives them.
        glossary: its address from the page.
    """
    left = dict(words)

    def linked(plain: str) -> str:
        found = {}
        for word, anchor in left.items():
            said = re.search(rf"\b{re.escape(word)}s?\b", plain)
            if said and not any(said.start() < end and begin < said.end() for begin, end in found):
                found[said.span()] = (word, anchor)
        for (begin, end), (word, anchor) in sorted(found.items(), reverse=True):
            link = f'<a class="term" href="{glossary}#{anchor}">{plain[begin:end]}</a>'
            plain = plain[:begin] + link + plain[end:]
            del left[word]
        return plain

    return _changed(text, linked)


def _changed(text: str, change) -> str:
    """Change the plain text of an article, outside of links, code, headings and mathematics."""
    begin, end = text.find(BEGIN), text.find(END)
    if begin < 0:
        return text
    return text[:begin] + "".join(_walked(text[begin:end], change)) + text[end:]


def _walked(article: str, change) -> Iterator[str]:
    quiet: list[str] = []
    for token in TOKEN.split(article):
        name = re.match(r"</?([a-z0-9]+)", token)
        if not token.startswith("<") or name is None:
            yield token if quiet else change(token)
            continue
        if token.startswith("</"):
            if quiet and quiet[-1] == name[1]:
                quiet.pop()
        elif name[1] in QUIET or any(part in token for part in ("math ", "widget", "question")):
            if not token.startswith("<script"):
                quiet.append(name[1])
        elif quiet and quiet[-1] == name[1]:
            quiet.append(name[1])
        yield token
