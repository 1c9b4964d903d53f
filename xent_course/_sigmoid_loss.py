"""Binary cross-entropy, value and gradient, over blocks of elements.

Chapter: 08_sigmoid_loss derives the forms.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from xent_course import _arrays
from xent_course._arrays import FloatArray
from xent_course._rows import Block, block_arithmetic, blocks, log1p_exp

Weight: TypeAlias = Block | None
Kernel: TypeAlias = Callable[[Block, Block, Weight], Block]


def _slope(z: FloatArray, t: FloatArray) -> Block:
    """Return [z > 0] - t, in place: NumPy takes twice the time to convert the truth values."""
    slope = np.empty(z.shape)
    np.greater(z, 0, out=slope)
    slope -= t.astype(np.float64, copy=False)
    return slope


def logit_losses(z: Block, t: Block, w: Weight) -> Block:
    """Return t w softplus(-z) + (1 - t) softplus(z) with no term that is negative.

    Their unbounded parts, t w max(-z, 0) and (1 - t) max(z, 0), are one product, ([z > 0] - t) z.
    """
    slope = _slope(z, t)
    if w is not None:
        slope *= np.where(slope < 0, w, 1.0)
    bounded = log1p_exp(z)
    if w is not None:
        bounded *= (1 - t) + w * t
    rising = slope * z
    if np.isnan(rising.max()):
        rising[slope == 0] = 0  # an infinite logit with the right label costs nothing
    return np.asarray(bounded + rising)


def logit_total(z: FloatArray, t: FloatArray) -> float:
    """Return the sum of `logit_losses` without weights, in fewer passes; NaN when in doubt."""
    x, losses = z.astype(np.float64, copy=False), _slope(z, t)
    losses *= x
    losses += log1p_exp(x)
    return float(losses.sum())


def logit_gradients(z: Block, t: Block, w: Weight) -> Block:
    """Return (1 - t) sigmoid(z) - t w sigmoid(-z) over one denominator, 1 + exp(-|z|)."""
    small = np.exp(-np.abs(z))
    up, down = np.where(z > 0, 1.0, small), np.where(z > 0, small, 1.0)
    return np.asarray(((1 - t) * up - (t if w is None else t * w) * down) / (1 + small))


def probability_losses(p: Block, t: Block, _: Weight) -> Block:
    """Return -t log p - (1 - t) log(1 - p), with 0 log 0 = 0, and log1p for the sake of small p."""
    yes, no = -t * np.log(p), (t - 1) * np.log1p(-p)
    yes[t == 0] = 0
    no[t == 1] = 0
    return yes + no


def probability_gradients(p: Block, t: Block, _: Weight) -> Block:
    """Return (p - t) / (p (1 - p)); where it is 0/0, at p = t = 0 or 1, the limit is 1 or -1."""
    slope = (p - t) / (p * (1 - p))
    corner = (p == t) & ((p == 0) | (p == 1))
    slope[corner] = 1 - 2 * t[corner]
    return slope


class Problem:
    """Validated arguments, cut into float64 blocks of flat elements."""

    def __init__(
        self, first: tuple[str, object], targets: object, how: str,
        weight: object = None, pos_weight: object = None,
    ) -> None:  # fmt: skip
        name, value = first
        self.name, self.a = name, _arrays.as_floats(name, value)
        self.t = _arrays.as_floats("targets", targets, allow_bool=True)
        _arrays.same_shape(name, self.a, "targets", self.t)
        self.how, last = _arrays.as_reduction(how), self.a.shape[-1:]
        self.w = self.pos_w = None
        if weight is not None:
            self.w = _arrays.as_weights("weight", weight, (self.a.shape, last))
            if how == "mean" and not self.w.any():
                raise ValueError('weight must not be 0 everywhere for reduction "mean"; it is')
        if pos_weight is not None:
            self.pos_w = _arrays.as_weights("pos_weight", pos_weight, ((), last))

    def _cut(self, w: Weight, part: slice) -> Weight:
        """Return a block of weights that are one for each element, or one a column."""
        if w is None or w.ndim == 0:
            return w
        if w.size == self.a.size:
            return np.asarray(w.reshape(-1)[part])
        return np.take(w, np.arange(part.start, part.stop), mode="wrap")

    def run(self, part: slice, kernel: Kernel) -> Block:
        """Return the weighted results of one block, whose entries are tested while in cache."""
        x = self.a.reshape(-1)[part].astype(np.float64)
        t = self.t.reshape(-1)[part].astype(np.float64)
        _arrays.in_unit_interval("targets", t, self.t)
        if self.name == "probs":
            _arrays.in_unit_interval("probs", x, self.a)
        result = kernel(x, t, self._cut(self.pos_w, part))
        if np.isnan(result.max()):
            _arrays.no_nan(self.name, self.a)
        w = self._cut(self.w, part)
        return result if w is None else np.where(w == 0, 0.0, result * w)

    def value(self, kernel: Kernel) -> FloatArray:
        """Reduce the losses block by block, so that only "none" ever holds all of them."""
        count = self.a.size if self.how == "mean" else 1
        parts = list(blocks(self.a.size))
        with block_arithmetic():
            if self.how == "none":
                return self._fill(kernel, 1)
            total = np.sum([self._sum(part, kernel) for part in parts]) / count
            if np.isinf(total):  # the sum may overflow where the mean does not
                total = np.sum([(self.run(part, kernel) / count).sum() for part in parts])
        return np.asarray(total).astype(self.a.dtype)[()]

    def _sum(self, part: slice, kernel: Kernel) -> float:
        """Return the sum of the losses of one block, by the short way if there is one."""
        if kernel is logit_losses and self.w is None and self.pos_w is None:
            x, t = self.a.reshape(-1)[part], self.t.reshape(-1)[part]
            _arrays.in_unit_interval("targets", t, self.t)
            total = logit_total(x, t)
            if np.isfinite(total):
                return total
        return float(self.run(part, kernel).sum())

    def gradient(self, kernel: Kernel) -> FloatArray:
        """Return the gradient of the value; of the sum of the losses for "none"."""
        with block_arithmetic():
            return self._fill(kernel, self.a.size if self.how == "mean" else 1)

    def _fill(self, kernel: Kernel, count: int) -> FloatArray:
        out = np.empty(self.a.size, self.a.dtype)
        for part in blocks(out.size):
            out[part] = self.run(part, kernel) / count
        return out.reshape(self.a.shape)[()]
