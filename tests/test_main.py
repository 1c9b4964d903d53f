"""``python -m xent_course`` tells the three places where a reader may stand apart."""

from pathlib import Path

import numpy as np
import pytest

import xent_course
from xent_course.__main__ import book, main, versions


def test_versions_are_those_that_are_imported() -> None:
    lines = versions()
    assert lines[0] == f"xent_course {xent_course.__version__}"
    assert f"NumPy {np.__version__}" in lines


def test_without_a_checkout_it_says_where_the_book_is_made(tmp_path: Path) -> None:
    assert "does not come with the installed package" in book(tmp_path)[0]


def test_an_unbuilt_book_is_to_be_built(tmp_path: Path) -> None:
    (tmp_path / "_toc.yml").touch()
    assert book(tmp_path)[1] == f"Build them with `make book` in {tmp_path}."


def test_a_built_book_is_named_as_an_address(tmp_path: Path) -> None:
    (tmp_path / "_toc.yml").touch()
    page = tmp_path / "_build" / "html" / "index.html"
    page.parent.mkdir(parents=True)
    page.touch()
    assert book(tmp_path)[1] == f"Open {page.as_uri()} in a browser."


def test_it_prints_both(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0
    assert capsys.readouterr().out == "\n".join([*versions(), "", *book()]) + "\n"
