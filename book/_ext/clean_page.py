"""Take out of the pages what the theme and Jupyter Book put there and this book does not use.

- sphinx-design: cards and tabs that no page has;
- sphinx-thebe: live cells from a CDN; it declares a constant twice, an error on every page;
- fontawesome.js: 1.49 MB for icons that the theme's own stylesheet draws;
- source maps (3.4 MB), template sources, and the search index on pages that do not search;
- faults of the theme and of docutils that a screen reader meets: see REPAIRS.
"""

import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

Context = dict[str, Any]

UNUSED = re.compile("thebe|sphinx-design|design-tabs")
UNUSED_STATIC = (
    "scripts/fontawesome.js*",
    "sphinx-design*",
    "design-tabs*",
    "*/*.map",
    "*webpack-macros.html",
    "sphinx-thebe*",
)

# Only the page of results searches; the theme would load the whole index everywhere.
SEARCH = re.compile(r'<script src="[^"]*(?:searchtools|language_data|searchindex)\.js"></script>')

REPAIRS = (
    (re.compile(r"<script[^>]*fontawesome\.js[^>]*></script>"), ""),
    # A name must hold the words that are to be seen; those two say what they do without another.
    (re.compile(r'(<button class="btn search-button-field[^>]*?) aria-label="[^"]*"'), r"\1"),
    (re.compile(r'<summary aria-label="[^"]*"'), "<summary"),
    # Everything to be read must lie in a landmark; the sidebar's title did not.
    (re.compile(r'(<div id="pst-primary-sidebar")'), r'\1 role="region" aria-label="Course"'),
    (re.compile('role="doc-biblioentry"'), 'role="listitem"'),
    # The theme is known before the first paint: "auto" is painted light, and then all code moves.
    (
        re.compile(r'localStorage\.getItem\("theme"\) \|\| "auto"'),
        '{light: "light", dark: "dark"}[document.documentElement.dataset.mode]'
        ' || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")',
    ),
    # A second viewport that says the same as the first.
    (re.compile(r'(<meta name="viewport"[^>]*>)(.*?)<meta name="viewport"[^>]*>', re.S), r"\1\2"),
)


def silence(app: Sphinx, config: Config) -> None:
    """Disconnect the extension that Jupyter Book always loads and this book never uses."""
    for listeners in list(app.events.listeners.values()):
        for listener in list(listeners):
            if UNUSED.search(getattr(listener.handler, "__module__", "")):
                app.disconnect(listener.id)


def drop_files(app: Sphinx, page: str, template: str, context: Context, doctree: Any) -> None:
    """Leave unused styles and scripts out of the page's head, and name the others once."""
    for kind in ("css_files", "script_files"):
        kept: list[Any] = []
        for file in context.get(kind, []):
            if not UNUSED.search(str(file)) and file not in kept:
                kept.append(file)
        context[kind] = kept


def repair_pages(app: Sphinx) -> None:
    """Run every page through REPAIRS as its template renders it."""
    if app.builder.format != "html":
        return
    render = app.builder.templates.render

    def repaired(template: str, context: Context) -> str:
        text = render(template, context)
        for pattern, replacement in REPAIRS:
            text = pattern.sub(replacement, text)
        return text if context.get("pagename") == "search" else SEARCH.sub("", text)

    app.builder.templates.render = repaired


def delete_unused(app: Sphinx, exception: Exception | None) -> None:
    """Delete the static files that no page names any more."""
    if exception is None and app.builder.format == "html":
        static = Path(app.outdir) / "_static"
        for pattern in UNUSED_STATIC:
            for path in static.glob(pattern):
                path.unlink()


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the four steps."""
    app.connect("config-inited", silence)
    app.connect("builder-inited", repair_pages)
    app.connect("html-page-context", drop_files, priority=900)
    app.connect("build-finished", delete_unused)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
