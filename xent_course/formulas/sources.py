"""Finds the labelled displays of a chapter, in a notebook or in MyST Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from .errors import CannotRead

FENCE = re.compile(r"^(?P<fence>`{3,}|:{3,}|~{3,})[ \t]*(?P<rest>[^\n]*)\n", re.M)
DOLLARS = re.compile(r"(?<!\\)\$\$(?P<body>.+?)(?<!\\)\$\$(?:[ \t]*\((?P<label>[^()\s]+)\))?", re.S)
AMSMATH = re.compile(
    r"^\\begin\{(?P<name>(?:align|equation|gather|multline)\*?)\}(?P<body>.*?)\\end\{(?P=name)\}",
    re.S | re.M,
)
PACKAGED = "_equations.json"
SUFFIXES = (".ipynb", ".md")


@dataclass(frozen=True, slots=True)
class Shown:
    """One displayed equation, with its label if it has one, and the number of its cell."""

    label: str
    latex: str
    cell: int


@dataclass(slots=True)
class Chapter:
    """What a file displays, and the code that it runs."""

    name: str
    displays: list[Shown] = field(default_factory=list)
    code: list[tuple[int, str]] = field(default_factory=list)


def read_chapter(path: Path | str) -> Chapter:
    """Read a chapter.

    Parameters
    ----------
    path : path
        A notebook (``.ipynb``) or MyST Markdown (``.md``).

    Returns
    -------
    Chapter
        Its displays and its code cells, in order.

    Raises
    ------
    CannotRead
        Where the file is not there or is not such a file.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
        cells = list(notebook_cells(text)) if path.suffix == ".ipynb" else [("markdown", text)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CannotRead(f"{path} is not a chapter: {error}", "give a notebook or MyST") from None
    chapter = Chapter(path.stem)
    for number, (kind, source) in enumerate(cells):
        if kind == "code":
            chapter.code.append((number, source))
        elif kind == "markdown":
            read_markdown(source, number, chapter)
    return chapter


def notebook_cells(text: str) -> Iterator[tuple[str, str]]:
    """Yield the kind and the source of each cell."""
    for cell in json.loads(text)["cells"]:
        source = cell["source"]
        yield cell["cell_type"], source if isinstance(source, str) else "".join(source)


def read_markdown(text: str, cell: int, chapter: Chapter) -> None:
    """Add the displays and code cells of some Markdown; fenced code that is shown is skipped."""
    number, at = cell, 0
    while True:
        match = FENCE.search(text, at)
        between = text[at : match.start() if match else len(text)]
        for shown in dollars(between, number):
            chapter.displays.append(shown)
        if match is None:
            return
        end, inside = fenced(text, match)
        number += 1
        rest = match["rest"].strip()
        if rest.startswith("{math}"):
            chapter.displays.append(directive(inside, number))
        elif rest.startswith(("{code-cell}", "{code-cell ")):
            chapter.code.append((number, without_options(inside)))
        elif rest.startswith("{") and not rest.startswith(("{code", "{literal", "{eval")):
            read_markdown(inside, number, chapter)
        at = end


def fenced(text: str, match: re.Match[str]) -> tuple[int, str]:
    """Return where a fenced block ends, and what is in it."""
    close = re.compile(rf"^{re.escape(match['fence'][0])}{{{len(match['fence'])},}}[ \t]*$", re.M)
    found = close.search(text, match.end())
    if found is None:
        return len(text), text[match.end() :]
    return found.end(), text[match.end() : found.start()]


def dollars(text: str, cell: int) -> Iterator[Shown]:
    """Yield the displays between double dollars, and bare environments."""
    text = re.sub(r"(`+)[^\n]*?\1", lambda m: " " * len(m.group()), text)
    found = [(m.start(), m["body"], m["label"] or "") for m in DOLLARS.finditer(text)]
    rest = DOLLARS.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)
    for match in AMSMATH.finditer(rest):
        inside = re.search(r"\\label\{([^}]*)\}", match["body"])
        found.append((match.start(), match.group(), inside.group(1) if inside else ""))
    for _, body, label in sorted(found):
        yield Shown(label, body.strip(), cell)


def directive(inside: str, cell: int) -> Shown:
    """Return the display of a math directive."""
    label = re.search(r"^:(?:label|name):[ \t]*(\S+)[ \t]*$", inside, re.M)
    return Shown(label.group(1) if label else "", without_options(inside).strip(), cell)


def without_options(inside: str) -> str:
    """Take the options off a directive."""
    inside = re.sub(r"\A---\n.*?\n---\n", "", inside, flags=re.S)
    return re.sub(r"\A(?:[ \t]*:[\w-]+:[^\n]*\n)+", "", inside)


def find_chapter(name: str, start: Path | None = None) -> Path | None:
    """Return the file of a chapter: in the working folder, or in a `book` folder at or above it."""
    here = (start or Path.cwd()).resolve()
    folders = [here, *(folder / "book" for folder in (here, *here.parents))]
    for folder in folders:
        for suffix in SUFFIXES:
            path = folder / f"{name}{suffix}"
            if path.is_file():
                return path
    return None


def packaged() -> dict[str, dict[str, str]]:
    """Return the copy of the book's equations inside the package, by chapter."""
    place = resources.files(__package__) / PACKAGED
    if not place.is_file():
        return {}
    found = json.loads(place.read_text(encoding="utf-8"))
    return {str(name): dict(equations) for name, equations in found.items()}


def labelled(chapter: Chapter) -> dict[str, str]:
    """Return the labelled displays of a chapter; a label used twice is refused."""
    found: dict[str, str] = {}
    for shown in chapter.displays:
        if shown.label in found:
            raise CannotRead(f"the label {shown.label} is used twice", "rename one")
        if shown.label:
            found[shown.label] = shown.latex
    return found


def package_text(paths: list[Path]) -> str:
    """Return the text of the packaged copy of some chapters.

    Parameters
    ----------
    paths : list of path
        The chapters.

    Returns
    -------
    str
        JSON, chapter -> label -> LaTeX, the same for the same chapters.
    """
    chapters = {path.stem: labelled(read_chapter(path)) for path in sorted(paths)}
    kept = {name: equations for name, equations in chapters.items() if equations}
    return json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
