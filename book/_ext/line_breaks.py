"""Keep together what a line may not part: a formula and its comma, 50 %, 2 × 3, (0.7, 0.2, 0.1).

A browser takes a formula for a row of boxes and may break the line after each, even before a full
stop, which then begins a line.
"""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

WHOLE = re.compile(r"\d %|[\d./]+(?: × [\d./]+)+|\([\d./−]+(?:, [\d./−]+)+\)")
AS_IT_IS = (nodes.literal, nodes.math, nodes.FixedTextElement, nodes.raw)
CLOSING = re.compile(r"[.,;:?!)’”]+")


def join(found: re.Match[str]) -> str:
    """Return what was found with spaces at which no line breaks."""
    return found[0].replace(" ", "\N{NO-BREAK SPACE}")


def keep_together(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Join each formula to the marks that close it, and each number to those it belongs with."""
    if app.builder.format != "html":
        return
    for text in list(doctree.findall(nodes.Text)):
        if isinstance(text.parent, nodes.TextElement) and not isinstance(text.parent, AS_IT_IS):
            text.parent.replace(text, nodes.Text(WHOLE.sub(join, text)))
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
