"""Write each picture's own size into its page, so that nothing moves when the picture arrives."""

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.images import get_image_size

Context = dict[str, Any]

# docutils writes a style, which fixes the height on a narrow screen as well; attributes do not.
FIXED = re.compile(r'(<img[^>]*?) style="width: (\d+)px; height: (\d+)px;"')


def state_size(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give every local picture without a size its width and height in CSS pixels."""
    for picture in doctree.findall(nodes.image):
        path = Path(app.srcdir) / picture["uri"]
        if "width" in picture or "height" in picture or not path.is_file():
            continue
        size = get_image_size(str(path))
        if size is not None:
            picture["width"], picture["height"] = (f"{pixels}px" for pixels in size)


def let_shrink(app: Sphinx, page: str, template: str, context: Context, doctree: Any) -> None:
    """State the sizes as attributes."""
    if "body" in context:
        context["body"] = FIXED.sub(r'\1 width="\2" height="\3"', context["body"])


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the two steps."""
    app.connect("doctree-resolved", state_size)
    app.connect("html-page-context", let_shrink)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
