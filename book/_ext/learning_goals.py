"""The directive ``{learning-goals}``: what each chapter says under "You will be able to"."""

import re
from pathlib import Path
from typing import Any

import nbformat
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

TITLE = re.compile(r"^# (.+)$", re.M)
GOALS = re.compile(r"\*\*You will be able to\*\*\n\n((?:- .+\n?)+)")


def goals(path: Path) -> str:
    """Return a chapter's title, as a link, and its goals, as Markdown."""
    opening = nbformat.read(path, as_version=4).cells[0].source
    title, listed = TITLE.search(opening), GOALS.search(opening)
    if title is None or listed is None:
        raise ValueError(f"{path.name} does not say what a reader will be able to do")
    return f"**[{int(path.stem[:2])} {title[1]}](/book/{path.name})**\n\n{listed[1]}"


class LearningGoals(SphinxDirective):
    """List the goals of all chapters, in order."""

    def run(self) -> list[nodes.Node]:
        """Read the chapters and return what they say."""
        chapters = sorted((Path(self.env.srcdir) / "book").glob("[0-9][0-9]_*.ipynb"))
        for path in chapters:
            self.env.note_dependency(str(path))
        text = "\n\n".join(map(goals, chapters))
        box = nodes.container()
        self.state.nested_parse(text.splitlines(), self.content_offset, box)
        return box.children


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("learning-goals", LearningGoals)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
