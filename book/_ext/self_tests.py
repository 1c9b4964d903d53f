"""Self-tests: the questions of book/self_tests/*.toml as forms at the end of their page.

They join the page's text when it is read; the file on disk stays as it is. Without scripts they
stand there with closed answers; ``self_test.js`` compares what is entered with the marks in these.
"""

import json
import tomllib
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

Question = dict[str, Any]
SECTION = """## Self-test

Five questions, to be done by hand. Press Enter or *Check*; nothing that you enter is kept or sent.

"""
FORM = """<form class="self-test" autocomplete="off"><fieldset aria-labelledby="question-{0}">

<span id="question-{0}">**Question {0}.** {1}</span>

{2} <button type="submit">Check</button>

</fieldset><output></output><details><summary>Answer and reasons</summary>

{3}

</details></form>
"""
FIELD = '<label>Your answer{unit} <input type="text" name="answer" inputmode="decimal"></label>'
RADIO = '<label><input type="radio" name="answer" value="{0}"> **{0}** <span>{1}</span></label>'


def form(number: int, one: Question) -> str:
    """Return one question as Markdown: what is asked, where to answer, and why, closed."""
    fields, answers = choice(one["option"]) if "option" in one else short(one)
    return FORM.format(number, one["ask"].strip(), "\n\n".join(fields), "\n\n".join(answers))


def choice(options: list[Question]) -> tuple[list[str], list[str]]:
    """Return the options, and why each is right or wrong."""
    fields, answers = [], []
    for letter, one in zip("abcd", options, strict=False):
        fields.append(RADIO.format(letter, one["text"].strip()))
        right = one.get("right", False)
        title = f"{letter} is {'right' if right else 'wrong'}"
        answers.append(answer(title, f'data-letter="{letter}"', one, right))
    return fields, answers


def short(one: Question) -> tuple[list[str], list[str]]:
    """Return the field for a number, its reason, and what known slips lead to."""
    answers = []
    for case in [one, *one.get("slip", [])]:
        title = f"{'' if case is one else 'Not '}{case['number']}".replace("-", "−")
        marks = f'data-number="{case["number"]}" data-tolerance="{one["tolerance"]}"'
        answers.append(answer(title, marks, case, case is one))
    return [FIELD.format(unit=f", in {one['unit']}" if "unit" in one else "")], answers


def answer(title: str, marks: str, case: Question, right: bool) -> str:
    """Return a reason, with marks that say to which answer it belongs."""
    return f"**{title}.** <span {marks}{' data-right' * right}>{case['reason'].strip()}</span>"


def questions(app: Sphinx, page: str) -> Path:
    """Return the file that holds the questions of a page, if there is one."""
    return Path(app.srcdir, "book", "self_tests", page.rpartition("/")[2] + ".toml")


def add_questions(app: Sphinx, page: str, source: list[str]) -> None:
    """Append its questions to a page, and to a notebook in a section of their own."""
    if not (path := questions(app, page)).exists():
        return
    app.env.note_dependency(str(path))
    asked = tomllib.loads(path.read_text(encoding="utf-8"))["question"]
    text = "\n".join(form(number, one) for number, one in enumerate(asked, 1))
    if not path.stem[0].isdigit():
        source[0] += f"\n\n{text}"
        return
    notebook = json.loads(source[0])
    cell = {"cell_type": "markdown", "id": "self-test", "metadata": {}, "source": SECTION + text}
    source[0] = json.dumps(notebook | {"cells": [*notebook["cells"], cell]})


def add_files(app: Sphinx, page: str, template: str, context: Any, doctree: Any) -> None:
    """Load script and style where there is a self-test."""
    if questions(app, page).exists():
        app.add_js_file("self_test.js", loading_method="defer")
        app.add_css_file("self_test.css")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the two steps."""
    app.connect("source-read", add_questions)
    app.connect("html-page-context", add_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
