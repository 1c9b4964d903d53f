"""Every formula of the book has a check, every check can fail, and the ledger says what is so.

The whole book is checked again here and every formula is broken in every way the engine knows, so
this is the slowest file of the suite.
"""

from pathlib import Path

import pytest

from tools import ledger
from xent_course.formulas.__main__ import main as formulas_command

CAUGHT = 0.98

Rows = dict[Path, list[ledger.Row]]


@pytest.fixture(scope="module")
def book() -> Rows:
    return ledger.whole_book()


@pytest.fixture(scope="module")
def rows(book: Rows) -> list[ledger.Row]:
    return [row for found in book.values() for row in found]


def test_every_displayed_formula_is_labelled_and_checked() -> None:
    assert formulas_command(["check", str(ledger.BOOK)]) == 0


def test_every_check_was_made_and_fails_on_most_errors(rows: list[ledger.Row]) -> None:
    claims = [row for row in rows if not row.shown.label.startswith("asm-")]
    assert [row.shown.label for row in claims if row.result is None] == []
    assert [r.shown.label for r in claims if r.score is None or not r.score.caught] == []


def test_nearly_all_errors_are_caught(rows: list[ledger.Row]) -> None:
    _, caught, tried = ledger.counts(rows)
    assert tried > 1000
    assert caught >= CAUGHT * tried


def test_every_error_that_passes_is_explained_and_no_other(rows: list[ledger.Row]) -> None:
    known = ledger.reasons()
    assert ledger.unexplained(rows, known) == []
    met = {
        (row.shown.label, error)
        for row in rows
        for error in map(ledger.told, ledger.survivors(row))
    }
    assert set(known) - met == set()
    assert [where for where, reason in known.items() if len(reason.split()) < 4] == []


def test_the_ledger_is_current(book: Rows) -> None:
    for path, text in ledger.pages(book).items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: make notebooks"


def test_the_packaged_equations_are_those_of_the_chapters() -> None:
    packaged = ledger.PACKAGED.read_text(encoding="utf-8")
    assert packaged == ledger.package_text(ledger.chapters()), "make notebooks"
