"""A content security policy on every page: what may run is named, and all else is refused.

Scripts come from the book's own files, or are the few that the theme writes into the page, named by
their hash. `'self'` holds over http and, in Chromium, from file:// too. KaTeX places its boxes by
style attributes, so styles may stand in the page.
"""

import base64
import hashlib
import re
from typing import Any

from sphinx.application import Sphinx

INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.S)
CHARSET = re.compile(r'<meta charset="utf-8" ?/?>')
POLICY = (
    "default-src 'none'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)


def fingerprint(script: str) -> str:
    """Return the source expression that names an inline script by its contents."""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def secured(page: str) -> str:
    """Return a page with its policy, right after what says how its characters are coded."""
    scripts = " ".join(sorted({fingerprint(script) for script in INLINE.findall(page)}))
    policy = POLICY.format(scripts=scripts).replace("  ", " ").replace(" ;", ";")
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return CHARSET.sub(lambda found: f"{found[0]}\n    {meta}", page, count=1)


def secure_pages(app: Sphinx) -> None:
    """Wrap the rendering of pages; last, so that nobody changes a script after it was named."""
    if app.builder.format != "html":
        return
    render = app.builder.templates.render

    def rendered(template: str, context: dict[str, Any]) -> str:
        return secured(render(template, context))

    app.builder.templates.render = rendered


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the step."""
    app.connect("builder-inited", secure_pages, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
