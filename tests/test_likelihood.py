"""Exact values and edges of `likelihood`, and the maximisers against their likelihoods."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xent_course.likelihood import (
    bernoulli_log_likelihood,
    bernoulli_mle,
    categorical_log_likelihood,
    categorical_mle,
    negative_log_likelihood,
)


def test_coin_by_hand():
    value = bernoulli_log_likelihood(0.25, [1, 0, 0, 1])
    assert isinstance(value, float)
    assert value == pytest.approx(2 * math.log(1 / 4) + 2 * math.log(3 / 4), rel=1e-15, abs=0)
    assert bernoulli_log_likelihood([0.5, 0.25], [1, 0]) == pytest.approx(
        math.log(0.5 * 0.75), rel=1e-15, abs=0
    )
    assert bernoulli_log_likelihood(0.5, True) == math.log(0.5)


def test_a_small_theta_is_not_rounded_away():
    assert bernoulli_log_likelihood(1e-20, [0, 0, 0]) == pytest.approx(-3e-20, rel=1e-15, abs=0)


def test_certainty():
    assert bernoulli_log_likelihood(1.0, [1, 1]) == 0.0
    assert math.copysign(1, bernoulli_log_likelihood(1.0, [1, 1])) == 1
    assert bernoulli_log_likelihood(0.0, [1, 0]) == -math.inf
    assert categorical_log_likelihood([0.0, 1.0], [1, 1]) == 0.0
    assert math.copysign(1, categorical_log_likelihood([0.0, 1.0], [1])) == 1
    assert categorical_log_likelihood([0.0, 1.0], [1, 0]) == -math.inf


def test_outcomes_may_be_booleans_or_numbers_zero_and_one():
    values = {
        bernoulli_log_likelihood(0.3, np.array([1, 0, 1], kind)) for kind in (bool, int, float)
    }
    assert len(values) == 1


def test_categories_by_hand():
    value = categorical_log_likelihood([0.5, 0.25, 0.25], [0, 0, 2])
    assert isinstance(value, float)
    assert value == pytest.approx(math.log(1 / 16), rel=1e-15, abs=0)
    rows = [[0.5, 0.5], [0.25, 0.75]]
    assert categorical_log_likelihood(rows, [0, 1]) == pytest.approx(
        math.log(3 / 8), rel=1e-15, abs=0
    )
    assert categorical_log_likelihood([[rows]], [[[1, 0]]]) == math.log(1 / 2) + math.log(1 / 4)
    assert categorical_log_likelihood([0.5, 0.5], [[0, 1], [1, 1]]) == 4 * math.log(0.5)


def test_a_coin_is_two_categories():
    outcomes = [1, 0, 1, 1, 0]
    assert categorical_log_likelihood([0.7, 0.3], outcomes) == pytest.approx(
        bernoulli_log_likelihood(0.3, outcomes), rel=1e-15, abs=0
    )


def test_negative_log_likelihood_reductions():
    q = [0.5, 0.25, 1.0]
    assert negative_log_likelihood(q, reduction="none").tolist() == [math.log(2), math.log(4), 0]
    assert float(negative_log_likelihood(q)) == pytest.approx(math.log(8), rel=1e-15, abs=0)
    assert float(negative_log_likelihood(q, reduction="mean")) == pytest.approx(
        math.log(2), rel=1e-15, abs=0
    )
    assert math.copysign(1, float(negative_log_likelihood([1.0], reduction="none")[0])) == 1
    assert negative_log_likelihood([[0.5], [0.0]], reduction="none").shape == (2, 1)
    assert negative_log_likelihood(0.5).dtype == np.float64


def test_float32_is_rounded_once():
    q = np.random.default_rng(0).uniform(0.1, 1, 1000).astype(np.float32)
    for how in ("none", "sum", "mean"):
        got = negative_log_likelihood(q, reduction=how)
        exact = negative_log_likelihood(q.astype(np.float64), reduction=how)
        assert got.dtype == np.float32
        assert np.array_equal(got, exact.astype(np.float32))


def test_a_thousand_coins_do_not_underflow():
    value = negative_log_likelihood(np.full(2000, 1 / 2))
    assert np.prod(np.full(2000, 1 / 2)) == 0.0
    assert float(value) == pytest.approx(2000 * math.log(2), rel=1e-14, abs=0)


def test_shares():
    assert bernoulli_mle([True, False, True, True]) == 3 / 4
    assert isinstance(bernoulli_mle([1.0, 0.0]), float)
    assert bernoulli_mle(np.array([[0, 0], [0, 1]])) == 1 / 4
    assert categorical_mle([2, 0, 2, 1], num_classes=4).tolist() == [1 / 4, 1 / 4, 1 / 2, 0]
    assert categorical_mle([[0], [1]], num_classes=2).tolist() == [1 / 2, 1 / 2]


@given(st.lists(st.booleans(), min_size=1, max_size=30), st.floats(0, 1))
def test_no_theta_beats_the_share_of_ones(outcomes, theta):
    best = bernoulli_log_likelihood(bernoulli_mle(outcomes), outcomes)
    assert bernoulli_log_likelihood(theta, outcomes) <= best + 1e-13


@given(st.lists(st.integers(0, 3), min_size=1, max_size=30), st.integers(0, 2**32 - 1))
def test_no_distribution_beats_the_shares(outcomes, seed):
    best = categorical_log_likelihood(categorical_mle(outcomes, num_classes=4), outcomes)
    other = np.random.default_rng(seed).dirichlet(np.ones(4))
    assert categorical_log_likelihood(other, outcomes) <= best + 1e-13
