"""The page of sources: each claim names what establishes it, and the ten remarks can be run."""

import json
import re
from pathlib import Path

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.utils import new_document

from tests.book.test_reference import extension
from xent_course.formulas.sources import packaged

BOOK = Path(__file__).parents[2] / "book"
PAGE = (BOOK / "reference" / "sources.md").read_text(encoding="utf-8")
CLAIM = re.compile(r"^\*\*([AB]\d+\.\d+)\*\* · (.+)\n: ((?:.+\n)(?:  .+\n)*)", re.M)
CORRECTION = re.compile(r"^(\d+)\. (\*\*.+\n(?:   .+\n)*)", re.M)
EQUATION = re.compile(r"\{eq\}`([^`]+)`")
CELL = re.compile(r"\{cell\}`(?:[^`]*<)?(\d\d_\w+): ([^`]+?)>?`")
VERDICT = re.compile(r"\*\*(Established|Established under a condition|Corrected)\b")
LABELS = {label for chapter in packaged().values() for label in chapter}
CLAIMS = {number: (claim, verdict) for number, claim, verdict in CLAIM.findall(PAGE)}
CORRECTIONS = dict(CORRECTION.findall(PAGE))
# The sections of the two articles, in their order.
SECTIONS = [f"A{number}" for number in range(13)] + [f"B{number}" for number in range(9)]


def executed(chapter: str, code: str) -> list[int]:
    """Return how often (0: never) each cell of `chapter` that holds `code` was executed."""
    notebook = json.loads((BOOK / f"{chapter}.ipynb").read_text(encoding="utf-8"))
    code_cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return [cell["execution_count"] or 0 for cell in code_cells if code in "".join(cell["source"])]


def wrong_links(text: str) -> list[str]:
    """Return the equations that no chapter has, and the cells that are not there once, executed."""
    equations = [label for label in EQUATION.findall(text) if label not in LABELS]
    cells = [": ".join(cell) for cell in CELL.findall(text) if len(executed(*cell)) != 1]
    never = [": ".join(cell) for cell in CELL.findall(text) if 0 in executed(*cell)]
    return equations + cells + never


def test_the_sections_are_those_of_the_articles_and_each_has_its_claims_in_order() -> None:
    headings = re.findall(r"^### ([AB]\d+) · ", PAGE, re.M)
    assert headings == SECTIONS
    wanted = re.findall(r"^\*\*([AB]\d+\.\d+)\*\*", PAGE, re.M)
    assert list(CLAIMS) == wanted
    for section in SECTIONS:
        mine = [number for number in CLAIMS if number.startswith(f"{section}.")]
        assert mine == [f"{section}.{i}" for i in range(1, len(mine) + 1)] != []


@pytest.mark.parametrize("number", CLAIMS)
def test_claim(number: str) -> None:
    claim, verdict = CLAIMS[number]
    assert claim.endswith((".", ")", "?"))
    assert VERDICT.match(verdict)
    assert EQUATION.findall(verdict) or CELL.findall(verdict)
    assert wrong_links(verdict) == []


def test_there_are_ten_corrections_and_conditions() -> None:
    assert "## Ten corrections and conditions\n\n1. **" in PAGE
    assert list(CORRECTIONS) == [str(number) for number in range(1, 11)]


@pytest.mark.parametrize("number", CORRECTIONS)
def test_correction(number: str) -> None:
    text = CORRECTIONS[number]
    assert CELL.findall(text)
    assert wrong_links(text) == []
    named = set(re.findall(r"[AB]\d+\.\d+", text))
    answers = {claim: verdict for claim, (_, verdict) in CLAIMS.items()}
    back = {claim for claim in answers if re.search(rf"\s\({number}\)", answers[claim])}
    assert back and back <= named <= set(CLAIMS)


def test_a_link_that_leads_nowhere_is_found() -> None:
    assert wrong_links("{eq}`eq-nowhere`") == ["eq-nowhere"]
    assert wrong_links("{cell}`02_likelihood: no such code`") == ["02_likelihood: no such code"]
    assert wrong_links("{cell}`two <02_likelihood: np.>`") == ["02_likelihood: np."]
    assert wrong_links("{eq}`eq-shift`, {cell}`02_likelihood: of_pairs.argmax()`") == []


def test_every_link_of_the_page_is_among_those_looked_at() -> None:
    assert len(CELL.findall(PAGE)) == PAGE.count("{cell}`")
    assert len(EQUATION.findall(PAGE)) == PAGE.count("{eq}`")
    assert wrong_links(PAGE) == []


def test_an_executed_cell_can_be_led_to_inside_of_what_is_folded() -> None:
    def cell(count: int | None) -> nodes.container:
        return nodes.container("", nodes.container(), nb_element="cell_code", exec_count=count)

    document = new_document("page", get_default_settings())
    document += [cell(1), cell(None), cell(2)]
    extension("cell_links").give_anchors(None, document)
    assert [box.children[0]["ids"] for box in document.children] == [["cell-1"], [], ["cell-2"]]
