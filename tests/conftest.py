"""What several folders of tests share: settings, and the book, built once a session."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# An example has no time limit: the machine may be busy, and nothing here is a timed test.
settings.register_profile("house", deadline=None, max_examples=150)
settings.load_profile("house")

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
