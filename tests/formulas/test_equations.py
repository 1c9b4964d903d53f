# ruff: noqa: C408 - tables with one case a line, values as an author types them
"""Every equation of the list holds, read as it stands; so do those of the other chapters."""

import numpy as np
import pytest

from xent_course.formulas import Formulas, bit, label, pmf, real
from xent_course.information import cross_entropy
from xent_course.special import sigmoid, softmax

from .bindings import DEFINITIONS, nll, settled
from .course import CASES
from .settled import SETTLED

ALL = [*settled(), *CASES]


def test_the_lists_are_long_enough():
    assert len(SETTLED) == 58
    assert len(CASES) >= 40
    assert len({case.label for case in ALL}) == len(ALL)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.label)
def test_holds_on_100_draws(case):
    result = case.run()
    assert result.draws == 100
    assert result.largest_gap < 1e-7
    assert str(result).startswith(f"{case.label} holds on 100 random draws")


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("case", ALL, ids=lambda case: case.label)
def test_no_false_alarm(case, seed):
    case.run(draws=12, seed=seed)


@pytest.fixture
def formulas():
    return Formulas({**SETTLED, **DEFINITIONS})


def test_one_hot_example(formulas):
    formulas.check(
        "eq-nll-one-hot", y=label(5), q=pmf(5), K=5, t=lambda y: np.eye(5)[y - 1], H=cross_entropy
    )


def test_decomposition_example(formulas):
    formulas.check(
        "eq-ce-decomposition",
        p=pmf(4),
        q=pmf(4),
        K=4,
        using=["def-entropy", "def-cross-entropy", "def-kl"],
    )


def test_softmax_gradient_example(formulas):
    formulas.check(
        "eq-softmax-grad",
        z=real(4),
        t=pmf(4),
        K=4,
        q=softmax,
        ell=lambda z, t: cross_entropy(t, softmax(z)),
    )


def test_logistic_gradient_example(formulas):
    formulas.check(
        "eq-lr-grad",
        X=real(6, 3),
        w=real(3),
        t=bit(6),
        N=6,
        sigma=sigmoid,
        L=lambda w, *, X, t: nll(w, X, t),
    )


def test_gibbs_example(formulas):
    formulas.check("eq-gibbs", p=pmf(4), q=pmf(4), tight=lambda g: dict(q=g["p"]))
