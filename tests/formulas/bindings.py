# ruff: noqa: C408 - tables with one case a line, values as an author types them
"""What the symbols of the settled equations stand for, written without the formulas themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy import special, stats

from xent_course.formulas import (
    Formulas,
    bit,
    every,
    integer,
    label,
    pmf,
    prob,
    real,
)

from .settled import SETTLED


@dataclass
class Case:
    """One check: the equation, its values and its options."""

    label: str
    latex: str
    symbols: dict[str, Any] = field(default_factory=dict)
    draw: Any = None
    options: dict[str, Any] = field(default_factory=dict)
    library: dict[str, str] = field(default_factory=dict)

    def run(self, draws: int = 100, seed: int = 0) -> Any:
        formulas = Formulas({**self.library, self.label: self.latex}, seed)
        return formulas.check(self.label, self.draw, draws=draws, **self.options, **self.symbols)


entropy = stats.entropy


def H(p, q=None):
    """Entropy of p, or cross-entropy of p and q, by SciPy."""
    own = special.entr(p).sum()
    return own if q is None else own + special.rel_entr(p, q).sum()


def KL(p, q):
    return special.rel_entr(p, q).sum()


softmax = special.softmax
sigmoid = special.expit


def bce(t, q):
    return -stats.bernoulli.logpmf(t, q)


def nll(w, X, t):
    return np.logaddexp(0, np.where(t == 1, -1, 1) * (X @ w)).sum()


def counts(y, K):
    return np.bincount(y, minlength=K + 1)[1:]


DEFINITIONS = {
    "def-entropy": r"H(p) = -\sum_{k=1}^{K} p_k \log p_k",
    "def-cross-entropy": r"H(p, q) = -\sum_{k=1}^{K} p_k \log q_k",
    "def-kl": r"D_{\mathrm{KL}}(p \,\|\, q) = \sum_{k=1}^{K} p_k \log \frac{p_k}{q_k}",
}


def joint_draw(rng):
    p = pmf(3, 4)(rng)
    return {
        "p(x,y)": p, "p(x)": p.sum(1), "p(y)": p.sum(0), "H(X)": H(p.sum(1)),
        "H(Y)": H(p.sum(0)), "H(X, Y)": H(p.ravel()),
        "I(X; Y)": KL(p.ravel(), np.outer(p.sum(1), p.sum(0)).ravel()),
    }  # fmt: skip


def chain_draw(rng):
    p, q = pmf(3, 4)(rng), pmf(3, 4)(rng)
    tables = {}
    for name, table in (("p", p), ("q", q)):
        tables[f"{name}(x,y)"] = table
        tables[f"{name}(x)"] = table.sum(1)
        tables[f"{name}(y|x)"] = (table / table.sum(1, keepdims=True)).T
    return tables


def total_draw(rng):
    p = pmf(2, 3, 2)(rng)
    axes = [tuple(i for i in range(3) if i != k) for k in range(3)]
    marginals = [p.sum(axis) for axis in axes]
    product = np.einsum("i,j,k->ijk", *marginals)
    return {
        "p": p, "p_k": [p.sum(axis, keepdims=True) for axis in axes], "K": 3,
        "H(X_k)": np.array([H(m) for m in marginals]), "H(X_1, \\dots, X_K)": H(p.ravel()),
        "TC(X_1,...,X_K)": stats.entropy(p.ravel(), product.ravel()),
        "D_KL": lambda p, q: KL(p, q),
    }  # fmt: skip


def outcomes(rng):
    s, N = int(rng.integers(1, 8)), 8
    x = rng.permutation(np.arange(N) < s).astype(int)
    return {"x": x, "s": s, "N": N, "theta": rng.uniform(0.1, 0.9)}


def map_draw(rng):
    return {
        "theta": np.linspace(0.05, 0.95, 19), "s": int(rng.integers(1, 20)), "p(theta)": 1.0,
        "p(D|theta)": lambda theta, s: stats.binom.pmf(s, 20, theta),
        "theta_hat_MLE": lambda s: s / 20, "theta_hat_MAP": lambda s: (s + 0.0) / 20,
    }  # fmt: skip


def posterior_draw(rng):
    a, b, s, n = rng.uniform(0.5, 3), rng.uniform(0.5, 3), rng.integers(0, 9), 8
    return {
        "theta": every(np.linspace(0.1, 0.9, 7)),
        "p(theta)": lambda theta: stats.beta.pdf(theta, a, b),
        "p(D|theta)": lambda theta: stats.binom.pmf(s, n, theta),
        r"p(\theta \mid \mathcal{D})": lambda theta: stats.beta.pdf(theta, a + s, b + n - s),
    }


def aligned_draw(rng):
    y = rng.integers(1, 5, size=7)
    return {
        "y": y, "theta": rng.normal(size=4), "N": 7, "K": 4, "p_hat": counts(y, 4) / 7, "H": H,
        "q": lambda theta: softmax(theta),
        "L": lambda theta, *, y: np.exp((theta[y - 1] - special.logsumexp(theta)).sum()),
    }  # fmt: skip


def nll_draw(rng):
    return {
        "x": rng.normal(size=6),
        "y": rng.integers(0, 2, size=6),
        "theta": rng.normal(),
        "N": 6,
        "p_theta": lambda y, x, *, theta: stats.bernoulli.pmf(y, sigmoid(theta * x)),
        "L": lambda theta, *, x, y: np.exp(stats.bernoulli.logpmf(y, sigmoid(theta * x)).sum()),
        "NLL": lambda theta, *, x, y: np.logaddexp(0, np.where(y == 1, -1, 1) * theta * x).sum(),
    }


def l2_draw(rng):
    X, t, lam = rng.normal(size=(6, 3)), rng.integers(0, 2, size=6), rng.uniform(0.5, 2)
    prior = stats.multivariate_normal(np.zeros(3), np.eye(3) / lam)
    return {
        "w": every(rng.normal(size=(4, 3))), "lambda": lam,
        "L": lambda w: nll(w, X, t),
        "p(w|D)": lambda w: np.exp(prior.logpdf(w) - nll(w, X, t) + 3.0),
    }  # fmt: skip


def newton_draw(rng):
    X, w, t = rng.normal(size=(8, 3)), rng.normal(size=3), rng.integers(0, 2, size=8)
    q = sigmoid(X @ w)
    W = np.sqrt(q * (1 - q))
    step, *_ = np.linalg.lstsq(W[:, None] * X, (t - q) / W, rcond=None)
    return {"X": X, "w": w, "t": t, "q": q, "S": np.diag(q * (1 - q)), "w_new": w + step}


def empirical(rng):
    x, q = rng.integers(1, 5, size=9), pmf(4)(rng)
    return {"x": x, "q": q, "p_hat": counts(x, 4) / 9, "N": 9, "K": 4, "H": H}


def logodds(rng):
    return {
        "x": rng.normal(size=3), "w": rng.normal(size=3), "b": rng.normal(),
        "p": lambda t, x, *, w, b: stats.bernoulli.pmf(int(t), sigmoid(w @ x + b)),
    }  # fmt: skip


BINDINGS: dict[str, dict[str, Any]] = {
    "eq-categorical-pmf": dict(p=lambda y, pi: pi[y - 1], y=label(5), pi=pmf(5), K=5),
    "eq-iid-likelihood": dict(
        draw=outcomes,
        p=lambda x, theta: np.prod(stats.bernoulli.pmf(x, theta)),
        L=lambda theta, *, s, N: np.exp(special.xlogy(s, theta) + special.xlog1py(N - s, -theta)),
    ),
    "eq-log-product": dict(
        x=bit(6), theta=prob(), N=6, p=lambda x, theta: stats.bernoulli.pmf(x, theta)
    ),
    "eq-gaussian-pdf": {
        r"\mathcal{N}": lambda x, mu, v: stats.norm.pdf(x, mu, np.sqrt(v)),
        "x": real(),
        "mu": real(),
        "sigma": prob(),
    },
    "eq-nll": dict(draw=nll_draw),
    "eq-likelihood-integral": dict(draw=lambda rng: dict(n=7, s=int(rng.integers(0, 8)))),
    "eq-argmax-argmin": dict(
        theta=np.linspace(0.05, 0.95, 19),
        s=integer(1, 19),
        L=lambda theta, *, s: stats.binom.pmf(s, 20, theta),
        theta_hat_MLE=lambda s: s / 20,
    ),
    "eq-mle-counts": dict(
        y=label(3, 8),
        N=8,
        pi_hat=lambda y: np.array([np.mean(y == k) for k in (1, 2, 3)]),
        n=lambda y: counts(y, 3),
    ),
    "eq-map-uniform": dict(draw=map_draw),
    "eq-posterior": dict(draw=posterior_draw),
    "eq-surprisal": dict(
        p=pmf(5),
        x=label(5),
        y=label(5),
        h=lambda *o, p: sum(special.rel_entr(1, p[i - 1]) for i in o),
    ),
    "eq-entropy": dict(p=pmf(4), K=4, H=H),
    "eq-entropy-expectation": dict(p=pmf(4), H=H),
    "eq-entropy-bound": dict(
        p=pmf(4),
        K=4,
        H=H,
        options=dict(tight=[lambda g: dict(p=np.eye(4)[1]), lambda g: dict(p=np.ones(4) / 4)]),
    ),
    "eq-cross-entropy": dict(p=pmf(4), q=pmf(4), K=4, H=H),
    "eq-nll-one-hot": dict(y=label(5), q=pmf(5), K=5, t=lambda y: np.eye(5)[y - 1], H=H),
    "eq-mean-nll": dict(draw=empirical),
    "eq-kl": dict(p=pmf(4), q=pmf(4), K=4, D_KL=KL),
    "eq-kl-nonneg": dict(p=pmf(4), q=pmf(4), D_KL=KL, options=dict(tight=lambda g: dict(q=g["p"]))),
    "eq-kl-asym": dict(p=pmf(4), q=pmf(4), D_KL=KL),
    "eq-ce-decomposition": dict(
        p=pmf(4),
        q=pmf(4),
        K=4,
        options=dict(using=["def-entropy", "def-cross-entropy", "def-kl"]),
    ),
    "eq-gradient-equal": dict(
        p=pmf(4), theta=real(4), q_theta=lambda theta: softmax(theta), D_KL=KL, H=H
    ),
    "eq-kl-chain": dict(draw=chain_draw, D_KL=KL),
    "eq-mutual-information": dict(draw=joint_draw),
    "eq-total-correlation": dict(draw=total_draw),
    "eq-perplexity": dict(
        q=pmf(4),
        x=label(4, 9),
        N=9,
        p_hat=lambda x: counts(x, 4) / 9,
        H=H,
        PPL=lambda q, x: stats.gmean(1 / q[x - 1]),
    ),
    "eq-bits-nats": dict(p=pmf(4), H=H, H_2=lambda p: stats.entropy(p, base=2)),
    "eq-binary-kl": dict(
        p=prob(), q=prob(), D_KL=lambda p, q: stats.entropy([p, 1 - p], [q, 1 - q])
    ),
    "eq-label-smoothing": {
        "y": label(4),
        "t": lambda y: np.eye(4)[y - 1],
        "q": pmf(4),
        "u": np.ones(4) / 4,
        "K": 4,
        "epsilon": prob(),
        "H": H,
        r"t^{(\varepsilon)}": lambda t, epsilon: t + epsilon * (0.25 - t),
    },
    "eq-softmax": dict(z=real(4), K=4, softmax=softmax),
    "eq-shift": dict(z=real(4), c=real(), softmax=softmax),
    "eq-logsumexp": dict(z=real(4), K=4, m=lambda z: np.max(z)),
    "eq-softmax-grad": dict(
        z=real(4), t=pmf(4), K=4, q=lambda z: softmax(z), ell=lambda z, t: H(t, softmax(z))
    ),
    "eq-softmax-jac": dict(z=real(4), q=lambda z: softmax(z)),
    "eq-softmax-hess": dict(
        z=real(4), t=pmf(4), q=lambda z: softmax(z), ell=lambda z, t: H(t, softmax(z))
    ),
    "eq-temperature": dict(z=real(4), T=prob(), q=lambda T, *, z: softmax(z / T)),
    "eq-sigmoid": dict(z=real(), sigma=sigmoid),
    "eq-sigmoid-sym": dict(z=real(), sigma=sigmoid),
    "eq-sigmoid-deriv": dict(z=real(), sigma=sigmoid),
    "eq-sigmoid-deriv2": dict(z=real(), sigma=sigmoid),
    "eq-two-class": dict(z=real(2), sigma=sigmoid, softmax=softmax),
    "eq-logit": dict(p=prob(), sigma_inv=special.logit),
    "eq-bernoulli": dict(t=bit(), q=prob(), p=stats.bernoulli.pmf),
    "eq-bce": dict(t=bit(), q=prob(), BCE=bce),
    "eq-bce-logits": dict(t=bit(), z=real(), ell=lambda z, t: bce(t, sigmoid(z))),
    "eq-bce-grad": dict(
        t=prob(), z=real(), sigma=sigmoid, ell=lambda z, t: np.logaddexp(0, z) - z * t
    ),
    "eq-multilabel-norm": dict(q=prob(3), K=3),
    "eq-multilabel-nll": dict(q=prob(4), t=bit(4), K=4, BCE=bce),
    "eq-lr-nll": dict(
        X=real(6, 3), w=real(3), t=bit(6), N=6, sigma=sigmoid, L=lambda w, *, X, t: nll(w, X, t)
    ),
    "eq-lr-grad": dict(
        X=real(6, 3), w=real(3), t=bit(6), N=6, sigma=sigmoid, L=lambda w, *, X, t: nll(w, X, t)
    ),
    "eq-lr-hess": dict(
        X=real(6, 3),
        w=real(3),
        t=bit(6),
        L=lambda w, *, X, t: nll(w, X, t),
        q=lambda X, w: sigmoid(X @ w),
        S=lambda q: np.diag(q * (1 - q)),
    ),
    "eq-lr-logodds": dict(draw=logodds),
    "eq-newton": dict(draw=newton_draw),
    "eq-l2-map": dict(draw=l2_draw),
    "eq-aligned-ce": dict(draw=aligned_draw),
    "eq-aligned-broken": dict(p=pmf(4), q=pmf(4), D_KL=KL, H=H),
    "eq-gibbs": dict(p=pmf(4), q=pmf(4), options=dict(tight=lambda g: dict(q=g["p"]))),
    "eq-softmax-nll": dict(z=real(4), y=label(4), K=4, q=lambda z: softmax(z)),
}


def settled() -> list[Case]:
    found = []
    for name, latex in SETTLED.items():
        values = dict(BINDINGS[name])
        draw, options = values.pop("draw", None), values.pop("options", {})
        library = DEFINITIONS if "using" in options else {}
        values = {key: value for key, value in values.items() if value is not None}
        found.append(Case(name, latex, values, draw, options, library))
    return found
