"""Information: surprisal, entropy, cross-entropy and divergence. Truth first, model second."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from xent_course import _arrays, _divergence, _rows
from xent_course._arrays import ArrayLike, FloatArray
from xent_course._rows import Block

__all__ = [
    "conditional_entropy", "cross_entropy", "entropy", "kl_divergence", "kl_divergence_with_logits",
    "mutual_information", "surprisal", "total_correlation",
]  # fmt: skip


def _log(base: float | None) -> Callable[[Block], Block]:
    """Return the logarithm to `base`; log2 of a power of two is exact, log / log(2) is not."""
    known: dict[float | None, Callable[[Block], Block]] = {None: np.log, 2: np.log2, 10: np.log10}
    return known.get(base) or (lambda x: np.log(x) / math.log(base or math.e))


def _unit(base: float | None) -> float:
    """Return how many nats one unit of information to `base` is."""
    return 1.0 if base is None else math.log(base)


class _Rows:
    """Distributions that are tested block by block, while they are in the cache."""

    def __init__(self, name: str, value: ArrayLike) -> None:
        self.name, self.whole = name, _arrays.as_floats(name, value)
        _arrays.has_axes(name, self.whole)
        self.rows = self.whole.reshape(-1, self.whole.shape[-1])
        self.bits, self.tops = _arrays.as_bits(self.rows), list[Any]()
        self.sums = np.empty(len(self.rows))

    def take(self, part: slice) -> Block:
        """Return some rows, and note what `check` needs; `einsum` adds faster than `sum`."""
        block = self.rows[part].astype(np.float64, copy=False)
        np.einsum("ij->i", block, out=self.sums[part])
        self.tops.append(self.bits[part].max())
        return block

    def check(self) -> None:
        """Refuse them if some that were taken are not distributions."""
        if max(self.tops) > _arrays.as_bits(np.ones((), self.rows.dtype)):
            _arrays.in_unit_interval(self.name, self.whole)
        _arrays.sum_to_one(self.name, self.sums, self.whole)


def _distributions(kernel: Callable[..., Block], **arrays: ArrayLike) -> FloatArray:
    """Apply `kernel` to blocks of distributions of one shape."""
    given = [_Rows(name, value) for name, value in arrays.items()]
    first, last = given[0], given[-1]
    _arrays.same_shape(first.name, first.whole, last.name, last.whole)
    out = np.empty(first.whole.shape[:-1], np.result_type(*(g.rows.dtype for g in given)))
    flat = out.reshape(-1)
    with _rows.block_arithmetic():
        for part in _rows.blocks(*first.rows.shape):
            flat[part] = kernel(*(g.take(part) for g in given))
    for g in given:
        g.check()
    return out


def _expected(p: Block, log_q: Block) -> Block:
    """Return -Σ_k p_k log q_k along the last axis, with 0 log 0 = 0."""
    log_q *= p
    total = 0.0 - log_q.sum(axis=-1)
    if np.isnan(total).any():  # some p is 0: what never happens costs nothing (chapter 04)
        log_q[p == 0] = 0
        total = 0.0 - log_q.sum(axis=-1)
    return np.asarray(total)


def surprisal(p: ArrayLike, *, base: float | None = None) -> FloatArray:
    r"""Surprisal of an outcome of probability p, in nats (``base=2``: bits).

    ``h(p) = -log p``  (def-surprisal)

    Chapter: 04_entropy

    Parameters
    ----------
    p : array_like, any shape, entries in [0, 1]
        Probabilities of outcomes, each by itself: they need not sum to one.
    base : float, optional
        Base of the logarithm; e by default.

    Returns
    -------
    array, the shape of `p`, float32 for float32 input, else float64
        +inf for an impossible outcome.

    Raises
    ------
    ValueError, TypeError
        If an entry leaves [0, 1] or is NaN, `p` is empty, or `base` is not positive or is 1.

    See Also
    --------
    negative_log_likelihood : the sum of surprisals of what happened.

    Examples
    --------
    >>> float(surprisal(1 / 8, base=2))
    3.0
    >>> surprisal([1.0, 0.0]).tolist()
    [0.0, inf]
    """
    log = _log(_arrays.as_base(base))
    array = _arrays.as_floats("p", p)
    unit = _arrays.in_unit_interval
    return _rows.each_element(lambda b: 0.0 - log(b), array.dtype, unit, p=array)[()]


def entropy(p: ArrayLike, *, base: float | None = None) -> FloatArray:
    r"""Entropy of a distribution, its mean surprisal, in nats (``base=2``: bits).

    ``H(p) = -Σ_k p_k log p_k``  (def-entropy)

    Chapter: 04_entropy

    Parameters
    ----------
    p : array_like, shape (..., K), rows that sum to one
    base : float, optional
        Base of the logarithm; e by default.

    Returns
    -------
    array, shape (...), float32 for float32 input, else float64
        Between 0 and log K.

    Raises
    ------
    ValueError, TypeError
        If a row is not a distribution, `p` is empty, or `base` is not positive or is 1.

    See Also
    --------
    scipy.stats.entropy : normalises its input in silence; here that is an error.

    Examples
    --------
    >>> float(entropy([0.5, 0.25, 0.25], base=2))
    1.5
    >>> float(entropy([1.0, 0.0]))
    0.0
    """
    log = _log(_arrays.as_base(base))
    return _distributions(lambda b: _expected(b, log(b)), p=p)[()]


def cross_entropy(p: ArrayLike, q: ArrayLike, *, base: float | None = None) -> FloatArray:
    r"""Cross-entropy of model q under truth p: the mean surprisal of who believes q, in nats.

    ``H(p, q) = -Σ_k p_k log q_k``  (def-cross-entropy)

    Chapter: 05_cross_entropy

    Parameters
    ----------
    p : array_like, shape (..., K), rows that sum to one
        The truth.
    q : array_like, the shape of `p`, rows that sum to one
        The model. It does not broadcast.
    base : float, optional
        Base of the logarithm; e by default, 2 for bits.

    Returns
    -------
    array, shape (...), float32 if both are, else float64
        At least ``entropy(p)``; +inf if q forbids what p allows.

    Raises
    ------
    ValueError, TypeError
        If shapes differ, a row is not a distribution, or `base` is not positive or is 1.

    See Also
    --------
    torch.nn.functional.cross_entropy : takes *logits* first, then targets; it is
        ``losses.cross_entropy_with_logits`` here.

    Examples
    --------
    >>> float(cross_entropy([0.5, 0.5], [0.25, 0.75], base=2).round(4))  # (2 + log2 4/3) / 2
    1.2075
    >>> float(cross_entropy([1.0, 0.0], [0.0, 1.0]))
    inf
    """
    log = _log(_arrays.as_base(base))
    return _distributions(lambda b, c: _expected(b, log(c)), p=p, q=q)[()]


def kl_divergence(p: ArrayLike, q: ArrayLike, *, base: float | None = None) -> FloatArray:
    r"""Kullback-Leibler divergence of model q from truth p, in nats (``base=2``: bits).

    ``D_KL(p || q) = Σ_k p_k log(p_k / q_k)``  (def-kl)

    Computed as ``Σ_k [p_k log(p_k / q_k) - p_k + q_k]``, terms that are never negative: the same
    for distributions, and not at the mercy of their last digit where p and q are close.

    Chapter: 06_kl_divergence

    Parameters
    ----------
    p : array_like, shape (..., K), rows that sum to one
        The truth.
    q : array_like, the shape of `p`, rows that sum to one
        The model. It does not broadcast.
    base : float, optional
        Base of the logarithm; e by default.

    Returns
    -------
    array, shape (...), float32 if both are, else float64
        Never negative; +inf if q forbids what p allows.

    Raises
    ------
    ValueError, TypeError
        If shapes differ, a row is not a distribution, or `base` is not positive or is 1.

    See Also
    --------
    torch.nn.functional.kl_div : takes log q first, then p; its "mean" is not the mean of rows.
    scipy.stats.entropy : ``entropy(p, q)``; negative for close distributions.

    References
    ----------
    C. Loader (2000), Fast and accurate computation of binomial probabilities.

    Examples
    --------
    >>> float(kl_divergence([1.0, 0.0], [0.5, 0.5], base=2))
    1.0
    >>> float(kl_divergence([0.5, 0.5], [1.0, 0.0]))  # q forbids what p allows
    inf
    """
    unit = _unit(_arrays.as_base(base))
    return _distributions(lambda b, c: _divergence.kl_rows(b, c) / unit, p=p, q=q)[()]


def kl_divergence_with_logits(
    p_logits: ArrayLike, q_logits: ArrayLike, *, base: float | None = None
) -> FloatArray:
    r"""Kullback-Leibler divergence of two softmaxes, in nats, straight from their logits.

    ``D_KL(softmax(a) || softmax(b)) = log E_p[exp(-c)]``, ``c = a - b - E_p[a - b]``
    (eq-kl-logits)

    Chapter: 06_kl_divergence

    Parameters
    ----------
    p_logits : array_like, shape (..., K), entries in [-inf, inf)
        Logits of the truth.
    q_logits : array_like, the shape of `p_logits`
        Logits of the model.
    base : float, optional
        Base of the logarithm; e by default.

    Returns
    -------
    array, shape (...), float32 if both are, else float64
        Never negative; +inf if q forbids what p allows.

    Raises
    ------
    ValueError, TypeError
        If shapes differ, a row holds NaN, two +inf or -inf alone, or `base` is not allowed.

    See Also
    --------
    kl_divergence : the same of probabilities, which cannot hold what is less than 1e-308.

    Examples
    --------
    >>> float(kl_divergence_with_logits([0.0, 0.0], [7.0, 7.0]))  # a shift changes nothing
    0.0
    >>> float(kl_divergence_with_logits([2000.0, 0.0], [0.0, 0.0], base=2))
    1.0
    """
    unit = _unit(_arrays.as_base(base))
    a, b = _arrays.as_floats("p_logits", p_logits), _arrays.as_floats("q_logits", q_logits)
    _arrays.has_axes("p_logits", a)
    _arrays.same_shape("p_logits", a, "q_logits", b)
    for name, z in (("p_logits", a), ("q_logits", b)):
        _arrays.refuse_logits(name, z)
    out = np.empty(a.shape[:-1], np.result_type(a.dtype, b.dtype))
    flat, p, q = out.reshape(-1), a.reshape(-1, a.shape[-1]), b.reshape(-1, b.shape[-1])
    with _rows.block_arithmetic():
        for part in _rows.blocks(*p.shape):
            rows = p[part].astype(np.float64), q[part].astype(np.float64)
            flat[part] = _divergence.kl_logit_rows(*rows) / unit
    return out[()]


def conditional_entropy(joint: ArrayLike, *, base: float | None = None) -> FloatArray:
    r"""Entropy that is left in Y when X is known, in nats (``base=2``: bits).

    ``H(Y | X) = -Σ_x Σ_y p(x, y) log(p(x, y) / p(x))``  (def-conditional-entropy)

    Chapter: 04_entropy

    Parameters
    ----------
    joint : array_like, at least two axes, all entries together sum to one
        The first axis is X; the others together are Y.
    base : float, optional
        Base of the logarithm; e by default.

    Returns
    -------
    float scalar, float32 for float32 input, else float64
        Between 0 and H(Y).

    Raises
    ------
    ValueError, TypeError
        If `joint` is not a distribution of at least two variables, or `base` is not allowed.

    See Also
    --------
    mutual_information : what knowing X takes away from H(Y).

    Examples
    --------
    >>> float(conditional_entropy([[0.25, 0.25], [0.5, 0.0]], base=2))  # half the time one bit
    0.5
    >>> float(conditional_entropy([[0.5, 0.0], [0.0, 0.5]]))  # X tells Y
    0.0
    """
    unit = _unit(_arrays.as_base(base))
    array = _arrays.as_joint(joint, 2)
    p = array.reshape(len(array), -1).astype(np.float64)
    rows, at = np.arange(len(p)), p.argmax(axis=1)
    top, rest = p[rows, at], p.copy()
    rest[rows, at] = 0
    others = rest.sum(axis=1)
    with np.errstate(all="ignore"):
        # p(y | x) near 1: log(1 + others/top) keeps what log(top / (top + others)) rounds away.
        ratios = np.log((top + others)[:, None] / p)
        ratios[rows, at] = np.log1p(others / top)
        nats = np.where(p == 0, 0.0, p * ratios).sum()
    return np.asarray(nats / unit, array.dtype)[()]


def _against_independence(joint: FloatArray, unit: float) -> FloatArray:
    """Return D_KL(joint || product of its margins)."""
    p = joint.astype(np.float64)
    product = np.ones(())
    for axis in range(p.ndim):
        others = tuple(a for a in range(p.ndim) if a != axis)
        product = np.multiply.outer(product, p.sum(axis=others))
    with np.errstate(all="ignore"):
        rows = p.reshape(1, -1), product.reshape(1, -1)
        nats = _divergence.kl_rows(*rows)[0]
    return np.asarray(nats / unit, joint.dtype)[()]


def mutual_information(joint: ArrayLike, *, base: float | None = None) -> FloatArray:
    r"""Mutual information of X and Y: what one tells about the other, in nats (``base=2``: bits).

    ``I(X; Y) = Σ_x Σ_y p(x, y) log[p(x, y) / (p(x) p(y))]``  (def-mutual-information)

    Chapter: 06_kl_divergence

    Parameters
    ----------
    joint : array_like, shape (A, B), all entries together sum to one
    base : float, optional
        Base of the logarithm; e by default.

    Returns
    -------
    float scalar, float32 for float32 input, else float64
        Never negative.

    Raises
    ------
    ValueError, TypeError
        If `joint` is not a distribution of two variables, or `base` is not allowed.

    See Also
    --------
    sklearn.metrics.mutual_info_score : takes counts or labels.

    Examples
    --------
    >>> float(mutual_information([[0.5, 0.0], [0.0, 0.5]], base=2))
    1.0
    >>> float(mutual_information([[0.25, 0.25], [0.25, 0.25]]))
    0.0
    """
    unit = _unit(_arrays.as_base(base))
    return _against_independence(_arrays.as_joint(joint, 2, 2), unit)


def total_correlation(joint: ArrayLike, *, base: float | None = None) -> FloatArray:
    r"""Total correlation of several variables, in nats: the price of calling them independent.

    ``TC = Σ_k H(X_k) - H(X_1, ..., X_K) = D_KL(p || Π_k p_k)``  (def-total-correlation)

    Chapter: 08_sigmoid_loss

    Parameters
    ----------
    joint : array_like, one axis for each variable, all entries together sum to one
    base : float, optional
        Base of the logarithm; e by default, 2 for bits.

    Returns
    -------
    float scalar, float32 for float32 input, else float64
        Never negative; for two variables the mutual information, for one 0.

    Raises
    ------
    ValueError, TypeError
        If `joint` is not a distribution, or `base` is not allowed.

    See Also
    --------
    mutual_information : the same of two variables.

    Examples
    --------
    >>> joint = np.zeros((2, 2, 2))
    >>> joint[0, 0, 0] = joint[1, 1, 1] = 0.5  # three copies of one coin: two bits too many
    >>> float(total_correlation(joint, base=2))
    2.0
    >>> float(total_correlation([0.5, 0.5]))  # one variable alone
    0.0
    """
    unit = _unit(_arrays.as_base(base))
    return _against_independence(_arrays.as_joint(joint, 1), unit)
