"""Every page of the book before every judge."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import names_of_pages
from tests.browser.judges import JUDGES
from tests.browser.visits import Sight


@pytest.mark.parametrize("judge", JUDGES, ids=lambda judge: judge.__name__)
def test_page(sight: Sight, judge: Callable[[Sight], list[str]]) -> None:
    assert judge(sight) == []


def test_no_page_was_overlooked(pages: Path) -> None:
    built = (path.relative_to(pages) for path in pages.rglob("*.html"))
    found = {path.as_posix() for path in built if path.parts[0] != "_static"}
    assert found - {"index.html"} == set(names_of_pages())  # index.html only leads to the first
