"""Code links to its chapter: every public function names one, and labels that are there."""

import importlib
import inspect
import re
from pathlib import Path

import pytest

from xent_course.formulas.sources import packaged

BOOK = Path(__file__).parents[1] / "book"
MODULES = ("special", "likelihood", "information", "losses", "gradients", "logistic")
SECTIONS = ["Parameters", "Returns", "Raises", "See Also", "References", "Examples"]
LABEL = re.compile(r"\(((?:eq|def)-[\w-]+)\)")
CHAPTER = re.compile(r"\b(\d\d_\w+)\b")
HEADING = re.compile(r"^(\w[\w ]*)\n-{3,}$", re.M)


def public() -> list[object]:
    modules = [importlib.import_module(f"xent_course.{name}") for name in MODULES]
    return [getattr(module, name) for module in modules for name in module.__all__]


FUNCTIONS = [thing for thing in public() if inspect.isfunction(thing)]


def test_there_are_functions() -> None:
    assert len(FUNCTIONS) > 25


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f"{f.__module__}.{f.__name__}")
def test_docstring(function: object) -> None:
    text = inspect.getdoc(function) or ""
    written = sorted(path.stem for path in BOOK.glob("*.ipynb"))
    chapters = CHAPTER.findall(text)
    assert chapters
    to_come = [name for name in chapters if name not in written]
    assert [name for name in to_come if name <= written[-1]] == []
    labels = {label for chapter in packaged().values() for label in chapter}
    assert to_come or [label for label in LABEL.findall(text) if label not in labels] == []
    headings = [one for one in HEADING.findall(text) if one in SECTIONS]
    assert headings == sorted(headings, key=SECTIONS.index)
    assert {"Parameters", "Returns", "Examples"} <= set(headings)
    assert ">>>" in text
