"""A link to one cell of a chapter, found by words of its code: the links outlive renumbered cells.

``{cell}`02_likelihood: of_pairs.argmax()` `` leads to the one executed cell of that chapter that
holds these words. ``{cell}`two peaks <02_likelihood: of_pairs.argmax()>` `` says so in other words.
"""

import json
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

TARGET = re.compile(
    r"(?:(?P<words>.*\S)\s*<)?(?P<chapter>\d\d_\w+): (?P<code>.*?)(?(words)>)$", re.S
)
logger = logging.getLogger(__name__)


def cells_with(notebook: Path, code: str) -> list[int]:
    """Return the execution counts of the cells of `notebook` that hold `code`."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    found = [c for c in cells if c["cell_type"] == "code" and code in "".join(c["source"])]
    return [cell["execution_count"] for cell in found]


class Cell(SphinxRole):
    """The role."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the link, or plain text and a warning."""
        asked = TARGET.match(self.text)
        page = f"book/{asked['chapter']}" if asked else ""
        notebook = Path(self.env.srcdir) / f"{page}.ipynb"
        counts = cells_with(notebook, asked["code"]) if asked and notebook.is_file() else []
        if len(counts) != 1 or not counts[0] or not asked:
            said = f"{len(counts)} executed cells, not one: {self.text}"
            logger.warning(said, location=self.get_location())
            return [nodes.Text(self.text)], []
        self.env.note_dependency(str(notebook))
        words = asked["words"] or f"chapter {int(asked['chapter'][:2])}, cell {counts[0]}"
        place = self.env.app.builder.get_relative_uri(self.env.docname, page)
        return [nodes.reference("", words, refuri=f"{place}#cell-{counts[0]}", internal=True)], []


def give_anchors(app: Sphinx, doctree: nodes.document) -> None:
    """Give every code cell of a notebook its execution count as a place to lead to.

    The place is inside of what is folded: then a link to a solution opens it.
    """
    for cell in doctree.findall(nodes.container):
        if cell.get("nb_element") == "cell_code" and cell.get("exec_count") and cell.children:
            cell.children[0]["ids"].append(f"cell-{cell['exec_count']}")  # type: ignore[index]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register role and step."""
    app.add_role("cell", Cell())
    app.connect("doctree-read", give_anchors)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
