"""Every chapter asks for three kinds of exercise, and what claims a check has a key, and passes."""

import re
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from tests.book import guards
from xent_course import exercises

CHAPTERS = sorted((Path(__file__).parents[2] / "book").glob("*.ipynb"))
CLAIM = re.compile(r'Check yourself: `check_answer\("(\d\d\.\d)", [^`]+\)`')
CALL = re.compile(r'check_answer\(\s*"(\d\d\.\d)"')
START = re.compile(r"\*\*(?P<number>\d) · (?P<kind>[^*]+)\.\*\*")
NOT_CHECKED = {"06.5", "10.4"}  # what a search or a training run finds: the solution shows it


def of(path: Path) -> dict[str, list[NotebookNode]]:
    """Return the cells of each exercise of a chapter, its text first."""
    found: dict[str, list[NotebookNode]] = {}
    name = ""
    for cell in guards.section(nbformat.read(path, as_version=4), "Exercises"):
        start = START.match(cell.source) if cell.cell_type == "markdown" else None
        name = f"{path.stem[:2]}.{start['number']}" if start else name
        if name:
            found.setdefault(name, []).append(cell)
    return found


def text(cells: list[NotebookNode]) -> str:
    """Return the words of an exercise."""
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


ALL = {name: cells for path in CHAPTERS for name, cells in of(path).items()}


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_asks_to_predict_to_break_a_check_and_to_make(path: Path) -> None:
    starts = [START.match(cells[0].source) for cells in of(path).values()]
    kinds = " ".join(start["kind"].lower() for start in starts if start)
    assert all(kind in kinds for kind in ("predict", "break a check", "make"))
    assert [start["number"] for start in starts if start] == list("12345")[: len(starts)]


def test_every_exercise_that_can_be_checked_says_so_and_has_a_key() -> None:
    assert set(ALL) - NOT_CHECKED == set(exercises._known())
    claims = {name: CLAIM.findall(text(cells)) for name, cells in ALL.items()}
    assert claims == {name: [] if name in NOT_CHECKED else [name] for name in ALL}


@pytest.mark.parametrize("name", sorted(set(ALL) - NOT_CHECKED))
def test_the_solution_passes_the_check_exactly(name: str) -> None:
    cells = [cell for cell in ALL[name] if cell.cell_type == "code"]
    calling = [cell for cell in cells if CALL.search(cell.source)]
    assert [CALL.findall(cell.source) for cell in calling] == [[name]]
    solution = calling[0]
    assert "solution" in guards.tags(solution)
    shown = [output.data["text/plain"] for output in solution.outputs if "data" in output]
    assert len(shown) == 1 and re.search(r"(?:^|[ (])Right\.\)?$", shown[0])


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_form_that_is_copied_does_not_run(name: str) -> None:
    forms = re.findall(r"`check_answer\((.*?)\)`", text(ALL[name]))
    assert not any(re.search(r"\b(?:True|False|or)\b", form) for form in forms)


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_solution_gives_nothing_away_in_the_notebook(name: str) -> None:
    folded = [cell for cell in ALL[name] if "solution" in guards.tags(cell)]
    assert len(folded) == 1
    assert folded[0].metadata["jupyter"] == {"outputs_hidden": True, "source_hidden": True}
    first = folded[0].source.splitlines()[0]  # JupyterLab shows it of a folded cell
    assert first == "# Solution"


@pytest.mark.parametrize("name", sorted(n for n, cells in ALL.items() if "Break" in text(cells)))
def test_what_is_to_be_broken_stands_in_the_open(name: str) -> None:
    given = [cell for cell in ALL[name] if cell.cell_type == "code" and not guards.tags(cell)]
    assert len(given) == 1 and "Formulas({" in given[0].source
    run = re.search(r'Run `\w+\.check\("(eq-\w+)"', text(ALL[name]))
    assert run and f'"{run[1]}"' in given[0].source


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_the_learner_meets_the_check_before_the_first_exercise(path: Path) -> None:
    cells = guards.section(nbformat.read(path, as_version=4), "Exercises")
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    assert code[0] == "from xent_course.exercises import check_answer"
