"""Name what the style sets apart: the prompts to predict, and the beginnings of the exercises."""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

KINDS = {"predict": re.compile(r"Predict\.$"), "exercise": re.compile(r"\d+ · ")}


def name_prompts(app: Sphinx, doctree: nodes.document) -> None:
    """Give each paragraph that begins with such bold words its class."""
    for paragraph in doctree.findall(nodes.paragraph):
        first = next((child for child in paragraph.children if child.astext()), None)
        for name, words in KINDS.items():
            if isinstance(first, nodes.strong) and words.match(first.astext()):
                paragraph["classes"].append(name)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the step."""
    app.connect("doctree-read", name_prompts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
