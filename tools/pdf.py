"""Print the whole book as one PDF: `make pdf`, after the pages are built.

The pages are joined into one, in reading order, so that a link from one to another becomes a link
inside the file. Chromium prints it twice: the second time the contents know their page numbers.
"""

import os
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

import yaml
from bs4 import BeautifulSoup, Tag
from pypdf import PdfReader, PdfWriter
from pypdf.generic import Fit

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "_build"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")
ON_SCREEN_ONLY = "script, noscript, button, .headerlink"
SHEET = """<!DOCTYPE html>
<html lang="en" data-theme="light"><head><meta charset="utf-8"><title>{title}</title>{styles}
<link rel="stylesheet" href="_static/pdf.css"></head><body><div class="book-title">
<p>{title}</p><p>{author}</p><p>Version {version}, {copyright}</p></div>
<nav class="book-contents"><p>Contents</p><ol>{contents}</ol></nav>{articles}</body></html>"""

Entry = tuple[str, str, str]  # "h1" or "h2", what it says, the name of its place
Places = dict[str, tuple[int, float]]  # by name: a page, counted from 0, and a height on it


def about() -> dict[str, Any]:
    """Return what _config.yml and pyproject.toml say of the book."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {**project, **yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))}


def reading_order(pages: Path) -> Iterator[tuple[Path, BeautifulSoup]]:
    """Yield each page of the book and what it holds, following "next" from the first one."""
    path: Path | None = pages / "book" / "index.html"
    while path is not None:
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        yield path.resolve(), soup
        following = soup.select_one('link[rel="next"]')
        path = path.parent / str(following["href"]) if following else None


def printable(path: Path, soup: BeautifulSoup, names: dict[Path, str], pages: Path) -> Tag:
    """Return a page's article with everything open, names of its own, and links inside the book."""
    article = soup.select("article.bd-article")[0]
    for tag in article.select(ON_SCREEN_ONLY):
        tag.decompose()
    for tag in article.select("details"):
        tag["open"] = ""
    for tag in article.select("[id]"):
        tag["id"] = f"{names[path]}--{tag['id']}"
    for tag in article.select("img[src]"):
        tag["src"] = os.path.relpath(path.parent / str(tag["src"]), pages.resolve())
    for tag in article.select("a[href]"):
        lead(tag, path, names)
    article["id"] = names[path]
    return article


def lead(link: Tag, path: Path, names: dict[Path, str]) -> None:
    """Turn a link to a page into one to its place in the book; what is not in the book has none."""
    address, place = urldefrag(str(link["href"]))
    if ":" in address:
        return
    target = names.get((path.parent / address).resolve() if address else path)
    if target is None:
        del link["href"]
    else:
        link["href"] = f"#{target}--{place}" if place else f"#{target}"


def joined(pages: Path, places: Places) -> tuple[str, list[Entry]]:
    """Return the book as one page, and its contents; `places` are those of an earlier printing."""
    found = dict(reading_order(pages))
    names = {path: path.stem for path in found}
    articles = [printable(path, soup, names, pages) for path, soup in found.items()]
    entries = [entry for article in articles for entry in headings(article)]
    styles = {
        os.path.relpath(path.parent / str(link["href"]), pages.resolve()): None
        for path, soup in found.items()
        for link in soup.select('head link[rel="stylesheet"]')
    }
    text = SHEET.format(
        styles="".join(f'<link rel="stylesheet" href="{style}">' for style in styles),
        contents=contents(entries, places),
        articles="".join(map(str, articles)),
        **about(),
    )
    return text, entries


def headings(article: Tag) -> Iterator[Entry]:
    """Yield the title of a page and those of its sections."""
    for heading in article.select("h1, h2"):
        place = heading.find_parent("section") or article
        yield heading.name, heading.get_text(), str(place["id"])


def contents(entries: list[Entry], places: Places) -> str:
    """Return a line for each entry, with its page where that is known."""
    return "".join(
        f'<li class="book-{level}"><a href="#{name}"><span>{title}</span>'
        f"<b>{places[name][0] + 1 if places else ''}</b></a></li>"
        for level, title, name in entries
    )


def printed(page: Any, source: Path, target: Path) -> Places:
    """Print `source` to `target`; return where each name that a link leads to stands."""
    page.goto(source.as_uri())
    page.pdf(path=target, prefer_css_page_size=True, print_background=True, tagged=True)
    reader = PdfReader(target)
    return {
        name.lstrip("/"): (reader.get_destination_page_number(at) or 0, float(at.top or 0))
        for name, at in reader.named_destinations.items()
    }


def finish(target: Path, entries: list[Entry], places: Places) -> int:
    """Write outline, title, author and subject into the file; return its number of pages."""
    writer, chapter, said = PdfWriter(clone_from=target), None, about()
    for level, title, name in entries:
        page, top = places[name]
        above = chapter if level == "h2" else None
        item = writer.add_outline_item(
            title=title, page_number=page, parent=above, fit=Fit.xyz(top=top)
        )
        chapter = item if level == "h1" else chapter
    words = {"/Title": "title", "/Author": "author", "/Subject": "description"}
    writer.add_metadata({key: said[word] for key, word in words.items()})
    writer.page_mode = "/UseOutlines"
    writer.write(target)
    return len(writer.pages)


def write(pages: Path, target: Path) -> int:
    """Print the book that lies built in `pages`; return the number of its pages."""
    from playwright.sync_api import sync_playwright

    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    source, places = pages / "book.html", Places()
    try:
        with sync_playwright() as playwright:
            page = playwright.chromium.launch(executable_path=browser, args=FLAGS).new_page()
            page.set_default_timeout(0)
            for _ in range(2):
                text, entries = joined(pages, places)
                source.write_text(text, encoding="utf-8")
                places = printed(page, source, target)
    finally:
        source.unlink(missing_ok=True)
    return finish(target, entries, places)


if __name__ == "__main__":
    print(f"{BUILT / 'book.pdf'}: {write(BUILT / 'html', BUILT / 'book.pdf')} pages")
