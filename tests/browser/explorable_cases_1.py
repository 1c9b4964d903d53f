"""What the explorables of chapters 1, 2, 4 and 7 must say at some settings, by the package."""

import numpy as np

from tests.browser.explorables import Case, Numbers
from xent_course import gradients
from xent_course.information import entropy, surprisal
from xent_course.likelihood import bernoulli_log_likelihood, bernoulli_mle
from xent_course.losses import cross_entropy_with_logits
from xent_course.special import sigmoid

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


SIX = {"cat": 1.4, "dog": 2.2, "couch": 0.4, "airplane": -4.6, "train": -3.9, "car": -2.9}

CASES = [
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
]
