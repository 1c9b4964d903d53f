"""The map of the course, from one table (book/chain.toml).

It stands whole where a page says ``<chain-map>``, and as one line with the reader's place above
every chapter.
"""

import tomllib
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

PLACE = "<chain-map></chain-map>"


@dataclass(frozen=True)
class Box:
    """A chapter on the map; `page` is empty and `number` 0 while it is still to come."""

    number: int
    stem: str
    page: str
    name: str
    about: dict[str, str]


def read_table(app: Sphinx, config: Config) -> None:
    """Make the table a setting, so that every page is written anew when it changes."""
    table = Path(app.confdir) / "book" / "chain.toml"
    config.chain_table = tomllib.loads(table.read_text(encoding="utf-8"))


def boxes(app: Sphinx) -> list[Box]:
    """Return the chapters in the order of the table of contents, then what is still to come."""
    table = dict(app.config.chain_table)
    found = []
    for page in app.env.toctree_includes[app.config.root_doc]:
        if (stem := page.rpartition("/")[2])[:2].isdigit():
            if stem not in table:
                raise ExtensionError(f"book/chain.toml has no table for the chapter {stem}")
            about = table.pop(stem)
            name = about.get("name", app.env.titles[page].astext())
            found.append(Box(len(found) + 1, stem, page, name, about))
    return found + [Box(0, stem, "", about["name"], about) for stem, about in table.items()]


def draw(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Put the whole map in its place, or the line of chapters above a chapter."""
    body = context.get("body", "")
    chapters = [box for box in boxes(app) if box.page]
    if PLACE in body:
        items = "".join(_item(app, page, box) for box in boxes(app))
        whole = f'<nav class="chain-map" aria-label="Map of the course"><ol>{items}</ol></nav>'
        context["body"] = body.replace(PLACE, whole)
    for here in chapters:
        if here.page == page:
            context["body"] = _line(app, here, chapters) + body


def _item(app: Sphinx, page: str, box: Box) -> str:
    number = f"<b>{box.number}</b> " if box.number else ""
    step = f"<em>{escape(box.about['step'])}</em>" if "step" in box.about else ""
    words = f"<strong>{number}{escape(box.name)}</strong><span>{escape(box.about['question'])}"
    return f'<li data-chapter="{box.stem}">{_link(app, page, box)}{words}</span>{step}</a></li>'


def _line(app: Sphinx, here: Box, chapters: list[Box]) -> str:
    links = [
        f"<li>{_link(app, here.page, box)}{box.number}<span> {escape(box.name)}</span></a></li>"
        for box in chapters
    ]
    steps = [_step(box) for box in chapters if box.number in (here.number, here.number + 1)]
    opening = '<nav class="chain-line" aria-label="Place in the chain"'
    list_, steps_ = "".join(links), "".join(steps)
    return f'{opening} data-chapter="{here.stem}"><ol>{list_}</ol><p>{steps_}</p></nav>'


def _link(app: Sphinx, page: str, box: Box) -> str:
    if box.page == page:
        return '<a href="#main-content" aria-current="page">'
    to = app.builder.get_relative_uri(page, box.page) if box.page else f"#{box.about['to']}"
    return f'<a href="{to}">'


def _step(box: Box) -> str:
    way = f"<b>{box.number - 1} to {box.number}</b>"
    return f"<span>Step {way}: {escape(box.about['step'])}</span> " if "step" in box.about else ""


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the table and the drawing."""
    app.add_config_value("chain_table", {}, "html")
    app.connect("config-inited", read_table)
    app.connect("html-page-context", draw)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
