"""The functions under every loss: softmax, sigmoid, their logarithms and inverses.

Each is written so that it stays accurate where its textbook formula overflows or rounds to zero.
"""

from __future__ import annotations

import numpy as np

from xent_course import _arrays, _rows
from xent_course._arrays import ArrayLike, FloatArray
from xent_course._rows import Block

__all__ = [
    "log_sigmoid", "log_softmax", "logit", "logsumexp", "sigmoid", "softmax", "softplus", "xlogy",
]  # fmt: skip


def _last(z: ArrayLike, axis: int) -> tuple[FloatArray, int]:
    """Return z with `axis` moved to the end, and where it was."""
    array = _arrays.as_floats("z", z)
    _arrays.has_axes("z", array)
    place = _arrays.as_axis(axis, array.ndim)
    return np.moveaxis(array, place, -1), place


def logsumexp(z: ArrayLike, *, axis: int = -1) -> FloatArray:
    r"""Logarithm of a sum of exponentials, in nats, without leaving the logarithmic scale.

    ``logsumexp(z) = m + log Σ_k exp(z_k - m)``, ``m = max_k z_k``  (eq-logsumexp)

    Chapter: 07_softmax_loss

    Parameters
    ----------
    z : array_like, any shape with at least one axis, entries in [-inf, inf]
        Logits. -inf is a term of zero.
    axis : int
        The axis that is summed.

    Returns
    -------
    array, the shape of `z` without `axis`, float32 for float32 input, else float64
        -inf where every entry is -inf.

    Raises
    ------
    ValueError, TypeError
        If `z` is empty, holds NaN or no real numbers, or `axis` does not exist.

    See Also
    --------
    torch.logsumexp : the same value.
    scipy.special.logsumexp : likewise.

    Examples
    --------
    >>> round(float(logsumexp([0.0, 0.0])), 4)  # log 2
    0.6931
    >>> float(logsumexp([1000.0, -1000.0]))  # exp(1000) is not a number that fits
    1000.0
    """
    rows, _ = _last(z, axis)
    out = np.empty(rows.shape[:-1], rows.dtype)
    return _rows.each_row(_rows.logsumexp_rows, rows, out, need_softmax=False)[()]


def softmax(z: ArrayLike, *, axis: int = -1) -> FloatArray:
    r"""Probabilities (no unit) in proportion to the exponentials of the logits.

    ``softmax(z)_k = exp(z_k) / Σ_j exp(z_j)``  (def-softmax)

    Chapter: 01_classification

    Parameters
    ----------
    z : array_like, any shape with at least one axis, entries in [-inf, inf]
        Logits. -inf forbids a class; a single +inf takes everything.
    axis : int
        The axis of the classes.

    Returns
    -------
    array, the shape of `z`, float32 for float32 input, else float64

    Raises
    ------
    ValueError, TypeError
        If a row holds NaN, two +inf, or -inf alone; if `z` is empty or `axis` does not exist.

    See Also
    --------
    torch.softmax : up to 500 units in the last place apart, and nan where there is an error here.
    scipy.special.softmax : likewise.

    Examples
    --------
    >>> softmax([0.0, 0.0]).tolist()
    [0.5, 0.5]
    >>> softmax([1000.0, -np.inf]).tolist()
    [1.0, 0.0]
    """
    rows, place = _last(z, axis)
    out = np.empty(rows.shape, rows.dtype)
    _rows.each_row(_rows.softmax_rows, rows, out, need_softmax=True)
    return np.moveaxis(out, -1, place)


def log_softmax(z: ArrayLike, *, axis: int = -1) -> FloatArray:
    r"""Log-probabilities, in nats, of the softmax of the logits.

    ``log softmax(z)_k = z_k - logsumexp(z)``  (eq-log-softmax)

    Chapter: 07_softmax_loss

    Parameters
    ----------
    z : array_like, any shape with at least one axis, entries in [-inf, inf]
        Logits. -inf forbids a class.
    axis : int
        The axis of the classes.

    Returns
    -------
    array, the shape of `z`, float32 for float32 input, else float64
        Never positive.

    Raises
    ------
    ValueError, TypeError
        If a row holds NaN, two +inf, or -inf alone; if `z` is empty or `axis` does not exist.

    See Also
    --------
    torch.log_softmax : returns 0 where the truth is -2e-22.
    scipy.special.log_softmax : likewise.

    Examples
    --------
    >>> log_softmax([0.0, 0.0]).round(4).tolist()
    [-0.6931, -0.6931]
    >>> print(f"{log_softmax([50.0, 0.0])[0]:.3g}")  # -exp(-50), not 0
    -1.93e-22
    """
    rows, place = _last(z, axis)
    out = np.empty(rows.shape, rows.dtype)
    _rows.each_row(_rows.log_softmax_rows, rows, out, need_softmax=True)
    return np.moveaxis(out, -1, place)


def _sigmoid(z: Block) -> Block:
    # exp(-|z|) cannot overflow, and exp(z) / (1 + exp(z)) keeps the small side exact (chapter 08).
    small = np.exp(-np.abs(z))
    return np.where(z < 0, small, 1.0) / (1.0 + small)


def sigmoid(z: ArrayLike) -> FloatArray:
    r"""Probability (no unit) whose log-odds are the logit z.

    ``σ(z) = 1 / (1 + exp(-z))``  (def-sigmoid)

    Chapter: 01_classification

    Parameters
    ----------
    z : array_like, any shape, entries in [-inf, inf]

    Returns
    -------
    array, the shape of `z`, float32 for float32 input, else float64

    Raises
    ------
    ValueError, TypeError
        If `z` is empty, holds NaN or no real numbers.

    See Also
    --------
    torch.sigmoid : the same value.
    scipy.special.expit : likewise.

    Examples
    --------
    >>> float(sigmoid(0.0))
    0.5
    >>> sigmoid([-np.inf, np.inf]).tolist()
    [0.0, 1.0]
    """
    array = _arrays.as_floats("z", z)
    return _rows.each_element(_sigmoid, array.dtype, _arrays.no_nan, z=array)[()]


def _log_sigmoid(z: Block) -> Block:
    return np.minimum(z, 0) - _rows.log1p_exp(z)


def log_sigmoid(z: ArrayLike) -> FloatArray:
    r"""Log-probability, in nats, whose log-odds are the logit z.

    ``log σ(z) = min(z, 0) - log(1 + exp(-|z|))``  (eq-bce-logits)

    Chapter: 08_sigmoid_loss

    Parameters
    ----------
    z : array_like, any shape, entries in [-inf, inf]

    Returns
    -------
    array, the shape of `z`, float32 for float32 input, else float64
        Never positive.

    Raises
    ------
    ValueError, TypeError
        If `z` is empty, holds NaN or no real numbers.

    See Also
    --------
    torch.nn.functional.logsigmoid : returns 0 where the truth is -4e-18.
    scipy.special.log_expit : the same value.

    Examples
    --------
    >>> round(float(log_sigmoid(0.0)), 4)  # -log 2
    -0.6931
    >>> float(log_sigmoid(-1000.0))  # log(1 / (1 + exp(1000))) would be -inf
    -1000.0
    """
    array = _arrays.as_floats("z", z)
    return _rows.each_element(_log_sigmoid, array.dtype, _arrays.no_nan, z=array)[()]


def _softplus(z: Block) -> Block:
    return np.maximum(z, 0) + _rows.log1p_exp(z)


def softplus(z: ArrayLike) -> FloatArray:
    r"""Surprisal, in nats, of the outcome that has log-odds -z: a smooth max(z, 0).

    ``softplus(z) = log(1 + exp(z)) = max(z, 0) + log(1 + exp(-|z|))``  (eq-bce-logits)

    Chapter: 08_sigmoid_loss

    Parameters
    ----------
    z : array_like, any shape, entries in [-inf, inf]

    Returns
    -------
    array, the shape of `z`, float32 for float32 input, else float64
        Never negative.

    Raises
    ------
    ValueError, TypeError
        If `z` is empty, holds NaN or no real numbers.

    See Also
    --------
    torch.nn.functional.softplus : is z exactly above its threshold of 20.
    numpy.logaddexp : ``logaddexp(0, z)`` is the same value.

    Examples
    --------
    >>> round(float(softplus(0.0)), 4)  # log 2
    0.6931
    >>> float(softplus(1000.0))
    1000.0
    """
    array = _arrays.as_floats("z", z)
    return _rows.each_element(_softplus, array.dtype, _arrays.no_nan, z=array)[()]


def _logit(p: Block) -> Block:
    # Near 1/2 the ratio rounds before the logarithm sees it; 2p - 1 is exact there (chapter 08).
    near = np.abs(p - 0.5) <= 0.25
    return np.where(near, np.log1p((2 * p - 1) / (1 - p)), np.log(p / (1 - p)))


def logit(p: ArrayLike) -> FloatArray:
    r"""Log-odds, in nats, of a probability: the inverse of the sigmoid.

    ``logit(p) = log(p / (1 - p))``  (eq-logit-inverse)

    Chapter: 01_classification

    Parameters
    ----------
    p : array_like, any shape, entries in [0, 1]

    Returns
    -------
    array, the shape of `p`, float32 for float32 input, else float64
        -inf at 0 and +inf at 1.

    Raises
    ------
    ValueError, TypeError
        If `p` is empty, leaves [0, 1], holds NaN or no real numbers.

    See Also
    --------
    torch.logit : nan outside [0, 1], where there is an error here.
    scipy.special.logit : likewise.

    Examples
    --------
    >>> float(logit(0.5))
    0.0
    >>> logit([0.0, 1.0]).tolist()
    [-inf, inf]
    """
    array = _arrays.as_floats("p", p)
    return _rows.each_element(_logit, array.dtype, _arrays.in_unit_interval, p=array)[()]


def _xlogy(x: Block, y: Block) -> Block:
    return np.where(x == 0, 0.0, x * np.log(y))


def xlogy(x: ArrayLike, y: ArrayLike) -> FloatArray:
    r"""Product x log y, in nats, with ``0 log 0 = 0``.

    ``xlogy(x, y) = x log y``, and 0 where x = 0

    Chapter: 04_entropy

    Parameters
    ----------
    x : array_like, any shape, finite
    y : array_like, the shape of `x`, or one of the two a scalar; entries in [0, inf]

    Returns
    -------
    array, the common shape, float32 if both are, else float64

    Raises
    ------
    ValueError, TypeError
        If shapes differ, `y` is negative, `x` is not finite, or either is empty or holds NaN.

    See Also
    --------
    torch.xlogy : broadcasts, and returns nan for negative `y`.
    scipy.special.xlogy : likewise.

    Examples
    --------
    >>> round(float(xlogy(2.0, np.e)), 4)
    2.0
    >>> float(xlogy(0.0, 0.0))
    0.0
    """
    a, b = _arrays.as_floats("x", x), _arrays.as_floats("y", y)
    if a.ndim and b.ndim:
        _arrays.same_shape("x", a, "y", b)
    dtype, tests = np.result_type(a.dtype, b.dtype), (_arrays.finite, _arrays.not_negative)
    wide_a, wide_b = np.broadcast_arrays(a, b)
    return _rows.each_element(_xlogy, dtype, *tests, x=wide_a, y=wide_b)[()]
