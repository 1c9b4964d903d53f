# ruff: noqa: C408, E501 - tables with one case a line, values as an author types them
"""What is ambiguous, incomplete or misused is refused, with a place and a remedy."""

import numpy as np
import pytest

from xent_course.formulas import (
    CannotRead,
    FormulaError,
    Formulas,
    bit,
    every,
    integer,
    label,
    pmf,
    positive,
    prob,
    real,
)


def check(latex, draw=None, **given):
    return Formulas({"eq-x": latex}).check("eq-x", draw, **given)


NUMBERS = {name: real() for name in "abcx"}


def numbers(names):
    return {name: positive() for name in names}


AMBIGUOUS = {
    r"a/b c = 1": "abc",
    r"a/b/c = 1": "abc",
    r"a/b \cdot c = 1": "abc",
    r"\log a / b = 1": "ab",
    r"\log a b = 1": "ab",
    r"\log a \cdot b = 1": "ab",
    r"\log a \log b = 1": "ab",
    r"\log (a) (b) = 1": "ab",
    r"\log^2 a = 1": "a",
    r"\exp(a)^2 = 1": "a",
    r"\log(a)^2 = 1": "a",
    r"\exp(a)! = 1": "a",
    r"a + -b = 1": "ab",
    r"a \cdot -b = 1": "ab",
    r"a 2 = 1": "a",
    r"x^12 = 1": "x",
    r"x^a^b = 1": "abx",
    r"x_a_b = 1": "abx",
    r"\frac12 = a": "a",
    r"(a, b) = 1": "ab",
    r"(a = b) = 1": "ab",
    r"a \pm b = 1": "ab",
    r"a \approx b": "ab",
    r"a \Rightarrow b = a": "ab",
    r"\left. a \right|_{b} = 1": "ab",
    r"\sum_{k=1}^{3} - a = 1": "a",
    r"\prod_{k=1}^{3} a / b = 1": "ab",
    r"\sum a = 1": "a",
    r"\sum^{3} a = 1": "a",
    r"\sum_{k=1} a = 1": "a",
    r"\int a \, dx = 1": "a",
    r"\int_0^1 a = 1": "a",
    r"\nabla a = 1": "a",
    r"\frac{\partial^3 a}{\partial b^3} = 1": "ab",
    r"\frac{\partial^2 a}{\partial b} = 1": "ab",
    r"\mathbb{E}[a] = 1": "a",
    r"\mathbb{E}_{x} [a] = 1": "a",
    r"\mathbb{E}_{x \sim a} b = 1": "ab",
    r"\max(a) = 1": "a",
    r"\arg a = 1": "a",
    r"\log_a = 1": "a",
    r"\sqrt[3]{a} = 1": "a",
    r"\hat{ab} = 1": "ab",
    r"\mathbf{ab} = 1": "ab",
    r"\begin{pmatrix} a \\ b \end{pmatrix} = 1": "ab",
    r"a = b \\ b = a": "ab",
    r"\begin{gathered} a = b \\ -a = -b \end{gathered}": "ab",
    r"\begin{aligned} a &= b \\ & a = b \end{aligned}": "ab",
    r"a = b \qquad -a = -b": "ab",
    r"\begin{align} a &= b & c &= a \end{align}": "abc",
    r"a = b \quad b \in \{0, 1\}": "ab",
    r"a = ": "a",
    r"= a": "a",
    r"a": "a",
    r"a + b": "ab",
    r"a = (b": "ab",
    r"a = b)": "ab",
    r"a = |b": "ab",
    r"a = {b": "ab",
    r"a = b}": "ab",
    r"a = \frac{b}": "ab",
    r"a = \frac{b}{}": "ab",
    r"a = b^": "ab",
    r"a ≤ b": "ab",
    r"a = \unknown{b}": "ab",
    r"\sum_{k} a = 1": "a",
    r"a = \cdot": "a",
    r"a = b \text{ times } c": "abc",
    "": "",
    "  % a comment": "",
}


@pytest.mark.parametrize("latex", AMBIGUOUS, ids=str)
def test_what_is_ambiguous_is_refused(latex):
    with pytest.raises(CannotRead) as caught:
        check(latex, **numbers(AMBIGUOUS[latex]))
    assert caught.value.label == "eq-x"
    assert str(caught.value).startswith("eq-x cannot be read: ")
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("latex", "caret"),
    [
        (r"a = \log a / b", r"\log a"),
        (r"a = \exp(a)^2", r"\exp(a)"),
        (r"a + -b = 1", "-"),
        (r"a = \sum_{k=1}^{3} - b", r"\sum_{k=1}^{3}"),
    ],
)
def test_a_refusal_points_to_the_place(latex, caret):
    with pytest.raises(CannotRead) as caught:
        check(latex, **numbers("ab"))
    start, end = caught.value.span
    assert latex[start:end] == caret
    shown, carets = str(caught.value).splitlines()[1:3]
    assert shown[carets.index("^") : carets.rindex("^") + 1] == caret


REFUSED = {
    "columns": (r"x y = 1", dict(x=real(3), y=real(3))),
    "column and matrix": (r"x A = 1", dict(x=real(3), A=real(3, 3))),
    "number plus vector": (r"x + 1 = y", dict(x=real(3), y=real(3))),
    "power of a vector": (r"x^2 = y", dict(x=real(3), y=real(3))),
    "different shapes": (r"x + y = y + x", dict(x=real(3), y=real(4))),
    "odot of a number": (r"a \odot x = x", dict(a=real(), x=real(3))),
    "vector below": (r"\frac{1}{x} = 1", dict(x=real(3))),
    "no value": (r"a + b = b + a", dict(a=real())),
    "no value for T": (r"x^T x = 1", dict(x=real(3))),
    "unused value": (r"a + a = 2 a", dict(a=real(), b=real())),
    "unused callable": (r"a + a = 2 a", dict(a=real(), f=lambda a: a)),
    "bound, not used": (r"\sum_{x} p(x) = 1", dict(p=pmf(3), x=label(3))),
    "index too large": (r"\sum_{k=1}^{5} p_k = 1", dict(p=pmf(4))),
    "index zero": (r"\sum_{k=0}^{4} p_k = 1", dict(p=pmf(4))),
    "index not whole": (r"x_a = 1", dict(x=real(3), a=real())),
    "index on a number": (r"a_k = 1", dict(a=real(), k=1)),
    "too many indices": (r"x_{j,k} = 1", dict(x=real(3), j=1, k=1)),
    "shapes disagree": (r"\sum_k p_k q_k = 1", dict(p=pmf(3), q=pmf(4))),
    "range unknown": (r"\sum_k 1 = 3", {}),
    "remark disagrees": (r"p_k = q_k, \quad k = 1, \dots, K", dict(p=pmf(4), q=lambda p: p * 1, K=5)),
    "remark on a bound index disagrees": (r"\sum_k p_k = 1, \quad k = 1, \dots, K", dict(p=pmf(4), K=5)),
    "remark in brackets disagrees": (r"p_k = q_k \qquad (k = 1, \dots, K)", dict(p=pmf(4), q=lambda p: p * 1, K=5)),
    "remark on nothing": (r"a = b, \quad k = 1, \dots, 3", dict(b=real(), a=lambda b: b * 1)),
    "too many values together": (r"f(a) \propto a^2", dict(a=every(list(range(1, 300))), f=lambda a: 2 * a * a)),
    "a number for a vector of ones": (r"\mathbf{1} + 0 a = 1", dict(a=0.5)),
    "index free and bound": (r"q_k \sum_k q_k = q_k", dict(q=pmf(3))),
    "same text twice": (r"a + 1 = a + 1", dict(a=real())),
    "bound without tight": (r"a \le b", dict(a=real(), b=lambda a: a + 1)),
    "tight without bound": (r"a = b + b", dict(b=real(), a=lambda b: 2 * b, tight=lambda g: {})),
    "tight changes nothing known": (r"0 \le a^2", dict(a=real(), tight=lambda g: dict(c=0))),
    "argument ignored": (r"f(a, b) = a", dict(a=real(), b=real(), f=lambda a, b: a)),
    "argument ignored in a constant": (r"f(a) = 2", dict(a=real(), f=lambda a: 2.0)),
    "quantity ignores": (r"f = 2 a", dict(a=real(), b=real(), f=lambda a, b: 2 * a)),
    "data ignored": (r"f(a) = 2 a", dict(a=real(), b=real(), f=lambda a, *, b: 2 * a)),
    "argument of itself": (r"f(f) = 2 a", dict(a=real(), f=lambda a: 2 * a)),
    "too many arguments": (r"f(a, b) = a", dict(a=real(), b=real(), f=lambda a: a)),
    "too few arguments": (r"f(a) = a", dict(a=real(), f=lambda a, extra: a)),
    "parameter unknown": (r"f = a", dict(a=real(), f=lambda zz: zz)),
    "computed from itself": (r"f = a", dict(a=real(), f=lambda f, a: a)),
    "callable fails": (r"f(a) = a", dict(a=real(), f=lambda a: [][1])),
    "callable gives text": (r"f(a) = a", dict(a=real(), f=lambda a: "x")),
    "value is text": (r"a = b", dict(a="x", b=real())),
    "value is complex": (r"a = b", dict(a=1j, b=real())),
    "not a function": (r"a(b, c) = 1", dict(a=real(), b=real(), c=real())),
    "power of a function": (r"f^2(a) = 1", dict(a=real(), f=lambda a: a)),
    "product after log": (r"\log p(1 - p) = 1", dict(p=prob())),
    "product below slash": (r"1/p(1 - p) = 1", dict(p=prob())),
    "factorial of a product": (r"n(n + 1)! = 1", dict(n=integer(1, 3))),
    "term never exercised": (r"a + t b = a", dict(a=real(), b=real(), t=0)),
    "factor never exercised": (r"w a = a", dict(a=real(), w=1.0)),
    "exponent never exercised": (r"a^{n} = a", dict(a=real(), n=1)),
    "propto without every": (r"a \propto b", dict(a=real(), b=lambda a: 2 * a)),
    "const without every": (r"a = b + \text{const}", dict(a=real(), b=lambda a: a - 2)),
    "every of one": (r"a \propto b", dict(a=every([1.0]), b=lambda a: 2 * a)),
    "every that does nothing": (r"a \propto b", dict(a=real(), c=every([1.0, 2.0]), b=lambda a, c: a * c)),
    "argmax of a number": (r"a = \arg\max_\theta f(\theta)", dict(a=1, theta=real(), f=lambda x: x)),
    "argmax not unique": (
        r"a = \arg\max_\theta f(\theta)", dict(a=1, theta=np.array([-1.0, 1.0]), f=lambda x: x * x)
    ),
    "argmax then plus": (
        r"a = \arg\max_\theta f(\theta) + g(\theta)",
        dict(a=1, theta=np.linspace(0, 1, 5), f=lambda x: x, g=lambda x: x),
    ),
    "law that is none": (r"\mathbb{E}_{x \sim p}[x] = 1", dict(p=positive(3))),
    "not a number": (r"\log a = b", dict(a=-1.0, b=real())),
    "zero over zero": (r"\frac{a}{a} = 1", dict(a=0.0)),
    "singular": (r"A^{-1} x = x", dict(A=np.ones((2, 2)), x=real(2))),
    "two ASCII names": (r"\mathcal{N} + \mathbf{N} = 1", dict(N=real())),
    "same ASCII form": (r"\epsilon + \varepsilon = 1", dict(epsilon=real())),
    "named argument elsewhere": (r"p(x = 1 \mid x) = 1", dict(x=real(), p=lambda t, x: t * x)),
    "endless circle": (r"\sum_{i=1}^{9999999} i = 1", {}),
    "too many nested": (r"\sum_{i=1}^{900} \sum_{j=1}^{900} i j = 1", {}),
    "too large a cube": (r"\sum_{t \in \{0, 1\}^{60}} 1 = 1", {}),
    "too large a joint": (r"\prod_{i=1}^{6} x = 1", dict(x=real(61))),
    "factorial too large": (r"a! = 1", dict(a=1e9)),
    "divergent": (r"\int_0^1 \frac{1}{x} \, dx = a", dict(a=real())),
    "no draws": (r"a = b", dict(a=real(), b=lambda a: a, draws=0)),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_misuse_is_refused(name):
    latex, given = REFUSED[name]
    with pytest.raises(CannotRead) as caught:
        check(latex, **given)
    assert caught.value.remedy
    assert str(caught.value).startswith("eq-x cannot be read: ")


@pytest.mark.parametrize(
    "draw",
    [
        lambda rng: 3,
        lambda rng: {1: 2},
        lambda rng: dict(a=1.0),
        lambda rng: {"a b": 1.0},
        5,
    ],
)
def test_a_wrong_draw_is_refused(draw):
    with pytest.raises(CannotRead):
        check(r"a + b = b + a", draw, a=real(), b=real())


def test_an_unknown_label_is_refused_and_the_nearest_named():
    with pytest.raises(CannotRead, match="eq-gibbs"):
        Formulas({"eq-gibbs": "a = b"}).check("eq-gibs", a=1, b=1)


def test_an_assumption_is_not_checked():
    with pytest.raises(CannotRead, match="assumption"):
        Formulas({"asm-iid": "a = b"}).check("asm-iid", a=1, b=1)


def test_an_unknown_chapter_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CannotRead, match="no chapter"):
        Formulas("99_nothing")


def test_a_definition_given_twice_is_refused():
    formulas = Formulas({"def-a": r"f(x) = x^2", "def-b": r"f(x) = x^3", "eq-x": r"f(a) = a^2"})
    with pytest.raises(CannotRead, match="again"):
        formulas.check("eq-x", a=real(), using=["def-a", "def-b"])


def test_definitions_in_a_circle_are_refused():
    formulas = Formulas(
        {"def-a": r"f(x) = g(x) + 1", "def-b": r"g(x) = f(x) - 1", "eq-x": r"f(a) = a"}
    )
    with pytest.raises(CannotRead, match="end"):
        formulas.check("eq-x", a=real(), using=["def-a", "def-b"])


@pytest.mark.parametrize("make", [lambda: pmf(), lambda: pmf(0), lambda: real(-1), lambda: bit(1.5),
                                  lambda: label(0), lambda: integer(3, 2)])  # fmt: skip
def test_a_sampler_of_nothing_is_refused(make):
    with pytest.raises(CannotRead):
        make()


def test_refusals_are_assertion_errors():
    assert issubclass(CannotRead, FormulaError)
    assert issubclass(FormulaError, AssertionError)
