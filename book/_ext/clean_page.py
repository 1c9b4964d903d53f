"""Take out of the pages what the theme and Jupyter Book put there and this book does not use.

- sphinx-design: cards and tabs that no page has;
- sphinx-togglebutton: folded admonitions, likewise; what is folded here is a native `details`;
- sphinx-thebe: live cells from a CDN; it declares a constant twice, an error on every page;
- fontawesome.js: 1.49 MB for icons that the theme's own stylesheet draws;
- the search index, on pages that do not search;
- source maps (3.4 MB that no reader loads) and template sources.
"""

import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

Context = dict[str, Any]

UNUSED = re.compile("thebe|sphinx-design|design-tabs|togglebutton")
UNUSED_STATIC = (
    "scripts/fontawesome.js*",
    "sphinx-design*",
    "design-tabs*",
    "*/*.map",
    "*webpack-macros.html",
    "sphinx-thebe*",
    "togglebutton*",
)

# Only the page of results searches; the theme would load the whole index everywhere.
SEARCH = re.compile(r'<script src="[^"]*(?:searchtools|language_data|searchindex)\.js"></script>')

FONTAWESOME = re.compile(r"<script[^>]*fontawesome\.js[^>]*></script>")


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


def drop_scripts(app: Sphinx) -> None:
    """Leave out the scripts that the templates name by themselves."""
    if app.builder.format != "html":
        return
    render = app.builder.templates.render

    def cleaned(template: str, context: Context) -> str:
        text = FONTAWESOME.sub("", render(template, context))
        return text if context.get("pagename") == "search" else SEARCH.sub("", text)

    app.builder.templates.render = cleaned


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
    app.connect("builder-inited", drop_scripts)
    app.connect("html-page-context", drop_files, priority=900)
    app.connect("build-finished", delete_unused)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
