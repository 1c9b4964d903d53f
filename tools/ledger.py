"""Repeat every check of the book, break every formula on purpose, and write down what happened.

    python tools/ledger.py          write the ledger and the packaged copy of the equations
    python tools/ledger.py check    say whether they are up to date

The ledger says of each labelled equation how it was checked, on how many draws, how closely its
sides agree, and how many deliberate errors in it were caught. Errors that went unnoticed are
listed in book/survivors.toml with the reason why they are true; a new one is refused.
"""

import multiprocessing
import os
import re
import sys
import tomllib
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import nbformat

from xent_course.formulas import Result, recording
from xent_course.formulas.corrupt import Corruption, Score, score
from xent_course.formulas.sources import Shown, package_text, read_chapter

BOOK = Path(__file__).resolve().parent.parent / "book"
REFERENCE = BOOK / "reference"
PACKAGED = BOOK.parent / "xent_course" / "formulas" / "_equations.json"
SURVIVORS = BOOK / "survivors.toml"
CHECK = re.compile(r"\.check\(")
KINDS = {
    "equality": "the sides agree on {draws} random draws, within {gap}",
    "inequality": "holds on {draws} random draws, and is tight where the cell says",
    "mixed": "holds on {draws} random draws, equal within {gap} or tight where it must be",
    "unequal": "the sides differ on each of {draws} random draws",
    "proportional": "the sides have one ratio on {draws} random draws, within {gap}",
}


@dataclass(frozen=True)
class Row:
    """One labelled equation of a chapter; assumptions have no result and no score."""

    shown: Shown
    result: Result | None
    score: Score | None


def chapters() -> list[Path]:
    """Return the notebooks of the book, in order."""
    return sorted(BOOK.glob("*.ipynb"))


def rows_of(path: Path) -> list[Row]:
    """Run a chapter's cells, but not its solutions; return its equations and what was caught.

    A formula is broken right after its cell: later cells may give other values to the same names.
    """
    plt.switch_backend("agg")
    cells = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    cells = [c for c in cells if "solution" not in c.metadata.get("tags", [])]
    last = max((n for n, c in enumerate(cells) if CHECK.search(c.source)), default=-1)
    names: dict[str, Any] = {}
    scored: dict[str, tuple[Result, Score]] = {}
    for cell in cells[: last + 1]:
        with recording() as made, redirect_stdout(StringIO()):
            exec(compile(re.sub(r"(?m)^%.*$", "", cell.source), cell.id, "exec"), names)
        scored |= {check.result.label: (check.result, score(check)) for check in made}
    plt.close("all")
    shown = read_chapter(path).displays
    return [Row(one, *scored.get(one.label, (None, None))) for one in shown]


def whole_book() -> dict[Path, list[Row]]:
    """Return the rows of every chapter, each from a process of its own, as a reader runs it."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn, max_tasks_per_child=1) as pool:
        return dict(zip(chapters(), pool.map(rows_of, chapters()), strict=True))


def reasons() -> dict[tuple[str, str], str]:
    """Return why each known survivor is true, by label and by what the error reads."""
    listed = tomllib.loads(SURVIVORS.read_text(encoding="utf-8")).get("survivor", [])
    return {(one["label"], one["error"]): one["reason"] for one in listed}


def unexplained(rows: list[Row], known: dict[tuple[str, str], str]) -> list[str]:
    """Return the survivors for which no reason is listed."""
    return [
        f"label = \"{row.shown.label}\"\nerror = '{error}'"
        for row in rows
        for error in map(told, survivors(row))
        if (row.shown.label, error) not in known
    ]


def survivors(row: Row) -> tuple[Corruption, ...]:
    """Return the errors that an equation's check did not notice."""
    return row.score.survivors if row.score else ()


def told(error: Corruption) -> str:
    """Say what an error is in one line."""
    return f"{error.kind}: {error.before} → {error.after}"


def pages(book: dict[Path, list[Row]]) -> dict[Path, str]:
    """Return the pages of the ledger: the summary, and one for each chapter."""
    found = {REFERENCE / "ledger.md": summary(book)}
    for path, rows in book.items():
        found[REFERENCE / f"ledger_{path.stem}.md"] = chapter_page(path, rows)
    return found


def summary(book: dict[Path, list[Row]]) -> str:
    """Return the first page: what was caught in each chapter, and what was not."""
    rows = [row for found in book.values() for row in found]
    checked, caught, tried = counts(rows)
    lines = [HEAD.format(checked=checked, caught=caught, tried=tried)]
    lines += [
        "| chapter | checked | assumed | errors | caught |",
        "| --- | --: | --: | --: | --: |",
    ]
    for path, found in book.items():
        checked, caught, tried = counts(found)
        link = f"[{title(path)}](ledger_{path.stem}.md)"
        lines.append(f"| {link} | {checked} | {len(found) - checked} | {tried} | {caught} |")
    return "\n".join([*lines, "", *survivor_list(rows), ""])


HEAD = """# Ledger of the formulas

Each labelled formula of the book is read from its own typesetting. {checked} of them were evaluated
on random inputs, and then broken on purpose, one error at a time: a sign flipped, an index or a
bound changed, a fraction turned round. Of {tried} errors that could still be evaluated, {caught}
were caught. The others are below, each with the reason why it is a true statement.

Agreement on random draws is no proof; the reasons for the formulas are in the chapters. How a check
works: [How the formulas run](formulas.md).
"""


def counts(rows: list[Row]) -> tuple[int, int, int]:
    """Return how many formulas were checked, and how many errors were caught of how many."""
    scores = [row.score for row in rows if row.score]
    return len(scores), sum(s.caught for s in scores), sum(s.evaluated for s in scores)


def title(path: Path) -> str:
    """Return a chapter's title."""
    cells = nbformat.read(path, as_version=4).cells
    return str(cells[0].source).partition("\n")[0].lstrip("# ")


def chapter_page(path: Path, found: list[Row]) -> str:
    """Return a chapter's page of the ledger."""
    checked, caught, tried = counts(found)
    lines = [f"# Formulas of chapter {int(path.stem[:2])}: {title(path)}\n"]
    lines.append(f"{checked} checked; {caught} of {tried} deliberate errors caught.\n")
    for row in found:
        lines += [anchor(row), "", *formula(row.shown.latex), "", how(path, row), ""]
    return "\n".join(lines)


def formula(latex: str) -> list[str]:
    """Return a formula that scrolls where it is wider than the page, and has no number."""
    shown = f"$\\displaystyle {' '.join(latex.split())}$"
    return ['<div class="ledger-formula">', "", shown, "", "</div>"]


def anchor(row: Row) -> str:
    """Return the place that the mark beside an equation leads to, and the way back."""
    label = row.shown.label
    return f'<a id="row-{label}"></a>**{{eq}}`{label}`** `{label}`'


def how(path: Path, row: Row) -> str:
    """Say how an equation is checked, on how many draws, how closely, and what was caught."""
    if row.result is None or row.score is None:
        return "Assumed: there is nothing to check."
    result, score = row.result, row.score
    said = KINDS[result.kind].format(draws=result.draws, gap=f"{result.within:.0e}")
    uses = ", ".join(f"{{eq}}`{label}`" for label in result.using)
    said += f", by way of {uses}" if uses else ""
    link = f'<a href="../{path.stem}.html#check-{result.label}">Checked</a>'
    caught = f"{score.caught}\u00a0of\u00a0{score.evaluated}"  # on one line
    return f"{link}: {said}. Errors caught: {caught}."


def survivor_list(rows: list[Row]) -> list[str]:
    """Return the errors that are true statements, each with its reason."""
    known = reasons()
    lines = ["## Errors that are true"]
    for row in rows:
        label = row.shown.label
        for error in survivors(row):
            why = known.get((label, told(error)), "")
            made = f"**{{eq}}`{label}`**, {error.kind}:"
            lines += ["", made, "", *formula(error.latex), "", why]
    return lines


def main(arguments: list[str]) -> int:
    """Write the two files, or compare them with what they should be."""
    os.chdir(BOOK.parent)
    book = whole_book()
    new = unexplained([row for rows in book.values() for row in rows], reasons())
    if new:
        print(
            "errors that no check noticed; add the reason, or a sharper check, in", SURVIVORS.name
        )
        print("\n\n".join(f'[[survivor]]\n{one}\nreason = ""' for one in new))
    wanted = pages(book) | {PACKAGED: package_text(chapters())}
    stale = [
        path
        for path, text in wanted.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    if arguments == ["check"]:
        print("\n".join(f"{path.name} is not up to date: make notebooks" for path in stale))
        return 1 if new or stale else 0
    for path in stale:
        path.write_text(wanted[path], encoding="utf-8", newline="\n")
        print(f"{path.name}: rewritten")
    return 1 if new else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
