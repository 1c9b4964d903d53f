"""Command line: ``python -m xent_course`` says what is installed and where the book is."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from xent_course import __version__

CHECKOUT = Path(__file__).resolve().parents[1]
# NumPy is needed; the others are what chapters and figures use, and may be absent.
LIBRARIES = {"numpy": "NumPy", "torch": "PyTorch", "scipy": "SciPy", "matplotlib": "Matplotlib"}


def versions() -> list[str]:
    """Return one line for the package, for Python and for each library, installed or not."""
    lines = [f"xent_course {__version__}", f"Python {platform.python_version()}"]
    for distribution, name in LIBRARIES.items():
        try:
            lines.append(f"{name} {version(distribution)}")
        except PackageNotFoundError:
            lines.append(f"{name}: not installed")
    return lines


def book(checkout: Path = CHECKOUT) -> list[str]:
    """Return lines that say where the book is, and how to open it.

    Parameters
    ----------
    checkout : Path
        The folder that holds the package; in the repository, the book lies beside the package.

    Returns
    -------
    list of str
        Lines to print.
    """
    if not (checkout / "_toc.yml").is_file():
        return [
            "The book does not come with the installed package.",
            "It is in the repository of the course: there, `make book` builds its pages.",
        ]
    page = checkout / "_build" / "html" / "index.html"
    if not page.is_file():
        return [
            f"The book is in {checkout / 'book'}; its pages are not built yet.",
            f"Build them with `make book` in {checkout}.",
        ]
    return [f"The book is at {page}", f"Open {page.as_uri()} in a browser."]


def main() -> int:
    """Print what is installed and where the book is.

    Returns
    -------
    int
        0, always.
    """
    print("\n".join([*versions(), "", *book()]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
