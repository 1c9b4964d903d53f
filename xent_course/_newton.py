"""The objective of logistic regression and Newton's method on it.

Chapter: 09_logistic_regression
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from xent_course import gradients
from xent_course._arrays import IntArray

Array = npt.NDArray[np.float64]
# Objective, its likelihood part, gradient, and model - target of every example and free row.
Point = tuple[float, float, Array, Array]
ROWS = 1024  # examples whose share of the Hessian is formed at once, in cache


class Objective:
    """Total negative log-likelihood + l2/2 |weights|^2 of parameters (rows, D + 1).

    Two classes have one row, the log-odds of class 1. More have a row each; without a penalty only
    differences count, so the last class is the reference and its row, zero, is left out.
    """

    def __init__(self, x: Array, labels: IntArray, classes: int, l2: float) -> None:
        self.x = np.column_stack([x, np.ones(len(x))])
        self.labels, self.classes, self.l2 = labels, classes, l2
        self.rows = 1 if classes == 2 else classes - (l2 == 0)
        self.shape = (self.rows, self.x.shape[1])

    def logits(self, beta: Array) -> Array:
        """Return the logits of all classes, (N, K)."""
        z = np.zeros((len(self.x), self.classes))
        free = slice(1, 2) if self.classes == 2 else slice(0, self.rows)
        z[:, free] = self.x @ beta.T
        return z

    def evaluate(self, beta: Array) -> Point:
        """Return the objective, its likelihood part, the gradient, and model - target by row."""
        if self.classes == 2:
            odds = (self.x @ beta.T)[:, 0]
            nll, slope = gradients.binary_cross_entropy_with_logits(
                odds, self.labels, reduction="sum"
            )
            residual = np.asarray(slope[:, None], np.float64)
        else:
            nll, slope = gradients.cross_entropy_with_logits(
                self.logits(beta), self.labels, reduction="sum"
            )
            residual = np.asarray(slope[:, : self.rows], np.float64)
        weights = beta.copy()
        weights[:, -1] = 0  # the intercept is free of the penalty
        total = float(nll) + self.l2 / 2 * float((weights * weights).sum())
        return total, float(nll), residual.T @ self.x + self.l2 * weights, residual

    def hessian(self, residual: Array) -> Array:
        """Return X^T S X with S = diag(q) - q q^T an example, and the penalty, (P, P)."""
        width = self.x.shape[1]
        total = np.zeros((self.rows, width, self.rows, width))
        for start in range(0, len(self.x), ROWS):
            part = slice(start, start + ROWS)
            if self.classes == 2:
                wrong = np.abs(residual[part])  # probability of the other class
                root = np.sqrt(wrong * (1 - wrong)) * self.x[part]
                total[0, :, 0, :] += root.T @ root
            else:
                _add_softmax(total, self.x[part], self._model(residual, part))
        square = total.reshape(self.rows * width, -1)
        square[np.diag_indices_from(square)] += np.tile(
            np.r_[np.full(width - 1, self.l2), 0], self.rows
        )
        if self.rows == self.classes > 2:  # a common shift of the intercepts changes nothing:
            total[:, -1, :, -1] += 1.0  # give it a curvature, and it stays where it began, at 0
        return square

    def _model(self, residual: Array, part: slice) -> Array:
        """Return the model's probabilities of the free rows."""
        return np.asarray(residual[part] + (self.labels[part, None] == np.arange(self.rows)))


def _add_softmax(total: Array, x: Array, q: Array) -> None:
    """Add Σ_i (diag(q_i) - q_i q_i^T) ⊗ x_i x_i^T, with two products of matrices."""
    scaled = q[:, :, None] * x[:, None, :]
    flat = scaled.reshape(len(x), -1)
    total -= (flat.T @ flat).reshape(total.shape)
    blocks = (x.T @ flat).reshape(x.shape[1], q.shape[1], x.shape[1])
    for j in range(q.shape[1]):
        total[j, :, j, :] += blocks[:, j, :]


def safe_step(
    objective: Objective, beta: Array, here: Point, step: Array
) -> tuple[Array, Point] | None:
    """Halve a Newton step until it pays: a full one may overshoot where the loss is nearly flat.

    Near the minimum the objective cannot show progress any more, but a shorter gradient can.
    """
    total, _, slope, _ = here
    promised, length = float((slope * step).sum()), 1.0
    noise = 1e-13 * abs(total)
    while length > 1e-8:
        trial = beta - length * step
        there = objective.evaluate(trial)
        shorter = np.abs(there[2]).max() < np.abs(slope).max()
        if there[0] <= total - 1e-4 * length * promised or (shorter and there[0] <= total + noise):
            return trial, there
        length /= 2
    return None


def newton_step(objective: Objective, slope: Array, residual: Array) -> tuple[Array, Array] | None:
    """Return the step H^-1 g and H, or None where H is not positive definite to rounding."""
    hessian = objective.hessian(residual)
    try:
        step = np.asarray(np.linalg.solve(hessian, slope.ravel()), np.float64)
    except np.linalg.LinAlgError:
        return None
    step = step.reshape(slope.shape)
    return (step, hessian) if (slope * step).sum() >= 0 else None
