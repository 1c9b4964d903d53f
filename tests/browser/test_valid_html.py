"""html-validate finds no error in any page: its standard, which is that of the WHATWG."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from book._ext.katex_offline import NODE, install
from tests.browser.conftest import ROOT, names_of_pages

CONFIG = {
    "root": True,
    "extends": ["html-validate:standard", "html-validate:document"],
    # A checksum guards against another host; every file here comes from where the page does.
    "rules": {"require-sri": ["error", {"target": "crossorigin"}]},
}
PAGE = '<!DOCTYPE html>\n<html lang="en"><head><title>A page</title></head><body>{}</body></html>\n'


def validate(folder: Path, files: list[Path]) -> dict[str, list[str]]:
    """Return what is wrong with each file."""
    install(ROOT, "html-validate")
    program, report = Path(__file__).with_name("validate.mjs"), folder / "report.json"
    command = [NODE, program, report, json.dumps(CONFIG), *files]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert report.exists(), done.stderr
    found: dict[str, list[str]] = {str(file): [] for file in files}
    for page in json.loads(report.read_text(encoding="utf-8")):
        found[page["filePath"]] += [said(message) for message in page["messages"]]
    return found


def said(message: dict[str, Any]) -> str:
    """Return one finding as a line."""
    return f"line {message['line']}: {message['ruleId']}: {message['message']}"


@pytest.fixture(scope="session")
def findings(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Return what is wrong with each page of the book, in one run of the validator."""
    files = sorted(path for path in pages.rglob("*.html") if "_static" not in path.parts)
    found = validate(tmp_path_factory.mktemp("valid"), files)
    return {Path(name).relative_to(pages).as_posix(): lines for name, lines in found.items()}


@pytest.mark.parametrize("name", ["index.html", *names_of_pages()])
def test_page_is_valid(findings: dict[str, list[str]], name: str) -> None:
    assert findings[name] == []


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("<summary><p>a</p></summary>", "element-permitted-content"),
        ('<p id="a">a</p><p id="a">b</p>', "no-dup-id"),
        ("<p>a</div>", "close-order"),
        ("<center>a</center>", "deprecated"),
        ('<p hidden="hidden" hidden>a</p>', "no-dup-attr"),
        ('<script src="https://example.org/a.js"></script>', "require-sri"),
    ],
)
def test_an_error_is_seen(tmp_path: Path, body: str, rule: str) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE.replace("{}", body), encoding="utf-8")
    assert any(f": {rule}: " in line for line in validate(tmp_path, [page])[str(page)])


def test_a_valid_page_passes(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE.replace("{}", "<h1>Words</h1>"), encoding="utf-8")
    assert validate(tmp_path, [page])[str(page)] == []
