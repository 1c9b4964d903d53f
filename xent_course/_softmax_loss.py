"""Cross-entropy of logits, value and gradient in one pass over blocks of rows.

Every sum here leaves out the term that would drown the others, so a loss of 1e-300 is as exact as
one of 3. Chapter: 07_softmax_loss derives the forms, 14_cross_entropy_at_scale the blocks.
"""

from __future__ import annotations

import numpy as np

from xent_course import _arrays
from xent_course._arrays import FloatArray, IntArray
from xent_course._rows import SAFE, Block, below, block_arithmetic, exponentials, is_wide
from xent_course._targets import Labels, Pick, Reduction, picks, read_targets


def hard_rows(
    some: FloatArray, labels: IntArray, factor: Block | None, *, careful: bool = False
) -> tuple[Block, Block] | None:
    """Return each row's loss log1p(rest / own), own = exp(z_y), rest the other classes' sum.

    With `factor` the second result is the gradient times it: the softmax, and -rest / (rest + own)
    at the label, where softmax - 1 would be 0 or a few wrong digits. None: try it carefully.
    """
    z, rows = some.astype(np.float64), np.arange(len(some))
    gap = z.max(axis=1) - z[rows, labels] if careful else None
    e = exponentials(z, careful)
    own = e[rows, labels]
    e[rows, labels] = 0
    rest = e.sum(axis=1)
    total = rest + own
    if not (careful or _sure(own, total, some)):
        return None
    loss: Block = np.log1p(rest / own)
    if gap is not None:  # exp(-gap) may be 0, but then the loss is the gap; NaN is inf - inf, none
        loss = np.where(gap > SAFE, gap + np.log(total), loss)
    if factor is not None:
        share = factor / total
        e *= share[:, None]
        e[rows, labels] = -rest * share
    return loss, e


def _sure(own: Block, total: Block, some: FloatArray) -> bool:
    """Tell from sums of exponentials alone that nothing overflowed, or underflowed and mattered.

    NaN and infinities fail it too, so the logits themselves need not be looked at.
    """
    near = own.min() >= 1e-150 and total.max() <= 1e150
    return bool(near and (total.min() >= 0.5 or some.min() >= -700))


def soft_rows(z: Block, c: Block, factor: Block | None) -> Block:
    """Return each row's -Σ_k c_k log softmax_k = C log1p(rest) + Σ_k c_k (peak - z_k), C = Σ_k c_k.

    No term is negative, so none cancels. With `factor`, z becomes C softmax - c times it; a peak
    above 1/2 is written as (the others' c) - C rest / (1 + rest). `c` is overwritten.
    """
    rows, at = np.arange(len(z)), z.argmax(axis=1)
    top = z[rows, at][:, None]
    gap, error = below(z, top)
    cost = -c * gap
    cost[c == 0] = 0
    lost = np.isinf(cost)  # the gap alone may overflow where its share of it does not
    cost[lost] = (c * top - c * z)[lost]
    np.exp(gap, out=z)
    z += z * error
    z[rows, at] = 0
    rest, peak_c = z.sum(axis=1), c[rows, at]
    c[rows, at] = 0
    others = c.sum(axis=1)
    total = others + peak_c
    if factor is not None:
        share = total / (1 + rest)
        z *= share[:, None]
        z -= c
        z[rows, at] = np.where(rest < 1, others - rest * share, share - peak_c)
        z *= factor[:, None]
    return np.asarray(total * np.log1p(rest) + cost.sum(axis=1))


def unusual(some: FloatArray, whole: FloatArray) -> bool:
    """Tell whether some rows hold large numbers, and refuse rows that have no softmax."""
    wide = is_wide(some)
    if wide and not _arrays.have_softmax(some):
        _arrays.refuse_logits("logits", whole)
    return wide


def loss_of_labels(
    some: FloatArray, labels: IntArray, factor: Block | None, whole: FloatArray
) -> tuple[Block, Block]:
    """Take the fast way through some rows; if it is not sure to be right, look, then the other."""
    found = hard_rows(some, labels, factor)
    if found is None:
        if unusual(some, whole) and (some[np.arange(len(some)), labels] == -np.inf).any():
            raise ValueError("targets must not name a forbidden class; found one of logit -inf")
        found = hard_rows(some, labels, factor, careful=True)
        assert found is not None
    return found


def _loss_of_mass(
    some: FloatArray, mass: Block, weight: Block | None, factor: Block | None, whole: FloatArray
) -> tuple[Block, Block]:
    if unusual(some, whole) and (mass[some == -np.inf] > 0).any():
        raise ValueError(
            "targets must put no mass on a forbidden class, label_smoothing included; "
            "found some where the logit is -inf"
        )
    block = some.astype(np.float64)
    return soft_rows(block, mass if weight is None else mass * weight, factor), block


def _mass(target: Labels | FloatArray, pick: Pick, k: int, smoothing: float) -> Block:
    """Return the smoothed target distributions of some rows."""
    if isinstance(target, Labels):
        labels = target.labels[pick]
        t = np.zeros((len(labels), k))
        t[np.arange(len(t)), labels] = 1.0
    else:
        t = target[pick].astype(np.float64)
    return t * (1 - smoothing) + smoothing / k


def _reduction(
    target: Labels | FloatArray, weight: Block | None, smoothing: float, how: str
) -> Reduction:
    """Means of classes divide by the classes' weights, means of distributions by their number."""
    if isinstance(target, Labels):
        weighed = target.row_weights(weight)
        scale = weighed if smoothing == 0 else target.row_weights(None)
        return Reduction(how, scale, float(weighed.sum()))
    nothing = weight is not None and not (target @ weight).any()
    return Reduction(how, np.ones(len(target)), 0.0 if nothing else float(len(target)))


def softmax_loss(
    logits: object, targets: object, weight: object, ignore_index: object,
    label_smoothing: object, how: str, *, gradient: bool,
) -> tuple[FloatArray, FloatArray]:  # fmt: skip
    """Return the value, and the gradient if it is asked for (else nothing of use)."""
    z, smoothing = _arrays.as_floats("logits", logits), _arrays.as_smoothing(label_smoothing)
    _arrays.has_axes("logits", z)
    k = z.shape[-1]
    if k < 2:
        raise ValueError(f"logits must have at least 2 classes; found shape {z.shape}")
    w = None if weight is None else _arrays.as_weights("weight", weight, ((k,),))
    target = read_targets(z.shape, targets, ignore_index)
    rule = _reduction(target, w, smoothing, how)
    rows, losses = z.reshape(-1, k), np.zeros(z.size // k)
    index = target.index if isinstance(target, Labels) else None
    make = np.empty if index is None else np.zeros  # what is ignored is not written below
    grad = make(rows.shape if gradient else (0, k), z.dtype)
    factors = rule.factors() if gradient else None
    whole = z if index is None else rows[index]
    if index is not None:
        _arrays.no_nan("logits", z)  # what is ignored is not read below
    with block_arithmetic():
        for pick in picks(index, *rows.shape):
            some, factor = rows[pick], None if factors is None else factors[pick]
            if isinstance(target, Labels) and smoothing == 0:
                losses[pick], block = loss_of_labels(some, target.labels[pick], factor, whole)
            else:
                mass = _mass(target, pick, k, smoothing)
                losses[pick], block = _loss_of_mass(some, mass, w, factor, whole)
            if gradient:
                grad[pick] = block
    return rule.value(losses, z.shape[:-1], z.dtype), grad.reshape(z.shape if gradient else (0, k))
