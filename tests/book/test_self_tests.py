"""The self-tests' keys are right: each is computed by the code of the chapter that it is about.

Every expression of ``book/self_tests/*.toml`` is evaluated among the names that the chapter's cells
leave. A number must be the key, a listed slip must be what that mistake leads to, the right option
must be true and each of the others false.
"""

import multiprocessing
import os
import re
import tomllib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest

from xent_course.formulas import Formulas

BOOK = Path(__file__).parents[2] / "book"
CHAPTERS = sorted(path.stem for path in BOOK.glob("*.ipynb"))
TESTS = sorted((BOOK / "self_tests").glob("*.toml"))
CLOSING = "closing_test"

Question = dict[str, Any]


def questions(path: Path) -> list[Question]:
    """Return the questions of one file."""
    found: list[Question] = tomllib.loads(path.read_text(encoding="utf-8"))["question"]
    return found


def cases(one: Question) -> list[dict[str, Any]]:
    """Return what of a question has a key: its options, or its number and the slips."""
    return one["option"] if "option" in one else [one, *one.get("slip", [])]


def every() -> Iterator[tuple[Path, int, Question]]:
    """Yield file, number and text of every question."""
    for path in TESTS:
        for number, one in enumerate(questions(path), 1):
            yield path, number, one


def values(stem: str, codes: list[str]) -> list[float]:
    """Run a chapter's cells, but not its solutions; return the values of `codes` after them.

    The ledger's tests make the checks of the formulas; they bind no name and take half of the time.
    """
    Formulas.check = lambda *given, **symbols: None
    plt.switch_backend("agg")
    os.chdir(BOOK.parent)
    names: dict[str, Any] = {}
    for cell in nbformat.read(BOOK / f"{stem}.ipynb", as_version=4).cells:
        if cell.cell_type == "code" and "solution" not in cell.metadata.get("tags", []):
            with redirect_stdout(StringIO()):
                exec(compile(re.sub(r"(?m)^%.*$", "", cell.source), cell.id, "exec"), names)
    plt.close("all")
    return [float(eval(f"({code.strip()})", names)) for code in codes]


def asked_of(stem: str) -> list[str]:
    """Return every expression that the chapter `stem` is to answer."""
    found = [one for path, _, one in every() if one.get("chapter", path.stem) == stem]
    return [case["code"] for one in found for case in cases(one)]


@pytest.fixture(scope="module")
def computed() -> dict[tuple[str, str], float]:
    """Return the value of each expression, by chapter and text; each chapter runs once."""
    spawn = multiprocessing.get_context("spawn")
    asked = {stem: asked_of(stem) for stem in CHAPTERS}
    with ProcessPoolExecutor(2, mp_context=spawn, max_tasks_per_child=1) as pool:
        answers = list(pool.map(values, asked.keys(), asked.values()))
    return {
        (stem, code): value
        for stem, found in zip(CHAPTERS, answers, strict=True)
        for code, value in zip(asked[stem], found, strict=True)
    }


def wrong_keys(one: Question, found: list[float]) -> list[str]:
    """Return the keys of a question with which the computed values disagree."""
    if "option" in one:
        marked = [float(option.get("right", False)) for option in one["option"]]
        return [
            option["text"]
            for option, mark, value in zip(one["option"], marked, found, strict=True)
            if mark != value
        ]
    return [
        f"{case['number']}, not {value}"
        for case, value in zip(cases(one), found, strict=True)
        if not abs(case["number"] - value) <= one["tolerance"] / 2
    ]


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.stem)
def test_keys_are_what_the_chapter_computes(
    path: Path, computed: dict[tuple[str, str], float]
) -> None:
    for number, one in enumerate(questions(path), 1):
        stem = one.get("chapter", path.stem)
        found = [computed[stem, case["code"]] for case in cases(one)]
        assert wrong_keys(one, found) == [], f"{path.name}, question {number}"


def test_a_wrong_key_is_noticed() -> None:
    number = {"number": 2.0, "tolerance": 0.01, "slip": [{"number": 1.39}]}
    assert wrong_keys(number, [2.0, 1.3863]) == []
    assert wrong_keys(number, [2.1, 1.3863]) == ["2.0, not 2.1"]
    assert wrong_keys(number, [2.0, 1.0]) == ["1.39, not 1.0"]
    assert wrong_keys(number, [np.nan, 1.3863]) == ["2.0, not nan"]
    choice = {"option": [{"text": "a", "right": True}, {"text": "b"}]}
    assert wrong_keys(choice, [1.0, 0.0]) == []
    assert wrong_keys(choice, [0.0, 1.0]) == ["a", "b"]


def test_every_chapter_has_five_questions_and_the_closing_test_twelve() -> None:
    counts = {path.stem: len(questions(path)) for path in TESTS}
    assert counts == dict.fromkeys(CHAPTERS, 5) | {CLOSING: 12}


def test_every_chapter_asks_for_numbers_and_for_choices() -> None:
    for path in TESTS:
        kinds = ["option" in one for one in questions(path)]
        assert kinds.count(False) >= 2 and kinds.count(True) >= 1, path.name


def test_a_question_says_only_what_its_form_shows() -> None:
    for path, _, one in every():
        keys = (
            {"ask", "option"}
            if "option" in one
            else {"ask", "number", "tolerance", "code", "reason"}
        )
        assert keys <= set(one) <= keys | {"chapter", "unit", "slip"}, (path.name, one["ask"])
        for case in cases(one):
            assert case["reason"].strip() and case["code"].strip(), (path.name, one["ask"])


def test_a_choice_has_one_right_option_and_not_always_in_the_same_place() -> None:
    places = []
    for path, _, one in every():
        if "option" in one:
            right = [n for n, option in enumerate(one["option"]) if option.get("right")]
            assert len(right) == 1 and 3 <= len(one["option"]) <= 4, (path.name, one["ask"])
            places += right
    assert max(places.count(place) for place in range(4)) < len(places) / 2


def test_a_tolerance_lets_no_slip_pass_and_is_no_guess() -> None:
    for path, _, one in every():
        if "number" in one:
            known = [one["number"], *(slip["number"] for slip in one.get("slip", []))]
            gaps = [abs(a - b) for n, a in enumerate(known) for b in known[:n]]
            assert all(gap > 2 * one["tolerance"] for gap in gaps), (path.name, one["ask"])
            assert 0 < one["tolerance"] <= 0.02 * max(abs(one["number"]), 0.5), (
                path.name,
                one["ask"],
            )
