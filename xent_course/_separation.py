"""Whether a hyperplane separates the classes: then no maximum of the likelihood exists.

Chapter: 09_logistic_regression
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from xent_course._arrays import IntArray

Array = npt.NDArray[np.float64]


class SeparableDataError(ValueError):
    """The classes can be separated, so the likelihood has no maximum: weights would run off.

    Attributes
    ----------
    weights, intercept : arrays in the layout of a fit
        A direction along which no example gets worse and some get better for ever.
    complete : bool
        True if every example lies strictly on its own side, False if some lie on the border.
    """

    def __init__(self, weights: Array, intercept: Array, complete: bool) -> None:
        kind = "completely" if complete else "quasi-completely"
        super().__init__(
            f"features must leave the classes some overlap; found them {kind} separable, so the "
            "likelihood has no maximum (see .weights and .intercept; l2 > 0 gives a finite answer)"
        )
        self.weights, self.intercept, self.complete = weights, intercept, complete


def margins(logits: Array, labels: IntArray) -> Array:
    """Return each example's own logit less its best other one; (N, K) logits."""
    rows, others = np.arange(len(logits)), logits.copy()
    others[rows, labels] = -np.inf
    return np.asarray(logits[rows, labels] - others.max(axis=1))


def separating_direction(
    x: Array, labels: IntArray, num_classes: int
) -> tuple[Array, Array, bool] | None:
    """Return (weights (K, D), intercept (K,), complete) of a separating direction, or None.

    Two linear programs decide: can every (own logit - other logit) be >= 0 and some be > 0, and
    can all of them be > 0? The last class is the reference. Columns are scaled first, which
    changes no answer.
    """
    from scipy.optimize import linprog  # the only use of SciPy, and only when there is doubt

    middle, width = x.mean(axis=0), np.ptp(x, axis=0)
    width[width == 0] = 1
    g = _differences((x - middle) / width, labels, num_classes)
    size, bounds = g.shape[1], (-1.0, 1.0)
    some = linprog(-np.asarray(g.sum(axis=0)).ravel(), A_ub=-g, b_ub=np.zeros(g.shape[0]),
                   bounds=bounds, method="highs")  # fmt: skip
    if some.status != 0 or -some.fun <= 1e-6:
        return None
    least = _with_column(g, -1.0)  # maximise t with every difference >= t
    every = linprog(np.append(np.zeros(size), -1.0), A_ub=-least, b_ub=np.zeros(g.shape[0]),
                    bounds=bounds, method="highs")  # fmt: skip
    complete = bool(every.status == 0 and every.x[-1] > 1e-7)
    best = every.x[:-1] if complete else some.x
    table = np.zeros((num_classes, x.shape[1] + 1))
    table[:-1] = best.reshape(num_classes - 1, -1)
    weights = table[:, :-1] / width
    return weights, table[:, -1] - weights @ middle, complete


def _differences(x: Array, labels: IntArray, num_classes: int) -> Any:
    """Return the sparse matrix that takes parameters to own logit - other logit, for each pair."""
    from scipy.sparse import csr_array

    n, d = len(x), x.shape[1] + 1
    wide = np.column_stack([x, np.ones(n)])
    example, other = np.divmod(np.arange(n * (num_classes - 1)), num_classes - 1)
    other += other >= labels[example]  # every class but its own
    parts = []
    for sign, which in ((1.0, labels[example]), (-1.0, other)):
        kept = which < num_classes - 1  # the reference has no parameters
        at = np.flatnonzero(kept)
        rows = np.repeat(at, d)
        columns = (which[kept, None] * d + np.arange(d)).ravel()
        parts.append((sign * wide[example[kept]].ravel(), rows, columns))
    data, rows, columns = (np.concatenate(p) for p in zip(*parts, strict=True))
    return csr_array((data, (rows, columns)), shape=(len(example), (num_classes - 1) * d))


def _with_column(g: Any, value: float) -> Any:
    from scipy.sparse import csr_array, hstack

    return csr_array(hstack([g, csr_array(np.full((g.shape[0], 1), value))]))
