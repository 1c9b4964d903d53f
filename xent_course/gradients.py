"""The losses again, each with its gradient: the arguments of `losses`, and (value, gradient) back.

The gradient is by the first argument and has its shape and dtype. With reduction "none" the value
is every loss, and the gradient that of their sum. All of them are compared with PyTorch's
autograd, and with `central_difference`, in the tests.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from xent_course import _arrays, _linear_loss, _probability_loss, _sigmoid_loss, _softmax_loss
from xent_course._arrays import ArrayLike, FloatArray

__all__ = [
    "binary_cross_entropy", "binary_cross_entropy_with_logits", "central_difference",
    "cross_entropy_with_logits", "linear_cross_entropy", "nll_loss",
]  # fmt: skip

CUBE_ROOT_OF_EPS = float(np.cbrt(np.finfo(np.float64).eps))


def binary_cross_entropy(
    probs: ArrayLike, targets: ArrayLike, *,
    weight: ArrayLike | None = None, reduction: str = "mean",
) -> tuple[FloatArray, FloatArray]:  # fmt: skip
    r"""Binary cross-entropy of probabilities, in nats, and its gradient, in nats per unit.

    ``∂BCE/∂q = (q - t) / (q (1 - q))``  (eq-bce-probs-grad)

    Chapter: 08_sigmoid_loss

    Parameters
    ----------
    probs : array_like, any shape, entries in [0, 1]
    targets : array_like, the shape of `probs`, entries in [0, 1] or booleans
    weight : array_like, the shape of `probs` or of its last axis, optional
    reduction : {"mean", "sum", "none"}

    Returns
    -------
    (value, gradient)
        The value as ``losses.binary_cross_entropy`` gives it; the gradient has the shape and dtype
        of `probs`, and is infinite where what happened had probability zero.

    Raises
    ------
    ValueError, TypeError
        As ``losses.binary_cross_entropy``.

    See Also
    --------
    torch.nn.functional.binary_cross_entropy : holds q (1 - q) above 1e-12, so 1e12 for infinity.

    Examples
    --------
    >>> value, gradient = binary_cross_entropy([0.25], [1])
    >>> gradient.tolist()  # -1/q
    [-4.0]
    >>> binary_cross_entropy([0.0, 1.0], [0, 1], reduction="sum")[1].tolist()
    [1.0, -1.0]
    """
    problem = _sigmoid_loss.Problem(("probs", probs), targets, reduction, weight)
    value = problem.value(_sigmoid_loss.probability_losses)
    return value, problem.gradient(_sigmoid_loss.probability_gradients)


def binary_cross_entropy_with_logits(
    logits: ArrayLike, targets: ArrayLike, *, weight: ArrayLike | None = None,
    pos_weight: ArrayLike | None = None, reduction: str = "mean",
) -> tuple[FloatArray, FloatArray]:  # fmt: skip
    r"""Binary cross-entropy of logits, in nats, and its gradient, which is a plain difference.

    ``∂ℓ/∂z = σ(z) - t``  (eq-bce-grad); with `pos_weight` w, ``(1 - t) σ(z) - w t σ(-z)``

    Chapter: 08_sigmoid_loss

    Parameters
    ----------
    logits : array_like, any shape, entries in [-inf, inf]
    targets : array_like, the shape of `logits`, entries in [0, 1] or booleans
    weight : array_like, the shape of `logits` or of its last axis, optional
    pos_weight : array_like, a scalar or the shape of the last axis, optional
    reduction : {"mean", "sum", "none"}

    Returns
    -------
    (value, gradient)
        The value as ``losses.binary_cross_entropy_with_logits`` gives it; the gradient has the
        shape and dtype of `logits`.

    Raises
    ------
    ValueError, TypeError
        As ``losses.binary_cross_entropy_with_logits``.

    See Also
    --------
    torch.nn.functional.binary_cross_entropy_with_logits : its gradient at z = 40, t = 1 is 0.

    Examples
    --------
    >>> float(binary_cross_entropy_with_logits(0.0, 1)[1])  # 1/2 - 1
    -0.5
    >>> print(f"{binary_cross_entropy_with_logits(40.0, 1)[1]:.3g}")  # -exp(-40), not 0
    -4.25e-18
    """
    problem = _sigmoid_loss.Problem(("logits", logits), targets, reduction, weight, pos_weight)
    value = problem.value(_sigmoid_loss.logit_losses)
    return value, problem.gradient(_sigmoid_loss.logit_gradients)


def nll_loss(
    log_probs: ArrayLike, targets: ArrayLike, *, weight: ArrayLike | None = None,
    ignore_index: int | None = None, reduction: str = "mean",
) -> tuple[FloatArray, FloatArray]:  # fmt: skip
    r"""Negative log-likelihood of classes, in nats, and its gradient: one entry a row (no unit).

    ``∂ℓ/∂(log q_k) = -[k = y]``  (def-nll-loss)

    Chapter: 11_losses_in_pytorch

    Parameters
    ----------
    log_probs : array_like, shape (..., K), entries in [-inf, 0], rows whose exponentials sum to one
    targets : array_like, shape (...), integer classes 0..K-1
    weight : array_like, shape (K,), optional
    ignore_index : int, optional
    reduction : {"mean", "sum", "none"}

    Returns
    -------
    (value, gradient)
        The value as ``losses.nll_loss`` gives it; the gradient has the shape and dtype of
        `log_probs`, its entries taken as free of one another.

    Raises
    ------
    ValueError, TypeError
        As ``losses.nll_loss``.

    See Also
    --------
    torch.nn.functional.nll_loss : the same gradient.

    Examples
    --------
    >>> nll_loss(np.log([[0.5, 0.5], [0.25, 0.75]]), [0, 1])[1].tolist()
    [[-0.5, 0.0], [0.0, -0.5]]
    >>> nll_loss([[0.0, -np.inf]], [1])[1].tolist()  # an infinite loss, and still a slope
    [[0.0, -1.0]]
    """
    args = (log_probs, targets, weight, ignore_index, reduction)
    return _probability_loss.nll(*args, gradient=True)


def cross_entropy_with_logits(
    logits: ArrayLike, targets: ArrayLike, *, weight: ArrayLike | None = None,
    ignore_index: int | None = None, label_smoothing: float = 0.0, reduction: str = "mean",
) -> tuple[FloatArray, FloatArray]:  # fmt: skip
    r"""Cross-entropy of the softmax of logits, in nats, and its gradient: model minus target.

    ``∂ℓ/∂z_k = softmax(z)_k - t_k``  (eq-softmax-grad)

    At the label it is computed as ``-rest / (1 + rest)``, which does not die where softmax is 1.

    Chapter: 07_softmax_loss

    Parameters
    ----------
    logits : array_like, shape (..., K), K at least 2, entries in [-inf, inf]
    targets : array_like, shape (...), integer classes; or shape (..., K), distributions
    weight : array_like, shape (K,), optional
    ignore_index : int, optional
    label_smoothing : float in [0, 1]
    reduction : {"mean", "sum", "none"}

    Returns
    -------
    (value, gradient)
        The value as ``losses.cross_entropy_with_logits`` gives it; the gradient has the shape and
        dtype of `logits`, and zeros where a row is ignored.

    Raises
    ------
    ValueError, TypeError
        As ``losses.cross_entropy_with_logits``.

    See Also
    --------
    torch.nn.functional.cross_entropy : its gradient at the label is 0 for logits [50, 0].

    Examples
    --------
    >>> cross_entropy_with_logits([[0.0, 0.0]], [1])[1].tolist()
    [[0.5, -0.5]]
    >>> gradient = cross_entropy_with_logits([[50.0, 0.0]], [0])[1]
    >>> [f"{entry:.3g}" for entry in gradient[0]]
    ['-1.93e-22', '1.93e-22']
    """
    args = (logits, targets, weight, ignore_index, label_smoothing, reduction)
    return _softmax_loss.softmax_loss(*args, gradient=True)


def linear_cross_entropy(
    features: ArrayLike, weight: ArrayLike, targets: ArrayLike, *, bias: ArrayLike | None = None,
    ignore_index: int | None = None, reduction: str = "mean",
) -> tuple[FloatArray, tuple[FloatArray, ...]]:  # fmt: skip
    r"""Cross-entropy of a linear layer, in nats, and its gradients, a few rows of logits at a time.

    ``∂ℓ/∂x = Wᵀ(q - t)``, ``∂ℓ/∂W = (q - t) xᵀ``, ``∂ℓ/∂b = q - t``  (eq-linear-grad)

    Chapter: 14_cross_entropy_at_scale (to come)

    Parameters
    ----------
    features : array_like, shape (..., D), finite
    weight : array_like, shape (V, D), V at least 2, finite
    targets : array_like, shape (...), integer classes 0..V-1
    bias : array_like, shape (V,), finite, optional
    ignore_index : int, optional
    reduction : {"mean", "sum", "none"}

    Returns
    -------
    (value, (d_features, d_weight)) or, with a bias, (value, (d_features, d_weight, d_bias))
        The value as ``losses.linear_cross_entropy`` gives it; each gradient has the shape and
        dtype of what it belongs to.

    Raises
    ------
    ValueError, TypeError
        As ``losses.linear_cross_entropy``.

    See Also
    --------
    torch.nn.functional.linear_cross_entropy : the same, in recent versions of PyTorch.

    Examples
    --------
    >>> features, weight = [[1.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]]
    >>> value, (d_features, d_weight) = linear_cross_entropy(features, weight, [1])
    >>> d_weight.tolist()
    [[0.5, 0.0], [-0.5, 0.0]]
    >>> linear_cross_entropy(features, weight, [1], bias=[0, 0])[1][2].tolist()
    [0.5, -0.5]
    """
    args = (features, weight, targets, bias, ignore_index, reduction)
    return _linear_loss.linear_loss(*args, gradient=True)


def central_difference(
    f: Callable[[FloatArray], object], x: ArrayLike, *, step: float | None = None
) -> FloatArray:
    r"""Gradient of a scalar function by differences, in the units of f per unit of x.

    ``∂f/∂x_k ≈ [f(x + h e_k) - f(x - h e_k)] / 2h``  (eq-central-difference)

    Chapter: 07_softmax_loss

    Parameters
    ----------
    f : callable
        Takes an array like `x`, returns a scalar.
    x : array_like, any shape, finite
    step : float, positive, optional
        h; by default the cube root of the rounding unit (6e-6), times ``max(1, abs(x_k))``.

    Returns
    -------
    array, the shape of `x`, float64
        About ten correct digits where f is smooth and of moderate size.

    Raises
    ------
    ValueError, TypeError
        If `x` is empty or not finite, or `step` is not positive.

    See Also
    --------
    torch.autograd.gradcheck : compares a gradient with differences.
    scipy.optimize.approx_fprime : takes one-sided steps.

    Examples
    --------
    >>> central_difference(lambda x: x[0] * x[1], [2.0, 5.0]).round(6).tolist()
    [5.0, 2.0]
    >>> float(central_difference(abs, 0.0))  # the kink of |x|: right and left cancel
    0.0
    """
    point = np.array(_arrays.as_floats("x", x), dtype=np.float64)
    _arrays.finite("x", point)
    h = None if step is None else _arrays.as_number("step", step)
    if h is not None and h <= 0:
        raise ValueError(f"step must be positive; found {h}")
    slope = np.empty_like(point)
    for k in np.ndindex(point.shape):
        here = float(point[k])
        right, left = point.copy(), point.copy()
        reach = h or CUBE_ROOT_OF_EPS * max(1.0, abs(here))
        right[k], left[k] = here + reach, here - reach
        rise = np.asarray(f(right[()])) - np.asarray(f(left[()]))
        slope[k] = rise.item() / (right[k] - left[k])  # the step that was taken, after rounding
    return slope[()]
