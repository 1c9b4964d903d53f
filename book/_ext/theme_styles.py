"""Keep of the theme's stylesheets and of its 1,900 icons what the pages use: a third, and a dozen.

A rule goes when it asks for a class that no page and no script mentions, whole or as a beginning.
"""

import logging
import re
from pathlib import Path

import myst_nb
import pydata_sphinx_theme
from fontTools import subset
from sphinx.application import Sphinx

NAME = re.compile(r"fa-[a-z0-9-]+")
RULE = re.compile(r'((?:\.fa-[a-z0-9-]+:before,?)+)\{content:"\\?([^"]+)"\}')
VARIABLE = re.compile(r'--pst-icon-[\w-]+: ?"\\([0-9a-f]+)"')  # those of notes and remarks
WORD = re.compile(r"[A-Za-z0-9_-]+")
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
NEGATED = re.compile(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)")
COMMA = re.compile(r",(?![^(]*\))")
# Components of bootstrap.js that no page has; its word for them does not count.
ABSENT = ("offcanvas", "popover", "toast", "carousel", "modal", "progress")
COMMENT = re.compile(r"/\*.*?\*/", re.S)
LEAF = re.compile(r"([^{}@;]+)\{([^{}]*)\}")
THEME = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme" / "static"
CELLS = Path(myst_nb.__file__).parent / "static" / "mystnb.css"
STYLE = "styles/pydata-sphinx-theme.css"
FONT = "vendor/fontawesome/webfonts/fa-solid-900.woff2"

logging.getLogger("fontTools").setLevel(logging.WARNING)


def used_names(pages: Path) -> set[str]:
    """Return the name of every icon that a page or a script mentions."""
    files = [*pages.rglob("*.html"), *pages.rglob("*.js")]
    return {name for file in files for name in NAME.findall(file.read_text(encoding="utf-8"))}


def drop_unused_rules(style: str, pages: Path) -> str:
    """Leave out the selectors that nothing on any page or in any script can match."""
    words = set[str]()
    for file in [*pages.rglob("*.html"), *pages.rglob("*.js")]:
        found, own = WORD.findall(file.read_text(encoding="utf-8")), file.name != "bootstrap.js"
        words.update(word for word in found if own or not word.startswith(ABSENT))
    beginnings = tuple(word for word in words if word.endswith("-") and len(word) > 3)

    def used(selector: str) -> bool:
        classes = CLASS.findall(NEGATED.sub("", selector))
        return all(name in words or name.startswith(beginnings) for name in classes)

    def kept(rule: re.Match[str]) -> str:
        selectors = [one for one in COMMA.split(rule[1]) if used(one)]
        return f"{','.join(selectors)}{{{rule[2]}}}" if selectors else ""

    # A comment would be read as part of a selector; those that name a licence go to the top.
    licences = "".join(note for note in COMMENT.findall(style) if note.startswith("/*!"))
    return licences + LEAF.sub(kept, COMMENT.sub("", style))


def keep_used(app: Sphinx, exception: Exception | None) -> None:
    """Drop the style and the drawing of every other icon."""
    if exception is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    names, codes = used_names(Path(app.outdir)), set[int]()

    def kept(rule: re.Match[str]) -> str:
        if names.isdisjoint(NAME.findall(rule[1])):
            return ""
        codes.add(int(rule[2], 16) if len(rule[2]) > 1 else ord(rule[2]))
        return rule[0]

    # From the theme every time: what an earlier build left out, a page may need now.
    style = RULE.sub(kept, (THEME / STYLE).read_text(encoding="utf-8"))
    codes.update(int(code, 16) for code in VARIABLE.findall(style))
    style = drop_unused_rules(style, Path(app.outdir))
    (static / STYLE).write_text(style, encoding="utf-8")
    cells = drop_unused_rules(CELLS.read_text(encoding="utf-8"), Path(app.outdir))
    for copied in static.glob("mystnb.*.css"):
        copied.write_text(cells, encoding="utf-8")
    for font in (static / FONT).parent.iterdir():
        font.unlink()  # other formats too, and sets of icons of which no page shows one
    options = subset.Options(flavor="woff2", layout_features=[], notdef_outline=True)
    drawings = subset.load_font(THEME / FONT, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(drawings)
    subset.save_font(drawings, static / FONT, options)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the step, after the pages and their scripts are there."""
    app.connect("build-finished", keep_used, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
