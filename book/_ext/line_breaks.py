"""Keep together what a line may not part: a formula and the comma after it, a number and its %.

A browser takes a formula for a row of boxes and may break the line after each, even before a full
stop, which then begins a line.
"""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

PERCENT = re.compile(r"(?<=\d) (?=%)")
CLOSING = re.compile(r"[.,;:?!)’”]+")


def keep_together(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Join each formula to the marks that close it, and each number to its percent sign."""
    if app.builder.format != "html":
        return
    for text in list(doctree.findall(nodes.Text)):
        if isinstance(text.parent, nodes.TextElement) and " %" in text:
            kept = nodes.Text(PERCENT.sub("\N{NO-BREAK SPACE}", text))
            if not isinstance(text.parent, nodes.literal | nodes.FixedTextElement | nodes.raw):
                text.parent.replace(text, kept)
    for formula in list(doctree.findall(nodes.math)):
        after = formula.next_node(descend=False, siblings=True)
        marks = CLOSING.match(after) if isinstance(after, nodes.Text) else None
        if marks:
            both = nodes.inline("", "", classes=["kept"])
            formula.parent.replace(after, nodes.Text(after[marks.end() :]))
            formula.parent.replace(formula, both)
            both += [formula, nodes.Text(marks[0])]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the step."""
    app.connect("doctree-resolved", keep_together)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
