"""In the reference of the package, lead from each function to its chapter and its formula."""

import re
from typing import Any

from sphinx.application import Sphinx

CHAPTER = re.compile(r"^Chapters?: (.*)$")
NAME = re.compile(r"\b(\d\d_\w+)\b")
LABEL = re.compile(r"\(((?:eq|def)-[\w-]+)\)")


def link(app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Turn ``Chapter: 02_likelihood`` and ``(eq-label)`` into links where they lead somewhere."""
    labels = app.env.get_domain("math").equations  # type: ignore[attr-defined]
    for number, line in enumerate(lines):
        if CHAPTER.match(line):
            line = NAME.sub(lambda found: _chapter(app, found[1]), line)
        lines[number] = LABEL.sub(
            lambda found: f":eq:`{found[1]}`" if found[1] in labels else "", line
        )


def _chapter(app: Sphinx, name: str) -> str:
    page = f"book/{name}"
    return f":doc:`{name} </{page}>`" if page in app.env.found_docs else name


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the step."""
    app.connect("autodoc-process-docstring", link)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
