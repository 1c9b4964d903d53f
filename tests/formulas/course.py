# ruff: noqa: C408, E501 - tables with one case a line, values as an author types them
"""Equations that the other chapters will need, typeset as one would, with what they stand for."""

from __future__ import annotations

import heapq

import numpy as np
from scipy import optimize, special, stats

from xent_course.formulas import bit, integer, pmf, positive, prob, real

from .bindings import KL, Case, H, bce, sigmoid, softmax


def huffman(p):
    """Code lengths of a Huffman code."""
    heap = [(mass, [k]) for k, mass in enumerate(p)]
    lengths = np.zeros(len(p), dtype=int)
    heapq.heapify(heap)
    while len(heap) > 1:
        (a, left), (b, right) = heapq.heappop(heap), heapq.heappop(heap)
        lengths[left + right] += 1
        heapq.heappush(heap, (a + b, left + right))
    return lengths


def huffman_draw(rng):
    p = pmf(5)(rng)
    return {"p": p, "ell": huffman(p), "L": float(np.average(huffman(p), weights=p)),
            "H_2": lambda p: stats.entropy(p, base=2), "K": 5}  # fmt: skip


def conditional(rng):
    p = pmf(3, 4)(rng)
    return {"p(x,y)": p, "p(x)": p.sum(1), "p(y|x)": (p / p.sum(1, keepdims=True)).T,
            "H(Y|X)": float(np.average([H(row / row.sum()) for row in p], weights=p.sum(1))),
            "H(X,Y)": H(p.ravel()), "H(X)": H(p.sum(1))}  # fmt: skip


def fisher_draw(rng):
    theta = rng.uniform(0.2, 0.8)
    return {"theta": theta, "x": range(0, 2), "I": lambda theta: 1 / stats.bernoulli.var(theta),
            "p_theta": lambda theta: np.array([1 - theta, theta]),
            "p": lambda x, theta: stats.bernoulli.pmf(x, theta)}  # fmt: skip


def hidden_draw(rng):
    return {"x": rng.normal(size=3), "V": rng.normal(size=(4, 3)), "a": rng.normal(size=4),
            "W": rng.normal(size=(2, 4)), "t": np.eye(2)[rng.integers(2)],
            "h": lambda V, x, a: np.tanh(V @ x + a), "q": lambda W, h: softmax(W @ h),
            "ell": lambda q, t: special.rel_entr(t, q).sum()}  # fmt: skip


def hidden_delta(rng):
    drawn = hidden_draw(rng)
    drawn[r"\delta^{(1)}"] = lambda W, q, t, h: (
        np.einsum("kj,k->j", W, q - t) / np.cosh(np.arctanh(h)) ** 2
    )
    return {key: drawn[key] for key in drawn if key != "ell"}


def elbo_draw(rng):
    joint, q = pmf(4, 3)(rng), pmf(4)(rng)
    x = int(rng.integers(1, 4))
    return {"p(x,z)": joint.T, "p(x)": joint.sum(0), "q": q, "x": x, "D_KL": KL,
            "p(z|x)": joint / joint.sum(0)}  # fmt: skip


def dirichlet_draw(rng):
    n, alpha = rng.integers(1, 9, size=4), rng.uniform(1.2, 4, size=4)
    return {"n": n, "alpha": alpha, "K": 4, "N": int(n.sum()),
            r"\hat{\theta}^{\mathrm{MAP}}": softmax(np.log(n + alpha - 1.0))}  # fmt: skip


def infonce_draw(rng):
    s = rng.normal(size=(5, 5))
    return {"s": s, "N": 5, "tau": rng.uniform(0.3, 2),
            "L_NCE": lambda s, tau: np.mean([-special.log_softmax(r / tau)[i]
                                             for i, r in enumerate(s)])}  # fmt: skip


def best_product(rng):
    p, q = pmf(2, 3)(rng), [pmf(2)(rng), pmf(3)(rng)]
    return {"p": p, "D_KL": KL, "p_1": p.sum(1), "p_2": p.sum(0), "q_1": q[0], "q_2": q[1]}


def standardised(rng):
    X = rng.normal(size=(7, 3))
    w, y = rng.normal(size=(3, 3)), rng.integers(1, 4, size=7)
    return {"X": X, "W": w, "T": np.eye(3)[y - 1],
            "L": lambda W, *, X, T: H_rows(T, special.log_softmax(X @ W, axis=1)),
            "Q": lambda X, W: softmax(X @ W, axis=1)}  # fmt: skip


def norm_logpdf(x, sigma):
    return -np.log(sigma) - x * x / (2 * sigma**2) - special.gammaln(0.5) - np.log(2) / 2


def H_rows(T, logs):
    return -np.einsum("ij,ij->", T, logs)


def separating(rng):
    p, r, a = pmf(3)(rng), pmf(3)(rng), rng.uniform(0.3, 0.7)
    return {"p": p, "q": a * p + (1 - a) * r, "r": r, "D_KL": KL}


def bradley(rng):
    r, b = rng.normal(size=3), rng.uniform(0.2, 2)
    ref = pmf(3)(rng)
    policy = ref * np.exp(r / b)
    return {"r": r, "beta": b, r"\pi_{\mathrm{ref}}": ref, r"\pi^*": policy / policy.sum(),
            "Z": float(policy.sum())}  # fmt: skip


def vocab(rng):
    return {"W": rng.normal(size=(6, 3)), "h": rng.normal(size=3), "y": int(rng.integers(1, 7)),
            "V": 6, "ell": lambda W, h, *, y: -special.log_softmax(W @ h)[y - 1]}  # fmt: skip


def shards_c(rng):
    z = rng.normal(size=12)
    return {"z": z, "M": 3, "K": 12, "lse": special.logsumexp, "c": z.reshape(3, 4)}


def mean_of_means(rng):
    sizes = rng.integers(1, 6, size=3)
    ell = rng.normal(size=int(sizes.sum())) ** 2
    parts = np.split(ell, np.cumsum(sizes)[:-1])
    return {"ell": ell, "N": len(ell), "M": 3, "N_m": sizes, "ell_bar": np.array(
        [part.mean() for part in parts])}  # fmt: skip


def gaussian_arrays(rng):
    A = rng.normal(size=(2, 2))
    S, mu, pi, x = A @ A.T + np.eye(2), rng.normal(size=(3, 2)), pmf(3)(rng), rng.normal(size=2)
    solved = np.linalg.solve(S, mu.T).T
    return {"x": x, "mu": mu, "pi": pi, r"\Sigma": S, "w": solved,
            "p": lambda k, x: pi[k - 1] * stats.multivariate_normal.pdf(x, mu[k - 1], S),
            "b": np.log(pi) - np.einsum("ki,ki->k", mu, solved) / 2}  # fmt: skip


def information_gain(rng):
    p = pmf(3, 4)(rng)
    return {"p(x)": p.sum(1), "p(y)": p.sum(0), "p(x|y)": p / p.sum(0), "D_KL": KL,
            "I(X;Y)": KL(p.ravel(), np.outer(p.sum(1), p.sum(0)).ravel())}  # fmt: skip


CASES = [
    Case(
        "eq-huffman",
        r"H_2(p) \le L < H_2(p) + 1, \qquad L = \sum_{k=1}^{K} p_k \ell_k",
        draw=huffman_draw,
        options=dict(
            tight=lambda g: dict(
                p=np.array([1, 1, 1, 1, 4]) / 8, ell=np.array([3, 3, 3, 3, 1]), L=2.0
            )
        ),
    ),
    Case(
        "eq-kraft", r"\sum_{k=1}^{K} 2^{-\ell_k} = 1", dict(p=pmf(6), ell=lambda p: huffman(p), K=6)
    ),
    Case(
        "eq-code-lengths",
        r"H_2(p) \le \sum_{k} p_k \lceil -\log_2 p_k \rceil < H_2(p) + 1",
        dict(p=pmf(5), H_2=lambda p: stats.entropy(p, base=2)),
        options=dict(tight=lambda g: dict(p=np.array([1, 1, 1, 1, 4]) / 8)),
    ),
    Case(
        "eq-entropy-chain",
        r"H(X, Y) = H(X) + H(Y \mid X) = -\sum_{x, y} p(x, y) \log p(x, y)",
        draw=lambda rng: {k: v for k, v in conditional(rng).items() if k not in ("p(x)", "p(y|x)")},
    ),
    Case(
        "eq-conditional-entropy",
        r"H(Y \mid X) = \sum_{x} p(x) \Bigl( -\sum_{y} p(y \mid x) \log p(y \mid x) \Bigr)",
        draw=lambda rng: {
            k: v for k, v in conditional(rng).items() if k in ("p(x)", "p(y|x)", "H(Y|X)")
        },
    ),
    Case(
        "eq-joint",
        r"p(x, y) = p(x) \, p(y \mid x)",
        draw=lambda rng: {k: v for k, v in conditional(rng).items() if k[0] == "p"},
    ),
    Case(
        "eq-jensen",
        r"\sum_{k} p_k \log x_k \le \log \sum_{k} p_k x_k",
        dict(p=pmf(4), x=positive(4)),
        options=dict(tight=lambda g: dict(x=np.ones(4) * 2)),
    ),
    Case(
        "eq-lagrangian",
        r"\Lambda(\theta, \lambda) = \sum_{k} n_k \log \theta_k + \lambda \Bigl( 1 - \sum_{k} \theta_k "
        r"\Bigr), \qquad \frac{\partial \Lambda}{\partial \theta_k} = \frac{n_k}{\theta_k} - \lambda",
        {
            "theta": positive(3),
            "lambda": real(),
            "n": integer(1, 9, 3),
            r"\Lambda": lambda theta, lam, *, n: (
                special.xlogy(n, theta).sum() + lam - lam * theta.sum()
            ),
        },
    ),
    Case(
        "eq-fisher",
        r"I(\theta) = \mathbb{E}_{x \sim p_\theta}\left[ \left( \frac{\partial}{\partial \theta} "
        r"\log p(x \mid \theta) \right)^2 \right] = \frac{1}{\theta (1 - \theta)}",
        draw=fisher_draw,
    ),
    Case(
        "eq-score-zero",
        r"\sum_{x} p(x \mid \theta) \frac{\partial}{\partial \theta} \log p(x \mid \theta) = 0",
        dict(theta=prob(), x=range(0, 2), p=lambda x, theta: stats.bernoulli.pmf(x, theta)),
    ),
    Case(
        "eq-newton-step",
        r"\theta_{\mathrm{new}} = \theta - \frac{\ell'(\theta)}{\ell''(\theta)}",
        dict(
            theta=prob(),
            theta_new=lambda theta: optimize.newton(
                lambda x: 1 - 1 / x, theta, fprime=lambda x: x**-2, maxiter=1, disp=False
            ),
            ell=lambda x: x - np.log(x),
        ),
    ),
    Case(
        "eq-pos-weight",
        r"\mathcal{L}_w(z) = -\sum_{i=1}^{N} \bigl[ w \, t_i \log \sigma(z_i) + (1 - t_i) "
        r"\log\bigl(1 - \sigma(z_i)\bigr) \bigr]",
        dict(
            z=real(6),
            t=bit(6),
            w=integer(2, 4),
            N=6,
            sigma=sigmoid,
            L_w=lambda z, *, t, w: bce(
                np.repeat(t, np.where(t, w, 1)), sigmoid(np.repeat(z, np.where(t, w, 1)))
            ).sum(),
        ),
    ),
    Case(
        "eq-pos-weight-undo",
        r"\sigma(z - \ln w) = \frac{\sigma(z)}{\sigma(z) + w \bigl(1 - \sigma(z)\bigr)}",
        dict(z=real(), w=positive(), sigma=sigmoid),
    ),
    Case(
        "eq-focal",
        r"\mathrm{FL}(q, t) = -t (1 - q)^{\gamma} \log q - (1 - t) q^{\gamma} \log(1 - q)",
        dict(
            t=bit(),
            q=prob(),
            gamma=positive(),
            FL=lambda q, t, *, gamma: abs(t - q) ** gamma * bce(t, q),
        ),
    ),
    Case(
        "eq-elbo",
        r"\log p(x) = \mathbb{E}_{z \sim q}\left[ \log \frac{p(x, z)}{q(z)} \right] + "
        r"D_{\mathrm{KL}}\bigl(q \,\|\, p(z \mid x)\bigr)",
        draw=elbo_draw,
    ),
    Case(
        "eq-infonce",
        r"\mathcal{L}_{\mathrm{NCE}} = -\frac{1}{N} \sum_{i=1}^{N} \log \frac{\exp(s_{ii} / \tau)}"
        r"{\sum_{j=1}^{N} \exp(s_{ij} / \tau)}",
        draw=infonce_draw,
    ),
    Case(
        "eq-brier",
        r"\mathbb{E}_{y \sim p}\left[ \sum_{k} \bigl(q_k - [y = k]\bigr)^2 \right] = "
        r"\|q - p\|_2^2 + 1 - \|p\|_2^2",
        dict(p=pmf(4), q=pmf(4)),
    ),
    Case(
        "eq-lse-chunks",
        r"\log \sum_{k=1}^{K} e^{z_k} = \log \sum_{m=1}^{M} \exp\bigl( \mathrm{lse}(c_m) \bigr)",
        draw=shards_c,
    ),
    Case(
        "eq-lse-online",
        r"s_{\mathrm{new}} = s \, e^{m - m_{\mathrm{new}}} + e^{z - m_{\mathrm{new}}}, \qquad "
        r"m_{\mathrm{new}} = \max(m, z)",
        dict(
            s=positive(),
            m=real(),
            z=real(),
            m_new=lambda m, z: np.fmax(m, z),
            s_new=lambda s, m, z, m_new: np.exp(np.logaddexp(np.log(s) + m, z) - m_new),
        ),
    ),
    Case(
        "eq-lse-bounds",
        r"\max_k z_k \le \log \sum_{k=1}^{K} e^{z_k} \le \max_k z_k + \log K",
        dict(z=real(4), K=4),
        options=dict(
            tight=[lambda g: dict(z=np.array([0.0, -80, -80, -80])), lambda g: dict(z=np.zeros(4))]
        ),
    ),
    Case(
        "eq-hidden",
        r"\delta^{(1)} = W^{\top}(q - t) \odot (1 - h^2)",
        draw=hidden_delta,
    ),
    Case(
        "eq-backprop",
        r"\begin{aligned}"
        "\n"
        r"\nabla_W \ell &= (q - t) \, h^\top \\"
        "\n"
        r"\nabla_V \ell &= \bigl( W^\top (q - t) \odot (1 - h^2) \bigr) \, x^\top"
        "\n"
        r"\end{aligned}",
        draw=hidden_draw,
    ),
    Case(
        "eq-dirichlet-map",
        r"\hat{\theta}^{\mathrm{MAP}}_k = \frac{n_k + \alpha_k - 1}{N + \sum_{j=1}^{K} \alpha_j - K}, "
        r"\qquad N = \sum_{k=1}^{K} n_k",
        draw=dirichlet_draw,
    ),
    Case(
        "eq-change-of-variables",
        r"p_z(z) = p_\theta\bigl(\sigma(z)\bigr) \, \sigma'(z)",
        dict(
            z=real(),
            sigma=sigmoid,
            p_theta=lambda theta: stats.beta.pdf(theta, 2, 3),
            p_z=lambda z: np.exp(
                special.log_expit(z) * 2 + special.log_expit(-z) * 3 - special.betaln(2, 3)
            ),
        ),
    ),
    Case(
        "eq-gaussian-posterior",
        r"\log \frac{p(j \mid x)}{p(k \mid x)} = (w_j - w_k)^\top x + b_j - b_k, \quad "
        r"w_k = \Sigma^{-1} \mu_k, \quad b_k = \log \pi_k - \frac{1}{2} \mu_k^\top \Sigma^{-1} \mu_k",
        draw=gaussian_arrays,
    ),
    Case(
        "eq-differential-entropy",
        r"h(f) = -\int_{-\infty}^{\infty} f(x) \log f(x) \, dx = \frac{1}{2} \log(2 \pi e \sigma^2)",
        {
            "sigma": prob(),
            "h(f)": lambda sigma: stats.norm(0, sigma).entropy(),
            "f": lambda x, *, sigma: np.exp(norm_logpdf(x, sigma)),
        },
    ),
    Case(
        "eq-triangle-fails",
        r"D_{\mathrm{KL}}(p \,\|\, r) > D_{\mathrm{KL}}(p \,\|\, q) + D_{\mathrm{KL}}(q \,\|\, r)",
        draw=separating,
    ),
    Case(
        "eq-compensation",
        r"\sum_{j} a_j D_{\mathrm{KL}}(p_j \,\|\, q) = \sum_{j} a_j D_{\mathrm{KL}}(p_j \,\|\, "
        r"\bar{p}) + D_{\mathrm{KL}}(\bar{p} \,\|\, q)",
        dict(a=pmf(3), q=pmf(4), D_KL=KL, p_bar=lambda a, p: a @ p),
        draw=lambda rng: dict(p=rng.dirichlet(np.ones(4) * 2, size=3)),
    ),
    Case(
        "eq-pythagoras",
        r"D_{\mathrm{KL}}(p \,\|\, q_1 q_2^\top) = D_{\mathrm{KL}}(p \,\|\, p_1 p_2^\top) + "
        r"D_{\mathrm{KL}}(p_1 \,\|\, q_1) + D_{\mathrm{KL}}(p_2 \,\|\, q_2)",
        draw=best_product,
    ),
    Case(
        "eq-ppl-bits",
        r"\mathrm{PPL} = 2^{H_2(p, q)} = e^{H(p, q)}",
        dict(
            p=pmf(4),
            q=pmf(4),
            H=H,
            PPL=lambda p, q: np.prod(q**-p),
            H_2=lambda p, q: stats.entropy(p, base=2) + stats.entropy(p, q, base=2),
        ),
    ),
    Case(
        "eq-mean-of-means",
        r"\frac{1}{N} \sum_{i=1}^{N} \ell_i = \sum_{m=1}^{M} \frac{N_m}{N} \bar{\ell}_m, \qquad "
        r"\sum_{m=1}^{M} N_m = N",
        draw=mean_of_means,
    ),
    Case(
        "eq-softmax-hess-matrix",
        r"\nabla_z^2 \ell(z) = \mathrm{diag}(q) - q q^\top",
        dict(
            z=real(3),
            t=pmf(3),
            q=lambda z: softmax(z),
            diag=np.diag,
            ell=lambda z, *, t: H(t, softmax(z)),
        ),
    ),
    Case(
        "eq-kernel-ones",
        r"\bigl( \mathrm{diag}(q) - q q^\top \bigr) \mathbf{1} = 0",
        dict(q=pmf(4), diag=np.diag),
    ),
    Case(
        "eq-quadratic-form",
        r"v^\top \bigl( \mathrm{diag}(q) - q q^\top \bigr) v = \sum_{k=1}^{K} q_k v_k^2 - "
        r"\Bigl( \sum_{k=1}^{K} q_k v_k \Bigr)^2 \ge 0",
        dict(q=pmf(4), v=real(4), K=4, diag=np.diag),
        options=dict(tight=lambda g: dict(v=np.ones(4))),
    ),
    Case(
        "eq-unnormalised-grad",
        r"\frac{\partial \ell}{\partial z_k} = \Bigl( \sum_{j=1}^{K} t_j \Bigr) q_k - t_k, "
        r"\qquad k = 1, \dots, K",
        dict(
            z=real(4),
            t=positive(4),
            K=4,
            q=lambda z: softmax(z),
            ell=lambda z, t: -(t @ special.log_softmax(z)),
        ),
    ),
    Case(
        "eq-multinomial-grad",
        r"\nabla_W \mathcal{L}(W) = X^\top (Q - T)",
        draw=standardised,
    ),
    Case(
        "eq-softplus",
        r"-\log \sigma(z) = \log(1 + e^{-z}) = \max(-z, 0) + \log\bigl(1 + e^{-|z|}\bigr)",
        dict(z=real(), sigma=sigmoid),
    ),
    Case(
        "eq-squared-error-stalls",
        r"\frac{\partial}{\partial z} \frac{1}{2} \bigl( \sigma(z) - t \bigr)^2 = "
        r"\bigl( \sigma(z) - t \bigr) \sigma(z) \bigl( 1 - \sigma(z) \bigr)",
        dict(z=real(), t=bit(), sigma=sigmoid),
    ),
    Case(
        "eq-policy-gradient",
        r"\nabla_\theta \, \mathbb{E}_{y \sim q_\theta}\bigl[ r_y \bigr] = "
        r"\sum_{y} q_\theta(y) \, r_y \, \nabla_\theta \log q_\theta(y)",
        dict(theta=real(3), r=real(3), q_theta=lambda theta: softmax(theta)),
    ),
    Case(
        "eq-dpo-policy",
        r"\pi^*(y) = \frac{1}{Z} \pi_{\mathrm{ref}}(y) \exp\left( \frac{r(y)}{\beta} \right), "
        r"\qquad r(y) = \beta \log \frac{\pi^*(y)}{\pi_{\mathrm{ref}}(y)} + \beta \log Z",
        draw=bradley,
    ),
    Case(
        "eq-odds-ratio",
        r"\frac{p(x + 1) / (1 - p(x + 1))}{p(x) / (1 - p(x))} = e^{w}",
        dict(x=real(), w=real(), b=real(), p=lambda x, *, w, b: sigmoid(w * x + b)),
    ),
    Case(
        "eq-soft-target",
        r"H(t, q) = \mathbb{E}_{y \sim t}\bigl[ -\log q_y \bigr] \ge H(t)",
        dict(t=pmf(4), q=pmf(4), H=H),
        options=dict(tight=lambda g: dict(q=g["t"])),
    ),
    Case(
        "eq-argmax-softmax",
        r"\arg\max_k z_k = \arg\max_k \mathrm{softmax}(z)_k",
        dict(z=real(5), softmax=softmax),
    ),
    Case(
        "eq-dead-gradient",
        r"\frac{\partial^2}{\partial z^2} \log(1 + e^{z}) = \sigma(z) \, \sigma(-z)",
        dict(z=real(), sigma=sigmoid),
    ),
    Case(
        "eq-vocab-grad",
        r"\nabla_h \ell(W, h) = W^\top q - w_y, \qquad q_k = \frac{e^{w_k^\top h}}"
        r"{\sum_{j=1}^{V} e^{w_j^\top h}}",
        draw=lambda rng: vocab(rng) | {"q": lambda W, h: softmax(W @ h)},
    ),
    Case(
        "eq-information-gain",
        r"I(X; Y) = \mathbb{E}_{y \sim p(y)}\Bigl[ D_{\mathrm{KL}}\bigl(p(x \mid y) \,\|\, p(x)\bigr) "
        r"\Bigr] = \sum_{y} p(y) \sum_{x} p(x \mid y) \log \frac{p(x \mid y)}{p(x)}",
        draw=information_gain,
    ),
]
