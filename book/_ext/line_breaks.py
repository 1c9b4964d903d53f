"""Keep together what a line may not part: (a formula and its marks), 50 %, 2 × 3, (0.7, 0.2, 0.1).

A browser takes a formula for a row of boxes and may break the line before and after each: then a
full stop begins a line, or a parenthesis opens at the end of one.
"""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

WHOLE = re.compile(
    r"\d (?:%|log\b)|\b(?:log|chapter) \d|[\d./]+(?: × [\d./]+)+|\([\d./−]+(?:, [\d./−]+)+\)"
)
AS_IT_IS = (nodes.literal, nodes.math, nodes.FixedTextElement, nodes.raw)
OPENING = re.compile(r"[(‘“]+$")
CLOSING = re.compile(r"[.,;:?!)’”]+")


def join(found: re.Match[str]) -> str:
    """Return what was found with spaces at which no line breaks."""
    return found[0].replace(" ", "\N{NO-BREAK SPACE}")


def keep_together(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Join each formula to the marks around it, and each number to those it belongs with."""
    if app.builder.format != "html":
        return
    for text in list(doctree.findall(nodes.Text)):
        if isinstance(text.parent, nodes.TextElement) and not isinstance(text.parent, AS_IT_IS):
            text.parent.replace(text, nodes.Text(WHOLE.sub(join, text)))
    for formula in list(doctree.findall(nodes.math)):
        enclose(formula)


def enclose(formula: nodes.math) -> None:
    """Put a formula into one element with the marks that open before it and close after it."""
    line, at = formula.parent, formula.parent.index(formula)
    before, after = (line[i] if 0 <= i < len(line) else None for i in (at - 1, at + 1))
    opening = OPENING.search(before) if isinstance(before, nodes.Text) else None
    closing = CLOSING.match(after) if isinstance(after, nodes.Text) else None
    if opening or closing:
        both = line[at] = nodes.inline("", "", classes=["kept"])
        both += [nodes.Text(opening[0] if opening else ""), formula]
        both += nodes.Text(closing[0] if closing else "")
    if opening:
        line[at - 1] = nodes.Text(before[: opening.start()])
    if closing:
        line[at + 1] = nodes.Text(after[closing.end() :])


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the step."""
    app.connect("doctree-resolved", keep_together)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
