"""The page that `make bench` writes about the pages names every goal, and each can be missed."""

import pytest

from benchmarks import pages

WORST = {"hosts": 1, "raw": 1_000_001, "gzip": 400_001, "shift": 0.011, "axe": 1, "console": 1}
WORST |= {"html": 1, "wide": 1}
BEST = dict.fromkeys(WORST, 0)
SCORES = {("first page", preset): list(least) for preset, least in pages.LEAST.items()}


def missed(facts, scores):
    return [what for what, _, _, _, met in pages.goals(facts, scores) if not met]


def test_the_page_names_every_goal_and_the_default():
    text = pages.PAGE.read_text(encoding="utf-8")
    for what, default, goal, _, _ in pages.goals(BEST, SCORES):
        assert f"| {what} | {default} | {goal} |" in text


def test_the_page_has_the_scores_of_both_devices():
    text = pages.PAGE.read_text(encoding="utf-8")
    assert [text.count(f" | {preset} | ") for preset in pages.PRESETS] == [3, 3]


def test_goals_that_are_just_met_are_not_missed():
    limits = BEST | {"raw": 1_000_000, "gzip": 400_000, "shift": 0.01}
    assert missed(limits, SCORES) == []


@pytest.mark.parametrize("fact", WORST)
def test_each_fact_can_miss_its_goal(fact):
    assert len(missed(BEST | {fact: WORST[fact]}, SCORES)) == 1


@pytest.mark.parametrize("preset", pages.PRESETS)
@pytest.mark.parametrize("place", range(4))
def test_one_page_with_one_low_score_misses_the_goal(preset, place):
    low = list(pages.LEAST[preset])
    low[place] -= 1
    scores = SCORES | {("another", preset): low}
    assert missed(BEST, scores) == [f"Lighthouse, {preset}"]
