"""SciPy where it has the function, and its departures where it answers something else."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xent_course import information, special

scipy_special = pytest.importorskip("scipy.special")
stats = pytest.importorskip("scipy.stats")

seeds = st.integers(0, 2**32 - 1)
scales = st.sampled_from([0.1, 1.0, 10.0, 100.0])


def logits(seed, scale):
    rng = np.random.default_rng(seed)
    return rng.normal(size=rng.integers(1, 6, size=3)) * scale


def close(ours, theirs, units=20.0):
    assert np.shape(ours) == np.shape(theirs)
    eps = np.finfo(np.float64).eps
    assert np.all(np.abs(ours - theirs) <= units * eps * (np.abs(theirs) + 1e-300))


@given(seeds, scales, st.sampled_from([0, 1, 2, -1]))
def test_softmax_family(seed, scale, axis):
    z = logits(seed, scale)
    room = 20 + 4 * np.max(np.abs(z))  # SciPy's softmax is off by that
    close(special.softmax(z, axis=axis), scipy_special.softmax(z, axis=axis), room)
    assert np.max(
        np.abs(special.logsumexp(z, axis=axis) - scipy_special.logsumexp(z, axis=axis))
    ) < (1e-15 * (1 + np.max(np.abs(z))))
    difference = special.log_softmax(z, axis=axis) - scipy_special.log_softmax(z, axis=axis)
    assert np.max(np.abs(difference)) < 1e-14 * (1 + np.max(np.abs(z)))


@given(seeds, scales)
def test_sigmoid_family(seed, scale):
    z = logits(seed, scale)
    close(special.sigmoid(z), scipy_special.expit(z))
    close(special.log_sigmoid(z), scipy_special.log_expit(z))
    close(special.softplus(z), np.logaddexp(0, z))


@given(st.floats(0, 1))
def test_logit(p):
    ours, theirs = float(special.logit(p)), float(scipy_special.logit(p))
    assert ours == theirs or abs(ours - theirs) <= 1e-15 * abs(theirs) + 3e-16


@given(st.floats(-1e3, 1e3), st.floats(0, 1e300))
def test_xlogy(x, y):
    ours, theirs = float(special.xlogy(x, y)), float(scipy_special.xlogy(x, y))
    assert ours == theirs or abs(ours - theirs) <= 1e-15 * abs(theirs)


@given(seeds, st.integers(1, 30), st.sampled_from([None, 2, 10]))
def test_entropy_and_divergence(seed, k, base):
    p, q = np.random.default_rng(seed).dirichlet(np.ones(k), size=(2, 3))
    assert information.entropy(p, base=base) == pytest.approx(
        stats.entropy(p, base=base, axis=-1), rel=1e-13, abs=1e-15
    )
    assert information.kl_divergence(p, q, base=base) == pytest.approx(
        stats.entropy(p, q, base=base, axis=-1), rel=1e-12, abs=1e-14
    )
    terms = scipy_special.kl_div(p, q).sum(axis=-1)
    assert information.kl_divergence(p, q) == pytest.approx(terms, rel=1e-12, abs=1e-15)


def test_departure_log_softmax_of_a_sure_class():
    assert scipy_special.log_softmax([50.0, 0.0])[0] == 0.0
    assert special.log_softmax([50.0, 0.0])[0] == pytest.approx(-math.exp(-50), rel=1e-15, abs=0)


def test_departure_negative_divergence():
    rng = np.random.default_rng(0)
    p = rng.dirichlet(np.ones(10), size=200)
    q = p * np.exp(1e-9 * rng.normal(size=p.shape))
    q /= q.sum(axis=1, keepdims=True)
    assert stats.entropy(p, q, axis=1).min() < 0
    assert information.kl_divergence(p, q).min() >= 0


def test_departure_normalising_in_silence():
    assert stats.entropy([1.0, 1.0]) == pytest.approx(math.log(2), rel=1e-15, abs=0)
    with pytest.raises(ValueError, match="p must sum to 1"):
        information.entropy([0.6, 0.6])
