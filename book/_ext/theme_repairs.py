"""Mend what the theme and MyST-NB write into the pages: faults that a reader or a validator meets.

Each repair names its reason. None of them changes what a page says.
"""

import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

Context = dict[str, Any]

REPAIRS = (
    # A name must hold the words that are to be seen; those two say what they do without another.
    (r'(<button class="btn search-button-field[^>]*?) aria-label="[^"]*"', r"\1"),
    (r'<summary aria-label="Toggle hidden content"', "<summary"),
    # The arrow that unfolds a part of the sidebar has no words, so it needs a name.
    (r'<summary>(?=<span class="toctree-toggle")', '<summary aria-label="Show its pages">'),
    # A summary may hold words but no paragraph.
    (
        r'<p class="((?:collapsed|expanded) admonition-title)">(.*?)</p>',
        r'<span class="\1">\2</span>',
    ),
    # Everything to be read must lie in a landmark; the sidebar's title did not.
    (r'(<div id="pst-primary-sidebar")', r'\1 role="region" aria-label="Course"'),
    # Docutils calls an entry of a bibliography what may no longer stand in a list.
    ('role="doc-biblioentry"', 'role="listitem"'),
    # The theme is known before the first paint: "auto" is painted light, and then all code moves.
    (
        r'localStorage\.getItem\("theme"\) \|\| "auto"',
        '{light: "light", dark: "dark"}[document.documentElement.dataset.mode]'
        ' || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")',
    ),
    # A second viewport that says the same as the first.
    (r'(<meta name="viewport"[^>]*>)(.*?)<meta name="viewport"[^>]*>', r"\1\2"),
    # A page has one main heading, not another above it for print (of the index of modules: empty).
    (r'(<div id="jb-print-docs-body" class="onlyprint">)\s*<h1>.*?</h1>', r"\1"),
    (r'(<div id="jb-print-toc">\s*<div>\s*)<h2>(.*?)</h2>', r"\1<p>\2</p>"),
    # A paragraph cannot hold a list.
    (r"<p>(<ul[^>]*>(?:(?!<ul).)*?</ul>)\s*</p>", r"\1"),
    # The corner of a table heads nothing.
    (r'<th class="head"><p></p></th>', "<td></td>"),
    # What happens on a click is said in course.js: the policy of security.py lets no page say it.
    (r'<button onclick="window\.print\(\)"', "<button data-print"),
)
COMPILED = tuple((re.compile(pattern, re.S), by) for pattern, by in REPAIRS)

# The excerpts below the results of a search are fetched, which no browser allows from file://.
SUMMARIES = "SHOW_SEARCH_SUMMARY: true"
SUMMARIES_ONLINE = 'SHOW_SEARCH_SUMMARY: location.protocol !== "file:"'

FIRST_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta http-equiv="refresh" content="0; url={page}">
</head>
<body><p><a href="{page}">{title}</a></p></body>
</html>
"""


def repair_pages(app: Sphinx) -> None:
    """Run every page through REPAIRS as its template renders it."""
    if app.builder.format != "html":
        return
    render = app.builder.templates.render

    def repaired(template: str, context: Context) -> str:
        text = render(template, context)
        for pattern, replacement in COMPILED:
            text = pattern.sub(replacement, text)
        return text

    app.builder.templates.render = repaired


def repair_files(app: Sphinx, exception: Exception | None) -> None:
    """Search without fetching from file://, and lead to the first page by a page that is valid."""
    if exception is not None or app.builder.format != "html":
        return
    options = Path(app.outdir) / "_static" / "documentation_options.js"
    said = options.read_text(encoding="utf-8")
    options.write_text(said.replace(SUMMARIES, SUMMARIES_ONLINE), encoding="utf-8")
    config = app.config
    page = f"{config.root_doc}.html"
    text = FIRST_PAGE.format(language=config.language, title=config.html_title, page=page)
    (Path(app.outdir) / "index.html").write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the two steps; the second after Sphinx-External-ToC wrote its own first page."""
    app.connect("builder-inited", repair_pages)
    app.connect("build-finished", repair_files, priority=800)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
