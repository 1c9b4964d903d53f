"""What the exercises of chapters 04 to 06 ask for; ``ex_04_1`` belongs to exercise "04.1"."""

import math
from typing import Any

import numpy as np

from xent_course.exercises.ask import Ask
from xent_course.information import (
    conditional_entropy,
    cross_entropy,
    entropy,
    kl_divergence,
    mutual_information,
    surprisal,
)
from xent_course.losses import smooth_labels

PEOPLE = np.array([0.7, 0.2, 0.1])


def ex_04_1() -> list[Ask]:
    hint = "The entropy of one draw from n equal ones is log2 n; independent draws add up."
    found = []
    for name, n, times in (("eight characters", 62, 8), ("four words", 7776, 4)):
        one = float(entropy(np.full(n, 1 / n), base=2))
        slips = [
            (one, "That is one draw; how many are there?"),
            (float(n) ** times, "That is the number of possibilities; take its log2."),
        ]
        found.append(Ask(name, times * one, hint, slips, unit="bits"))
    return found


def ex_04_2() -> list[Ask]:
    p = [0.5, 0.3, 0.2]
    ratio = float(entropy(p, base=2) / entropy(p))
    return [Ask("the factor", ratio, "Divide the second value of the message by the first.")]


def ex_04_3() -> list[Ask]:
    rare = [0.999, 0.001]
    hint = "Two symbols: neither word can be empty."
    return [
        Ask("the length", 0, "The budget is whole: count the mergers that Huffman makes."),
        Ask(
            "whether the bound holds with one bit",
            bool(entropy([1.0], base=2) + 1 > 1),
            "The entropy is 0; the right side says *less than*.",
        ),
        Ask(
            "the entropy",
            float(entropy(rare, base=2)),
            "Minus p log2 p, summed over (0.999, 0.001); to three digits.",
            unit="bits",
        ),
        Ask("the mean length", float(np.dot(rare, [1, 1])), hint),
    ]


def ex_04_4() -> list[Ask]:
    days = np.array([[0.45, 0.05], [0.05, 0.45]])
    one, two = entropy(days.sum(axis=1), base=2), entropy(days.ravel(), base=2)
    pair = float(np.dot(days.ravel(), [1, 3, 3, 2]))  # a Huffman code of the pairs
    pairs = "The four pairs have the probabilities 0.45, 0.05, 0.05, 0.45."
    return [
        Ask("one day", one, "Sun and rain are equally common.", unit="bits"),
        Ask("two days", two, pairs, [(2 * one, "Only independent days add up like that.")], "bits"),
        Ask(
            "tomorrow given today",
            conditional_entropy(days, base=2),
            "The chain rule: two days are today, then tomorrow given today.",
            [
                (mutual_information(days, base=2), "That is what the days share."),
                (one, "That is tomorrow without knowing today."),
            ],
            "bits",
        ),
        Ask("Huffman's bits a day", pair / 2, pairs, [(pair, "That is for a pair of days.")]),
    ]


def ex_05_1() -> list[Ask]:
    even = np.full(3, 1 / 3)
    slips = [
        (3.0, "That is the perplexity; its logarithm was asked for."),
        (1 / 3, "That is the probability; what is the surprise?"),
    ]
    hint = "Whatever comes, what is the surprise of a probability of 1/3?"
    return [Ask("the cost", float(cross_entropy(PEOPLE, even)), hint, slips, "nats")]


def ex_05_2() -> list[Ask]:
    return [Ask("the ratio", -1.0, "Divide the first value of the message by the second.")]


def ex_05_3() -> list[Ask]:
    t = smooth_labels(np.array([1.0, 0, 0]), label_smoothing=0.1)
    least = float(cross_entropy(t, t))
    share = "The class itself gets its part of the evenly spread tenth, too."
    others = "The tenth is spread over all three classes, not over the two others."
    hint = "A loss with the label t is lowest where the answer is t."
    return [
        Ask(
            "the best answer",
            t,
            hint,
            [
                ([0.9, 0.1 / 3, 0.1 / 3], share),
                ([0.9, 0.05, 0.05], others),
                ([1, 0, 0], "See what that one costs."),
            ],
        ),
        Ask(
            "its loss",
            least,
            "At q = t the cross-entropy is an entropy.",
            [
                (surprisal(t[0]), "That is what the first class costs; average over all three."),
                (0.0, "Only a certain label lets the loss reach that."),
            ],
            "nats",
        ),
        Ask(
            "the cost of (1, 0, 0)",
            math.inf,
            "What is -log 0, and how often is it paid?",
            [(0.0, "With the plain label; the smoothed one sometimes draws another class.")],
        ),
    ]


def ex_05_4() -> list[Ask]:
    hint = "exp of the entropy in nats."
    found = []
    for name, die in (("the fair die", [1 / 6] * 6), ("the other", [0.1] * 5 + [0.5])):
        nats, bits = float(entropy(die)), float(entropy(die, base=2))
        slips = [
            (nats, "That is the entropy; the perplexity is exp of it."),
            (2**nats, "2 to the power of bits, or e to the power of nats."),
            (math.exp(bits), "2 to the power of bits, or e to the power of nats."),
        ]
        found.append(Ask(name, math.exp(nats), hint, slips))
    return found


def ex_05_5() -> list[Ask]:
    rng = np.random.default_rng(5)
    pairs = [tuple(rng.dirichlet(np.ones(3), size=2)) for _ in range(20)]
    edge = [
        (np.array([0.5, 0.5, 0]), np.array([0.25, 0.75, 0])),
        (np.array([0.5, 0.5, 0]), np.array([1.0, 0, 0])),
    ]
    mean = "That is the mean over the classes; they are summed."
    slips = [
        (lambda p, q: cross_entropy(q, p), "p and q are swapped: the truth p comes first."),
        (lambda p, q: cross_entropy(p, q) / 3, mean),
        (lambda p, q: entropy(p), "That is the entropy of p; where is q?"),
        (kl_divergence, "That has the entropy of p taken off."),
    ]
    hint = "Minus the sum of p_k log q_k, where a term with p_k = 0 is 0."
    return [Ask("your function", cross_entropy, hint, slips, "nats", [*pairs, *edge])]


def ex_06_1() -> list[Ask]:
    fair, code = [1 / 2, 1 / 2], [3 / 4, 1 / 4]
    slips = [
        (kl_divergence(code, fair, base=2), "p and q are swapped: the coin is fair."),
        (cross_entropy(fair, code, base=2), "That is the whole cost; what of it is wasted?"),
        (entropy(code, base=2), "That is the entropy of the coin that the code is for."),
    ]
    hint = "What a throw costs with this code, less what it costs with the right one."
    return [Ask("the waste", kl_divergence(fair, code, base=2), hint, slips, "bits")]


def ex_06_2() -> list[Ask]:
    slips = [
        ("KL(q, p)", "There the weights would be q, too."),
        ("nothing", "Compare the two values of the message: what do they have in common?"),
    ]
    choices = ["minus KL(p, q)", "KL(q, p)", "nothing"]
    return [Ask("what it computes", choices[0], "See the message.", slips, choices=choices)]


def _same_both_ways(answer: Any) -> str:
    if not hasattr(answer, "__len__") or len(answer) != 2:
        raise ValueError(f"the answer must be two distributions, (p, q); found {answer!r}")
    p, q = (np.asarray(one, dtype=float) for one in answer)
    there, back = kl_divergence(p, q), kl_divergence(q, p)
    if p.shape != (3,) or np.allclose(p, q, rtol=0, atol=1e-6):
        return "Two *different* distributions of *three* classes were asked for."
    if np.isclose([*p, *q], 1 / 3, rtol=0, atol=1e-6).any():
        return "None of the probabilities was to be 1/3."
    if not np.isfinite(there):
        return "A divergence is infinite: say 0 only where the other does."
    same = math.isclose(there, back, rel_tol=1e-6)
    return "" if same else "The two divergences differ. Is there a symmetry to use?"


def ex_06_3() -> list[Ask]:
    return [Ask("p and q", None, "", accepts=_same_both_ways)]


def ex_06_4() -> list[Ask]:
    table = np.array([[0.01 * 0.9, 0.99 * 0.05], [0.01 * 0.1, 0.99 * 0.95]])  # rings, is silent
    rings = table.sum(axis=1)
    after, before = table / rings[:, None], [0.01, 0.99]
    gains = [float(kl_divergence(row, before, base=2)) for row in after]
    back = [float(kl_divergence(before, row, base=2)) for row in after]
    drop = [float(entropy(before, base=2) - entropy(row, base=2)) for row in after]
    swapped = "p and q are swapped: the truth is what is known *after*."
    fall = "That is the fall of the entropy; only its average is the gain."
    hint = "The divergence of (cat, other) after the news from (cat, other) before it."
    plain = (sum(gains) / 2, "Silence and ringing are not equally common.")
    return [
        Ask(name, gain, hint, [(wrong, swapped), (less, fall)], "bits")
        for name, gain, wrong, less in zip(("rings", "silent"), gains, back, drop, strict=True)
    ] + [
        Ask("average", float(rings @ gains), "Each gain times how often it comes.", [plain], "bits")
    ]
