"""What the exercises of chapters 07 to 09 ask for; ``ex_07_1`` belongs to exercise "07.1"."""

import math

import numpy as np
from numpy.typing import NDArray

from xent_course import datasets, logistic
from xent_course.exercises.ask import Ask
from xent_course.information import entropy
from xent_course.losses import binary_cross_entropy, binary_cross_entropy_with_logits
from xent_course.special import log_softmax, logit, sigmoid, softmax

Floats = NDArray[np.float64]


def ex_07_1() -> list[Ask]:
    z = np.log([1, 2, 7])
    slips = [
        (softmax(z), "Those are the probabilities; the cost is -log of each."),
        (np.log([1, 2, 7]), "A cost is log of the sum, less the logit."),
    ]
    hint = "A thousand shifts all three, and changes nothing. The powers are 1, 2 and 7."
    return [Ask("the three costs", -log_softmax(z), hint, slips, "nats")]


def ex_07_2() -> list[Ask]:
    choices = ["all", "largest", "zero"]
    back = "Take exp of both sides: does m leave a trace?"
    large = "Try the logits 1000 and 0 with m = 0: does every power still fit?"
    return [
        Ask("true for m", "all", back, choices=choices),
        Ask("safe for m", "largest", large, choices=choices),
    ]


def ex_07_3() -> list[Ask]:
    value = -math.log(1e-9)
    true = "That is the true loss. What is left of it when q is 0?"
    return [
        Ask("the repaired loss", value, "q underflows to 0; what stays in the log?", [(200, true)]),
        Ask("whether it is cured", False, "Is it the true loss, and what are the slopes?"),
    ]


def _scaled(z: Floats, w: Floats, T: float) -> Floats:
    slopes: Floats = T * (softmax(z / T) - softmax(w / T))
    return slopes


def ex_07_4() -> list[Ask]:
    rng = np.random.default_rng(7)
    logits = rng.normal(size=(9, 2, 4))
    logits -= logits.mean(axis=-1, keepdims=True)
    at = [(z, w, T) for z, w in logits for T in (1.0, 10.0, 100.0)]
    slips = [
        (lambda z, w, T: T * _scaled(z, w, T), "z / T has the slope 1/T by z."),
        (lambda z, w, T: _scaled(z, w, T) / T**2, "The factor T squared is missing."),
        (
            lambda z, w, T: _scaled(z, w, T) / T,
            "Two factors are missing: T squared, and a 1/T.",
        ),
        (lambda z, w, T: T * (softmax(z / T) - softmax(w)), "The teacher has a T, too."),
        (lambda z, w, T: (z - w) / len(z), "That is the limit; T is still finite."),
    ]
    hint = "The slope by the student's z / T is softmax less soft label."
    return [Ask("your function", _scaled, hint, slips, at=at)]


def _bends_most(answer: Floats) -> str:
    q = np.asarray(answer, dtype=float)
    if q.shape != (3,) or not (math.isclose(q.sum(), 1, abs_tol=1e-6) and q.min() >= 0):
        return "q must be three probabilities that sum to 1."
    if math.isclose(np.linalg.eigvalsh(np.diag(q) - np.outer(q, q))[-1], 0.5, abs_tol=1e-6):
        return ""
    return "Its largest eigenvalue is not 1/2. With one of them 0: how would you share the rest?"


def ex_07_5() -> list[Ask]:
    return [Ask("q", None, "", accepts=_bends_most)]


def ex_08_1() -> list[Ask]:
    even, some = np.full(6, 1 / 2), np.array([1.0, 1, 1, 0, 0, 0])
    loss = float(binary_cross_entropy(even, some, reduction="sum"))
    slips = [
        (loss / 6, "That is the mean over the labels; the sum was asked for."),
        (loss / 2, "The labels that do not hold cost something, too."),
    ]
    hint = "Each of the six, held or not, costs -log 1/2."
    both = [Ask(name, loss, hint, slips, "nats") for name in ("with three", "with none")]
    whole = "A product of six factors."
    return [*both, Ask("the probability", math.exp(-loss), whole, [(1 / 2, whole)])]


def ex_08_2() -> list[Ask]:
    pairs = "Six labels, each yes or no: not six, and not twelve, ways."
    return [Ask("how many vectors", 2**6, pairs)]


def ex_08_3() -> list[Ask]:
    rate = 0.01
    at = float(binary_cross_entropy_with_logits(logit(rate), rate))
    slope = "The slope is sigma(b) less the rate: where is it 0?"
    slips = [
        (rate, "That is the rate; b is a logit."),
        (math.log(rate), "That is the log of the rate; b is the log of its odds."),
    ]
    return [
        Ask("the loss at 0", math.log(2), "sigma(0) is 1/2, whatever the label.", unit="nats"),
        Ask("the best b", float(logit(rate)), slope, slips),
        Ask(
            "the least loss",
            at,
            "At the base rate it is the entropy of yes and no.",
            [
                (-math.log1p(-rate), "That is what a photo without the label costs."),
                (0.0, "It says the same of every photo, so it is never quite right."),
            ],
            "nats",
        ),
    ]


def ex_08_4() -> list[Ask]:
    table = datasets.scenes().joint(np.zeros(1)).sum(axis=(0, 1, 3, 4))
    couch, car, both = (
        float(entropy(p)) for p in (table.sum(axis=1), table.sum(axis=0), table.ravel())
    )
    rule = "The entropy of the couch, and that of the car given the couch, averaged."
    one = [(couch, "That is the couch alone."), (both - couch, "That is the car given the couch.")]
    apart = [(both, "Two that do not know of one another pay for both margins.")]
    return [
        Ask("the chain", both, rule, [*one, (couch + car, "The car knows of the couch.")], "nats"),
        Ask("apart", couch + car, "The entropies of the two margins.", apart, "nats"),
        Ask("the joint entropy", both, "Of all four cells of the table.", unit="nats"),
    ]


def ex_08_5() -> list[Ask]:
    end = float(sigmoid(logit(8 / 40) + math.log(12)))
    plain = (8 / 40, "That is the share without the weight.")
    hint = "The odds are 1 to 4, and the weight multiplies them."
    return [
        Ask("the end", end, hint, [plain, (12 / 5, "A weight multiplies odds, not shares.")]),
        Ask("what is left", 8 / 40, "Take log 12 off the logit again."),
    ]


def ex_09_1() -> list[Ask]:
    share = 212 / 569
    loss = float(entropy([share, 1 - share]))
    slope = "The slope is 0 where sigma(b) is the share of the malignant ones."
    return [
        Ask(
            "b",
            float(logit(share)),
            slope,
            [
                (share, "That is the share; b is its log-odds."),
                (212 / 357, "Those are the odds; b is their log."),
            ],
        ),
        Ask(
            "the mean loss",
            loss,
            "The answer is the share for every tumour.",
            [(569 * loss, "That is the total.")],
            "nats",
        ),
    ]


def ex_09_2() -> list[Ask]:
    at = [(y, z) for y in (-1, 1) for z in np.random.default_rng(9).normal(size=9)]

    def loss(y: float, z: float) -> float:
        return float(binary_cross_entropy_with_logits(z, (y + 1) / 2))

    slips = [
        (lambda y, z: loss(-y, z), "For y = 1 a large z must cost little."),
        (lambda y, z: math.log1p(math.exp(-(y + 1) / 2 * z)), "y is -1 or 1, not 0 or 1."),
        (lambda y, z: math.log1p(math.exp(-(2 * y - 1) * z)), "y is -1 or 1 already."),
    ]
    return [
        Ask(
            "your function",
            loss,
            "Minus y z in the exponent, plus 1, and the log of it.",
            slips,
            "nats",
            at,
        )
    ]


def ex_09_3() -> list[Ask]:
    slips = [
        (1.0, "That is what it is in truth; what would the copy make of it?"),
        (math.log(2), "The copy multiplies by e to the power w."),
    ]
    hint = "sigma(z) is nearly 1, and the copy multiplies it."
    return [Ask("the risk", math.exp(math.log(2)), hint, slips)]


def ex_09_4() -> list[Ask]:
    two = 2 * (1 / 2) ** 2  # opposite rows, each half of the one: the squares sum to half of its
    slips = [
        (1.0, "Two rows pay twice, but each is only half as long."),
        (2.0, "Each row is half as long: what do the two squares sum to?"),
        (0.25, "There are two rows."),
    ]
    hint = "The rows become opposite, u and -u; the one row is 2 u. Compare the penalties."
    return [Ask("l2", two, hint, slips)]


def ex_09_5() -> list[Ask]:
    tumours = datasets.breast_cancer()
    ten = tumours.features[:, :10]
    spread = ten.std(axis=0)[1]
    step = logistic.fit((ten - ten.mean(axis=0)) / ten.std(axis=0), 1 - tumours.targets).weights[1]
    slips = [
        (math.exp(step), "That is for one standard deviation more."),
        (step / spread, "That is the change of the log-odds."),
        (math.exp(step * spread), "One unit is less than a standard deviation: divide."),
    ]
    hint = "exp of the weight in its own unit; mean texture is column 1."
    return [
        Ask("the factor", math.exp(step / spread), hint, slips),
        Ask(
            "whether the answers change",
            False,
            "Without a penalty: can the weights make good for units?",
        ),
    ]
