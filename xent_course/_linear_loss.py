"""Cross-entropy of a linear layer's outputs, a few rows of logits at a time.

Chapter: 14_cross_entropy_at_scale measures what it saves: N x V logits, their softmax and their
gradient never exist at once.
"""

from __future__ import annotations

import numpy as np

from xent_course import _arrays
from xent_course._arrays import FloatArray, IntArray
from xent_course._rows import Block, blocks
from xent_course._softmax_loss import loss_of_labels
from xent_course._targets import Pick, Reduction, picks, read_labels

VALUE_BYTES = 24 << 20  # logits held at once for the value alone
GRADIENT_BYTES = 48 << 20  # and for the gradient, where more rows at a time save passes over it
COLUMNS = 4096  # classes of the weight's gradient that are updated at once


def _read(
    features: object, weight: object, bias: object
) -> tuple[FloatArray, FloatArray, FloatArray | None]:
    """Validate the layer: features (..., D), weight (V, D), bias (V,)."""
    x, w = _arrays.as_floats("features", features), _arrays.as_floats("weight", weight)
    _arrays.has_axes("features", x)
    if w.ndim != 2 or w.shape[1] != x.shape[-1] or len(w) < 2:
        raise ValueError(
            f"weight must have shape (V, {x.shape[-1]}), V at least 2 and then the width of "
            f"features; found shape {w.shape}"
        )
    b = None if bias is None else _arrays.as_floats("bias", bias)
    if b is not None and b.shape != w.shape[:1]:
        raise ValueError(f"bias must have shape {w.shape[:1]}; found shape {b.shape}")
    for name, array in (("features", x), ("weight", w), ("bias", b)):
        if array is not None:
            _arrays.finite(name, array)
    return x, w, b


def _losses(logits: FloatArray, labels: IntArray, factor: Block | None) -> Block:
    """Return the losses of some rows of logits; with factors, make the logits the gradient."""
    out = np.empty(len(logits))
    for part in blocks(*logits.shape):
        some, share = logits[part], None if factor is None else factor[part]
        out[part], block = loss_of_labels(some, labels[part], share, some)
        if factor is not None:
            logits[part] = block
    return out


class _Gradient:
    """The gradients of features, weight and bias, filled row block by row block."""

    def __init__(self, x: FloatArray, w: FloatArray, b: FloatArray | None) -> None:
        self.w, self.features, self.weight = w, np.zeros_like(x), np.zeros_like(w)
        self.bias = None if b is None else np.zeros(len(w))

    def add(self, pick: Pick, x: FloatArray, slope: FloatArray) -> None:
        """Add what some rows contribute; `slope` is the gradient by their logits."""
        self.features[pick] = slope @ self.w
        for part in blocks(len(self.w), 1, COLUMNS):  # the whole product would be a second weight
            self.weight[part] += slope[:, part].T @ x
        if self.bias is not None:
            self.bias += slope.sum(axis=0, dtype=np.float64)


def linear_loss(
    features: object, weight: object, targets: object, bias: object, ignore_index: object,
    how: str, *, gradient: bool,
) -> tuple[FloatArray, tuple[FloatArray, ...]]:  # fmt: skip
    """Return the value, and the gradients if they are asked for (else none)."""
    x, w, b = _read(features, weight, bias)
    target = read_labels(x.shape[:-1], targets, len(w), ignore_index)
    scale = target.row_weights(None)
    rule = Reduction(how, scale, float(scale.sum()))
    rows, losses, dtype = x.reshape(-1, x.shape[-1]), np.zeros(scale.size), np.result_type(x, w)
    into = _Gradient(rows, w, b) if gradient else None
    room = (GRADIENT_BYTES if gradient else VALUE_BYTES) // dtype.itemsize
    scratch = np.empty((min(scale.size, max(1, room // len(w))), len(w)), dtype)
    with np.errstate(all="ignore"):
        for pick in picks(target.index, len(rows), len(w), scratch.size):
            some = rows[pick]
            logits = np.matmul(some, w.T, out=scratch[: len(some)])
            logits += 0.0 if b is None else b
            factor = rule.factors()[pick] if gradient else None
            losses[pick] = _losses(logits, target.labels[pick], factor)
            if into is not None:
                into.add(pick, some, logits)
    value = rule.value(losses, x.shape[:-1], x.dtype)
    if into is None:
        return value, ()
    grads = (into.features.reshape(x.shape), into.weight)
    return value, grads if into.bias is None or b is None else (*grads, into.bias.astype(b.dtype))
