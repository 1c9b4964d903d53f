"""Exact values, reductions and edges of `losses`."""

import math
import tracemalloc

import numpy as np
import pytest

from xent_course.information import cross_entropy, entropy
from xent_course.likelihood import negative_log_likelihood
from xent_course.losses import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    cross_entropy_with_logits,
    linear_cross_entropy,
    nll_loss,
    smooth_labels,
)

INF = math.inf
LOG2 = math.log(2)


def test_softmax_loss_by_hand():
    z = [[0.0, math.log(3.0)], [0.0, 0.0]]
    losses = cross_entropy_with_logits(z, [1, 0], reduction="none")
    assert losses == pytest.approx([math.log(4 / 3), LOG2], rel=1e-15, abs=0)
    assert float(cross_entropy_with_logits(z, [1, 0], reduction="sum")) == losses.sum()
    assert float(cross_entropy_with_logits(z, [1, 0])) == losses.sum() / 2
    assert float(cross_entropy_with_logits([0.0, 0.0, 0.0, 0.0], 2)) == math.log(4)
    soft = cross_entropy_with_logits(z[:1], [[0.5, 0.5]])
    assert float(soft) == pytest.approx(0.5 * math.log(4) + 0.5 * math.log(4 / 3), rel=1e-15, abs=0)


def test_weights_and_the_two_denominators():
    z, w = np.zeros((3, 2)), [1.0, 5.0]
    assert cross_entropy_with_logits(z, [0, 1, 1], weight=w, reduction="none") == pytest.approx(
        [LOG2, 5 * LOG2, 5 * LOG2], rel=1e-15, abs=0
    )
    classes = cross_entropy_with_logits(z, [0, 1, 1], weight=w)
    assert float(classes) == pytest.approx(LOG2, rel=1e-15, abs=0)  # over 1 + 5 + 5
    soft = cross_entropy_with_logits(z, np.eye(2)[[0, 1, 1]], weight=w)
    assert float(soft) == pytest.approx(11 * LOG2 / 3, rel=1e-15, abs=0)  # over 3


def test_a_class_that_weighs_nothing_adds_nothing():
    value = cross_entropy_with_logits([[0.0, INF], [0.0, 0.0]], [0, 1], weight=[0.0, 1.0])
    assert float(value) == LOG2
    assert float(nll_loss([[0.0, -INF]], [1], weight=[1.0, 0.0], reduction="sum")) == 0.0


def test_ignored_rows():
    z = np.array([[0.0, 0.0], [-INF, -INF], [0.0, 1.0]])
    got = cross_entropy_with_logits(z, [0, -100, 1], ignore_index=-100, reduction="none")
    assert got.tolist() == [LOG2, 0.0, float(cross_entropy_with_logits(z[2], 1))]
    mean = cross_entropy_with_logits(z, [0, -100, 1], ignore_index=-100)
    assert float(mean) == pytest.approx(got.sum() / 2, rel=1e-15, abs=0)
    assert float(cross_entropy_with_logits(z[:1], [1], ignore_index=1, reduction="sum")) == 0.0
    assert float(cross_entropy_with_logits(z[:1], [1], ignore_index=0)) == LOG2


def test_infinite_logits():
    assert float(cross_entropy_with_logits([INF, 0.0], 0)) == 0.0
    assert float(cross_entropy_with_logits([INF, 0.0], 1)) == INF
    assert float(cross_entropy_with_logits([INF, 0.0], [1.0, 0.0])) == 0.0
    assert float(cross_entropy_with_logits([INF, 0.0], [0.5, 0.5])) == INF
    assert float(cross_entropy_with_logits([-INF, 0.0, 0.0], 1)) == LOG2
    assert float(cross_entropy_with_logits([-INF, 0.0, 0.0], [0.0, 0.5, 0.5])) == LOG2
    assert float(cross_entropy_with_logits([1e308, -1e308], [0.75, 0.25])) == 5e307
    assert float(cross_entropy_with_logits([[1e308, 0.0]] * 2, [1, 1])) == 1e308
    assert float(cross_entropy_with_logits([1e308, -1e308], 1)) == INF  # 2e308 does not fit


def test_label_smoothing_is_a_change_of_target():
    z = np.random.default_rng(0).normal(size=(5, 4))
    y = np.array([0, 3, 1, 1, 2])
    by_option = cross_entropy_with_logits(z, y, label_smoothing=0.3, reduction="none")
    target = smooth_labels(y, num_classes=4, label_smoothing=0.3)
    assert by_option == pytest.approx(
        cross_entropy_with_logits(z, target, reduction="none"), rel=1e-14, abs=0
    )
    assert smooth_labels([0], num_classes=2, label_smoothing=0.5).tolist() == [[0.75, 0.25]]
    assert smooth_labels([[0.25, 0.75]], num_classes=2, label_smoothing=0.0).tolist() == [
        [0.25, 0.75]
    ]
    cube = smooth_labels(np.zeros((2, 3), int), num_classes=5, label_smoothing=0.5)
    assert cube.shape == (2, 3, 5)
    assert cube[1, 2].tolist() == [0.6, 0.1, 0.1, 0.1, 0.1]
    with pytest.raises(ValueError, match="num_classes must be 2, the last axis; found 3"):
        smooth_labels([[0.25, 0.75]], num_classes=3, label_smoothing=0.0)
    assert (
        smooth_labels(np.full((3, 4, 2), 0.5), label_smoothing=1.0).tolist()
        == [[[0.5] * 2] * 4] * 3
    )
    assert smooth_labels(np.float32([[0.0, 1.0]]), label_smoothing=1.0).dtype == np.float32


def test_the_loss_of_a_distribution_is_its_entropy_at_best():
    t = np.array([0.5, 0.25, 0.25])
    assert float(cross_entropy_with_logits(np.log(t), t)) == pytest.approx(
        float(entropy(t)), rel=1e-15, abs=0
    )


def test_losses_meet():
    """The same numbers by ways that share no code: the chain of the course."""
    rng = np.random.default_rng(1)
    q, y = rng.dirichlet(np.ones(4), size=6), rng.integers(0, 4, 6)
    picked = q[np.arange(6), y]
    expected = float(negative_log_likelihood(picked, reduction="mean"))
    assert float(nll_loss(np.log(q), y)) == pytest.approx(expected, rel=1e-14, abs=0)
    assert float(cross_entropy_with_logits(np.log(q), y)) == pytest.approx(
        expected, rel=1e-14, abs=0
    )
    one_hot = cross_entropy(np.eye(4)[y], q)
    assert float(one_hot.mean()) == pytest.approx(expected, rel=1e-14, abs=0)
    z = np.log(q[:, 0] / (1 - q[:, 0]))
    two = float(binary_cross_entropy_with_logits(z, y == 0))
    assert float(binary_cross_entropy(q[:, 0], y == 0)) == pytest.approx(two, rel=1e-13, abs=0)
    pairs = cross_entropy_with_logits(np.stack([z, np.zeros(6)], axis=1), (y != 0).astype(int))
    assert float(pairs) == pytest.approx(two, rel=1e-14, abs=0)


def test_binary_by_hand():
    assert binary_cross_entropy([0.5, 0.25], [1, 0], reduction="none") == pytest.approx(
        [LOG2, math.log(4 / 3)], rel=1e-15, abs=0
    )
    assert binary_cross_entropy([0.0, 1.0], [False, True], reduction="none").tolist() == [0, 0]
    assert binary_cross_entropy([0.0, 1.0], [1, 0], reduction="none").tolist() == [INF, INF]
    assert binary_cross_entropy([0.0, 1.0], [0.5, 0.5], reduction="none").tolist() == [INF, INF]
    assert float(binary_cross_entropy(1e-20, 0)) == pytest.approx(1e-20, rel=1e-15, abs=0)
    z = math.log(3.0)
    assert binary_cross_entropy_with_logits([z, z], [1, 0], reduction="none") == pytest.approx(
        [math.log(4 / 3), math.log(4)], rel=1e-15, abs=0
    )
    soft = 0.25 * math.log(4 / 3) + 0.75 * math.log(4)
    assert float(binary_cross_entropy_with_logits(z, 0.25)) == pytest.approx(soft, rel=1e-15, abs=0)


def test_binary_weights():
    z, t = np.zeros((2, 3)), np.array([[1, 0, 1], [0, 0, 1]])
    column = binary_cross_entropy_with_logits(z, t, weight=[1.0, 2.0, 4.0], reduction="none")
    assert column == pytest.approx(np.tile([1.0, 2.0, 4.0], (2, 1)) * LOG2, rel=1e-15, abs=0)
    each = binary_cross_entropy_with_logits(z, t, weight=np.arange(6.0).reshape(2, 3))
    assert float(each) == pytest.approx(15 * LOG2 / 6, rel=1e-15, abs=0)
    positive = binary_cross_entropy_with_logits(z, t, pos_weight=[2.0, 3.0, 5.0], reduction="none")
    assert positive == pytest.approx(np.array([[2, 1, 5], [1, 1, 5]]) * LOG2, rel=1e-15, abs=0)
    scalar = binary_cross_entropy_with_logits(z, t, pos_weight=3.0, reduction="sum")
    assert float(scalar) == pytest.approx(12 * LOG2, rel=1e-15, abs=0)
    assert float(binary_cross_entropy([0.0, 0.5], [1, 1], weight=[0.0, 2.0])) == LOG2
    long = np.zeros((50_001, 3))  # more than one block, cut in the middle of a row
    got = binary_cross_entropy_with_logits(long, long, weight=[1.0, 2.0, 4.0], reduction="none")
    assert np.array_equal(got, np.tile([LOG2, 2 * LOG2, 4 * LOG2], (50_001, 1)))


def test_binary_infinite_logits():
    for pos_weight in (None, 2.0):
        f = binary_cross_entropy_with_logits
        got = f([INF, -INF, INF, -INF], [1, 0, 0, 1], pos_weight=pos_weight, reduction="none")
        assert got.tolist() == [0, 0, INF, INF]
        assert float(f([INF, -INF], [1, 0], pos_weight=pos_weight)) == 0
        assert float(f([INF, -INF, 0.0], [0, 0, 0], pos_weight=pos_weight)) == INF
    assert float(binary_cross_entropy_with_logits([1e308, 1e308], [0, 0])) == 1e308


def test_error_state_of_numpy_is_left_alone():
    z, t = np.array([[1e308, -1e308], [-800.0, 800.0]]), np.array([[1.0, 0.0], [0.0, 1.0]])
    with np.errstate(all="raise"):
        assert float(cross_entropy_with_logits(z, [0, 1])) == 0.0
        assert float(cross_entropy_with_logits(z, t)) == 0.0
        assert float(cross_entropy_with_logits(z, [1, 1])) == INF
        assert float(binary_cross_entropy_with_logits(z, t)) == 0.0
        assert float(binary_cross_entropy(t, t)) == 0.0
        assert float(nll_loss([[0.0, -800.0]], [0])) == 0.0
        assert float(linear_cross_entropy([[1.0]], [[800.0], [-800.0]], [0])) == 0.0


def test_nll_by_hand():
    log_q = np.log([[0.5, 0.5], [0.25, 0.75]])
    assert nll_loss(log_q, [0, 0], reduction="none") == pytest.approx(
        [LOG2, 2 * LOG2], rel=1e-15, abs=0
    )
    assert float(nll_loss(log_q, [0, 0], weight=[3.0, 1.0])) == pytest.approx(
        1.5 * LOG2, rel=1e-15, abs=0
    )
    assert float(nll_loss([[-INF, 0.0]], [0])) == INF
    assert float(nll_loss([0.0], 0)) == 0.0
    assert math.copysign(1, float(nll_loss([0.0], 0, reduction="none"))) == 1
    assert float(nll_loss(log_q, [0, 9], ignore_index=9)) == LOG2


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("batch", [(), (7,), (3, 5), (2, 3, 4)])
def test_linear_loss_is_the_loss_of_the_product(batch, reduction):
    rng = np.random.default_rng(2)
    x, w, b = rng.normal(size=(*batch, 6)), rng.normal(size=(11, 6)), rng.normal(size=11)
    y = rng.integers(0, 11, batch)
    got = linear_cross_entropy(x, w, y, bias=b, reduction=reduction)
    exact = cross_entropy_with_logits(x @ w.T + b, y, reduction=reduction)
    assert got == pytest.approx(exact, rel=1e-13, abs=0)
    assert np.shape(got) == np.shape(exact)


def test_linear_loss_over_many_blocks(monkeypatch):
    from xent_course import _linear_loss

    rng = np.random.default_rng(4)
    x, w, b = rng.normal(size=(20, 3)), rng.normal(size=(11, 3)), rng.normal(size=11)
    y = rng.integers(0, 11, 20)
    exact = cross_entropy_with_logits(x @ w.T + b, y, ignore_index=2, reduction="none")
    monkeypatch.setattr(_linear_loss, "ROWS", 7)
    monkeypatch.setattr(_linear_loss, "CLASSES", 4)
    got = linear_cross_entropy(x, w, y, bias=b, ignore_index=2, reduction="none")
    assert got == pytest.approx(exact, rel=1e-13, abs=0)


def test_linear_loss_never_holds_all_logits():
    x, w, y = np.ones((500, 2)), np.ones((20_000, 2)), np.zeros(500, int)
    # Exponentials that need no shift are summed a few classes at a time, others row by row.
    for scale, most in ((1, 10 << 20), (1e3, 70 << 20)):
        tracemalloc.start()
        linear_cross_entropy(x * scale, w, y)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < most < 500 * 20_000 * 8


@pytest.mark.parametrize(
    "logits",
    [
        [[0.0, -1.0, 2.0], [1000.0, 0.0, 999.0]],  # a sum that overflows
        [[0.0, -1.0, 2.0], [0.0, 1000.0, 0.0]],  # a label whose exponential is 0
        [[0.0, -1.0, 2.0], [-30.0, -735.0, -735.0]],  # digits lost where the others are summed
        [[0.0, -1.0, 2.0], [-800.0, -800.0, -800.0]],  # nothing but zeros
        [[0.0, -800.0, -800.0], [0.0, -700.0, -900.0]],  # a loss that is next to nothing
        [[0.0, -1.0, 2.0], [-340.0, -340.0, -341.0]],  # still in range
        [[0.0, -1.0, 2.0], [340.0, 340.0, 341.0]],
    ],
)
def test_linear_loss_keeps_every_digit_of_extreme_logits(logits):
    got = linear_cross_entropy(np.eye(2), np.transpose(logits), [0, 0], reduction="none")
    exact = cross_entropy_with_logits(logits, [0, 0], reduction="none")
    assert got == pytest.approx(exact, rel=1e-14, abs=0)


def test_linear_loss_one_row_at_a_time(monkeypatch):
    from xent_course import _linear_loss

    monkeypatch.setattr(_linear_loss, "BYTES", 8)  # less than a row
    logits = [[1000.0, 0.0, 1.0], [0.0, 2000.0, 0.0]]
    got = linear_cross_entropy(np.eye(2), np.transpose(logits), [2, 1], reduction="none")
    assert got == pytest.approx([999.0, 0.0], rel=1e-15, abs=0)


@pytest.mark.parametrize("kind", [np.float32, np.float64])
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_results_have_the_dtype_of_the_first_argument(kind, reduction):
    z, t = np.zeros((2, 3), kind), np.full((2, 3), 1 / 3)
    assert cross_entropy_with_logits(z, t, reduction=reduction).dtype == kind
    assert cross_entropy_with_logits(z, [0, 1], reduction=reduction).dtype == kind
    assert binary_cross_entropy_with_logits(z, t, reduction=reduction).dtype == kind
    assert binary_cross_entropy(z, t * 0, reduction=reduction).dtype == kind
    log_q = np.log(np.full((2, 3), 1 / 3)).astype(kind)
    assert nll_loss(log_q, [0, 1], reduction=reduction).dtype == kind
    w = np.zeros((4, 3), kind)
    assert linear_cross_entropy(z, w, [0, 1], reduction=reduction).dtype == kind


@pytest.mark.parametrize("shape", [(700, 100), (3, 70_000), (70_000, 2)])
def test_rows_do_not_depend_on_their_block(shape):
    rng = np.random.default_rng(3)
    z, y = rng.normal(size=shape) * 10, rng.integers(0, shape[1], shape[0])
    whole = cross_entropy_with_logits(z, y, reduction="none")
    for i in (0, shape[0] // 2, shape[0] - 1):
        assert whole[i] == cross_entropy_with_logits(z[i], y[i])
    flat = binary_cross_entropy_with_logits(z, z > 1, reduction="none")
    assert np.array_equal(
        flat[-1], binary_cross_entropy_with_logits(z[-1], z[-1] > 1, reduction="none")
    )
