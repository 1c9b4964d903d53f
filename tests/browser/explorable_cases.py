"""What each explorable must say at some settings, computed by the package and by SciPy."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.integrate import quad
from scipy.stats import norm

from xent_course import datasets, gradients
from xent_course.information import entropy, surprisal
from xent_course.likelihood import bernoulli_log_likelihood, bernoulli_mle
from xent_course.losses import binary_cross_entropy_with_logits, cross_entropy_with_logits
from xent_course.special import logit, sigmoid, softmax

Numbers = dict[str, float] | dict[str, str]


@dataclass(frozen=True)
class Case:
    """An explorable: its element, its page, what it must say, and settings of its controls."""

    name: str
    page: str
    says: Callable[..., Numbers]
    start: dict[str, Any]
    settings: list[dict[str, Any]] = field(default_factory=list)


def softmax_says(z0: float, z1: float, z2: float, temperature: float) -> Numbers:
    q = softmax([z0 / temperature, z1 / temperature, z2 / temperature])
    return dict(zip(["airplane", "train", "cat"], q, strict=True))


CLASSES = ("airplane", "train", "cat")
LABELS = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.7, 0.2, 0.1]])


def sigmoids_says(**logits: float) -> Numbers:
    q = sigmoid(list(logits.values()))
    return dict(zip(logits, q, strict=True)) | {"sum": float(q.sum())}


def likelihood_says(up: int, down: int, theta: float) -> Numbers:
    throws = [1] * up + [0] * down
    if not throws:
        return {"likelihood": 1}
    best = bernoulli_mle(throws)
    here, peak = (np.exp(bernoulli_log_likelihood(at, throws)) for at in (theta, best))
    return {"likelihood": here, "best": best, "peak": peak, "ratio": here / peak}


def entropy_says(**photos: int) -> Numbers:
    if not any(photos.values()):
        return {}
    p = np.array(list(photos.values())) / sum(photos.values())
    shares = {f"p-{name}": share for name, share in zip(photos, p, strict=True)}
    bits = {f"h-{name}": h for name, h in zip(photos, surprisal(p, base=2), strict=True)}
    return shares | bits | {"bits": entropy(p, base=2), "nats": entropy(p)}


def gradient_says(z0: float, z1: float, z2: float, target: int, steps: int) -> Numbers:
    z, t = np.array([z0, z1, z2]), LABELS[target]
    for _ in range(steps):
        z = z - gradients.cross_entropy_with_logits(z, t)[1]
    loss, floor = cross_entropy_with_logits(z, t), entropy(t)
    slopes = gradients.cross_entropy_with_logits(z, t)[1]
    said = {"loss": loss, "floor": floor, "excess": loss - floor}
    return dict(zip(CLASSES, slopes, strict=True)) | said


YES = {"cat": 0.8, "dog": 0.9, "couch": 0.6, "airplane": 0.01, "train": 0.02, "car": 0.05}
SIX = {name: float(logit(yes)) for name, yes in YES.items()}


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
        "softmax",
        "01_classification",
        softmax_says,
        {"z0": 1, "z1": 0, "z2": -0.5, "temperature": 1},
        [
            {"temperature": 4},
            {"z0": -6, "z1": 6, "temperature": 0.1},
            {"z0": 6, "z1": 6, "z2": 6, "temperature": 8},
        ],
    ),
    Case(
        "sigmoids",
        "01_classification",
        sigmoids_says,
        SIX,
        [{"cat": 3.4}, dict.fromkeys(SIX, 0), dict.fromkeys(SIX, 6), dict.fromkeys(SIX, -6)],
    ),
    Case(
        "likelihood",
        "02_likelihood",
        likelihood_says,
        {"up": 7, "down": 3, "theta": 0.5},
        [
            {"theta": 0.7},
            {"up": 70, "down": 30},
            {"theta": 0},
            {"up": 0, "theta": 0},
            {"down": 0, "theta": 1},
            {"up": 100, "down": 100, "theta": 0.01},
            {"up": 0, "down": 0, "theta": 1},
        ],
    ),
    Case(
        "entropy",
        "04_entropy",
        entropy_says,
        {"airplane": 8, "train": 4, "cat": 2, "dog": 2},
        [
            {"airplane": 12, "train": 12, "cat": 12, "dog": 12},
            {"airplane": 0, "train": 1},
            {"train": 0, "cat": 0, "dog": 0},
            {"airplane": 0, "train": 0, "cat": 0, "dog": 0},
        ],
    ),
    Case(
        "gradient",
        "07_softmax_loss",
        gradient_says,
        {"z0": 2, "z1": 1, "z2": 0, "target": 0, "steps": 0},
        [
            {"target": 3},
            {"target": 3, "steps": 50},
            {"z0": 4, "z1": 4, "z2": -4, "target": 2},
            {"z0": 4, "z1": -4, "z2": -4},
            {"z0": -4, "target": 1, "steps": 7},
        ],
    ),
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
CHOOSER = Case(
    "chooser",
    "11_losses_in_pytorch",
    lambda: {"call": "F.cross_entropy(logits, classes)"},
    {},
)
