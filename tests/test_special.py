"""Exact values, identities and edges of `special`; digits are held by test_against_mpmath."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from xent_course.special import (
    log_sigmoid,
    log_softmax,
    logit,
    logsumexp,
    sigmoid,
    softmax,
    softplus,
    xlogy,
)

INF = math.inf
numbers = st.floats(-50, 50)
batches = arrays(np.float64, array_shapes(min_dims=1, max_dims=3, max_side=5), elements=numbers)


def ulps(a, b):
    """Largest distance in units of the last place of b."""
    assert np.shape(a) == np.shape(b)
    return float(np.max(np.abs(np.asarray(a) - b) / np.spacing(np.abs(b))))


def test_values_that_can_be_written_down():
    assert softmax([0.0, math.log(3.0)]) == pytest.approx([1 / 4, 3 / 4], rel=1e-15, abs=0)
    assert float(logsumexp([math.log(2.0), math.log(6.0)])) == pytest.approx(
        math.log(8), rel=1e-15, abs=0
    )
    assert float(sigmoid(math.log(3.0))) == pytest.approx(3 / 4, rel=1e-15, abs=0)
    assert float(softplus(math.log(3.0))) == pytest.approx(math.log(4), rel=1e-15, abs=0)
    assert float(logit(3 / 4)) == pytest.approx(math.log(3), rel=1e-15, abs=0)
    assert float(xlogy(3.0, math.e)) == pytest.approx(3, rel=1e-15, abs=0)


def test_saturated_values_are_not_zero():
    assert ulps(log_softmax([50.0, 0.0])[0], np.float64(-math.exp(-50))) <= 1
    assert ulps(log_sigmoid(40.0), np.float64(-math.exp(-40))) <= 1
    assert ulps(softplus(-700.0), np.float64(math.exp(-700))) <= 1
    assert ulps(sigmoid(-700.0), np.float64(math.exp(-700))) <= 1


@pytest.mark.parametrize("shift", [0.0, 299.0, 301.0, 1e6, -1e6])
def test_both_forms_of_the_exponentials_agree_where_they_meet(shift):
    z = np.array([0.5, -1.25, 3.0, -40.0])
    for f in (softmax, log_softmax):
        assert ulps(f(z + shift), f((z + shift) - shift)) <= 3
    assert float(logsumexp(z + shift)) == pytest.approx(
        float(logsumexp(z)) + shift, rel=1e-15, abs=0
    )


def test_infinite_logits():
    assert softmax([INF, 0.0, -INF]).tolist() == [1.0, 0.0, 0.0]
    assert log_softmax([INF, 0.0]).tolist() == [0.0, -INF]
    assert log_softmax([-INF, 7.0]).tolist() == [-INF, 0.0]
    assert float(logsumexp([-INF, -INF])) == -INF
    assert float(logsumexp([INF, INF])) == INF
    assert float(logsumexp([INF, -INF])) == INF
    assert log_softmax([1e308, -1e308]).tolist() == [0.0, -INF]
    assert [float(f(-INF)) for f in (sigmoid, softplus, log_sigmoid)] == [0.0, 0.0, -INF]
    assert [float(f(INF)) for f in (sigmoid, softplus, log_sigmoid)] == [1.0, INF, 0.0]


def test_zero_log_zero():
    assert xlogy([0.0, 0.0, 2.0], [0.0, INF, 0.0]).tolist() == [0.0, 0.0, -INF]
    assert xlogy(2.0, [1.0, 0.0]).tolist() == [0.0, -INF]
    assert xlogy([0.0, -1.0], 0.0).tolist() == [0.0, INF]


def test_the_negative_zero_never_comes_out():
    for value in (log_softmax([3.0]), log_softmax([INF, 0.0])[:1], [log_sigmoid(INF)]):
        assert float(value[0]) == 0.0


def test_logit_undoes_sigmoid_and_keeps_small_probabilities():
    z = np.linspace(-30, 5, 71)
    assert logit(sigmoid(z)) == pytest.approx(z, rel=1e-13, abs=1e-15)
    assert float(logit(1e-300)) == math.log(1e-300)
    assert float(logit(0.5 + 2.0**-40)) == pytest.approx(2.0**-38, rel=1e-15, abs=0)


@pytest.mark.parametrize("f", [softmax, log_softmax])
@pytest.mark.parametrize("axis", [0, 1, 2, -1, -3])
def test_axis(f, axis):
    z = np.random.default_rng(0).normal(size=(2, 3, 4))
    by_hand = np.apply_along_axis(lambda row: f(row), axis, z)
    assert np.array_equal(f(z, axis=axis), by_hand)
    sums = np.apply_along_axis(lambda row: float(logsumexp(row)), axis, z)
    assert np.array_equal(logsumexp(z, axis=axis), sums)


@pytest.mark.parametrize("f", [softmax, log_softmax, logsumexp])
@pytest.mark.parametrize("shape", [(700, 100), (3, 40000), (100000, 1), (5, 7, 1000)])
def test_rows_do_not_depend_on_the_block_they_fall_into(f, shape):
    z = np.random.default_rng(1).normal(size=shape) * 20
    z[0] += 1000  # the first block takes the careful way, the others do not
    whole = f(z)
    for index in [0, shape[0] // 2, shape[0] - 1]:
        assert ulps(f(z[index]), whole[index]) <= 8  # twice what each may be off


@pytest.mark.parametrize("f", [sigmoid, log_sigmoid, softplus])
def test_elements_do_not_depend_on_their_block(f):
    z = np.linspace(-800, 800, 100_003)
    assert f(z)[::997].tolist() == [float(f(x)) for x in z[::997]]


@pytest.mark.parametrize(
    "f", [softmax, log_softmax, logsumexp, sigmoid, log_sigmoid, softplus, lambda z: logit(abs(z))]
)
def test_float32_is_the_rounded_float64_and_inputs_are_not_changed(f):
    z = np.random.default_rng(2).uniform(-1, 1, size=(4, 6)).astype(np.float32)
    before = z.copy()
    assert f(z).dtype == np.float32
    assert np.array_equal(f(z), f(z.astype(np.float64)).astype(np.float32))
    assert np.array_equal(z, before)
    assert f(z.astype(np.float64)).dtype == np.float64


def test_integers_lists_and_strides():
    assert softmax([1, 1]).tolist() == [0.5, 0.5]
    z = np.arange(12.0).reshape(3, 4)
    assert np.array_equal(softmax(z[:, ::2]), softmax(z[:, ::2].copy()))
    assert sigmoid(z.T).shape == (4, 3)
    assert np.array_equal(sigmoid(z.T), sigmoid(z).T)


def test_error_state_of_numpy_is_left_alone():
    with np.errstate(all="raise"):
        assert float(sigmoid(-1000.0)) == 0.0
        assert softmax([-1000.0, 1000.0]).tolist() == [0.0, 1.0]
        assert float(xlogy(0.0, 0.0)) == 0.0
        assert float(logit(0.0)) == -INF


@given(batches)
def test_softmax_is_a_distribution_that_keeps_order(z):
    p = softmax(z)
    assert np.all(p > 0)
    assert np.max(np.abs(p.sum(axis=-1) - 1)) <= 4e-16 * z.shape[-1]
    order = np.argsort(z, axis=-1, kind="stable")
    assert np.all(np.diff(np.take_along_axis(p, order, axis=-1), axis=-1) >= 0)


@given(numbers)
def test_two_classes_are_a_sigmoid(z):
    assert ulps(softmax([z, 0.0])[0], sigmoid(z)) <= 4
    assert ulps(log_softmax([z, 0.0])[0], log_sigmoid(z)) <= 4


@given(numbers)
def test_reflections(z):
    assert float(softplus(z)) == -float(log_sigmoid(-z))
    assert float(sigmoid(z) + sigmoid(-z)) == pytest.approx(1, abs=2.3e-16)
    assert float(softplus(z) - softplus(-z)) == pytest.approx(z, abs=1.5e-14)
