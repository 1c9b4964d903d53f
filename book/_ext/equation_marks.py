"""Beside each labelled equation, a mark that says what its check found and leads to it.

The words are those of the chapter's page in the ledger.
"""

import re
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

LEDGER = "book/reference/ledger"
CHECK = re.compile(r'formulas\.check\(\s*"((?:eq|def)-[\w-]+)"')
FOUND = re.compile(r'#check-([\w-]+)">Checked</a>: (.*)')
ROLE = re.compile(r"\{eq\}`([^`]+)`")
POWER = re.compile(r"\b\de-\d+")
MARK = (
    '<div class="equation-mark"><button type="button" aria-describedby="said-{label}">{word}'
    '</button><div class="said"><p id="said-{label}">{said}</p><p>{links}</p></div></div>'
)
ASSUMED = "An assumption: nothing to check. It says when what follows holds."


def page_of_ledger(app: Sphinx, docname: str) -> Path:
    """Return the file of a chapter's page in the ledger, which may not be there."""
    return Path(app.srcdir) / f"{LEDGER}_{docname.rpartition('/')[2]}.md"


def note_ledger(app: Sphinx, doctree: nodes.document) -> None:
    """Have a chapter read anew when its page in the ledger changes."""
    path = page_of_ledger(app, app.env.docname)
    if path.is_file():
        app.env.note_dependency(str(path))


def read_ledger(path: Path) -> dict[str, str]:
    """Return what was found about each equation of a chapter, by label."""
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return {label: _plain(words) for label, words in FOUND.findall(text)}


def _plain(words: str) -> str:
    words = escape(ROLE.sub(r"\1", words).replace("Errors caught", "Deliberate errors caught"))
    return POWER.sub(r'<span class="number">\g<0></span>', words)


def mark_equations(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give every checking cell an anchor, and put a mark after every labelled equation."""
    if app.builder.format != "html" or docname.startswith(LEDGER):
        return
    checked = set()
    for code in doctree.findall(nodes.literal_block):
        for label in CHECK.findall(code.astext()):
            code.parent.parent["ids"].append(f"check-{label}")
            checked.add(label)
    found = read_ledger(page_of_ledger(app, docname))
    for equation in list(doctree.findall(nodes.math_block)):
        label = equation.get("label") or ""
        if label in checked or label.startswith("asm-"):
            mark = nodes.raw("", _mark(app, docname, label, found), format="html")
            equation.parent.insert(equation.parent.index(equation) + 1, mark)


def _mark(app: Sphinx, docname: str, label: str, found: dict[str, str]) -> str:
    links = []
    word, said = "assumed", ASSUMED
    if not label.startswith("asm-"):
        word, said = "✓ checked", found.get(label, "The check stands below.")
        links.append(f'<a href="#check-{label}">See the check</a>')
    if page_of_ledger(app, docname).is_file():
        row = app.builder.get_relative_uri(docname, f"{LEDGER}_{docname.rpartition('/')[2]}")
        links.append(f'<a href="{row}#row-{label}">In the ledger</a>')
    said = said[0].upper() + said[1:]
    return MARK.format(label=label, word=word, said=said, links=" · ".join(links))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the two steps."""
    app.connect("doctree-read", note_ledger)
    app.connect("doctree-resolved", mark_equations)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
