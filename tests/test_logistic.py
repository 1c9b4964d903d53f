"""Logistic regression against exact cases, scikit-learn, 50 digits, and data that have no fit."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xent_course.gradients import central_difference
from xent_course.logistic import LogisticFit, SeparableDataError, fit, predict_proba
from xent_course.losses import cross_entropy_with_logits


def problem(seed, n, d, k, slope=1.0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, d))
    z = slope * x @ rng.normal(size=(d, k)) + rng.gumbel(size=(n, k))
    y = z.argmax(axis=1)
    y[:k] = np.arange(k)
    return x, y


def test_one_binary_column_has_a_closed_form():
    x = [[0.0]] * 4 + [[1.0]] * 5
    y = [0, 0, 0, 1, 1, 1, 1, 0, 0]
    found = fit(x, y)
    assert isinstance(found, LogisticFit)
    assert found.weights.shape == (1,)
    assert found.intercept.shape == ()
    assert float(found.intercept) == pytest.approx(math.log(1 / 3), rel=1e-12)
    assert found.weights[0] == pytest.approx(math.log(3 / 2) + math.log(3), rel=1e-12)
    nll = 3 * math.log(4 / 3) + math.log(4) + 3 * math.log(5 / 3) + 2 * math.log(5 / 2)
    assert found.nll == pytest.approx(nll, rel=1e-13)
    # Woolf's standard error of a log odds ratio: root of the sum of 1 / count
    assert found.weights_se[0] == pytest.approx(math.sqrt(1 / 3 + 1 + 1 / 3 + 1 / 2), rel=1e-9)
    assert float(found.intercept_se) == pytest.approx(math.sqrt(1 / 3 + 1), rel=1e-9)
    assert found.standard_errors[0] is not None
    assert found.gradient_norm <= 1e-10
    assert 1 <= found.n_steps <= 10


def test_several_classes_in_closed_form():
    counts = np.array([[2, 3, 4], [5, 1, 2]])
    x = np.repeat([[0.0], [1.0]], counts.sum(axis=1), axis=0)
    y = np.concatenate([np.repeat(np.arange(3), row) for row in counts])
    found = fit(x, y)
    assert found.weights.shape == (3, 1)
    assert found.intercept.shape == (3,)
    odds = np.log(counts / counts[:, 2:])
    assert found.intercept == pytest.approx(odds[0], rel=1e-11, abs=1e-15)
    assert found.weights[:, 0] == pytest.approx(odds[1] - odds[0], rel=1e-11, abs=1e-15)
    assert found.weights[2].tolist() == [0.0]
    inverse = 1 / counts
    errors = np.sqrt((inverse + inverse[:, 2:]).sum(axis=0))
    assert found.weights_se[:2, 0] == pytest.approx(errors[:2], rel=1e-9)
    assert found.intercept_se[:2] == pytest.approx(
        np.sqrt(inverse[0] + inverse[0, 2])[:2], rel=1e-9
    )
    assert found.weights_se[2].tolist() == [0.0]
    assert found.intercept_se[2] == 0.0
    assert predict_proba(found, [[0.0], [1.0]]) == pytest.approx(
        counts / counts.sum(axis=1, keepdims=True), rel=1e-10
    )


@pytest.mark.parametrize("k", [2, 3, 5])
@pytest.mark.parametrize("l2", [0.0, 0.3, 10.0])
def test_the_gradient_vanishes_and_the_loss_is_least(k, l2):
    x, y = problem(k, 120, 3, k)
    found = fit(x, y, l2=l2)
    layout = np.column_stack([np.atleast_2d(found.weights), np.atleast_1d(found.intercept)])

    def objective(table):
        w, b = table[:, :-1], table[:, -1]
        z = x @ w.T + b
        z = np.column_stack([np.zeros(len(x)), z[:, 0]]) if k == 2 else z
        return float(cross_entropy_with_logits(z, y, reduction="sum")) + l2 / 2 * (w * w).sum()

    slope = central_difference(objective, layout)
    assert np.max(np.abs(slope)) < 1e-5
    assert objective(layout) - l2 / 2 * (layout[:, :-1] ** 2).sum() == pytest.approx(
        found.nll, rel=1e-12
    )
    for seed in range(5):
        move = 1e-2 * np.random.default_rng(seed).normal(size=layout.shape)
        assert objective(layout + move) > objective(layout)


def test_two_rows_of_weights_pay_half_the_penalty():
    """Two classes with a row each share the slope, so they act like one row at half the l2."""
    x, y = problem(7, 80, 2, 2)
    one_row = fit(x, y, l2=1.0)
    halves = np.stack([-one_row.weights, one_row.weights]) / 2
    offsets = np.array([-1, 1]) * one_row.intercept / 2

    def objective(table):
        z = x @ table[:, :-1].T + table[:, -1]
        penalty = 2.0 / 2 * (table[:, :-1] ** 2).sum()
        return float(cross_entropy_with_logits(z, y, reduction="sum")) + penalty

    slope = central_difference(objective, np.column_stack([halves, offsets]))
    assert np.max(np.abs(slope)) < 1e-6


@pytest.mark.parametrize("k", [2, 3, 6])
@pytest.mark.parametrize("l2", [0.01, 1.0, 30.0])
def test_against_scikit_learn(k, l2):
    linear_model = pytest.importorskip("sklearn.linear_model")
    x, y = problem(10 + k, 200, 4, k)
    theirs = linear_model.LogisticRegression(C=1 / l2, solver="newton-cholesky", tol=1e-12).fit(
        x, y
    )
    ours = fit(x, y, l2=l2)
    assert np.atleast_2d(ours.weights) == pytest.approx(theirs.coef_, rel=1e-7, abs=1e-9)
    shift = ours.intercept - theirs.intercept_
    assert np.max(np.abs(shift - np.mean(shift) * (k > 2))) < 1e-8
    assert predict_proba(ours, x) == pytest.approx(theirs.predict_proba(x), rel=1e-8)


@pytest.mark.parametrize("k", [2, 3])
def test_against_scikit_learn_without_a_penalty(k):
    linear_model = pytest.importorskip("sklearn.linear_model")
    x, y = problem(20 + k, 200, 3, k)
    theirs = linear_model.LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-12).fit(
        x, y
    )
    assert predict_proba(fit(x, y), x) == pytest.approx(theirs.predict_proba(x), rel=1e-7)


def test_against_fifty_digits():
    mpmath = pytest.importorskip("mpmath")
    x, y = problem(3, 30, 2, 2, slope=0.7)
    found = fit(x, y, tol=1e-14)
    with mpmath.workdps(50):
        wide = mpmath.matrix(np.column_stack([x, np.ones(30)]).tolist())
        beta = mpmath.matrix(3, 1)
        for _ in range(12):
            q = [1 / (1 + mpmath.exp(-z)) for z in wide * beta]
            slope = wide.T * mpmath.matrix([a - int(t) for a, t in zip(q, y, strict=True)])
            hessian = wide.T * mpmath.diag([a * (1 - a) for a in q]) * wide
            beta -= mpmath.lu_solve(hessian, slope)
        assert max(abs(v) for v in slope) < mpmath.mpf(10) ** -40
        errors = [mpmath.sqrt((hessian**-1)[i, i]) for i in range(3)]
        exact, error = [float(v) for v in beta], [float(v) for v in errors]
    assert [*found.weights, float(found.intercept)] == pytest.approx(exact, rel=1e-13)
    assert [*found.weights_se, float(found.intercept_se)] == pytest.approx(error, rel=1e-12)


def test_standard_errors_are_the_inverse_hessian():
    for k, l2 in ((2, 0.0), (2, 2.0), (3, 0.0), (3, 2.0)):
        x, y = problem(30 + k, 60, 2, k)
        found = fit(x, y, l2=l2)
        rows = 1 if k == 2 else k - (l2 == 0)
        start = np.column_stack([np.atleast_2d(found.weights), np.atleast_1d(found.intercept)])[
            :rows
        ]

        def slope(free, x=x, y=y, k=k, l2=l2, rows=rows):
            z = np.zeros((len(x), k))
            columns = slice(1, 2) if k == 2 else slice(0, rows)
            z[:, columns] = x @ free[:, :-1].T + free[:, -1]
            q = np.exp(z - z.max(axis=1, keepdims=True))
            q /= q.sum(axis=1, keepdims=True)
            r = (q - np.eye(k)[y])[:, columns]
            w = free * np.r_[np.ones(x.shape[1]), 0]
            return r.T @ np.column_stack([x, np.ones(len(x))]) + l2 * w

        size = start.size
        numeric = np.empty((size, size))
        for j in range(size):
            move = np.zeros(size)
            move[j] = 1e-5
            move = move.reshape(start.shape)
            numeric[j] = ((slope(start + move) - slope(start - move)) / 2e-5).ravel()
        expected = np.sqrt(np.diag(np.linalg.pinv(numeric, rcond=1e-8))).reshape(rows, -1)
        got = np.column_stack([np.atleast_2d(found.weights_se), np.atleast_1d(found.intercept_se)])
        assert got[:rows] == pytest.approx(expected, rel=1e-5)


COMPLETE = [
    ([[0.0], [1.0]], [0, 1]),
    ([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [3.0, 3.0]], [0, 0, 0, 1]),
    ([[0.0], [1.0], [2.0], [10.0], [11.0], [20.0], [21.0]], [0, 0, 0, 1, 1, 2, 2]),
]
QUASI = [
    ([[-2.0], [-1.0], [0.0], [0.0], [1.0], [2.0]], [0, 0, 0, 1, 1, 1]),
    # column 0 separates but for the examples at 0, which column 1 cannot part
    (
        [[-1.0, 3.0], [-2.0, 0.5], [0.0, 0.0], [0.0, 2.0], [0.0, 1.0], [1.0, 1.0]],
        [0, 0, 0, 0, 1, 1],
    ),
    # class 2 stands apart; classes 0 and 1 overlap
    ([[0.0], [1.0], [0.0], [1.0], [2.0], [1.0], [9.0], [8.0]], [0, 0, 1, 1, 0, 1, 2, 2]),
]


def direction_is_right(error, x, y):
    x, y = np.asarray(x), np.asarray(y)
    z = x @ np.atleast_2d(error.weights).T + np.atleast_1d(error.intercept)
    z = np.column_stack([np.zeros(len(x)), z[:, 0]]) if z.shape[1] == 1 else z
    own = z[np.arange(len(y)), y][:, None]
    gaps = []
    for i, label in enumerate(y):
        gaps += [float(own[i, 0] - z[i, k]) for k in range(z.shape[1]) if k != label]
    scale = float(np.abs(z).max())
    assert min(gaps) >= -1e-9 * scale
    assert max(gaps) > 1e-3 * scale
    return min(gaps) > 1e-9 * scale


@pytest.mark.parametrize(("x", "y"), COMPLETE)
def test_complete_separation(x, y):
    with pytest.raises(SeparableDataError, match="completely separable") as caught:
        fit(x, y)
    assert caught.value.complete is True
    assert direction_is_right(caught.value, x, y)
    assert isinstance(caught.value, ValueError)
    assert np.all(np.isfinite(fit(x, y, l2=1.0).weights))


@pytest.mark.parametrize(("x", "y"), QUASI)
def test_quasi_complete_separation(x, y):
    with pytest.raises(SeparableDataError, match="quasi-completely separable") as caught:
        fit(x, y)
    assert caught.value.complete is False
    assert not direction_is_right(caught.value, x, y)


@given(st.integers(0, 2**32 - 1), st.integers(2, 3))
@settings(max_examples=40)
def test_fit_and_certificate_agree_with_the_linear_program(seed, k):
    from xent_course._separation import separating_direction

    rng = np.random.default_rng(seed)
    x = rng.integers(-2, 3, size=(12, 2)).astype(float)  # a grid: ties, quasi-separation
    y = rng.integers(0, k, 12)
    y[:k] = np.arange(k)
    if np.linalg.matrix_rank(np.column_stack([x, np.ones(12)])) < 3:
        return
    found = separating_direction(x, y, k)
    try:
        fitted = fit(x, y)
    except SeparableDataError as error:
        assert found is not None
        assert error.complete is found[2]
        direction_is_right(error, x, y)
    else:
        assert found is None
        assert fitted.gradient_norm <= 1e-10


@pytest.mark.parametrize("standardised", [True, False])
@pytest.mark.parametrize("name", ["load_breast_cancer", "load_iris", "load_digits"])
def test_real_data_that_separate(name, standardised):
    datasets = pytest.importorskip("sklearn.datasets")
    x, y = getattr(datasets, name)(return_X_y=True)
    if name == "load_iris":
        y = (y == 0).astype(int)
    if standardised:
        x = (x - x.mean(axis=0)) / np.where(x.std(axis=0) == 0, 1, x.std(axis=0))
    with pytest.raises(SeparableDataError) as caught:
        fit(x, y)
    assert caught.value.complete
    assert direction_is_right(caught.value, x, y)


def test_ten_columns_of_breast_cancer_do_not_separate():
    datasets = pytest.importorskip("sklearn.datasets")
    x, y = datasets.load_breast_cancer(return_X_y=True)
    x = x[:, :10]
    found = fit((x - x.mean(axis=0)) / x.std(axis=0), y)
    raw = fit(x, y)
    assert raw.weights * x.std(axis=0) == pytest.approx(found.weights, rel=1e-6)
    assert raw.weights_se * x.std(axis=0) == pytest.approx(found.weights_se, rel=1e-6)
    assert np.all(found.weights_se > 0)
    assert np.all(np.isfinite(found.weights_se))


def test_columns_that_depend_on_one_another():
    x, y = problem(5, 50, 2, 2)
    for extra in (np.full(50, 3.0), np.zeros(50), x[:, 0], x[:, 0] + 2 * x[:, 1] - 1):
        wide = np.column_stack([x, extra])
        with pytest.raises(ValueError, match=r"features must have columns .* 2 independent of 3"):
            fit(wide, y)
        assert np.all(np.isfinite(fit(wide, y, l2=0.1).weights))


def test_separation_is_said_first_where_columns_depend_on_one_another():
    for x in ([[1.0, 2.0], [2.0, 1.0]], [[0.0, 5.0, 0.0], [0.5, 5.0, 1.0], [1.0, 5.0, 2.0]]):
        y = [0, 1, 1][: len(x)]
        with pytest.raises(SeparableDataError) as caught:
            fit(x, y)
        assert caught.value.weights.shape == (len(x[0]),)
        assert direction_is_right(caught.value, x, y)


def test_duplicated_rows_weigh_double():
    x, y = problem(6, 40, 2, 3)
    once, twice = fit(x, y), fit(np.tile(x, (2, 1)), np.tile(y, 2))
    assert twice.weights == pytest.approx(once.weights, rel=1e-9, abs=1e-12)
    assert twice.nll == pytest.approx(2 * once.nll, rel=1e-13)
    assert once.weights_se == pytest.approx(math.sqrt(2) * twice.weights_se, rel=1e-8, abs=0)


def test_columns_of_any_scale():
    x, y = problem(8, 60, 2, 2)
    base, scaled = fit(x, y), fit(x * [1e6, 1e-6] + [1e6, 0], y, tol=1e-6)
    assert scaled.weights * [1e6, 1e-6] == pytest.approx(base.weights, rel=1e-4)


def test_rows_beyond_one_block():
    x, y = problem(9, 3000, 2, 3)
    found = fit(x, y)
    order = np.random.default_rng(0).permutation(3000)
    again = fit(x[order], y[order])
    assert again.weights == pytest.approx(found.weights, rel=1e-9, abs=1e-12)
    assert again.weights_se == pytest.approx(found.weights_se, rel=1e-9, abs=1e-12)


def test_a_step_that_overshoots_is_shortened():
    x = np.array([[-50.0], [-1.0], [1.0], [2.0], [50.0], [-50.0], [60.0]])
    found = fit(x, [0, 1, 0, 1, 1, 0, 0], l2=1e-3)
    assert found.gradient_norm <= 1e-10


def test_what_cannot_be_reached_is_said():
    x, y = problem(11, 50, 2, 2)
    with pytest.raises(RuntimeError, match="tol must be within reach"):
        fit(x, y, max_steps=1)


def test_num_classes():
    x, y = problem(12, 50, 2, 3)
    assert fit(x, y, num_classes=3).nll == fit(x, y).nll
    with pytest.raises(ValueError, match="every class"):
        fit(x, y, num_classes=4)
    with pytest.raises(ValueError, match="every class"):
        fit(x, np.where(y == 1, 2, y))
    with pytest.raises(ValueError, match="at least 2 classes"):
        fit(x, y * 0)


def test_predict_proba_of_sure_examples():
    found = fit([[0.0], [0.0], [1.0], [1.0]], [0, 1, 1, 0], l2=1.0)
    assert predict_proba(found, [[5.0]]).shape == (1, 2)
    steep = LogisticFit(np.array([50.0]), np.array(0.0), 0.0, 0.0, 0, np.eye(2))
    assert predict_proba(steep, [[1.0]])[0, 0] == pytest.approx(math.exp(-50), rel=1e-15)
