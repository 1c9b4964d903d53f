"""In each chapter, lead from the first use of a term to the glossary, of a name to its work.

Terms are those of the glossary; names are the field `named` of an entry in references.bib. A term
with a capital letter is found only so written ("MAP" is no map), a longer one goes before a
shorter one ("softmax loss", not "softmax"), and a term that is printed bold is explained right
there and needs no link.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

CHAPTER = re.compile(r"book/\d\d_\w+")
GLOSSARY = "book/reference/glossary"
SOURCES = (f"{GLOSSARY}.md", "book/references.bib")
# What is no running text: headings, links, code, formulas.
SILENT = (
    nodes.title,
    nodes.reference,
    nodes.literal,
    nodes.math,
    nodes.FixedTextElement,
    nodes.raw,
)
Places = dict[str, tuple[str, str]]


def form(term: str) -> str:
    """Return the pattern of a term: plural or not, spaces or hyphens, perhaps a first capital."""
    words = r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", term))
    words = words.replace("'", "['’]")
    words = f"{words[:-1]}(?:y|ies)" if words.endswith("y") else f"{words}(?:s|es)?"
    return words if term != term.lower() else f"[{term[0].upper()}{term[0]}]{words[1:]}"


def places(app: Sphinx) -> Places:
    """Return page and anchor of every term and name, the longest first."""
    terms = app.env.get_domain("std").objects  # type: ignore[attr-defined]
    found = {name: place for (kind, name), place in terms.items() if kind == "term"}
    for work in app.env.get_domain("cite").citations:  # type: ignore[attr-defined]
        for name in filter(None, work.entry.fields.get("named", "").split("; ")):
            found[name] = (work.bibliography_key.docname, work.citation_id)
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def running_text(doctree: nodes.document) -> Iterator[nodes.Text]:
    """Yield what is said, not what is a heading, a link, code, a formula, or shown by a cell."""
    for text in list(doctree.findall(nodes.Text)):
        node: Any = text
        while node is not None and not isinstance(node, SILENT):
            if isinstance(node, nodes.container) and "cell" in node["classes"]:
                break
            node = node.parent
        if node is None:
            yield text


def link_first_uses(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Link the first use of each term and name in a chapter."""
    if app.builder.format != "html" or not CHAPTER.fullmatch(docname):
        return
    known = places(app)
    names, either = list(known), "|".join(f"({form(name)})" for name in known)
    # "64 bits" are no unit of surprise: a word that a number counts is left alone.
    pattern = re.compile(rf"(?<![\w-])(?<!\d )(?:{either})(?![\w-])")
    for text in running_text(doctree) if known else ():
        parts: list[nodes.Node] = []
        end = 0
        for use in pattern.finditer(text):
            place = known.pop(names[(use.lastindex or 1) - 1], None)
            bold = isinstance(text.parent, nodes.strong)
            if place and not (bold and place[0] == GLOSSARY):
                parts += [nodes.Text(text[end : use.start()]), _link(app, docname, use[0], place)]
                end = use.end()
        text.parent.replace(text, [*parts, nodes.Text(text[end:])])


def _link(app: Sphinx, docname: str, words: str, place: tuple[str, str]) -> nodes.reference:
    target = f"{app.builder.get_relative_uri(docname, place[0])}#{place[1]}"
    return nodes.reference("", words, refuri=target, internal=True, classes=["first-use"])


def note_sources(app: Sphinx, doctree: nodes.document) -> None:
    """Have a chapter built again when glossary or bibliography change."""
    if CHAPTER.fullmatch(app.env.docname):
        for source in SOURCES:
            app.env.note_dependency(str(Path(app.srcdir) / source))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the two steps."""
    app.connect("doctree-read", note_sources)
    app.connect("doctree-resolved", link_first_uses)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
