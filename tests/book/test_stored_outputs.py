"""What ``make test`` compares is compared: nbval finds one changed digit, and nothing else."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, writes

ROOT = Path(__file__).parents[2]
CELLS = [
    "import matplotlib.pyplot as plt\nfrom xent_course import plotting",
    "1 / 7",
    "print('a table')",
    "plt.plot([1, 2])\nplt.show()",
]


def notebooks(job: str, path: Path) -> subprocess.CompletedProcess[str]:
    """Do one job of tools/notebooks.py for one notebook."""
    command = [sys.executable, ROOT / "tools" / "notebooks.py", job, path]
    return subprocess.run(command, cwd=path.parent, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the text of a small notebook, executed."""
    path = tmp_path_factory.mktemp("stored") / "small.ipynb"
    path.write_text(writes(new_notebook(cells=[new_code_cell(cell) for cell in CELLS])))
    done = notebooks("run", path)
    assert done.returncode == 0, done.stderr
    return path.read_text(encoding="utf-8")


def passes(text: str, path: Path) -> bool:
    """Return whether nbval accepts the notebook `text`."""
    path.write_text(text, encoding="utf-8")
    return notebooks("check", path).returncode == 0


def test_what_was_stored_comes_out_again(stored: str, tmp_path: Path) -> None:
    assert passes(stored, tmp_path / "small.ipynb")


def test_one_changed_digit_is_found(stored: str, tmp_path: Path) -> None:
    assert "0.14285714285714285" in stored
    changed = stored.replace("0.14285714285714285", "0.14285714285714286")
    assert not passes(changed, tmp_path / "small.ipynb")


def test_a_changed_word_in_a_table_is_found(stored: str, tmp_path: Path) -> None:
    changed = stored.replace('"a table\\n"', '"a cable\\n"')
    assert changed != stored
    assert not passes(changed, tmp_path / "small.ipynb")


def test_a_missing_output_is_found(stored: str, tmp_path: Path) -> None:
    notebook = json.loads(stored)
    notebook["cells"][1]["outputs"] = []
    assert not passes(json.dumps(notebook), tmp_path / "small.ipynb")


def test_the_lines_of_a_picture_are_not_compared(stored: str, tmp_path: Path) -> None:
    changed = stored.replace("stroke-width: ", "stroke-width: 1", 1)
    assert changed != stored
    assert passes(changed, tmp_path / "small.ipynb")


def test_a_missing_picture_is_found(stored: str, tmp_path: Path) -> None:
    notebook = json.loads(stored)
    notebook["cells"][3]["outputs"] = []
    assert not passes(json.dumps(notebook), tmp_path / "small.ipynb")


def test_a_second_run_gives_the_same_bytes(stored: str, tmp_path: Path) -> None:
    path = tmp_path / "small.ipynb"
    path.write_text(stored, encoding="utf-8")
    assert "unchanged" in notebooks("run", path).stdout


@pytest.mark.parametrize("source", ["1 / 0", "import warnings\nwarnings.warn('careful')"])
def test_errors_and_stderr_are_not_stored(source: str, tmp_path: Path) -> None:
    path = tmp_path / "small.ipynb"
    before = writes(new_notebook(cells=[new_code_cell(source)]))
    path.write_text(before)
    assert notebooks("run", path).returncode == 1
    assert path.read_text() == before
