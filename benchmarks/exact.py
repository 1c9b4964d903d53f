"""Input families and their exact values, at 50 digits and more, by mpmath.

Shared by tests/test_against_mpmath.py, which holds the goals, and by the table of the book.
"""

import math

import mpmath
import numpy as np

mpmath.mp.dps = 60
mpf = mpmath.mpf
INF = mpmath.inf


def families(k, kind=np.float64, n_rows=None, seed=0):
    """Rows of k logits by the name of what is difficult about them."""
    rng = np.random.default_rng([seed, k])
    n = n_rows or (4 if k > 100 else 12)
    normal = rng.normal(size=(n, k))
    top = float(np.finfo(kind).max) / 2
    dominated = normal.copy()
    dominated[np.arange(n), rng.integers(0, k, n)] += rng.uniform(20, 700, n)
    forbidding = normal * 5
    forbidding[:, 2:][rng.random((n, k - 2)) < 0.3] = -math.inf
    ties = 5 + np.arange(n)[:, None] + rng.integers(-2, 3, (n, k)) * 16 * np.finfo(kind).eps
    found = {
        "ordinary": normal * 3,
        "wide": rng.uniform(-30, 30, (n, k)),
        "thousands": rng.uniform(-1e3, 1e3, (n, k)),
        "hugest": rng.uniform(-top, top, (n, k)),
        "dominated": dominated,
        "ties": ties,
        "shifted": normal + rng.choice([-1e4, 777.7, 1e5], (n, 1)),
        "forbidding": forbidding,
    }
    return {name: z.astype(kind) for name, z in found.items()}


def labels(z):
    """One label a row that is not forbidden: the peak, the least, any, and round again."""
    found = []
    for i, row in enumerate(z):
        allowed = np.flatnonzero(np.isfinite(row))
        order = allowed[np.argsort(row[allowed])]
        found.append(order[[-1, 0, (7 * i) % len(order)][i % 3]])
    return np.array(found)


class Row:
    """A row of logits: exp(z_k - peak), and sums of them that leave out the peak's own 1."""

    def __init__(self, z):
        self.z = [mpf(float(v)) for v in z]
        self.at = int(np.argmax(z))
        self.peak = self.z[self.at]
        self.w = [mpmath.exp(v - self.peak) if v > -INF else mpf(0) for v in self.z]
        self.rest = mpmath.fsum(w for k, w in enumerate(self.w) if k != self.at)
        self.log_rest = mpmath.log1p(self.rest)

    def logsumexp(self):
        return self.peak + self.log_rest

    def softmax(self):
        return [w / (1 + self.rest) for w in self.w]

    def log_softmax(self):
        return [v - self.peak - self.log_rest if v > -INF else -INF for v in self.z]

    def loss(self, y):
        return self.log_rest if y == self.at else self.peak - self.z[y] + self.log_rest

    def gradient(self, y):
        q = self.softmax()
        others = self.rest if y == self.at else 1 + self.rest - self.w[y]
        q[y] = -others / (1 + self.rest)
        return q

    def soft_loss(self, t):
        pairs = [(mpf(float(a)), b) for a, b in zip(t, self.log_softmax(), strict=True) if a > 0]
        return -mpmath.fsum(a * b for a, b in pairs)

    def soft_gradient(self, t):
        t = [mpf(float(a)) for a in t]
        total = mpmath.fsum(t)
        q = [total * a for a in self.softmax()]
        others = mpmath.fsum(a for k, a in enumerate(t) if k != self.at)
        found = [a - b for a, b in zip(q, t, strict=True)]
        found[self.at] = others - total * self.rest / (1 + self.rest)
        return found


def softplus(z):
    z = mpf(float(z))
    return mpmath.log1p(mpmath.exp(-abs(z))) + max(z, 0)


def sigmoid(z):
    z = mpf(float(z))
    return 1 / (1 + mpmath.exp(-z)) if z >= 0 else mpmath.exp(z) / (1 + mpmath.exp(z))


def binary_loss(z, t):
    t = mpf(float(t))
    return (t * softplus(-z) if t else 0) + ((1 - t) * softplus(z) if t != 1 else 0)


def binary_slope(z, t):
    t = mpf(float(t))
    return (1 - t) * sigmoid(z) - t * sigmoid(-z)


def entropy(p):
    p = [mpf(float(v)) for v in p]
    return -mpmath.fsum(v * mpmath.log(v) for v in p if v)


def cross_entropy(p, q):
    pairs = [(mpf(float(a)), mpf(float(b))) for a, b in zip(p, q, strict=True) if a > 0]
    return -mpmath.fsum(a * mpmath.log(b) for a, b in pairs)


def kl_divergence(p, q):
    """With - p + q, which is zero for distributions, and takes their rounding out of it."""
    pairs = [(mpf(float(a)), mpf(float(b))) for a, b in zip(p, q, strict=True)]
    return mpmath.fsum((a * mpmath.log(a / b) if a else 0) - a + b for a, b in pairs)


def kl_divergence_with_logits(a, b, digits=700):
    with mpmath.workdps(digits):
        one, two = Row(a), Row(b)
        logs = zip(one.softmax(), one.log_softmax(), two.log_softmax(), strict=True)
        return mpmath.fsum(p * (u - v) for p, u, v in logs if p > 0)


def ulps(found, exact, kind=np.float64, scale=None):
    """Worst distance from exact values, in units of the last place of a `kind`."""
    worst, limit = 0.0, mpf(float(np.finfo(kind).max)) * (1 + mpf(2) ** -60)
    for value, truth in zip(np.ravel(found), np.ravel(np.array(exact, dtype=object)), strict=True):
        value, truth = float(value), mpf(truth)
        if abs(truth) > limit or math.isinf(value) or math.isnan(value):
            same = math.isinf(value) and abs(truth) > limit and (value > 0) == (truth > 0)
            worst = max(worst, 0.0 if same else math.inf)
            continue
        unit = np.spacing(np.abs(kind(float(truth if scale is None else scale))))
        worst = max(worst, float(abs(mpf(value) - truth) / mpf(float(unit))))
    return worst
