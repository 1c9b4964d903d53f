# ruff: noqa: C408, E501 - tables with one case a line, values as an author types them
"""How values are given, what is compared, and what a check says."""

import numpy as np
import pytest
from scipy import special

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
    recording,
)
from xent_course.formulas.corrupt import corruptions

from .bindings import DEFINITIONS, KL, H, sigmoid, softmax


def check(latex, draw=None, /, **given):
    return Formulas({"eq-x": latex}).check("eq-x", draw, **given)


HOLDS = {
    "a call or a product: a product": (r"p(1 - p) = p - p^2", dict(p=prob())),
    "a call or a product: a call": (r"f(1 - p) = 1 - p + (1 - p)^2", dict(p=prob(), f=lambda x: x + x * x)),
    "power of a call": (r"f(a)^2 = a^4", dict(a=real(), f=lambda x: x * x)),
    "inverse": (r"f^{-1}(a) = a - 1", dict(a=real(), f_inv=lambda x: x - 1)),
    "starred": (r"\pi^* = 2 a", dict(a=real(), pi_star=lambda a: 2 * a)),
    "primes named": (r"\theta' = 2 a", dict(a=real(), theta_prime=lambda a: 2 * a)),
    "primes derived": (r"f'(a) + f''(a) = 2 a + 2", dict(a=real(), f=lambda x: x * x)),
    "keyword of Python": (r"\lambda a = a + (\lambda - 1) a", dict(a=real(), lambda_=real())),
    "lam for lambda": (r"\lambda a = a + (\lambda - 1) a", dict(a=real(), lam=real())),
    "row of X, label": (r"w^\top x^{(i)} = y_i", dict(X=real(4, 3), w=real(3), y=lambda X, w: X @ w)),
    "row of X, index": (r"w^\top x_i = y_i", dict(X=real(4, 3), w=real(3), y=lambda X, w: X @ w)),
    "own value first": (r"x_i = 2 y_i", dict(X=real(4), y=real(4), x=lambda y, X: 2 * y + 0 * X[0])),
    "two indices": (r"A_{ij} = B_{j,i}", dict(A=real(2, 3), B=lambda A: A.T)),
    "product in an index": (r"x_{2k} = y_k", dict(x=real(4), y=lambda x: x[1::2])),
    "one callable, two arities": (
        r"H(p, q) = H(p) + D_{\mathrm{KL}}(p \| q)", dict(p=pmf(3), q=pmf(3), H=H, D_KL=KL)
    ),
    "ufunc": (r"\sigma(-z) = 1 - \sigma(z)", dict(z=real(), sigma=special.expit)),
    "ufunc differentiated": (r"\frac{d\sigma}{dz} = \sigma(z) \sigma(-z)", dict(z=real(), sigma=special.expit)),
    "hat": (r"\hat p_k = q_k", dict(p_hat=pmf(3), q=lambda p_hat: p_hat * 1)),
    "pi is the constant": (r"\frac{\pi}{4} = a", dict(a=np.arctan(1.0))),
    "pi has a value": (r"\sum_k \pi_k = 1", dict(pi=pmf(3))),
    "e": (r"e^{a} = \exp(a)", dict(a=real())),
    "Kronecker": (r"\sum_{j} \delta_{jk} a_j = a_k", dict(a=real(3))),
    "Iverson": (r"\sum_k [y = k] a_k = a_y", dict(a=real(4), y=label(4))),
    "Iverson chain": (r"[0 < a < 1] + [a \ge 1] = [0 < a]", dict(a=real())),
    "from a range": (r"\sum_x f(x) = f(0) + f(1)", dict(x=range(0, 2), f=lambda x: 2.0**x)),
    "array of a range": (r"\sum_x x \, p(x) = m", dict(x=range(0, 2), p=pmf(2), m=lambda p: p[1])),
    "mean over a range": (r"\mathbb{E}_{x \sim p}[x] = m", dict(x=range(0, 2), p=pmf(2), m=lambda p: p[1])),
    "in a set": (r"\sum_{t \in \{0, 1\}} q^t (1 - q)^{1 - t} = 1", dict(q=prob())),
    "in an array": (r"\sum_{i \in B} i = s", dict(B=integer(1, 9, 4), s=lambda B: B.sum())),
    "all but one": (r"\sum_{j \ne k} p_j = 1 - p_k", dict(p=pmf(4))),
    "range remark": (r"p_k \le 1, \quad k = 1, \dots, K", dict(p=pmf(3), K=3, tight=lambda g: dict(p=np.eye(3)[0]))),
    "range remark on a sum": (r"\sum_k p_k = 1, \quad k = 1, \dots, K", dict(p=pmf(3), K=3)),
    "range remark in brackets": (r"p_k = 2 q_k \qquad (k = 1, \dots, K)", dict(q=pmf(3), p=lambda q: 2 * q, K=3)),
    "range remark as a set": (r"p_k = 2 q_k \quad \forall k \in \{1, \dots, K\}", dict(q=pmf(3), p=lambda q: 2 * q, K=3)),
    "name with a letter below": (r"H(q_T) = H(q_S)", dict(q_T=pmf(3), q_S=lambda q_T: q_T[::-1], H=H)),
    "list by an index": (r"\sum_{k=1}^{2} H(p_k) = s", dict(p_k=[np.ones(2) / 2, np.ones(3) / 3], H=H, s=np.log(6.0))),
    "product of marginals": (r"D_{\mathrm{KL}}(p \| \prod_{k=1}^{2} p_k) = s",
                             dict(p_k=[np.ones(2) / 2, np.ones(3) / 3], p=pmf(2, 3), D_KL=KL, s=lambda p: KL(p, np.ones((2, 3)) / 6))),
    "condition with a bound": (r"|a| = a \quad \text{if } 0 \le a", dict(a=positive())),
    "zero for a vector": (r"X w - y = 0", dict(X=real(4, 3), w=real(3), y=lambda X, w: X @ w)),
    "ones": (r"\mathbf{1}^\top p = 1", dict(p=pmf(4))),
    "norms": (r"\|w\|_2^2 = w^\top w \le \|w\|_1^2", dict(w=real(3), tight=lambda g: dict(w=np.eye(3)[0]))),
    "binomial": (r"\binom{n}{s} = \frac{n!}{s! (n - s)!}", dict(n=7, s=integer(0, 7))),
    "floor and ceiling": (r"\lceil a \rceil - \lfloor a \rfloor = 1", dict(a=real())),
    "0 log 0": (r"-\sum_k t_k \log t_k = 1 - s", dict(y=label(3), t=lambda y: np.eye(3)[y - 1], s=1.0)),
    "underbrace": (r"a = \underbrace{b + b}_{2b} + c", dict(b=real(), c=real(), a=lambda b, c: 2 * b + c)),
    "underbrace with text": (r"a = \underbrace{b + b}_{\text{twice}} + c", dict(b=real(), c=real(), a=lambda b, c: 2 * b + c)),
    "text for a name": (r"\text{softplus}(z) = \log(1 + e^{z})", dict(z=real(), softplus=lambda z: np.logaddexp(0, z))),
    "prose skipped": (r"a + b = b + a \quad \text{for every real } q", dict(a=real(), b=real())),
    "prose checked": (r"a = 2 b \quad \text{where } b = c + 1", dict(c=real(), b=lambda c: c + 1, a=lambda b: 2 * b)),
    "proportional": (r"f(\theta) \propto \theta^2", dict(f=lambda t: 3 * t * t, theta=every([0.1, 0.4, 2.0]))),
    "proportional, drawn": (r"f(\theta) \propto \theta^2", dict(f=lambda t: 3 * t * t, theta=every(prob(3)))),
    "up to a constant": (r"f(\theta) = \theta^2 + \text{const}", dict(f=lambda t: 3 + t * t, theta=every([0.1, 0.4]))),
    "argmax": (r"\arg\max_\theta f(\theta) = a", dict(a=0.5, theta=np.linspace(0, 1, 5), f=lambda t: -((t - 0.5) ** 2))),
    "argmax of entries": (r"\arg\max_k z_k = j", dict(z=real(4), j=lambda z: int(np.argmax(z)) + 1)),
    "second derivative": (r"\frac{\partial^2 f}{\partial x^2} = 6 x", dict(x=real(), f=lambda x: x**3)),
    "operator": (r"\frac{d}{dx} x^3 = 3 x^2", dict(x=real())),
    "gradient by a matrix": (r"\nabla_W \ell = g h^\top", dict(W=real(2, 3), g=real(2), h=real(3), ell=lambda W, g, h: g @ W @ h)),
    "derivative inside a mean": (r"\sum_x p_x \frac{\partial}{\partial a} \bigl(a f(x)\bigr) = \sum_x p_x f(x)",
                                 dict(p=pmf(3), a=real(), f=lambda x: x * x)),
    "integral": (r"\int_0^1 x^n \, dx = \frac{1}{n + 1}", dict(n=integer(1, 4))),
    "improper": (r"\int_{-\infty}^{\infty} e^{-x^2} \, \mathrm{d}x = \sqrt{\pi}", {}),
    "unequal": (r"a \ne b", dict(a=real(), b=real())),
    "strict": (r"0 < e^{a} < e^{a} + 1", dict(a=real())),
}  # fmt: skip


@pytest.mark.parametrize("name", HOLDS)
def test_holds(name):
    latex, given = HOLDS[name]
    assert check(latex, **given).draws == 100


DIFFERS = {
    "a sign": (r"a + b = a - b", dict(a=real(), b=real())),
    "a chain, in its second link": (r"a = a + 0 b - 0 b = 2 a", dict(a=real(), b=real())),
    "shapes": (r"x = y", dict(x=real(3), y=real(4))),
    "a row for a column": (r"x^\top = x", dict(x=real(3))),
    "an inequality": (r"a \le b", dict(a=real(), b=real(), tight=lambda g: dict(b=g["a"]))),
    "never tight": (r"a \le b", dict(a=real(), b=lambda a: a + 1, tight=lambda g: dict(a=0.0))),
    "never slack": (r"a \le b", dict(a=real(), b=lambda a: a * 1, tight=lambda g: dict(a=0.0))),
    "one of two not tight": (r"0 \le p \le 2", dict(p=prob(), tight=lambda g: dict(p=0.0))),
    "equal for once": (r"a \ne b", dict(a=bit(), b=bit())),
    "strict but equal": (r"a < b", dict(a=real(), b=lambda a: a * 1)),
    "not proportional": (r"f(\theta) \propto \theta", dict(f=lambda t: t * t, theta=every([0.1, 0.4, 2.0]))),
    "not constant": (r"f(\theta) = \theta + \text{const}", dict(f=lambda t: t * t, theta=every([0.1, 0.4, 2.0]))),
    "the claim at a brace": (r"a = \underbrace{b + c}_{2b}", dict(b=real(), c=real(), a=lambda b, c: b + c)),
    "a condition": (r"a = 2 b \quad \text{if } b = 1", dict(b=real(), a=lambda b: 2 * b)),
    "the second of two claims": (r"a = 2 b, \qquad b = a", dict(b=real(), a=lambda b: 2 * b)),
    "a row of its own": (r"\begin{aligned} a &= 2 b \\ -b &= a \end{aligned}", dict(b=real(), a=lambda b: 2 * b)),
    "a free index": (r"x_k = y_k", dict(x=real(3), y=lambda x: x + np.eye(3)[2])),
    "a tiny difference": (r"a = b", dict(a=real(), b=lambda a: a * (1 + 1e-8))),
    "a derivative": (r"\frac{d}{dx} x^3 = 3 x^2 + 10^{-4}", dict(x=real())),
}  # fmt: skip


@pytest.mark.parametrize("name", DIFFERS)
def test_differs(name):
    latex, given = DIFFERS[name]
    with pytest.raises(FormulaError) as caught:
        check(latex, **given)
    assert not isinstance(caught.value, CannotRead)


def test_the_message_shows_members_values_index_and_draw():
    with pytest.raises(FormulaError) as caught:
        check(
            r"a_k = b_k = c_k",
            a=np.array([1.0, 2.0]),
            b=np.array([1.0, 2.0]),
            c=np.array([1.0, 3.0]),
        )
    assert str(caught.value).splitlines() == [
        "eq-x: the second and the third member differ",
        "  b_k",
        "      = 2",
        "  c_k",
        "      = 3",
        "  for k = 2, on draw 1 of 100 with",
        "      a = [1. 2.]",
        "      b = [1. 2.]",
        "      c = [1. 3.]",
    ]


def test_the_result_is_one_line_and_renders_with_the_equation():
    result = check(r"a + b = b + a", a=real(), b=real())
    assert str(result) == repr(result) == "eq-x holds on 100 random draws, both sides within 1e-12"
    assert result._repr_markdown_().splitlines() == [str(result), "", "$$", "a + b = b + a", "$$"]
    assert str(check("a < b", a=real(), b=lambda a: a + 1)) == "eq-x holds on 100 random draws"


def test_the_result_carries_what_the_ledger_needs():
    result = Formulas(
        {"eq-x": r"H(p) \le \log K = b", "def-entropy": DEFINITIONS["def-entropy"]}
    ).check(
        "eq-x",
        using="def-entropy",
        p=pmf(3),
        K=3,
        b=np.log(3),
        tight=lambda g: dict(p=np.ones(3) / 3),
    )
    assert (result.label, result.latex, result.draws) == ("eq-x", r"H(p) \le \log K = b", 100)
    assert result.largest_gap <= 1e-15
    assert result.relations == (r"\le", "=")
    assert (result.kind, result.using) == ("mixed", ("def-entropy",))


@pytest.mark.parametrize(
    ("gap", "shown"), [(0.0, "1e-12"), (1e-14, "1e-12"), (1e-13, "1e-09"), (2e-9, "1e-06")]
)
def test_gaps_are_rounded_up_to_levels(gap, shown):
    result = check(r"a = b", a=1.0, b=1.0)
    shifted = type(result)(**{**vars(result), "largest_gap": gap})
    assert str(shifted).endswith(shown)


def test_draws_are_the_same_every_time():
    seen = []
    for _ in range(2):
        seen.append([])
        check(r"f(a) = a", a=real(), f=lambda a: seen[-1].append(a) or a, draws=5)
    assert seen[0] == seen[1]
    assert len(set(seen[0])) >= 5


def test_another_label_or_seed_draws_others():
    gaps = set()
    for label_, seed in (("eq-a", 0), ("eq-b", 0), ("eq-a", 1)):
        drawn = []
        Formulas({label_: r"f(a) = a"}, seed).check(
            label_, a=real(), f=lambda a, d=drawn: d.append(a) or a, draws=2
        )
        gaps.add(drawn[0])
    assert len(gaps) == 3


def test_tolerances_can_be_given():
    check(r"a = b", a=real(), b=lambda a: a * (1 + 1e-7), rtol=1e-6)
    with pytest.raises(FormulaError):
        check(r"\frac{d}{dx} x^3 = 3 x^2 + 10^{-7}", x=real(), rtol=1e-12, atol=1e-12)


def test_values_drawn_together_may_hold_samplers():
    check(r"p(x, y) = p(x) \, p(y \mid x)", lambda rng: table(rng))


def table(rng):
    p = pmf(3, 4)(rng)
    return {"p(x,y)": p, "p(x)": p.sum(1), "p(y|x)": (p / p.sum(1, keepdims=True)).T}


def test_a_conditional_table_may_have_either_axis_first():
    def turned(rng):
        drawn = table(rng)
        return drawn | {"p(y|x)": drawn["p(y|x)"].T}

    check(r"p(x, y) = p(x) \, p(y \mid x)", turned)


@pytest.mark.parametrize(
    "key", [r"p(\theta \mid \mathcal{D})", r"p(\theta\mid\mathcal D)", "p(theta|D)", "p(theta | D)"]
)
def test_signature_keys_ignore_spacing_and_may_be_ascii(key):
    check(
        r"p(\theta \mid \mathcal{D}) = 2 \theta",
        lambda rng: {"theta": rng.uniform(), key: lambda theta: 2 * theta},
    )


@pytest.mark.parametrize("key", [r"t^{(\varepsilon)}", r"t^{ (\varepsilon) }", "t_epsilon"])
def test_a_labelled_symbol_has_a_key(key):
    check(
        r"t^{(\varepsilon)}_k = 2 t_k", lambda rng: {"t": rng.uniform(size=3), key: lambda t: 2 * t}
    )


def test_exact_keys_tell_two_symbols_of_one_ascii_form_apart():
    check(r"\mathcal{N} = N + 1", lambda rng: {"N": 3.0, r"\mathcal{N}": 4.0})
    check(
        r"\mathcal{N}(x) = N + x",
        lambda rng: {"N": rng.normal(), "x": rng.normal(), r"\mathcal{N}": lambda x, *, N: x + N},
    )


def test_definitions_are_functions_for_later_equations():
    formulas = Formulas({
        "def-softmax": r"\mathrm{softmax}(z)_k = \frac{e^{z_k}}{\sum_{j} e^{z_j}}",
        "def-q": r"q_k = \mathrm{softmax}(z)_k",
        "def-loss": r"\ell = -\log q_y",
        "eq-x": r"\frac{\partial \ell}{\partial z_k} = q_k - [y = k]",
        "eq-y": r"\sum_k \mathrm{softmax}(z)_k = 1",
    })  # fmt: skip
    formulas.check("def-softmax", z=real(4), softmax=special.softmax)
    formulas.check(
        "eq-x", z=real(3), y=label(3), using=["def-softmax", "def-q", "def-loss"], draws=10
    )
    formulas.check("eq-y", z=real(3), using=["def-softmax"])


def test_a_definition_serves_arrays_of_several_lengths():
    formulas = Formulas({"def-h": r"H(p) = -\sum_k p_k \log p_k", "eq-x": r"H(r) = H(p) + H(q)"})
    formulas.check(
        "eq-x", p=pmf(2), q=pmf(3), r=lambda p, q: np.outer(p, q).ravel(), using=["def-h"]
    )


def test_several_tight_points():
    given = dict(p=pmf(4), K=4, H=H)
    points = [lambda g: dict(p=np.eye(4)[2]), lambda g: dict(p=np.ones(4) / 4)]
    check(r"0 \le H(p) \le \log K", tight=points, **given)
    with pytest.raises(FormulaError, match="number 2 is tight at none"):
        check(r"0 \le H(p) \le \log K", tight=points[:1], **given)


def test_checks_can_be_recorded_and_repeated_with_another_source():
    with recording() as checks:
        check(r"\sigma(-z) = 1 - \sigma(z)", z=real(), sigma=sigmoid)
    assert [one.result.label for one in checks] == ["eq-x"]
    assert checks[0].again().draws == 100
    with pytest.raises(FormulaError):
        checks[0].again(r"\sigma(-z) = 1 + \sigma(z)", draws=3)
    with recording() as none:
        pass
    assert none == []


def test_a_failed_check_is_not_recorded():
    with recording() as checks, pytest.raises(FormulaError):
        check("a = b", a=real(), b=real())
    assert checks == []


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("a - b", {"a + b", "b - a"}),
        (r"\log a \le -b", {r"\log_2 a \le -b", r"\log a \ge -b", r"\log a \le b"}),
        (r"\exp\bigl((a)^2\bigr)", {r"\exp\bigl((a)\bigr)^2", r"\exp\bigl((a)\bigr)"}),
        (
            r"\sum_{k=1}^{K} p_k",
            {r"\prod_{k=1}^{K} p_k", r"\sum_{k=2}^{K} p_k", r"\sum_{k=1}^{{K} - 1} p_k"},
        ),
        (r"H(p, q) = \frac{a}{b}", {r"H(q, p) = \frac{a}{b}", r"H(p, q) = \frac{b}{a}"}),
        (r"x^\top y_1", {"x y_1", r"x^\top y_2"}),
    ],
)
def test_corruptions_are_the_errors_that_slip_into_print(latex, expected):
    made = {"".join(c.latex.split()) for c in corruptions(latex)}
    assert {"".join(one.split()) for one in expected} <= made


def test_numbers_stay_numbers():
    check(r"f(y) = q_y", y=label(3), q=pmf(3), f=lambda y, *, q: q[y - 1])
    check(r"\prod_{i=1}^{40} i^{40} > a", a=positive())


def test_softmax_may_be_named_by_what_it_is_computed_from():
    check(
        r"\frac{\partial q_j}{\partial z_k} = q_j (\delta_{jk} - q_k)",
        z=real(3),
        q=softmax_of,
        draws=5,
    )
    check(
        r"\frac{\partial q_j}{\partial z_k} = q_j (\delta_{jk} - q_k)",
        z=real(3),
        q=lambda z: softmax(z),
        draws=5,
    )


def softmax_of(z, *, axis=-1):
    return special.softmax(z, axis=axis)
