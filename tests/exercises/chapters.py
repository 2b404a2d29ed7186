"""Every chapter's exercises, checks and wrong answers, for the tests beside this module."""

import functools
import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tools import cutting, exercises, sync

CHAPTERS = exercises.chapters()
CASES = [
    pytest.param(chapter, own, id=f"{chapter.rsplit('/', 1)[-1]}-{own.name}")
    for chapter in CHAPTERS
    for own in exercises.exercises(exercises.read(chapter))
    if own.name
]


def checks(chapter: str) -> ModuleType:
    return importlib.import_module(f"fourierbook.exercises.{chapter.rsplit('/', 1)[-1]}")


def check(chapter: str, own: exercises.Exercise):
    return vars(checks(chapter))[f"check_{own.name}"]


def wrong_answers(chapter: str) -> ModuleType:
    file = Path(__file__).with_name(f"{chapter.rsplit('/', 1)[-1]}.py")
    specification = importlib.util.spec_from_file_location(f"wrong_{file.stem}", file)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def setup(chapter: str) -> dict:
    """What an assignment's set-up cells define, without the lines that install the package."""
    return dict(_setup(chapter))


@functools.cache
def _setup(chapter: str) -> dict:
    names: dict = {}
    for cell in cutting.cut(chapter).cells:
        if {*cutting.SETUP} & {*cell.metadata.get("tags", [])}:
            exec(cell.source.removeprefix(sync.first_cell()), names)
    return names


def solution(chapter: str, own: exercises.Exercise) -> Callable:
    """The function of an exercise's solution."""
    names = setup(chapter)
    exec(own.solution, names)
    return names[f"{own.function}_solution"]
