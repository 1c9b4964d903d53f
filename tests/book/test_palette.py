"""The colours of the pages are those of the figures, in the light and in the dark."""

import math
import re
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb

from xent_course import plotting

STYLE = (Path(__file__).parents[2] / "book" / "_static" / "course.css").read_text("utf-8")
CONCEPTS = ("DATA", "TRUTH", "MODEL", "LOSS")
# The page and the grey under code, as course.css sets them.
GROUNDS = {"html": ("#ffffff", "#f5f5f3"), 'html[data-theme="dark"]': ("#14171b", "#20242a")}


def declared(selector: str, concept: str) -> str:
    """Return the palette's colour of a concept, as the style's first rule of `selector` says."""
    rule = STYLE.partition(f"\n{selector} {{")[2].partition("}")[0]
    return re.findall(rf"--xc-{concept.lower()}: (#[0-9a-f]{{6}});", rule)[0]


def turned(color: str) -> str:
    """Return what ``filter: invert(1) hue-rotate(180deg)`` makes of a colour.

    The matrix is that of the Filter Effects module, with sin 180° = 0 and cos 180° = -1.
    """
    light = np.array([0.213, 0.715, 0.072])
    rotate = light + math.cos(math.pi) * (np.eye(3) - light)
    return to_hex(np.clip(rotate @ (1 - np.array(to_rgb(color))), 0, 1))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of the accessibility guidelines (WCAG 2)."""
    parts = np.array([to_rgb(one), to_rgb(other)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    low, high = sorted(linear @ [0.2126, 0.7152, 0.0722])
    return float((high + 0.05) / (low + 0.05))


@pytest.mark.parametrize("concept", CONCEPTS)
def test_light_is_the_figures_colour(concept: str) -> None:
    assert declared("html", concept) == getattr(plotting, concept)


@pytest.mark.parametrize("concept", CONCEPTS)
def test_dark_is_what_the_filter_makes_of_it(concept: str) -> None:
    assert "filter: invert(1) hue-rotate(180deg);" in STYLE
    assert declared('html[data-theme="dark"]', concept) == turned(getattr(plotting, concept))


@pytest.mark.parametrize("selector", GROUNDS)
@pytest.mark.parametrize("concept", CONCEPTS)
def test_each_colour_can_be_read_on_each_ground(concept: str, selector: str) -> None:
    color = declared(selector, concept)
    assert [ground for ground in GROUNDS[selector] if contrast(color, ground) < 4.5] == []
