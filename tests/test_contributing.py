"""What CONTRIBUTING.md and README.md name is there: files, and jobs of make."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TO_BE_MADE = {"book/12_name.ipynb", "book/_static/explore/name.js", "_build/html/index.html"}
TO_BE_MADE |= {"_build/book.pdf", "my_book/"}
PATH = re.compile(r"(?<![\w./-])[\w.-]*(?:/[\w.*-]+)+/?|\b[\w-]+\.(?:md|toml|yml|txt|cff|py)\b")
CODE = re.compile(r"```.*?```|`[^`]+`", re.DOTALL)


def named(text: str) -> set[str]:
    """Return every path that stands in code, but not inside .venv, which is each reader's own."""
    found = {path for code in CODE.findall(text) for path in PATH.findall(code)}
    return {path for path in found if not path.startswith((".venv", "/"))}


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "README.md"])
def test_every_path_that_it_names_exists(page: str) -> None:
    paths = named((ROOT / page).read_text(encoding="utf-8"))
    assert len(paths) > 5
    assert [path for path in paths - TO_BE_MADE if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "README.md"])
def test_every_job_of_make_that_it_names_exists(page: str) -> None:
    jobs = set(
        re.findall(r"\bmake ([a-z-]+)", "".join(CODE.findall((ROOT / page).read_text("utf-8"))))
    )
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert len(jobs) > 2
    assert [job for job in jobs if not re.search(rf"^{job}:", makefile, re.MULTILINE)] == []


def test_a_path_that_is_nowhere_is_found() -> None:
    assert named("`tests/none.py`, `xent_course` and\n```\nrun a/b c.toml\n```") == {
        "tests/none.py", "a/b", "c.toml",
    }  # fmt: skip
