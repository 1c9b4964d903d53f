"""Gradients against exact values, central differences and their own identities."""

import math

import numpy as np
import pytest

from xent_course import gradients, losses
from xent_course.gradients import central_difference

INF = math.inf
rng = np.random.default_rng(0)
Z = rng.normal(size=(2, 3, 4))
Y = rng.integers(0, 4, (2, 3))
T = rng.dirichlet(np.ones(4), size=(2, 3))
W = np.array([0.5, 1.0, 2.0, 3.0])
P = rng.uniform(0.1, 0.9, size=(2, 3, 4))

CASES = [
    ("cross_entropy_with_logits", Z, Y, {}),
    ("cross_entropy_with_logits", Z, T, {"weight": W}),
    ("cross_entropy_with_logits", Z, Y, {"weight": W, "label_smoothing": 0.2}),
    ("cross_entropy_with_logits", Z, T, {"label_smoothing": 0.9}),
    ("cross_entropy_with_logits", Z, Y, {"weight": W, "ignore_index": 1}),
    ("cross_entropy_with_logits", Z, Y, {"ignore_index": 1, "label_smoothing": 0.2}),
    ("binary_cross_entropy_with_logits", Z, T, {}),
    ("binary_cross_entropy_with_logits", Z, T > 0.3, {"weight": W, "pos_weight": W[::-1]}),
    ("binary_cross_entropy_with_logits", Z, T, {"weight": P, "pos_weight": 3.0}),
    ("binary_cross_entropy", P, T, {}),
    ("binary_cross_entropy", P, T > 0.3, {"weight": W}),
]


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize(("name", "x", "targets", "options"), CASES)
def test_gradient_is_the_slope_of_the_loss(name, x, targets, options, reduction):
    f, loss = getattr(gradients, name), getattr(losses, name)
    value, gradient = f(x, targets, reduction=reduction, **options)
    assert np.array_equal(value, loss(x, targets, reduction=reduction, **options))
    of = "sum" if reduction == "none" else reduction
    slope = central_difference(lambda v: loss(v, targets, reduction=of, **options), x)
    assert gradient.shape == x.shape
    assert np.max(np.abs(gradient - slope)) < 1e-8
    assert np.max(np.abs(slope)) > 1e-3


def test_gradient_of_log_probabilities():
    log_q = np.log(T)
    value, gradient = gradients.nll_loss(log_q, Y, weight=W)
    expected = -np.eye(4)[Y] * W[Y][..., None] / W[Y].sum()
    assert value == losses.nll_loss(log_q, Y, weight=W)
    assert np.array_equal(gradient, expected)
    ignoring = gradients.nll_loss(log_q, Y, ignore_index=0, reduction="sum")[1]
    assert np.array_equal(ignoring, -np.eye(4)[Y] * (Y != 0)[..., None])


@pytest.mark.parametrize("bias", [None, rng.normal(size=7)])
@pytest.mark.parametrize(
    "options", [{}, {"reduction": "sum"}, {"ignore_index": 3}, {"reduction": "none"}]
)
def test_gradients_of_the_linear_layer(bias, options):
    x, w = rng.normal(size=(2, 5, 3)), rng.normal(size=(7, 3))
    y = rng.integers(0, 7, (2, 5))
    y[0, 0] = 3
    value, parts = gradients.linear_cross_entropy(x, w, y, bias=bias, **options)
    assert np.array_equal(value, losses.linear_cross_entropy(x, w, y, bias=bias, **options))
    of = {**options, "reduction": "sum"} if options.get("reduction") == "none" else options

    def loss(x=x, w=w, bias=bias):
        return losses.linear_cross_entropy(x, w, y, bias=bias, **of)

    expected = [
        central_difference(lambda v: loss(x=v), x),
        central_difference(lambda v: loss(w=v), w),
    ]
    if bias is not None:
        expected.append(central_difference(lambda v: loss(bias=v), bias))
    assert len(parts) == len(expected)
    for part, slope in zip(parts, expected, strict=True):
        assert part.shape == slope.shape
        assert np.max(np.abs(part - slope)) < 1e-7


def test_linear_gradient_over_many_blocks(monkeypatch):
    from xent_course import _linear_loss

    x, w = rng.normal(size=(20, 3)), rng.normal(size=(7, 3))
    y, b = rng.integers(0, 7, 20), rng.normal(size=7)
    whole = gradients.linear_cross_entropy(x, w, y, bias=b, ignore_index=2)
    monkeypatch.setattr(_linear_loss, "BYTES", 3 * 7 * 8)
    monkeypatch.setattr(_linear_loss, "COLUMNS", 2)
    pieces = gradients.linear_cross_entropy(x, w, y, bias=b, ignore_index=2)
    for a, c in zip((whole[0], *whole[1]), (pieces[0], *pieces[1]), strict=True):
        assert np.max(np.abs(a - c)) < 1e-14


def test_saturated_gradients_by_hand():
    gradient = gradients.cross_entropy_with_logits([50.0, 0.0], 0)[1]
    assert gradient == pytest.approx([-math.exp(-50), math.exp(-50)], rel=1e-15, abs=0)
    soft = gradients.cross_entropy_with_logits([50.0, 0.0], [1.0, 0.0])[1]
    assert soft == pytest.approx(gradient, rel=1e-15, abs=0)
    far = gradients.cross_entropy_with_logits([700.0, 0.0], 0)[1]
    assert far == pytest.approx([-math.exp(-700), math.exp(-700)], rel=1e-13, abs=0)
    binary = gradients.binary_cross_entropy_with_logits([40.0, -40.0], [1, 0], reduction="sum")[1]
    assert binary == pytest.approx([-math.exp(-40), math.exp(-40)], rel=1e-15, abs=0)


def test_underflow_that_matters_is_seen():
    """exp(-735) has lost digits, but over exp(-30) it is a number that has all of them."""
    z = [[0.0, 0.0, 0.0], [-30.0, -30.0, -735.0]]
    gradient = gradients.cross_entropy_with_logits(z, [0, 0], reduction="none")[1]
    assert gradient[1] == pytest.approx([-0.5, 0.5, math.exp(-705) / 2], rel=1e-13, abs=0)
    value, gradient = gradients.cross_entropy_with_logits([-700.0, -1400.0], 0)
    assert value == pytest.approx(math.exp(-700), rel=1e-13, abs=0)
    assert gradient == pytest.approx([-math.exp(-700), math.exp(-700)], rel=1e-13, abs=0)
    assert float(losses.cross_entropy_with_logits([600.0, 600.0], 0)) == math.log(2)


def test_gradients_at_infinite_logits():
    f = gradients.cross_entropy_with_logits
    assert f([INF, 0.0], 0)[1].tolist() == [0.0, 0.0]
    assert f([INF, 0.0], 1)[1].tolist() == [1.0, -1.0]
    assert f([INF, 0.0], [0.5, 0.5])[1].tolist() == [0.5, -0.5]
    assert f([-INF, 0.0, 0.0], 1)[1].tolist() == [0.0, -0.5, 0.5]
    assert f([-INF, 0.0, 0.0], [0.0, 0.5, 0.5])[1].tolist() == [0.0, 0.0, 0.0]
    g = gradients.binary_cross_entropy_with_logits
    assert g([INF, -INF, INF, -INF], [1, 0, 0, 1], reduction="sum")[1].tolist() == [0, 0, 1, -1]


def test_gradients_of_probabilities_at_the_ends():
    f = gradients.binary_cross_entropy
    assert f([0.0, 1.0, 0.0, 1.0], [0, 1, 1, 0], reduction="sum")[1].tolist() == [1, -1, -INF, INF]
    assert f([0.0, 1.0], [0.5, 0.5], reduction="sum")[1].tolist() == [-INF, INF]


def test_gradients_sum_to_zero_over_classes():
    for target in (Y, T):
        gradient = gradients.cross_entropy_with_logits(Z, target, label_smoothing=0.1)[1]
        assert np.max(np.abs(gradient.sum(axis=-1))) < 1e-16


def test_ignored_rows_have_no_gradient():
    z = np.array([[1.0, 2.0], [-INF, -INF]])
    value, gradient = gradients.cross_entropy_with_logits(z, [0, 7], ignore_index=7)
    assert float(value) == float(losses.cross_entropy_with_logits(z[0], 0))
    assert gradient[1].tolist() == [0.0, 0.0]
    nothing = gradients.cross_entropy_with_logits(z, [7, 7], ignore_index=7, reduction="sum")
    assert float(nothing[0]) == 0.0
    assert not nothing[1].any()


def test_float32_gradients_are_rounded_once():
    z = Z.astype(np.float32)
    wide = gradients.cross_entropy_with_logits(z.astype(np.float64), Y)[1]
    got = gradients.cross_entropy_with_logits(z, Y)[1]
    assert got.dtype == np.float32
    assert np.array_equal(got, wide.astype(np.float32))
    before = z.copy()
    gradients.binary_cross_entropy_with_logits(z, Y[..., None] == np.arange(4))
    assert np.array_equal(z, before)


def test_central_difference():
    assert float(central_difference(math.exp, 0.0)) == pytest.approx(1, abs=1e-10)
    x = np.array([[1.0, 2.0], [3.0, -4.0]])
    assert central_difference(lambda v: (v * v).sum(), x) == pytest.approx(2 * x, rel=1e-8, abs=0)
    assert float(central_difference(lambda v: v * v, 1e6)) == pytest.approx(2e6, rel=1e-9, abs=0)
    assert float(central_difference(lambda v: v * v * v, 2.0, step=0.5)) == 12.25  # 12 + h^2
    assert x[0, 0] == 1.0
    of_float32 = central_difference(lambda v: (v * v).sum(), x.astype(np.float32))
    assert of_float32.dtype == np.float64  # steps of 6e-6 would drown in the rounding of float32
    assert of_float32 == pytest.approx(2 * x, rel=1e-8, abs=0)


@pytest.mark.parametrize(("x", "size"), [(0.25, 1.0), (-1.0, 1.0), (8.0, 8.0)])
def test_the_step_grows_with_numbers_above_one(x, size):
    seen = []
    central_difference(lambda v: seen.append(float(v)) or 0.0, x)
    step = np.finfo(np.float64).eps ** (1 / 3) * size
    assert seen == pytest.approx([x + step, x - step], rel=1e-15, abs=0)
