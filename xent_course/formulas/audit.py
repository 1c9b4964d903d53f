"""Lists what the displayed equations of some chapters still lack."""

from __future__ import annotations

import ast
import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .book import PREFIXES
from .display import read_equation
from .errors import CannotRead
from .sources import SUFFIXES, Chapter, Shown, read_chapter

BY_HAND = "by_hand.toml"
MOST_BY_HAND = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One display of a chapter, and what it lacks: nothing where `lacks` is empty."""

    label: str
    state: str
    lacks: str = ""


@dataclass(slots=True)
class Audit:
    """What was found in one file."""

    path: Path
    lines: list[Line] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Tell whether nothing is missing."""
        return not any(line.lacks for line in self.lines)

    def __str__(self) -> str:
        missing = sum(bool(line.lacks) for line in self.lines)
        lines = [f"{self.path}: {len(self.lines)} displayed, {missing} lack something"]
        width = max((len(line.label) for line in self.lines), default=0)
        for line in self.lines:
            note = f"{line.state}: {line.lacks}" if line.lacks else line.state
            lines.append(f"  {line.label:{width}}  {note}".replace("\n", "\n" + " " * (width + 6)))
        return "\n".join(lines)


def chapters_in(paths: Iterable[Path]) -> list[Path]:
    """Return the chapters among some files and folders, built and hidden folders left out.

    Parameters
    ----------
    paths : iterable of path
        Files, or folders to be searched.

    Returns
    -------
    list of path
        In order.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        for one in sorted(path.rglob("*")):
            parts = one.relative_to(path).parts
            if one.suffix in SUFFIXES and not any(part.startswith(("_", ".")) for part in parts):
                found.append(one)
    return found


def audit(path: Path) -> Audit:
    """Return what the displays of one chapter lack.

    Parameters
    ----------
    path : path
        A notebook or MyST Markdown.

    Returns
    -------
    Audit
        A line for each display.
    """
    found = Audit(path)
    try:
        chapter = read_chapter(path)
    except CannotRead as refusal:
        found.lines.append(Line("(file)", "unreadable", refusal.reason))
        return found
    checks, hand = checks_in(chapter), by_hand(path)
    seen: set[str] = set()
    for shown in chapter.displays:
        found.lines.append(judged(shown, checks, hand, seen))
        seen.add(shown.label)
    for label in sorted(set(checks) - seen):
        found.lines.append(Line(label, "checked, not displayed", "no display has this label"))
    hands = sum(line.state == "by hand" for line in found.lines)
    if hands * MOST_BY_HAND > max(len(found.lines), MOST_BY_HAND):
        found.lines.append(Line("(by hand)", "too many", f"{hands} of {len(found.lines)} by hand"))
    return found


def judged(
    shown: Shown, checks: Mapping[str, list[int]], hand: Mapping[str, Mapping[str, str]],
    seen: set[str],
) -> Line:  # fmt: skip
    """Return the line of one display."""
    label = shown.label
    if not label:
        start = " ".join(shown.latex.split())[:50]
        return Line("(no label)", "unlabelled", f"{start}: add (eq-...), (def-...) or (asm-...)")
    if label in seen:
        return Line(label, "labelled twice", "rename one")
    if not label.startswith(PREFIXES):
        return Line(label, "labelled", f"the label must start with {', '.join(PREFIXES)}")
    if label.startswith("asm-"):
        return Line(label, "assumption")
    if label in hand:
        return by_hand_line(shown, hand[label], checks)
    try:
        read_equation(label, shown.latex)
    except CannotRead as refusal:
        return Line(label, "unreadable", str(refusal).partition("cannot be read: ")[2])
    return checked(shown, checks.get(label, []))


def checked(shown: Shown, cells: list[int]) -> Line:
    """Return the line of a display that can be read."""
    if not cells:
        return Line(shown.label, "unchecked", f'add formulas.check("{shown.label}", ...)')
    if len(cells) > 1:
        return Line(shown.label, "checked twice", "one check is enough")
    if cells[0] < shown.cell:
        return Line(shown.label, "checked too early", "put the check after the display")
    return Line(shown.label, "checked")


def by_hand_line(
    shown: Shown, entry: Mapping[str, str], checks: Mapping[str, list[int]]
) -> Line:  # fmt: skip
    """Return the line of a display that is on the by-hand list."""
    lacking = [name for name in ("reason", "hash", "cell") if not entry.get(name)]
    if lacking:
        return Line(shown.label, "by hand", f"{BY_HAND} gives no {', '.join(lacking)}")
    if shown.label in checks:
        return Line(shown.label, "by hand and checked", f"take it off {BY_HAND}")
    if entry["hash"] != latex_hash(shown.latex):
        return Line(shown.label, "by hand, changed since",
                    f"read it again, then set hash = \"{latex_hash(shown.latex)}\"")  # fmt: skip
    return Line(shown.label, "by hand")


def latex_hash(latex: str) -> str:
    """Return the hash of an equation's LaTeX, spacing ignored.

    Parameters
    ----------
    latex : str
        Its source.

    Returns
    -------
    str
        Twelve hexadecimal digits.

    Examples
    --------
    >>> latex_hash("a = b") == latex_hash("a=b")
    True
    """
    return hashlib.sha256("".join(latex.split()).encode()).hexdigest()[:12]


def by_hand(path: Path) -> dict[str, dict[str, str]]:
    """Return the by-hand list beside a chapter: label -> reason, hash, cell."""
    place = path.parent / BY_HAND
    if not place.is_file():
        return {}
    found = tomllib.loads(place.read_text(encoding="utf-8"))
    return {str(label): dict(entry) for label, entry in found.items() if isinstance(entry, dict)}


def checks_in(chapter: Chapter) -> dict[str, list[int]]:
    """Return the labels that a chapter's code checks, and in which cells."""
    trees = [(cell, parsed(source)) for cell, source in chapter.code]
    others = {name for _, tree in trees for name in made_elsewhere(tree)}
    found: dict[str, list[int]] = {}
    for cell, tree in trees:
        for label in checked_labels(tree, others):
            found.setdefault(label, []).append(cell)
    return found


def parsed(source: str) -> ast.Module:
    """Return the syntax tree of a cell, magics skipped; an empty one where it is not Python."""
    lines = [("pass" if line.lstrip()[:1] in {"%", "!"} else line) for line in source.splitlines()]
    try:
        return ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def made_elsewhere(tree: ast.Module) -> Iterator[str]:
    """Yield the names of `Formulas(..)` that hold other equations than the chapter's."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            call = node.value
            if isinstance(call.func, ast.Name) and call.func.id == "Formulas" and call.args:
                chapter = isinstance(call.args[0], ast.Constant)
                yield from (t.id for t in node.targets if isinstance(t, ast.Name) and not chapter)


def checked_labels(tree: ast.Module, others: set[str]) -> Iterator[str]:
    """Yield the labels given to `formulas.check("label", ...)`, in no other object's checks."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        owner, label = node.func.value, node.args[0]
        if node.func.attr != "check" or not isinstance(label, ast.Constant):
            continue
        named = isinstance(owner, ast.Name) and owner.id not in others
        if named and isinstance(label.value, str):
            yield label.value
