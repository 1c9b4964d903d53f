"""Every guard lets a good chapter pass and refuses the same chapter with one thing wrong."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.book import guards

STEM = "99_example"
ENTROPY = r"H(p) = -\sum_k p_k \log p_k"
ALT = {"mystnb": {"image": {"alt": "A curve that rises to its peak at one half."}}}


def result(text: str) -> NotebookNode:
    """Return an output that shows `text`."""
    return new_output("execute_result", {"text/plain": text}, execution_count=1)


def good() -> NotebookNode:
    """Return a small chapter that keeps every rule."""
    picture = new_output("display_data", {"image/svg+xml": "<svg/>", "text/plain": "<Figure>"})
    parts: list[tuple[Any, ...]] = [
        ("# Example\n\nWhat is it?\n\n**You need** nothing. **You will be able to** see.",),
        ("import numpy as np", []),
        ("## A number first\n\nHalf of 0.625 is asked for.",),
        ("0.625 / 2", [result("0.3125")]),
        (f"## One idea\n\n$$\n{ENTROPY}\n$$ (def-entropy)\n\nSee {{eq}}`def-entropy`.",),
        ("np.log(2)", [result("0.6931")]),
        ("## Another idea\n\nA picture.",),
        ("draw()", [picture], ALT),
        ("## In `xent_course`",),
        ("## In PyTorch",),
        ("## Where it breaks",),
        ("## Exercises\n\n1. Predict.\n2. Break.\n3. Make.",),
        ("\n".join(["answer()"] * 12), [], {"tags": ["hide-cell", "solution"]}),
        ("## Take-away\n\nThree lines.",),
    ]
    cells: list[NotebookNode] = []
    for number, part in enumerate(parts, 1):
        name = f"{STEM}-{number:02d}"
        if len(part) == 1:
            cells.append(new_markdown_cell(part[0], id=name))
            continue
        count = 1 + sum(cell.cell_type == "code" for cell in cells)
        metadata = part[2] if len(part) == 3 else {}
        code = new_code_cell(part[0], id=name, execution_count=count, metadata=metadata)
        code.outputs = part[1]
        cells.append(code)
    return new_notebook(cells=cells)


@pytest.mark.parametrize("guard", guards.GUARDS, ids=lambda guard: guard.__name__)
def test_a_good_chapter_passes(guard: Callable[[NotebookNode, str], list[str]]) -> None:
    assert guard(good(), STEM) == []


def put(number: int, **changes: Any) -> Callable[[NotebookNode], None]:
    """Return a change of some fields of one cell, counted from 1."""
    return lambda notebook: notebook.cells[number - 1].update(changes)


def prints(text: str, name: str = "stdout") -> Callable[[NotebookNode], None]:
    """Return a change that lets the second code cell print `text`."""
    return put(4, outputs=[new_output("stream", name=name, text=text)])


def says(number: int, old: str, new: str) -> Callable[[NotebookNode], None]:
    """Return a change of a cell's words."""

    def change(notebook: NotebookNode) -> None:
        cell = notebook.cells[number - 1]
        assert old in cell.source
        cell.source = cell.source.replace(old, new)

    return change


def silent(notebook: NotebookNode) -> None:
    """Take all outputs away."""
    for cell in guards.cells(notebook, "code"):
        cell.outputs = []


BROKEN = [
    (guards.executed, put(4, execution_count=None), "not [1, 2, 3, 4, 5]"),
    (guards.executed, put(4, execution_count=3), "[1, 3, 3, 4, 5]"),
    (guards.compared, put(4, source="# NBVAL_IGNORE_OUTPUT\n0.625 / 2"), "NBVAL_IGNORE_OUTPUT"),
    (guards.compared, put(4, metadata={"tags": ["nbval-skip"]}), "nbval-skip"),
    (guards.compared, put(4, metadata={"tags": ["raises-exception"]}), "raises-exception"),
    (guards.compared, silent, "no cell stores"),
    (guards.clean_outputs, prints("careful", name="stderr"), "stderr"),
    (guards.clean_outputs, put(4, outputs=[new_output("error")]), "an error"),
    (guards.clean_outputs, prints("saved to /home/me/a.csv"), "/home/"),
    (guards.clean_outputs, prints("C:\\data"), "C:"),
    (guards.clean_outputs, put(4, outputs=[result("<Line2D at 0x7f00>")]), "at 0x"),
    (guards.first_cell, put(2, source="import numpy as np\nx = 1"), "more than import"),
    (guards.first_cell, put(2, source="\n".join(["import numpy as np"] * 7)), "7 lines"),
    (guards.short_cells, put(4, source="\n".join(["x = 1"] * 9)), "9 lines"),
    (guards.short_cells, put(4, source="x = " + "1 + " * 20 + "1"), "72 characters"),
    (guards.few_words, put(3, source="## A number first\n\n" + "word " * 81), "81 words"),
    (guards.cell_ids, put(4, id="abc"), "abc"),
    (guards.shape, says(3, "A number first", "Numbers"), "A number first"),
    (guards.shape, says(10, "PyTorch", "torch"), "In torch"),
    (guards.shape, says(7, "## ", "### "), "1 ideas"),
    (guards.shape, says(5, "## ", "# "), "one title"),
    (guards.shape, says(1, "You need", "Bring"), "You need"),
    (guards.shape, says(12, "3. Make.", ""), "2 exercises"),
    (guards.folded_solutions, put(13, metadata={"tags": ["solution"]}), "not folded"),
    (guards.folded_solutions, put(13, metadata={}), "no cell is tagged"),
    (guards.folded_solutions, put(4, metadata={"tags": ["hide-cell", "solution"]}), "not among"),
    (guards.alt_texts, put(8, metadata={}), "no alt text"),
    (guards.alt_texts, says(7, "A picture.", "![map](map.svg)"), "map.svg has no alt text"),
    (guards.labelled, says(5, " (def-entropy)", ""), "no label"),
    (guards.labelled, says(5, "(def-entropy)", "(entropy)"), "the label entropy"),
    (guards.labelled, says(5, "See", "$$x$$ (def-entropy)"), "given twice"),
    (guards.labelled, says(5, "See", "\\begin{align}\nx\n\\end{align}"), "outside"),
    (guards.computed_numbers, says(3, "0.625", "0.626"), "0.626"),
    (guards.computed_numbers, says(3, "Half", "About 0.312, half"), "0.312"),
]


@pytest.mark.parametrize(("guard", "break_it", "complaint"), BROKEN)
def test_a_broken_chapter_is_refused(
    guard: Callable[[NotebookNode, str], list[str]],
    break_it: Callable[[NotebookNode], None],
    complaint: str,
) -> None:
    chapter = copy.deepcopy(good())
    break_it(chapter)
    said = guard(chapter, STEM)
    assert any(complaint in line for line in said), said


def test_every_guard_is_shown_to_fail() -> None:
    assert {guard for guard, _, _ in BROKEN} == set(guards.GUARDS)


@pytest.mark.parametrize(
    ("text", "complaints"),
    [
        ("[a](b.md), [c](b.md#there), [d](#here), [e](mailto:me)", 0),
        ("{eq}`eq-a` and {doc}`b`", 0),
        ("[a](c.md)", 1),
        ("![a](c.svg)", 1),
        ("{eq}`eq-b`", 1),
        ("{doc}`the page <c>`", 1),
        ("`[a](c.md)` is how a link is written", 0),
    ],
)
def test_links_are_followed(tmp_path: Path, text: str, complaints: int) -> None:
    (tmp_path / "b.md").write_text("# B")
    assert len(guards.resolved(text, tmp_path, {"eq-a"})) == complaints


@pytest.mark.parametrize(
    "text",
    ["0.50, 1.5 and 9.3e-302 have too few digits", "version 2.13.0", "0.3125 is printed", "1,000"],
)
def test_numbers_that_may_stand_in_prose(text: str) -> None:
    chapter = good()
    chapter.cells[2].source = text
    assert guards.computed_numbers(chapter, STEM) == []
