"""The house rules of a chapter, each as one function: a notebook goes in, complaints come out.

A rule that finds nothing to complain about returns an empty list. ``test_guards.py`` shows for each
of them a notebook that it refuses; ``test_chapters.py`` holds the chapters against all of them.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode

LINES_OF_IMPORTS = 6
LINES_A_CELL = 8
COLUMNS_A_LINE = 72
WORDS_BETWEEN_CELLS = 80
IDEAS = range(2, 6)
EXERCISES = range(3, 6)
LABEL = re.compile(r"(?:eq|def|asm)-[a-z0-9]+(?:-[a-z0-9]+)*")

FOLDED = {"hide-input", "hide-cell", "remove-input", "remove-cell"}
PICTURES = {"image/svg+xml", "image/png", "image/jpeg"}
NOT_COMPARED = re.compile(
    r"NBVAL_(?:IGNORE_OUTPUT|SKIP|RAISES_EXCEPTION)|PYTEST_VALIDATE_IGNORE_OUTPUT"
    r"|nbval-(?:ignore-output|skip|raises-exception)|raises-exception"
)
PLACE_OF_THIS_MACHINE = re.compile(
    r"(?<![\w./])/(?:home|Users|root|tmp|work|opt|usr|var|mnt|private)/|\b[A-Z]:\\|file://| at 0x"
)
DISPLAY = re.compile(r"\$\$(?P<formula>.+?)\$\$(?:[ \t]*\((?P<label>[^)\s]+)\))?", re.DOTALL)
ENVIRONMENT = re.compile(r"(?m)^\s*\\begin\{(?:equation|align|gather|multline|eqnarray)\*?\}")
FENCE = re.compile(r"(?ms)^(`{3,}|~{3,}).*?^\1\s*?$")
TAG = re.compile(r"</?[a-z][^<>\n]*>")
CODE_SPAN = re.compile(r"`[^`\n]+`")
LINK = re.compile(r"(?P<picture>!?)\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]+)\)")
ROLE = re.compile(r"\{(?P<role>eq|doc)\}`(?P<target>[^`]+)`")
NUMBER = re.compile(r"(?<![\w.])\d[\d,]*\.\d+(?:e[-+]?\d+)?(?!\w|\.\d)")
EXERCISE = re.compile(r"(?m)^(?:#{3,4} |\d+[.)] |\*\*(?:Exercise )?\d)")
HEADING = re.compile(r"(?m)^(#{1,6}) +(.+?)\s*$")


def cells(notebook: NotebookNode, kind: str) -> list[NotebookNode]:
    """Return the cells of one kind, in order."""
    return [cell for cell in notebook.cells if cell.cell_type == kind]


def tags(cell: NotebookNode) -> set[str]:
    """Return the tags of a cell."""
    return set(cell.metadata.get("tags", []))


def texts(cell: NotebookNode) -> Iterator[str]:
    """Yield every text that a code cell's outputs store, pictures left out."""
    for output in cell.outputs:
        if output.output_type == "stream":
            yield output.text
        for kind, text in output.get("data", {}).items():
            if kind not in PICTURES:
                yield str(text)


def prose(notebook: NotebookNode) -> str:
    """Return the words of all Markdown cells, fenced code left out."""
    return "\n\n".join(FENCE.sub("", cell.source) for cell in cells(notebook, "markdown"))


def headings(notebook: NotebookNode) -> list[tuple[int, str]]:
    """Return level and title of every heading, in order; code marks are taken off."""
    found = HEADING.findall(prose(notebook))
    return [(len(marks), title.replace("`", "")) for marks, title in found]


def section(notebook: NotebookNode, title: str) -> list[NotebookNode]:
    """Return the cells from the second-level heading `title` to the next one."""
    inside, found = False, []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            levels = [(len(marks), text) for marks, text in HEADING.findall(cell.source)]
            if any(level == 2 for level, _ in levels):
                inside = (2, title) in levels
        if inside:
            found.append(cell)
    return found


def displays(notebook: NotebookNode) -> list[tuple[str, str | None]]:
    """Return formula and label of every displayed equation."""
    return [(found["formula"], found["label"]) for found in DISPLAY.finditer(prose(notebook))]


def executed(notebook: NotebookNode, stem: str) -> list[str]:
    """Refuse a chapter that was not run from top to bottom: nbval compares nothing there."""
    counts = [cell.execution_count for cell in cells(notebook, "code")]
    wanted = list(range(1, len(counts) + 1))
    return [] if counts == wanted else [f"execution counts are {counts}, not {wanted}"]


def compared(notebook: NotebookNode, stem: str) -> list[str]:
    """Refuse cells that nbval is told not to compare, and a chapter that stores no text at all."""
    found = []
    for cell in cells(notebook, "code"):
        mark = NOT_COMPARED.search("\n".join([cell.source, *tags(cell)]))
        if mark:
            found.append(f"cell {cell.id} is not compared: {mark[0]}")
    if not any(text.strip() for cell in cells(notebook, "code") for text in texts(cell)):
        found.append("no cell stores a text that could be compared")
    return found


def clean_outputs(notebook: NotebookNode, stem: str) -> list[str]:
    """Refuse errors, stderr, and what only this machine or this run would print."""
    found = []
    for cell in cells(notebook, "code"):
        for output in cell.outputs:
            if output.output_type == "error" or output.get("name") == "stderr":
                found.append(f"cell {cell.id} stores {output.get('name', 'an error')}")
        for text in texts(cell):
            place = PLACE_OF_THIS_MACHINE.search(text)
            if place:
                found.append(f"cell {cell.id} prints a path or an address: {place[0]!r}")
    return found


def first_cell(notebook: NotebookNode, stem: str) -> list[str]:
    """Refuse a first code cell that does more than import, or is long."""
    code = cells(notebook, "code")
    if not code:
        return ["there is no code cell"]
    lines = [line for line in code[0].source.splitlines() if line.strip()]
    plain = "\n".join(line for line in lines if not line.startswith("%"))
    found = []
    if len(lines) > LINES_OF_IMPORTS:
        found.append(f"the first cell has {len(lines)} lines, more than {LINES_OF_IMPORTS}")
    if not all(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.parse(plain).body):
        found.append("the first cell does more than import")
    return found


def short_cells(notebook: NotebookNode, stem: str) -> list[str]:
    """Refuse long cells, unless they are solutions or folded, and lines that print would cut."""
    found = []
    for cell in cells(notebook, "code"):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        if len(lines) > LINES_A_CELL and not tags(cell) & (FOLDED | {"solution"}):
            found.append(f"cell {cell.id} has {len(lines)} lines, more than {LINES_A_CELL}")
        if any(len(line) > COLUMNS_A_LINE for line in lines):
            found.append(f"cell {cell.id} has a line over {COLUMNS_A_LINE} characters")
    return found


def few_words(notebook: NotebookNode, stem: str) -> list[str]:
    """Refuse more than eighty words between two code cells; exercises may be longer."""
    found, words, last = [], 0, "the title"
    free = {cell.id for cell in section(notebook, "Exercises")}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            words, last = 0, cell.id
        elif cell.id not in free:
            text = TAG.sub("", DISPLAY.sub("", FENCE.sub("", cell.source)))
            words += len(re.findall(r"[^\W\d_]{2,}", HEADING.sub("", text)))
            if words > WORDS_BETWEEN_CELLS:
                found.append(f"{words} words after {last}, more than {WORDS_BETWEEN_CELLS}")
                words = 0
    return found


def cell_ids(notebook: NotebookNode, stem: str) -> list[str]:
    """Refuse cells that are not named after the chapter and numbered in order."""
    wanted = [f"{stem}-{number:02d}" for number in range(1, len(notebook.cells) + 1)]
    wrong = [cell.id for cell, name in zip(notebook.cells, wanted, strict=True) if cell.id != name]
    return [f"cells are not named {stem}-01, -02, ...: {wrong[0]}"] if wrong else []


def shape(notebook: NotebookNode, stem: str) -> list[str]:
    """Refuse a chapter whose headings are not those of every chapter, in their order."""
    titles = headings(notebook)
    parts = [title for level, title in titles if level == 2]
    ends = ["In xent_course", "In PyTorch", "Where it breaks", "Exercises", "Take-away"]
    found = []
    if not titles or titles[0][0] != 1 or [level for level, _ in titles].count(1) != 1:
        found.append("there is not one title, first of all")
    if parts[:1] != ["A number first"]:
        found.append("the first section is not 'A number first'")
    if parts[-len(ends) :] != ends:
        found.append(f"the last sections are not {', '.join(ends)}, but {', '.join(parts[-5:])}")
    elif len(parts) - 1 - len(ends) not in IDEAS:
        found.append(f"there are {len(parts) - 1 - len(ends)} ideas, not 2 to 5")
    opening = notebook.cells[0].source if notebook.cells else ""
    found += [
        f"the opening lacks {say!r}"
        for say in ("You need", "You will be able to")
        if say not in opening
    ]
    text = "\n".join(c.source for c in section(notebook, "Exercises") if c.cell_type == "markdown")
    number = len(EXERCISE.findall(text))
    if number not in EXERCISES:
        found.append(f"there are {number} exercises, not 3 to 5")
    return found


def folded_solutions(notebook: NotebookNode, stem: str) -> list[str]:
    """Refuse exercises without a solution cell, and a solution that is open to be seen."""
    solutions = [cell for cell in cells(notebook, "code") if "solution" in tags(cell)]
    found = [f"solution {cell.id} is not folded" for cell in solutions if not tags(cell) & FOLDED]
    inside = {cell.id for cell in section(notebook, "Exercises")}
    found += [
        f"solution {cell.id} is not among the exercises"
        for cell in solutions
        if cell.id not in inside
    ]
    return found or ([] if solutions else ["no cell is tagged 'solution'"])


def alt_texts(notebook: NotebookNode, stem: str) -> list[str]:
    """Refuse a picture that says nothing to who cannot see it."""
    found = []
    for cell in cells(notebook, "code"):
        drawn = any(PICTURES & set(output.get("data", {})) for output in cell.outputs)
        alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
        if drawn and len(alt.split()) < 4:
            found.append(f"the figure of {cell.id} has no alt text (mystnb.image.alt)")
    for link in LINK.finditer(prose(notebook)):
        if link["picture"] and len(link["text"].split()) < 4:
            found.append(f"the picture {link['target']} has no alt text")
    return found


def labelled(notebook: NotebookNode, stem: str) -> list[str]:
    """Refuse a displayed equation that cannot be named, and a name given twice."""
    found, seen = [], set[str]()
    for formula, label in displays(notebook):
        start = " ".join(formula.split())[:40]
        if label is None:
            found.append(f"an equation has no label: {start}")
        elif not LABEL.fullmatch(label):
            found.append(f"the label {label} is not eq-..., def-... or asm-...: {start}")
        elif label in seen:
            found.append(f"the label {label} is given twice")
        seen.add(label or "")
    if ENVIRONMENT.search(DISPLAY.sub("", prose(notebook))):
        found.append("an equation stands outside $$ ... $$ and has no label")
    return found


def computed_numbers(notebook: NotebookNode, stem: str) -> list[str]:
    """Refuse a number of three digits or more, typed into prose, that no cell holds or prints."""
    code = cells(notebook, "code")
    held = "\n".join([cell.source for cell in code] + [text for c in code for text in texts(c)])
    found = []
    for number in NUMBER.findall(prose(notebook)):
        plain = number.replace(",", "")
        digits = re.sub(r"e.*|\.", "", plain).lstrip("0")
        zeros = "0*" if "." in plain else ""  # an output of 0.1470 holds 0.147
        token = rf"(?<![\d.]){re.escape(plain)}{zeros}(?!\d|\.\d)"
        if len(digits) >= 3 and not re.search(token, held.replace(",", "").replace("_", "")):
            found.append(f"{number} stands in the prose and in no cell")
    return found


def resolved(text: str, book: Path, labels: set[str]) -> list[str]:
    """Refuse, in the words of a page, a link to a page, picture or equation that is not there."""
    found = []
    for link in LINK.finditer(CODE_SPAN.sub("", text)):
        page = link["target"].partition("#")[0]
        if page and not re.match(r"[a-z]+:", page) and not (book / page).is_file():
            found.append(f"the link to {link['target']} leads nowhere")
    for role in ROLE.finditer(text):
        page = role["target"].split("<")[-1].rstrip(">")
        if role["role"] == "eq" and page not in labels:
            found.append(f"the equation {page} is nowhere")
        if role["role"] == "doc" and not list(book.glob(f"{page}.*")):
            found.append(f"the page {page} is nowhere")
    return found


GUARDS = [
    executed,
    compared,
    clean_outputs,
    first_cell,
    short_cells,
    few_words,
    cell_ids,
    shape,
    folded_solutions,
    alt_texts,
    labelled,
    computed_numbers,
]
