"""The built pages: nothing from another host, formulas in place, light enough, still readable."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BYTES_A_PAGE = 1_000_000
# What a browser loads by itself when it opens a page; a plain link is not among it.
LOADED = re.compile(
    r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*?(?:src|href)=\"([^\"]+)\""
)
NAVIGATION = re.compile(r"<link[^>]*rel=\"(?:index|search|next|prev|canonical)\"[^>]*>")


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the book as `make book` does, into a folder of its own, and return its pages."""
    target = tmp_path_factory.mktemp("built")
    program = Path(sys.executable).with_name("jupyter-book")
    options = ["-W", "-n", "--keep-going", "--quiet", "--path-output", str(target)]
    done = subprocess.run([program, "build", ROOT, *options], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return target / "_build" / "html"


def every_page(pages: Path) -> list[Path]:
    """Return all pages, those of the search and the index included."""
    found = [path for path in pages.rglob("*.html") if "_static" not in path.parts]
    assert len(found) > 3
    return found


def test_no_page_loads_anything_from_another_host(pages: Path) -> None:
    for page in every_page(pages):
        text = NAVIGATION.sub("", page.read_text(encoding="utf-8"))
        assert [name for name in LOADED.findall(text) if "//" in name] == [], page
        assert "unpkg" not in text and "cdn" not in text.lower(), page


def test_no_style_loads_anything_from_another_host(pages: Path) -> None:
    for style in (pages / "_static").rglob("*.css"):
        text = style.read_text(encoding="utf-8")
        assert (
            re.findall(r"(?:url\([\"']?|@import\s+[\"'])\s*(?:https?:)?//[^)\"']*", text) == []
        ), style


def test_everything_that_a_page_loads_is_there_and_light(pages: Path) -> None:
    for page in every_page(pages):
        text = NAVIGATION.sub("", page.read_text(encoding="utf-8"))
        names = {name.partition("?")[0] for name in LOADED.findall(text)}
        files = [page.parent / name for name in names if not name.startswith(("#", "data:"))]
        assert [str(file) for file in files if not file.is_file()] == []
        weight = page.stat().st_size + sum(file.stat().st_size for file in files)
        assert weight <= BYTES_A_PAGE, f"{page.name} weighs {weight:,} bytes"


def test_formulas_are_in_the_pages(pages: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (pages / "book").glob("*.html")]
    assert any("<math" in text for text in texts)
    assert not any("katex-error" in text or "katex.min.js" in text for text in texts)
    assert (pages / "_static" / "katex" / "fonts" / "KaTeX_Main-Regular.woff2").is_file()


def test_every_picture_states_its_size_and_what_it_shows(pages: Path) -> None:
    for page in (pages / "book").glob("*.html"):
        for picture in re.findall(r"<img[^>]*>", page.read_text(encoding="utf-8")):
            assert re.search(r' alt="[^"]+"', picture), (page.name, picture)
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


def test_the_repairs_of_the_theme_still_take_hold(pages: Path) -> None:
    for page in every_page(pages):
        if page != pages / "index.html":
            text = page.read_text(encoding="utf-8")
            assert "fontawesome.js" not in text and "thebe" not in text, page
            assert 'id="pst-primary-sidebar" role="region"' in text, page
            assert "matchMedia" in text, page
            assert not re.search(
                r"<(?:summary|button class=\"btn search-button-field)[^>]*aria-label", text
            )
