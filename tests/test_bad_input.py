"""Every public function against every kind of bad input: a clear error that names the argument.

CALLS gives a good call of each function and the role of each argument; BAD gives, for each role,
values that must be refused. The table below is their product.
"""

import datetime
import math

import numpy as np
import pytest

from xent_course import gradients, information, likelihood, logistic, losses, special

NAN, INF = math.nan, math.inf
Z = np.array([[0.5, -1.0, 2.0], [0.0, 0.25, -3.0]])
DIST = np.array([[0.5, 0.25, 0.25], [0.125, 0.125, 0.75]])
UNIT = np.array([[0.5, 0.25, 1.0], [0.0, 0.125, 0.75]])
JOINT = np.array([[0.5, 0.125], [0.25, 0.125]])
Y = np.array([0, 2])
X = np.array([[0.0], [0.0], [1.0], [1.0]])
FIT = logistic.fit(X, [0, 1, 1, 0], l2=1.0)
CALLS = {}


def call(function, roles, /, **arguments):
    module = function.__module__.rsplit(".", 1)[-1]
    CALLS[f"{module}.{function.__name__}"] = function, dict(roles), arguments


for f in (special.logsumexp, special.softmax, special.log_softmax):
    call(f, {"z": "real", "axis": "axis"}, z=Z, axis=-1)
for f in (special.sigmoid, special.log_sigmoid, special.softplus):
    call(f, {"z": "real"}, z=Z)
call(special.logit, {"p": "unit"}, p=UNIT)
call(special.xlogy, {"x": "finite", "y": "positive"}, x=Z, y=UNIT)
call(likelihood.bernoulli_log_likelihood, {"theta": "unit", "outcomes": "bits"},
     theta=np.array([0.5, 0.25]), outcomes=np.array([0, 1]))  # fmt: skip
call(likelihood.categorical_log_likelihood, {"probs": "dist", "outcomes": "classes"},
     probs=DIST, outcomes=Y)  # fmt: skip
call(likelihood.negative_log_likelihood, {"outcome_probs": "unit", "reduction": "reduction"},
     outcome_probs=UNIT, reduction="sum")  # fmt: skip
call(likelihood.bernoulli_mle, {"outcomes": "bits"}, outcomes=np.array([0, 1]))
call(likelihood.categorical_mle, {"outcomes": "classes", "num_classes": "count"},
     outcomes=Y, num_classes=3)  # fmt: skip
call(information.surprisal, {"p": "unit", "base": "base"}, p=UNIT, base=2)
call(information.entropy, {"p": "dist", "base": "base"}, p=DIST, base=2)
for f in (information.cross_entropy, information.kl_divergence):
    call(f, {"p": "dist", "q": "dist", "base": "base"}, p=DIST, q=DIST, base=2)
call(information.kl_divergence_with_logits,
     {"p_logits": "logits", "q_logits": "logits", "base": "base"},
     p_logits=Z, q_logits=Z, base=2)  # fmt: skip
for f in (information.conditional_entropy, information.mutual_information,
          information.total_correlation):  # fmt: skip
    call(f, {"joint": "joint", "base": "base"}, joint=JOINT, base=2)
call(losses.smooth_labels,
     {"targets": "classes", "num_classes": "count", "label_smoothing": "smoothing"},
     targets=Y, num_classes=3, label_smoothing=0.1)  # fmt: skip
for module in (losses, gradients):
    call(module.binary_cross_entropy,
         {"probs": "unit", "targets": "soft bits", "weight": "weight", "reduction": "reduction"},
         probs=UNIT, targets=UNIT, weight=np.ones(3), reduction="mean")  # fmt: skip
    call(module.binary_cross_entropy_with_logits,
         {"logits": "real", "targets": "soft bits", "weight": "weight", "pos_weight": "pos weight",
          "reduction": "reduction"},
         logits=Z, targets=UNIT, weight=np.ones(3), pos_weight=np.ones(3),
         reduction="mean")  # fmt: skip
    call(module.nll_loss,
         {"log_probs": "log dist", "targets": "classes", "weight": "weight",
          "ignore_index": "index", "reduction": "reduction"},
         log_probs=np.log(DIST), targets=Y, weight=np.ones(3), ignore_index=-100,
         reduction="mean")  # fmt: skip
    call(module.cross_entropy_with_logits,
         {"logits": "logits", "targets": "classes", "weight": "weight", "ignore_index": "index",
          "label_smoothing": "smoothing", "reduction": "reduction"},
         logits=Z, targets=Y, weight=np.ones(3), ignore_index=-100, label_smoothing=0.1,
         reduction="mean")  # fmt: skip
    call(module.linear_cross_entropy,
         {"features": "finite", "weight": "matrix", "targets": "classes", "bias": "finite",
          "ignore_index": "index", "reduction": "reduction"},
         features=Z, weight=np.eye(3), targets=Y, bias=np.zeros(3), ignore_index=-100,
         reduction="mean")  # fmt: skip
call(gradients.central_difference, {"x": "finite", "step": "step"},
     f=lambda x: float(np.sum(x)), x=Z, step=0.5)  # fmt: skip
call(logistic.fit,
     {"features": "finite", "targets": "classes", "num_classes": "count", "l2": "penalty",
      "tol": "step", "max_steps": "count"},
     features=X, targets=np.array([0, 1, 1, 0]), num_classes=2, l2=1.0, tol=1e-9,
     max_steps=50)  # fmt: skip
call(logistic.predict_proba, {"fit": "fit", "features": "finite"}, fit=FIT, features=X)


def with_entry(value, at=-1):
    """The good array with one entry replaced."""

    def spoil(good):
        bad = np.array(good, dtype=np.result_type(np.asarray(good).dtype, np.asarray(value).dtype))
        bad.reshape(-1)[at] = value
        return bad

    return spoil


ARRAY = {
    "empty": lambda good: np.asarray(good)[:0],
    "object": lambda good: np.asarray(good).astype(object),
    "string": lambda good: np.asarray(good).astype(str),
    "complex": lambda good: np.asarray(good) + 0j,
    "dates": lambda good: np.full(np.shape(good), datetime.date(2000, 1, 1), "datetime64[D]"),
    "ragged": lambda good: [[0.5], [0.25, 0.25]],
    "masked": lambda good: np.ma.masked_array(np.asarray(good)),
    "None inside": lambda good: [None, 1.0],
    "a dictionary": lambda good: {"a": 1},
}
FLOATS = {
    **ARRAY,
    "nan": with_entry(NAN),
    "nan first": with_entry(NAN, 0),
    "boolean": lambda good: np.ones(np.shape(good), bool),
    "wider than double": lambda good: np.asarray(good).astype(np.longdouble),
}
FINITE = {**FLOATS, "inf": with_entry(INF), "-inf": with_entry(-INF)}
UNITS = {**FINITE, "negative": with_entry(-0.2), "above one": with_entry(1.5)}
NUMBER = {"string": "a", "None inside": [None], "array": np.ones(2), "bool": True, "complex": 1j}
NOT_FINITE = {"nan": NAN, "inf": INF}
LABELS = {
    **ARRAY,
    "nan": lambda good: np.full(np.shape(good), NAN),
    "floats": lambda good: np.asarray(good, float),
    "halves": with_entry(0.5),
    "negative": with_entry(-1),
    "boolean": lambda good: np.asarray(good) > 0,
    "column": lambda good: np.asarray(good)[:, None],
    "too many": lambda good: np.append(good, 0),
}
BAD = {
    "real": FLOATS,
    "finite": FINITE,
    "matrix": {**FINITE, "flat": np.ravel, "other width": lambda good: good[:, :-1]},
    "positive": {**FLOATS, "negative": with_entry(-0.2)},
    "unit": UNITS,
    "soft bits": {k: v for k, v in UNITS.items() if k != "boolean"},
    "dist": {**UNITS, "not one": with_entry(0.3), "half": lambda good: good / 2,
             "scalar": lambda good: 1.0},
    "joint": {**UNITS, "not one": with_entry(0.3), "half": lambda good: good / 2,
              "scalar": lambda good: 1.0},
    "logits": {**FLOATS, "two inf": lambda good: np.full(np.shape(good), INF),
               "all forbidden": lambda good: np.full(np.shape(good), -INF),
               "scalar": lambda good: 1.0},
    "log dist": {**FLOATS, "positive": with_entry(0.1), "inf": with_entry(INF),
                 "probabilities": np.exp, "logits": lambda good: good + 1,
                 "scalar": lambda good: 0.0},
    "bits": {**ARRAY, "nan": lambda good: np.full(np.shape(good), NAN), "two": with_entry(2),
             "negative": with_entry(-1), "halves": with_entry(0.5)},
    "classes": LABELS,
    "weight": {**FINITE, "negative": with_entry(-1.0), "all zero": np.zeros_like,
               "too short": lambda good: good[:-1], "scalar": lambda good: 1.0},
    "pos weight": {**FINITE, "negative": with_entry(-1.0), "too short": lambda good: good[:-1]},
    "axis": {"too large": 2, "too small": -3, "float": 0.5, "none": None, "tuple": (0, 1),
             "bool": True},
    "base": {**NUMBER, **NOT_FINITE, "one": 1, "zero": 0, "negative": -2.0},
    "reduction": {"unknown": "average", "none": None, "number": 1},
    "smoothing": {**NUMBER, **NOT_FINITE, "negative": -0.1, "above one": 1.1},
    "count": {**NUMBER, "zero": 0, "negative": -1, "half": 2.5},
    "index": {"float": 1.0, "bool": True, "string": "1"},
    "step": {**NUMBER, **NOT_FINITE, "zero": 0.0, "negative": -1.0},
    "penalty": {**NUMBER, **NOT_FINITE, "negative": -1.0},
    "fit": {"none": None, "numbers": (1.0, 2.0)},
}  # fmt: skip
# Any number of labels in any shape is right for these two.
ANY_SHAPE = {"likelihood.categorical_mle", "losses.smooth_labels"}
TABLE = [
    pytest.param(name, argument, kind, id=f"{name}-{argument}-{kind}")
    for name, (_, roles, _) in CALLS.items()
    for argument, role in roles.items()
    for kind in BAD[role]
    if not (kind == "wider than double" and np.dtype(np.longdouble).itemsize == 8)
    and not (kind in ("column", "too many") and name in ANY_SHAPE)
]


@pytest.mark.parametrize("name", CALLS)
def test_the_good_call_is_good(name):
    function, _, arguments = CALLS[name]
    function(**arguments)


def test_every_public_function_is_in_the_table():
    modules = (special, likelihood, information, losses, gradients, logistic)
    public = {
        f"{m.__name__.rsplit('.', 1)[-1]}.{n}" for m in modules for n in m.__all__ if n[0].islower()
    }
    assert set(CALLS) == public


@pytest.mark.parametrize(("name", "argument", "kind"), TABLE)
def test_bad_input_is_refused_by_name(name, argument, kind):
    function, roles, arguments = CALLS[name]
    bad = BAD[roles[argument]][kind]
    arguments = {**arguments, argument: bad(arguments[argument]) if callable(bad) else bad}
    before = {k: np.array(v, copy=True) for k, v in arguments.items() if isinstance(v, np.ndarray)}
    with pytest.raises((ValueError, TypeError), match=rf"\b{argument}\b"):
        function(**arguments)
    for key, value in before.items():
        assert str(value) == str(np.asarray(arguments[key]))


SHAPES = [
    (special.xlogy, ([1.0, 2.0], [1.0]), "y"),
    (special.xlogy, ([[1.0], [2.0]], [1.0, 2.0]), "y"),
    (information.cross_entropy, (DIST, DIST[:1]), "q"),
    (information.kl_divergence, (DIST, DIST[0]), "q"),
    (information.kl_divergence_with_logits, (Z, Z[:1]), "q_logits"),
    (information.mutual_information, ([0.5, 0.5],), "joint"),
    (information.mutual_information, (np.full((2, 2, 2), 1 / 8),), "joint"),
    (information.conditional_entropy, ([0.5, 0.5],), "joint"),
    (likelihood.bernoulli_log_likelihood, ([0.5, 0.5], [1]), "theta"),
    (likelihood.categorical_log_likelihood, (DIST, [0]), "outcomes"),
    (losses.binary_cross_entropy, ([0.5, 0.5], [[0], [1]]), "targets"),
    (losses.binary_cross_entropy_with_logits, ([[0.5], [0.5]], [0, 1]), "targets"),
    (losses.cross_entropy_with_logits, (Z, [[0], [1]]), "targets"),
    (losses.cross_entropy_with_logits, (Z, DIST[:1]), "targets"),
    (losses.cross_entropy_with_logits, ([[1.0]], [0]), "logits"),
    (losses.nll_loss, (np.log(DIST), [[0], [1]]), "targets"),
    (losses.linear_cross_entropy, (X, np.ones((3, 2)), [0, 1, 2, 0]), "weight"),
    (losses.linear_cross_entropy, (X, np.ones((1, 1)), [0, 0, 0, 0]), "weight"),
    (losses.linear_cross_entropy, (X, np.ones((3, 1)), [0, 1]), "targets"),
    (logistic.fit, ([0.0, 1.0], [0, 1]), "features"),
    (logistic.fit, (X, [[0], [1], [0], [1]]), "targets"),
    (logistic.predict_proba, (FIT, [[1.0, 2.0]]), "features"),
    (logistic.predict_proba, (FIT, [1.0]), "features"),
]


@pytest.mark.parametrize(("function", "arguments", "named"), SHAPES)
def test_shapes_are_never_broadcast(function, arguments, named):
    with pytest.raises(ValueError, match=rf"^{named} .*shape"):
        function(*arguments)


def both(name):
    return [getattr(module, name) for module in (losses, gradients)]


@pytest.mark.parametrize("f", both("cross_entropy_with_logits"))
def test_targets_on_forbidden_classes(f):
    z = [[-INF, 0.0, 1.0]]
    for targets, options in (
        ([0], {}),
        ([[0.5, 0.5, 0.0]], {}),
        ([1], {"label_smoothing": 0.1}),
        ([[0.0, 1.0, 0.0]], {"label_smoothing": 0.1}),
    ):
        with pytest.raises(ValueError, match=r"targets .* forbidden class"):
            f(z, targets, **options)
        good = 1 if np.ndim(targets) == 1 else [0.0, 0.5, 0.5]  # a good row beside the bad one
        with pytest.raises(ValueError, match=r"targets .* forbidden class"):
            f(z * 2, [*targets, good], **options)


@pytest.mark.parametrize("f", both("cross_entropy_with_logits"))
def test_soft_targets_are_distributions_and_cannot_be_ignored(f):
    with pytest.raises(ValueError, match=r"^targets must sum to 1 .*found 0.5 at index 1"):
        f(Z, [[1.0, 0.0, 0.0], [0.25, 0.25, 0.0]])
    with pytest.raises(ValueError, match=r"^targets must lie in \[0, 1\]; found -0.5"):
        f(Z, [[1.0, 0.0, 0.0], [0.75, -0.5, 0.75]])
    with pytest.raises(TypeError, match="ignore_index"):
        f(Z, DIST, ignore_index=1)


@pytest.mark.parametrize("name", ["cross_entropy_with_logits", "nll_loss", "linear_cross_entropy"])
def test_nothing_left_to_average(name):
    first = {"nll_loss": (np.log(DIST),), "linear_cross_entropy": (Z, np.eye(3))}.get(name, (Z,))
    for f in both(name):
        with pytest.raises(ValueError, match="every target ignored"):
            f(*first, [7, 7], ignore_index=7)
        for reduction in ("sum", "none"):
            value = f(*first, [7, 7], ignore_index=7, reduction=reduction)
            value = value[0] if isinstance(value, tuple) else value
            assert not np.any(value)


@pytest.mark.parametrize("name", ["cross_entropy_with_logits", "nll_loss"])
def test_no_weight_on_the_classes_that_are_used(name):
    first = np.log(DIST) if name == "nll_loss" else Z
    for f in both(name):
        with pytest.raises(ValueError, match="weight"):
            f(first, [0, 0], weight=[0.0, 1.0, 1.0])
        value = f(first, [0, 0], weight=[0.0, 1.0, 1.0], reduction="sum")
        assert float(value[0] if isinstance(value, tuple) else value) == 0.0
    with pytest.raises(ValueError, match="weight"):
        losses.cross_entropy_with_logits(Z, [[1.0, 0, 0]] * 2, weight=[0.0, 1.0, 1.0])


def test_ignored_rows_may_hold_anything_but_nan():
    f = losses.cross_entropy_with_logits
    assert math.isfinite(f([[0.0, 1.0], [INF, INF]], [0, 5], ignore_index=5))
    with pytest.raises(ValueError, match="logits must not contain NaN; found nan at index"):
        f([[0.0, 1.0], [NAN, 0.0]], [0, 5], ignore_index=5)


@pytest.mark.parametrize("f", [special.softmax, special.log_softmax])
def test_rows_without_a_softmax(f):
    with pytest.raises(ValueError, match=r"z must have at most one \+inf in a row; found 2"):
        f([[0.0, 1.0, 2.0], [INF, INF, 0.0]])
    with pytest.raises(ValueError, match="z must allow at least one class"):
        f([[0.0, 1.0], [-INF, -INF]])


@pytest.mark.parametrize("f", [information.cross_entropy, information.kl_divergence])
def test_negative_entries_whose_rows_sum_to_one(f):
    bad, good = [[-0.25, 0.75, 0.5]], [[0.25, 0.25, 0.5]]
    with pytest.raises(ValueError, match=r"p must lie in \[0, 1\]; found -0.25 at index \(0, 0\)"):
        f(bad, good)
    with pytest.raises(ValueError, match=r"q must lie in \[0, 1\]; found -0.25 at index \(0, 0\)"):
        f(good, bad)
    with pytest.raises(ValueError, match=r"p must lie in \[0, 1\]; found -0.25"):
        f(bad, bad)
    with pytest.raises(ValueError, match=r"p must lie in \[0, 1\]"):
        information.entropy(bad)
    with pytest.raises(ValueError, match=r"q must lie in \[0, 1\]"):
        f([[0.0, 0.5, 0.5]], bad)


def test_messages_say_what_came_and_where():
    with pytest.raises(
        ValueError, match=r"^targets must lie in \[0, 1\]; found -0.2 at index \(3, 1\)$"
    ):
        t = np.zeros((4, 2))
        t[3, 1] = -0.2
        losses.binary_cross_entropy_with_logits(np.zeros((4, 2)), t)
    with pytest.raises(ValueError, match=r"classes in \[0, 2\]; found 3 at index 1$"):
        losses.cross_entropy_with_logits(Z, [0, 3])
    with pytest.raises(ValueError, match=r"^z must not contain NaN; found nan at index \(1, 0\)$"):
        special.softmax([[0.0, 1.0], [NAN, 0.0]])
    with pytest.raises(
        ValueError, match=r"^log_probs must have .* sum to 1; found 0.75 at index 1$"
    ):
        losses.nll_loss(np.log([[0.25, 0.25, 0.5], [0.25, 0.25, 0.25]]), [0, 0])
    with pytest.raises(ValueError, match=r"^p must lie in \[0, 1\]; found 2.0 at index 1$"):
        special.logit([0.5, 2.0, 3.0])  # the first of two
    with pytest.raises(ValueError, match=r"^logits must not contain NaN; found nan at index 1$"):
        losses.binary_cross_entropy_with_logits([0.0, NAN], [0, 1])
    with pytest.raises(TypeError, match=r"^num_classes must be given where targets are classes"):
        losses.smooth_labels([0, 1], label_smoothing=0.1)
    with pytest.raises(ValueError, match=r"^y must not be negative; found -1.0 at index 1$"):
        special.xlogy([1.0, 1.0], [0.0, -1.0])
    with pytest.raises(ValueError, match=r"^p must sum to 1 .*; found 0.5$"):
        information.entropy([0.25, 0.25])
    with pytest.raises(ValueError, match=r"^axis must lie in \[-2, 1\] for 2 axes; found 2$"):
        special.softmax(Z, axis=2)
    with pytest.raises(ValueError, match=r"^z must have at most one \+inf .*; found 2 at index 1$"):
        special.softmax([[INF, 0.0], [INF, INF]])


def test_messages_about_shapes_say_both():
    with pytest.raises(
        ValueError, match=r"^y must have the shape of x, \(2,\); found shape \(1,\)$"
    ):
        special.xlogy([1.0, 2.0], [1.0])
    for f, first, second in (
        (information.cross_entropy, "p", "q"),
        (information.kl_divergence_with_logits, "p_logits", "q_logits"),
        (losses.binary_cross_entropy, "probs", "targets"),
        (losses.binary_cross_entropy_with_logits, "logits", "targets"),
    ):
        message = rf"^{second} must have the shape of {first}, \(2, 3\); found shape \(1, 3\)$"
        with pytest.raises(ValueError, match=message):
            f(DIST, DIST[:1])
    with pytest.raises(
        ValueError, match=r"shape \(2,\) \(classes\) or \(2, 3\) \(distr.*\); found shape \(1,\)$"
    ):
        losses.cross_entropy_with_logits(Z, [0])
    with pytest.raises(
        ValueError, match=r"one class for each row, shape \(2,\); found shape \(1,\)$"
    ):
        losses.nll_loss(np.log(DIST), [0])


def test_tolerance_of_sums():
    information.entropy([0.5, 0.5 + 9e-9])
    with pytest.raises(ValueError, match="sum to 1"):
        information.entropy([0.5, 0.5 + 2e-8])
    information.entropy(np.float32([0.5, 0.5 + 9e-6]))
    with pytest.raises(ValueError, match="sum to 1"):
        information.entropy(np.float32([0.5, 0.5 + 2e-5]))
    with pytest.raises(ValueError, match=r"lie in \[0, 1\]"):
        information.entropy([1 + 1e-9, 0.0])
    with pytest.raises(ValueError, match="joint must sum to 1"):
        information.mutual_information([[0.5, 0.5 + 2e-8]])
    with pytest.raises(ValueError, match="exponentials that sum to 1"):
        losses.nll_loss(np.log([0.5, 0.5 + 2e-8]), 0)


def test_bad_rows_deep_inside_a_large_array():
    p = np.full((3000, 100), 0.01)
    p[2999, 50] = 0.5
    with pytest.raises(ValueError, match=r"found 1.49.* at index 2999"):
        information.kl_divergence(p, np.full((3000, 100), 0.01))
    p[2999, 50:52] = -0.01, 0.03
    for f in (information.entropy, lambda p: information.kl_divergence(p, np.full_like(p, 0.01))):
        with pytest.raises(ValueError, match=r"p must lie in \[0, 1\]; found -0.01 .*\(2999, 50\)"):
            f(p)
    z = np.zeros((3000, 100))
    z[2999, 50] = NAN
    for f in (special.softmax, special.logsumexp):
        with pytest.raises(ValueError, match=r"found nan at index \(2999, 50\)"):
            f(z)
    with pytest.raises(ValueError, match=r"found nan at index \(2999, 50\)"):
        losses.cross_entropy_with_logits(z, np.zeros(3000, int))
    z[2999, 50] = INF
    z[2999, 51] = INF
    with pytest.raises(ValueError, match=r"at most one \+inf"):
        gradients.cross_entropy_with_logits(z, np.zeros(3000, int))
