"""Logistic regression, binary and multinomial: the cross-entropy of logits that are linear."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from xent_course import _arrays, _newton
from xent_course._arrays import ArrayLike, FloatArray, IntArray
from xent_course._separation import SeparableDataError, margins, separating_direction
from xent_course.special import sigmoid, softmax

__all__ = ["LogisticFit", "SeparableDataError", "fit", "predict_proba"]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class LogisticFit:
    """What `fit` found.

    Attributes
    ----------
    weights : array, (D,) for two classes, else (K, D)
    intercept : array, () for two classes, else (K,)
    nll : float
        Total negative log-likelihood in nats, without the penalty.
    gradient_norm : float
        Largest absolute entry of the gradient of the mean objective.
    n_steps : int
        Newton steps taken.
    hessian : array, (P, P)
        Second derivatives of the total objective by the free parameters, row by row, each row's
        intercept last.
    """

    weights: Array
    intercept: Array
    nll: float
    gradient_norm: float
    n_steps: int
    hessian: Array

    @cached_property
    def _errors(self) -> Array:
        classes, width = max(1, self.intercept.size), self.weights.shape[-1] + 1
        variance = np.diag(np.linalg.inv(self.hessian)).reshape(-1, width).copy()
        if len(variance) == classes > 1:  # less the curvature that held the common shift
            variance[:, -1] -= 1 / classes**2
        errors = np.zeros((classes, width))  # the reference is known: its errors are 0
        errors[: len(variance)] = np.sqrt(variance)
        return errors

    @property
    def weights_se(self) -> Array:
        """Standard errors of the weights, in their layout; roots of the diagonal of H⁻¹."""
        return np.asarray(self._errors[:, :-1].reshape(self.weights.shape))

    @property
    def intercept_se(self) -> Array:
        """Standard errors of the intercept, in its layout."""
        return np.asarray(self._errors[:, -1].reshape(self.intercept.shape))

    @property
    def standard_errors(self) -> tuple[Array, Array]:
        """Both of them, (weights_se, intercept_se)."""
        return self.weights_se, self.intercept_se


def _read(
    features: object, targets: object, num_classes: int | None
) -> tuple[Array, IntArray, int]:
    """Validate the data: every class has to be seen."""
    x = _arrays.as_floats("features", features)
    if x.ndim != 2:
        raise ValueError(f"features must have shape (N, D); found shape {x.shape}")
    _arrays.finite("features", x)
    top = None if num_classes is None else _arrays.as_class_count(num_classes)
    labels = _arrays.as_labels("targets", targets, np.iinfo(np.int64).max if top is None else top)
    if labels.shape != x.shape[:1]:
        raise ValueError(f"targets must have shape {x.shape[:1]}; found shape {labels.shape}")
    seen = np.unique(labels)
    count = int(seen[-1]) + 1 if top is None else top
    if count < 2:
        raise ValueError("targets must hold at least 2 classes; found only class 0")
    if len(seen) < count:
        missing = np.setdiff1d(np.arange(min(count, len(seen) + 1)), seen)[0]
        raise ValueError(f"targets must hold every class in [0, {count - 1}]; found no {missing}")
    return x.astype(np.float64), labels, count


def _independent(x: Array) -> IntArray:
    """Return the columns that neither a constant nor the columns before them add up to."""
    wide = np.column_stack([np.ones(len(x)), x])
    size = np.linalg.norm(wide, axis=0)
    rest = np.asarray(np.linalg.qr(wide / np.where(size == 0, 1, size), mode="r"), np.float64)
    kept = []
    for j in range(wide.shape[1]):
        length = np.linalg.norm(rest[:, j])
        if length > 1e-11:  # what the earlier ones leave of a column of length 1
            kept.append(j)
            unit = rest[:, j] / length
            rest[:, j + 1 :] -= np.outer(unit, unit @ rest[:, j + 1 :])
    return np.array(kept[1:], np.int64) - 1


def _refuse_dependent_columns(x: Array, labels: IntArray, classes: int, kept: IntArray) -> None:
    """Without l2 many weights fit equally well; but if the data separate, none does: say that."""
    smaller = _newton.Objective(x[:, kept], labels, classes, 0.0)
    try:
        _minimise(smaller, 1e-6, 100)
    except SeparableDataError as error:
        weights = np.zeros((*error.weights.shape[:-1], x.shape[1]))
        weights[..., kept] = error.weights
        raise SeparableDataError(weights, error.intercept, error.complete) from None
    raise ValueError(
        f"features must have columns that do not add up to one another or to a constant; found "
        f"{len(kept)} independent of {x.shape[1]}, so many weights fit as well (l2 > 0 chooses)"
    )


def _refuse_separable(objective: _newton.Objective) -> None:
    """Let the linear program decide, where the cheap tests left a doubt."""
    x, labels, classes = objective.x[:, :-1], objective.labels, objective.classes
    found = separating_direction(x, labels, classes)
    if found is not None:
        raise SeparableDataError(*_layout(found[0], found[1], classes), found[2])


def _layout(weights: Array, intercept: Array, classes: int) -> tuple[Array, Array]:
    """Return (K, D) and (K,) for several classes, (D,) and () for two."""
    if classes > 2:
        return weights, intercept
    return weights[-1] - weights[0], np.asarray(intercept[-1] - intercept[0])


def _table(objective: _newton.Objective, beta: Array) -> tuple[Array, Array]:
    """Return weights and intercept of every class, the reference's zeros put back."""
    table = np.zeros((objective.classes, beta.shape[1]))
    table[1 if objective.classes == 2 else 0 :][: len(beta)] = beta
    return _layout(table[:, :-1], table[:, -1], objective.classes)


def _all_right(objective: _newton.Objective, beta: Array) -> bool:
    """Tell whether every example lies on its own side by more than rounding: a certificate."""
    logits = objective.logits(beta)
    least = margins(logits, objective.labels).min()
    return bool(least > 1e-9 * np.abs(logits).max())


def _minimise(objective: _newton.Objective, tol: float, max_steps: int) -> LogisticFit:
    """Take Newton steps to the minimum, or say why there is none."""
    beta = np.zeros(objective.shape)
    here, n = objective.evaluate(beta), len(objective.x)
    for steps in range(max_steps + 1):
        if objective.l2 == 0 and _all_right(objective, beta):
            raise SeparableDataError(*_table(objective, beta), True)
        solved = _newton.newton_step(objective, here[2], here[3])
        if solved is None:
            break
        if np.abs(here[2]).max() / n <= tol:
            return _finished(objective, beta, here, solved, steps)
        moved = _newton.safe_step(objective, beta, here, solved[0])
        if moved is None:
            break
        beta, here = moved
    if objective.l2 == 0:
        _refuse_separable(objective)
    raise RuntimeError(
        f"tol must be within reach; found a mean gradient of {np.abs(here[2]).max() / n:.2g} after "
        f"{steps} steps of at most {max_steps}, and {tol} was asked for (standardise the columns?)"
    )


def _finished(
    objective: _newton.Objective, beta: Array, here: _newton.Point,
    solved: tuple[Array, Array], steps: int,
) -> LogisticFit:  # fmt: skip
    """Make sure that there is a minimum, and take the step to it that is solved for already."""
    step, hessian = solved
    # Overlap is certain if one more step hardly moves any logit (chapter 09).
    if objective.l2 == 0 and np.abs(objective.x @ step.T).max() > 0.25:
        _refuse_separable(objective)
    last = objective.evaluate(beta - step)  # doubles the number of right digits
    if np.abs(last[2]).max() < np.abs(here[2]).max():
        beta, here, steps = beta - step, last, steps + 1
    norm = float(np.abs(here[2]).max()) / len(objective.x)
    return LogisticFit(*_table(objective, beta), here[1], norm, steps, hessian)


def fit(
    features: ArrayLike, targets: ArrayLike, *, num_classes: int | None = None, l2: float = 0.0,
    tol: float = 1e-10, max_steps: int = 100,
) -> LogisticFit:  # fmt: skip
    r"""Fit weights and intercept by maximum likelihood: the least total cross-entropy, in nats.

    ``min Σ_i -log softmax(W x_i + b)_{y_i} + (l2 / 2) ‖W‖²``  (def-logistic-fit)

    Chapter: 09_logistic_regression

    Parameters
    ----------
    features : array_like, shape (N, D), finite
        One row an example. The intercept is added; standardising columns is the caller's choice.
    targets : array_like, shape (N,), integer classes 0..K-1, each seen at least once
    num_classes : int, optional
        K; by default the largest class and one more.
    l2 : float, not negative
        Penalty on the weights of the *total*, intercept free: scikit-learn's C is 1 / l2.
    tol : float, positive
        Stop when the largest absolute entry of the mean's gradient is as small.
    max_steps : int, at least 1

    Returns
    -------
    LogisticFit
        For two classes weights (D,) of the log-odds of class 1; else (K, D), where without l2 the
        last class is the reference and its row zero.

    Raises
    ------
    SeparableDataError
        If l2 is 0 and a direction separates the classes, completely or but for ties.
    ValueError, TypeError
        If shapes do not fit, a class is never seen, columns depend on one another (l2 = 0), or a
        number is not allowed.
    RuntimeError
        If `tol` is not reached.

    See Also
    --------
    sklearn.linear_model.LogisticRegression : penalised unless told otherwise; answers separable
        data with weights that depend on when it stopped.

    Examples
    --------
    >>> found = fit([[0.0], [0.0], [1.0], [1.0], [1.0], [1.0]], [0, 1, 0, 1, 1, 1])
    >>> round(float(found.intercept), 6), round(float(found.weights[0]), 4)  # odds 1, then 3
    (0.0, 1.0986)
    >>> try:
    ...     fit([[0.0], [1.0]], [0, 1])
    ... except SeparableDataError as error:  # the steeper the better, for ever
    ...     print(error.complete, error.weights > 0)
    True [ True]
    """
    penalty, reach = _arrays.as_number("l2", l2), _arrays.as_number("tol", tol)
    if penalty < 0:
        raise ValueError(f"l2 must not be negative; found {penalty}")
    if reach <= 0:
        raise ValueError(f"tol must be positive; found {reach}")
    limit = _arrays.as_integer("max_steps", max_steps)
    if limit < 1:
        raise ValueError(f"max_steps must be at least 1; found {limit}")
    x, labels, classes = _read(features, targets, num_classes)
    if penalty == 0 and len(kept := _independent(x)) < x.shape[1]:
        _refuse_dependent_columns(x, labels, classes, kept)
    return _minimise(_newton.Objective(x, labels, classes, penalty), reach, limit)


def predict_proba(fit: LogisticFit, features: ArrayLike) -> FloatArray:
    r"""Probabilities (no unit) of the classes under a fit.

    ``p(y = k | x) = softmax(W x + b)_k``  (eq-lr-logodds)

    Chapter: 09_logistic_regression

    Parameters
    ----------
    fit : LogisticFit
    features : array_like, shape (N, D), finite

    Returns
    -------
    array, shape (N, K), float64; for two classes the columns are class 0 and class 1

    Raises
    ------
    ValueError, TypeError
        If `features` is not finite or has another width than the fit.

    See Also
    --------
    sklearn.linear_model.LogisticRegression.predict_proba : the same.

    Examples
    --------
    >>> found = fit([[0.0], [0.0], [1.0], [1.0], [1.0], [1.0]], [0, 1, 0, 1, 1, 1])
    >>> predict_proba(found, [[0.0], [1.0]]).round(6).tolist()
    [[0.5, 0.5], [0.25, 0.75]]
    >>> predict_proba(found, [[1e6]]).tolist()
    [[0.0, 1.0]]
    """
    if not isinstance(fit, LogisticFit):
        raise TypeError(f"fit must be a LogisticFit; found {type(fit).__name__}")
    x, width = _arrays.as_floats("features", features), fit.weights.shape[-1]
    if x.ndim != 2 or x.shape[1] != width:
        raise ValueError(f"features must have shape (N, {width}); found shape {x.shape}")
    _arrays.finite("features", x)
    z = x.astype(np.float64) @ fit.weights.T + fit.intercept
    if fit.intercept.ndim == 0:
        return np.stack([sigmoid(-z), sigmoid(z)], axis=1)
    return softmax(z)
