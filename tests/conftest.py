"""What several folders of tests share: the book, built once a session."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the book as `make book` does, into a folder of its own, and return its pages.

    While writing, XENT_PAGES names pages that are built already.
    """
    if built := os.environ.get("XENT_PAGES"):
        return Path(built).resolve()
    target = tmp_path_factory.mktemp("built")
    program = Path(sys.executable).with_name("jupyter-book")
    options = ["-W", "-n", "--keep-going", "--quiet", "--path-output", str(target)]
    done = subprocess.run([program, "build", ROOT, *options], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return target / "_build" / "html"
