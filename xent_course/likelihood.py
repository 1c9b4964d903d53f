"""Likelihood: how probable a model makes what was seen, on the logarithmic scale."""

from __future__ import annotations

import numpy as np

from xent_course import _arrays
from xent_course._arrays import ArrayLike, BoolArray, FloatArray

__all__ = [
    "bernoulli_log_likelihood", "bernoulli_mle", "categorical_log_likelihood", "categorical_mle",
    "negative_log_likelihood",
]  # fmt: skip


def _outcomes(value: ArrayLike) -> BoolArray:
    """Return zeros and ones as booleans."""
    outcomes = _arrays.as_array("outcomes", value)
    bad = (outcomes != 0) & (outcomes != 1)
    if bad.any():
        _arrays.refuse("outcomes", "be 0 or 1", outcomes, bad)
    return np.asarray(outcomes == 1)


def bernoulli_log_likelihood(theta: ArrayLike, outcomes: ArrayLike) -> float:
    r"""Log-likelihood, in nats, of independent zeros and ones: the total, not the mean.

    ``log L(θ) = Σ_i [x_i log θ + (1 - x_i) log(1 - θ)]``  (eq-coin-likelihood)

    Chapter: 02_likelihood

    Parameters
    ----------
    theta : array_like, a scalar or the shape of `outcomes`, entries in [0, 1]
        Probability of a one: the same for all outcomes, or one for each.
    outcomes : array_like, any shape, entries 0 or 1 (or booleans)

    Returns
    -------
    float
        Never positive; -inf if an outcome has probability zero.

    Raises
    ------
    ValueError, TypeError
        If shapes differ, `theta` leaves [0, 1], `outcomes` holds another value, or either is empty.

    See Also
    --------
    torch.distributions.Bernoulli : ``log_prob`` gives the terms of the sum.

    Examples
    --------
    >>> round(bernoulli_log_likelihood(0.5, [1, 0]), 4)  # 2 log 1/2
    -1.3863
    >>> bernoulli_log_likelihood(1.0, [1, 0])
    -inf
    """
    seen, p = _outcomes(outcomes), _arrays.as_floats("theta", theta)
    if p.ndim:
        _arrays.same_shape("outcomes", seen, "theta", p)
    _arrays.in_unit_interval("theta", p)
    wide = p.astype(np.float64)
    # log1p(-θ), since 1 - θ would round a small θ away (chapter 08).
    with np.errstate(divide="ignore"):
        terms = np.where(seen, np.log(wide), np.log1p(-wide))
    return float(terms.sum()) + 0.0


def categorical_log_likelihood(probs: ArrayLike, outcomes: ArrayLike) -> float:
    r"""Log-likelihood, in nats, of independent classes: the total, not the mean.

    ``log L(π) = Σ_i Σ_k [y_i = k] log π_k = Σ_i log π_{y_i}``  (eq-nll-counts)

    Chapter: 03_negative_log_likelihood

    Parameters
    ----------
    probs : array_like, shape (K,) or (..., K), rows that sum to one
        Probabilities of the classes: one row for all outcomes, or one for each.
    outcomes : array_like, shape (...), integer classes 0..K-1

    Returns
    -------
    float
        Never positive; -inf if an outcome has probability zero.

    Raises
    ------
    ValueError, TypeError
        If shapes do not fit, a row is not a distribution, a class is out of range or no integer.

    See Also
    --------
    torch.distributions.Categorical : ``log_prob`` gives the terms; normalises `probs` in silence.

    Examples
    --------
    >>> round(categorical_log_likelihood([0.5, 0.25, 0.25], [0, 2]), 4)  # log 1/8
    -2.0794
    >>> categorical_log_likelihood([1.0, 0.0], [0, 1])
    -inf
    """
    p = _arrays.distributions("probs", probs)
    labels = _arrays.as_labels("outcomes", outcomes, p.shape[-1])
    if p.ndim == 1:
        picked = p[labels]
    else:
        _arrays.same_shape("probs without its last axis", p[..., 0], "outcomes", labels)
        picked = np.take_along_axis(p, labels[..., None], axis=-1)
    with np.errstate(divide="ignore"):
        return float(np.log(picked.astype(np.float64)).sum()) + 0.0


def negative_log_likelihood(outcome_probs: ArrayLike, *, reduction: str = "sum") -> FloatArray:
    r"""Negative log-likelihood, in nats, of the probabilities that a model gave to what happened.

    ``NLL = -Σ_i log q_i``  (def-nll)

    Chapter: 03_negative_log_likelihood

    Parameters
    ----------
    outcome_probs : array_like, any shape, entries in [0, 1]
        Entry i is the probability of what was seen in trial i; they need not sum to one.
    reduction : {"sum", "mean", "none"}

    Returns
    -------
    scalar, or for "none" an array of the shape of `outcome_probs`
        float32 for float32 input, else float64; +inf if an outcome has probability zero.

    Raises
    ------
    ValueError, TypeError
        If an entry leaves [0, 1] or is NaN, the array is empty, or `reduction` is unknown.

    See Also
    --------
    torch.nn.functional.nll_loss : takes *log*-probabilities of all classes, and the label.

    Examples
    --------
    >>> round(float(negative_log_likelihood([0.5, 0.25])), 4)  # log 2 + log 4
    2.0794
    >>> float(negative_log_likelihood([1.0, 0.0]))
    inf
    """
    how = _arrays.as_reduction(reduction)
    q = _arrays.as_floats("outcome_probs", outcome_probs)
    _arrays.in_unit_interval("outcome_probs", q)
    with np.errstate(divide="ignore"):
        losses = 0.0 - np.log(q.astype(np.float64))
    total = {"none": losses, "sum": losses.sum(), "mean": losses.sum() / q.size}[how]
    return np.asarray(total).astype(q.dtype)[()]


def bernoulli_mle(outcomes: ArrayLike) -> float:
    r"""Most likely probability (no unit) of a one: the share of ones.

    ``θ̂ = s / N``  (eq-coin-mle)

    Chapter: 02_likelihood

    Parameters
    ----------
    outcomes : array_like, any shape, entries 0 or 1 (or booleans)

    Returns
    -------
    float
        In [0, 1].

    Raises
    ------
    ValueError, TypeError
        If `outcomes` is empty or holds anything but 0 and 1.

    See Also
    --------
    bernoulli_log_likelihood : what it maximises.

    Examples
    --------
    >>> bernoulli_mle([1, 0, 1, 1])
    0.75
    >>> bernoulli_mle([1, 1])  # it has never seen a zero
    1.0
    """
    seen = _outcomes(outcomes)
    return int(seen.sum()) / seen.size


def categorical_mle(outcomes: ArrayLike, *, num_classes: int) -> FloatArray:
    r"""Most likely probabilities (no unit) of the classes: their shares.

    ``π̂_k = n_k / N``  (eq-mle-counts)

    Chapter: 03_negative_log_likelihood

    Parameters
    ----------
    outcomes : array_like, any shape, integer classes 0..num_classes-1
    num_classes : int, at least 1

    Returns
    -------
    array, shape (num_classes,), float64
        Zero for a class that was not seen.

    Raises
    ------
    ValueError, TypeError
        If `outcomes` is empty, or a class is out of range or no integer.

    See Also
    --------
    categorical_log_likelihood : what it maximises.

    Examples
    --------
    >>> categorical_mle([0, 1, 1, 0], num_classes=3).tolist()
    [0.5, 0.5, 0.0]
    >>> categorical_mle([0], num_classes=1).tolist()
    [1.0]
    """
    count = _arrays.as_class_count(num_classes)
    labels = _arrays.as_labels("outcomes", outcomes, count)
    return np.bincount(labels.reshape(-1), minlength=count) / labels.size
