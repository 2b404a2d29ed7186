"""What the marks of a text should say, and which of them say something else."""

import inspect
import re
from collections.abc import Iterator

from tools import conditions, marks, page_numbers

Found = list[tuple[int, str]]  # line, and a sentence


def written(text: str, found: page_numbers.Functions) -> tuple[str, Found]:
    """The text as `make sync` writes it, and what is wrong with it that no program can mend.

    >>> written("It is <!--= half -->0.4<!--/-->.", {"half": lambda: 0.5})
    ('It is <!--= half -->0.50<!--/-->.', [])
    """
    placed, problems = marks.find(text)
    named = page_numbers.reader(found)
    for mark in reversed(placed):
        try:
            if mark.kind == "?":
                problems += _guarded(mark, named)
            else:
                start, end = mark.inner
                text = text[:start] + page_numbers.shown(named(mark.asks)) + text[end:]
        except ValueError as error:
            problems.append((mark.line, f"{mark.asks!r}: {error}"))
    return text, sorted(problems)


def problems(text: str, found: page_numbers.Functions) -> Found:
    """What is wrong with the marks of a text: all that `written` finds, and old numbers."""
    new, wrong = written(text, found)
    for mark, now in zip(marks.find(text)[0], marks.find(new)[0], strict=True):
        if mark.words != now.words:
            says = f"{mark.asks} is {now.words}, the text says {mark.words!r}"
            wrong.append((mark.line, f"{says}; run make sync, and read the sentence again"))
    return sorted(wrong)


def unused(text: str, found: page_numbers.Functions) -> Found:
    """Functions of `numbers.py` that no mark of the text uses, each with its line there."""
    asked = " ".join(mark.asks for mark in marks.find(text)[0])
    names = set(found) - set(re.findall(r"[A-Za-z_][\w.]*", asked))
    lines = {name: inspect.unwrap(found[name]).__code__.co_firstlineno for name in names}
    return sorted((line, f"no mark uses {name}(); take it out") for name, line in lines.items())


def _guarded(mark: marks.Mark, named: conditions.Named) -> Iterator[tuple[int, str]]:
    used: dict[str, object] = {}
    holds = conditions.holds(mark.asks, lambda name: used.setdefault(name, named(name)))
    if not used:
        raise ValueError("it names no number, so that nothing could make it false")
    if not holds:
        now = ", ".join(f"{name} = {value!r}" for name, value in used.items())
        words = " ".join(mark.words.split())
        yield mark.line, f"{mark.asks!r} is false ({now}); rewrite {words!r} and its condition"
