"""An answer is right, or gets the hint that fits its mistake; no hint tells the answer."""

import re

import numpy as np
import pytest

from xent_course import exercises
from xent_course.exercises import check_answer
from xent_course.exercises.ask import EXACT, Ask, _off
from xent_course.information import cross_entropy, entropy

KEYS = exercises._known()
ASKS = [(n, i, ask) for n, f in KEYS.items() for i, ask in enumerate(f())]
COMPARED = [one for one in ASKS if one[2].accepts is None]
NUMBERS = [one for one in COMPARED if not isinstance(one[2].answer, str | bool)]
PLAIN = [one for one in NUMBERS if not callable(one[2].answer)]
names = {"ids": lambda x: x if isinstance(x, str) else ""}


def whole(ask):
    return np.asarray(ask.answer).dtype.kind in "iu"


def test_there_are_keys():
    assert len(KEYS) > 40


@pytest.mark.parametrize("name", KEYS)
def test_the_key_is_right(name):
    asks = KEYS[name]()
    if asks[0].accepts is None:
        answers = [ask.answer for ask in asks]
        verdict = check_answer(name, answers if len(answers) > 1 else answers[0])
        assert verdict and str(verdict) == "Right."


@pytest.mark.parametrize(("name", "number", "ask"), PLAIN, **names)
def test_three_digits_are_right_enough_unless_it_is_a_count(name, number, ask):
    key = np.asarray(ask.answer, dtype=float)
    size = np.abs(key[np.isfinite(key)]).max(initial=0)
    near = key + 0.004 * size
    assert ask.judge(key) == "Right."
    if np.isfinite(key).any() and size > 0 and not whole(ask):
        assert ask.judge(near) == "Right (rounded)."
        assert not ask.judge(key + 0.02 * size).startswith("Right")


@pytest.mark.parametrize(("name", "number", "ask"), NUMBERS, **names)
def test_every_slip_is_refused_with_its_hint(name, number, ask):
    key = ask._values(ask.answer)
    for slip, hint in ask.slips:
        given = ask._values(slip)
        assert given.shape == key.shape
        assert _off(given, key) > (EXACT if whole(ask) else 100 * EXACT)
        assert ask.judge(slip) == hint


@pytest.mark.parametrize(("name", "number", "ask"), NUMBERS, **names)
def test_units_signs_and_percent_are_recognised(name, number, ask):
    key = ask._values(ask.answer)
    changes = [(-1, "sign")]
    if ask.unit == "nats":
        changes += [(1 / np.log(2), "in bits"), (1 / np.log(10), "base 10")]
    if ask.unit == "bits":
        changes += [(np.log(2), "in nats"), (np.log10(2), "base 10")]
    own = [hint for _, hint in ask.slips]
    for factor, word in changes:
        said = ask.judge((lambda *a, f=factor: f * ask.answer(*a)) if ask.at else factor * key)
        if key.any() and not (np.isinf(key).all() and factor > 0):
            assert word in said or said in own


@pytest.mark.parametrize(("name", "number", "ask"), COMPARED, **names)
def test_the_choices_hold_the_answer_and_the_slips(name, number, ask):
    if isinstance(ask.answer, str):
        assert ask.answer in ask.choices
        assert {slip for slip, _ in ask.slips} < set(ask.choices)
        for choice in set(ask.choices) - {ask.answer}:
            assert ask.judge(choice) == dict(ask.slips).get(choice, ask.hint)


def told(ask, text):
    """The numbers in a text that are the answer, written to two digits or more."""
    found = [float(n) for n in re.findall(r"-?\d+\.\d+|-?\d{2,}", text)]
    return [n for n in found if n and (np.abs(n - np.asarray(ask.answer)) <= 1e-2 * abs(n)).any()]


@pytest.mark.parametrize(("name", "number", "ask"), PLAIN, **names)
def test_no_hint_tells_the_answer(name, number, ask):
    for text in (ask.hint, *[hint for _, hint in ask.slips]):
        assert told(ask, text) == []


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("05.1", np.log(3), "Right."),
        ("05.1", 1.099, "Right (rounded)."),
        ("05.1", 1.585, "Not yet. That is the answer in bits; the question asks for nats."),
        ("05.1", -1.0986, "Not yet. The size is right, the sign is not."),
        ("05.1", 1.12, "Not yet. Very near: rounded too early, too few steps, or too "
         "coarse a grid?"),
        ("06.1", 0.1887, "Not yet. p and q are swapped: the coin is fair."),
        ("08.1", (0.6931, 4.159, 1 / 64), "Not yet (with three). That is the mean over the labels; "
         "the sum was asked for. (Right so far: with none, the probability.)"),
        ("01.1", [0.7, 0.2, 0.1], "Not yet. The right numbers, in the wrong order."),
        ("01.1", [10, 20, 70], "Not yet. That is in percent; give the number itself."),
        ("04.2", np.log(2), "Not yet. Upside down: that is one divided by the answer."),
        ("01.1", [np.nan, 0.2, 0.7], "Not yet. There is a NaN in it: 0 log 0, or infinity less "
         "infinity?"),
        ("02.3", (1.34, False), "Not yet (whether the fair die is the estimate). The "
         "estimate is the shares. Are they equal? (Right so far: how much more probable.)"),
        ("10.3", (6, 168), "Not yet (squared error). That is the count for the other loss."),
        ("01.5", "train", "Not yet. A name costs what the two others cost, each times its "
         "probability."),
    ],
)  # fmt: skip
def test_what_it_says(name, answer, said):
    verdict = check_answer(name, answer)
    assert str(verdict) == said
    assert bool(verdict) is said.startswith("Right")


def test_a_function_is_tried_at_zeros_too():
    def plain(p, q):
        with np.errstate(all="ignore"):
            return -np.sum(p * np.log(q))

    def swapped(p, q):
        return cross_entropy(q, p)

    assert str(check_answer("05.5", cross_entropy)) == "Right."
    assert re.search("NaN.* wrong first for the input", str(check_answer("05.5", plain)))
    assert "swapped" in str(check_answer("05.5", swapped))
    assert "in bits" in str(check_answer("05.5", lambda p, q: cross_entropy(p, q, base=2)))
    odd = check_answer("05.5", lambda p, q: cross_entropy(p, q) + entropy(q))
    assert re.search(r"wrong first for the input \[0\.\d+ .*\], \[0\.", str(odd))


def test_what_a_function_raises_is_not_caught():
    with pytest.raises(ZeroDivisionError):
        check_answer("05.5", lambda p, q: 1 / 0)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (([0.6, 0.3, 0.1], [0.1, 0.3, 0.6]), "Right."),
        (([0.6, 0.3, 0.1], [0.6, 0.3, 0.1]), "different"),
        (([0.6, 0.4], [0.4, 0.6]), "three"),
        (([1 / 3, 0.5, 1 / 6], [1 / 3, 1 / 6, 0.5]), "1/3"),
        (([0.6, 0.4, 0.0], [0.0, 0.4, 0.6]), "infinite"),
        (([0.6, 0.3, 0.1], [0.2, 0.3, 0.5]), "symmetry"),
    ],
)
def test_two_distributions_of_ones_own(answer, said):
    assert said in str(check_answer("06.3", answer))


@pytest.mark.parametrize(
    ("answer", "said"),
    [([0.5, 0, 0.5], "Right."), ([0.4, 0.6, 0], "not 1/2"), ([0.5, 0.5], "three probabilities"),
     ([1, 1, -1], "three probabilities")],
)  # fmt: skip
def test_a_distribution_of_ones_own(answer, said):
    assert said in str(check_answer("07.5", answer))


@pytest.mark.parametrize(
    ("name", "answer", "error", "said"),
    [
        ("05.9", 1, ValueError, "one of 05.1, 05.2, 05.3, 05.4, 05.5, as text; found '05.9'"),
        (5.1, 1, ValueError, "must be one of 05.1, 05.2, 05.3, 05.4, 05.5, as text; found 5.1"),
        ("", 1, ValueError, "01.1, 01.2"),
        ("01.1", 0.1, ValueError, "probabilities must be a list of 3 numbers; found one number"),
        ("01.1", [0.1, 0.2], ValueError, "found a list of 2 numbers"),
        (
            "11.3",
            np.ones((3, 2)),
            ValueError,
            "2 rows and 2 columns; found a table of 3 rows and 2",
        ),
        ("11.3", np.ones((2, 2, 1)), ValueError, "found an array of shape (2, 2, 1)"),
        ("01.1", [[0.1], [0.2, 0.7]], ValueError, "rectangular"),
        ("01.1", "0.1", TypeError, "numbers; found '0.1' (leave out the quotes; infinity is np"),
        ("05.1", None, TypeError, "the cost must be one number; found None"),
        ("05.1", True, TypeError, "the cost must be one number; found True"),
        ("05.1", len, TypeError, "the cost must be a number, not a function; found builtin"),
        ("05.4", 6.0, ValueError, "05.4 asks for 2 things (the fair die, the other); found 1"),
        ("05.4", (6.0, 1, 2), ValueError, "found 3"),
        ("07.2", "all", ValueError, "07.2 asks for 2 things"),
        ("01.5", "dog", TypeError, "the name must be 'airplane' or 'train' or 'cat'; found 'dog'"),
        ("02.3", (1.34, 1), TypeError, "must be True or False; found 1"),
        ("05.5", 0.9, TypeError, "your function must be a function; found float"),
        ("05.5", lambda p, q: None, TypeError, "function must return one number; found None"),
        ("05.5", lambda p, q: p, ValueError, "must return one number; found a list of 3 numbers"),
        ("06.3", 1, ValueError, "must be two distributions"),
    ],
)
def test_bad_input_is_refused(name, answer, error, said):
    with pytest.raises(error, match=re.escape(said)):
        check_answer(name, answer)


def test_kinds_of_numbers():
    torch = pytest.importorskip("torch")
    for three in (torch.tensor([0.1, 0.2, 0.7]), np.float32([0.1, 0.2, 0.7]), (0.1, 0.2, 0.7)):
        assert str(check_answer("01.1", three)) == "Right."
    assert check_answer("01.5", np.str_("cat")) and check_answer("02.3", (1.34, np.True_))


def test_a_count_must_be_exact():
    assert check_answer("10.3", (168, 6)) and not check_answer("10.3", (168.4, 6))


def test_a_zero_must_be_hit():
    ask = Ask("zero", 0.0, "no")
    assert ask.judge(1e-9) == "Right." and ask.judge(1e-3) == "no"


def test_one_number_in_brackets_is_that_number():
    assert check_answer("05.1", [np.log(3)]) and check_answer("10.2", np.array([[0.0]]))


def test_the_nearer_of_the_answer_and_a_slip_decides():
    ask = Ask("b", 100.0, "no", [(99.8, "slip")])
    assert ask.judge(99.8) == ask.judge(99.81) == "slip"
    assert ask.judge(99.95) == "Right (rounded)."
    said = check_answer("08.3", (0.6931, np.log(0.01), 0.0560))
    assert "That is the log of the rate" in str(said)
