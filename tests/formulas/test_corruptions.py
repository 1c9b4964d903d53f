"""Each check can fail: every equation is corrupted in many ways, and the check must object."""

import pytest

from xent_course.formulas import recording
from xent_course.formulas.corrupt import score

from .bindings import settled
from .course import CASES
from .survivors import SURVIVORS

ALL = [*settled(), *CASES]
GOAL = 0.98
scores = {}


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.label)
def test_corruptions_are_caught(case):
    with recording() as checks:
        case.run()
    found = scores[case.label] = score(checks[0])
    assert found.caught > 0
    assert {str(one) for one in found.survivors} == set(SURVIVORS.get(case.label, {}))


def test_nearly_all_corruptions_are_caught():
    if len(scores) < len(ALL):
        pytest.skip("only a part of the equations was corrupted")
    caught = sum(one.caught for one in scores.values())
    evaluated = sum(one.evaluated for one in scores.values())
    assert evaluated > 1000
    assert caught >= GOAL * evaluated


def test_every_survivor_has_a_reason():
    labels = {case.label for case in ALL}
    assert set(SURVIVORS) <= labels
    assert all(reason for reasons in SURVIVORS.values() for reason in reasons.values())
