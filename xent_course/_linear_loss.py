"""Cross-entropy of a linear layer's outputs, a few rows of logits at a time.

Chapter: 14_cross_entropy_at_scale measures what it saves: N x V logits, their softmax and their
gradient never exist at once.
"""

from __future__ import annotations

import numpy as np

from xent_course import _arrays
from xent_course._arrays import FloatArray, IntArray
from xent_course._rows import Block, block_arithmetic, blocks
from xent_course._softmax_loss import loss_of_labels
from xent_course._targets import Labels, Pick, Reduction, picks, read_labels

ROWS, CLASSES = 2048, 1024  # logits held at once for the value: products of few rows are slow
BYTES = 66 << 20  # and where all classes of a row are needed
COLUMNS = 2048  # classes of the weight's gradient that are updated at once


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


def _sum_by_classes(
    x: FloatArray, w: FloatArray, b: FloatArray | None, labels: IntArray
) -> tuple[Block, Block]:
    """Return exp(z_y) and the sum of the other exponentials of some rows, a few classes a time."""
    own, rest = np.empty(len(x)), np.zeros(len(x))
    scratch = np.empty((len(x), min(len(w), CLASSES)), np.result_type(x, w))
    for part in blocks(len(w), 1, CLASSES):
        logits = np.matmul(x, w[part].T, out=scratch[:, : part.stop - part.start])
        logits += 0.0 if b is None else b[part]
        here = np.flatnonzero((labels >= part.start) & (labels < part.stop))
        at = here, labels[here] - part.start
        own[here] = np.exp(logits[at].astype(np.float64))
        logits[at] = -np.inf
        for rows in blocks(*logits.shape):
            some = logits[rows].astype(np.float64)
            rest[rows] += np.exp(some, out=some).sum(axis=1)
    return own, rest


def _losses_by_classes(
    x: FloatArray, w: FloatArray, b: FloatArray | None, target: Labels
) -> Block | None:
    """Return all losses without ever holding a row of logits; None if one is not sure."""
    losses = np.zeros(len(x))
    for pick in picks(target.index, len(x), 1, ROWS):
        own, rest = _sum_by_classes(x[pick], w, b, target.labels[pick])
        in_range = (own > 1e-150) & (own + rest < 1e150)  # NaN is not
        if not (in_range & ((own > 0.5) | (rest > 1e-280))).all():
            return None
        losses[pick] = np.log1p(rest / own)
    return losses


def _losses_by_rows(
    x: FloatArray, w: FloatArray, b: FloatArray | None, target: Labels,
    factors: Block | None, into: _Gradient | None,
) -> Block:  # fmt: skip
    """Return all losses, a few rows of logits at a time, and add up the gradients."""
    losses, dtype = np.zeros(len(x)), np.result_type(x, w)
    scratch = np.empty((min(len(x), max(1, BYTES // dtype.itemsize // len(w))), len(w)), dtype)
    for pick in picks(target.index, len(x), len(w), scratch.size):
        some, factor = x[pick], None if factors is None else factors[pick]
        logits = np.matmul(some, w.T, out=scratch[: len(some)])
        logits += 0.0 if b is None else b
        losses[pick] = _losses(logits, target.labels[pick], factor)
        if into is not None:
            into.add(pick, some, logits)
    return losses


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
    rows = x.reshape(-1, x.shape[-1])
    into, factors = (_Gradient(rows, w, b), rule.factors()) if gradient else (None, None)
    with block_arithmetic():
        losses = None if gradient else _losses_by_classes(rows, w, b, target)
        if losses is None:
            losses = _losses_by_rows(rows, w, b, target, factors, into)
    value = rule.value(losses, x.shape[:-1], x.dtype)
    if into is None:
        return value, ()
    grads = (into.features.reshape(x.shape), into.weight)
    return value, grads if into.bias is None or b is None else (*grads, into.bias.astype(b.dtype))
