"""Losses as PyTorch calls them: model first, targets second, the rest by keyword.

Values agree with PyTorch's to its rounding; where it answers nan or clamps, see each See Also.
"""

from __future__ import annotations

import numpy as np

from xent_course import _arrays, _linear_loss, _probability_loss, _sigmoid_loss, _softmax_loss
from xent_course._arrays import ArrayLike, FloatArray

__all__ = [
    "binary_cross_entropy", "binary_cross_entropy_with_logits", "cross_entropy_with_logits",
    "linear_cross_entropy", "nll_loss", "smooth_labels",
]  # fmt: skip


def binary_cross_entropy(
    probs: ArrayLike, targets: ArrayLike, *,
    weight: ArrayLike | None = None, reduction: str = "mean",
) -> FloatArray:  # fmt: skip
    r"""Binary cross-entropy, in nats, of probabilities.

    ``BCE(q, t) = -[t log q + (1 - t) log(1 - q)]``  (def-bce)

    Chapter: 08_sigmoid_loss

    Parameters
    ----------
    probs : array_like, any shape, entries in [0, 1]
        The model's probabilities of a one.
    targets : array_like, the shape of `probs`, entries in [0, 1] or booleans
    weight : array_like, the shape of `probs` or of its last axis, optional
        What each loss is multiplied by; the mean still divides by the number of losses.
    reduction : {"mean", "sum", "none"}

    Returns
    -------
    scalar, or for "none" an array of the shape of `probs`; float32 if they are, else float64
        +inf where what happened had probability zero.

    Raises
    ------
    ValueError, TypeError
        If shapes differ, an entry leaves [0, 1] or is NaN, or weights are not allowed.

    See Also
    --------
    torch.nn.functional.binary_cross_entropy : cuts each logarithm off at -100, so 100 for +inf.
    binary_cross_entropy_with_logits : keeps the digits that a probability near 1 cannot hold.

    Examples
    --------
    >>> round(float(binary_cross_entropy([0.5, 0.25], [1, 0])), 4)  # (log 2 + log 4/3) / 2
    0.4904
    >>> float(binary_cross_entropy(0.0, 1))
    inf
    """
    problem = _sigmoid_loss.Problem(("probs", probs), targets, reduction, weight)
    return problem.value(_sigmoid_loss.probability_losses)


def binary_cross_entropy_with_logits(
    logits: ArrayLike, targets: ArrayLike, *, weight: ArrayLike | None = None,
    pos_weight: ArrayLike | None = None, reduction: str = "mean",
) -> FloatArray:  # fmt: skip
    r"""Binary cross-entropy, in nats, of logits: the sigmoid loss.

    ``ℓ(z, t) = max(z, 0) - z t + log(1 + exp(-|z|))``  (eq-bce-logits)

    Computed as ``t softplus(-z) + (1 - t) softplus(z)``, two terms that are never negative.

    Chapter: 08_sigmoid_loss

    Parameters
    ----------
    logits : array_like, any shape, entries in [-inf, inf]
    targets : array_like, the shape of `logits`, entries in [0, 1] or booleans
    weight : array_like, the shape of `logits` or of its last axis, optional
        What each loss is multiplied by; the mean still divides by the number of losses.
    pos_weight : array_like, a scalar or the shape of the last axis, optional
        What the positive term, ``t softplus(-z)``, is multiplied by.
    reduction : {"mean", "sum", "none"}

    Returns
    -------
    scalar, or for "none" an array of the shape of `logits`; float32 if they are, else float64

    Raises
    ------
    ValueError, TypeError
        If shapes differ, a target leaves [0, 1], anything is NaN, or weights are not allowed.

    See Also
    --------
    torch.nn.functional.binary_cross_entropy_with_logits : returns 0 where the truth is 4e-18;
        accepts targets outside [0, 1].

    Examples
    --------
    >>> round(float(binary_cross_entropy_with_logits(0.0, 1)), 4)  # log 2
    0.6931
    >>> print(f"{binary_cross_entropy_with_logits(-40.0, 0):.3g}")  # exp(-40), not 0
    4.25e-18
    """
    problem = _sigmoid_loss.Problem(("logits", logits), targets, reduction, weight, pos_weight)
    return problem.value(_sigmoid_loss.logit_losses)


def nll_loss(
    log_probs: ArrayLike, targets: ArrayLike, *, weight: ArrayLike | None = None,
    ignore_index: int | None = None, reduction: str = "mean",
) -> FloatArray:  # fmt: skip
    r"""Negative log-likelihood, in nats, of classes under log-probabilities.

    ``ℓ(log q, y) = -log q_y``; the mean is ``Σ_i w_{y_i} ℓ_i / Σ_i w_{y_i}``  (def-nll-loss)

    Chapter: 11_losses_in_pytorch

    Parameters
    ----------
    log_probs : array_like, shape (..., K), entries in [-inf, 0], rows whose exponentials sum to one
    targets : array_like, shape (...), integer classes 0..K-1
    weight : array_like, shape (K,), optional
        What the loss of each class is multiplied by.
    ignore_index : int, optional
        Rows with this target do not count. PyTorch's default of -100 has to be asked for.
    reduction : {"mean", "sum", "none"}

    Returns
    -------
    scalar, or for "none" an array of shape (...); float32 for float32 `log_probs`, else float64
        +inf where what happened had probability zero.

    Raises
    ------
    ValueError, TypeError
        If rows are not log-probabilities, shapes do not fit, classes or weights are not allowed,
        or a mean has nothing to average.

    See Also
    --------
    torch.nn.functional.nll_loss : classes are its axis 1; takes any numbers for log-probabilities;
        nan when everything is ignored.

    Examples
    --------
    >>> round(float(nll_loss(np.log([[0.5, 0.5], [0.25, 0.75]]), [0, 0])), 4)  # (log 2 + log 4) / 2
    1.0397
    >>> float(nll_loss([[0.0, -np.inf]], [1]))
    inf
    """
    args = (log_probs, targets, weight, ignore_index, reduction)
    return _probability_loss.nll(*args, gradient=False)[0]


def cross_entropy_with_logits(
    logits: ArrayLike, targets: ArrayLike, *, weight: ArrayLike | None = None,
    ignore_index: int | None = None, label_smoothing: float = 0.0, reduction: str = "mean",
) -> FloatArray:  # fmt: skip
    r"""Cross-entropy, in nats, of the softmax of logits: the softmax loss.

    ``ℓ(z, t) = -Σ_k w_k t_k log softmax(z)_k``, t smoothed, one-hot for a class  (def-softmax-loss)

    Chapter: 07_softmax_loss

    Parameters
    ----------
    logits : array_like, shape (..., K), K at least 2, entries in [-inf, inf]
        -inf forbids a class.
    targets : array_like, shape (...), integer classes; or shape (..., K), distributions
    weight : array_like, shape (K,), optional
        What the term of each class is multiplied by. The mean over classes divides by the sum of
        ``w_{y_i}``, the mean over distributions by their number, as in PyTorch.
    ignore_index : int, optional
        Rows with this class do not count. PyTorch's default of -100 has to be asked for.
    label_smoothing : float in [0, 1]
        The share of each target that is spread evenly over the classes.
    reduction : {"mean", "sum", "none"}

    Returns
    -------
    scalar, or for "none" an array of shape (...); float32 for float32 `logits`, else float64

    Raises
    ------
    ValueError, TypeError
        If a row has no softmax, a target names or puts mass on a forbidden class, shapes do not
        fit, weights are not allowed, or a mean has nothing to average.

    See Also
    --------
    torch.nn.functional.cross_entropy : classes are its axis 1; returns 0 where the truth is 2e-22,
        nan when everything is ignored, and takes soft targets that sum to anything.
    xent_course.information.cross_entropy : of two distributions, truth first.

    Examples
    --------
    >>> round(float(cross_entropy_with_logits([[0.0, 0.0]], [1])), 4)  # log 2
    0.6931
    >>> print(f"{cross_entropy_with_logits([[50.0, 0.0]], [0]):.3g}")  # exp(-50), not 0
    1.93e-22
    """
    args = (logits, targets, weight, ignore_index, label_smoothing, reduction)
    return _softmax_loss.softmax_loss(*args, gradient=False)[0]


def smooth_labels(
    targets: ArrayLike, *, num_classes: int | None = None, label_smoothing: float
) -> FloatArray:
    r"""Target distributions (no unit) of which a share is spread evenly over the classes.

    ``t^ε_k = (1 - ε) t_k + ε / K``  (eq-label-smoothing)

    Chapter: 05_cross_entropy

    Parameters
    ----------
    targets : array_like, shape (...), integer classes; or shape (..., K), distributions (floats)
    num_classes : int, optional
        K; needed for classes, and must be K for distributions if it is given.
    label_smoothing : float in [0, 1]

    Returns
    -------
    array, shape (..., K), float32 for float32 distributions, else float64

    Raises
    ------
    ValueError, TypeError
        If a class is out of range, a row is not a distribution, or a number is not allowed.

    See Also
    --------
    torch.nn.functional.cross_entropy : does this inside, by its ``label_smoothing``.

    Examples
    --------
    >>> smooth_labels([1], num_classes=4, label_smoothing=0.5).tolist()
    [[0.125, 0.625, 0.125, 0.125]]
    >>> smooth_labels([[1.0, 0.0]], label_smoothing=1.0).tolist()  # nothing of the target is left
    [[0.5, 0.5]]
    """
    eps = _arrays.as_smoothing(label_smoothing)
    k = None if num_classes is None else _arrays.as_class_count(num_classes)
    array = _arrays.as_array("targets", targets)
    if array.dtype.kind == "f":
        t = _arrays.distributions("targets", array)
        if k not in (None, t.shape[-1]):
            raise ValueError(f"num_classes must be {t.shape[-1]}, the last axis; found {k}")
    elif k is None:
        raise TypeError("num_classes must be given where targets are classes; found None")
    else:
        t = np.eye(k)[_arrays.as_labels("targets", array, k)]
    return np.asarray((t.astype(np.float64) * (1 - eps) + eps / t.shape[-1]).astype(t.dtype))


def linear_cross_entropy(
    features: ArrayLike, weight: ArrayLike, targets: ArrayLike, *, bias: ArrayLike | None = None,
    ignore_index: int | None = None, reduction: str = "mean",
) -> FloatArray:  # fmt: skip
    r"""Cross-entropy, in nats, of a linear layer, without ever holding its N x V logits.

    ``ℓ(x, y) = -log softmax(W x + b)_y``  (def-linear-cross-entropy)

    Chapter: 14_cross_entropy_at_scale (to come)

    Parameters
    ----------
    features : array_like, shape (..., D), finite
    weight : array_like, shape (V, D), V at least 2, finite
        The layer's matrix, as in ``torch.nn.Linear``; these are not weights of classes.
    targets : array_like, shape (...), integer classes 0..V-1
    bias : array_like, shape (V,), finite, optional
    ignore_index : int, optional
        Rows with this target do not count.
    reduction : {"mean", "sum", "none"}

    Returns
    -------
    scalar, or for "none" an array of shape (...); float32 for float32 `features`, else float64

    Raises
    ------
    ValueError, TypeError
        If shapes do not fit, anything is not finite, a class is out of range, or a mean has
        nothing to average.

    See Also
    --------
    torch.nn.functional.linear_cross_entropy : the same, in recent versions of PyTorch.
    cross_entropy_with_logits : the same of logits that are there already.

    Examples
    --------
    >>> features, weight = [[1.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]]
    >>> round(float(linear_cross_entropy(features, weight, [1])), 4)  # log 2
    0.6931
    >>> print(f"{linear_cross_entropy(features, weight, [1], bias=[0, 50]):.3g}")
    1.93e-22
    """
    args = (features, weight, targets, bias, ignore_index, reduction)
    return _linear_loss.linear_loss(*args, gradient=False)[0]
