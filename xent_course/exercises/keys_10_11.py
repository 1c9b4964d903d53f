"""What the exercises of chapters 10 to 11 ask for; ``ex_10_1`` belongs to exercise "10.1"."""

import math

import numpy as np
from numpy.typing import NDArray

from xent_course.exercises.ask import Ask
from xent_course.losses import cross_entropy_with_logits, smooth_labels
from xent_course.special import sigmoid, softmax

Floats = NDArray[np.float64]

# The four photos of chapter 11, their labels, and the weights of the classes.
PHOTOS = np.array([[2.0, 1, 0], [0, 2, 1], [0, 1, 3], [1, 1, 1]])
LABELS, WEIGHTS = np.array([0, 1, 2, 0]), np.array([1.0, 2, 10])


def ex_10_1() -> list[Ask]:
    h = math.tanh(math.log(3))
    slips = [(float(sigmoid(math.log(3))), "That is the sigmoid; the unit is a tanh.")]
    hint = "tanh is (e^x - e^-x) / (e^x + e^-x), and e^x is 3."
    slope = [(h**2, "That is h squared; the slope is what is left of 1.")]
    return [Ask("h", h, hint, slips), Ask("the factor", 1 - h**2, "1 less h squared.", slope)]


def ex_10_2() -> list[Ask]:
    one = "There the true slope vanishes, and the copy does not."
    return [Ask("h", 0.0, "Where is the slope of the tanh 1?", [(1.0, one), (-1.0, one)])]


def _steps(squared: bool) -> int:
    z, steps = -5.0, 0
    while (s := float(sigmoid(z))) <= 0.5:
        z -= (s - 1) * (s * (1 - s) if squared else 1)
        steps += 1
    return steps


def ex_10_3() -> list[Ask]:
    hint = "Walk until sigma(z) exceeds 1/2, and count the steps."
    early = "Almost: when is the answer above one half, not at it?"
    counts = {"squared error": _steps(True), "cross-entropy": _steps(False)}
    late, other = "One too many: count from 0.", "That is the count for the other loss."
    both = sum(counts.values())
    return [
        Ask(name, n, hint, [(n - 1, early), (n + 1, late), (both - n, other)])
        for name, n in counts.items()
    ]


def ex_11_1() -> list[Ask]:
    floor = float(cross_entropy_with_logits(np.eye(10)[0], 0))
    start = "A model that knows nothing starts at log K."
    stop = "Perfect probabilities, one 1 and nine 0, are taken for logits."
    return [
        Ask("how many classes", 3, start),
        Ask(
            "the end with ten",
            floor,
            stop,
            [
                (math.log(10), "That is where it starts."),
                (0.0, "Without the trap; with it a second softmax is taken."),
            ],
            "nats",
        ),
    ]


def ex_11_2() -> list[Ask]:
    return [Ask("the mean weight", 1.0, "When is the sum of the weights in the batch equal to N?")]


def ex_11_3() -> list[Ask]:
    parts = slice(0, 1), slice(1, 4)
    given = [(PHOTOS[part], LABELS[part]) for part in parts]
    total = [
        float(cross_entropy_with_logits(Z, y, weight=WEIGHTS, reduction="sum")) for Z, y in given
    ]
    weight = [WEIGHTS[y].sum() for _, y in given]
    sizes = [len(y) for _, y in given]
    plain = "Means are joined by what they were divided by: with weights, that is not the count."
    slips = [
        (np.column_stack([total, sizes]), "The sums are right; what must they be divided by?"),
        (np.column_stack([np.divide(total, weight), sizes]), plain),
        (
            np.column_stack([np.divide(total, weight), weight]),
            "These can be joined, too, but ask for a product; report the sums.",
        ),
        (np.column_stack([weight, total]), "The other way round: first what is divided."),
    ]
    hint = "A row for each batch: what is summed above and below the fraction line."
    return [Ask("the two rows", np.column_stack([total, weight]), hint, slips)]


def ex_11_4() -> list[Ask]:
    def loss(reduction: str, weight: Floats | None = WEIGHTS, smooth: float = 0.1) -> float:
        rows = cross_entropy_with_logits(
            PHOTOS, LABELS, weight=weight, label_smoothing=smooth, reduction=reduction
        )
        return float(np.sum(rows))

    targets = smooth_labels(LABELS, num_classes=3, label_smoothing=0.1)
    each = cross_entropy_with_logits(PHOTOS, targets, reduction="none")
    slips = [
        (loss("sum") / 4, "Divided by N? With label numbers, D divides otherwise."),
        (loss("sum"), "That is the sum; what is it divided by?"),
        (loss("mean", None), "The weights are missing."),
        (loss("mean", smooth=0.0), "The smoothing is missing."),
        (
            loss("sum") / np.sum(WEIGHTS * targets),
            "Divide by the weights of the labels, unsmoothed.",
        ),
        (float(each @ WEIGHTS[LABELS] / WEIGHTS[LABELS].sum()), "Each class of a target weighs."),
    ]
    hint = "Smooth the one-hot label, weigh each class of it, and sum; then divide."
    return [Ask("the loss", loss("mean"), hint, slips)]


def ex_11_5() -> list[Ask]:
    loss = float(cross_entropy_with_logits([2.0, 1.0, 0.0], 0))
    probs = softmax([2.0, 1.0, 0.0])
    trap = float(cross_entropy_with_logits(probs, 0))
    far = "A probability that underflows to 0 has which log?"
    return [
        Ask(
            "the repaired loss",
            loss,
            "Which function of q has the softmax q?",
            [(trap, "That is the trap: a softmax of the probabilities.")],
            "nats",
        ),
        Ask("the lost one", math.inf, far, [(2000.0, "That is what the logits would say.")]),
    ]
