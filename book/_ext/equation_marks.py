"""Beside each labelled equation, a mark that leads to its check and to its row in the ledger."""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

LEDGER = "book/reference/ledger"
CHECK = re.compile(r'formulas\.check\(\s*"((?:eq|def)-[\w-]+)"')
KINDS = {"eq": "checked", "def": "checked", "asm": "assumed"}


def mark_equations(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give every checking cell an anchor, and put a mark after every labelled equation."""
    if app.builder.format != "html" or docname.startswith(LEDGER):
        return
    checked = set()
    for code in doctree.findall(nodes.literal_block):
        for label in CHECK.findall(code.astext()):
            code.parent.parent["ids"].append(f"check-{label}")
            checked.add(label)
    for equation in list(doctree.findall(nodes.math_block)):
        label = equation.get("label") or ""
        if label in checked or label.startswith("asm-"):
            mark = nodes.raw("", _mark(app, docname, label), format="html")
            equation.parent.insert(equation.parent.index(equation) + 1, mark)


def _mark(app: Sphinx, docname: str, label: str) -> str:
    word = KINDS[label.partition("-")[0]]
    links = [f'<a href="#check-{label}">✓ {word}</a>'] if word == "checked" else [word]
    page = f"{LEDGER}_{docname.rpartition('/')[2]}"
    if page in app.env.found_docs:
        row = app.builder.get_relative_uri(docname, page)
        links.append(f'<a href="{row}#row-{label}">ledger<span> of {label}</span></a>')
    return f'<p class="equation-mark">{" · ".join(links)}</p>'


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the step."""
    app.connect("doctree-resolved", mark_equations)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
