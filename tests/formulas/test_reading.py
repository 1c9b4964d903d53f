# ruff: noqa: E501 - tables with one case a line, values as an author types them
"""What is read does not depend on spacing, sizes, fonts or extra braces; nothing makes it hang."""

import random
import string
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xent_course.formulas import CannotRead, FormulaError, Formulas, pmf, real
from xent_course.formulas.alphabet import ALIASES, COMMANDS, GREEK
from xent_course.formulas.braces import canonical, read_tokens
from xent_course.formulas.display import read_equation
from xent_course.formulas.nodes import Equation
from xent_course.formulas.normal import form

from .course import CASES
from .settled import SETTLED

SOURCES = [*SETTLED.values(), *(case.latex for case in CASES)]
SLOW = settings(max_examples=150, suppress_health_check=list(HealthCheck))
SPACES = ["", " ", "\n", r"\,", r"\;", r"\!", "~", r"\:", "% a comment\n"]
SIZES = [("(", ")"), (r"\left(", r"\right)"), (r"\bigl(", r"\bigr)"), (r"\Bigg(", r"\Bigg)"),
         (r"\big (", r"\big )"), (r"\lparen ", r"\rparen ")]  # fmt: skip


def read(latex):
    equation = read_equation("eq-x", latex)
    return [form(one.relation, {}) for one in equation.statements], len(equation.remarks)


def pieces(latex):
    """Cut a source where TeX allows a space: before and after commands and signs."""
    found, at = [], 0
    while at < len(latex):
        end = at + 1
        if latex[at] == "\\":
            while end < len(latex) and latex[end].isalpha() and latex[at + 1].isalpha():
                end += 1
            end = max(end, at + 2)
        found.append(latex[at:end])
        at = end
    return found


def is_word(piece):
    return piece[0] == "\\" and piece[-1].isalpha()


@SLOW
@given(st.sampled_from(SOURCES), st.integers(0, 2**32))
def test_spacing_does_not_matter(latex, seed):
    chance = random.Random(seed)
    spaced, verbatim = "", 0
    for piece, after in zip(pieces(latex), [*pieces(latex)[1:], ""], strict=True):
        verbatim += piece in {r"\text", r"\begin", r"\end", r"\operatorname"}
        space = "" if verbatim or piece.isdigit() or after.isdigit() else chance.choice(SPACES)
        if is_word(piece) and after[:1].isalpha() and not space:
            space = " "
        spaced += piece + space
        verbatim -= verbatim and piece == "}"
    assert read(spaced) == read(latex)


@SLOW
@given(st.sampled_from(SOURCES), st.sampled_from(SIZES))
def test_sizes_of_brackets_do_not_matter(latex, size):
    plain = latex
    for word in ("left", "right", "bigl", "bigr", "Bigl", "Bigr", "Big", "big"):
        plain = plain.replace(f"\\{word}(", "(").replace(f"\\{word})", ")")
    assert read(plain.replace("(", size[0]).replace(")", size[1])) == read(latex)


@SLOW
@given(st.sampled_from(SOURCES), st.integers(1, 3))
def test_extra_braces_do_not_matter(latex, times):
    symbols = {"p", "q", "z", "w", r"\theta", r"\sigma"}
    parts = pieces(latex)
    braced = "".join(
        "{" * times + part + "}" * times
        if part in symbols and not inside_word(parts, place)
        else part
        for place, part in enumerate(parts)
    )
    assert read(braced) == read(latex)


def inside_word(parts, place):
    before = "".join(parts[max(0, place - 25) : place])
    return any(before.rfind(word) > before.rfind("}") for word in (
        r"\mathrm", r"\text", r"\begin", r"\end", r"\mathcal", r"\mathbb", r"\hat", r"\bar",
    ))  # fmt: skip


@pytest.mark.parametrize(
    "font", ["mathrm", "mathbf", "mathcal", "boldsymbol", "mathsf", "operatorname", "bm"]
)
@pytest.mark.parametrize("accent", ["", r"\hat", r"\bar", r"\tilde"])
def test_fonts_do_not_change_what_a_key_names(font, accent):
    name = rf"\{font}{{p}}"
    latex = rf"\sum_k {accent}{{{name}}}_k = 1" if accent else rf"\sum_k {name}_k = 1"
    key = "p" + accent.replace("\\", "_")
    assert Formulas({"eq-x": latex}).check("eq-x", **{key: pmf(3)}).draws == 100


def test_argument_braces_are_optional_round_one_token():
    assert read(r"\frac ab = x^2 + p_k") == read(r"\frac{a}{b} = x^{2} + p_{k}")
    assert read(r"\hat p_k = \hat{p}_{k} + 0") == read(r"\hat{p}_k = \hat p_k + 0")


@pytest.mark.parametrize("latex", SOURCES)
def test_canonical_sources_are_stable(latex):
    once = canonical(read_tokens(latex))
    assert isinstance(once, str)


WORDS = [rf"\{name} " for name in sorted(COMMANDS | GREEK | set(ALIASES))]
PARTS = [*WORDS, *string.ascii_letters, *string.digits, *"+-*/=<>()[]{}|_^,;:.!'& ", r"\\", r"\|", r"\{",
         r"\}", r"\,", r"\mathrm{KL}", r"\text{if }", r"\hat", r"\begin{aligned}", r"\end{aligned}",
         r"\frac{a}{b}", r"\sum_{k=1}^{K}", r"p_k", r"\mathbb{E}_{x \sim p}", "x^{(i)}", "\u2264", "\x00"]  # fmt: skip


def survives(latex):
    """Read and check a source; only `FormulaError` may come out, and soon."""
    began = time.perf_counter()
    try:
        Formulas({"eq-x": latex}).check("eq-x", draws=2, p=pmf(3), q=pmf(3), a=real(), K=3,
                                        tight=lambda g: {})  # fmt: skip
    except FormulaError as error:
        if isinstance(error, CannotRead):
            assert error.remedy
    assert time.perf_counter() - began < 5


@settings(max_examples=400, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(PARTS), max_size=30).map("".join))
def test_no_sequence_of_latex_does_harm(latex):
    survives(latex)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=60))
def test_no_text_does_harm(latex):
    survives(latex)


@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(SOURCES), st.data())
def test_no_mutilated_formula_does_harm(latex, data):
    parts = pieces(latex)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(parts) - 1))
        parts[at : at + data.draw(st.integers(0, 3))] = [data.draw(st.sampled_from(PARTS))]
    survives("".join(parts))


@pytest.mark.parametrize(
    "latex",
    [
        "{" * 5000, "(" * 5000, "(" * 400 + "a" + ")" * 400 + " = 1", "a = " + "-" * 5000, "|" * 3000,
        r"\hat" * 3000 + " a", r"\log" * 3000 + " a = 1", "x" + "^{x" * 500 + "}" * 500 + " = 1",
        "x" + "_{x" * 500 + "}" * 500 + " = 1", r"\frac{" * 500, r"\sqrt{" * 200 + "a" + "}" * 200 + "= 1",
        r"\sum_{k=1}^{3} " * 200 + "k = 1", "a = " + "a + " * 3000 + "a", r"\mathbb{E}_{x \sim p}[" * 200,
        "9^{9^{9^{9^{9}}}} = a", "9" * 3000 + " = a", r"(9^{99})! = a", r"\binom{10^9}{10^8} = a",
        r"\sum_{i=1}^{10^{9}} i = a", r"\prod_{i=1}^{10^{9}} i = a", r"\sum_{i=-10^9}^{10^{9}} i = a",
        r"\sum_{t \in \{0, 1\}^{10^9}} 1 = a", r"\max_k k = a", r"\int_0^{10^{9}} \sin(x^2) \, dx = a",
        r"\prod_{i=1}^{30000} 10^{15} = a", r"a = a'" + "'" * 3000, r"\text{" * 500, "a" + "!" * 3000 + " = 1",
        r"\underbrace{" * 300 + "a" + "}" * 300 + "= 1", "a & b \\\\ " * 900, r"\begin{aligned}" * 300,
        r"e^{e^{e^{e^{a}}}} = 1", r"\frac{1}{0} = \infty", r"\log 0 = -\infty", "p_" + "{k}" * 900,
        r"\frac{\partial}{\partial a} " * 300 + "a = 1", r"\nabla_a " * 300 + "a = 1", "," * 4000, r"\quad" * 3000,
    ],
    ids=lambda latex: latex[:18],
)  # fmt: skip
def test_what_would_never_end_is_refused_soon(latex):
    survives(latex)


def test_an_equation_is_what_reading_gives():
    assert isinstance(read_equation("eq-x", "a = b"), Equation)
