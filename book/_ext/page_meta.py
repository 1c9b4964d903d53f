"""What a page says about itself: title, description, its notebook, and its place in a sitemap.

A sitemap names whole addresses: it is written when ``html_baseurl`` is set, by ``html.baseurl`` in
_config.yml or by ``-D html_baseurl=...``.
"""

import re
from html import escape, unescape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

TAG = re.compile(r"<[^>]*>")
WORDS_IN_DESCRIPTION = 38
# Pages that Sphinx makes by itself.
MADE = {"genindex": "Index", "py-modindex": "Modules of the package", "search": "Search"}
NOTEBOOK = (
    '<p class="notebook-link"><a href="{}" download>Download this notebook</a>'
    " to run it, change it and break it (.ipynb).</p>"
)


def describe(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Say in the page's head what it is about."""
    course = str(app.config.html_title)
    title = unescape(TAG.sub("", context.get("title", MADE.get(page, course))))
    context["docstitle"] = app.config.html_short_title  # after the page's own in the window's title
    about = first_words(doctree) or f"A page of the course “{course}”."
    if len(about.split()) < 12:
        about = f"{title}. {about}"
    said = {"description": about, "og:description": about, "og:title": title}
    said |= {"og:site_name": course, "og:type": "website"}
    context["metatags"] = context.get("metatags", "") + "".join(
        f'\n    <meta {"property" if ":" in name else "name"}="{name}" content="{escape(words)}" />'
        for name, words in said.items()
    )


def first_words(doctree: nodes.document | None) -> str:
    """Return the beginning of the first paragraph, whole when it is short."""
    paragraph = next(iter(doctree.findall(nodes.paragraph)), None) if doctree else None
    words = paragraph.astext().split() if paragraph else []
    return " ".join(words[:WORDS_IN_DESCRIPTION]) + " …" * (len(words) > WORDS_IN_DESCRIPTION)


def offer_notebook(app: Sphinx, page: str, template: str, context: Any, doctree: Any) -> None:
    """Link under a chapter to the notebook that it is."""
    source = context.get("sourcename", "")
    if source.endswith(".ipynb") and "body" in context:
        context["body"] += NOTEBOOK.format(context["pathto"](f"_sources/{source}", 1))


def write_sitemap(app: Sphinx, exception: Exception | None) -> None:
    """List the address of every page."""
    base = str(app.config.html_baseurl or "")
    if exception is not None or app.builder.format != "html" or not base:
        return
    pages = [app.builder.get_target_uri(page) for page in sorted(app.env.found_docs)]
    places = "".join(f"<url><loc>{escape(base.rstrip('/'))}/{page}</loc></url>\n" for page in pages)
    text = '<?xml version="1.0" encoding="utf-8"?>\n'
    text += f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}</urlset>\n'
    (Path(app.outdir) / "sitemap.xml").write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the steps."""
    app.connect("html-page-context", describe)
    app.connect("html-page-context", offer_notebook)
    app.connect("build-finished", write_sitemap)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
