"""What the exercises of chapters 01 to 03 ask for; ``ex_01_1`` belongs to exercise "01.1"."""

import math

import numpy as np
from numpy.typing import NDArray

from xent_course import datasets
from xent_course.exercises.ask import Ask
from xent_course.likelihood import (
    categorical_log_likelihood,
    categorical_mle,
    negative_log_likelihood,
)
from xent_course.special import softmax

Floats = NDArray[np.float64]
PEOPLE = np.array([0.7, 0.2, 0.1])


def ex_01_1() -> list[Ask]:
    z = np.log([1, 2, 7])
    hint = "First the powers of e, then divide each by their sum. A shift changes nothing."
    slips = [
        (z / z.sum(), "Those are shares of the logits; take the powers of e first."),
        (np.exp(z), "Those are the powers of e; divide them by their sum."),
    ]
    return [Ask("the three probabilities", softmax(z), hint, slips)]


def ex_01_2() -> list[Ask]:
    slips = [
        ("all zero", "True there, but not only there: only differences of logits count."),
        ("any", "Read the message: it names logits for which the two sides differ."),
    ]
    hint = "The logits of the message sum to something; is their sum what hurts?"
    choices = ["all equal", "all zero", "sum zero", "any"]
    return [Ask("which logits", "all equal", hint, slips, choices=choices)]


def ex_01_3() -> list[Ask]:
    problem = datasets.photos()
    weights = problem.weights[:2] - problem.weights[2]
    shift = problem.intercept[:2] - problem.intercept[2]
    odds = np.log(PEOPLE[:2] / PEOPLE[2])
    hint = "For two pairs of classes: difference of the logits = log of the ratio of the shares."
    slips = [
        (np.linalg.solve(weights, odds), "The intercept is missing from the logits."),
        (
            np.linalg.solve(weights, PEOPLE[:2] / PEOPLE[2] - shift),
            "A difference of logits is the logarithm of the ratio.",
        ),
    ]
    return [Ask("sky and fur", np.linalg.solve(weights, odds - shift), hint, slips)]


def ex_01_4() -> list[Ask]:
    x = np.arange(-2.0, 3)
    first, second = (np.diff(-(x**2) / 2 + (x - 1) ** 2 / (2 * spread**2), 2) for spread in (1, 2))
    hint = "np.diff(values, 2) of: log density of the first class minus that of the second."
    once = "Those are differences taken once; take them twice."
    variance = np.diff(-(x**2) / 2 + (x - 1) ** 2 / 4, 2)
    spread = "2 is the spread, the standard deviation, and not the variance."
    return [
        Ask("spread 1 and 1", first, hint),
        Ask("spread 1 and 2", second, hint, [(variance, spread), (np.diff(x**2, 2), once)]),
    ]


def ex_01_5() -> list[Ask]:
    price = np.array([1.0, 1.0, 20.0])
    cost = np.sum(PEOPLE * price) - PEOPLE * price  # of each name: what the others would have cost
    names = datasets.PHOTO_CLASSES
    likely = "That is the likeliest name; what does it cost when it is wrong?"
    hint = "A name costs what the two others cost, each times its probability."
    return [Ask("the name", names[int(cost.argmin())], hint, [("airplane", likely)], choices=names)]


def ex_02_1() -> list[Ask]:
    seen, model = np.array([0, 2, 0]), [0.5, 0.2, 0.3]
    best = categorical_mle(seen, num_classes=3)
    here, there = (float(categorical_log_likelihood(pi, seen)) for pi in (model, best))
    log = "That is the logarithm of it."
    once = "Three photos, three factors: the airplane was seen twice."
    hint = "A product with one factor for each photo: what the model said of its class."
    return [
        Ask("the likelihood", math.exp(here), hint, [(here, log), (0.5 * 0.3, once)]),
        Ask(
            "the best pi",
            best,
            "The shares of the classes; the order is airplane, train, cat.",
            [
                (np.bincount(seen), "Those are the counts; a distribution sums to 1."),
                ([1 / 2, 0, 1 / 2], once),
            ],
        ),
        Ask("its likelihood", math.exp(there), hint, [(there, log)]),
    ]


def ex_02_2() -> list[Ask]:
    right = sum(math.factorial(m) == m for m in range(7))
    zero = "The factorial of 0 is 1: does the copy say 1 there?"
    return [Ask("how many s", right, "Compare m! with m for m = 6 - s, one by one.", [(3, zero)])]


def ex_02_3() -> list[Ask]:
    faces, loaded = np.arange(6), [0.1, 0.1, 0.2, 0.2, 0.2, 0.2]
    fair = categorical_mle(faces, num_classes=6)
    logs = [float(categorical_log_likelihood(die, faces)) for die in (fair, loaded)]
    log = logs[0] - logs[1]
    slips = [
        (log, "That is the logarithm of the ratio."),
        (math.exp(log / 6), "That is the ratio for one throw; there were six."),
    ]
    hint = "Each die's likelihood is a product of six factors; divide the fair one's by the other."
    return [
        Ask("how much more probable", math.exp(log), hint, slips),
        Ask(
            "whether the fair die is the estimate",
            True,
            "The estimate is the shares. Are they equal?",
        ),
    ]


def ex_02_4() -> list[Ask]:
    theta = categorical_mle(np.ones(3, int), num_classes=2)[1]
    down = "One minus the estimate, which is the share of ups."
    mode = "That is where the posterior is highest; the mean was asked for."
    mean = "Sum theta times the likelihood over the grid, divided by the sum of the likelihood."
    return [
        Ask("the estimate", theta, "The share of ups."),
        Ask("the probability of down", 1 - theta, down),
        Ask("the posterior mean", (3 + 1) / (3 + 2), mean, [(1.0, mode)]),
    ]


def ex_03_1() -> list[Ask]:
    probs = np.repeat([1 / 2, 1 / 4], 1000)
    total = float(negative_log_likelihood(probs)) / math.log(2)
    logs = "Each -log 1/2 is one log 2, each -log 1/4 is two of them."
    nats = "That is in nats; give it in multiples of log 2."
    return [
        Ask(
            "the total",
            total,
            logs,
            [
                (total / 2000, "That is the mean; first comes the total."),
                (total * math.log(2), nats),
            ],
        ),
        Ask(
            "the mean",
            total / 2000,
            logs,
            [
                (total, "That is the total; divide by the photos."),
                (total / 2000 * math.log(2), nats),
            ],
        ),
        Ask("the product", float(np.prod(probs)), "What does np.prod say of 2,000 such numbers?"),
    ]


def ex_03_2() -> list[Ask]:
    hint = "When is a product of N things the same as a sum of them, whatever they are?"
    two = "The log of a product of two is the sum of two logs, not their product."
    return [Ask("N", 1, hint, [(2, two), (0, "An empty product is 1: is its logarithm 1, too?")])]


def ex_03_3() -> list[Ask]:
    problem = datasets.photos()
    counts = np.bincount(problem.sample(40, seed=1)[1], minlength=3)

    def far(shares: Floats) -> float:
        return float(np.abs(shares - problem.priors).sum())

    plain, smoothed = far(counts / 40), far((counts + 1) / 43)
    hint = "The true ones are `priors`; sum the three absolute differences."
    mean = "That is the mean of the three differences; the sum was asked for."
    whole = "Three imaginary sightings: the shares must still sum to 1."
    return [
        Ask("the sum without", plain, hint, [(plain / 3, mean)]),
        Ask(
            "the sum with them",
            smoothed,
            hint,
            [
                (smoothed / 3, mean),
                (far((counts + 1) / 40), whole),
                (far((counts + 1) / 41), whole),
            ],
        ),
    ]


def _lowest(weight: float) -> float:
    """Where -0.7 log theta - 0.3 log(1 - theta) + weight theta^2 has slope 0."""
    roots = np.roots([-2 * weight, 2 * weight, 1, -0.7])
    return float(next(r.real for r in roots if 0 < r.real < 1))


def ex_03_4() -> list[Ask]:
    beside_total, beside_mean = _lowest(0.1), _lowest(1.0)
    hint = (
        "The theta at which the loss with the penalty is least: grid[np.argmin(...)], a fine grid."
    )
    bare = (0.7, "That is the minimum without a penalty.")
    half = "That is with half of the penalty, which is theta^2."
    total = [bare, (beside_mean, "That is with the mean."), (_lowest(0.05), half)]
    mean = [bare, (beside_total, "That is with the total."), (_lowest(0.5), half)]
    return [
        Ask("with the total", beside_total, hint, total),
        Ask("with the mean", beside_mean, hint, mean),
    ]
