"""The same quantities by the libraries that people use, float64 rows in, float64 out.

A library that is not installed is left out. "plain NumPy" is what a careful textbook writes: the
maximum is taken out, and nothing else.
"""

import warnings

import numpy as np


def ours():
    from xent_course import gradients, information, special

    def softmax_loss(z, y):
        return gradients.cross_entropy_with_logits(z, y, reduction="none")

    def sigmoid_loss(z, t):
        return gradients.binary_cross_entropy_with_logits(z, t, reduction="none")

    return {
        "softmax": special.softmax, "log_softmax": special.log_softmax,
        "logsumexp": special.logsumexp,
        "loss": lambda z, y: softmax_loss(z, y)[0], "gradient": lambda z, y: softmax_loss(z, y)[1],
        "sigmoid": special.sigmoid, "log_sigmoid": special.log_sigmoid,
        "softplus": special.softplus,
        "binary_loss": lambda z, t: sigmoid_loss(z, t)[0],
        "binary_slope": lambda z, t: sigmoid_loss(z, t)[1],
        "entropy": information.entropy, "cross_entropy": information.cross_entropy,
        "kl": information.kl_divergence,
    }  # fmt: skip


def torch():
    import torch

    f = torch.nn.functional

    def leaf(z):
        return torch.tensor(z, requires_grad=True)

    def plain(function):
        return lambda *args: function(*(torch.tensor(a) for a in args)).numpy()

    def slope(function):
        def run(z, target):
            x = leaf(z)
            function(x, torch.tensor(target), reduction="sum").backward()
            return x.grad.numpy()

        return run

    return {
        "softmax": plain(lambda z: torch.softmax(z, -1)),
        "log_softmax": plain(lambda z: torch.log_softmax(z, -1)),
        "logsumexp": plain(lambda z: torch.logsumexp(z, -1)),
        "loss": plain(lambda z, y: f.cross_entropy(z, y, reduction="none")),
        "gradient": slope(f.cross_entropy),
        "sigmoid": plain(torch.sigmoid), "log_sigmoid": plain(f.logsigmoid),
        "softplus": plain(f.softplus),
        "binary_loss": plain(
            lambda z, t: f.binary_cross_entropy_with_logits(z, t, reduction="none")
        ),
        "binary_slope": slope(f.binary_cross_entropy_with_logits),
        "kl": plain(lambda p, q: f.kl_div(q.log(), p, reduction="none").sum(-1)),
    }  # fmt: skip


def scipy():
    from scipy import special, stats

    return {
        "softmax": lambda z: special.softmax(z, axis=-1),
        "log_softmax": lambda z: special.log_softmax(z, axis=-1),
        "logsumexp": lambda z: special.logsumexp(z, axis=-1),
        "loss": lambda z, y: -special.log_softmax(z, axis=-1)[np.arange(len(z)), y],
        "sigmoid": special.expit, "log_sigmoid": special.log_expit,
        "softplus": lambda z: np.logaddexp(0, z),
        "entropy": lambda p: stats.entropy(p, axis=-1),
        "kl": lambda p, q: stats.entropy(p, q, axis=-1),
    }  # fmt: skip


def optax():
    import jax

    jax.config.update("jax_enable_x64", True)
    import optax

    def total(z, y):
        return optax.softmax_cross_entropy_with_integer_labels(z, y).sum()

    def binary(z, t):
        return optax.sigmoid_binary_cross_entropy(z, t)

    return {
        "softmax": lambda z: jax.nn.softmax(z, axis=-1),
        "log_softmax": lambda z: jax.nn.log_softmax(z, axis=-1),
        "logsumexp": lambda z: jax.scipy.special.logsumexp(z, axis=-1),
        "loss": optax.softmax_cross_entropy_with_integer_labels, "gradient": jax.grad(total),
        "sigmoid": jax.nn.sigmoid, "log_sigmoid": jax.nn.log_sigmoid,
        "softplus": jax.nn.softplus, "binary_loss": binary,
        "binary_slope": jax.grad(lambda z, t: binary(z, t).sum()),
        "kl": lambda p, q: optax.losses.kl_divergence(jax.numpy.log(q), p),
    }  # fmt: skip


def plain_numpy():
    def softmax(z):
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)

    def logsumexp(z):
        m = z.max(axis=-1)
        return m + np.log(np.exp(z - m[:, None]).sum(axis=-1))

    def gradient(z, y):
        q = softmax(z)
        q[np.arange(len(z)), y] -= 1
        return q

    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    return {
        "softmax": softmax, "logsumexp": logsumexp, "gradient": gradient, "sigmoid": sigmoid,
        "log_softmax": lambda z: z - logsumexp(z)[:, None],
        "loss": lambda z, y: logsumexp(z) - z[np.arange(len(z)), y],
        "log_sigmoid": lambda z: -np.log1p(np.exp(-z)),
        "softplus": lambda z: np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))),
        "binary_loss": lambda z, t: np.maximum(z, 0) - z * t + np.log1p(np.exp(-np.abs(z))),
        "binary_slope": lambda z, t: sigmoid(z) - t,
        "entropy": lambda p: -np.where(p > 0, p * np.log(p), 0).sum(axis=-1),
        "cross_entropy": lambda p, q: -np.where(p > 0, p * np.log(q), 0).sum(axis=-1),
        "kl": lambda p, q: np.where(p > 0, p * np.log(p / q), 0).sum(axis=-1),
    }  # fmt: skip


def installed():
    """{name: {quantity: function}} of what is here, ours first; no warning comes through."""
    found = {}
    makers = {"xent_course": ours, "PyTorch": torch, "SciPy": scipy, "optax": optax,
              "plain NumPy": plain_numpy}  # fmt: skip
    for name, maker in makers.items():
        try:
            found[name] = {k: quiet(f) for k, f in maker().items()}
        except ImportError:
            continue
    return found


def quiet(function):
    def run(*args):
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return np.asarray(function(*args))

    return run
