"""Run everything that CI runs, one step after the other, and say which of them failed.

    python tools/check.py           all steps
    python tools/check.py lint      only those that read the code and do not run it
    python tools/check.py versions  what must hold with other versions than constraints.txt pins:
                                    chapters run, tests pass; stored outputs are not compared

pytest comes last, so that its closing lines end the output of a run that passed.
"""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINT = {
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy"],
}
PARALLEL = ["-n", "auto", "--dist", "loadfile"]  # a file's tests share what they set up
# npm empties its folder before it installs: not while two processes want what is in it.
INSTALL = "import pathlib, book._ext.katex_offline as k; k.install(pathlib.Path(), 'axe-core')"
PACKAGES = {"packages of the pages and their tests (npm)": ["-c", INSTALL]}
RUN = PACKAGES | {
    "chapters against their stored outputs (nbval)": ["tools/notebooks.py", "check"],
    "tests, doctests and guards (pytest)": ["-m", "pytest", *PARALLEL],
}

OLD_AND_NEW = ["-W", "default::DeprecationWarning"]  # what an old library says of a newer one
PINNED_ONLY = [
    f"--ignore=tests/{name}" for name in ("book/test_ledger.py", "book/test_pages.py", "browser")
]
VERSIONS = PACKAGES | {
    "chapters run (nbval, nothing compared)": ["tools/notebooks.py", "try"],
    "tests and doctests (pytest)": ["-m", "pytest", *PARALLEL, *OLD_AND_NEW, *PINNED_ONLY],
}
JOBS = {"": LINT | RUN, "lint": LINT, "versions": VERSIONS}


def main(arguments: list[str]) -> int:
    """Run the steps; return 0 when all of them passed."""
    failed = []
    for name, command in JOBS[" ".join(arguments)].items():
        print(f"== {name}", flush=True)
        start = time.perf_counter()
        code = subprocess.run([sys.executable, *command], cwd=ROOT).returncode
        if code:
            failed.append(name)
        seconds = time.perf_counter() - start
        if code or name in LINT:
            print(f"   {'FAILED' if code else 'passed'}, {seconds:.0f} s", flush=True)
    if failed:
        print("failed: " + "; ".join(failed), file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
