"""Put the fonts of formulas and icons into their stylesheets, cut down to what the pages show.

A font that arrives after the first paint changes the width of the formulas, and the lines around
them move. One that is part of a stylesheet is there before the first paint, from file:// too.
"""

import base64
import html
import io
import logging
import re
from pathlib import Path

from fontTools import subset, ttLib
from sphinx.application import Sphinx

SHEETS = ("katex/katex.min.css", "styles/pydata-sphinx-theme.css")
# Faces that formulas of this book use, and the classes that ask for them (none: whatever is left).
# Another face stays a file, loaded when a page asks for it.
FACES = {
    "KaTeX_Main-Regular": "",
    "KaTeX_Main-Bold": "mathbf|textbf",
    "KaTeX_Math-Italic": "mathnormal",
    "KaTeX_AMS-Regular": "amsrm|mathbb|textbb",
    "KaTeX_Caligraphic-Regular": "mathcal",
    **{f"KaTeX_Size{size}-Regular": "" for size in (1, 2, 3, 4)},
    "fa-solid-900": "",
}
LETTER = re.compile(r'<span(?: class="([^"]*)")?[^>]*>([^<]+)</span>')
RULE = re.compile(r"@font-face\{[^}]*?url\(([^)]*\.woff2)\)[^}]*\}")
SOURCE = re.compile(r"src:[^;}]*")

logging.getLogger("fontTools").setLevel(logging.WARNING)


def letters(pages: Path) -> set[tuple[str, str]]:
    """Return what stands alone in a span, with its classes, on any page."""
    found: set[tuple[str, str]] = set()
    for page in pages.rglob("*.html"):
        found.update(LETTER.findall(page.read_text(encoding="utf-8")))
    return found


def cut(font: Path, found: set[tuple[str, str]]) -> bytes:
    """Return the font with the wanted characters only; icons were chosen by theme_styles."""
    if font.name.startswith("fa-"):
        return font.read_bytes()
    asked = re.compile(FACES[font.stem])
    texts = {html.unescape(text) for classes, text in found if asked.search(classes)}
    drawings = ttLib.TTFont(font)
    options = subset.Options(layout_features=["*"], hinting=False, notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(texts))
    subsetter.subset(drawings)
    target = io.BytesIO()
    drawings.flavor = "woff2"
    drawings.save(target)
    return target.getvalue()


def embed(app: Sphinx, exception: Exception | None) -> None:
    """Replace in both stylesheets the links to the faces by the faces themselves."""
    if exception is not None or app.builder.format != "html":
        return
    found = letters(Path(app.outdir))
    for name in SHEETS:
        sheet = Path(app.outdir) / "_static" / name

        def inside(rule: re.Match[str], folder: Path = sheet.parent) -> str:
            font = folder / rule[1]
            if not font.is_file():
                return ""  # icons that theme_styles left out
            if font.stem not in FACES:
                return rule[0]
            code = base64.b64encode(cut(font, found)).decode()
            return SOURCE.sub(f"src:url(data:font/woff2;base64,{code})", rule[0])

        sheet.write_text(RULE.sub(inside, sheet.read_text(encoding="utf-8")), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the step, after theme_styles has chosen rules and icons."""
    app.connect("build-finished", embed, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
