"""Every accurate form against mpmath: worst error in units in the last place, held to its goal.

The goals are those of the accuracy page of the book. Input families: ordinary and wide logits,
thousands, the hugest numbers there are, one dominating class, near-ties, common shifts, forbidden
classes; K = 2, 10 and 1000; float64 and float32.
"""

import importlib.util
import math
from pathlib import Path

import numpy as np
import pytest

from xent_course import gradients, information, losses, special

pytest.importorskip("mpmath")
_path = Path(__file__).parents[1] / "benchmarks" / "exact.py"
_spec = importlib.util.spec_from_file_location("exact", _path)
exact = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(exact)

FAMILIES = sorted(exact.families(2))
CLASSES = [2, 10, 1000]
KINDS = [np.float64, np.float32]
ONCE = 0.51  # float32: rounded once from float64


@pytest.fixture(scope="module")
def rows():
    """Exact rows are dear: make each of them once."""
    made = {}

    def get(family, k, kind):
        key = family, k, kind
        if key not in made:
            z = exact.families(k, kind)[family]
            made[key] = z, exact.labels(z), [exact.Row(row) for row in z]
        return made[key]

    return get


def goal(kind, double):
    return double if kind is np.float64 else ONCE


cases = [
    pytest.mark.parametrize("family", FAMILIES),
    pytest.mark.parametrize("k", CLASSES),
    pytest.mark.parametrize("kind", KINDS),
]


def over_all(test):
    for mark in cases:
        test = mark(test)
    return test


@over_all
def test_softmax(rows, family, k, kind):
    z, _, truth = rows(family, k, kind)
    got = special.softmax(z)
    assert exact.ulps(got, [r.softmax() for r in truth], kind) <= goal(kind, 5)


@over_all
def test_log_softmax(rows, family, k, kind):
    z, _, truth = rows(family, k, kind)
    got = special.log_softmax(z)
    assert exact.ulps(got, [r.log_softmax() for r in truth], kind) <= goal(kind, 4)


@over_all
def test_logsumexp(rows, family, k, kind):
    z, _, truth = rows(family, k, kind)
    for row, got, r in zip(z, special.logsumexp(z), truth, strict=True):
        finite = np.abs(row[np.isfinite(row)]).max()
        scale = max(abs(float(got)), float(finite))
        assert exact.ulps(got, [r.logsumexp()], kind, scale) <= goal(kind, 2)


@over_all
def test_cross_entropy_of_classes(rows, family, k, kind):
    z, y, truth = rows(family, k, kind)
    got, slope = gradients.cross_entropy_with_logits(z, y, reduction="none")
    assert np.array_equal(got, losses.cross_entropy_with_logits(z, y, reduction="none"))
    assert exact.ulps(got, [r.loss(i) for r, i in zip(truth, y, strict=True)], kind) <= goal(
        kind, 4
    )
    expected = np.array([r.gradient(i) for r, i in zip(truth, y, strict=True)])
    at = np.arange(len(y)), y
    assert exact.ulps(slope[at], expected[at], kind) <= goal(kind, 4)
    assert exact.ulps(slope, expected, kind) <= goal(kind, 5)


@over_all
def test_cross_entropy_of_distributions(rows, family, k, kind):
    z, y, truth = rows(family, k, kind)
    t = np.random.default_rng(k).dirichlet(np.ones(k), size=len(z)) * np.isfinite(z)
    t = (t / t.sum(axis=1, keepdims=True)).astype(kind)
    t[::2] = np.eye(k)[y[::2]]
    got, slope = gradients.cross_entropy_with_logits(z, t, reduction="none")
    pairs = list(zip(truth, t, strict=True))
    assert exact.ulps(got, [r.soft_loss(a) for r, a in pairs], kind) <= goal(kind, 4)
    expected = np.array([r.soft_gradient(a) for r, a in pairs])
    at = np.arange(0, len(y), 2), y[::2]
    assert exact.ulps(slope[at], expected[at], kind) <= goal(kind, 4)
    # Where q and t nearly cancel, the error is measured on the scale of the two.
    size = np.maximum(t, special.softmax(z.astype(np.float64)))
    off = np.abs((slope - expected).astype(np.float64)) / np.spacing(size.astype(kind))
    assert off.max() <= goal(kind, 5)


ELEMENTS = np.concatenate([
    np.random.default_rng(0).normal(size=200) * 3,
    np.random.default_rng(1).uniform(-750, 750, size=300),
    [0.0, -0.0, 1e-300, -1e-20, 20.0, 40.0, -40.0, 299.0, 301.0, 709.9, -709.9, -744.0],
    [1e308, -1e308],
])  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("name", "double"), [("sigmoid", 5), ("log_sigmoid", 4), ("softplus", 4)])
def test_elementwise(name, double, kind):
    z = ELEMENTS[np.abs(ELEMENTS) < float(np.finfo(kind).max)].astype(kind)
    truth = {
        "sigmoid": exact.sigmoid,
        "log_sigmoid": lambda v: -exact.softplus(-v),
        "softplus": exact.softplus,
    }[name]
    assert exact.ulps(getattr(special, name)(z), [truth(v) for v in z], kind) <= goal(kind, double)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("targets", ["zero", "one", "soft", "nearly one", "nearly zero"])
def test_binary_cross_entropy_with_logits(kind, targets):
    z = ELEMENTS[np.abs(ELEMENTS) < float(np.finfo(kind).max)].astype(kind)
    t = {
        "zero": np.zeros(len(z)),
        "one": np.ones(len(z)),
        "soft": np.random.default_rng(2).random(len(z)),
        "nearly one": np.full(len(z), 1 - 2.0**-20),
        "nearly zero": np.full(len(z), 2.0**-60),
    }[targets].astype(kind)
    f = gradients.binary_cross_entropy_with_logits
    got, slope = f(z, t, reduction="none")
    pairs = list(zip(z, t, strict=True))
    assert exact.ulps(got, [exact.binary_loss(*p) for p in pairs], kind) <= goal(kind, 4)
    expected = np.array([exact.binary_slope(*p) for p in pairs])
    if targets in ("zero", "one"):
        assert exact.ulps(slope, expected, kind) <= goal(kind, 4)
    size = np.maximum(np.minimum(t, 1), special.sigmoid(z.astype(np.float64)))
    off = np.abs((slope - expected).astype(np.float64)) / np.spacing(size.astype(kind))
    assert off.max() <= goal(kind, 4)


@pytest.mark.parametrize("k", CLASSES)
@pytest.mark.parametrize("alpha", [0.01, 0.3, 1.0, 100.0])
def test_entropy_and_cross_entropy(k, alpha):
    p, q = np.random.default_rng([k, 3]).dirichlet(np.full(k, alpha), size=(2, 4))
    q = np.where(q == 0, 1e-300, q)
    assert exact.ulps(information.entropy(p), [exact.entropy(r) for r in p]) <= 4
    expected = [exact.cross_entropy(a, b) for a, b in zip(p, q, strict=True)]
    assert exact.ulps(information.cross_entropy(p, q), expected) <= 4


def relative(got, truth):
    return float(abs(exact.mpf(float(got)) - truth) / truth)


@pytest.mark.parametrize("k", CLASSES)
@pytest.mark.parametrize("power", [-10, -9, -7, -5, -3, -2, -1, -0.5, 0, 1])
def test_kl_divergence(k, power):
    rng = np.random.default_rng([k, 4])
    for _ in range(4 if k < 1000 else 1):
        p = rng.dirichlet(np.ones(k))
        q = p * np.exp(10.0**power * rng.normal(size=k))
        q /= q.sum()
        truth, got = exact.kl_divergence(p, q), information.kl_divergence(p, q)
        assert got >= 0
        assert relative(got, truth) <= 4e-15


@pytest.mark.parametrize("off", [8e-9, -8e-9])
def test_kl_divergence_takes_out_what_the_sums_are_off_one(off):
    q = np.array([0.0625, 0.1875, 0.75 - off])
    for p in (np.array([0.5 + off, 0.25, 0.25]), np.array([0.75 + off, 0.25, 0.0])):
        assert relative(information.kl_divergence(p, q), exact.kl_divergence(p, q)) <= 4e-15


@pytest.mark.parametrize("tiny", [1e-20, 1e-260, 1e-306])
@pytest.mark.parametrize("times", [0.25, 0.75, 1.25, 3.0, 1e10, 1e-10])
def test_kl_divergence_of_what_hardly_happens(tiny, times):
    p, q = np.array([tiny, 1.0]), np.array([tiny * times, 1.0])
    assert relative(information.kl_divergence(p, q), exact.kl_divergence(p, q)) <= 4e-15


def test_kl_divergence_reaches_1e_20():
    p = np.array([0.25, 0.25, 0.5])
    q = p + np.array([1, -2, 1]) * 2.0**-34  # adds up to one exactly
    truth = exact.kl_divergence(p, q)
    assert truth < 1.1e-19
    assert relative(information.kl_divergence(p, q), truth) <= 4e-15
    tiny = np.array([1, -2, 1]) * 2.0**-35
    assert exact.kl_divergence(p, p + tiny) < 1e-20 * 3
    assert (
        relative(information.kl_divergence(p, p + tiny), exact.kl_divergence(p, p + tiny)) <= 4e-15
    )


@pytest.mark.parametrize("k", [2, 10, 100])
@pytest.mark.parametrize("power", [-10, -7, -4, -2, -1, -0.5, 0, 0.5, 1, 2, 3])
def test_kl_divergence_with_logits(k, power):
    rng = np.random.default_rng([k, 5])
    for scale, shift in ((1, 0), (10, 100), (30, -1e4)):
        a = rng.normal(size=k) * scale + shift
        b = a + 10.0**power * rng.normal(size=k) + 7
        truth = exact.kl_divergence_with_logits(a, b)
        got = information.kl_divergence_with_logits(a, b)
        assert got >= 0
        assert truth < 1e-300 or relative(got, truth) <= 4e-15


@pytest.mark.parametrize("k", [2, 5, 20])
@pytest.mark.parametrize("scale", [10.0, 30.0, 100.0, 1000.0])
def test_kl_divergence_with_logits_far_apart(scale, k):
    rng = np.random.default_rng(6)
    for trial in range(40):
        a, b = rng.normal(size=(2, k)) * scale
        if trial % 2:
            b = a + rng.normal(size=k) * (rng.random(k) < 0.5) * rng.choice([1, 10, 1000])
        truth = exact.kl_divergence_with_logits(a, b, 1000)
        got = information.kl_divergence_with_logits(a, b)
        assert truth < 1e-300 or relative(got, truth) <= 1e-15


def test_the_measure_itself_can_fail():
    assert exact.ulps([1.0], [exact.mpf(1) + exact.mpf(2) ** -52]) == 1
    assert exact.ulps([0.0], [exact.mpf("1.93e-22")]) > 1e15
    assert math.isinf(exact.ulps([math.inf], [exact.mpf(1)]))
    assert exact.ulps([math.inf], [exact.mpf(10) ** 400]) == 0
