"""The accurate inner forms of the KL divergence: sums of terms that are never negative.

Written as ``Σ p log(p / q)``, the divergence of two close distributions is a difference of nearly
equal numbers: at 1e-20 not a digit is right and the sign is chance.
Chapter: 06_kl_divergence derives both forms.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from xent_course._rows import SAFE, Block, below

Pair: TypeAlias = tuple[Block, Block]  # a number as rounded, and the rounding error
CLOSE = 0.2  # |p - q| / (p + q) below which p log(p/q) - (p - q) is summed as a series
FEW_NATS = 0.1  # rows above it do not suffer from the cancellation
# 1 / (2k + 3): the series of (atanh(r) - r) / r^3 in r^2, enough for r = CLOSE.
ATANH = tuple(1 / (2 * k + 3) for k in range(11, -1, -1))
# (-1)^k / (k + 2)!: the series of (expm1(-c) + c) / c^2, enough for |c| = 1/2.
EXPM1 = tuple((-1) ** k / float(np.prod(np.arange(1.0, k + 3))) for k in range(13, -1, -1))


def _polynomial(coefficients: tuple[float, ...], x: Block) -> Block:
    total = np.full_like(x, coefficients[0])
    for c in coefficients[1:]:
        total *= x
        total += c
    return total


def kl_terms(p: Block, q: Block) -> Block:
    """Return p log(p/q) - p + q, entry by entry, each to rounding and none negative.

    With r = (p - q) / (p + q), log(p/q) = 2 atanh(r), and what cancels is taken out by hand:
    (p - q) r + 2 p r^3 (1/3 + r^2/5 + ...) (Loader 2000). The sum of -p + q is zero.
    """
    gap = p - q
    direct = p * (np.log(p) - np.log(q)) - gap
    ratio = np.log(p / q)
    usable = np.isfinite(ratio)  # p/q may overflow, or both be zero
    direct[usable] = (p * ratio - gap)[usable]
    r = gap / (p + q)
    near = np.abs(r) < CLOSE
    a, b = r[near], p[near]
    direct[near] = gap[near] * a + 2 * b * (a * a * a) * _polynomial(ATANH, a * a)
    return np.where(p == 0, q, direct)


def kl_rows(p: Block, q: Block) -> Block:
    """KL divergence of each row; careful terms only where few nats are left or p/q overflowed."""
    ratio = p / q
    np.log(ratio, out=ratio)
    ratio *= p
    gap = p.sum(axis=1) - q.sum(axis=1)
    total = ratio.sum(axis=1) - gap
    if np.isnan(total).any():
        ratio[p == 0] = 0  # 0 log 0 = 0
        total = ratio.sum(axis=1) - gap
    doubtful = ~((total > FEW_NATS) & (total < np.inf))
    if doubtful.any():
        total[doubtful] = kl_terms(p[doubtful], q[doubtful]).sum(axis=1)
    return np.asarray(total)


def _excess(c: Block) -> Block:
    """exp(-c) - 1 + c, never negative; the two cancel for small c, so there it is a series."""
    return np.where(np.abs(c) < 0.5, c * c * _polynomial(EXPM1, c), np.expm1(-c) + c)


def _log_ratio(p: Pair, q: Pair, weights: Block) -> tuple[Block, Block]:
    """Return c = log(p/q) less its mean under p, where p lives, and that mean."""
    ratio = np.where(weights > 0, (p[0] - q[0]) + (p[1] - q[1]), 0.0)
    norm = weights.sum(axis=1, keepdims=True)
    mean = (weights * ratio).sum(axis=1, keepdims=True) / norm
    return ratio - mean, mean


def kl_logit_rows(p_logits: Block, q_logits: Block) -> Block:
    """KL divergence of the softmaxes of each row of logits.

    With c = log(p/q) less its mean under p, KL = log E_p[exp(-c)] = log1p(E_p[exp(-c) - 1 + c]).
    """
    p = below(p_logits, p_logits.max(axis=1, keepdims=True))
    q = below(q_logits, q_logits.max(axis=1, keepdims=True))
    weights = np.exp(p[0])
    weights += weights * p[1]
    c, mean = _log_ratio(p, q, weights)
    # Where c is large, p exp(-c) is formed as exp(log q + mean): the other way loses |c| units.
    zq, error = below(q[0], -mean)
    peak = zq.max(axis=1, keepdims=True)
    shift = np.where(peak > SAFE, peak, 0.0)
    far = ~(np.abs(c) <= 1) | (weights == 0)
    scale = np.exp(-shift)
    large = np.exp(zq - shift) * (1 + (error + q[1]))
    large -= weights * (1 - c) * scale
    terms = np.where(far, large, weights * _excess(c) * scale)
    excess = terms.sum(axis=1) / weights.sum(axis=1)
    shift = shift[:, 0]
    value = np.where(shift > 0, shift + np.log(excess), np.log1p(excess))
    forbidden = ((weights > 0) & (q[0] == -np.inf)).any(axis=1)
    return np.where(forbidden, np.inf, value)
