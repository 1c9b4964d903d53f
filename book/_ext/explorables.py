"""Pictures that move under the reader's hand: a line ``<xc-name>`` and a line ``</xc-name>``.

Each is a custom element, written in ``_static/explore/name.js``; only the pages that hold one load
it. Until it comes near the screen, in print and without scripts, what stands inside the element is
shown. With ``<xc-name instead-of-figure>`` that is the figure of the code cell before it.
"""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

ELEMENT = re.compile(r"<xc-(?P<name>[a-z-]+)(?P<figure> instead-of-figure)?>")


def adopt_figures(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Move the picture that an explorable stands for into it."""
    for raw in list(doctree.findall(nodes.raw)):
        found = ELEMENT.match(raw.astext())
        if found and found["figure"]:
            place = raw.parent.index(raw)
            picture = _figure_before(raw.parent, place)
            close = nodes.raw("", f"</xc-{found['name']}>", format="html")
            opening = nodes.raw("", f"<xc-{found['name']}>", format="html")
            raw.parent[place : place + 1] = [opening, picture, close]


def _figure_before(parent: nodes.Element, place: int) -> nodes.Node:
    """Take the output of the last code cell before a place out of it."""
    for node in reversed(parent.children[:place]):
        if isinstance(node, nodes.Element) and "cell" in node["classes"]:
            output = node.children[-1]
            if list(output.findall(nodes.image)):
                node.remove(output)
                return output
            break
    raise ValueError("an explorable stands instead of a figure, but no figure is right before it")


def load_scripts(app: Sphinx, page: str, template: str, context: Any, doctree: Any) -> None:
    """Load the scripts of the explorables that a page holds, and no others."""
    names = dict.fromkeys(found["name"] for found in ELEMENT.finditer(context.get("body", "")))
    for name in ["maths", "base", *names] if names else []:
        app.add_js_file(f"explore/{name}.js", defer="defer")
    if names:
        app.add_css_file("explore/explore.css")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the two steps."""
    app.connect("doctree-resolved", adopt_figures)
    app.connect("html-page-context", load_scripts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
