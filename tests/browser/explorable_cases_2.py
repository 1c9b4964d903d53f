"""What the explorables of chapters 6, 8 and 9 must say, computed by the package and by SciPy."""

from typing import Any

import numpy as np
from scipy.integrate import quad
from scipy.stats import norm

from tests.browser.explorables import Case, Numbers
from xent_course import datasets, gradients
from xent_course.losses import binary_cross_entropy_with_logits
from xent_course.special import sigmoid


def divergences_say(m: float, mean: float, sd: float) -> Numbers:
    def log_p(x: float) -> float:
        return float(np.logaddexp(norm.logpdf(x, m), norm.logpdf(x, -m)) - np.log(2))

    def log_q(x: float) -> float:
        return float(norm.logpdf(x, mean, sd))

    def mean_under(log_a: Any, log_b: Any) -> float:
        places = (-m, m, mean)
        inside = lambda x: np.exp(log_a(x)) * (log_a(x) - log_b(x))  # noqa: E731
        return float(quad(inside, -60, 60, points=places, limit=500)[0])

    return {"forward": mean_under(log_p, log_q), "reverse": mean_under(log_q, log_p)}


def sigmoid_loss_says(z: float, t: float, far: bool) -> Numbers:
    loss, slope = gradients.binary_cross_entropy_with_logits(np.array([z]), np.array([t]))
    q = 1 / (1 + np.exp(-np.float64(z)))
    with np.errstate(divide="ignore", invalid="ignore"):
        naive = -(t * np.log(q) + (1 - t) * np.log(1 - q))
    return {
        "probability": float(sigmoid(z)),
        "loss": float(loss),
        "slope": float(slope[0]),
        "naive": float(naive),
    }


def logistic_says(slope: float, intercept: float) -> Numbers:
    flowers = datasets.iris()
    x = flowers.features[50:, 2]
    x = (x - x.mean()) / x.std()
    t = (flowers.targets[50:] == 2).astype(float)
    z = slope * x + intercept
    _, each = gradients.binary_cross_entropy_with_logits(z, t)
    return {
        "loss": float(binary_cross_entropy_with_logits(z, t)),
        "slope": float(each @ x),
        "intercept": float(each.sum()),
    }


CASES = [
    Case(
        "divergences",
        "06_kl_divergence",
        divergences_say,
        {"m": 3, "mean": 1, "sd": 2},
        [
            {"m": 0, "mean": 0, "sd": 1},
            {"m": 2.8, "mean": -2.5, "sd": 1.05},
            {"m": 4, "mean": 5, "sd": 0.3},
            {"m": 4, "mean": -5, "sd": 5},
        ],
    ),
    Case(
        "sigmoid-loss",
        "08_sigmoid_loss",
        sigmoid_loss_says,
        {"z": 2, "t": 0, "far": False},
        [
            {"z": -50, "t": 0.35},
            {"z": 34.5, "t": 0, "far": True},
            {"z": 40, "t": 0},
            {"z": 50, "t": 1, "far": True},
        ],
    ),
    Case(
        "logistic",
        "09_logistic_regression",
        logistic_says,
        {"slope": 0, "intercept": 2},
        [{"slope": 7.4, "intercept": 0.4}, {"slope": -1, "intercept": -2.6}, {"slope": 10}],
    ),
]
