"""Exact values, identities and edges of `information`."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xent_course import information
from xent_course.information import (
    conditional_entropy,
    cross_entropy,
    entropy,
    kl_divergence,
    kl_divergence_with_logits,
    mutual_information,
    surprisal,
    total_correlation,
)

INF = math.inf


def rows(seed, *shape, alpha=1.0):
    return np.random.default_rng(seed).dirichlet(np.full(shape[-1], alpha), size=shape[:-1])


seeds = st.integers(0, 2**32 - 1)


def test_surprisal_by_hand():
    assert surprisal([1.0, 0.5, 0.125, 0.0], base=2).tolist() == [0, 1, 3, INF]
    assert float(surprisal(0.01, base=10)) == 2
    assert float(surprisal(2.0**-29, base=2)) == 29  # log(x) / log(2) gives 29.000000000000004
    assert float(surprisal(1e-3, base=10)) == 3  # and log(x) / log(10) 2.9999999999999996
    assert float(surprisal(0.25)) == math.log(4)
    assert math.copysign(1, float(surprisal(1.0))) == 1
    assert float(surprisal(1 / 9, base=3)) == pytest.approx(2, rel=1e-15, abs=0)


def test_entropy_by_hand():
    assert float(entropy([0.5, 0.25, 0.125, 0.125], base=2)) == 7 / 4
    assert float(entropy(np.full(8, 1 / 8), base=2)) == 3
    assert entropy([[1.0, 0.0], [0.5, 0.5]]).tolist() == [0.0, math.log(2)]
    assert math.copysign(1, float(entropy([1.0]))) == 1
    assert float(entropy([0.5, 0.5], base=0.5)) == -1


def test_entropy_of_near_certainty():
    p = 2.0**-50
    exact = -p * math.log(p) - (1 - p) * math.log1p(-p)
    assert float(entropy([p, 1 - p])) == pytest.approx(exact, rel=1e-15, abs=0)


def test_cross_entropy_by_hand():
    p, q = [0.5, 0.25, 0.25], [0.25, 0.25, 0.5]
    assert float(cross_entropy(p, q, base=2)) == 7 / 4
    assert float(cross_entropy(q, p, base=2)) == 7 / 4
    assert float(cross_entropy([0.0, 1.0], [0.0, 1.0])) == 0.0
    assert float(cross_entropy([0.0, 1.0], [0.5, 0.5])) == math.log(2)
    assert float(cross_entropy([0.5, 0.5], [0.0, 1.0])) == INF


def test_kl_by_hand():
    assert float(kl_divergence([0.5, 0.5], [0.25, 0.75])) == pytest.approx(
        0.5 * math.log(4 / 3), rel=1e-15, abs=0
    )
    assert float(kl_divergence([1.0, 0.0], [0.25, 0.75], base=2)) == 2
    assert float(kl_divergence([0.5, 0.5], [0.0, 1.0])) == INF
    assert float(kl_divergence([0.0, 1.0], [0.0, 1.0])) == 0
    assert float(kl_divergence([1.0], [1.0])) == 0


def test_kl_of_extreme_probabilities_does_not_overflow():
    tiny = 1e-310
    assert float(kl_divergence([1.0, 0.0], [tiny, 1.0])) == pytest.approx(
        -math.log(tiny), rel=1e-15, abs=0
    )
    assert float(kl_divergence([tiny, 1.0], [0.5, 0.5])) == pytest.approx(
        math.log(2), rel=1e-15, abs=0
    )
    exact = 0.5 * (math.log(0.5) - math.log(tiny)) + 0.5 * math.log(0.5)
    assert float(kl_divergence([0.5, 0.5], [tiny, 1.0])) == pytest.approx(exact, rel=1e-15, abs=0)


@pytest.mark.parametrize("k", range(5, 34))
def test_kl_of_close_coins(k):
    d = 2.0**-k  # both coins add up to one exactly
    exact = -0.5 * math.log1p(-((2 * d) ** 2))
    assert float(kl_divergence([0.5, 0.5], [0.5 + d, 0.5 - d])) == pytest.approx(
        exact, rel=1e-15, abs=0
    )
    gap = math.log1p(2 * d) - math.log1p(-2 * d)
    got = kl_divergence_with_logits([0.0, 0.0], [gap, 0.0])
    assert float(got) == pytest.approx(exact, rel=2e-15, abs=0)


@given(seeds, st.integers(2, 40), st.floats(-11, 0))
def test_kl_is_never_negative_and_zero_for_the_same(seed, classes, power):
    p = rows(seed, classes)
    noise = np.random.default_rng(seed).normal(size=classes)
    q = p * np.exp(10**power * noise)
    assert float(kl_divergence(p, q / q.sum())) >= 0
    assert float(kl_divergence(p, p)) == 0
    assert float(kl_divergence_with_logits(noise, noise + 10**power * np.log(p))) >= 0
    assert float(kl_divergence_with_logits(noise, noise)) == 0


def test_kl_with_logits_edges():
    kl = kl_divergence_with_logits
    assert float(kl([0.0, -INF], [0.0, 0.0], base=2)) == 1
    assert float(kl([0.0, 0.0], [0.0, -INF])) == INF
    assert float(kl([0.0, -INF], [5.0, -INF])) == 0
    assert float(kl([INF, 0.0], [0.0, 0.0], base=2)) == 1
    assert float(kl([0.0, 0.0], [INF, 0.0])) == INF
    assert float(kl([1e308, 0.0], [0.0, 1e308])) == 1e308
    assert float(kl([1e308, 1e308], [-1e308, -1e308])) == 0
    assert float(kl([0.0], [3.0])) == 0
    assert kl(np.zeros((2, 3, 4)), np.ones((2, 3, 4))).shape == (2, 3)


def test_kl_with_logits_of_a_row_does_not_depend_on_its_neighbours():
    p = np.array([[0.0, 1.0], [1e308, 0.0], [-400.0, 400.0], [0.0, -1e4]])
    q = np.array([[0.0, 2.0], [0.0, 1e308], [400.0, -400.0], [1e308, 0.0]])
    for a, b in ((p, q), (q, p)):
        together = kl_divergence_with_logits(a, b)
        assert together.tolist() == [
            float(kl_divergence_with_logits(x, y)) for x, y in zip(a, b, strict=True)
        ]


@given(seeds, st.floats(0.1, 20))
def test_kl_with_logits_agrees_with_kl_of_softmaxes(seed, scale):
    z = np.random.default_rng(seed).normal(size=(2, 6)) * scale
    p, q = (np.exp(r - r.max()) / np.exp(r - r.max()).sum() for r in z)
    assert float(kl_divergence_with_logits(*z)) == pytest.approx(
        float(kl_divergence(p, q)), rel=1e-10, abs=0
    )


@given(seeds, st.integers(1, 12))
def test_identities_in_nats_and_bits(seed, classes):
    p, q = rows(seed, 2, classes)
    for base, unit in ((None, 1.0), (2, math.log(2))):
        h, ce = float(entropy(p, base=base)), float(cross_entropy(p, q, base=base))
        assert ce == pytest.approx(h + float(kl_divergence(p, q, base=base)), rel=1e-13, abs=1e-15)
        assert h * unit == pytest.approx(float(entropy(p)), rel=1e-14, abs=0)
        assert 0 <= h * unit <= math.log(classes) + 1e-15
    assert float(cross_entropy(p, p)) == float(entropy(p))


@given(seeds, st.integers(1, 5), st.integers(1, 5))
def test_chain_rule_and_mutual_information(seed, a, b):
    joint = rows(seed, a * b).reshape(a, b)
    h_xy = float(entropy(joint.reshape(-1)))
    h_x = float(entropy(joint.sum(axis=1) / joint.sum()))
    h_y = float(entropy(joint.sum(axis=0) / joint.sum()))
    assert float(conditional_entropy(joint)) == pytest.approx(h_xy - h_x, abs=1e-14)
    assert float(mutual_information(joint)) == pytest.approx(h_x + h_y - h_xy, abs=1e-14)
    assert float(mutual_information(joint)) == float(total_correlation(joint))
    assert float(mutual_information(joint)) == pytest.approx(
        float(mutual_information(joint.T)), abs=1e-15
    )
    assert float(mutual_information(joint)) >= 0


def test_conditional_entropy_direction_and_precision():
    joint = [[0.5, 0.0], [0.25, 0.25]]
    assert float(conditional_entropy(joint, base=2)) == 1 / 2
    swapped = float(conditional_entropy(np.transpose(joint), base=2))
    assert swapped == pytest.approx(0.75 * (math.log2(3) - 2 / 3), rel=1e-15, abs=0)
    d = 2.0**-60
    small = [[0.5, d], [0.0, 0.5]]  # adds up to 1 + 2^-60: one, to rounding
    exact = 0.5 * math.log1p(2 * d) + d * math.log1p(0.5 / d)
    assert float(conditional_entropy(small)) == pytest.approx(exact, rel=1e-14, abs=0)
    three = np.full((2, 2, 2), 1 / 8)
    assert float(conditional_entropy(three, base=2)) == 2
    assert float(conditional_entropy([[0.0, 0.0], [0.5, 0.5]], base=2)) == 1


def test_total_correlation():
    joint = np.zeros((2, 2, 2))
    joint[0, 0, :] = joint[1, 1, :] = 0.25  # two copies of a coin, and another coin
    assert float(total_correlation(joint, base=2)) == 1
    coins = np.multiply.outer([0.25, 0.75], np.multiply.outer([0.5, 0.5], [0.125, 0.875]))
    assert float(total_correlation(coins)) == 0
    assert float(total_correlation([0.25, 0.75])) == 0


@pytest.mark.parametrize("shape", [(700, 100), (2, 40000), (3, 5, 1000), (40000, 1)])
def test_rows_do_not_depend_on_their_block(shape):
    p, q = rows(3, *shape), rows(4, *shape)
    for f in (entropy, cross_entropy, kl_divergence):
        given_rows = (p,) if f is entropy else (p, q)
        whole = f(*given_rows)
        assert whole.shape == shape[:-1]
        last = f(*(r[-1] for r in given_rows))
        assert np.array_equal(whole[-1], last)
        middle = f(*(r[len(r) // 2] for r in given_rows))
        assert np.array_equal(whole[len(whole) // 2], middle)


@pytest.mark.parametrize("name", ["entropy", "cross_entropy", "kl_divergence"])
@pytest.mark.parametrize("base", [None, 2, 10, 3])
def test_float32_is_the_rounded_float64(name, base):
    f = getattr(information, name)
    p, q = rows(5, 20, 6).astype(np.float32), rows(6, 20, 6).astype(np.float32)
    given_rows = (p,) if name == "entropy" else (p, q)
    got = f(*given_rows, base=base)
    assert got.dtype == np.float32
    wide = tuple(r.astype(np.float64) for r in given_rows)
    nats = [
        0.0 if b == 0 else b for b in np.asarray(_literal(name, *wide)) / math.log(base or math.e)
    ]
    assert got == pytest.approx(np.asarray(nats), rel=3e-7, abs=2e-7)
    assert f(given_rows[0][0], *(r[0] for r in given_rows[1:]), base=base).dtype == np.float32


def _literal(name, p, q=None):
    model = p if name == "entropy" else q
    cost = -(p * np.log(model)).sum(axis=-1)
    return cost + (p * np.log(p)).sum(axis=-1) if name == "kl_divergence" else cost
