"""The page for teachers names sections, exercises, traps and pictures that are there."""

import importlib.util
import re
from pathlib import Path

import nbformat
import pytest

from tests.book import guards

BOOK = Path(__file__).parents[2] / "book"
CHAPTERS = sorted(BOOK.glob("*.ipynb"))
PAGE = (BOOK / "reference" / "teachers.md").read_text(encoding="utf-8")
CHAPTER = re.compile(r"\]\(\.\./(\d\d_\w+)\.ipynb\)")
ROWS = [line for line in PAGE.splitlines() if line.startswith("|") and CHAPTER.search(line)]


def chapter(row: str) -> nbformat.NotebookNode:
    """Return the chapter that a row of a table leads to."""
    found = CHAPTER.search(row)
    assert found
    return nbformat.read(BOOK / f"{found[1]}.ipynb", as_version=4)


def sections(row: str) -> list[str]:
    """Return the sections that a row names: in its third column, or in quotes after a link."""
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    quoted = re.findall(r"\), \"([^\"]+)\"", row)
    listed = [] if CHAPTER.search(cells[1]) is None or len(cells) < 4 else cells[2].split("; ")
    return quoted if re.search(r"\[chapter", row) else listed


def exercises(row: str) -> set[str]:
    """Return the numbers of the exercises that a row names."""
    said = re.findall(r"[Ee]xercises? (\d)(?: and (\d))?", row)
    last = row.strip("| ").rpartition("|")[2]
    listed = re.findall(r"\d", last) if re.fullmatch(r" \d(, \d)*", last) else []
    return {number for pair in said for number in pair if number} | set(listed)


@pytest.mark.parametrize("row", ROWS, ids=range(len(ROWS)))
def test_the_sections_and_exercises_of_the_plans_are_there(row: str) -> None:
    notebook = chapter(row)
    titles = [title for level, title in guards.headings(notebook) if level == 2]
    assert [title for title in sections(row) if title not in titles] == []
    text = guards.prose(notebook)
    assert [n for n in exercises(row) if not re.search(rf"(?m)^\*\*{n} · ", text)] == []


def test_the_rows_name_sections_and_exercises() -> None:
    assert sum(bool(sections(row)) for row in ROWS) > 20
    assert sum(bool(exercises(row)) for row in ROWS) > 18


def test_the_traps_are_there() -> None:
    text = guards.prose(nbformat.read(BOOK / "11_losses_in_pytorch.ipynb", as_version=4))
    named = {
        n for said in re.findall(r"traps? (\d[\d, and]*)", PAGE) for n in re.findall(r"\d+", said)
    }
    assert len(named) > 5
    assert [n for n in named if f"**{n} · " not in text] == []


def test_the_pictures_that_move_are_called_so() -> None:
    scripts = [path.read_text(encoding="utf-8") for path in BOOK.glob("_static/explore/*.js")]
    titles = set(re.findall(r'title: "(.*?)"', "\n".join(scripts)))
    named = {
        name.replace("\n", " ") for name in re.findall(r"(?<!\*)\*([A-Z][^*]{9,})\*(?!\*)", PAGE)
    }
    assert named and named <= titles


def test_all_chapters_are_taught_in_half_a_semester() -> None:
    plan = PAGE.partition("## Half a semester")[2].partition("\n## ")[0]
    assert CHAPTER.findall(plan) == [path.stem for path in CHAPTERS]


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_the_goals_are_the_chapters_own(path: Path) -> None:
    place = BOOK / "_ext" / "learning_goals.py"
    spec = importlib.util.spec_from_file_location("learning_goals", place)
    assert spec and spec.loader
    extension = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(extension)
    opening = nbformat.read(path, as_version=4).cells[0].source
    goals = extension.goals(path)
    assert goals.count("\n- ") == opening.count("\n- ") >= 3
    assert opening.endswith(goals.partition("\n\n")[2].strip())


def test_the_page_shows_them() -> None:
    assert "```{learning-goals}\n```" in PAGE
