"""Command line: ``python -m xent_course.formulas check PATH...``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from .audit import audit, chapters_in


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        As typed after the program's name.

    Returns
    -------
    int
        0 where nothing is missing, 1 where something is, 2 where the command is wrong.
    """
    parser = argparse.ArgumentParser(
        prog="python -m xent_course.formulas",
        description="Check the displayed equations of a book.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="list the displayed equations and what each lacks")
    check.add_argument("paths", nargs="+", type=Path, metavar="PATH",
                       help="a notebook, a MyST Markdown file, or a folder of them")  # fmt: skip
    check.add_argument("--missing", action="store_true", help="list only what lacks something")
    options = parser.parse_args(arguments)
    return report(options.paths, options.missing)


def report(paths: Sequence[Path], missing: bool) -> int:
    """Print what was found; return the exit code."""
    files = chapters_in(paths)
    if not files:
        print("no chapter found")
        return 1
    found = [audit(path) for path in files]
    for one in found:
        if one.lines and not (missing and one.complete):
            one.lines = [line for line in one.lines if line.lacks or not missing]
            print(one)
    total = sum(len(one.lines) for one in found)
    lacking = sum(bool(line.lacks) for one in found for line in one.lines)
    print(f"{len(files)} files, {total} equations, {lacking} lack something")
    return int(lacking > 0)


if __name__ == "__main__":
    sys.exit(main())
