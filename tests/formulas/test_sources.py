# ruff: noqa: C408 - tables with one case a line, values as an author types them
"""Equations are found in notebooks and in MyST; the command line says what each lacks."""

import json

import pytest

from xent_course.formulas import CannotRead, Formulas, real, sources
from xent_course.formulas.__main__ import main
from xent_course.formulas.audit import audit, latex_hash

MYST = r"""# A chapter

Inline $a = b$ is no display; `$$ a = b $$` is code.

$$ a + b = b + a $$ (eq-one)

$$
\begin{aligned}
a &= b \\
\end{aligned}
$$ (eq-two)

```{math}
:label: def-three

f(x) = x^2
```

:::{note}
$$ (a + b)^2 = a^2 + 2 a b + b^2 $$ (eq-four)
:::

```python
x = "$$ not = shown $$ (eq-code)"
```

```{code-cell} ipython3
:tags: [hide-input]

formulas = Formulas("chapter")
formulas.check("eq-one", a=real(), b=real())
```

\begin{align} c &= d \label{eq-five} \end{align}

$$ x_i \text{ i.i.d.} $$ (asm-iid)
"""


def notebook(*cells):
    made = [dict(cell_type=kind, source=source, metadata={}) for kind, source in cells]
    return json.dumps(dict(cells=made, nbformat=4, nbformat_minor=5, metadata={}))


@pytest.fixture
def book(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "book").mkdir()
    return tmp_path / "book"


def test_displays_of_myst_are_found_with_their_labels(book):
    (book / "chapter.md").write_text(MYST, encoding="utf-8")
    found = sources.labelled(sources.read_chapter(book / "chapter.md"))
    assert list(found) == ["eq-one", "eq-two", "def-three", "eq-four", "eq-five", "asm-iid"]
    assert found["eq-one"] == "a + b = b + a"
    assert found["def-three"] == "f(x) = x^2"


def test_displays_of_a_notebook_are_found(book):
    (book / "chapter.ipynb").write_text(
        notebook(
            ("markdown", ["$$ a + b\n", " = b + a $$ (eq-one)\n"]),
            ("code", "x = '$$ a $$ (eq-no)'"),
        )
    )
    formulas = Formulas("chapter")
    assert list(formulas) == ["eq-one"]
    assert formulas.check("eq-one", a=real(), b=real()).draws == 100


def test_a_file_is_read_by_its_path(book):
    (book / "chapter.md").write_text(MYST)
    assert "eq-four" in Formulas.from_file(book / "chapter.md").equations


def test_the_working_folder_comes_before_the_book(book, tmp_path):
    (book / "chapter.md").write_text("$$ a = b $$ (eq-x)")
    assert Formulas("chapter").latex("eq-x") == "a = b"
    (tmp_path / "chapter.md").write_text("$$ a = c $$ (eq-x)")
    assert Formulas("chapter").latex("eq-x") == "a = c"


def test_a_book_folder_above_is_found(book, tmp_path, monkeypatch):
    (book / "chapter.md").write_text("$$ a = b $$ (eq-x)")
    below = tmp_path / "deep" / "down"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert Formulas("chapter").latex("eq-x") == "a = b"


def test_the_packaged_copy_serves_where_there_is_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    copies = {"04_a": {"def-f": "f(x) = x^2"}, "05_b": {"eq-x": "f(a) = a^2"}}
    monkeypatch.setattr(sources, "packaged", lambda: copies)
    assert Formulas("05_b").check("eq-x", a=real(), using="def-f").draws == 100


def test_definitions_of_earlier_chapters_are_found(book):
    (book / "04_a.md").write_text("$$ f(x) = x^2 $$ (def-f)")
    (book / "05_b.md").write_text("$$ f(a) = a^2 $$ (eq-x)")
    (book / "06_c.md").write_text("$$ g(x) = x^2 $$ (def-g)")
    formulas = Formulas("05_b")
    assert formulas.check("eq-x", a=real(), using=["def-f"]).using == ("def-f",)
    with pytest.raises(CannotRead):
        formulas.definition("def-g")


def test_the_packaged_copy_is_made_from_the_chapters(book):
    (book / "02_b.md").write_text("$$ a = b $$ (eq-y)")
    (book / "01_a.md").write_text("$$ a = b $$ (eq-x)")
    (book / "03_c.md").write_text("no formula")
    text = sources.package_text(list(book.glob("*.md")))
    assert json.loads(text) == {"01_a": {"eq-x": "a = b"}, "02_b": {"eq-y": "a = b"}}


def test_a_label_used_twice_is_refused(book):
    (book / "chapter.md").write_text("$$ a = b $$ (eq-x)\n\n$$ b = c $$ (eq-x)")
    with pytest.raises(CannotRead, match="twice"):
        Formulas("chapter")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": 3}', '{"cells": [1]}'])
def test_a_broken_notebook_is_refused(book, text):
    (book / "chapter.ipynb").write_text(text)
    with pytest.raises(CannotRead, match="not a chapter"):
        Formulas.from_file(book / "chapter.ipynb")


GOOD = ("markdown", "$$ a + b = b + a $$ (eq-x)")
CHECK = ("code", '%matplotlib inline\nformulas.check("eq-x", a=real(), b=real())')


def lacking(path):
    return {line.label: line.lacks for line in audit(path).lines if line.lacks}


@pytest.mark.parametrize(
    ("cells", "label", "words"),
    [
        ((GOOD,), "eq-x", "add formulas.check"),
        ((("markdown", "$$ a = b $$"),), "(no label)", "add (eq-"),
        ((("markdown", "$$ a = b $$ (foo)"),), "foo", "must start with"),
        ((("markdown", "$$ a/b c = 1 $$ (eq-x)"), CHECK), "eq-x", "slash"),
        ((GOOD, CHECK, CHECK), "eq-x", "one check"),
        ((CHECK, GOOD), "eq-x", "after the display"),
        ((GOOD, GOOD, CHECK), "eq-x", "rename"),
        ((CHECK,), "eq-x", "no display"),
        (
            (GOOD, ("code", 'Formulas({"eq-x": "a = b"}).check("eq-x")')),
            "eq-x",
            "add formulas.check",
        ),
        ((GOOD, ("code", 'w = Formulas(other)\nw.check("eq-x")')), "eq-x", "add formulas.check"),
        ((GOOD, ("code", "this is not Python")), "eq-x", "add formulas.check"),
    ],
)
def test_the_audit_says_what_an_equation_lacks(book, capsys, cells, label, words):
    (book / "chapter.ipynb").write_text(notebook(*cells))
    assert words in lacking(book / "chapter.ipynb")[label]
    assert main(["check", str(book)]) == 1
    assert words in capsys.readouterr().out


def test_a_complete_book_exits_with_zero(book, capsys):
    (book / "chapter.ipynb").write_text(
        notebook(GOOD, CHECK, ("markdown", "$$ x_i \\sim p $$ (asm-iid)"))
    )
    assert main(["check", str(book)]) == 0
    out = capsys.readouterr().out
    assert "eq-x     checked" in out
    assert "asm-iid  assumption" in out
    assert "1 files, 2 equations, 0 lack something" in out
    assert main(["check", "--missing", str(book)]) == 0
    assert "eq-x" not in capsys.readouterr().out


def test_an_unreadable_file_and_an_empty_folder_are_reported(book, capsys):
    assert main(["check", str(book)]) == 1
    (book / "chapter.ipynb").write_text("{")
    assert main(["check", str(book)]) == 1
    assert "not a chapter" in capsys.readouterr().out


def test_built_and_hidden_folders_are_left_out(book, capsys):
    for folder in ("_build", ".ipynb_checkpoints"):
        (book / folder).mkdir()
        (book / folder / "chapter.md").write_text("$$ a = b $$")
    (book / "chapter.md").write_text("nothing displayed")
    assert main(["check", str(book)]) == 0


def hand(book, latex="a b = 1", **entry):
    (book / "chapter.md").write_text(
        "\n\n".join([f"$$ {latex} $$ (eq-x)", *(f"$$ x_{k} $$ (asm-{k})" for k in range(9))])
    )
    lines = [f'{name} = "{value}"' for name, value in entry.items()]
    (book / "by_hand.toml").write_text("\n".join(["[eq-x]", *lines]))
    return lacking(book / "chapter.md")


def test_the_by_hand_list_holds_a_reason_a_hash_and_a_cell(book):
    assert hand(book, reason="r", hash=latex_hash("a b = 1"), cell="c") == {}
    assert "reason" in hand(book, hash=latex_hash("a b = 1"), cell="c")["eq-x"]
    assert (
        "read it again"
        in hand(book, "a b = 2", reason="r", hash=latex_hash("a b = 1"), cell="c")["eq-x"]
    )


def test_more_than_one_in_ten_by_hand_is_too_many(book):
    (book / "chapter.md").write_text("$$ a = b $$ (eq-x)\n\n$$ b = c $$ (eq-y)")
    entry = 'reason = "r"\ncell = "c"\nhash = '
    (book / "by_hand.toml").write_text(
        f'[eq-x]\n{entry}"{latex_hash("a = b")}"\n[eq-y]\n{entry}"{latex_hash("b = c")}"'
    )
    assert "by hand" in lacking(book / "chapter.md")["(by hand)"]


def test_code_of_myst_is_read_for_checks(book):
    (book / "chapter.md").write_text(MYST)
    found = {line.label: line.state for line in audit(book / "chapter.md").lines}
    assert found["eq-one"] == "checked"
    assert found["eq-four"] == "unchecked"
