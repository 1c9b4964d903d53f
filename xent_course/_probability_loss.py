"""The loss of log-probabilities: reading one entry a row, once they are known to be such."""

from __future__ import annotations

import numpy as np

from xent_course import _arrays
from xent_course._arrays import FloatArray
from xent_course._rows import blocks
from xent_course._targets import Reduction, read_labels


def _check(log_q: FloatArray) -> None:
    """Refuse rows that are not log-probabilities: logits, or probabilities, passed by mistake."""
    _arrays.no_nan("log_probs", log_q)
    if log_q.max() > 0:
        _arrays.refuse("log_probs", "not be positive", log_q, log_q > 0)
    rows, tolerance = log_q.reshape(-1, log_q.shape[-1]), _arrays.sum_tolerance(log_q)
    with np.errstate(under="ignore"):
        for part in blocks(*rows.shape):
            sums = np.exp(rows[part].astype(np.float64)).sum(axis=1)
            if not (abs(sums - 1) <= tolerance).all():
                every = np.exp(log_q.astype(np.float64)).sum(axis=-1)
                bad = np.asarray(abs(every - 1) > tolerance)
                _arrays.refuse(
                    "log_probs", "have exponentials that sum to 1", np.asarray(every), bad
                )


def nll(
    log_probs: object, targets: object, weight: object, ignore_index: object, how: str,
    *, gradient: bool,
) -> tuple[FloatArray, FloatArray]:  # fmt: skip
    """Return the value, and the gradient if it is asked for (else nothing of use)."""
    log_q = _arrays.as_floats("log_probs", log_probs)
    _arrays.has_axes("log_probs", log_q)
    _check(log_q)
    k = log_q.shape[-1]
    w = None if weight is None else _arrays.as_weights("weight", weight, ((k,),))
    target = read_labels(log_q.shape[:-1], targets, k, ignore_index)
    scale, rows = target.row_weights(w), np.arange(log_q.size // k)
    rule = Reduction(how, scale, float(scale.sum()))
    picked = log_q.reshape(-1, k)[rows, target.labels].astype(np.float64)
    grad = np.zeros((len(rows), k) if gradient else (0, k), log_q.dtype)
    if gradient:
        grad[rows, target.labels] = 0.0 - rule.factors()
    value = rule.value(0.0 - picked, log_q.shape[:-1], log_q.dtype)
    return value, grad.reshape(log_q.shape if gradient else grad.shape)
