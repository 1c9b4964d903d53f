"""The built pages as files: nothing from another host, nothing missing, the theme still repaired.

What needs a browser, or is measured in one, is in tests/browser.
"""

import re
from pathlib import Path

# What a browser loads by itself when it opens a page; a plain link is not among it.
LOADED = re.compile(
    r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*?(?:src|href)=\"([^\"]+)\""
)
NAVIGATION = re.compile(r"<link[^>]*rel=\"(?:index|search|next|prev|canonical)\"[^>]*>")

# The words that a reader sees may name a CDN; tags and scripts may not.
MARKUP = re.compile(r"<script\b.*?</script>|<[^>]*>", re.DOTALL)


def every_page(pages: Path) -> list[Path]:
    """Return all pages, those of the search and the index included."""
    found = [path for path in pages.rglob("*.html") if "_static" not in path.parts]
    assert len(found) > 3
    return found


def test_no_page_loads_anything_from_another_host(pages: Path) -> None:
    for page in every_page(pages):
        text = NAVIGATION.sub("", page.read_text(encoding="utf-8"))
        assert [name for name in LOADED.findall(text) if "//" in name] == [], page
        markup = "".join(MARKUP.findall(text)).lower()
        assert "unpkg" not in markup and "cdn" not in markup, page


def test_no_style_loads_anything_from_another_host(pages: Path) -> None:
    for style in (pages / "_static").rglob("*.css"):
        text = style.read_text(encoding="utf-8")
        assert (
            re.findall(r"(?:url\([\"']?|@import\s+[\"'])\s*(?:https?:)?//[^)\"']*", text) == []
        ), style


def test_everything_that_a_page_loads_is_there(pages: Path) -> None:
    for page in every_page(pages):
        text = NAVIGATION.sub("", page.read_text(encoding="utf-8"))
        names = {name.partition("?")[0] for name in LOADED.findall(text)}
        files = [page.parent / name for name in names if not name.startswith(("#", "data:"))]
        assert [str(file) for file in files if not file.is_file()] == []


def test_every_picture_states_its_size(pages: Path) -> None:
    for page in (pages / "book").glob("*.html"):
        for picture in re.findall(r"<img[^>]*>", page.read_text(encoding="utf-8")):
            assert " width=" in picture and " height=" in picture, (page.name, picture)


def test_the_icons_that_are_left_are_those_of_the_pages(pages: Path) -> None:
    style = (pages / "_static" / "styles" / "pydata-sphinx-theme.css").read_text(encoding="utf-8")
    for page in every_page(pages):
        names = set(re.findall(r"class=\"[^\"]*\bfa-solid (fa-[a-z-]+)", page.read_text("utf-8")))
        assert [name for name in names if f".{name}:before" not in style] == []
    assert ".fa-tractor:before" not in style
    fonts = list((pages / "_static" / "vendor" / "fontawesome" / "webfonts").iterdir())
    assert [font.name for font in fonts] == ["fa-solid-900.woff2"]
    assert fonts[0].stat().st_size < 10_000


def test_a_font_that_every_page_shows_is_part_of_its_stylesheet(pages: Path) -> None:
    for name, face in (
        ("katex/katex.min", "KaTeX_Main"),
        ("styles/pydata-sphinx-theme", "Awesome"),
    ):
        style = (pages / "_static" / f"{name}.css").read_text(encoding="utf-8")
        rule = rf"@font-face\{{[^}}]*{face}[^}}]*url\(data:font/woff2;base64,"
        assert re.search(rule, style), name


def test_the_repairs_of_the_theme_still_take_hold(pages: Path) -> None:
    for page in every_page(pages):
        if page != pages / "index.html":
            text = page.read_text(encoding="utf-8")
            markup = "".join(MARKUP.findall(text))
            assert "fontawesome.js" not in markup and "thebe" not in markup, page
            assert 'id="pst-primary-sidebar" role="region"' in text, page
            assert "matchMedia" in text, page
            assert not re.search(r'<button class="btn search-button-field[^>]*aria-label', text)
