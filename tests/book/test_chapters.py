"""The chapters keep the rules of ``guards.py``."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
import yaml
from nbformat import NotebookNode

from tests.book import guards
from tools.notebooks import METADATA

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "book"
CHAPTERS = sorted(BOOK.glob("*.ipynb"))
PAGES = sorted(BOOK.rglob("*.md"))


def read(path: Path) -> NotebookNode:
    """Return the notebook at `path`."""
    return nbformat.read(path, as_version=4)


def labels() -> list[str]:
    """Return the label of every displayed equation of the book."""
    return [label for path in CHAPTERS for _, label in guards.displays(read(path)) if label]


def words(path: Path) -> str:
    """Return what a chapter or another page says."""
    if path.suffix == ".ipynb":
        return guards.prose(read(path))
    return guards.FENCE.sub("", path.read_text(encoding="utf-8"))


def test_there_are_chapters() -> None:
    assert CHAPTERS


@pytest.mark.parametrize("guard", guards.GUARDS, ids=lambda guard: guard.__name__)
@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_chapter(path: Path, guard: Callable[[NotebookNode, str], list[str]]) -> None:
    assert guard(read(path), path.stem) == []


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_chapter_is_stored_as_make_notebooks_writes_it(path: Path) -> None:
    notebook = read(path)
    assert notebook.metadata == METADATA
    assert not any("execution" in cell.metadata for cell in notebook.cells)
    assert path.read_text(encoding="utf-8") == nbformat.writes(notebook) + "\n"


@pytest.mark.parametrize("path", CHAPTERS + PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    assert guards.resolved(words(path), path.parent, set(labels())) == []


def test_no_label_is_given_in_two_chapters() -> None:
    assert [label for label, times in Counter(labels()).items() if times > 1] == []


def test_the_table_of_contents_names_every_chapter_once_and_in_order() -> None:
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    named = [entry["file"] for part in contents["parts"] for entry in part["chapters"]]
    chapters = [name for name in named if (ROOT / f"{name}.ipynb").exists()]
    assert chapters == [f"book/{path.stem}" for path in CHAPTERS]
